import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf, issuedAt, noon, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { type CustomerId, codeOf, type EventId, reasonCode } from '../shared/ids.js'
import { sha256Of } from '../shared/sha256.js'
import {
  belongingCommands,
  definedOf,
  definitionOf,
  groupOf,
  someCategories,
  someDays,
} from './arbitraries.js'
import type { ApplyVerdict, AssignCategory, CategoryDefinition, Rule } from './index.js'
import * as Categories from './index.js'

const given = storiesAt(Categories)
const [gold, silver, cheap, , friend] = someCategories as [
  CategoryDefinition['categoryId'],
  CategoryDefinition['categoryId'],
  CategoryDefinition['categoryId'],
  CategoryDefinition['categoryId'],
  CategoryDefinition['categoryId'],
]
const definition = definitionOf(gold)
const define = { type: 'DefineCategory', definition } as const
const defined = {
  type: 'CategoryDefined',
  categoryId: gold,
  definition,
  sha256: sha256Of(definition),
} as const
const metals = codeOf('metals')

describe('a category', () => {
  test('is defined once in each version, and counted without gaps', () => {
    given().when(define).expect(defined)
    given(defined).when(define).expectNothing()
    const next = definitionOf(gold, { version: 3 })
    given(defined)
      .when({ type: 'DefineCategory', definition: next })
      .expectRejection({
        _tag: 'DefinitionRefused',
        reasons: [{ _tag: 'CategoryVersionOutOfOrder', expected: 2, found: 3 }],
      })
    given(defined)
      .when({ type: 'DefineCategory', definition: definitionOf(gold, { code: codeOf('other') }) })
      .expectRejection({
        _tag: 'DefinitionRefused',
        reasons: [{ _tag: 'CategoryVersionOutOfOrder', expected: 2, found: 1 }],
      })
  })

  test('is refused for every reason at once', () => {
    const [fromDay, toDay] = [civilDate('2024-06-02'), civilDate('2024-06-01')]
    const rule = Array.from({ length: 10 }).reduce((of: Rule): Rule => ({ type: 'not', of }), {
      type: 'any',
      of: [],
    })
    const wrong = definitionOf(gold, {
      version: 1,
      parent: gold,
      exclusiveGroup: codeOf('stones'),
      fromDay,
      toDay,
      rule,
    })
    const retired = {
      type: 'CategoryRetired',
      categoryId: gold,
      onDay: toDay,
      reasonCode: reasonCode('old'),
    } as const
    given(defined, retired)
      .when({ type: 'DefineCategory', definition: wrong })
      .expectRejection({
        _tag: 'DefinitionRefused',
        reasons: [
          { _tag: 'CategoryVersionOutOfOrder', expected: 2, found: 1 },
          { _tag: 'CategoryParentOfItself', categoryId: gold },
          { _tag: 'ExclusiveGroupChanged', from: metals, to: codeOf('stones') },
          { _tag: 'PeriodEndsTooEarly', fromDay, toDay },
          { _tag: 'RuleTooLarge', depth: 11, mostDepth: 10, nodes: 11, mostNodes: 200 },
          { _tag: 'CategoryAlreadyRetired', categoryId: gold, onDay: toDay },
        ],
      })
  })

  test('has a rule of 200 nodes and a depth of 10 at most', () => {
    const leaf: Rule = { type: 'inCategory', categoryId: friend }
    const wide = (nodes: number): Rule => ({
      type: 'all',
      of: new Array<Rule>(nodes - 1).fill(leaf),
    })
    const deep = (depth: number): Rule =>
      depth === 1 ? leaf : { type: 'not', of: deep(depth - 1) }
    for (const [rule, isAllowed] of [
      [wide(200), true],
      [wide(201), false],
      [deep(10), true],
      [deep(11), false],
    ] as const) {
      const told = given().when({
        type: 'DefineCategory',
        definition: definitionOf(gold, { rule }),
      })
      expect(E.isRight(told.outcome())).toBe(isAllowed)
    }
  })

  test('is retired once, and one that nobody defined is unknown', () => {
    const onDay = civilDate('2024-07-01')
    const retire = {
      type: 'RetireCategory',
      categoryId: gold,
      onDay,
      reasonCode: reasonCode('old'),
    } as const
    const retired = { ...retire, type: 'CategoryRetired' } as const
    given().when(retire).expectRejection({ _tag: 'UnknownCategory', categoryId: gold })
    given(defined).when(retire).expect(retired)
    given(defined, retired).when(retire).expectNothing()
    given(defined, retired)
      .when({ ...retire, onDay: civilDate('2024-08-01') })
      .expectRejection({ _tag: 'CategoryAlreadyRetired', categoryId: gold, onDay })
  })
})

const customerId = idOf<CustomerId>('cust', 1)
const said = reasonCode('said')
const from = civilDate('2024-06-01')
const assign = (categoryId: typeof gold, more: Partial<AssignCategory> = {}): AssignCategory => ({
  type: 'AssignCategory',
  customerId,
  category: definedOf(definitionOf(categoryId)),
  fromDay: from,
  reasonCode: said,
  ...more,
})
const assigned = (categoryId: typeof gold, as: 'member' | 'excluded' = 'member') => {
  const exclusiveGroup = groupOf(categoryId)
  return {
    type: 'CategoryAssigned',
    customerId,
    categoryId,
    version: 1,
    ...(exclusiveGroup === undefined ? {} : { exclusiveGroup }),
    as,
    fromDay: from,
    reasonCode: said,
  } as const
}
const because = [idOf<EventId>('evnt', 1)]
const verdict = (categoryId: typeof gold, isMember: boolean, onDay = from): ApplyVerdict => ({
  type: 'ApplyVerdict',
  customerId,
  category: definedOf(definitionOf(categoryId)),
  isMember,
  onDay,
  because,
})
const about = (categoryId: typeof gold, onDay = from) =>
  ({ customerId, categoryId, onDay, ruleVersion: 1, because }) as const
const entered = (categoryId: typeof gold, onDay = from) => {
  const exclusiveGroup = groupOf(categoryId)
  return {
    type: 'CategoryEntered',
    ...about(categoryId, onDay),
    ...(exclusiveGroup === undefined ? {} : { exclusiveGroup }),
  } as const
}
const left = (categoryId: typeof gold, onDay = from) =>
  ({ type: 'CategoryLeft', ...about(categoryId, onDay) }) as const

describe('a customer', () => {
  test('is assigned to a category, or excluded from it, once', () => {
    given().when(assign(friend)).expect(assigned(friend))
    given(assigned(friend)).when(assign(friend)).expectNothing()
    given(assigned(friend))
      .when(assign(friend, { as: 'excluded' }))
      .expect(assigned(friend, 'excluded'))
  })

  test('is not assigned to an altered category, nor beyond its days, nor backwards: all is said at once', () => {
    const category = definedOf(definitionOf(friend, { toDay: civilDate('2024-12-31') }), {
      retiredOn: civilDate('2024-07-01'),
    })
    const toDay = civilDate('2024-05-01')
    given()
      .when(assign(friend, { category: { ...category, sha256: 'ab'.repeat(32) } }))
      .expectRejection({
        _tag: 'AssignmentRefused',
        reasons: [
          {
            _tag: 'CategoryAltered',
            categoryId: friend,
            expected: 'ab'.repeat(32),
            found: category.sha256,
          },
          { _tag: 'CategoryNotInUse', categoryId: friend, toDay: civilDate('2024-06-30') },
        ],
      })
    given()
      .when(assign(friend, { toDay }))
      .expectRejection({
        _tag: 'AssignmentRefused',
        reasons: [{ _tag: 'PeriodEndsTooEarly', fromDay: from, toDay }],
      })
    given()
      .when(assign(friend, { category, toDay: civilDate('2024-06-30') }))
      .expect({ ...assigned(friend), toDay: civilDate('2024-06-30') })
  })

  test('is no longer assigned from today on, and was until yesterday', () => {
    const unassign = {
      type: 'UnassignCategory',
      customerId,
      categoryId: friend,
      reasonCode: said,
    } as const
    const unassigned = {
      ...unassign,
      type: 'CategoryUnassigned',
      onDay: civilDate('2024-06-10'),
    } as const
    const at = noon('2024-06-10')
    given().when(unassign, at).expectNothing()
    given(assigned(friend)).when(unassign, at).expect(unassigned)
    given(assigned(friend), unassigned).when(unassign, at).expectNothing()
    const { holdings } = [assigned(friend), unassigned].reduce(
      Categories.evolve,
      Categories.initial,
    )
    expect(Categories.categoriesOn({ holdings }, civilDate('2024-06-09'))).toEqual([friend])
    expect(Categories.categoriesOn({ holdings }, civilDate('2024-06-10'))).toEqual([])
  })

  test('enters and leaves by a rule, each once, with the events that made it so', () => {
    given().when(verdict(friend, true)).expect(entered(friend))
    given(entered(friend)).when(verdict(friend, true)).expectNothing()
    given(entered(friend)).when(verdict(friend, false)).expect(left(friend))
    given(entered(friend), left(friend)).when(verdict(friend, false)).expectNothing()
    given().when(verdict(friend, false)).expectNothing()
  })

  test('never leaves before having entered: days do not run backwards', () => {
    const later = civilDate('2024-06-01')
    given(entered(friend, later))
      .when(verdict(friend, false, civilDate('2024-05-25')))
      .expect(left(friend, later))
  })

  test('is judged by a rule that there is, on a day that has come', () => {
    const { rule: _, ...withoutRule } = definitionOf(friend)
    const onDay = civilDate('2024-06-03')
    given()
      .when({ ...verdict(friend, true, onDay), category: definedOf(withoutRule) })
      .expectRejection({
        _tag: 'VerdictRefused',
        reasons: [
          { _tag: 'CategoryWithoutRule', categoryId: friend },
          { _tag: 'VerdictInFuture', onDay, latest: civilDate('2024-06-01') },
        ],
      })
  })

  test('belongs by an exclusion first, then by an assignment, then by the rule', () => {
    const day = civilDate('2024-06-05')
    const on = (...events: ReadonlyArray<Categories.CategoriesEvent>) =>
      Categories.categoriesOn(events.reduce(Categories.evolve, Categories.initial), day)
    expect(on(entered(friend))).toEqual([friend])
    expect(on(entered(friend), assigned(friend, 'excluded'))).toEqual([])
    expect(on(entered(friend), left(friend), assigned(friend))).toEqual([friend])
    const brief = { ...assigned(friend, 'excluded'), toDay: civilDate('2024-06-04') }
    expect(on(entered(friend), brief)).toEqual([friend])
  })
})

describe('an exclusive group', () => {
  const taken = { _tag: 'ExclusiveGroupTaken', group: metals, by: [gold] } as const

  test('takes one assignment, and says which category has it', () => {
    given(assigned(gold))
      .when(assign(silver))
      .expectRejection({ _tag: 'AssignmentRefused', reasons: [taken] })
    given(assigned(gold)).when(assign(cheap)).expect(assigned(cheap))
    given(assigned(gold, 'excluded')).when(assign(silver)).expect(assigned(silver))
    const until = { ...assigned(gold), toDay: civilDate('2024-06-04') }
    given(until)
      .when(assign(silver, { fromDay: civilDate('2024-06-05') }))
      .expect({ ...assigned(silver), fromDay: civilDate('2024-06-05') })
    given(until)
      .when(assign(silver, { fromDay: civilDate('2024-06-04') }))
      .expectRejection({ _tag: 'AssignmentRefused', reasons: [taken] })
  })

  test('takes nobody by a rule who is in another of it, by word or by rule', () => {
    for (const before of [assigned(gold), entered(gold)]) {
      given(before)
        .when(verdict(silver, true))
        .expectRejection({ _tag: 'VerdictRefused', reasons: [taken] })
    }
    given(entered(gold), left(gold)).when(verdict(silver, true)).expect(entered(silver))
  })

  test('lets an assignment go before a rule: the stay by rule ends where it begins', () => {
    given(entered(gold))
      .when(assign(silver))
      .expect({ ...left(gold), because: [], by: silver }, assigned(silver))
  })
})

describe('laws of categories', () => {
  const issued = issuedAt(noon('2024-06-01'))

  test('a command obeyed twice adds nothing, and on no day is a customer in two categories of one group', () => {
    fc.assert(
      fc.property(fc.array(belongingCommands(), { maxLength: 16 }), (commands) => {
        let state = Categories.initial
        for (const command of commands) {
          const decision = Categories.decide(command, state, issued)
          if (E.isLeft(decision)) continue
          state = decision.right.reduce(Categories.evolve, state)
          expect(Categories.decide(command, state, issued)).toEqual(E.right([]))
          for (const day of someDays) {
            const groups = Categories.categoriesOn(state, day).flatMap((id) => groupOf(id) ?? [])
            expect(groups).toEqual([...new Set(groups)])
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})
