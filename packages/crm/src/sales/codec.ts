import {
  type ByType,
  type EventCodecs,
  eventCodec,
  list,
  literal,
  optional,
  record,
  text,
} from '@patina/eventsourcing'
import { about, maybe, personal } from '@patina/privacy'
import type * as t from 'io-ts'
import {
  civilDateCodec,
  countCodec,
  currencyCodec,
  customerIdCodec,
  documentNumberCodec,
  lineIdCodec,
  minorCodec,
  quantityCodec,
  reasonCodeCodec,
  returnIdCodec,
  saleIdCodec,
  skuCodec,
  staffIdCodec,
  storeIdCodec,
} from '../shared/codecs.js'
import { buyerName } from '../shared/kinds.js'
import type {
  LineBack,
  RecordReturnWithoutSale,
  RecordSale,
  ReturnLines,
  SalesCommand,
} from './commands.js'
import type {
  BuyerRecorded,
  ReturnedLine,
  SaleLine,
  SaleLinesReturned,
  SaleRecorded,
  SalesEvent,
  UnmatchedLine,
  UnmatchedReturnRecorded,
} from './events.js'

/** The name of an article. */
export const nameCodec = text(200)

const saleLine: t.Type<SaleLine, unknown> = record<SaleLine>('SaleLine', {
  lineId: lineIdCodec,
  sku: skuCodec,
  name: optional(nameCodec),
  quantity: quantityCodec,
  unitMinor: minorCodec,
  paidMinor: minorCodec,
})

const returnedLine: t.Type<ReturnedLine, unknown> = record<ReturnedLine>('ReturnedLine', {
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
  refundMinor: minorCodec,
})

const linesOf = <A>(line: t.Type<A, unknown>): t.Type<ReadonlyArray<A>, unknown> =>
  list(line, { least: 1, most: 2000 })

const saleRecorded: t.Type<SaleRecorded, unknown> = record<SaleRecorded>('SaleRecorded', {
  type: literal('SaleRecorded'),
  saleId: saleIdCodec,
  documentNumber: documentNumberCodec,
  storeId: storeIdCodec,
  staffId: optional(staffIdCodec),
  customerId: optional(customerIdCodec),
  soldOn: civilDateCodec,
  currency: currencyCodec,
  lines: linesOf(saleLine),
  units: countCodec,
  totalMinor: minorCodec,
})

const buyerRecorded: t.Type<BuyerRecorded, unknown> = record<BuyerRecorded>('BuyerRecorded', {
  type: literal('BuyerRecorded'),
  saleId: saleIdCodec,
  customerId: optional(customerIdCodec),
  buyer: personal(buyerName),
})

const saleLinesReturned: t.Type<SaleLinesReturned, unknown> = record<SaleLinesReturned>(
  'SaleLinesReturned',
  {
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
    lines: linesOf(returnedLine),
    units: countCodec,
    refundMinor: minorCodec,
    reasonCode: reasonCodeCodec,
  },
)

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
  SaleLinesReturned: eventCodec(saleLinesReturned),
  UnmatchedReturnRecorded: eventCodec(unmatchedReturnRecorded),
}

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
    lines: linesOf(saleLine),
    ...about<RecordSale>()(['customerId', 'saleId'], { buyer: maybe(buyerName) }),
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
