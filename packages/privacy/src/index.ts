export {
  type About,
  about,
  type ClearKeys,
  type HoldsPersonal,
  type KindsOf,
  type Maybe,
  maybe,
  type Said,
} from './about.js'
export { access, type IsRecorded } from './access/capability.js'
export type * from './access/commands.js'
export type * from './access/events.js'
export type { Comparison, KnownPeople, RowToCompare, ViewToCompare } from './comparison.js'
export type { DirectoryKind, IndexedKind } from './directory-kind.js'
export { type Envelope, isEnvelope } from './envelope.js'
export { erasures } from './erasure/capability.js'
export type * from './erasure/commands.js'
export type {
  DecidedErasure,
  ErasureDecisions,
  ErasureOutcome,
  KeptClass,
} from './erasure/decisions.js'
export { type ErasuresView, erasuresView } from './erasure/erasures.codec.js'
export type {
  Erasure,
  PlacePurged,
  ProcessorDone,
  VaultEmptied,
} from './erasure/erasures.projection.js'
export type * from './erasure/events.js'
export { type OpenItem, openItemsOf } from './erasure/open-items.js'
export type * from './erasure/rejections.js'
export type { Receipts } from './erasure/state.js'
export { fence, fenceStream } from './fence/capability.js'
export type * from './fence/commands.js'
export type * from './fence/events.js'
export type * from './fence/rejections.js'
export type { Fence, Fencing, Hold } from './fence/state.js'
export { type AnyKind, inClass, type Kind, type KindOptions, kind } from './kind.js'
export { normalEmail, normalPhone } from './normal-form.js'
export { type AnyPersonal, isPersonal, type Personal } from './personal.js'
export { personal } from './personal-codec.js'
export { inPlace, misplacedIn, type StoredPlace } from './place.js'
export type { Asking, OpeningGuard, Purpose, Question, Rule } from './purpose.js'
export { isRetentionClass, type RetentionClass, retentionClasses } from './retention.js'
