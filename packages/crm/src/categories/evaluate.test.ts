// Rules against an oracle that keeps no facts: it looks through all that has happened, again for each rule within a rule.
import { decodeWith } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf } from '../shared/arbitraries.js'
import { type CivilDate, civilDate } from '../shared/civil-date.js'
import { type CategoryId, type CustomerId, codeOf } from '../shared/ids.js'
import {
  definedOf,
  definitionOf,
  factEvents,
  groupOf,
  loggedFacts,
  rules,
  someCategories,
  someDays,
} from './arbitraries.js'
import { evaluate, type RuleVerdict } from './evaluate.js'
import { customerFactsView } from './facts.codec.js'
import { type CustomerFacts, customerFacts, type FactEvent } from './facts.projection.js'
import * as Categories from './index.js'
import { asksPermission, type Rule } from './rule.js'
import { verdictsOn } from './verdicts.js'

const customerId = idOf<CustomerId>('cust', 1)

// The facts, printed and read again at a cut, as a view that was kept live was.
const factsOf = (events: ReadonlyArray<FactEvent>, cut = 0): CustomerFacts =>
  loggedFacts(events).reduce((facts, recorded, index) => {
    const next = customerFacts.evolve(facts, recorded)
    if (index !== cut) return next
    const read = customerFactsView.decode(customerFactsView.encode(customerId, next).view)
    if (E.isLeft(read)) throw new Error(JSON.stringify(read.left))
    return read.right
  }, customerFacts.initial(customerId))

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

const between = (found: number, least = -Infinity, most = Infinity): boolean =>
  found >= least && found <= most

const naive = (rule: Rule, events: ReadonlyArray<FactEvent>, day: CivilDate): boolean => {
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
    case 'count': {
      const of = sold.filter((one) => age(one.day, day) < (rule.withinDays ?? Infinity))
      const found =
        rule.of === 'units'
          ? of.reduce((all, one) => all + one.units, 0)
          : of.filter((one) => one.units > 0).length
      return between(found, rule.atLeast, rule.atMost)
    }
    case 'sum': {
      const of = sold.filter(
        (one) =>
          one.currency === rule.currency && age(one.day, day) < (rule.withinDays ?? Infinity),
      )
      return between(
        of.reduce((all, one) => all + one.minor, 0),
        rule.atLeast,
        rule.atMost,
      )
    }
    case 'since': {
      const isKnown = events.some(({ type }) => type === 'CustomerRegistered')
      const ages =
        rule.of === 'registration'
          ? isKnown
            ? [age('2024-05-25', day)]
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

const days = fc.constantFrom(...someDays)

const allIn = (verdict: RuleVerdict): ReadonlyArray<RuleVerdict> => [
  verdict,
  ...verdict.of.flatMap(allIn),
]

describe('a rule', () => {
  test('says of facts that were kept event by event what it says of all that has happened', () => {
    fc.assert(
      fc.property(rules, factEvents(), days, fc.nat(16), (rule, events, day, cut) => {
        expect(evaluate(rule, factsOf(events, cut), day).isTrue).toBe(naive(rule, events, day))
      }),
      { numRuns: 2_000 },
    )
  })

  test('names only events that happened, each once, and shows every rule within', () => {
    fc.assert(
      fc.property(rules, factEvents(), days, (rule, events, day) => {
        const verdict = evaluate(rule, factsOf(events), day)
        const ids = loggedFacts(events).map(({ id }) => id as string)
        for (const { because } of allIn(verdict)) {
          expect(because.filter((id) => !ids.includes(id))).toEqual([])
          expect(because).toEqual([...new Set(because)])
        }
        expect(allIn(verdict)).toHaveLength(Categories.sizeOf(rule).nodes)
      }),
    )
  })

  test('that asks what a customer permits is answered by who evaluates it, and by nobody else', () => {
    const rule: Rule = { type: 'permitted', purpose: 'profiling' as never }
    const facts = customerFacts.initial(customerId)
    expect(evaluate(rule, facts, civilDate('2024-06-01')).isTrue).toBe(false)
    const permits = () => ({ isTrue: true, because: [idOf<never>('evnt', 1)] })
    expect(evaluate(rule, facts, civilDate('2024-06-01'), permits)).toMatchObject({
      isTrue: true,
      because: [idOf('evnt', 1)],
    })
  })

  test('comes back from its codec as it was', () => {
    fc.assert(
      fc.property(rules, (rule) => {
        const definition = definitionOf(someCategories[0] as CategoryId, { rule })
        const command = { type: 'DefineCategory', definition } as const
        const printed: unknown = JSON.parse(JSON.stringify(command))
        expect(decodeWith(Categories.commandCodecs.DefineCategory)(printed)).toEqual(
          E.right(command),
        )
      }),
    )
  })

  test('that is nested without end is refused, not followed', () => {
    const deep = `${'{"type":"not","of":'.repeat(20_000)}{"type":"any","of":[]}${'}'.repeat(20_000)}`
    const definition = definitionOf(someCategories[0] as CategoryId)
    const command = {
      type: 'DefineCategory',
      definition: { ...definition, rule: JSON.parse(deep) as Rule },
    }
    const decoded = decodeWith(Categories.commandCodecs.DefineCategory)(command)
    expect(decoded).toMatchObject({
      left: [{ path: expect.stringMatching(/^\/definition\/rule/) }],
    })
  })
})

describe('verdicts that are news', () => {
  const commandsFor = (rule: Rule) =>
    someCategories.map((categoryId) => definedOf(definitionOf(categoryId, { rule })))

  test('take effect, and are no news then: unless another category of the group holds', () => {
    fc.assert(
      fc.property(fc.array(rules, { minLength: 5, maxLength: 5 }), factEvents(), (of, events) => {
        const day = civilDate('2024-06-01')
        const categories = someCategories.map((categoryId, index) =>
          definedOf(definitionOf(categoryId, { rule: of[index] as Rule })),
        )
        const facts = factsOf(events)
        const state = { holdings: facts.holdings }
        // A history that no decision made may hold what no decision allows; then there is nothing to compare.
        const issued = { commandId: 'c', at: '2024-06-01T04:00:00.000Z', by: 'rules' } as never
        let now: Categories.Categories = state
        for (const command of verdictsOn({ categories }, customerId, facts, day)) {
          const decision = Categories.decide(command, now, issued)
          expect(E.isRight(decision)).toBe(true)
          if (E.isRight(decision)) now = decision.right.reduce(Categories.evolve, now)
        }
        const after = { ...facts, holdings: now.holdings }
        const again = verdictsOn({ categories }, customerId, after, day)
        // What asks about categories may be news again; all else is settled.
        const isPlain = of.every((rule) => !JSON.stringify(rule).includes('inCategory'))
        if (isPlain) expect(again).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('are none of a rule that asks permission, until somebody can say', () => {
    const categories = commandsFor({ type: 'permitted', purpose: 'profiling' as never })
    const facts = customerFacts.initial(customerId)
    const day = civilDate('2024-06-01')
    expect(asksPermission({ type: 'not', of: { type: 'permitted', purpose: 'p' as never } })).toBe(
      true,
    )
    expect(verdictsOn({ categories }, customerId, facts, day)).toEqual([])
    const permits = () => ({ isTrue: true, because: [] })
    const news = verdictsOn({ categories }, customerId, facts, day, permits)
    // One of each group, and the one that is in none.
    expect(news.map(({ category }) => groupOf(category.definition.categoryId))).toEqual([
      codeOf('metals'),
      codeOf('budgets'),
      undefined,
    ])
  })

  test('leave a category that is out of use', () => {
    const [category] = commandsFor({ type: 'all', of: [] }) as [Categories.DefinedCategory]
    const day = civilDate('2024-06-01')
    const entered = {
      type: 'CategoryEntered',
      customerId,
      categoryId: category.definition.categoryId,
      onDay: civilDate('2024-05-20'),
      ruleVersion: 1,
      because: [],
    } as const
    const facts = factsOf([entered])
    expect(verdictsOn({ categories: [category] }, customerId, facts, day)).toEqual([])
    const retired = { ...category, retiredOn: day }
    expect(verdictsOn({ categories: [retired] }, customerId, facts, day)).toMatchObject([
      { isMember: false, onDay: day },
    ])
  })
})
