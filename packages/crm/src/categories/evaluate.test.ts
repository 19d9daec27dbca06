// Rules against an oracle that keeps no facts.
import { decodeWith } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf, issuedAt, noon } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import {
  type CategoryId,
  type CustomerId,
  codeOf,
  type EventId,
  purposeCode,
} from '../shared/ids.js'
import {
  days,
  definedOf,
  definitionOf,
  groupOf,
  measures,
  rules,
  someCategories,
} from './arbitraries.js'
import { evaluate, type RuleVerdict } from './evaluate.js'
import { factEvents, loggedFacts } from './facts/arbitraries.js'
import { customerFactsView } from './facts.codec.js'
import type { CustomerFacts } from './facts.js'
import { customerFacts, type FactEvent } from './facts.projection.js'
import * as Categories from './index.js'
import { howMuch, naive } from './plain/arbitraries.js'
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

  test('finds as many and as much as there is of all that has happened, no less and no more', () => {
    fc.assert(
      fc.property(measures, factEvents(), days, (measure, events, day) => {
        const found = howMuch(measure, events, day)
        const facts = factsOf(events)
        const isSo = (more: { readonly atLeast?: number; readonly atMost?: number }): boolean =>
          evaluate({ ...measure, ...more }, facts, day).isTrue
        expect(isSo({ atLeast: found, atMost: found })).toBe(true)
        expect(isSo({ atLeast: found + 1 }) || isSo({ atMost: found - 1 })).toBe(false)
      }),
      { numRuns: 1_000 },
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
    const rule: Rule = { type: 'permitted', purpose: purposeCode('profiling') }
    const facts = customerFacts.initial(customerId)
    expect(evaluate(rule, facts, civilDate('2024-06-01')).isTrue).toBe(false)
    const permits = () => ({ isTrue: true, because: [idOf<EventId>('evnt', 1)] })
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

  test.each([
    ['/definition/rule/of', { type: 'count', of: 'refunds', atLeast: 1 }],
    ['/definition/rule/of', { type: 'sum', of: 'units', currency: 'HKD', atLeast: 1 }],
    ['/definition/rule/currency', { type: 'sum', of: 'net', atLeast: 1 }],
    ['/definition/rule/atLeast', { type: 'count', of: 'returns', atLeast: '1' }],
    ['/definition/rule/withinDays', { type: 'count', of: 'returnedUnits', withinDays: 0 }],
    ['/definition/rule/isOfSale', { type: 'sum', of: 'net', currency: 'HKD', isOfSale: true }],
  ])('that is wrong at %s is refused there: %j', (path, rule) => {
    const definition = { ...definitionOf(someCategories[0] as CategoryId), rule }
    const command = { type: 'DefineCategory', definition }
    const decoded = decodeWith(Categories.commandCodecs.DefineCategory)(command)
    expect(E.isLeft(decoded) ? decoded.left.map((one) => one.path) : decoded).toEqual([path])
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
        const issued = issuedAt(noon('2024-06-01'))
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
    const categories = commandsFor({ type: 'permitted', purpose: purposeCode('profiling') })
    const facts = customerFacts.initial(customerId)
    const day = civilDate('2024-06-01')
    expect(
      asksPermission({ type: 'not', of: { type: 'permitted', purpose: purposeCode('p') } }),
    ).toBe(true)
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
