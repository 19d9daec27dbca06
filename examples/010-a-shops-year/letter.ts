// What the shop would send a member: where they stand, what they have, what of it ends when.
import type { MemberTier } from '@patina/crm/membership'
import { type Balance, type ExpiringPoints, statementAt } from '@patina/crm/points'
import type { Instant } from '@patina/eventsourcing'
import { pounds, signed, whole } from './figures.js'
import { giftFate } from './gift-words.js'
import type { CustomerFile, Story } from './report.js'
import { clubRules } from './shop.js'
import { statementTable } from './statement-lines.js'
import { table } from './text-table.js'
import type { GiftGiven } from './year-closed.js'

/** What points are worth when they are spent. */
export const worthOf = (points: number): string => {
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

// How the points come to what is left: a column that adds up. What never was is no line of it.
const reckoning = (
  lines: ReadonlyArray<readonly [points: number, what: string]>,
): ReadonlyArray<string> =>
  table(
    '<>',
    lines
      .filter(([points], index) => points !== 0 || index === lines.length - 1)
      .map(([points, what], index, shown) => [
        `  ${what}`,
        index === 0 || index === shown.length - 1 ? whole(points) : signed(points),
      ]),
  )

const giftLines = (gifts: ReadonlyArray<GiftGiven>): ReadonlyArray<string> =>
  gifts.length === 0
    ? []
    : [
        'Gifts that you asked for',
        ...table(
          '<><',
          gifts.map((gift) => [
            `  ${gift.name}`,
            `${whole(gift.points ?? 0)} points`,
            giftFate(gift),
          ]),
        ),
      ]

const pointsLines = ({
  available,
  expiries,
  earned,
  reversed,
  spent,
  expired,
  held,
  moved,
  absorbed,
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
  ...reckoning([
    [earned, 'earned'],
    [moved, 'given back with new days'],
    [-reversed, 'taken back for returns'],
    [-spent, 'spent on gifts'],
    [-held, 'put aside'],
    [-expired, 'expired'],
    [-absorbed, 'set against what was owed'],
    [available, 'to spend'],
  ]),
  ...(owed === 0 ? [] : [`  ${whole(owed)} are owed: points to come go there first`]),
]

/** The letter as lines, as of a moment. */
export const letterLines = (
  { balance, tier }: CustomerFile,
  { statement, gifts }: Story,
  at: Instant | undefined,
): ReadonlyArray<string> => [
  ...tierLines(tier),
  ...(balance === undefined ? [] : pointsLines(balance)),
  ...giftLines(gifts),
  ...statementTable((at === undefined ? statement : statementAt(statement, at)).lines, gifts),
]
