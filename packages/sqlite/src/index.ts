export type { Backup, BackupFailed, BackupProgress } from './backup.js'
export { type Embedded, type EmbeddedStores, embedded } from './embedded.js'
export type { FaultCause, FileReason, OpenError, OpenProblem } from './errors.js'
export { type EventStoreOptions, openEventStore, type SqliteEventStore } from './event-store.js'
export type { OpenOptions } from './open-file.js'
export { openVaultRows, type SqliteVaultRows } from './vault-rows.js'
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
} from './verify/report.js'
export { openViewStore, type SqliteViewStore } from './view-store.js'
