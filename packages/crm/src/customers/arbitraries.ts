import type { Kind, Personal } from '@patina/privacy'
import { sealedPersonal } from '@patina/testing'
import fc from 'fast-check'
import {
  anyIds,
  codeTexts,
  customerIds,
  emails,
  markets,
  personNames,
  phones,
  postalTexts,
  reasonCodes,
  records,
  staffIds,
  storeIds,
} from '../shared/arbitraries.js'
import {
  type CustomerId,
  dataKind,
  type EventId,
  type IdentifierId,
  purposeCode,
} from '../shared/ids.js'
import {
  chatName,
  email,
  externalNumber,
  mobile,
  personName,
  postalAddress,
} from '../shared/kinds.js'
import type { Collecting, CustomersCommand } from './commands.js'
import type {
  CollectedKinds,
  CustomerStatus,
  CustomersEvent,
  IdentifierKind,
  IdentifierValues,
  NameOrder,
  NameRole,
  Script,
} from './events.js'
import {
  comparableStatements,
  type SaidIds,
  saidEvents,
  saidStatements,
} from './statements/arbitraries.js'

export const statuses = fc.constantFrom<CustomerStatus>('prospect', 'active', 'blocked', 'deceased')
const beginnings = fc.constantFrom<'prospect' | 'active'>('prospect', 'active')
export const nameRoles = fc.constantFrom<NameRole>('legal', 'preferred', 'former')
export const scripts = fc.constantFrom<Script>('Latn', 'Hant', 'Hans')
const orders = fc.constantFrom<NameOrder>('familyFirst', 'givenFirst')
const identifierIds = anyIds<IdentifierId>()

const clearValues: {
  readonly [K in IdentifierKind]: readonly [
    Kind<IdentifierValues[K]>,
    fc.Arbitrary<IdentifierValues[K]>,
  ]
} = {
  phone: [mobile, phones],
  email: [email, emails],
  postal: [postalAddress, postalTexts],
  chat: [chatName, personNames],
  external: [externalNumber, personNames],
}

type Identifier = {
  readonly [K in IdentifierKind]: {
    readonly kind: K
    readonly value: Personal<IdentifierValues[K]>
  }
}[IdentifierKind]

type SaidIdentifier = {
  readonly [K in IdentifierKind]: { readonly kind: K; readonly value: IdentifierValues[K] }
}[IdentifierKind]

const kinds = Object.keys(clearValues) as ReadonlyArray<IdentifierKind>

const ofKind = (kind: IdentifierKind): readonly [Kind<string>, fc.Arbitrary<string>] =>
  clearValues[kind] as unknown as readonly [Kind<string>, fc.Arbitrary<string>]

const dataKinds = fc.uniqueArray(fc.constantFrom('name', 'email', 'mobile').map(dataKind), {
  minLength: 1,
})
const listRef = {
  purpose: fc.constantFrom('membership', 'delivery').map(purposeCode),
  version: fc.integer({ min: 1, max: 9 }),
  sha256: fc.constantFrom('ab'.repeat(32), 'cd'.repeat(32)),
}
const collectedKinds: fc.Arbitrary<CollectedKinds> = fc.record({ ...listRef, kinds: dataKinds })
const collecting: fc.Arbitrary<Collecting> = fc.record({
  kinds: dataKinds,
  list: fc.record({ ...listRef, kinds: dataKinds }),
})

/** A sealed identifier of any kind, as an event carries it. */
export const sealedIdentifiers: fc.Arbitrary<Identifier> = fc.oneof(
  ...kinds.map((kind) => {
    const [of, values] = ofKind(kind)
    return sealedPersonal(of, values).map((value) => ({ kind, value }) as Identifier)
  }),
)

/** The same in the clear, as it is said. */
const saidIdentifiers: fc.Arbitrary<SaidIdentifier> = fc.oneof(
  ...kinds.map((kind) => ofKind(kind)[1].map((value) => ({ kind, value }) as SaidIdentifier)),
)

/** A sealed name of a person. */
export const sealedNames = sealedPersonal(personName, personNames)

const aboutIdentifiers = (
  customerId: fc.Arbitrary<CustomerId>,
  identifierId: fc.Arbitrary<IdentifierId>,
): fc.Arbitrary<CustomersEvent> =>
  fc.oneof(
    fc.record({
      type: fc.constant('IdentifierVerified' as const),
      customerId,
      identifierId,
      method: codeTexts,
    }),
    fc.record({
      type: fc.constant('IdentifierFoundInvalid' as const),
      customerId,
      identifierId,
      cause: codeTexts,
    }),
    fc.record({ type: fc.constant('IdentifierRemoved' as const), customerId, identifierId }),
  )

/** Any event about a customer. */
export const customersEvents = (
  customerId: fc.Arbitrary<CustomerId> = customerIds,
  identifierId: fc.Arbitrary<IdentifierId> = identifierIds,
  ids: SaidIds = {},
): fc.Arbitrary<CustomersEvent> => {
  const eventId = ids.eventId ?? anyIds<EventId>()
  const correction = fc.record({ of: eventId, reasonCode: reasonCodes })
  return fc.oneof(
    records<
      CustomersEvent & { type: 'CustomerRegistered' },
      'type' | 'customerId' | 'source' | 'storeId' | 'status'
    >(
      {
        type: fc.constant('CustomerRegistered'),
        customerId,
        source: codeTexts,
        storeId: storeIds,
        status: beginnings,
      },
      { market: markets, noticeEventId: eventId, collected: collectedKinds },
    ),
    fc.record({
      type: fc.constant('CustomerStatusChanged' as const),
      customerId,
      from: statuses,
      to: statuses,
      reasonCode: reasonCodes,
    }),
    fc.record({
      type: fc.constant('OwnerAssigned' as const),
      customerId,
      ownerId: staffIds,
      storeId: storeIds,
    }),
    records<
      CustomersEvent & { type: 'NameRecorded' },
      'type' | 'customerId' | 'role' | 'script' | 'order' | 'name'
    >(
      {
        type: fc.constant('NameRecorded'),
        customerId,
        role: nameRoles,
        script: scripts,
        order: orders,
        name: sealedNames,
      },
      { eventId, correction },
    ),
    fc
      .tuple(
        fc.record({ customerId, identifierId, isPrimary: fc.boolean() }),
        fc.record({ label: codeTexts, eventId }, { requiredKeys: [] }),
        sealedIdentifiers,
      )
      .map(([must, may, value]) => ({
        type: 'IdentifierAdded' as const,
        ...must,
        ...may,
        ...value,
      })),
    aboutIdentifiers(customerId, identifierId),
    saidEvents({ ...ids, customerId }),
  )
}

/** Any command about a customer as it is said: what is personal is in the clear. */
export const saidCommands: fc.Arbitrary<{ readonly type: CustomersCommand['type'] }> = fc.oneof(
  fc.record({
    type: fc.constant('RecordName' as const),
    customerId: customerIds,
    role: nameRoles,
    script: scripts,
    order: orders,
    name: personNames,
  }),
  fc
    .tuple(
      fc.record({ customerId: customerIds, identifierId: identifierIds }),
      fc.record({ label: codeTexts, isPrimary: fc.boolean() }, { requiredKeys: [] }),
      saidIdentifiers,
    )
    .map(([must, may, value]) => ({ type: 'AddIdentifier' as const, ...must, ...may, ...value })),
  saidStatements,
)

/** Any command about a customer that can be said again: all but what is sealed and under no id of its own. */
export const comparableCommands = (
  customerId: fc.Arbitrary<CustomerId> = customerIds,
  identifierId: fc.Arbitrary<IdentifierId> = identifierIds,
  ids: SaidIds = {},
): fc.Arbitrary<CustomersCommand> =>
  fc.oneof(
    records<
      CustomersCommand & { type: 'RegisterCustomer' },
      'type' | 'customerId' | 'source' | 'storeId'
    >(
      { type: fc.constant('RegisterCustomer'), customerId, source: codeTexts, storeId: storeIds },
      { market: markets, status: beginnings, noticeEventId: anyIds<EventId>(), collecting },
    ),
    fc.record({
      type: fc.constant('ChangeStatus' as const),
      customerId,
      to: statuses,
      reasonCode: reasonCodes,
    }),
    fc.record({
      type: fc.constant('VerifyIdentifier' as const),
      customerId,
      identifierId,
      method: codeTexts,
    }),
    fc.record({
      type: fc.constant('MarkInvalid' as const),
      customerId,
      identifierId,
      cause: codeTexts,
    }),
    fc.record({ type: fc.constant('RemoveIdentifier' as const), customerId, identifierId }),
    fc.record({
      type: fc.constant('AssignOwner' as const),
      customerId,
      ownerId: staffIds,
      storeId: storeIds,
    }),
    comparableStatements({ ...ids, customerId }),
  )
