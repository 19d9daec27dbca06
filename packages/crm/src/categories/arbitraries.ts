// Categories, rules and facts for tests: few ids and few days, so that they meet.
import { entriesOf, type HistoryEntry } from '@patina/testing'
import fc from 'fast-check'
import { idOf, reasonCodes, records } from '../shared/arbitraries.js'
import { civilDate, plusDays } from '../shared/civil-date.js'
import {
  type CategoryId,
  type Code,
  type CustomerId,
  codeOf,
  type EventId,
  type ProgrammeId,
  purposeCode,
  reasonCode,
  tierId,
} from '../shared/ids.js'
import { currency } from '../shared/money.js'
import { sha256Of } from '../shared/sha256.js'
import type { CategoriesCommand } from './commands.js'
import type { CategoryDefinition, DefinedCategory } from './definition.js'
import type { CategoriesEvent, CategoryAssigned, CategoryEntry } from './events.js'
import type { CountOf, Rule, SumOf } from './rule.js'

/** Two categories in each of two groups, and one that is in none. */
export const someCategories: ReadonlyArray<CategoryId> = [1, 2, 3, 4, 5].map((n) =>
  idOf<CategoryId>('cate', n),
)
export const groupOf = (categoryId: CategoryId): Code | undefined => {
  const place = someCategories.indexOf(categoryId)
  return place < 0 || place > 3 ? undefined : codeOf(place < 2 ? 'metals' : 'budgets')
}
const categoryIds = fc.constantFrom(...someCategories)

const firstDay = civilDate('2024-05-20')
/** The days of the stories. */
export const someDays = Array.from({ length: 24 }, (_, n) => plusDays(firstDay, n))
/** One of them. */
export const days = fc.constantFrom(...someDays)
/** The currencies of the stories. */
export const currencies = fc.constantFrom(currency('HKD'), currency('GBP'))
/** The tiers of the stories. */
export const tiers = fc.constantFrom(tierId('silver'), tierId('gold'))
/** The programmes of the stories. */
export const programmes = fc.constantFrom(...[1, 2].map((n) => idOf<ProgrammeId>('prog', n)))

type Leaf = Exclude<Rule, { readonly type: 'all' | 'any' | 'not' }>

const bounds = {
  atLeast: fc.integer({ min: -2, max: 400 }),
  atMost: fc.integer({ min: -2, max: 400 }),
}
const small = { atLeast: fc.nat(5), atMost: fc.nat(5) }
const withinDays = fc.integer({ min: 1, max: 20 })

const counts = (within: Partial<typeof small>): fc.Arbitrary<CountOf> =>
  fc
    .tuple(
      fc.constantFrom<CountOf['of']>('purchases', 'units', 'returns', 'returnedUnits'),
      fc.record({ withinDays, ...within }, { requiredKeys: [] }),
    )
    .map(([of, may]) => ({ type: 'count', of, ...may }))

const sums = (within: Partial<typeof bounds>): fc.Arbitrary<SumOf> =>
  fc
    .tuple(
      currencies,
      fc.record(
        {
          of: fc.constantFrom<Required<SumOf>['of']>('purchases', 'net', 'refunds'),
          withinDays,
          ...within,
        },
        { requiredKeys: [] },
      ),
    )
    .map(([paidIn, may]) => ({ type: 'sum', currency: paidIn, ...may }))

/** What counts or sums something up, whatever comes out. */
export type Measure = CountOf | SumOf
export const measures: fc.Arbitrary<Measure> = fc.oneof(counts({}), sums({}))

/** Rules without any rule within. */
const leafRules: fc.Arbitrary<Leaf> = fc.oneof(
  fc.record({
    type: fc.constant('compare' as const),
    fact: fc.constantFrom(
      'market' as const,
      'status' as const,
      'source' as const,
      'storeId' as const,
    ),
    isOneOf: fc.array(fc.constantFrom('prospect', 'active', 'web', 'HK1'), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  counts(small),
  sums(bounds),
  records<Extract<Rule, { type: 'since' }>, 'type' | 'of'>(
    {
      type: fc.constant('since' as const),
      of: fc.constantFrom(
        'registration' as const,
        'firstPurchase' as const,
        'lastPurchase' as const,
      ),
    },
    { atLeast: fc.nat(20), atMost: fc.nat(20) },
  ),
  categoryIds.map((categoryId) => ({ type: 'inCategory' as const, categoryId })),
  fc.record({
    type: fc.constant('tierIs' as const),
    programmeId: programmes,
    tier: tiers,
  }),
  fc.constant({ type: 'permitted' as const, purpose: purposeCode('profiling') }),
)

/** Rules up to a depth. */
export const rules: fc.Arbitrary<Rule> = fc.letrec<{ rule: Rule; leaf: Rule }>((tie) => ({
  leaf: leafRules,
  rule: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(
        fc.constantFrom('all' as const, 'any' as const),
        fc.array(tie('rule'), { maxLength: 3 }),
      )
      .map(([type, of]) => ({ type, of })),
    tie('rule').map((of) => ({ type: 'not' as const, of })),
  ),
})).rule

/** A version as the view of definitions shows it. */
export const definedOf = (
  definition: CategoryDefinition,
  more: Pick<DefinedCategory, 'retiredOn'> = {},
): DefinedCategory => ({ definition, sha256: sha256Of(definition), ...more })

/** A category of the stories. */
export const definitionOf = (
  categoryId: CategoryId,
  changes: Partial<CategoryDefinition> = {},
): CategoryDefinition => {
  const exclusiveGroup = groupOf(categoryId)
  return {
    categoryId,
    version: 1,
    code: codeOf('friend'),
    ...(exclusiveGroup === undefined ? {} : { exclusiveGroup }),
    rule: { type: 'all', of: [] },
    ...changes,
  }
}

const definitions: fc.Arbitrary<CategoryDefinition> = fc
  .tuple(
    categoryIds,
    records<Pick<CategoryDefinition, 'parent' | 'fromDay' | 'toDay' | 'rule'>, never>(
      {},
      {
        parent: categoryIds,
        fromDay: days,
        toDay: days,
        rule: rules,
      },
    ),
    fc.integer({ min: 1, max: 3 }),
  )
  .map(([categoryId, may, version]) => {
    const { rule: _, ...plain } = definitionOf(categoryId, { version })
    return { ...plain, ...may }
  })

const eventIds: fc.Arbitrary<EventId> = fc.nat(9).map((n) => idOf<EventId>('evnt', n))
const because = fc.array(eventIds, { maxLength: 3 })

/** Any event of one customer. */
export const categoryEntries = (
  customerId: CustomerId = idOf('cust', 1),
): fc.Arbitrary<CategoryEntry> =>
  fc.oneof(
    fc
      .tuple(
        categoryIds,
        records<
          Pick<CategoryAssigned, 'as' | 'fromDay' | 'version' | 'reasonCode' | 'toDay'>,
          'as' | 'fromDay' | 'version' | 'reasonCode'
        >(
          {
            as: fc.constantFrom('member' as const, 'excluded' as const),
            fromDay: days,
            version: fc.integer({ min: 1, max: 9 }),
            reasonCode: reasonCodes,
          },
          { toDay: days },
        ),
      )
      .map(([categoryId, rest]) => {
        const exclusiveGroup = groupOf(categoryId)
        return {
          ...rest,
          type: 'CategoryAssigned' as const,
          customerId,
          categoryId,
          ...(exclusiveGroup === undefined ? {} : { exclusiveGroup }),
        }
      }),
    fc.record({
      type: fc.constant('CategoryUnassigned' as const),
      customerId: fc.constant(customerId),
      categoryId: categoryIds,
      onDay: days,
      reasonCode: reasonCodes,
    }),
    fc
      .tuple(
        categoryIds,
        fc.record({ onDay: days, ruleVersion: fc.integer({ min: 1, max: 9 }), because }),
      )
      .map(([categoryId, rest]) => {
        const exclusiveGroup = groupOf(categoryId)
        return {
          type: 'CategoryEntered' as const,
          customerId,
          categoryId,
          ...rest,
          ...(exclusiveGroup === undefined ? {} : { exclusiveGroup }),
        }
      }),
    records<
      Extract<CategoryEntry, { type: 'CategoryLeft' }>,
      Exclude<keyof Extract<CategoryEntry, { type: 'CategoryLeft' }>, 'by'>
    >(
      {
        type: fc.constant('CategoryLeft' as const),
        customerId: fc.constant(customerId),
        categoryId: categoryIds,
        onDay: days,
        ruleVersion: fc.integer({ min: 1, max: 9 }),
        because,
      },
      { by: categoryIds },
    ),
  )

/** Any event of a category itself. */
export const definitionEvents = (
  categoryId: fc.Arbitrary<CategoryId> = categoryIds,
): fc.Arbitrary<CategoriesEvent> =>
  fc.oneof(
    fc.tuple(categoryId, definitions).map(([id, drawn]) => {
      const definition = { ...drawn, categoryId: id }
      return {
        type: 'CategoryDefined' as const,
        categoryId: id,
        definition,
        sha256: sha256Of(definition),
      }
    }),
    fc.record({
      type: fc.constant('CategoryRetired' as const),
      categoryId,
      onDay: days,
      reasonCode: reasonCodes,
    }),
  )

/** Any command about one customer, with categories as they are defined. */
export const belongingCommands = (
  customerId: CustomerId = idOf('cust', 1),
): fc.Arbitrary<CategoriesCommand> =>
  fc.oneof(
    fc
      .tuple(
        categoryIds,
        days,
        fc.option(fc.nat(8), { nil: undefined }),
        fc.constantFrom('member' as const, 'member' as const, 'excluded' as const),
      )
      .map(([categoryId, fromDay, length, as]) => ({
        type: 'AssignCategory' as const,
        customerId,
        category: definedOf(definitionOf(categoryId)),
        as,
        fromDay,
        ...(length === undefined ? {} : { toDay: plusDays(fromDay, length) }),
        reasonCode: reasonCode('said'),
      })),
    categoryIds.map((categoryId) => ({
      type: 'UnassignCategory' as const,
      customerId,
      categoryId,
      reasonCode: reasonCode('said'),
    })),
    fc.record({
      type: fc.constant('ApplyVerdict' as const),
      customerId: fc.constant(customerId),
      category: categoryIds.map((categoryId) => definedOf(definitionOf(categoryId))),
      isMember: fc.boolean(),
      onDay: fc.constantFrom(...someDays.slice(0, 12)),
      because,
    }),
  )

/** Histories of categories and of some customers. */
export const categoryHistories: fc.Arbitrary<ReadonlyArray<HistoryEntry>> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: entriesOf('customerCategories', (id) => categoryEntries(id as CustomerId)),
    },
    entriesOf('category', (id) => definitionEvents(fc.constant(id as CategoryId))),
  ),
  { maxLength: 24, size: 'max' },
)
