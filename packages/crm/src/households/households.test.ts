import { checkProjection, comparePersonal, projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import {
  idOf,
  problemsOf,
  sampleProblems,
  spoiled,
  stored,
  storiesAt,
} from '../shared/arbitraries.js'
import type { CustomerId, HouseholdId } from '../shared/ids.js'
import { viewsAfter } from '../shared/views.arbitraries.js'
import { householdHistories, householdsCommands, householdsEvents } from './arbitraries.js'
import { belongingView } from './belonging.codec.js'
import { belonging } from './belonging.projection.js'
import { householdView } from './household.codec.js'
import { household } from './household.projection.js'
import * as Households from './index.js'

comparePersonal()

projectionLaws(householdView, householdHistories, { numRuns: 30 })
projectionLaws(belongingView, householdHistories, { numRuns: 30 })

const given = storiesAt(Households)
const householdId = idOf<HouseholdId>('hous', 1)
const [one, other] = [idOf<CustomerId>('cust', 1), idOf<CustomerId>('cust', 2)]
const form = { type: 'FormHousehold', householdId, customerIds: [one, other] } as const
const formed = { type: 'HouseholdFormed', householdId } as const
const joined = (customerId: CustomerId) =>
  ({ type: 'HouseholdJoined', householdId, customerId }) as const
const left = (customerId: CustomerId) =>
  ({ type: 'HouseholdLeft', householdId, customerId }) as const
const join = (customerId: CustomerId) =>
  ({ type: 'JoinHousehold', householdId, customerId }) as const
const leave = (customerId: CustomerId) =>
  ({ type: 'LeaveHousehold', householdId, customerId }) as const

describe('a household', () => {
  test('is formed of customers, once', () => {
    given().when(form).expect(formed, joined(one), joined(other))
    given(formed, joined(one), joined(other)).when(form).expectNothing()
    given(formed, joined(one))
      .when(form)
      .expectRejection({ _tag: 'HouseholdTaken', householdId, missing: [other] })
  })

  test('is joined and left, as often as people move', () => {
    given(formed, joined(one)).when(join(other)).expect(joined(other))
    given(formed, joined(one)).when(join(one)).expectNothing()
    given(formed, joined(one)).when(leave(one)).expect(left(one))
    given(formed, joined(one), left(one)).when(leave(one)).expectNothing()
    given(formed, joined(one), left(one)).when(join(one)).expect(joined(one))
  })

  test('is not left by somebody who never belonged to it', () => {
    given(formed, joined(one))
      .when(leave(other))
      .expectRejection({ _tag: 'NotInHousehold', householdId, customerId: other })
  })

  test('that nobody has formed is unknown', () => {
    for (const command of [join(one), leave(one)]) {
      given().when(command).expectRejection({ _tag: 'UnknownHousehold', householdId })
    }
  })
})

describe('laws of households', () => {
  test('a command obeyed twice adds nothing, and the members are those who joined and did not leave', () => {
    fc.assert(
      fc.property(fc.array(householdsCommands, { maxLength: 20 }), (commands) => {
        let state = Households.initial
        const members = new Set<CustomerId>()
        for (const command of commands) {
          const decision = Households.decide(command, state)
          if (E.isLeft(decision)) continue
          state = decision.right.reduce(Households.evolve, state)
          expect(Households.decide(command, state)).toEqual(E.right([]))
          for (const event of decision.right) {
            if (event.type === 'HouseholdJoined') members.add(event.customerId)
            if (event.type === 'HouseholdLeft') members.delete(event.customerId)
          }
        }
        const now = [...state.members].flatMap(([customerId, isMember]) =>
          isMember ? [customerId] : [],
        )
        expect(now.sort()).toEqual([...members].sort())
      }),
    )
  })

  test('the views have who joined and did not leave, of each household and of each customer', () => {
    fc.assert(
      fc.property(householdHistories, (entries) => {
        const events = entries.map(({ event }) => event)
        const expected = new Set<string>()
        for (const one of events) {
          const event = one as Households.HouseholdsEvent
          if (event.type === 'HouseholdFormed') continue
          const pair = `${event.householdId} ${event.customerId}`
          if (event.type === 'HouseholdJoined') expected.add(pair)
          else expected.delete(pair)
        }
        const members = [...viewsAfter(household, events)].flatMap(([id, { customerIds }]) =>
          customerIds.map((one) => `${id} ${one}`),
        )
        const belongings = [...viewsAfter(belonging, events)].flatMap(([one, { households }]) =>
          households.map(({ householdId: id }) => `${id} ${one}`),
        )
        expect(members.toSorted()).toEqual([...expected].sort())
        expect(belongings.toSorted()).toEqual([...expected].sort())
      }),
    )
  })

  test('events come back from the store as they were, and any history of them folds', () => {
    fc.assert(
      fc.property(fc.array(householdsEvents()), (events) => {
        for (const event of events) {
          expect(stored(Households.eventCodecs, event)).toEqual(E.right(event))
        }
        expect(() => events.reduce(Households.evolve, Households.initial)).not.toThrow()
      }),
    )
    const samples = import.meta.glob('./__stored__/*.json', { eager: true, import: 'default' })
    expect(sampleProblems(Households.eventCodecs, samples)).toEqual([])
  })

  test('a view that forgets to declare a type is found', () => {
    const law = 'it declares every type that it reacts to'
    for (const { projection } of [householdView, belongingView]) {
      for (const type of projection.types) {
        const types = projection.types.filter((one) => one !== type)
        const found = checkProjection({ ...projection, types } as never, householdHistories, {
          only: [law],
          numRuns: 300,
        })
        expect(found.map((broken) => broken.law)).toEqual([law])
      }
    }
  })

  test.each([...spoiled(form), ...spoiled(join(one)), ...spoiled(leave(one))])(
    'a command is refused when $what',
    ({ path, command }) => {
      const paths = problemsOf(Households.commandCodecs, command).map((problem) => problem.path)
      expect(paths).toEqual([path])
    },
  )
})
