// What the shop would send a member: where they stand, what they have, what of it ends when.
import { type CivilDate, civilDate } from '@patina/crm'
import type { MemberTier } from '@patina/crm/membership'
import {
  type Balance,
  type ExpiringPoints,
  type StatementLine,
  statementAt,
} from '@patina/crm/points'
import { cycleOf, type PurchaseDays } from '@patina/crm/preferences'
import type { Instant } from '@patina/eventsourcing'
import { more, pounds, shownEntries, signed, whole, wordsOf } from './figures.js'
import type { CustomerFile, Story } from './report.js'
import { clubRules } from './shop.js'
import { table } from './text-table.js'

const worthOf = (points: number): string => {
  const [minor, each] = clubRules.redemption.minorPerPoint ?? [0, 1]
  return pounds(Math.floor((points * minor) / each))
}

const tierLines = (tier: MemberTier | undefined): ReadonlyArray<string> => {
  if (tier === undefined) return []
  const { tier: held, lastDay, window, measured, next } = tier
  const through = lastDay === undefined ? '' : `, through ${lastDay}`
  const missing = next === undefined ? '' : `; ${pounds(next.missing)} more make ${next.tier}`
  return [
    held === undefined ? 'Member of the club' : `Member of the club in ${held}${through}`,
    `  counted from ${window.fromDay} to ${window.toDay}: ${pounds(measured)}${missing}`,
  ]
}

// By month: every last day is in the view, and in the letter the sum of each month that has any.
const byMonth = (
  expiries: ReadonlyArray<ExpiringPoints>,
): ReadonlyArray<readonly [string, number]> => {
  const months = new Map<string, number>()
  for (const { lastDay, points } of expiries) {
    const month = lastDay.slice(0, 7)
    months.set(month, (months.get(month) ?? 0) + points)
  }
  return [...months]
}

const pointsLines = ({
  available,
  expiries,
  earned,
  reversed,
  spent,
  expired,
  owed,
}: Balance): ReadonlyArray<string> => [
  `${whole(available)} points to spend, worth ${worthOf(available)}`,
  ...table(
    '<>',
    byMonth(expiries).map(([month, points]) => [
      `  to be spent in ${month} at the latest`,
      whole(points),
    ]),
  ),
  `  earned ${whole(earned)}, taken back ${whole(reversed)}, spent ${whole(spent)}, expired ${whole(expired)}, owed ${whole(owed)}`,
]

const words: Readonly<Partial<Record<StatementLine['what'], string>>> = {
  PointsAwarded: 'earned',
  PointsReversed: 'taken back for a return',
  PointsRedeemed: 'redeemed',
  RedemptionUndone: 'given back, redemption undone',
  PointsExpired: 'expired',
  DeficitAbsorbed: 'set against what was owed',
  PointsHeld: 'put aside',
  PointsReleased: 'free again',
}

const entryLines = (lines: ReadonlyArray<StatementLine>): ReadonlyArray<string> => [
  ...more(lines.length, shownEntries).map((line) => line.replace('more', 'before')),
  ...table('<<>>', [
    ['day', '', 'points', 'balance'],
    ...lines
      .slice(-shownEntries)
      .map(({ onDay, what, points, balance }) => [
        onDay,
        words[what] ?? wordsOf(what),
        signed(points),
        whole(balance),
      ]),
  ]),
]

const rhythmLines = (
  purchases: PurchaseDays | undefined,
  today: CivilDate | undefined,
): ReadonlyArray<string> => {
  if (purchases === undefined || today === undefined) return []
  const cycle = cycleOf(purchases, today)
  const days = `Bought on ${whole(purchases.days.length)} days`
  return cycle._tag === 'NotEnoughGaps'
    ? [`${days}: too few to see a rhythm`]
    : [
        `${days}, half of the ${whole(cycle.gaps)} gaps ${whole(cycle.medianDays)} days or less; the next purchase is expected about ${cycle.expectedOn}`,
      ]
}

/** The letter as lines. The rhythm is for the shop alone, and comes last. */
export const letterLines = (
  { balance, tier }: CustomerFile,
  { statement, purchases }: Story,
  at: Instant | undefined,
): ReadonlyArray<string> => [
  ...tierLines(tier),
  ...(balance === undefined ? [] : pointsLines(balance)),
  ...entryLines((at === undefined ? statement : statementAt(statement, at)).lines),
  ...rhythmLines(purchases, at === undefined ? undefined : civilDate(at.slice(0, 10))),
]
