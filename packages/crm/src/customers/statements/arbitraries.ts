// What customers say of themselves, for the tests of customers and for the shop of the histories.
import type { Personal } from '@patina/privacy'
import { sealedPersonal } from '@patina/testing'
import fc from 'fast-check'
import {
  anyIds,
  codeTexts,
  currencies,
  customerIds,
  days,
  reasonCodes,
  records,
} from '../../shared/arbitraries.js'
import type {
  CustomerId,
  EventId,
  NeedId,
  OccasionId,
  RelationId,
  SaleId,
} from '../../shared/ids.js'
import type { CustomersCommand } from '../commands.js'
import type {
  Correction,
  CustomersEvent,
  LeapRule,
  NeedOutcome,
  PreferenceStrength,
} from '../events.js'
import {
  type Budget,
  budget,
  need,
  occasion,
  occasionDate,
  preferences,
  relation,
} from '../kinds.js'

const strengths = fc.constantFrom<PreferenceStrength>('must', 'likes', 'avoids')
const outcomes = fc.constantFrom<NeedOutcome>('met', 'metElsewhere', 'dropped')
export const leapRules = fc.constantFrom<LeapRule>('feb28', 'mar1')

const texts = (word: string): fc.Arbitrary<string> =>
  fc.integer({ min: 100_000, max: 999_999 }).map((number) => `${word} 例 ${number}`)

/**
 * Dates of occasions in both forms, 29 February often among them. In a leap year that nothing else of a history lies in: a view
 * that shows such a day has it from there.
 */
export const occasionDates: fc.Arbitrary<string> = fc
  .tuple(days, fc.boolean())
  .map(([day, isYearKnown]) => `${isYearKnown ? '1948' : '-'}-${day.slice(5)}`)

// Amounts that stand nowhere else: a round one, read backwards, is the end of an id of the histories.
const budgets: fc.Arbitrary<Budget> = fc.record({
  currency: currencies,
  mostMinor: fc.integer({ min: 123_456_789, max: 987_654_321 }),
})

const clear = {
  preference: texts('steel bracelets'),
  need: texts('a ring'),
  budget: budgets,
  occasion: texts('birthday'),
  date: occasionDates,
  relation: texts('parent of'),
}

/** Sealed values of what customers say, as events carry them. */
export const sealedSaid = fc.record({
  preference: sealedPersonal(preferences, clear.preference),
  need: sealedPersonal(need, clear.need),
  budget: sealedPersonal(budget, clear.budget),
  occasion: sealedPersonal(occasion, clear.occasion),
  date: sealedPersonal(occasionDate, clear.date),
  relation: sealedPersonal(relation, clear.relation),
})

/** One of each. */
export type SealedSaid = typeof sealedSaid extends fc.Arbitrary<infer A> ? A : never

type Of<Union, Type> = Extract<Union, { readonly type: Type }>

/** Which ids the generated events and commands are about: few of them, so that they meet. */
export interface SaidIds {
  readonly customerId?: fc.Arbitrary<CustomerId>
  readonly otherId?: fc.Arbitrary<CustomerId>
  readonly eventId?: fc.Arbitrary<EventId>
  readonly needId?: fc.Arbitrary<NeedId>
  readonly occasionId?: fc.Arbitrary<OccasionId>
  readonly relationId?: fc.Arbitrary<RelationId>
}

const idsOf = ({
  customerId = customerIds,
  otherId = customerIds,
  eventId = anyIds<EventId>(),
  needId = anyIds<NeedId>(),
  occasionId = anyIds<OccasionId>(),
  relationId = anyIds<RelationId>(),
}: SaidIds) => ({ customerId, otherId, eventId, needId, occasionId, relationId })

const corrections = (of: fc.Arbitrary<EventId>): fc.Arbitrary<Correction> =>
  fc.record({ of, reasonCode: reasonCodes })

/** Any event by which something is said of a customer. */
export const saidEvents = (ids: SaidIds = {}): fc.Arbitrary<CustomersEvent> => {
  const { customerId, otherId, eventId, needId, occasionId, relationId } = idsOf(ids)
  const correction = corrections(eventId)
  const sealed = <K extends keyof SealedSaid>(key: K): fc.Arbitrary<SealedSaid[K]> =>
    sealedSaid.map((all) => all[key])
  const of = eventId
  return fc.oneof(
    records<
      Of<CustomersEvent, 'PreferenceStated'>,
      Exclude<keyof Of<CustomersEvent, 'PreferenceStated'>, 'correction'>
    >(
      {
        type: fc.constant('PreferenceStated' as const),
        customerId,
        eventId,
        topic: codeTexts,
        strength: strengths,
        value: sealed('preference'),
      },
      { correction },
    ),
    records<
      Of<CustomersEvent, 'NeedRecorded'>,
      'type' | 'customerId' | 'eventId' | 'needId' | 'wanted'
    >(
      {
        type: fc.constant('NeedRecorded' as const),
        customerId,
        eventId,
        needId,
        wanted: sealed('need'),
      },
      { budget: sealed('budget'), by: days, correction },
    ),
    records<Of<CustomersEvent, 'NeedClosed'>, 'type' | 'customerId' | 'needId' | 'outcome'>(
      { type: fc.constant('NeedClosed' as const), customerId, needId, outcome: outcomes },
      { saleId: anyIds<SaleId>() },
    ),
    records<
      Of<CustomersEvent, 'OccasionRecorded'>,
      Exclude<keyof Of<CustomersEvent, 'OccasionRecorded'>, 'correction'>
    >(
      {
        type: fc.constant('OccasionRecorded' as const),
        customerId,
        eventId,
        occasionId,
        kind: sealed('occasion'),
        date: sealed('date'),
        leapRule: leapRules,
      },
      { correction },
    ),
    records<
      Of<CustomersEvent, 'RelationRecorded'>,
      'type' | 'customerId' | 'eventId' | 'relationId' | 'otherId' | 'kind'
    >(
      {
        type: fc.constant('RelationRecorded' as const),
        customerId,
        eventId,
        relationId,
        otherId,
        kind: sealed('relation'),
      },
      { fromDay: days, toDay: days, correction },
    ),
    fc.record({
      type: fc.constant('RelationEnded' as const),
      customerId,
      relationId,
      otherId,
      toDay: days,
    }),
    fc.record({
      type: fc.constant('StatementRetracted' as const),
      customerId,
      eventId,
      of,
      what: fc.constantFrom('preference' as const, 'occasion' as const),
      reasonCode: reasonCodes,
    }),
    fc.record({
      type: fc.constant('AccuracyDoubted' as const),
      customerId,
      of,
      reasonCode: reasonCodes,
    }),
    fc.record({ type: fc.constant('AccuracyConfirmed' as const), customerId, of }),
  )
}

/** Any command that says something of a customer, in the clear. */
export const saidStatements: fc.Arbitrary<{ readonly type: CustomersCommand['type'] }> = fc.oneof(
  fc
    .tuple(
      fc.record({ customerId: customerIds, topic: codeTexts, strength: strengths }),
      clear.preference,
    )
    .map(([rest, value]) => ({ type: 'StatePreference' as const, ...rest, value })),
  fc
    .tuple(
      fc.record({ customerId: customerIds, needId: anyIds<NeedId>(), wanted: clear.need }),
      fc.record(
        { budget: clear.budget, by: days, correction: corrections(anyIds<EventId>()) },
        { requiredKeys: [] },
      ),
    )
    .map(([must, may]) => ({ type: 'RecordNeed' as const, ...must, ...may })),
  fc
    .tuple(
      fc.record({
        customerId: customerIds,
        occasionId: anyIds<OccasionId>(),
        kind: clear.occasion,
        date: clear.date,
      }),
      fc.record({ leapRule: leapRules }, { requiredKeys: [] }),
    )
    .map(([must, may]) => ({ type: 'RecordOccasion' as const, ...must, ...may })),
  fc
    .tuple(
      fc.record({
        customerId: customerIds,
        relationId: anyIds<RelationId>(),
        otherId: customerIds,
        kind: clear.relation,
      }),
      fc.record({ fromDay: days, toDay: days }, { requiredKeys: [] }),
    )
    .map(([must, may]) => ({ type: 'RecordRelation' as const, ...must, ...may })),
)

/** Any command about what was said that can be said again. */
export const comparableStatements = (ids: SaidIds = {}): fc.Arbitrary<CustomersCommand> => {
  const { customerId, eventId: of, needId, relationId } = idsOf(ids)
  return fc.oneof(
    records<Of<CustomersCommand, 'CloseNeed'>, 'type' | 'customerId' | 'needId' | 'outcome'>(
      { type: fc.constant('CloseNeed' as const), customerId, needId, outcome: outcomes },
      { saleId: anyIds<SaleId>() },
    ),
    fc.record({ type: fc.constant('EndRelation' as const), customerId, relationId, toDay: days }),
    fc.record({
      type: fc.constant('RetractStatement' as const),
      customerId,
      of,
      reasonCode: reasonCodes,
    }),
    fc.record({
      type: fc.constant('DoubtField' as const),
      customerId,
      of,
      reasonCode: reasonCodes,
    }),
    fc.record({ type: fc.constant('ConfirmField' as const), customerId, of }),
  )
}

/** What in a log can be doubted, corrected or ended. */
interface Earlier {
  readonly statement?: CustomersEvent & {
    readonly eventId?: EventId
    readonly correction?: unknown
  }
  readonly need?: Of<CustomersEvent, 'NeedRecorded'>
  readonly relation?: Of<CustomersEvent, 'RelationRecorded'>
  readonly doubt?: Of<CustomersEvent, 'AccuracyDoubted'>
}

const correctionOf = (of: EventId | undefined) =>
  of === undefined ? {} : { correction: { of, reasonCode: 'mistaken' as Correction['reasonCode'] } }

/** One thing that is said of a customer of a shop, by small numbers: most of it is about something that was said before. */
export const saidInShop = (
  customer: CustomerId,
  other: CustomerId,
  which: number,
  newId: <Id extends string>(kind: string) => Id,
  { preference, need: wanted, budget: worth, occasion: kind, date, relation: kin }: SealedSaid,
  { statement, need: open, relation: bond }: Earlier,
): CustomersCommand => {
  const customerId = customer
  const about = statement?.customerId ?? customer
  const of = statement?.eventId ?? newId<EventId>('none')
  const reasonCode = 'said' as Correction['reasonCode']
  const topic = 'metal' as Of<CustomersCommand, 'StatePreference'>['topic']
  switch (which) {
    case 0:
    case 1:
      return { type: 'StatePreference', customerId, topic, strength: 'likes', value: preference }
    case 2:
      return { type: 'RecordNeed', customerId, needId: newId('need'), wanted, budget: worth }
    case 3:
      return {
        type: 'CloseNeed',
        customerId: open?.customerId ?? customer,
        needId: open?.needId ?? newId('need'),
        outcome: 'met',
      }
    case 4:
      return { type: 'RecordOccasion', customerId, occasionId: newId('occa'), kind, date }
    case 5:
      return {
        type: 'RecordRelation',
        customerId: bond?.otherId ?? customer,
        relationId: bond?.relationId ?? newId('rela'),
        otherId: bond?.customerId ?? other,
        kind: kin,
      }
    case 6:
      return {
        type: 'RecordRelation',
        customerId,
        relationId: newId('rela'),
        otherId: other,
        kind: kin,
      }
    case 7:
      return {
        type: 'EndRelation',
        customerId: bond?.customerId ?? customer,
        relationId: bond?.relationId ?? newId('rela'),
        toDay: '2026-01-01' as Of<CustomersCommand, 'EndRelation'>['toDay'],
      }
    case 8:
      return { type: 'RetractStatement', customerId: about, of, reasonCode }
    case 9:
    case 10:
      return { type: 'DoubtField', customerId: about, of, reasonCode }
    case 11:
      return { type: 'ConfirmField', customerId: about, of }
    case 12:
      return {
        type: 'AssignOwner',
        customerId,
        ownerId: 'staff-1' as Of<CustomersCommand, 'AssignOwner'>['ownerId'],
        storeId: 'HK1' as Of<CustomersCommand, 'AssignOwner'>['storeId'],
      }
    default:
      return (
        corrected(statement, preference, wanted, kind, date, kin) ?? {
          type: 'ConfirmField',
          customerId: about,
          of,
        }
      )
  }
}

// The same thing again, with another value.
const corrected = (
  statement: Earlier['statement'],
  value: Personal<string>,
  wanted: Personal<string>,
  kind: Personal<string>,
  date: Personal<string>,
  kin: Personal<string>,
): CustomersCommand | undefined => {
  if (statement === undefined) return undefined
  const { customerId } = statement
  const correction = correctionOf(statement.eventId)
  switch (statement.type) {
    case 'NameRecorded': {
      const { role, script, order, name } = statement
      return { type: 'RecordName', customerId, role, script, order, name, ...correction }
    }
    case 'PreferenceStated': {
      const { topic } = statement
      return {
        type: 'StatePreference',
        customerId,
        topic,
        strength: 'avoids',
        value,
        ...correction,
      }
    }
    case 'NeedRecorded':
      return { type: 'RecordNeed', customerId, needId: statement.needId, wanted, ...correction }
    case 'OccasionRecorded': {
      const { occasionId } = statement
      const leapRule = 'mar1'
      return { type: 'RecordOccasion', customerId, occasionId, kind, date, leapRule, ...correction }
    }
    case 'RelationRecorded': {
      const { relationId, otherId } = statement
      const again = { type: 'RecordRelation', customerId, relationId, otherId, kind: kin } as const
      return { ...again, ...correction }
    }
    default:
      return undefined
  }
}
