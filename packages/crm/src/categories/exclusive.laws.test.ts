// A rule beside assignments of the same exclusive group, day after day: who is in by it is told by the rule alone.
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { idOf, issuedAt, noon } from '../shared/arbitraries.js'
import { type CivilDate, civilDate, plusDays } from '../shared/civil-date.js'
import { type CustomerId, reasonCode } from '../shared/ids.js'
import { definedOf, definitionOf, someCategories } from './arbitraries.js'
import type { CategoriesCommand } from './commands.js'
import { categoriesOn } from './customer-categories.projection.js'
import type { CustomerFacts } from './facts.js'
import * as Categories from './index.js'
import type { Rule } from './rule.js'
import { verdictsOn } from './verdicts.js'

const [assigned, byRule] = someCategories as [
  (typeof someCategories)[number],
  (typeof someCategories)[number],
]
const customerId = idOf<CustomerId>('cust', 1)
const isActive: Rule = { type: 'compare', fact: 'status', isOneOf: ['active'] }
const { rule: _, ...plain } = definitionOf(assigned)
const [gold, silver] = [definedOf(plain), definedOf(definitionOf(byRule, { rule: isActive }))]
const definitions = { categories: [gold, silver] }
const firstDay = civilDate('2025-01-01')

type Said =
  | 'nothing'
  | 'not any more'
  | { readonly inDays: number; readonly forDays: number | undefined }

// Whether the rule is true on a day, and what somebody says of the other category then.
const days = fc.array(
  fc.record({
    isTrue: fc.boolean(),
    said: fc.oneof<fc.Arbitrary<Said>[]>(
      fc.constant('nothing' as const),
      fc.constant('not any more' as const),
      fc.record({ inDays: fc.nat(4), forDays: fc.option(fc.nat(3), { nil: undefined }) }),
    ),
  }),
  { maxLength: 12 },
)

const said = (what: Said, today: CivilDate): CategoriesCommand | undefined => {
  if (what === 'nothing') return undefined
  const why = { customerId, reasonCode: reasonCode('asked') }
  if (what === 'not any more') return { type: 'UnassignCategory', ...why, categoryId: assigned }
  const fromDay = plusDays(today, what.inDays)
  const toDay = what.forDays === undefined ? {} : { toDay: plusDays(fromDay, what.forDays) }
  return { type: 'AssignCategory', ...why, category: gold, fromDay, ...toDay }
}

const isAheadOf = ({ holdings }: Categories.Categories, today: CivilDate): boolean =>
  holdings.some(
    ({ word }) => word !== undefined && (word.toDay === undefined || word.toDay >= today),
  )

test('a customer is in by a rule only while it is true and nobody has assigned another category of the group', () => {
  fc.assert(
    fc.property(days, (all) => {
      let state = Categories.initial
      for (const [n, { isTrue, said: what }] of all.entries()) {
        const today = plusDays(firstDay, n)
        const send = (command: CategoriesCommand): void => {
          const decided = Categories.decide(command, state, issuedAt(noon(today)))
          if (E.isRight(decided)) state = decided.right.reduce(Categories.evolve, state)
        }
        const command = said(what, today)
        if (command !== undefined) send(command)
        const facts = (): CustomerFacts => ({
          known: [
            { fact: 'status', value: isTrue ? 'active' : 'dormant', eventId: idOf('evnt', 1) },
          ],
          purchases: [],
          returns: [],
          tiers: [],
          holdings: state.holdings,
        })
        for (const verdict of verdictsOn(definitions, customerId, facts(), today)) send(verdict)
        // What took effect is no news, or rules would be asked for ever.
        const before = state
        for (const verdict of verdictsOn(definitions, customerId, facts(), today)) send(verdict)
        expect(state).toEqual(before)
        const on = categoriesOn(state, today)
        if (on.includes(byRule))
          expect([n, isTrue, on.includes(assigned)]).toEqual([n, true, false])
        // Nobody enters by a rule where an assignment lies ahead.
        if (isTrue && !isAheadOf(state, today)) expect([n, on]).toEqual([n, [byRule]])
      }
    }),
    { numRuns: 1000 },
  )
})
