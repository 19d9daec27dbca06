import type { Issued } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { CivilDate } from '../shared/civil-date.js'
import { returnIdOf, saleIdOf } from '../shared/derived-ids.js'
import { differencesBetween } from '../shared/differences.js'
import type { DocumentNumber, LineId, Sku } from '../shared/ids.js'
import { mostMinor } from '../shared/money.js'
import { latestDayAt } from '../shared/zone.js'
import type { RecordReturnWithoutSale, RecordSale, ReturnLines, SalesCommand } from './commands.js'
import type {
  BuyerRecorded,
  DocumentEntry,
  ReturnedLine,
  SaleLinesReturned,
  SaleRecorded,
  SalesEvent,
  UnmatchedReturnRecorded,
} from './events.js'
import type { ReturnRefused, SalesRejection, TooLarge } from './rejections.js'
import { type Document, returnedByLine, type Sale } from './state.js'

type Decision = Either<SalesRejection, ReadonlyArray<SalesEvent>>

/**
 * What follows from a command about a document. Left `DocumentAlreadyRecorded` when it is recorded with other content, of
 * which a buyer is none: one that was not recorded yet is added. `AnotherSale` when the id of the sale is not that of its document,
 * `DatedInFuture`, `LineIdTwice`, `TotalsDoNotAdd` and `TooLarge` when it cannot be right, `UnknownSale` and
 * `ReturnRefused` when a return does not fit.
 */
export const decide = (command: SalesCommand, document: Document, issued: Issued): Decision => {
  switch (command.type) {
    case 'RecordSale':
      return recordSale(command, document, issued)
    case 'ReturnLines':
      return returnLines(command, document, issued)
    case 'RecordReturnWithoutSale':
      return recordReturnWithoutSale(command, document, issued)
  }
}

const sum = <A>(of: ReadonlyArray<A>, amount: (one: A) => number): number =>
  of.reduce((all, one) => all + amount(one), 0)

// What is recorded already is compared as a whole: the same document again is no news, another one is a contradiction.
const sameOr = (
  number: DocumentNumber,
  recorded: DocumentEntry,
  found: DocumentEntry,
): Decision => {
  const differences = differencesBetween(recorded, found)
  return differences.length === 0
    ? E.right([])
    : E.left({ _tag: 'DocumentAlreadyRecorded', documentNumber: number, differences })
}

const flawOf = (
  day: CivilDate,
  lines: ReadonlyArray<{ readonly lineId: LineId }>,
  { at }: Issued,
): SalesRejection | undefined => {
  const today = latestDayAt(at)
  if (day > today) return { _tag: 'DatedInFuture', day, today }
  const twice = lines.map(({ lineId }) => lineId).filter(isSeenBefore())
  return twice.length > 0 ? { _tag: 'LineIdTwice', lineIds: [...new Set(twice)] } : undefined
}

const isSeenBefore = (): ((id: LineId) => boolean) => {
  const seen = new Set<LineId>()
  return (id) => seen.size === seen.add(id).size
}

const tooLarge = (field: TooLarge['field'], found: number): TooLarge | undefined =>
  found > mostMinor ? { _tag: 'TooLarge', field, limit: mostMinor, found } : undefined

const recordSale = (command: RecordSale, document: Document, issued: Issued): Decision => {
  const found = sum(command.lines, ({ paidMinor }) => paidMinor)
  const { totalMinor: expected = found } = command
  if (found !== expected) return E.left({ _tag: 'TotalsDoNotAdd', expected, found })
  const { buyer, saleId: named, ...facts } = command
  const saleId = saleIdOf(command.storeId, command.documentNumber)
  // A name that was closed for another sale would be that sale's for ever.
  if (named !== undefined && named !== saleId) {
    return E.left({ _tag: 'AnotherSale', expected: saleId, found: named })
  }
  const recorded: SaleRecorded = {
    ...facts,
    type: 'SaleRecorded',
    saleId,
    units: sum(command.lines, ({ quantity }) => quantity),
    totalMinor: found,
  }
  const buyers = buyer === undefined ? [] : [buyerOf(recorded, buyer)]
  if (document._tag !== 'NothingRecorded') {
    const same = sameOr(command.documentNumber, document.recorded, recorded)
    const isKnown = document._tag === 'Sale' && document.hasBuyer
    return E.isLeft(same) || isKnown ? same : E.right(buyers)
  }
  const flaw = flawOf(command.soldOn, command.lines, issued) ?? tooLarge('totalMinor', found)
  return flaw === undefined ? E.right([recorded, ...buyers]) : E.left(flaw)
}

const buyerOf = (
  { saleId, customerId }: SaleRecorded,
  buyer: BuyerRecorded['buyer'],
): BuyerRecorded => ({
  type: 'BuyerRecorded',
  saleId,
  ...(customerId === undefined ? {} : { customerId }),
  buyer,
})

const returnLines = (command: ReturnLines, document: Document, issued: Issued): Decision => {
  if (document._tag !== 'Sale') return E.left({ _tag: 'UnknownSale' })
  const { recorded } = document
  const skus = new Map(recorded.lines.map(({ lineId, sku }) => [lineId, sku]))
  // A line that the sale does not have stays in, without its article, so that it counts in the comparison and is refused.
  const lines = command.lines.map(
    ({ lineId, quantity, refundMinor }): ReturnedLine => ({
      lineId,
      sku: skus.get(lineId) as Sku,
      quantity,
      refundMinor,
    }),
  )
  const returned: SaleLinesReturned = {
    type: 'SaleLinesReturned',
    saleId: recorded.saleId,
    documentNumber: recorded.documentNumber,
    soldOn: recorded.soldOn,
    ...(recorded.customerId === undefined ? {} : { customerId: recorded.customerId }),
    returnId: returnIdOf(command.storeId, command.returnDocument),
    returnDocument: command.returnDocument,
    storeId: command.storeId,
    returnedOn: command.returnedOn,
    currency: recorded.currency,
    lines,
    units: sum(lines, ({ quantity }) => quantity),
    refundMinor: sum(lines, ({ refundMinor }) => refundMinor),
    reasonCode: command.reasonCode,
  }
  const before = document.returns.find(({ returnId }) => returnId === returned.returnId)
  if (before !== undefined) return sameOr(command.returnDocument, before, returned)
  const flaw =
    flawOf(command.returnedOn, command.lines, issued) ??
    refusalOf(command, document) ??
    tooLarge('refundMinor', returned.refundMinor)
  return flaw === undefined ? E.right([returned]) : E.left(flaw)
}

const refusalOf = ({ lines, returnedOn }: ReturnLines, sale: Sale): ReturnRefused | undefined => {
  const { soldOn } = sale.recorded
  const sold = new Map(sale.recorded.lines.map(({ lineId, quantity }) => [lineId, quantity]))
  const returned = returnedByLine(sale)
  const reasons: ReturnRefused['reasons'][number][] =
    returnedOn < soldOn ? [{ _tag: 'ReturnedBeforeSold', soldOn, returnedOn }] : []
  for (const { lineId, quantity: asked } of lines) {
    const of = sold.get(lineId)
    const left = (of ?? 0) - (returned.get(lineId) ?? 0)
    if (of === undefined) reasons.push({ _tag: 'UnknownLine', lineId })
    else if (asked > left) reasons.push({ _tag: 'ReturnExceedsSold', lineId, asked, left })
  }
  return reasons.length > 0 ? { _tag: 'ReturnRefused', reasons } : undefined
}

const recordReturnWithoutSale = (
  command: RecordReturnWithoutSale,
  document: Document,
  issued: Issued,
): Decision => {
  const recorded: UnmatchedReturnRecorded = {
    ...command,
    type: 'UnmatchedReturnRecorded',
    returnId: returnIdOf(command.storeId, command.returnDocument),
    units: sum(command.lines, ({ quantity }) => quantity),
    refundMinor: sum(command.lines, ({ refundMinor }) => refundMinor),
  }
  if (document._tag !== 'NothingRecorded') {
    return sameOr(command.returnDocument, document.recorded, recorded)
  }
  const flaw =
    flawOf(command.returnedOn, command.lines, issued) ??
    tooLarge('refundMinor', recorded.refundMinor)
  return flaw === undefined ? E.right([recorded]) : E.left(flaw)
}
