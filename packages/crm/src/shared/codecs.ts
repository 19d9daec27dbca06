// Codecs of what several capabilities store. Plain checks, so that a record of them is decoded without a copy.
import {
  dateText,
  integer,
  isUuid,
  list,
  type Position,
  record,
  refined,
} from '@patina/eventsourcing'
import type * as t from 'io-ts'
import { isCivilDate } from './civil-date.js'
import {
  type AdjustmentId,
  type AwardId,
  type BreachId,
  type CardId,
  type CategoryId,
  type Code,
  type ConsentId,
  type CustomerId,
  type DataKind,
  type DisclosureId,
  type DocumentNumber,
  type ErasureId,
  type EventId,
  type ExchangeId,
  type GiftId,
  type GiftItemId,
  type HoldId,
  type HouseholdId,
  type IdentifierId,
  isCode,
  isLabel,
  isLineCode,
  type LineId,
  type LotId,
  type Market,
  type MatchingId,
  type MembershipId,
  type MergeId,
  type MoveId,
  type NeedId,
  type NoticeId,
  type OccasionId,
  type PointsHoldId,
  type ProgrammeId,
  type ProvisionId,
  type PurposeCode,
  type QualifyingId,
  type QuotationId,
  type ReasonCode,
  type RecipientClass,
  type RecipientId,
  type RedemptionId,
  type RelationId,
  type RequestId,
  type ReturnId,
  type ReversalId,
  type SaleId,
  type SerialNumber,
  type Sku,
  type StaffId,
  type StockCorrectionId,
  type StockDeliveryId,
  type StoreId,
  type SubjectClass,
  type TierId,
  type TransferId,
  type UndoId,
  type UseId,
} from './ids.js'
import { isCurrency, mostMinor, type Turnover } from './money.js'
import { isZone } from './zone.js'

const uuid = <Id extends string>(): t.Type<Id, unknown> =>
  refined('a UUID in lower case', (value): value is Id => isUuid(value))

const label = <Id extends string>(): t.Type<Id, unknown> =>
  refined('text of 1 to 64 characters in NFC, no space at either end', (value): value is Id =>
    isLabel(value),
  )

const short = <Id extends string>(): t.Type<Id, unknown> =>
  refined(
    'a code of 1 to 64 printable ASCII characters, no space at either end',
    (value): value is Id => isCode(value),
  )

/** A customer id, for the codecs of events and views of your own. */
export const customerIdCodec = uuid<CustomerId>()
/** The id of an identifier. */
export const identifierIdCodec = uuid<IdentifierId>()
/** The id of a need. */
export const needIdCodec = uuid<NeedId>()
/** The id of an occasion. */
export const occasionIdCodec = uuid<OccasionId>()
/** The id of a relation. */
export const relationIdCodec = uuid<RelationId>()
/** The id of a household. */
export const householdIdCodec = uuid<HouseholdId>()
/** The id of a category. */
export const categoryIdCodec = uuid<CategoryId>()
/** The id of a card. */
export const cardIdCodec = uuid<CardId>()
/** A sale id. */
export const saleIdCodec = uuid<SaleId>()
/** The id of a return document. */
export const returnIdCodec = uuid<ReturnId>()
/** The id of an exchange. */
export const exchangeIdCodec = uuid<ExchangeId>()
/** The id of a quotation. */
export const quotationIdCodec = uuid<QuotationId>()
/** A programme id. */
export const programmeIdCodec = uuid<ProgrammeId>()
/** A membership id. */
export const membershipIdCodec = uuid<MembershipId>()
/** The id of an award of points. */
export const awardIdCodec = uuid<AwardId>()
/** The id of a lot of points. */
export const lotIdCodec = uuid<LotId>()
/** The id of a redemption. */
export const redemptionIdCodec = uuid<RedemptionId>()
/** The id of points held for something. */
export const pointsHoldIdCodec = uuid<PointsHoldId>()
/** The id of what counts towards a tier. */
export const qualifyingIdCodec = uuid<QualifyingId>()
/** The id of what counts back from a tier. */
export const reversalIdCodec = uuid<ReversalId>()
/** The id of an undo. */
export const undoIdCodec = uuid<UndoId>()
/** The id of an adjustment of points. */
export const adjustmentIdCodec = uuid<AdjustmentId>()
/** The id of a transfer of points. */
export const transferIdCodec = uuid<TransferId>()
/** The id of a move of lots. */
export const moveIdCodec = uuid<MoveId>()

/** The id of a merge. */
export const mergeIdCodec = uuid<MergeId>()
/** The id of a matching. */
export const matchingIdCodec = uuid<MatchingId>()

/** The id of a gift. */
export const giftIdCodec = uuid<GiftId>()
/** The id of a gift item. */
export const giftItemIdCodec = uuid<GiftItemId>()
/** The id of a correction of a stock of gift items. */
export const stockCorrectionIdCodec = uuid<StockCorrectionId>()
/** The id of a delivery of gift items. */
export const stockDeliveryIdCodec = uuid<StockDeliveryId>()

/** The id of a notice. */
export const noticeIdCodec = uuid<NoticeId>()
/** The id of a consent. */
export const consentIdCodec = uuid<ConsentId>()
/** The id of a use in direct marketing. */
export const useIdCodec = uuid<UseId>()
/** The id of a provision to somebody else. */
export const provisionIdCodec = uuid<ProvisionId>()
/** The id of a stored event. */
export const eventIdCodec = uuid<EventId>()

/** The id of a request about personal data. */
export const requestIdCodec = uuid<RequestId>()
/** The id of a disclosure. */
export const disclosureIdCodec = uuid<DisclosureId>()
/** The id of an order to keep data. */
export const holdIdCodec = uuid<HoldId>()
/** The id of a decision to erase. */
export const erasureIdCodec = uuid<ErasureId>()
/** The id of a breach. */
export const breachIdCodec = uuid<BreachId>()

/** A kind of personal data. */
export const dataKindCodec = short<DataKind>()
/** A class of marketing subjects. */
export const subjectClassCodec = short<SubjectClass>()
/** A class of persons. */
export const recipientClassCodec = short<RecipientClass>()
/** A purpose of the registry. */
export const purposeCodeCodec = short<PurposeCode>()
/** Somebody to whom data went. */
export const recipientIdCodec = short<RecipientId>()

/** Different codes, at least `least` of them: a set as it is stored. */
export const setOf = <A extends string>(
  item: t.Type<A, unknown>,
  { least = 1, most = 100 }: { readonly least?: number; readonly most?: number } = {},
): t.Type<ReadonlyArray<A>, unknown> =>
  refined(
    `a list of ${least} to ${most} different codes of 1 to 64 printable ASCII characters`,
    (value): value is ReadonlyArray<A> =>
      Array.isArray(value) &&
      value.length >= least &&
      value.length <= most &&
      // By `from`, so that a hole is an entry that fails.
      Array.from(value as ReadonlyArray<unknown>).every((one) => item.is(one)) &&
      new Set(value).size === value.length,
  )

/** A code of a list of the shop. */
export const codeCodec = short<Code>()
/** The code of a shop. */
export const storeIdCodec = short<StoreId>()
/** The code of a member of staff. */
export const staffIdCodec = short<StaffId>()
/** The code of a tier. */
export const tierIdCodec = short<TierId>()
/** The code of a reason. */
export const reasonCodeCodec = short<ReasonCode>()
/** The number that a maker gives to one piece. */
export const serialNumberCodec = short<SerialNumber>()
/** The line of a document. */
export const lineIdCodec: t.Type<LineId, unknown> = refined(
  'a code of 1 to 36 printable ASCII characters, no space at either end',
  (value): value is LineId => isLineCode(value),
)
/** The number of a document. */
export const documentNumberCodec = label<DocumentNumber>()
/** The name of an article in the stock. */
export const skuCodec = label<Sku>()
/** The market of a customer. */
export const marketCodec = label<Market>()

/** A day that exists. */
export const civilDateCodec = dateText(
  'a day as YYYY-MM-DD, from 0001-01-01 to 9999-12-31',
  isCivilDate,
)

/** A time zone. */
export const zoneCodec = refined('a time zone of the IANA database', isZone)
/** A currency. */
export const currencyCodec = refined('a currency of ISO 4217', isCurrency)

/** An amount of a document or of one of its lines, in minor units. */
export const minorCodec = integer(0, mostMinor)
// An amount that adds up over documents, in minor units.
const sumCodec = integer()
/** How many pieces a line of a document has. */
export const quantityCodec = integer(1, 1_000_000_000)
/** How many there are of something. */
export const countCodec = integer(0)
/** Points, or a sum of them. */
export const pointsCodec = integer(0)
/** Points of a lot, a take or a redemption: at least one. */
export const somePointsCodec = integer(1)

const sha256 = /^[0-9a-f]{64}$/

export const sha256Codec: t.Type<string, unknown> = refined(
  '64 hexadecimal digits in lower case',
  (value): value is string => typeof value === 'string' && sha256.test(value),
)

const turnoverCodec = record<Turnover>('Turnover', {
  currency: currencyCodec,
  grossMinor: sumCodec,
  refundedMinor: sumCodec,
  netMinor: sumCodec,
})

export const turnoversCodec = list(turnoverCodec, { most: 200 })

/** A place in the log. */
export const positionCodec: t.Type<Position, unknown> = refined(
  'a position of the log',
  (value): value is Position => typeof value === 'string' && value.length <= 64,
)
