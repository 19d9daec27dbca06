import { comparePersonal } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf, issuedAt, noon, storiesAt } from '../shared/arbitraries.js'
import {
  codeOf,
  dataKind,
  identifierId,
  market,
  purposeCode,
  reasonCode,
  staffId,
  storeId,
} from '../shared/ids.js'
import { eventIdOf } from '../shared/moments.js'
import {
  comparableCommands,
  customersEvents,
  sealedIdentifiers,
  sealedNames,
  statuses,
} from './arbitraries.js'
import type { AddIdentifier, CustomersCommand, RecordName, RegisterCustomer } from './commands.js'
import type {
  CollectionList,
  CustomerRegistered,
  CustomerStatus,
  CustomerStatusChanged,
  IdentifierAdded,
} from './events.js'
import * as Customers from './index.js'

comparePersonal()

const given = storiesAt(Customers)
const issued = issuedAt(noon('2024-06-01'))
// The event that a command of a story makes.
const eventId = eventIdOf(issued)
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
const list: CollectionList = {
  purpose: purposeCode('membership'),
  version: 2,
  sha256: 'ab'.repeat(32),
  kinds: ['name', 'email', 'hkidFirstFour'].map(dataKind),
}
const kindsOf = (...kinds: ReadonlyArray<string>) => ({ kinds: kinds.map(dataKind), list })
const noticeEventId = eventIdOf(issued)

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
  test('says what was collected, under which notice and by which version of the list', () => {
    const { purpose, version, sha256 } = list
    given()
      .when({ ...register, noticeEventId, collecting: kindsOf('name', 'email', 'name') })
      .expect({
        ...registered,
        noticeEventId,
        collected: { purpose, version, sha256, kinds: ['email', 'name'].map(dataKind) },
      })
  })

  test('DPP1(1): collects nothing that the list of the purpose has not, and says each kind of it', () => {
    given()
      .when({ ...register, noticeEventId, collecting: kindsOf('name', 'religion', 'income') })
      .expectRejection({
        _tag: 'CollectionRefused',
        reasons: [
          {
            _tag: 'FieldNotAllowed',
            fields: ['income', 'religion'].map(dataKind),
            purpose: purposeCode('membership'),
          },
        ],
      })
  })

  test('DPP1(1): is refused with the number of an identity card, or part of it, whatever the list says', () => {
    for (const kind of ['hkidFirstFour', 'hkid', 'HKID-part', 'identityCardNumber', 'id-number']) {
      const whatever = { ...list, kinds: [dataKind(kind)] }
      given()
        .when({
          ...register,
          noticeEventId,
          collecting: { kinds: [dataKind(kind)], list: whatever },
        })
        .expectRejection({
          _tag: 'CollectionRefused',
          reasons: [{ _tag: 'FieldNotAllowed', fields: [dataKind(kind)], purpose: list.purpose }],
        })
    }
  })

  test('DPP1(3): collects nothing without a notice, and says so beside what else is wrong', () => {
    given()
      .when({ ...register, collecting: kindsOf('name', 'hkid') })
      .expectRejection({
        _tag: 'CollectionRefused',
        reasons: [
          { _tag: 'NoticeNotPresented' },
          { _tag: 'FieldNotAllowed', fields: [dataKind('hkid')], purpose: list.purpose },
        ],
      })
  })

  test('is already so where the same was collected, and another registration where it was not', () => {
    const command = { ...register, noticeEventId, collecting: kindsOf('name') }
    const { purpose, version, sha256 } = list
    const before: CustomerRegistered = {
      ...registered,
      noticeEventId,
      collected: { purpose, version, sha256, kinds: [dataKind('name')] },
    }
    given(before).when(command).expectNothing()
    const more = { ...list, version: 3 }
    given(before)
      .when({ ...command, collecting: { ...kindsOf('name'), list: more } })
      .expectRejection({
        _tag: 'CustomerAlreadyRegistered',
        differences: [{ path: '/collected/version', recorded: 2, found: 3 }],
      })
  })

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

describe('the owner of a customer', () => {
  const assign = {
    type: 'AssignOwner',
    customerId,
    ownerId: staffId('staff-7'),
    storeId: storeId('HK1'),
  } as const
  const assigned = { ...assign, type: 'OwnerAssigned' } as const

  test('is the last member of staff to whom the customer was assigned, for a shop', () => {
    given(registered).when(assign).expect(assigned)
    given(registered, assigned).when(assign).expectNothing()
    given(registered, assigned)
      .when({ ...assign, storeId: storeId('HK2') })
      .expect({ ...assigned, storeId: storeId('HK2') })
    given().when(assign).expectRejection({ _tag: 'UnknownCustomer' })
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

// Values that no decision reads: drawn once, for only their being carried on matters.
const [name] = fc.sample(sealedNames, 1) as [RecordName['name']]
const [sealed, other] = fc.sample(sealedIdentifiers, 2) as [
  Pick<IdentifierAdded, 'kind' | 'value'>,
  Pick<IdentifierAdded, 'kind' | 'value'>,
]

const nameOf: RecordName = {
  type: 'RecordName',
  customerId,
  role: 'legal',
  script: 'Latn',
  order: 'givenFirst',
  name,
}

describe('the name of a customer', () => {
  test('is recorded as it was said, by role and script', () => {
    given(registered)
      .when(nameOf)
      .expect({ ...nameOf, type: 'NameRecorded', eventId })
  })

  test('is recorded again when it is said again, for nobody can say that it is the same', () => {
    given(registered, { ...nameOf, type: 'NameRecorded' })
      .when(nameOf)
      .expect({ ...nameOf, type: 'NameRecorded', eventId })
  })

  test('of somebody whom nobody has registered is not recorded', () => {
    given().when(nameOf).expectRejection({ _tag: 'UnknownCustomer' })
  })
})

const id = identifierId(idOf('iden', 1))
const add = { type: 'AddIdentifier', customerId, identifierId: id, ...sealed } as AddIdentifier
const added = { ...add, type: 'IdentifierAdded', isPrimary: false, eventId } as IdentifierAdded
const of = { customerId, identifierId: id }
const verify = { type: 'VerifyIdentifier', ...of, method: codeOf('code') } as const
const verified = { ...verify, type: 'IdentifierVerified' } as const
const mark = { type: 'MarkInvalid', ...of, cause: codeOf('bounced') } as const
const marked = { ...mark, type: 'IdentifierFoundInvalid' } as const
const remove = { type: 'RemoveIdentifier', ...of } as const
const removed = { ...remove, type: 'IdentifierRemoved' } as const

describe('an identifier', () => {
  test('is added, and is not the first choice unless that is said', () => {
    given(registered).when(add).expect(added)
    given(registered)
      .when({ ...add, isPrimary: true, label: codeOf('home') })
      .expect({ ...added, isPrimary: true, label: codeOf('home') })
  })

  test('under an id that is taken is refused: sealed values cannot be compared', () => {
    given(registered, added)
      .when({ ...add, ...other } as AddIdentifier)
      .expectRejection({ _tag: 'IdentifierTaken', identifierId: id })
    given(registered, added)
      .when(add)
      .expectRejection({ _tag: 'IdentifierTaken', identifierId: id })
    given(registered, added, removed)
      .when(add)
      .expectRejection({ _tag: 'IdentifierTaken', identifierId: id })
  })

  test('is verified once for each method, and again after it was found invalid', () => {
    given(registered, added).when(verify).expect(verified)
    given(registered, added, verified).when(verify).expectNothing()
    given(registered, added, verified)
      .when({ ...verify, method: codeOf('call') })
      .expect({ ...verified, method: codeOf('call') })
    given(registered, added, verified, marked).when(verify).expect(verified)
  })

  test('is found invalid once for each cause', () => {
    given(registered, added, verified).when(mark).expect(marked)
    given(registered, added, marked).when(mark).expectNothing()
    given(registered, added, marked)
      .when({ ...mark, cause: codeOf('stranger') })
      .expect({ ...marked, cause: codeOf('stranger') })
  })

  test('is removed for good', () => {
    given(registered, added).when(remove).expect(removed)
    given(registered, added, removed).when(remove).expectNothing()
    for (const command of [verify, mark]) {
      given(registered, added, removed)
        .when(command)
        .expectRejection({ _tag: 'UnknownIdentifier', identifierId: id })
    }
  })

  test('that was never added is unknown', () => {
    for (const command of [verify, mark, remove]) {
      given(registered)
        .when(command)
        .expectRejection({ _tag: 'UnknownIdentifier', identifierId: id })
    }
  })

  test('of somebody whom nobody has registered is unknown with them', () => {
    const commands: ReadonlyArray<CustomersCommand> = [add, verify, mark, remove]
    for (const command of commands) {
      given().when(command).expectRejection({ _tag: 'UnknownCustomer' })
    }
  })
})

describe('laws of customers', () => {
  const ids = fc.constantFrom(id, identifierId(idOf('iden', 2)))
  const events = customersEvents(fc.constant(customerId), ids)
  const histories = fc
    .array(events, { maxLength: 12 })
    .map((later): ReadonlyArray<Customers.CustomersEvent> => [registered, ...later])

  test('any history folds, whatever it says', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 12 }), (any) => {
        expect(() => any.reduce(Customers.evolve, Customers.initial)).not.toThrow()
      }),
    )
  })

  test('a command obeyed twice adds nothing', () => {
    const commands = comparableCommands(fc.constant(customerId), ids)
    fc.assert(
      fc.property(histories, commands, (history, command) => {
        const state = history.reduce(Customers.evolve, Customers.initial)
        const first = Customers.decide(command, state, issued)
        if (E.isLeft(first)) return
        const again = Customers.decide(command, first.right.reduce(Customers.evolve, state), issued)
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
          const decision = Customers.decide(change(to), state, issued)
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
