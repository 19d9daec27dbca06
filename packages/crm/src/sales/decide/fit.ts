// What must fit together on a sale.
import type { RecordSale } from '../commands.js'
import type { SaleLine } from '../events.js'
import type { SaleRefused } from '../rejections.js'
import { redemptionsOf } from './allocation.js'
import { sum, twice } from './documents.js'

type Reasons = SaleRefused['reasons']

/** All that does not fit on a sale: as its document has it, and as its lines are after their shares, which add up to `total`. */
export const reasonsAgainstSale = (
  command: RecordSale,
  lines: ReadonlyArray<SaleLine>,
  total: number,
): Reasons => {
  const { discountMinor = 0, tenders, sizes } = command
  // Most sales say nothing that could fail to fit, and are recorded as fast as they come.
  if (tenders === undefined && sizes === undefined && total >= 0 && lines.every(isPlain)) return []
  return [
    ...(total < 0
      ? [{ _tag: 'DiscountAboveTotal' as const, discountMinor, totalMinor: total + discountMinor }]
      : []),
    ...command.lines.flatMap((line) => reasonsAgainstLine(line, command)),
    ...(total < 0 ? [] : lines.flatMap(taxAbovePaid)),
    ...reasonsAgainstTenders(command, total),
    ...reasonsAgainstSizes(command),
  ]
}

const isPlain = ({ discountMinor, taxMinor, piece }: SaleLine): boolean =>
  discountMinor === undefined && taxMinor === undefined && piece === undefined

const reasonsAgainstLine = (line: SaleLine, { soldOn }: RecordSale): Reasons => {
  const { lineId, quantity, discountMinor, paidMinor, piece } = line
  // Most lines say neither, and of such a line there is nothing to compare.
  if (discountMinor === undefined && piece === undefined) return []
  const expected = quantity * line.unitMinor - (discountMinor ?? 0)
  const isOff = discountMinor !== undefined && expected !== paidMinor
  const startsOn = piece?.warranty?.startsOn
  return [
    ...(isOff ? [{ _tag: 'LineDoesNotAdd' as const, lineId, expected, found: paidMinor }] : []),
    ...(piece !== undefined && quantity !== 1
      ? [{ _tag: 'PieceOfSeveral' as const, lineId, quantity }]
      : []),
    ...(startsOn !== undefined && startsOn < soldOn
      ? [{ _tag: 'WarrantyBeforeSale' as const, lineId, startsOn, soldOn }]
      : []),
  ]
}

const taxAbovePaid = ({ lineId, taxMinor, paidMinor }: SaleLine): Reasons =>
  taxMinor !== undefined && taxMinor > paidMinor
    ? [{ _tag: 'TaxAbovePaid', lineId, taxMinor, paidMinor }]
    : []

const reasonsAgainstTenders = ({ tenders }: RecordSale, expected: number): Reasons => {
  if (tenders === undefined) return []
  const found = sum(tenders, ({ amountMinor }) => amountMinor)
  const redemptionIds = twice(redemptionsOf(tenders).map(({ redemptionId }) => redemptionId))
  return [
    ...(found === expected ? [] : [{ _tag: 'TendersDoNotAdd' as const, expected, found }]),
    ...(redemptionIds.length === 0 ? [] : [{ _tag: 'RedemptionTwice' as const, redemptionIds }]),
  ]
}

const reasonsAgainstSizes = ({ sizes, lines }: RecordSale): Reasons => {
  if (sizes === undefined) return []
  const known = new Set(lines.map(({ lineId }) => lineId))
  const told = sizes.map(({ lineId }) => lineId)
  const lineIds = [...new Set([...told.filter((lineId) => !known.has(lineId)), ...twice(told)])]
  return lineIds.length === 0 ? [] : [{ _tag: 'SizeOfUnknownLine', lineIds }]
}
