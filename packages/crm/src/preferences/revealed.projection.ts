import type { LogEvent, Projection } from '@patina/eventsourcing'
import type {
  Article,
  SaleClaimed,
  SaleLinesReturned,
  SaleRecorded,
  SaleVoided,
} from '../sales/events.js'
import { appended } from '../shared/copies.js'
import type { Code, CustomerId } from '../shared/ids.js'
import type { Currency } from '../shared/money.js'

/** What the purchases of a customer show: by brand and by category, in pieces and in money, less what came back. */
export interface RevealedPreference {
  /** In the order of their codes. A value of which nothing is left is not there. */
  readonly brands: ReadonlyArray<Tally>
  readonly categories: ReadonlyArray<Tally>
  /** Everything, lines without a brand or a category included. */
  readonly all: TallySum
}

export interface TallySum {
  readonly units: number
  /** What was paid, in the order of the currencies. */
  readonly paid: ReadonlyArray<TallyMoney>
}

/** How often one brand, or one category, was bought. */
export interface Tally extends TallySum {
  readonly code: Code
}

export interface TallyMoney {
  readonly currency: Currency
  readonly minor: number
}

/** Lines of one document, each with its sign. */
export interface RevealedPart {
  readonly currency: Currency
  readonly sign: 1 | -1
  readonly lines: ReadonlyArray<RevealedLine>
}

interface RevealedLine {
  readonly article?: Article
  readonly quantity: number
  readonly paidMinor: number
}

type RevealedEvent = SaleRecorded | SaleLinesReturned | SaleVoided | SaleClaimed

const byCurrency = (a: TallyMoney, b: TallyMoney): number => (a.currency < b.currency ? -1 : 1)

// What comes to nothing is left out, so that a sale and its whole return leave no trace in the shares.
const addPaid = (
  all: ReadonlyArray<TallyMoney>,
  { currency, minor }: TallyMoney,
): ReadonlyArray<TallyMoney> => {
  const before = all.find((one) => one.currency === currency)
  const others = all.filter((one) => one !== before)
  const sum = (before?.minor ?? 0) + minor
  return sum === 0 ? others : appended(others, { currency, minor: sum }).sort(byCurrency)
}

const addCounted = (a: TallySum, b: TallySum): TallySum => ({
  units: a.units + b.units,
  paid: b.paid.reduce(addPaid, a.paid),
})

const isSome = ({ units, paid }: TallySum): boolean => units !== 0 || paid.length > 0

const addTally = (all: ReadonlyArray<Tally>, one: Tally): ReadonlyArray<Tally> => {
  const before = all.find(({ code }) => code === one.code)
  const others = all.filter((other) => other !== before)
  const sum = before === undefined ? one : { code: one.code, ...addCounted(before, one) }
  return isSome(sum) ? appended(others, sum).sort((a, b) => (a.code < b.code ? -1 : 1)) : others
}

const nothing: TallySum = { units: 0, paid: [] }

// The lines of one document share their currency and their sign, so they are added up before what was there is touched: a view
// is made anew once for a document, and not for each of its lines.
interface Sum {
  units: number
  minor: number
}

const addLine = (sum: Sum, { quantity, paidMinor }: RevealedLine): void => {
  sum.units += quantity
  sum.minor += paidMinor
}

const sumsBy = (
  lines: ReadonlyArray<RevealedLine>,
  codeOf: (article: Article) => Code | undefined,
): ReadonlyMap<Code, Sum> => {
  const sums = new Map<Code, Sum>()
  for (const line of lines) {
    const code = line.article && codeOf(line.article)
    if (code === undefined) continue
    const sum = sums.get(code) ?? { units: 0, minor: 0 }
    addLine(sum, line)
    sums.set(code, sum)
  }
  return sums
}

const evolve = (
  revealed: RevealedPreference,
  { currency, sign, lines }: RevealedPart,
): RevealedPreference => {
  const counted = ({ units, minor }: Sum): TallySum => ({
    units: 0 + sign * units,
    paid: addPaid([], { currency, minor: 0 + sign * minor }),
  })
  const talliesBy = (codeOf: (article: Article) => Code | undefined): ReadonlyArray<Tally> =>
    [...sumsBy(lines, codeOf)].map(([code, sum]) => ({ code, ...counted(sum) }))
  const all = { units: 0, minor: 0 }
  for (const line of lines) addLine(all, line)
  return {
    brands: talliesBy(({ brand }) => brand).reduce(addTally, revealed.brands),
    categories: talliesBy(({ category }) => category).reduce(addTally, revealed.categories),
    all: addCounted(revealed.all, counted(all)),
  }
}

// A gift to a customer shows what the one who gets it has, one to somebody unknown shows nothing of anybody. Who claims a sale
// gets no more of it than the gifts in it leave.
const whoseOf = (event: RevealedEvent): CustomerId | undefined => {
  const { giftFor, customerId } = event
  if (giftFor === undefined) return customerId
  return giftFor === 'somebody' || event.type === 'SaleClaimed' ? undefined : giftFor
}

const signs = { SaleRecorded: 1, SaleClaimed: 1, SaleLinesReturned: -1, SaleVoided: -1 } as const

/** What each customer's purchases show of what they like. */
export const revealed: Projection<CustomerId, RevealedPreference, RevealedEvent, RevealedPart> = {
  name: 'revealed_preferences',
  version: 1,
  types: ['SaleRecorded', 'SaleLinesReturned', 'SaleVoided', 'SaleClaimed'],
  parts: ({ event }: LogEvent<RevealedEvent>) => {
    const whose = whoseOf(event)
    const { currency, lines } = event
    return whose === undefined ? [] : [[whose, { currency, sign: signs[event.type], lines }]]
  },
  initial: () => ({ brands: [], categories: [], all: nothing }),
  evolve,
  combine: (members) =>
    members.reduce((a, b) => ({
      brands: b.brands.reduce(addTally, a.brands),
      categories: b.categories.reduce(addTally, a.categories),
      all: addCounted(a.all, b.all),
    })),
  occurredSafe: true,
}
