import {
  type ByType,
  type EventCodecs,
  eventCodec,
  integer,
  isUuid,
  list,
  literal,
  optional,
  record,
  refined,
  text,
  upcaster,
  versionedCodec,
} from '@patina/eventsourcing'
import { about, maybe, personal } from '@patina/privacy'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type * as t from 'io-ts'
import {
  civilDateCodec,
  codeCodec,
  countCodec,
  currencyCodec,
  customerIdCodec,
  documentNumberCodec,
  exchangeIdCodec,
  lineIdCodec,
  membershipIdCodec,
  minorCodec,
  pointsCodec,
  quantityCodec,
  quotationIdCodec,
  reasonCodeCodec,
  redemptionIdCodec,
  returnIdCodec,
  saleIdCodec,
  serialNumberCodec,
  skuCodec,
  somePointsCodec,
  staffIdCodec,
  storeIdCodec,
  zoneCodec,
} from '../shared/codecs.js'
import { buyerName, soldSize } from '../shared/kinds.js'
import { mostMinor } from '../shared/money.js'
import type {
  ClaimSale,
  LineBack,
  LineSold,
  RecordReturnWithoutSale,
  RecordSale,
  ReturnLines,
  SalesCommand,
  VoidSale,
} from './commands.js'
import type {
  Article,
  BuyerRecorded,
  ByPoints,
  GiftFor,
  LineSize,
  Piece,
  PointsSpent,
  ReturnedLine,
  SaleClaimed,
  SaleLine,
  SaleLinesReturned,
  SaleRecorded,
  SalesEvent,
  SaleVoided,
  SizesRecorded,
  Tender,
  UnmatchedLine,
  UnmatchedReturnRecorded,
  Warranty,
} from './events.js'
import type { ReturnedLineV1, SaleLinesReturnedV1 } from './events.v1.js'

/** The name of an article. */
export const nameCodec = text(200)

// An amount of which there is something.
const someMinorCodec = integer(1, mostMinor)

/** What an article is, in codes of the shop. */
export const articleCodec: t.Type<Article, unknown> = record<Article>('Article', {
  brand: optional(codeCodec),
  collection: optional(codeCodec),
  reference: optional(codeCodec),
  category: optional(codeCodec),
  metal: optional(codeCodec),
  stone: optional(codeCodec),
})

const warranty: t.Type<Warranty, unknown> = record<Warranty>('Warranty', {
  startsOn: civilDateCodec,
  months: integer(1, 1200),
  basis: literal('sale', 'delivery', 'registration'),
})

const piece: t.Type<Piece, unknown> = record<Piece>('Piece', {
  serial: serialNumberCodec,
  certificate: optional(documentNumberCodec),
  warranty: optional(warranty),
})

const byPoints: t.Type<ByPoints, unknown> = record<ByPoints>('ByPoints', {
  minor: someMinorCodec,
  points: pointsCodec,
})

const pointsSpent: t.Type<PointsSpent, unknown> = record<PointsSpent>('PointsSpent', {
  membershipId: membershipIdCodec,
  redemptionId: redemptionIdCodec,
  points: somePointsCodec,
})

const tender: t.Type<Tender, unknown> = record<Tender>('Tender', {
  kind: codeCodec,
  amountMinor: someMinorCodec,
  redemption: optional(pointsSpent),
})

/** Whom a gift is for. */
export const giftForCodec: t.Type<GiftFor, unknown> = refined(
  '"somebody" or a UUID in lower case',
  (value): value is GiftFor => value === 'somebody' || isUuid(value),
)

const lineFields = {
  lineId: lineIdCodec,
  sku: skuCodec,
  name: optional(nameCodec),
  quantity: quantityCodec,
  unitMinor: minorCodec,
  paidMinor: minorCodec,
  article: optional(articleCodec),
  piece: optional(piece),
  discountMinor: optional(minorCodec),
  taxMinor: optional(minorCodec),
}

/** A line of a sale as it is stored. */
export const saleLineCodec: t.Type<SaleLine, unknown> = record<SaleLine>('SaleLine', {
  ...lineFields,
  byPoints: optional(byPoints),
})

const lineSold: t.Type<LineSold, unknown> = record<LineSold>('LineSold', lineFields)

const returnedLine: t.Type<ReturnedLine, unknown> = record<ReturnedLine>('ReturnedLine', {
  lineId: lineIdCodec,
  sku: skuCodec,
  quantity: quantityCodec,
  paidMinor: minorCodec,
  refundMinor: minorCodec,
  byPoints: optional(byPoints),
  article: optional(articleCodec),
})

const returnedLineV1: t.Type<ReturnedLineV1, unknown> = record<ReturnedLineV1>('ReturnedLine', {
  lineId: lineIdCodec,
  sku: skuCodec,
  quantity: quantityCodec,
  refundMinor: minorCodec,
})

const unmatchedLine: t.Type<UnmatchedLine, unknown> = record<UnmatchedLine>('UnmatchedLine', {
  lineId: lineIdCodec,
  sku: skuCodec,
  name: optional(nameCodec),
  quantity: quantityCodec,
  refundMinor: minorCodec,
})

const lineBack: t.Type<LineBack, unknown> = record<LineBack>('LineBack', {
  lineId: lineIdCodec,
  quantity: quantityCodec,
  refundMinor: optional(minorCodec),
})

const linesOf = <A>(line: t.Type<A, unknown>): t.Type<ReadonlyArray<A>, unknown> =>
  list(line, { least: 1, most: 2000 })

const mostTenders = 100
const tenders = optional(list(tender, { least: 1, most: mostTenders }))

// What a document may say of the sale as a whole, in the command as in the event.
const documentFields = {
  discountMinor: optional(minorCodec),
  tenders,
  occasion: optional(codeCodec),
  giftFor: optional(giftForCodec),
  quotationId: optional(quotationIdCodec),
  campaignRef: optional(codeCodec),
  exchangeId: optional(exchangeIdCodec),
}

const saleRecorded: t.Type<SaleRecorded, unknown> = record<SaleRecorded>('SaleRecorded', {
  type: literal('SaleRecorded'),
  saleId: saleIdCodec,
  documentNumber: documentNumberCodec,
  storeId: storeIdCodec,
  staffId: optional(staffIdCodec),
  customerId: optional(customerIdCodec),
  soldOn: civilDateCodec,
  currency: currencyCodec,
  lines: linesOf(saleLineCodec),
  units: countCodec,
  totalMinor: minorCodec,
  ...documentFields,
})

const saleVoided: t.Type<SaleVoided, unknown> = record<SaleVoided>('SaleVoided', {
  type: literal('SaleVoided'),
  saleId: saleIdCodec,
  documentNumber: documentNumberCodec,
  storeId: storeIdCodec,
  customerId: optional(customerIdCodec),
  giftFor: optional(giftForCodec),
  soldOn: civilDateCodec,
  currency: currencyCodec,
  lines: linesOf(saleLineCodec),
  units: countCodec,
  totalMinor: minorCodec,
  tenders,
  reasonCode: reasonCodeCodec,
  undone: optional(list(pointsSpent, { least: 1, most: mostTenders })),
})

const claimProof = literal('receipt', 'card', 'phone')

const saleClaimed: t.Type<SaleClaimed, unknown> = record<SaleClaimed>('SaleClaimed', {
  type: literal('SaleClaimed'),
  saleId: saleIdCodec,
  documentNumber: documentNumberCodec,
  storeId: storeIdCodec,
  customerId: customerIdCodec,
  giftFor: optional(giftForCodec),
  soldOn: civilDateCodec,
  claimedOn: civilDateCodec,
  currency: currencyCodec,
  lines: linesOf(saleLineCodec),
  units: countCodec,
  totalMinor: minorCodec,
  proof: claimProof,
})

const buyerRecorded: t.Type<BuyerRecorded, unknown> = record<BuyerRecorded>('BuyerRecorded', {
  type: literal('BuyerRecorded'),
  saleId: saleIdCodec,
  customerId: optional(customerIdCodec),
  buyer: personal(buyerName),
})

const sizesRecorded: t.Type<SizesRecorded, unknown> = record<SizesRecorded>('SizesRecorded', {
  type: literal('SizesRecorded'),
  saleId: saleIdCodec,
  customerId: optional(customerIdCodec),
  sizes: linesOf(record<LineSize>('LineSize', { lineId: lineIdCodec, size: personal(soldSize) })),
})

const returnFields = {
  type: literal('SaleLinesReturned'),
  saleId: saleIdCodec,
  documentNumber: documentNumberCodec,
  soldOn: civilDateCodec,
  customerId: optional(customerIdCodec),
  returnId: returnIdCodec,
  returnDocument: documentNumberCodec,
  storeId: storeIdCodec,
  returnedOn: civilDateCodec,
  currency: currencyCodec,
  units: countCodec,
  refundMinor: minorCodec,
  reasonCode: reasonCodeCodec,
}

const saleLinesReturned: t.Type<SaleLinesReturned, unknown> = record<SaleLinesReturned>(
  'SaleLinesReturned',
  {
    ...returnFields,
    lines: linesOf(returnedLine),
    giftFor: optional(giftForCodec),
    exchangeId: optional(exchangeIdCodec),
    undone: optional(list(pointsSpent, { least: 1, most: mostTenders })),
  },
)

const saleLinesReturnedV1: t.Type<SaleLinesReturnedV1, unknown> = record<SaleLinesReturnedV1>(
  'SaleLinesReturned',
  { ...returnFields, lines: linesOf(returnedLineV1) },
)

// What had been paid for the pieces was not said, and a shop gives back what was paid: said here once, so that no reader
// has to choose.
const fromV1 = (old: SaleLinesReturnedV1): SaleLinesReturned => ({
  ...old,
  lines: old.lines.map((line) => ({ ...line, paidMinor: line.refundMinor })),
})

const unmatchedReturnRecorded: t.Type<UnmatchedReturnRecorded, unknown> =
  record<UnmatchedReturnRecorded>('UnmatchedReturnRecorded', {
    type: literal('UnmatchedReturnRecorded'),
    returnId: returnIdCodec,
    returnDocument: documentNumberCodec,
    storeId: storeIdCodec,
    staffId: optional(staffIdCodec),
    customerId: optional(customerIdCodec),
    returnedOn: civilDateCodec,
    currency: currencyCodec,
    lines: linesOf(unmatchedLine),
    units: countCodec,
    refundMinor: minorCodec,
    reasonCode: reasonCodeCodec,
  })

/** How the events of sales are stored. */
export const eventCodecs: EventCodecs<SalesEvent> = {
  SaleRecorded: eventCodec(saleRecorded),
  BuyerRecorded: eventCodec(buyerRecorded),
  SizesRecorded: eventCodec(sizesRecorded),
  SaleLinesReturned: versionedCodec<SaleLinesReturned, SalesEvent>(2, saleLinesReturned, [
    upcaster(1, saleLinesReturnedV1, (old): ReadonlyNonEmptyArray<SalesEvent> => [fromV1(old)]),
  ]),
  SaleVoided: eventCodec(saleVoided),
  SaleClaimed: eventCodec(saleClaimed),
  UnmatchedReturnRecorded: eventCodec(unmatchedReturnRecorded),
}

const sizeSold: t.Type<LineSize, unknown> = record<LineSize>('LineSize', {
  lineId: lineIdCodec,
  ...about<LineSize, RecordSale>()(['customerId', 'saleId'], { size: soldSize }),
})

/** Which commands about sales are let in. */
export const commandCodecs: ByType<SalesCommand> = {
  RecordSale: record<RecordSale>('RecordSale', {
    type: literal('RecordSale'),
    documentNumber: documentNumberCodec,
    storeId: storeIdCodec,
    staffId: optional(staffIdCodec),
    customerId: optional(customerIdCodec),
    soldOn: civilDateCodec,
    currency: currencyCodec,
    lines: linesOf(lineSold),
    ...documentFields,
    ...about<RecordSale>()(['customerId', 'saleId'], { buyer: maybe(buyerName) }),
    sizes: optional(linesOf(sizeSold)),
    saleId: optional(saleIdCodec),
    totalMinor: optional(minorCodec),
  }),
  ReturnLines: record<ReturnLines>('ReturnLines', {
    type: literal('ReturnLines'),
    saleId: saleIdCodec,
    storeId: storeIdCodec,
    returnDocument: documentNumberCodec,
    returnedOn: civilDateCodec,
    lines: linesOf(lineBack),
    reasonCode: reasonCodeCodec,
    refundBy: optional(literal('proportion', 'pointsFirst', 'moneyFirst')),
    exchangeId: optional(exchangeIdCodec),
  }),
  VoidSale: record<VoidSale>('VoidSale', {
    type: literal('VoidSale'),
    saleId: saleIdCodec,
    reasonCode: reasonCodeCodec,
    zone: optional(zoneCodec),
  }),
  ClaimSale: record<ClaimSale>('ClaimSale', {
    type: literal('ClaimSale'),
    saleId: saleIdCodec,
    customerId: customerIdCodec,
    proof: claimProof,
    withinDays: optional(integer(0, 3660)),
    zone: optional(zoneCodec),
  }),
  RecordReturnWithoutSale: record<RecordReturnWithoutSale>('RecordReturnWithoutSale', {
    type: literal('RecordReturnWithoutSale'),
    storeId: storeIdCodec,
    returnDocument: documentNumberCodec,
    staffId: optional(staffIdCodec),
    customerId: optional(customerIdCodec),
    returnedOn: civilDateCodec,
    currency: currencyCodec,
    lines: linesOf(unmatchedLine),
    reasonCode: reasonCodeCodec,
  }),
}
