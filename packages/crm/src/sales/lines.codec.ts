// How the lines of documents are stored, and what stands beside them.
import {
  integer,
  isUuid,
  list,
  literal,
  optional,
  record,
  refined,
  text,
} from '@patina/eventsourcing'
import type * as t from 'io-ts'
import {
  civilDateCodec,
  codeCodec,
  documentNumberCodec,
  lineIdCodec,
  membershipIdCodec,
  minorCodec,
  pointsCodec,
  quantityCodec,
  redemptionIdCodec,
  serialNumberCodec,
  skuCodec,
  somePointsCodec,
} from '../shared/codecs.js'
import { mostMinor } from '../shared/money.js'
import type { LineBack, LineSold } from './commands.js'
import type {
  Article,
  ByPoints,
  GiftFor,
  Piece,
  PointsSpent,
  ReturnedLine,
  SaleLine,
  Tender,
  UnmatchedLine,
  Warranty,
} from './events.js'
import type { ReturnedLineV1 } from './events.v1.js'

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

/** A line of a sale as a document has it. */
export const lineSold: t.Type<LineSold, unknown> = record<LineSold>('LineSold', lineFields)

/** A line that came back. */
export const returnedLine: t.Type<ReturnedLine, unknown> = record<ReturnedLine>('ReturnedLine', {
  lineId: lineIdCodec,
  sku: skuCodec,
  quantity: quantityCodec,
  paidMinor: minorCodec,
  refundMinor: minorCodec,
  byPoints: optional(byPoints),
  article: optional(articleCodec),
})

/** The same as it was stored first. */
export const returnedLineV1: t.Type<ReturnedLineV1, unknown> = record<ReturnedLineV1>(
  'ReturnedLine',
  {
    lineId: lineIdCodec,
    sku: skuCodec,
    quantity: quantityCodec,
    refundMinor: minorCodec,
  },
)

/** A line that came back without a known sale. */
export const unmatchedLine: t.Type<UnmatchedLine, unknown> = record<UnmatchedLine>(
  'UnmatchedLine',
  {
    lineId: lineIdCodec,
    sku: skuCodec,
    name: optional(nameCodec),
    quantity: quantityCodec,
    refundMinor: minorCodec,
  },
)

/** A line as a return tells it. */
export const lineBack: t.Type<LineBack, unknown> = record<LineBack>('LineBack', {
  lineId: lineIdCodec,
  quantity: quantityCodec,
  refundMinor: optional(minorCodec),
})

/** Lines of a document: 1 to 2,000. */
export const linesOf = <A>(line: t.Type<A, unknown>): t.Type<ReadonlyArray<A>, unknown> =>
  list(line, { least: 1, most: 2000 })

const mostTenders = 100
/** How a sale was paid. */
export const tenders = optional(list(tender, { least: 1, most: mostTenders }))

/** Points that go back, by redemption. */
export const undone = optional(list(pointsSpent, { least: 1, most: mostTenders }))
