export { type Embedded, type EmbeddedStores, embedded } from './embedded.js'
export type { Backup, BackupFailed, BackupProgress } from './file/backup.js'
export type { FaultCause, FileReason, OpenError, OpenProblem } from './file/errors.js'
export type { OpenOptions } from './file/open-file.js'
export { type EventStoreOptions, openEventStore, type SqliteEventStore } from './log/event-store.js'
export type {
  BrokenStructure,
  LogFault,
  PositionGap,
  RevisionGap,
  TimeFell,
  UnreadableRow,
  VerifyProgress,
  VerifyReport,
  WrongLeaf,
} from './log/verify/report.js'
export { openVaultRows, type SqliteVaultRows } from './vault/vault-rows.js'
export { openViewStore, type SqliteViewStore } from './views/view-store.js'
