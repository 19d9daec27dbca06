import { customers } from './customers/index.js'
import { membership } from './membership/index.js'
import { points } from './points/index.js'
import { sales } from './sales/index.js'

export { type CivilDate, civilDate, isCivilDate, type Month, monthOf } from './shared/civil-date.js'
export {
  awardIdCodec,
  civilDateCodec,
  codeCodec,
  currencyCodec,
  customerIdCodec,
  documentNumberCodec,
  lineIdCodec,
  lotIdCodec,
  marketCodec,
  membershipIdCodec,
  minorCodec,
  programmeIdCodec,
  quantityCodec,
  reasonCodeCodec,
  redemptionIdCodec,
  returnIdCodec,
  saleIdCodec,
  skuCodec,
  staffIdCodec,
  storeIdCodec,
  undoIdCodec,
  zoneCodec,
} from './shared/codecs.js'
export type { Difference } from './shared/differences.js'
export {
  type AwardId,
  type Code,
  type CustomerId,
  codeOf,
  customerId,
  type DocumentNumber,
  documentNumber,
  type LineId,
  type LotId,
  lineId,
  type Market,
  type MembershipId,
  market,
  type ProgrammeId,
  programmeId,
  type ReasonCode,
  type RedemptionId,
  type ReturnId,
  reasonCode,
  redemptionId,
  type SaleId,
  type Sku,
  type StaffId,
  type StoreId,
  sku,
  staffId,
  storeId,
  type UndoId,
  undoId,
} from './shared/ids.js'
export { type Currency, currency, type Turnover } from './shared/money.js'
export { allocate, type Rational, type Rounding } from './shared/rational.js'
export { dayOf, instantAt, type Zone, zone } from './shared/zone.js'

/** The capabilities of the domain, to open an application with: their commands, events, views and reactions. */
export const crm = [customers, membership, points, sales] as const
