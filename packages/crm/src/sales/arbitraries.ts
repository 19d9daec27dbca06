import { sealedPersonal } from '@patina/testing'
import fc from 'fast-check'
import {
  anyIds,
  currencies,
  customerIds,
  days,
  documentNumbers,
  lineIds,
  personNames,
  reasonCodes,
  records,
  skus,
  staffIds,
  storeIds,
} from '../shared/arbitraries.js'
import type { ReturnId, SaleId } from '../shared/ids.js'
import { buyerName } from '../shared/kinds.js'
import type { RecordReturnWithoutSale, RecordSale, ReturnLines, SalesCommand } from './commands.js'
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

const minors = fc.oneof(fc.nat(1000), fc.nat(1_000_000_000_000))
const quantities = fc.oneof(
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: 1, max: 1_000_000_000 }),
)
const names = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((name) => name.normalize('NFC').replaceAll('\0', ' '))
const linesOf = <A>(line: fc.Arbitrary<A>): fc.Arbitrary<ReadonlyArray<A>> =>
  fc.array(line, { minLength: 1, maxLength: 5 })

const saleLines: fc.Arbitrary<SaleLine> = records<SaleLine, Exclude<keyof SaleLine, 'name'>>(
  { lineId: lineIds, sku: skus, quantity: quantities, unitMinor: minors, paidMinor: minors },
  { name: names },
)

const unmatchedLines: fc.Arbitrary<UnmatchedLine> = records<
  UnmatchedLine,
  Exclude<keyof UnmatchedLine, 'name'>
>({ lineId: lineIds, sku: skus, quantity: quantities, refundMinor: minors }, { name: names })

const returnedLines: fc.Arbitrary<ReturnedLine> = fc.record({
  lineId: lineIds,
  sku: skus,
  quantity: quantities,
  refundMinor: minors,
})

/** The sealed name of a buyer. */
export const sealedBuyers = sealedPersonal(buyerName, personNames)

/** Any event of a document. */
export const salesEvents: fc.Arbitrary<SalesEvent> = fc.oneof(
  records<SaleRecorded, Exclude<keyof SaleRecorded, 'staffId' | 'customerId'>>(
    {
      type: fc.constant('SaleRecorded'),
      saleId: anyIds<SaleId>(),
      documentNumber: documentNumbers,
      storeId: storeIds,
      soldOn: days,
      currency: currencies,
      lines: linesOf(saleLines),
      units: fc.nat(),
      totalMinor: minors,
    },
    { staffId: staffIds, customerId: customerIds },
  ),
  records<BuyerRecorded, 'type' | 'saleId' | 'buyer'>(
    { type: fc.constant('BuyerRecorded'), saleId: anyIds<SaleId>(), buyer: sealedBuyers },
    { customerId: customerIds },
  ),
  records<SaleLinesReturned, Exclude<keyof SaleLinesReturned, 'customerId'>>(
    {
      type: fc.constant('SaleLinesReturned'),
      saleId: anyIds<SaleId>(),
      documentNumber: documentNumbers,
      soldOn: days,
      returnId: anyIds<ReturnId>(),
      returnDocument: documentNumbers,
      storeId: storeIds,
      returnedOn: days,
      currency: currencies,
      lines: linesOf(returnedLines),
      units: fc.nat(),
      refundMinor: minors,
      reasonCode: reasonCodes,
    },
    { customerId: customerIds },
  ),
  records<
    UnmatchedReturnRecorded,
    Exclude<keyof UnmatchedReturnRecorded, 'staffId' | 'customerId'>
  >(
    {
      type: fc.constant('UnmatchedReturnRecorded'),
      returnId: anyIds<ReturnId>(),
      returnDocument: documentNumbers,
      storeId: storeIds,
      returnedOn: days,
      currency: currencies,
      lines: linesOf(unmatchedLines),
      units: fc.nat(),
      refundMinor: minors,
      reasonCode: reasonCodes,
    },
    { staffId: staffIds, customerId: customerIds },
  ),
)

/** Any command about a document that names no buyer. */
export const salesCommands: fc.Arbitrary<SalesCommand> = fc.oneof(
  records<
    Omit<RecordSale, 'buyer' | 'saleId'>,
    Exclude<keyof RecordSale, 'staffId' | 'customerId' | 'totalMinor' | 'buyer' | 'saleId'>
  >(
    {
      type: fc.constant('RecordSale'),
      documentNumber: documentNumbers,
      storeId: storeIds,
      soldOn: days,
      currency: currencies,
      lines: linesOf(saleLines),
    },
    { staffId: staffIds, customerId: customerIds, totalMinor: minors },
  ),
  records<ReturnLines, keyof ReturnLines>(
    {
      type: fc.constant('ReturnLines'),
      saleId: anyIds<SaleId>(),
      storeId: storeIds,
      returnDocument: documentNumbers,
      returnedOn: days,
      lines: linesOf(fc.record({ lineId: lineIds, quantity: quantities, refundMinor: minors })),
      reasonCode: reasonCodes,
    },
    {},
  ),
  records<
    RecordReturnWithoutSale,
    Exclude<keyof RecordReturnWithoutSale, 'staffId' | 'customerId'>
  >(
    {
      type: fc.constant('RecordReturnWithoutSale'),
      storeId: storeIds,
      returnDocument: documentNumbers,
      returnedOn: days,
      currency: currencies,
      lines: linesOf(unmatchedLines),
      reasonCode: reasonCodes,
    },
    { staffId: staffIds, customerId: customerIds },
  ),
)
