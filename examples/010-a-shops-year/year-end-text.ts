// What the end of the year came to, as a shopkeeper reads it.
import type { Rule, RuleVerdict } from '@patina/crm/categories'
import type { Because } from './because.js'
import { categoryWords } from './categories-of-shop.js'
import { more, pounds, shownEntries, signed, whole } from './figures.js'
import { giftFate } from './gift-words.js'
import { table } from './text-table.js'
import type { CategoryCount, GiftGiven, PointsTotals, ShelfLine } from './year-closed.js'

const shortId = (id: string | undefined): string => id?.slice(0, 8) ?? ''

const byHandWords = ({ byHand, excluded }: CategoryCount): string =>
  [
    ...(byHand === 0 ? [] : [`${whole(byHand)} by hand`]),
    ...(excluded === 0 ? [] : [`${whole(excluded)} taken out by hand`]),
  ].join(', ')

/** How many customers are in each category. */
export const categoryLines = (counts: ReadonlyArray<CategoryCount>): ReadonlyArray<string> =>
  table(
    '><<',
    counts.map((count) => [whole(count.customers), categoryWords(count.code), byHandWords(count)]),
  )

const within = (days: number | undefined): string =>
  days === undefined ? '' : ` within ${days} days`

const bounds = (
  { atLeast, atMost }: { readonly atLeast?: number; readonly atMost?: number },
  written: (value: number) => string,
): string =>
  [
    ...(atLeast === undefined ? [] : [`at least ${written(atLeast)}`]),
    ...(atMost === undefined ? [] : [`at most ${written(atMost)}`]),
  ].join(' and ')

const sinceWords = {
  registration: 'since they registered',
  firstPurchase: 'since the first purchase',
  lastPurchase: 'since the last purchase',
} as const

const countWords = {
  purchases: 'purchases',
  units: 'pieces',
  returns: 'returns',
  returnedUnits: 'pieces brought back',
} as const

const ruleWords = (rule: Rule): string => {
  switch (rule.type) {
    case 'all':
      return 'all of this'
    case 'any':
      return 'one of these'
    case 'not':
      return 'not this'
    case 'compare':
      return `${rule.fact} is ${rule.isOneOf.join(' or ')}`
    case 'count':
      return `${bounds(rule, whole)} ${countWords[rule.of]}${within(rule.withinDays)}`
    case 'sum':
      return `${rule.of === 'refunds' ? 'got back' : 'spent'} ${bounds(rule, pounds)}${within(rule.withinDays)}`
    case 'since':
      return `${bounds(rule, whole)} days ${sinceWords[rule.of]}`
    case 'inCategory':
      return 'is in another category'
    case 'tierIs':
      return `is ${rule.tier}`
    case 'permitted':
      return `allows ${rule.purpose}`
  }
}

const rulesIn = (rule: Rule): ReadonlyArray<Rule> =>
  rule.type === 'all' || rule.type === 'any' ? rule.of : rule.type === 'not' ? [rule.of] : []

const verdictRows = (
  rule: Rule,
  { isTrue, because, of }: RuleVerdict,
  indent = '',
): ReadonlyArray<ReadonlyArray<string>> => [
  [
    `${indent}${ruleWords(rule)}`,
    isTrue ? 'yes' : 'no',
    of.length > 0 ? '' : because.length === 1 ? '1 event' : `${whole(because.length)} events`,
  ],
  ...rulesIn(rule).flatMap((inner, index) => {
    const verdict = of[index]
    return verdict === undefined ? [] : verdictRows(inner, verdict, `${indent}  `)
  }),
]

/** What the rule of a category says of a customer, part by part, and the events that it says so for. */
export const becauseLines = ({ rule, verdict, events }: Because): ReadonlyArray<string> => [
  ...table('<<>', verdictRows(rule, verdict)),
  'The events',
  ...table(
    '<<<>',
    events
      .slice(-shownEntries)
      .map(({ type, day, document, amountMinor }) => [
        `  ${day}`,
        type === 'SaleRecorded' ? 'bought' : 'returned',
        document,
        pounds(amountMinor),
      ]),
  ),
  ...more(events.length, shownEntries).map((line) => `  ${line.replace('more', 'before')}`),
]

/** What there was to give, and what is left of it. */
export const shelfLines = (lines: ReadonlyArray<ShelfLine>): ReadonlyArray<string> =>
  table('<>>>>>', [
    ['gift', 'points', 'came in', 'given out', 'came back', 'on the shelf'],
    ...lines.map(({ item, received, issued, returned, onHand }) => [
      item.name,
      whole(item.points),
      whole(received),
      whole(issued),
      whole(returned),
      whole(onHand),
    ]),
  ])

/** What everybody asked for, and what became of it. */
export const giftLines = (gifts: ReadonlyArray<GiftGiven>): ReadonlyArray<string> =>
  table(
    '<<<',
    gifts.map((gift) => [shortId(gift.customerId), gift.name, giftFate(gift)]),
  )

/** Where the points of all members are: a column that adds up. */
export const pointsLines = (
  totals: PointsTotals,
  worthOf: (points: number) => string,
): ReadonlyArray<string> => {
  const { earned, moved, takenBack, spent, expired, absorbed, held, available, owed } = totals
  const lines: ReadonlyArray<readonly [number, string]> = [
    [moved, 'given back with new days'],
    [-takenBack, 'taken back for returns'],
    [-spent, 'spent on gifts'],
    [-held, 'put aside'],
    [-expired, 'expired'],
    [-absorbed, 'set against what was owed'],
  ]
  return [
    ...table('<>', [
      ['earned', whole(earned)],
      ...lines.filter(([points]) => points !== 0).map(([points, what]) => [what, signed(points)]),
      [`to spend, worth ${worthOf(available)}`, whole(available)],
    ]),
    ...(owed === 0
      ? []
      : [`${whole(owed)} more are owed, by members who spent what they had to give back`]),
  ]
}
