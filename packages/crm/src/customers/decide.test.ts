import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf, storiesAt } from '../shared/arbitraries.js'
import { codeOf, market, reasonCode, storeId } from '../shared/ids.js'
import { customersCommands, customersEvents, statuses } from './arbitraries.js'
import type { RegisterCustomer } from './commands.js'
import type { CustomerRegistered, CustomerStatus, CustomerStatusChanged } from './events.js'
import * as Customers from './index.js'

const given = storiesAt(Customers)
const customerId = idOf('cust', 1) as CustomerRegistered['customerId']

const register: RegisterCustomer = {
  type: 'RegisterCustomer',
  customerId,
  source: codeOf('walkIn'),
  storeId: storeId('HK1'),
  market: market('Hong Kong'),
}
const registered: CustomerRegistered = {
  ...register,
  type: 'CustomerRegistered',
  status: 'prospect',
}
const change = (to: CustomerStatus) =>
  ({ type: 'ChangeStatus', customerId, to, reasonCode: reasonCode('said') }) as const
const changed = (from: CustomerStatus, to: CustomerStatus): CustomerStatusChanged => ({
  type: 'CustomerStatusChanged',
  customerId,
  from,
  to,
  reasonCode: reasonCode('said'),
})

describe('registering a customer', () => {
  test('makes a prospect if nothing else is said', () => {
    given().when(register).expect(registered)
  })

  test('makes an active customer of one who has bought', () => {
    given()
      .when({ ...register, status: 'active' })
      .expect({ ...registered, status: 'active' })
  })

  test('changes nothing when it is done again', () => {
    given(registered).when(register).expectNothing()
    given(registered, changed('prospect', 'active')).when(register).expectNothing()
  })

  test('with other facts is refused, and every difference is named', () => {
    const { market: _, ...withoutMarket } = register
    given(registered)
      .when({ ...withoutMarket, storeId: storeId('HK2') })
      .expectRejection({
        _tag: 'CustomerAlreadyRegistered',
        differences: [
          { path: '/storeId', recorded: 'HK1', found: 'HK2' },
          { path: '/market', recorded: 'Hong Kong', found: null },
        ],
      })
  })
})

describe('the status of a customer', () => {
  test('changes for a reason, and the log says from what to what', () => {
    given(registered).when(change('active')).expect(changed('prospect', 'active'))
    given(registered, changed('prospect', 'active'))
      .when(change('blocked'))
      .expect(changed('active', 'blocked'))
  })

  test('is no news when it is so already', () => {
    given(registered).when(change('prospect')).expectNothing()
  })

  test('never goes back to prospect', () => {
    given(registered, changed('prospect', 'active'))
      .when(change('prospect'))
      .expectRejection({
        _tag: 'StatusNotAllowed',
        from: 'active',
        to: 'prospect',
        allowed: ['blocked', 'deceased'],
      })
  })

  test('can be mended when a death was reported by mistake, and the log shows both [K13]', () => {
    given(registered, changed('prospect', 'deceased'))
      .when(change('active'))
      .expect(changed('deceased', 'active'))
  })

  test('of somebody whom nobody has registered cannot change', () => {
    given().when(change('active')).expectRejection({ _tag: 'UnknownCustomer' })
  })
})

describe('laws of customers', () => {
  const histories = fc.array(customersEvents(fc.constant(customerId)), { maxLength: 12 })

  test('any history folds, whatever it says', () => {
    fc.assert(
      fc.property(histories, (events) => {
        expect(() => events.reduce(Customers.evolve, Customers.initial)).not.toThrow()
      }),
    )
  })

  test('a command obeyed twice adds nothing', () => {
    fc.assert(
      fc.property(histories, customersCommands(fc.constant(customerId)), (events, command) => {
        const state = events.reduce(Customers.evolve, Customers.initial)
        const first = Customers.decide(command, state)
        if (E.isLeft(first)) return
        const again = Customers.decide(command, first.right.reduce(Customers.evolve, state))
        expect(again).toEqual(E.right([]))
      }),
    )
  })

  test('a change starts from the status that stands', () => {
    fc.assert(
      fc.property(fc.array(statuses, { maxLength: 10 }), (wanted) => {
        let status: CustomerStatus = 'prospect'
        let state = Customers.evolve(Customers.initial, registered)
        for (const to of wanted) {
          const decision = Customers.decide(change(to), state)
          if (E.isLeft(decision)) continue
          for (const event of decision.right) {
            expect(event).toEqual(changed(status, to))
            state = Customers.evolve(state, event)
          }
          status = to
        }
      }),
    )
  })
})
