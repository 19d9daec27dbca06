// Categories, rules and facts for tests: few ids and few days, so that they meet.
import type { Instant, LogEvent, Position, StreamName } from '@patina/eventsourcing'
import { entriesOf, type HistoryEntry } from '@patina/testing'
import fc from 'fast-check'
import { anyIds, idOf, reasonCodes, records } from '../shared/arbitraries.js'
import { civilDate, plusDays } from '../shared/civil-date.js'
import {
  type CategoryId,
  type Code,
  type CustomerId,
  codeOf,
  type EventId,
  type ProgrammeId,
  purposeCode,
  type SaleId,
  type TierId,
} from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import { sha256Of } from '../shared/sha256.js'
import type { CategoriesCommand } from './commands.js'
import type { CategoryDefinition, DefinedCategory } from './definition.js'
import type { CategoriesEvent, CategoryEntry } from './events.js'
import type { FactEvent } from './facts.projection.js'
import type { Rule } from './rule.js'

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
export const someDays = Array.from({ length: 24 }, (_, n) => plusDays(firstDay, n))
const days = fc.constantFrom(...someDays)
const currencies = fc.constantFrom<Currency>(
  ...(['HKD', 'GBP'] as ReadonlyArray<string> as ReadonlyArray<Currency>),
)
const tiers = fc.constantFrom('silver', 'gold')
const programmes = fc.constantFrom(...[1, 2].map((n) => idOf<ProgrammeId>('prog', n)))

type Leaf = Exclude<Rule, { readonly type: 'all' | 'any' | 'not' }>

const bounds = {
  atLeast: fc.integer({ min: -2, max: 400 }),
  atMost: fc.integer({ min: -2, max: 400 }),
}
const small = { atLeast: fc.nat(5), atMost: fc.nat(5) }
const withinDays = fc.integer({ min: 1, max: 20 })

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
  records<Extract<Rule, { type: 'count' }>, 'type' | 'of'>(
    {
      type: fc.constant('count' as const),
      of: fc.constantFrom('purchases' as const, 'units' as const),
    },
    { withinDays, ...small },
  ),
  records<Extract<Rule, { type: 'sum' }>, 'type' | 'currency'>(
    { type: fc.constant('sum' as const), currency: currencies },
    { withinDays, ...bounds },
  ),
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
    tier: tiers.map((tier) => tier as string as TierId),
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
          Extract<CategoryEntry, { type: 'CategoryAssigned' }>,
          'as' | 'fromDay' | 'version' | 'reasonCode'
        >(
          {
            as: fc.constantFrom('member' as const, 'excluded' as const),
            fromDay: days,
            version: fc.integer({ min: 1, max: 9 }),
            reasonCode: reasonCodes,
          } as never,
          { toDay: days } as never,
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
        reasonCode: codeOf('said') as string as Extract<
          CategoriesCommand,
          { type: 'AssignCategory' }
        >['reasonCode'],
      })),
    categoryIds.map((categoryId) => ({
      type: 'UnassignCategory' as const,
      customerId,
      categoryId,
      reasonCode: codeOf('said') as string as Extract<
        CategoriesCommand,
        { type: 'AssignCategory' }
      >['reasonCode'],
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

const saleIds = fc.nat(4).map((n) => idOf<SaleId>('sale', n))
const amounts = { units: fc.nat(3), currency: currencies }

/** What happened with one customer, as far as rules ask. */
export const factEvents = (
  customerId: CustomerId = idOf('cust', 1),
): fc.Arbitrary<ReadonlyArray<FactEvent>> => {
  const sale = (type: 'SaleRecorded' | 'SaleClaimed') =>
    fc
      .record({ saleId: anyIds<SaleId>(), soldOn: days, ...amounts, totalMinor: fc.nat(300) })
      .map((rest) => ({ type, customerId, ...rest }) as unknown as FactEvent)
  const later: fc.Arbitrary<FactEvent> = fc.oneof(
    { weight: 4, arbitrary: sale('SaleRecorded') },
    sale('SaleClaimed'),
    fc.tuple(saleIds, fc.nat(3), fc.nat(200)).map(
      ([saleId, units, refundMinor]) =>
        ({
          type: 'SaleLinesReturned',
          customerId,
          saleId,
          units,
          refundMinor,
        }) as unknown as FactEvent,
    ),
    saleIds.map((saleId) => ({ type: 'SaleVoided', customerId, saleId }) as unknown as FactEvent),
    fc
      .tuple(fc.constantFrom('prospect', 'active'))
      .map(([to]) => ({ type: 'CustomerStatusChanged', customerId, to }) as unknown as FactEvent),
    fc
      .tuple(
        programmes,
        days,
        fc.option(tiers, { nil: undefined }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.option(tiers, { nil: undefined })), {
          maxLength: 2,
        }),
      )
      .map(
        ([programmeId, onDay, tier, ahead]) =>
          ({
            type: 'TierChanged',
            customerId,
            programmeId,
            onDay,
            standing: {
              ...(tier === undefined ? {} : { tier }),
              ahead: ahead
                .map(([after, next]) => ({
                  fromDay: plusDays(onDay, after),
                  ...(next === undefined ? {} : { tier: next }),
                }))
                .sort((a, b) => (a.fromDay < b.fromDay ? -1 : a.fromDay > b.fromDay ? 1 : 0)),
            },
          }) as unknown as FactEvent,
      ),
    categoryEntries(customerId),
  )
  const registered = {
    type: 'CustomerRegistered',
    customerId,
    source: 'web',
    storeId: 'HK1',
    status: 'prospect',
  } as unknown as FactEvent
  return fc.tuple(fc.boolean(), fc.array(later, { maxLength: 16 })).map(([isKnown, events]) => [
    ...(isKnown ? [registered] : []),
    // A return or a void is of one of the sales, mostly.
    ...events.map((event, index) => ofEarlier(event, events.slice(0, index))),
  ])
}

const ofEarlier = (event: FactEvent, earlier: ReadonlyArray<FactEvent>): FactEvent => {
  if (event.type !== 'SaleLinesReturned' && event.type !== 'SaleVoided') return event
  const sold = earlier.filter(({ type }) => type === 'SaleRecorded' || type === 'SaleClaimed')
  const one = sold[Number(event.saleId.slice(-1)) % Math.max(1, sold.length)]
  return one === undefined || !('saleId' in one) ? event : { ...event, saleId: one.saleId }
}

/** These events as a log holds them: each with an id by its place. */
export const loggedFacts = (events: ReadonlyArray<FactEvent>): ReadonlyArray<LogEvent<FactEvent>> =>
  events.map((event, index) => ({
    id: idOf<EventId>('fact', index) as string as LogEvent<FactEvent>['id'],
    stream: 'test-1' as StreamName,
    revision: index,
    event,
    position: String(index).padStart(20, '0') as Position,
    part: 0,
    recordedAt: '2024-06-01T04:00:00.000Z' as Instant,
    metadata: { occurredAt: '2024-05-25T04:00:00.000Z' } as LogEvent<FactEvent>['metadata'],
  })) as ReadonlyArray<LogEvent<FactEvent>>
