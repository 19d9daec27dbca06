export { oralConfirmationDays } from '../shared/hong-kong.js'
export { consent, streamOf } from './capability.js'
export { eventCodecs } from './codec.js'
export { commandCodecs } from './commands.codec.js'
export type * from './commands.js'
export { decide } from './decide/index.js'
export type * from './events.js'
export {
  confirmationOrigin,
  consentEvidence,
  optOutText,
  withdrawalNotice,
} from './kinds.js'
export { type Lack, linkDays } from './lack.js'
export { consentLedgerView } from './ledger.codec.js'
export { type ConsentLedger, consentLedger } from './ledger.projection.js'
export { marketingUseView } from './marketing-use.codec.js'
export { type MarketingUseRecord, marketingUse } from './marketing-use.projection.js'
export type * from './notice.js'
export { noticesView } from './notices.codec.js'
export { type NoticeVersions, notices } from './notices.projection.js'
export { consentGuard, type OpeningTerms } from './opening.js'
export { permission } from './permission.js'
export { type Purpose, type PurposeStatement, privacyStatement, purposes } from './purposes.js'
export { type ConsentReceipt, receiptOf } from './receipt.js'
export { type Redecision, redecide } from './redecide.js'
export type * from './rejections.js'
export { type Consent, evolve, initial } from './state.js'
export type {
  MarketingUse,
  Permission,
  PermissionGiven,
  PermissionReason,
  PermissionRefused,
  ProvisionUse,
  PurposeUse,
  Use,
} from './use.js'
