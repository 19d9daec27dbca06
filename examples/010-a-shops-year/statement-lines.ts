// The statement of an account as a customer reads it: what points came from, and what they went on.
import type { StatementLine } from '@patina/crm/points'
import { more, shownEntries, signed, whole, wordsOf } from './figures.js'
import { table } from './text-table.js'
import type { GiftGiven } from './year-closed.js'

const words: Readonly<Partial<Record<StatementLine['what'], string>>> = {
  PointsAwarded: 'earned',
  PointsReversed: 'taken back for a return',
  PointsRedeemed: 'spent',
  RedemptionUndone: 'given back',
  PointsExpired: 'expired',
  DeficitAbsorbed: 'set against what was owed',
  PointsHeld: 'put aside',
  PointsReleased: 'free again',
}

// One gift is one hold and one redemption, and both have its id.
const nameIn = (
  { holdId, redemptionId }: StatementLine,
  gifts: ReadonlyArray<GiftGiven>,
): string | undefined => {
  const id: string | undefined = holdId ?? redemptionId
  return gifts.find(({ giftId }) => (giftId as string) === id)?.name
}

const wordsFor = (line: StatementLine, gifts: ReadonlyArray<GiftGiven>): string => {
  const what = words[line.what] ?? wordsOf(line.what)
  const name = nameIn(line, gifts)
  return name === undefined ? what : `${what}: ${name}`
}

// Points that were put aside and spent on the same day left once: two lines, one of them of nothing, would say it twice.
const toldOnce = (lines: ReadonlyArray<StatementLine>): ReadonlyArray<StatementLine> => {
  const isSpending = (line: StatementLine, held: StatementLine): boolean =>
    line.what === 'PointsRedeemed' &&
    line.points === 0 &&
    line.holdId === held.holdId &&
    line.onDay === held.onDay
  const spent = new Set<StatementLine>()
  const told = lines.map((line): StatementLine => {
    if (line.what !== 'PointsHeld') return line
    const spending = lines.find((other) => isSpending(other, line))
    if (spending === undefined) return line
    spent.add(spending)
    return { ...line, what: 'PointsRedeemed' }
  })
  return told.filter((_, index) => !spent.has(lines[index] as StatementLine))
}

/** The last lines of a statement as a table. */
export const statementTable = (
  lines: ReadonlyArray<StatementLine>,
  gifts: ReadonlyArray<GiftGiven>,
): ReadonlyArray<string> => {
  const told = toldOnce(lines)
  return [
    'Your points, line by line',
    ...more(told.length, shownEntries).map((line) => `  ${line.replace('more', 'before')}`),
    ...table('<<>>', [
      ['  day', '', 'points', 'balance'],
      ...told
        .slice(-shownEntries)
        .map((line) => [
          `  ${line.onDay}`,
          wordsFor(line, gifts),
          signed(line.points),
          whole(line.balance),
        ]),
    ]),
  ]
}
