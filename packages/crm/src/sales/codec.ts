import {
  type ByType,
  type EventCodecs,
  eventCodec,
  integer,
  literal,
  optional,
  record,
  upcaster,
  versionedCodec,
} from '@patina/eventsourcing'
import { about, type ErasureOutcome, maybe, personal } from '@patina/privacy'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type * as t from 'io-ts'
import {
  civilDateCodec,
  codeCodec,
  countCodec,
  currencyCodec,
  customerIdCodec,
  documentNumberCodec,
  erasureIdCodec,
  exchangeIdCodec,
  lineIdCodec,
  minorCodec,
  quotationIdCodec,
  reasonCodeCodec,
  returnIdCodec,
  saleIdCodec,
  staffIdCodec,
  storeIdCodec,
  zoneCodec,
} from '../shared/codecs.js'
import { buyerName, soldSize } from '../shared/kinds.js'
import type {
  ClaimSale,
  ConcludeSaleErasure,
  DecideSaleErasure,
  RecordReturnWithoutSale,
  RecordSale,
  ReturnLines,
  SalesCommand,
  VoidSale,
} from './commands.js'
import type {
  BuyerRecorded,
  LineSize,
  SaleClaimed,
  SaleErasureConcluded,
  SaleErasureDecided,
  SaleLinesReturned,
  SaleRecorded,
  SalesEvent,
  SaleVoided,
  SizesRecorded,
  UnmatchedReturnRecorded,
} from './events.js'
import type { SaleLinesReturnedV1 } from './events.v1.js'
import {
  giftForCodec,
  lineBack,
  lineSold,
  linesOf,
  returnedLine,
  returnedLineV1,
  saleLineCodec,
  tenders,
  undone,
  unmatchedLine,
} from './lines.codec.js'

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
  undone,
})

const claimProof = literal('receipt', 'card', 'phone')

const saleClaimed: t.Type<SaleClaimed, unknown> = record<SaleClaimed>('SaleClaimed', {
  type: literal('SaleClaimed'),
  saleId: saleIdCodec,
  documentNumber: documentNumberCodec,
  storeId: storeIdCodec,
  customerId: customerIdCodec,
  giftFor: optional(giftForCodec),
  occasion: optional(codeCodec),
  campaignRef: optional(codeCodec),
  soldOn: civilDateCodec,
  claimedOn: civilDateCodec,
  currency: currencyCodec,
  lines: linesOf(saleLineCodec),
  units: countCodec,
  totalMinor: minorCodec,
  proof: claimProof,
})

const ofErasure = { saleId: saleIdCodec, erasureId: erasureIdCodec }
const outcome: t.Type<ErasureOutcome, unknown> = literal('carriedOut', 'held', 'merged')

const saleErasureDecided: t.Type<SaleErasureDecided, unknown> = record<SaleErasureDecided>(
  'SaleErasureDecided',
  { type: literal('SaleErasureDecided'), ...ofErasure, decidedOn: civilDateCodec },
)

const saleErasureConcluded: t.Type<SaleErasureConcluded, unknown> = record<SaleErasureConcluded>(
  'SaleErasureConcluded',
  {
    type: literal('SaleErasureConcluded'),
    ...ofErasure,
    outcome,
    concludedOn: civilDateCodec,
  },
)

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
    undone,
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
  SaleErasureDecided: eventCodec(saleErasureDecided),
  SaleErasureConcluded: eventCodec(saleErasureConcluded),
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
  DecideSaleErasure: record<DecideSaleErasure>('DecideSaleErasure', {
    type: literal('DecideSaleErasure'),
    ...ofErasure,
  }),
  ConcludeSaleErasure: record<ConcludeSaleErasure>('ConcludeSaleErasure', {
    type: literal('ConcludeSaleErasure'),
    ...ofErasure,
    outcome,
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
