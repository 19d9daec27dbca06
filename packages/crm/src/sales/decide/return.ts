import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { returnIdOf } from '../../shared/derived-ids.js'
import type { LineBack, ReturnLines } from '../commands.js'
import type { ReturnedLine, SaleLine, SaleLinesReturned } from '../events.js'
import type { ReturnRefused } from '../rejections.js'
import { cameBack, type Document, ownerOf, returnedByLine, type Sale } from '../state.js'
import { redemptionsOf } from './allocation.js'
import { type Decision, flawOf, sameOr, sum, tooLarge } from './documents.js'
import { refundOf, undoneOf } from './refund.js'

/** Goods of a sale that come back, with what is given back for them. */
export const returnLines = (command: ReturnLines, document: Document, issued: Issued): Decision => {
  if (document._tag !== 'Sale') return E.left({ _tag: 'UnknownSale', saleId: command.saleId })
  const returnId = returnIdOf(command.storeId, command.returnDocument)
  const before = document.returns.find((one) => one.returnId === returnId)
  if (before !== undefined) {
    return sameOr(command.returnDocument, asTold(before), asTold(toldAgain(command, before)))
  }
  const returned = returnedOf(command, document)
  const flaw =
    flawOf(command.returnedOn, command.lines, issued) ??
    refusalOf(command, document) ??
    tooLarge('refundMinor', returned.refundMinor)
  return flaw === undefined ? E.right([returned]) : E.left(flaw)
}

const returnedOf = (command: ReturnLines, sale: Sale): SaleLinesReturned => {
  const { recorded, returns } = sale
  const sold = new Map(recorded.lines.map((line) => [line.lineId, line]))
  const returned = returnedByLine(sale)
  // A line that the sale does not have is left out here and refused by name.
  const lines = command.lines.flatMap((back): ReadonlyArray<ReturnedLine> => {
    const line = sold.get(back.lineId)
    if (line === undefined) return []
    const refund = refundOf(
      line,
      cameBack(line.lineId, returned),
      back,
      command.refundBy ?? 'proportion',
    )
    return [lineOf(line, back, refund)]
  })
  const undone = undoneOf(
    redemptionsOf(recorded.tenders),
    sum(
      returns.flatMap((one) => one.lines),
      pointsOf,
    ),
    sum(lines, pointsOf),
  )
  const customerId = ownerOf(sale)
  return {
    type: 'SaleLinesReturned',
    saleId: recorded.saleId,
    documentNumber: recorded.documentNumber,
    soldOn: recorded.soldOn,
    ...(customerId === undefined ? {} : { customerId }),
    ...(recorded.giftFor === undefined ? {} : { giftFor: recorded.giftFor }),
    returnId: returnIdOf(command.storeId, command.returnDocument),
    returnDocument: command.returnDocument,
    storeId: command.storeId,
    returnedOn: command.returnedOn,
    currency: recorded.currency,
    lines,
    units: sum(lines, ({ quantity }) => quantity),
    refundMinor: sum(lines, ({ refundMinor }) => refundMinor),
    reasonCode: command.reasonCode,
    ...(command.exchangeId === undefined ? {} : { exchangeId: command.exchangeId }),
    ...(undone.length === 0 ? {} : { undone }),
  }
}

const pointsOf = ({ byPoints }: ReturnedLine): number => byPoints?.points ?? 0

const lineOf = (
  { lineId, sku, article }: SaleLine,
  { quantity }: LineBack,
  refund: Pick<ReturnedLine, 'paidMinor' | 'refundMinor' | 'byPoints'>,
): ReturnedLine => ({
  lineId,
  sku,
  quantity,
  ...refund,
  ...(article === undefined ? {} : { article }),
})

// What the document of a return says, without what followed from the sale.
const asTold = ({ undone: _, lines, ...told }: Pick<SaleLinesReturned, 'undone' | 'lines'>) => ({
  ...told,
  lines: lines.map(({ lineId, quantity, refundMinor }) => ({ lineId, quantity, refundMinor })),
})

// What the recorded return would be if it had been told by this command. A refund that is not told is what it was.
const toldAgain = (command: ReturnLines, before: SaleLinesReturned): SaleLinesReturned => {
  const refunds = new Map(before.lines.map(({ lineId, refundMinor }) => [lineId, refundMinor]))
  const lines = command.lines.map(({ lineId, quantity, refundMinor }) => ({
    lineId,
    quantity,
    refundMinor: refundMinor ?? refunds.get(lineId) ?? 0,
  }))
  const { exchangeId: _, ...rest } = before
  return {
    ...rest,
    returnedOn: command.returnedOn,
    lines: lines as unknown as ReadonlyArray<ReturnedLine>,
    units: sum(lines, ({ quantity }) => quantity),
    refundMinor: sum(lines, ({ refundMinor }) => refundMinor),
    reasonCode: command.reasonCode,
    ...(command.exchangeId === undefined ? {} : { exchangeId: command.exchangeId }),
  }
}

const refusalOf = ({ lines, returnedOn }: ReturnLines, sale: Sale): ReturnRefused | undefined => {
  const { soldOn } = sale.recorded
  const sold = new Map(sale.recorded.lines.map(({ lineId, quantity }) => [lineId, quantity]))
  const returned = returnedByLine(sale)
  const reasons: ReturnRefused['reasons'][number][] =
    sale.voided === undefined ? [] : [{ _tag: 'SaleIsVoid' }]
  if (returnedOn < soldOn) reasons.push({ _tag: 'ReturnedBeforeSold', soldOn, returnedOn })
  for (const { lineId, quantity: asked } of lines) {
    const of = sold.get(lineId)
    const left = (of ?? 0) - cameBack(lineId, returned).quantity
    if (of === undefined) reasons.push({ _tag: 'UnknownLine', lineId })
    else if (asked > left) reasons.push({ _tag: 'ReturnExceedsSold', lineId, asked, left })
  }
  return reasons.length > 0 ? { _tag: 'ReturnRefused', reasons } : undefined
}
