import type { LogEvent } from '@patina/eventsourcing'
import { comparePersonal, history, projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { talkHistories } from '../arbitraries.js'
import { idOf, noon } from '../shared/arbitraries.js'
import { type CustomerId, codeOf, type EventId, reasonCode, storeId } from '../shared/ids.js'
import { eventIdOf } from '../shared/moments.js'
import { openShop } from '../shop.arbitraries.js'
import { eventCodecs } from './codec.js'
import { fieldHistoryView } from './field-history.codec.js'
import { fieldHistory } from './field-history.projection.js'
import type { CustomersCommand } from './index.js'
import { interestsView } from './interests.codec.js'
import { interests } from './interests.projection.js'
import { relationsView } from './relations.codec.js'
import { isOneSided, relations } from './relations.projection.js'
import { type SealedSaid, sealedSaid } from './statements/arbitraries.js'

comparePersonal()

projectionLaws(interestsView, talkHistories, { numRuns: 30 })
projectionLaws(relationsView, talkHistories, { numRuns: 30 })
projectionLaws(fieldHistoryView, talkHistories, { numRuns: 30 })

test('the history of fields has every event that there is of a customer', () => {
  expect([...fieldHistory.types].sort()).toEqual(Object.keys(eventCodecs).sort())
})

const one = idOf<CustomerId>('cust', 1)
const other = idOf<CustomerId>('cust', 2)
const [said, instead] = fc.sample(sealedSaid, 2) as [SealedSaid, SealedSaid]

// What is sent to a shop, folded into a view of one customer.
const folded = <View>(
  projection: {
    readonly types: ReadonlyArray<string>
    readonly parts: (recorded: LogEvent<never>) => ReadonlyArray<readonly [CustomerId, unknown]>
    readonly initial: (key: CustomerId) => View
    readonly evolve: (view: View, part: never) => View
  },
  commands: ReadonlyArray<CustomersCommand>,
  key: CustomerId = one,
): View => {
  const shop = openShop()
  for (const customerId of [one, other]) {
    const source = codeOf('walkIn')
    const at = noon('2024-01-01') as Parameters<typeof shop.send>[1]
    shop.send({ type: 'RegisterCustomer', customerId, source, storeId: storeId('HK1') }, at)
  }
  for (const command of commands) {
    shop.send(command, noon('2024-01-02') as Parameters<typeof shop.send>[1])
  }
  return history(shop.entries())
    .filter(({ event }) => projection.types.includes(event.type))
    .flatMap((recorded) => projection.parts(recorded as LogEvent<never>))
    .filter(([whose]) => whose === key)
    .reduce((view, [, part]) => projection.evolve(view, part as never), projection.initial(key))
}

// The event of the command that comes so many after the two registrations.
const eventOf = (place: number): EventId =>
  eventIdOf({ commandId: idOf('sent', 2 + place) } as Parameters<typeof eventIdOf>[0])

const preference = {
  type: 'StatePreference',
  customerId: one,
  topic: codeOf('metal'),
  strength: 'likes',
  value: said.preference,
} as const
const correction = { of: eventOf(0), reasonCode: reasonCode('mistaken') }
const corrected = { ...preference, value: instead.preference, correction } as const

describe('what is corrected', () => {
  test('is shown by its newest statement, and the old one is kept with who and why [K13]', () => {
    expect(folded(interests, [preference, corrected]).preferences).toEqual([
      expect.objectContaining({ eventId: eventOf(1), value: instead.preference }),
    ])
    const { entries } = folded(fieldHistory, [preference, corrected])
    expect(entries.slice(1)).toMatchObject([
      {
        event: { type: 'PreferenceStated', eventId: eventOf(0), value: said.preference },
        by: 'tester',
        supersededBy: eventOf(1),
      },
      { event: { correction: { of: eventOf(0), reasonCode: 'mistaken' } }, by: 'tester' },
    ])
    expect(entries.at(-1)).not.toHaveProperty('supersededBy')
  })

  test('and then retracted leaves nothing but its history', () => {
    const retract = {
      type: 'RetractStatement',
      customerId: one,
      of: eventOf(1),
      reasonCode: reasonCode('mistaken'),
    } as const
    expect(folded(interests, [preference, corrected, retract]).preferences).toEqual([])
    const { entries } = folded(fieldHistory, [preference, corrected, retract])
    expect(entries.map(({ supersededBy }) => supersededBy)).toEqual([
      undefined,
      eventOf(1),
      eventOf(2),
      undefined,
    ])
  })
})

test('a doubt shows until it is lifted', () => {
  const doubt = {
    type: 'DoubtField',
    customerId: one,
    of: eventOf(0),
    reasonCode: reasonCode('returned'),
  } as const
  const confirm = { type: 'ConfirmField', customerId: one, of: eventOf(0) } as const
  expect(folded(interests, [preference, doubt]).doubted).toEqual([eventOf(0)])
  expect(folded(fieldHistory, [preference, doubt]).entries[1]).toMatchObject({ isDoubted: true })
  expect(folded(interests, [preference, doubt, confirm]).doubted).toEqual([])
  expect(folded(fieldHistory, [preference, doubt, confirm]).entries[1]).toMatchObject({
    isDoubted: false,
  })
})

describe('a relation', () => {
  const relationId = idOf<Parameters<typeof isOneSided>[0]['relationId']>('rela', 1)
  const side = (customerId: CustomerId, otherId: CustomerId) =>
    ({ type: 'RecordRelation', customerId, relationId, otherId, kind: said.relation }) as const

  test('of which one side is missing is listed for both until that half arrives', () => {
    const mine = folded(relations, [side(one, other)]).relations
    expect(mine).toMatchObject([{ relationId, otherId: other, own: { kind: said.relation } }])
    expect(mine.map(isOneSided)).toEqual([true])
    const theirs = folded(relations, [side(one, other)], other).relations
    expect(theirs).toEqual([{ relationId, otherId: one, theirs: {} }])
    expect(theirs.map(isOneSided)).toEqual([true])
    for (const key of [one, other]) {
      const both = folded(relations, [side(one, other), side(other, one)], key).relations
      expect(both.map(isOneSided)).toEqual([false])
    }
  })
})
