// What customers say of themselves: their wishes, days and relations, and what becomes of a statement that is wrong.
import { comparePersonal } from '@patina/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idOf, issuedAt, noon, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { codeOf, type EventId, reasonCode, storeId } from '../shared/ids.js'
import { eventIdOf } from '../shared/moments.js'
import { sealedNames } from './arbitraries.js'
import type { CustomerRegistered, CustomersEvent } from './events.js'
import * as Customers from './index.js'
import { sealedSaid } from './statements/arbitraries.js'

comparePersonal()

const given = storiesAt(Customers)
const customerId = idOf<CustomerRegistered['customerId']>('cust', 1)
const otherId = idOf<CustomerRegistered['customerId']>('cust', 2)
const eventId = eventIdOf(issuedAt(noon('2024-06-01')))
const first = idOf<EventId>('evnt', 1)
const second = idOf<EventId>('evnt', 2)
const mistaken = reasonCode('mistaken')

// Values that no decision reads: drawn once, for only their being carried on matters.
const [said] = fc.sample(sealedSaid, 1) as [
  typeof sealedSaid extends fc.Arbitrary<infer A> ? A : never,
]
const [name] = fc.sample(sealedNames, 1) as [Customers.RecordName['name']]

const registered: CustomerRegistered = {
  type: 'CustomerRegistered',
  customerId,
  source: codeOf('walkIn'),
  storeId: storeId('HK1'),
  status: 'active',
}

const state: Customers.StatePreference = {
  type: 'StatePreference',
  customerId,
  topic: codeOf('metal'),
  strength: 'avoids',
  value: said.preference,
}
const stated = { ...state, type: 'PreferenceStated', eventId: first } as const

describe('a preference', () => {
  test('is stated as often as it is said, for nobody can say that it is the same', () => {
    given(registered)
      .when(state)
      .expect({ ...stated, eventId })
    given(registered, stated)
      .when(state)
      .expect({ ...stated, eventId })
  })

  test('is taken back once, for a reason', () => {
    const retract = {
      type: 'RetractStatement',
      customerId,
      of: first,
      reasonCode: mistaken,
    } as const
    const retracted = {
      ...retract,
      type: 'StatementRetracted',
      what: 'preference',
      eventId: second,
    } as const
    given(registered, stated)
      .when(retract)
      .expect({ ...retracted, eventId })
    given(registered, stated, retracted).when(retract).expectNothing()
    given(registered).when(retract).expectRejection({ _tag: 'UnknownStatement', of: first })
  })

  test('that was corrected is not taken back: its correction is', () => {
    const corrected = {
      ...stated,
      eventId: second,
      correction: { of: first, reasonCode: mistaken },
    }
    const retract = {
      type: 'RetractStatement',
      customerId,
      of: first,
      reasonCode: mistaken,
    } as const
    given(registered, stated, corrected)
      .when(retract)
      .expectRejection({ _tag: 'StatementSuperseded', of: first, by: second })
    given(registered, stated, corrected)
      .when({ ...retract, of: second })
      .expect({ ...retract, type: 'StatementRetracted', of: second, what: 'preference', eventId })
  })
})

const nameOf: Customers.RecordName = {
  type: 'RecordName',
  customerId,
  role: 'legal',
  script: 'Latn',
  order: 'givenFirst',
  name,
}
const named = { ...nameOf, type: 'NameRecorded', eventId: first } as const
const correction = { of: first, reasonCode: mistaken }

describe('a correction', () => {
  test('says what it corrects and why, and the log keeps both [K13]', () => {
    given(registered, named)
      .when({ ...nameOf, correction })
      .expect({ ...named, eventId, correction })
    given(registered, stated)
      .when({ ...state, strength: 'likes', correction })
      .expect({ ...stated, strength: 'likes', eventId, correction })
  })

  test('of nothing that was said is refused', () => {
    given(registered)
      .when({ ...nameOf, correction })
      .expectRejection({ _tag: 'UnknownStatement', of: first })
  })

  test('puts right the same thing, and nothing else', () => {
    given(registered, stated)
      .when({ ...nameOf, correction })
      .expectRejection({
        _tag: 'StatementOfOtherKind',
        of: first,
        expected: 'name legal Latn',
        found: 'preference metal',
      })
    given(registered, stated)
      .when({ ...state, topic: codeOf('stone'), correction })
      .expectRejection({
        _tag: 'StatementOfOtherKind',
        of: first,
        expected: 'preference stone',
        found: 'preference metal',
      })
  })

  test('of what was corrected already names the newest', () => {
    given(registered, named, { ...named, eventId: second, correction })
      .when({ ...nameOf, correction })
      .expectRejection({ _tag: 'StatementSuperseded', of: first, by: second })
  })
})

const needId = idOf<Customers.RecordNeed['needId']>('need', 1)
const record: Customers.RecordNeed = { type: 'RecordNeed', customerId, needId, wanted: said.need }
const recorded = { ...record, type: 'NeedRecorded', eventId: first } as const
const close: Customers.CloseNeed = { type: 'CloseNeed', customerId, needId, outcome: 'met' }
const closed = { ...close, type: 'NeedClosed' } as const

describe('a need', () => {
  test('is recorded with a budget and a day, if there are any', () => {
    const by = civilDate('2026-02-14')
    given(registered)
      .when({ ...record, budget: said.budget, by })
      .expect({ ...recorded, budget: said.budget, by, eventId })
  })

  test('under an id that is taken is refused, unless it corrects that very need', () => {
    given(registered, recorded).when(record).expectRejection({ _tag: 'NeedTaken', needId })
    given(registered, recorded)
      .when({ ...record, correction })
      .expect({ ...recorded, eventId, correction })
    const otherNeed = idOf<typeof needId>('need', 2)
    given(registered, recorded)
      .when({ ...record, needId: otherNeed, correction })
      .expectRejection({
        _tag: 'StatementOfOtherKind',
        of: first,
        expected: `need ${otherNeed}`,
        found: `need ${needId}`,
      })
  })

  test('ends once, and in one way', () => {
    given(registered, recorded).when(close).expect(closed)
    given(registered, recorded, closed).when(close).expectNothing()
    given(registered, recorded, closed)
      .when({ ...close, outcome: 'dropped' })
      .expectRejection({ _tag: 'NeedAlreadyClosed', needId, outcome: 'met' })
    given(registered, recorded, closed)
      .when({ ...record, correction })
      .expectRejection({ _tag: 'NeedAlreadyClosed', needId, outcome: 'met' })
    given(registered).when(close).expectRejection({ _tag: 'UnknownNeed', needId })
  })
})

describe('an occasion', () => {
  const occasionId = idOf<Customers.RecordOccasion['occasionId']>('occa', 1)
  const occasion: Customers.RecordOccasion = {
    type: 'RecordOccasion',
    customerId,
    occasionId,
    kind: said.occasion,
    date: said.date,
  }
  const kept = { ...occasion, type: 'OccasionRecorded', leapRule: 'feb28', eventId: first } as const

  test('is kept on 28 February in a year without a 29th, unless it is said otherwise', () => {
    given(registered)
      .when(occasion)
      .expect({ ...kept, eventId })
    given(registered)
      .when({ ...occasion, leapRule: 'mar1' })
      .expect({ ...kept, leapRule: 'mar1', eventId })
  })

  test('under an id that is taken is refused, unless it corrects that very occasion', () => {
    given(registered, kept).when(occasion).expectRejection({ _tag: 'OccasionTaken', occasionId })
    given(registered, kept)
      .when({ ...occasion, correction })
      .expect({ ...kept, eventId, correction })
  })
})

const relationId = idOf<Customers.RecordRelation['relationId']>('rela', 1)
const relate: Customers.RecordRelation = {
  type: 'RecordRelation',
  customerId,
  relationId,
  otherId,
  kind: said.relation,
  fromDay: civilDate('2020-01-01'),
}
const related = { ...relate, type: 'RelationRecorded', eventId: first } as const

describe('a relation', () => {
  test('is said side by side, each once', () => {
    given(registered)
      .when(relate)
      .expect({ ...related, eventId })
    given(registered, related).when(relate).expectRejection({ _tag: 'RelationTaken', relationId })
    given(registered, related)
      .when({ ...relate, correction })
      .expect({ ...related, eventId, correction })
  })

  test('with oneself is refused', () => {
    given(registered)
      .when({ ...relate, otherId: customerId })
      .expectRejection({ _tag: 'RelationToSelf', customerId })
  })

  test('does not end before it begins', () => {
    const [fromDay, toDay] = [civilDate('2020-01-01'), civilDate('2019-12-31')]
    const early = { _tag: 'RelationEndsTooEarly', fromDay, toDay } as const
    given(registered)
      .when({ ...relate, toDay })
      .expectRejection(early)
    given(registered, related)
      .when({ type: 'EndRelation', customerId, relationId, toDay })
      .expectRejection(early)
  })

  test('ends for the side that says so, and again on another day', () => {
    const end = {
      type: 'EndRelation',
      customerId,
      relationId,
      toDay: civilDate('2026-01-01'),
    } as const
    const ended = { ...end, type: 'RelationEnded', otherId } as const
    given(registered, related).when(end).expect(ended)
    given(registered, related, ended).when(end).expectNothing()
    const toDay = civilDate('2026-02-01')
    given(registered, related, ended)
      .when({ ...end, toDay })
      .expect({ ...ended, toDay })
    given(registered).when(end).expectRejection({ _tag: 'UnknownRelation', relationId })
  })
})

describe('the accuracy of a statement', () => {
  const doubt = {
    type: 'DoubtField',
    customerId,
    of: first,
    reasonCode: reasonCode('returned'),
  } as const
  const doubted = { ...doubt, type: 'AccuracyDoubted' } as const
  const confirm = { type: 'ConfirmField', customerId, of: first } as const
  const confirmed = { ...confirm, type: 'AccuracyConfirmed' } as const
  const statements: ReadonlyArray<CustomersEvent> = [named, stated, recorded, related]

  test.each(statements)('of a $type is doubted once, and confirmed once', (statement) => {
    given(registered, statement).when(confirm).expectNothing()
    given(registered, statement).when(doubt).expect(doubted)
    given(registered, statement, doubted).when(doubt).expectNothing()
    given(registered, statement, doubted).when(confirm).expect(confirmed)
    given(registered, statement, doubted, confirmed).when(confirm).expectNothing()
  })

  test('of nothing that was said is refused', () => {
    for (const command of [doubt, confirm]) {
      given(registered).when(command).expectRejection({ _tag: 'UnknownStatement', of: first })
      given().when(command).expectRejection({ _tag: 'UnknownCustomer' })
    }
  })
})

test('no statement follows from what is said of somebody whom nobody has registered', () => {
  const commands: ReadonlyArray<Customers.CustomersCommand> = [state, record, close, relate]
  for (const command of commands) given().when(command).expectRejection({ _tag: 'UnknownCustomer' })
  expect(Customers.evolve(Customers.initial, stated)).toEqual(Customers.initial)
})
