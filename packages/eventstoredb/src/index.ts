export {
  type ClusterOptions,
  cluster,
  type LogNameRefused,
  type LogOptions,
  type OpenedViews,
  openEventStore,
} from './cluster.js'
export type { ConnectionRefused } from './connection.js'
export {
  type CopyOptions,
  type CopyProgress,
  compareLogs,
  copyLog,
  type EventNotCopied,
  type LogIdsDiffer,
  type LogsDiffer,
} from './copy-log.js'
export type { EventStoreDBStore } from './event-store.js'
export { type Pace, usualPace } from './pace.js'
