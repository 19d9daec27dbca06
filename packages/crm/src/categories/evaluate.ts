// What a rule says of a customer on a day, and why: a pure function of facts, so that it can be asked of any day.
import { type CivilDate, plusDays } from '../shared/civil-date.js'
import type { EventId } from '../shared/ids.js'
import type { CustomerFacts, GoodsBack, Purchase } from './facts.js'
import { belongsOn } from './holdings.js'
import type { CountOf, Permitted, Rule, Since, SumOf } from './rule.js'

/** What a rule says, with the verdict of every rule within it. */
export interface RuleVerdict {
  readonly rule: Rule['type']
  readonly isTrue: boolean
  /** The events that made it so; none where it is so by what has not happened. Each once, in no order that means anything. */
  readonly because: ReadonlyArray<EventId>
  readonly of: ReadonlyArray<RuleVerdict>
}

/** What a customer permits, by what they have said: for rules that ask it. */
export type Permits = (asked: Permitted) => {
  readonly isTrue: boolean
  readonly because: ReadonlyArray<EventId>
}

const nothingPermitted: Permits = () => ({ isTrue: false, because: [] })

interface Asked {
  readonly facts: CustomerFacts
  readonly onDay: CivilDate
  readonly permits: Permits
}

const unique = (ids: ReadonlyArray<EventId>): ReadonlyArray<EventId> => [...new Set(ids)]

const leaf = (rule: Rule, isTrue: boolean, because: ReadonlyArray<EventId>): RuleVerdict => ({
  rule: rule.type,
  isTrue,
  because: unique(because),
  of: [],
})

const isWithin = (
  found: number,
  { atLeast, atMost }: { readonly atLeast?: number; readonly atMost?: number },
): boolean =>
  (atLeast === undefined || found >= atLeast) && (atMost === undefined || found <= atMost)

// Whether a day is one of those asked about. A window of one day is the day itself.
const isAsked = ({ withinDays }: CountOf | SumOf, { onDay }: Asked) => {
  const first = withinDays === undefined ? undefined : plusDays(onDay, 1 - withinDays)
  return (day: CivilDate): boolean => day <= onDay && (first === undefined || day >= first)
}

// What came back of a purchase counts on the day of the sale, so nothing is left of one that came back whole.
const purchasesIn = (rule: CountOf | SumOf, asked: Asked): ReadonlyArray<Purchase> => {
  const isIn = isAsked(rule, asked)
  return asked.facts.purchases.filter(({ soldOn }) => isIn(soldOn))
}

const returnsIn = (rule: CountOf | SumOf, asked: Asked): ReadonlyArray<GoodsBack> => {
  const isIn = isAsked(rule, asked)
  return asked.facts.returns.filter(({ returnedOn }) => isIn(returnedOn))
}

const unitsOf = (some: ReadonlyArray<Purchase | GoodsBack>): number =>
  some.reduce((sum, { units }) => sum + units, 0)

const becauseOf = (
  purchases: ReadonlyArray<Purchase>,
  returns: ReadonlyArray<GoodsBack> = [],
): ReadonlyArray<EventId> => [
  ...purchases.flatMap(({ because }) => because),
  ...returns.map(({ eventId }) => eventId),
]

const count = (rule: CountOf, asked: Asked): RuleVerdict => {
  switch (rule.of) {
    case 'purchases':
    case 'units': {
      const purchases = purchasesIn(rule, asked)
      const found =
        rule.of === 'units' ? unitsOf(purchases) : purchases.filter(({ units }) => units > 0).length
      return leaf(rule, isWithin(found, rule), becauseOf(purchases))
    }
    case 'returns':
    case 'returnedUnits': {
      const returns = returnsIn(rule, asked)
      // A document that takes back goods of several sales is one return.
      const found =
        rule.of === 'returnedUnits'
          ? unitsOf(returns)
          : new Set(returns.map(({ returnId }) => returnId)).size
      return leaf(rule, isWithin(found, rule), becauseOf([], returns))
    }
  }
}

const sum = (rule: SumOf, asked: Asked): RuleVerdict => {
  const { of = 'purchases', currency } = rule
  const purchases =
    of === 'refunds' ? [] : purchasesIn(rule, asked).filter((one) => one.currency === currency)
  const returns =
    of === 'purchases'
      ? []
      : returnsIn(rule, asked).filter(
          (one) => one.currency === currency && (of === 'refunds' || !one.isOfSale),
        )
  const paid = purchases.reduce((total, { netMinor }) => total + netMinor, 0)
  const refunded = returns.reduce((total, { refundMinor }) => total + refundMinor, 0)
  const found = of === 'refunds' ? refunded : paid - refunded
  return leaf(rule, isWithin(found, rule), becauseOf(purchases, returns))
}

const dayOfMs = 86_400_000

const daysBetween = (from: CivilDate, to: CivilDate): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / dayOfMs)

const since = (rule: Since, { facts, onDay }: Asked): RuleVerdict => {
  const { registered, purchases } = facts
  const known = purchases.filter(({ soldOn, units }) => soldOn <= onDay && units > 0)
  const [first, ...others] = known
  const wanted =
    rule.of === 'registration'
      ? registered && { day: registered.day, because: [registered.eventId] }
      : first &&
        toDayOf(others.reduce((best, one) => (isBetter(rule.of, one, best) ? one : best), first))
  if (wanted === undefined || wanted.day > onDay) return leaf(rule, false, [])
  return leaf(rule, isWithin(daysBetween(wanted.day, onDay), rule), wanted.because)
}

const isBetter = (of: Since['of'], one: Purchase, best: Purchase): boolean =>
  of === 'firstPurchase' ? one.soldOn < best.soldOn : one.soldOn > best.soldOn

const toDayOf = ({ soldOn, because }: Purchase) => ({ day: soldOn, because })

const verdictOn = (rule: Rule, asked: Asked): RuleVerdict => {
  const { facts, onDay, permits } = asked
  switch (rule.type) {
    case 'all':
    case 'any': {
      const of = rule.of.map((one) => verdictOn(one, asked))
      const isTrue =
        rule.type === 'all' ? of.every((one) => one.isTrue) : of.some((one) => one.isTrue)
      // Why it is so say those within that are as it is.
      const because = of.filter((one) => one.isTrue === isTrue).flatMap((one) => one.because)
      return { rule: rule.type, isTrue, because: unique(because), of }
    }
    case 'not': {
      const within = verdictOn(rule.of, asked)
      return { rule: 'not', isTrue: !within.isTrue, because: within.because, of: [within] }
    }
    case 'compare': {
      const found = facts.known.find(({ fact }) => fact === rule.fact)
      const isTrue = found !== undefined && rule.isOneOf.includes(found.value)
      return leaf(rule, isTrue, found === undefined ? [] : [found.eventId])
    }
    case 'count':
      return count(rule, asked)
    case 'sum':
      return sum(rule, asked)
    case 'since':
      return since(rule, asked)
    case 'inCategory': {
      const isIn = facts.holdings.some(
        (one) => one.categoryId === rule.categoryId && belongsOn(one, onDay),
      )
      return leaf(rule, isIn, [])
    }
    case 'tierIs': {
      const found = facts.tiers.findLast(
        ({ programmeId, fromDay }) => programmeId === rule.programmeId && fromDay <= onDay,
      )
      const because = found === undefined ? [] : [found.eventId]
      return leaf(rule, found?.tier === rule.tier, because)
    }
    case 'permitted': {
      const { isTrue, because } = permits(rule)
      return leaf(rule, isTrue, because)
    }
  }
}

/**
 * What a rule says of a customer on a day. Total: every rule is true or false of any facts. `permits` answers what the
 * customer has allowed; without it nothing is permitted.
 */
export const evaluate = (
  rule: Rule,
  facts: CustomerFacts,
  onDay: CivilDate,
  permits: Permits = nothingPermitted,
): RuleVerdict => verdictOn(rule, { facts, onDay, permits })
