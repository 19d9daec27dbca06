import { sealedPersonal } from '@patina/testing'
import fc from 'fast-check'
import {
  anyIds,
  codeTexts,
  currencies,
  customerIds,
  days,
  documentNumbers,
  idOf,
  lineIds,
  personNames,
  reasonCodes,
  records,
  redemptionIds,
  skus,
  staffIds,
  storeIds,
  zones,
} from '../shared/arbitraries.js'
import type {
  ErasureId,
  ExchangeId,
  MembershipId,
  QuotationId,
  ReturnId,
  SaleId,
  SerialNumber,
} from '../shared/ids.js'
import { buyerName, soldSize } from '../shared/kinds.js'
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

// Facts of an article, any of which may be absent.
const articles: fc.Arbitrary<Article> = records<Article, never>(
  {},
  {
    brand: codeTexts,
    collection: codeTexts,
    reference: codeTexts,
    category: codeTexts,
    metal: codeTexts,
    stone: codeTexts,
  },
)

const pieces: fc.Arbitrary<Piece> = records<Piece, 'serial'>(
  { serial: codeTexts.map((code) => code as string as SerialNumber) },
  {
    certificate: documentNumbers,
    warranty: fc.record<Warranty>({
      startsOn: days,
      months: fc.integer({ min: 1, max: 1200 }),
      basis: fc.constantFrom('sale', 'delivery', 'registration'),
    }),
  },
)

const someMinors = minors.map((minor) => Math.max(1, minor))
const paidByPoints: fc.Arbitrary<ByPoints> = fc.record({
  minor: someMinors,
  points: fc.nat(10_000),
})

const pointsSpent: fc.Arbitrary<PointsSpent> = fc.record({
  membershipId: anyIds<MembershipId>(),
  redemptionId: redemptionIds,
  points: fc.integer({ min: 1, max: 10_000 }),
})

const tenders: fc.Arbitrary<Tender> = records<Tender, 'kind' | 'amountMinor'>(
  { kind: codeTexts, amountMinor: someMinors },
  { redemption: pointsSpent },
)

const giftsFor: fc.Arbitrary<GiftFor> = fc.oneof(fc.constant('somebody' as const), customerIds)

const plainLine = {
  lineId: lineIds,
  sku: skus,
  quantity: quantities,
  unitMinor: minors,
  paidMinor: minors,
}
const ofLine = {
  name: names,
  article: articles,
  piece: pieces,
  discountMinor: minors,
  taxMinor: minors,
}

const saleLines: fc.Arbitrary<SaleLine> = records<SaleLine, keyof typeof plainLine>(plainLine, {
  ...ofLine,
  byPoints: paidByPoints,
})

const linesSold: fc.Arbitrary<LineSold> = records<LineSold, keyof typeof plainLine>(
  plainLine,
  ofLine,
)

// What a document may say of the sale as a whole.
const ofDocument = {
  staffId: staffIds,
  customerId: customerIds,
  discountMinor: fc.nat(2000),
  tenders: fc.array(tenders, { minLength: 1, maxLength: 3 }),
  occasion: codeTexts,
  giftFor: giftsFor,
  quotationId: anyIds<QuotationId>(),
  campaignRef: codeTexts,
  exchangeId: anyIds<ExchangeId>(),
}

const unmatchedLines: fc.Arbitrary<UnmatchedLine> = records<
  UnmatchedLine,
  Exclude<keyof UnmatchedLine, 'name'>
>({ lineId: lineIds, sku: skus, quantity: quantities, refundMinor: minors }, { name: names })

const returnedLines: fc.Arbitrary<ReturnedLine> = records<
  ReturnedLine,
  Exclude<keyof ReturnedLine, 'byPoints' | 'article'>
>(
  { lineId: lineIds, sku: skus, quantity: quantities, paidMinor: minors, refundMinor: minors },
  { byPoints: paidByPoints, article: articles },
)

const linesBack: fc.Arbitrary<LineBack> = records<LineBack, 'lineId' | 'quantity'>(
  { lineId: lineIds, quantity: quantities },
  { refundMinor: minors },
)

/** The sealed name of a buyer. */
export const sealedBuyers = sealedPersonal(buyerName, personNames)

/** The sealed size of a piece. */
export const sealedSizes = sealedPersonal(
  soldSize,
  fc.integer({ min: 1000, max: 9999 }).map((size) => `size ${size}`),
)

const ofErasure = { saleId: anyIds<SaleId>(), erasureId: anyIds<ErasureId>() }
const outcomes = fc.constantFrom('carriedOut' as const, 'held' as const, 'merged' as const)
const undone = fc.array(pointsSpent, { minLength: 1, maxLength: 3 })

/** Any event of a document. */
export const salesEvents: fc.Arbitrary<SalesEvent> = fc.oneof(
  fc.record({ type: fc.constant('SaleErasureDecided' as const), ...ofErasure, decidedOn: days }),
  fc.record({
    type: fc.constant('SaleErasureConcluded' as const),
    ...ofErasure,
    outcome: outcomes,
    concludedOn: days,
  }),
  records<SaleRecorded, Exclude<keyof SaleRecorded, keyof typeof ofDocument>>(
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
    ofDocument,
  ),
  records<SaleVoided, Exclude<keyof SaleVoided, 'customerId' | 'giftFor' | 'tenders' | 'undone'>>(
    {
      type: fc.constant('SaleVoided'),
      saleId: anyIds<SaleId>(),
      documentNumber: documentNumbers,
      storeId: storeIds,
      soldOn: days,
      currency: currencies,
      lines: linesOf(saleLines),
      units: fc.nat(),
      totalMinor: minors,
      reasonCode: reasonCodes,
    },
    {
      customerId: customerIds,
      giftFor: giftsFor,
      tenders: ofDocument.tenders,
      undone,
    },
  ),
  records<SaleClaimed, Exclude<keyof SaleClaimed, 'giftFor' | 'occasion' | 'campaignRef'>>(
    {
      type: fc.constant('SaleClaimed'),
      saleId: anyIds<SaleId>(),
      documentNumber: documentNumbers,
      storeId: storeIds,
      customerId: customerIds,
      soldOn: days,
      claimedOn: days,
      currency: currencies,
      lines: linesOf(saleLines),
      units: fc.nat(),
      totalMinor: minors,
      proof: fc.constantFrom('receipt', 'card', 'phone'),
    },
    { giftFor: giftsFor, occasion: codeTexts, campaignRef: codeTexts },
  ),
  records<SizesRecorded, 'type' | 'saleId' | 'sizes'>(
    {
      type: fc.constant('SizesRecorded'),
      saleId: anyIds<SaleId>(),
      sizes: linesOf(fc.record({ lineId: lineIds, size: sealedSizes })),
    },
    { customerId: customerIds },
  ),
  records<BuyerRecorded, 'type' | 'saleId' | 'buyer'>(
    { type: fc.constant('BuyerRecorded'), saleId: anyIds<SaleId>(), buyer: sealedBuyers },
    { customerId: customerIds },
  ),
  records<
    SaleLinesReturned,
    Exclude<keyof SaleLinesReturned, 'customerId' | 'giftFor' | 'exchangeId' | 'undone'>
  >(
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
    {
      customerId: customerIds,
      giftFor: giftsFor,
      exchangeId: anyIds<ExchangeId>(),
      undone,
    },
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

/** Any command about a document that brings nothing sealed. */
export const salesCommands: fc.Arbitrary<SalesCommand> = fc.oneof(
  fc.record({ type: fc.constant('DecideSaleErasure' as const), ...ofErasure }),
  fc.record({ type: fc.constant('ConcludeSaleErasure' as const), ...ofErasure, outcome: outcomes }),
  records<
    Omit<RecordSale, 'buyer' | 'sizes' | 'saleId'>,
    Exclude<keyof RecordSale, keyof typeof ofDocument | 'totalMinor' | 'buyer' | 'sizes' | 'saleId'>
  >(
    {
      type: fc.constant('RecordSale'),
      documentNumber: documentNumbers,
      storeId: storeIds,
      soldOn: days,
      currency: currencies,
      lines: linesOf(linesSold),
    },
    { ...ofDocument, totalMinor: minors },
  ),
  records<ReturnLines, Exclude<keyof ReturnLines, 'refundBy' | 'exchangeId'>>(
    {
      type: fc.constant('ReturnLines'),
      saleId: anyIds<SaleId>(),
      storeId: storeIds,
      returnDocument: documentNumbers,
      returnedOn: days,
      lines: linesOf(linesBack),
      reasonCode: reasonCodes,
    },
    {
      refundBy: fc.constantFrom('proportion', 'pointsFirst', 'moneyFirst'),
      exchangeId: anyIds<ExchangeId>(),
    },
  ),
  records<VoidSale, 'type' | 'saleId' | 'reasonCode'>(
    { type: fc.constant('VoidSale'), saleId: anyIds<SaleId>(), reasonCode: reasonCodes },
    { zone: zones },
  ),
  records<ClaimSale, Exclude<keyof ClaimSale, 'withinDays' | 'zone'>>(
    {
      type: fc.constant('ClaimSale'),
      saleId: anyIds<SaleId>(),
      customerId: customerIds,
      proof: fc.constantFrom('receipt', 'card', 'phone'),
    },
    { withinDays: fc.nat(3660), zone: zones },
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

// Small figures, so that remainders are common and every line may end at nothing.
const soldLine = fc.record({
  quantity: fc.integer({ min: 1, max: 6 }),
  unitMinor: fc.nat(40),
  cut: fc.nat(40),
})

/**
 * A sale over the counter that fits together: some lines with discounts, a discount of the whole, and tenders in money and in the
 * points of up to three redemptions.
 */
export const fittingSales: fc.Arbitrary<RecordSale> = fc
  .record({
    lines: fc.array(soldLine, { minLength: 1, maxLength: 4 }),
    off: fc.nat(100),
    spent: fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 90 })), { maxLength: 3 }),
  })
  .map(({ lines: drawn, off, spent }): RecordSale => {
    const lines = drawn.map(({ quantity, unitMinor, cut }, index) => {
      const discountMinor = Math.min(cut, quantity * unitMinor)
      const line = {
        lineId: lineIdOf(index),
        sku: `W${index}` as SaleLine['sku'],
        quantity,
        unitMinor,
        paidMinor: quantity * unitMinor - discountMinor,
      }
      return discountMinor === 0 ? line : { ...line, discountMinor }
    })
    const net = lines.reduce((all, { paidMinor }) => all + paidMinor, 0)
    const discountMinor = Math.floor((net * off) / 150)
    let left = net - discountMinor
    const tenders = spent.flatMap(([most, points], index): ReadonlyArray<Tender> => {
      const amountMinor = Math.min(most, left)
      if (amountMinor === 0) return []
      left -= amountMinor
      const redemption: PointsSpent = {
        membershipId: idOf('memb', 1),
        redemptionId: idOf('rede', index),
        points,
      }
      return [{ kind: 'points' as Tender['kind'], amountMinor, redemption }]
    })
    const money = left === 0 ? [] : [{ kind: 'card' as Tender['kind'], amountMinor: left }]
    return {
      type: 'RecordSale',
      documentNumber: 'A-1' as RecordSale['documentNumber'],
      storeId: 'HK1' as RecordSale['storeId'],
      soldOn: '2024-06-01' as RecordSale['soldOn'],
      currency: 'HKD' as RecordSale['currency'],
      lines,
      ...(discountMinor === 0 ? {} : { discountMinor }),
      ...(net === discountMinor ? {} : { tenders: [...tenders, ...money] }),
    }
  })

const lineIdOf = (index: number): SaleLine['lineId'] => String(index + 1) as SaleLine['lineId']
