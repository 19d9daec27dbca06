export {
  type Calendar,
  type HolidayTableMissing,
  hongKongCalendar,
  lawLimitOf,
} from '../shared/hong-kong-calendar.js'
export {
  dueDayOf,
  type RetentionClass,
  type RetentionRule,
  retentionRules,
} from '../shared/retention.js'
export { privacyRequests, streamOf } from './capability.js'
export { eventCodecs } from './codec.js'
export { commandCodecs } from './commands.codec.js'
export type * from './commands.js'
export { disclosuresForConsent } from './consent.reaction.js'
export { decide } from './decide/index.js'
export { erasureDecisions } from './erasing.js'
export type * from './events.js'
export type { AccessGround, CorrectionGround, HouseGround, RefusalGround } from './grounds.js'
export {
  extensionReasons,
  opinionNote,
  refusalParticulars,
  requestText,
} from './kinds.js'
export { logBookView } from './log-book.codec.js'
export { type LogBookEntry, type LogBookEntryId, logBook } from './log-book.projection.js'
export { obligationsView } from './obligations.codec.js'
export {
  type Obligation,
  type ObligationId,
  type ObligationKind,
  obligations,
} from './obligations.projection.js'
export { type ObligationDue, obligationsDue } from './obligations-due.js'
export { restrictionGuard } from './opening.js'
export type * from './rejections.js'
export { claimsForPrivacy } from './sales.reaction.js'
export { evolve, initial, type PrivacyRequests } from './state.js'
