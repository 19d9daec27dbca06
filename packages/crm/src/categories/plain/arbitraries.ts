// An oracle for rules that keeps no facts: it looks through all that has happened, again for each rule within a rule.
import type { CivilDate } from '../../shared/civil-date.js'
import { registeredOn } from '../facts/arbitraries.js'
import type { FactEvent } from '../facts.projection.js'
import type { CountOf, Rule, SumOf } from '../rule.js'

interface Sold {
  readonly day: string
  readonly currency: string
  readonly units: number
  readonly minor: number
}

const soldBy = (events: ReadonlyArray<FactEvent>, day: string): ReadonlyArray<Sold> =>
  events.flatMap((sale, place) => {
    if (sale.type !== 'SaleRecorded' && sale.type !== 'SaleClaimed') return []
    if (sale.soldOn > day) return []
    let [units, minor] = [sale.units, sale.totalMinor]
    for (const event of events.slice(place + 1)) {
      if (event.type === 'SaleVoided' && event.saleId === sale.saleId) [units, minor] = [0, 0]
      if (event.type === 'SaleLinesReturned' && event.saleId === sale.saleId) {
        units -= event.units
        minor -= event.refundMinor
      }
    }
    return [{ day: sale.soldOn, currency: sale.currency, units, minor }]
  })

const age = (from: string, day: string): number => (Date.parse(day) - Date.parse(from)) / 86_400_000

interface Back {
  readonly day: string
  readonly currency: string
  readonly document: string
  readonly units: number
  readonly minor: number
  /** Yes where no sale was found. */
  readonly isLoose: boolean
}

const backBy = (events: ReadonlyArray<FactEvent>, day: string): ReadonlyArray<Back> => {
  const all: Back[] = []
  for (const event of events) {
    const isLoose = event.type === 'UnmatchedReturnRecorded'
    if (!isLoose && event.type !== 'SaleLinesReturned') continue
    const { returnedOn, currency, returnId: document, units, refundMinor: minor } = event
    if (returnedOn <= day) all.push({ day: returnedOn, currency, document, units, minor, isLoose })
  }
  return all
}

const isRecent = (
  one: { readonly day: string },
  { withinDays = Infinity }: { readonly withinDays?: number },
  day: string,
): boolean => age(one.day, day) < withinDays

const between = (found: number, least = -Infinity, most = Infinity): boolean =>
  found >= least && found <= most

/** How many, or how much, of what a rule counts there is on a day. */
export const howMuch = (
  rule: CountOf | SumOf,
  events: ReadonlyArray<FactEvent>,
  day: CivilDate,
): number => {
  const sold = soldBy(events, day).filter((one) => isRecent(one, rule, day))
  const back = backBy(events, day).filter((one) => isRecent(one, rule, day))
  let found = 0
  if (rule.type === 'count') {
    const documents: string[] = []
    for (const { units } of sold) {
      if (rule.of === 'units') found += units
      if (rule.of === 'purchases' && units > 0) found++
    }
    for (const { document, units } of back) {
      if (rule.of === 'returnedUnits') found += units
      if (rule.of === 'returns' && !documents.includes(document)) found++
      documents.push(document)
    }
    return found
  }
  for (const { currency, minor } of sold) {
    if (currency === rule.currency && rule.of !== 'refunds') found += minor
  }
  for (const { currency, minor, isLoose } of back) {
    if (currency !== rule.currency) continue
    if (rule.of === 'refunds') found += minor
    if (rule.of === 'net' && isLoose) found -= minor
  }
  return found
}

/** What a rule says of a customer on a day, looked up in all that has happened. */
export const naive = (rule: Rule, events: ReadonlyArray<FactEvent>, day: CivilDate): boolean => {
  const sold = soldBy(events, day)
  switch (rule.type) {
    case 'all':
      return !rule.of.some((one) => !naive(one, events, day))
    case 'any':
      return rule.of.filter((one) => naive(one, events, day)).length > 0
    case 'not':
      return !naive(rule.of, events, day)
    case 'compare': {
      let found: string | undefined
      for (const event of events) {
        if (event.type === 'CustomerRegistered') found = event[rule.fact]
        if (event.type === 'CustomerStatusChanged' && rule.fact === 'status') found = event.to
      }
      return found !== undefined && rule.isOneOf.includes(found)
    }
    case 'count':
    case 'sum':
      return between(howMuch(rule, events, day), rule.atLeast, rule.atMost)
    case 'since': {
      const isKnown = events.some(({ type }) => type === 'CustomerRegistered')
      const ages =
        rule.of === 'registration'
          ? isKnown
            ? [age(registeredOn, day)]
            : []
          : sold.filter(({ units }) => units > 0).map((one) => age(one.day, day))
      if (ages.length === 0) return false
      const found = rule.of === 'lastPurchase' ? Math.min(...ages) : Math.max(...ages)
      return found >= 0 && between(found, rule.atLeast, rule.atMost)
    }
    case 'inCategory': {
      let word: { as: string; from: string; to: string } | undefined
      let stay: { from: string; until: string } | undefined
      for (const event of events) {
        if (!('categoryId' in event) || event.categoryId !== rule.categoryId) continue
        if (event.type === 'CategoryAssigned') {
          word = { as: event.as, from: event.fromDay, to: event.toDay ?? '9999' }
        }
        if (event.type === 'CategoryUnassigned' && word !== undefined && word.to >= event.onDay) {
          const before = new Date(Date.parse(event.onDay) - 86_400_000).toISOString().slice(0, 10)
          word = word.from > before ? undefined : { ...word, to: before }
        } else if (event.type === 'CategoryUnassigned' && (word?.from ?? '') >= event.onDay) {
          word = undefined
        }
        if (event.type === 'CategoryEntered') stay = { from: event.onDay, until: '9999' }
        if (event.type === 'CategoryLeft' && stay !== undefined) {
          stay = { ...stay, until: event.onDay }
        }
      }
      if (word !== undefined && word.from <= day && day <= word.to) return word.as === 'member'
      return stay !== undefined && stay.from <= day && day < stay.until
    }
    case 'tierIs': {
      // By day: each event says what holds from its day on, and forgets what was said of days from then on.
      const byDay = new Map<string, string | undefined>()
      for (const event of events) {
        if (event.type !== 'TierChanged' || event.programmeId !== rule.programmeId) continue
        for (const known of [...byDay.keys()]) if (known >= event.onDay) byDay.delete(known)
        byDay.set(event.onDay, event.standing.tier)
        for (const { fromDay, tier } of event.standing.ahead) byDay.set(fromDay, tier)
      }
      const days = [...byDay.keys()].filter((known) => known <= day).sort()
      const last = days.at(-1)
      return last !== undefined && byDay.get(last) === rule.tier
    }
    case 'permitted':
      return false
  }
}
