import {
  type ByType,
  type EventCodecs,
  eventCodec,
  integer,
  list,
  literal,
  oneOf,
  optional,
  record,
} from '@patina/eventsourcing'
import { about, personal } from '@patina/privacy'
import type * as t from 'io-ts'
import {
  codeCodec,
  customerIdCodec,
  dataKindCodec,
  eventIdCodec,
  identifierIdCodec,
  marketCodec,
  purposeCodeCodec,
  reasonCodeCodec,
  sha256Codec,
  staffIdCodec,
  storeIdCodec,
} from '../shared/codecs.js'
import { personName } from '../shared/kinds.js'
import type {
  AssignOwner,
  ChangeStatus,
  Collecting,
  CustomersCommand,
  MarkInvalid,
  RecordName,
  RegisterCustomer,
  RemoveIdentifier,
  VerifyIdentifier,
} from './commands.js'
import type {
  CollectedKinds,
  CollectionList,
  CustomerRegistered,
  CustomerStatus,
  CustomerStatusChanged,
  CustomersEvent,
  IdentifierFoundInvalid,
  IdentifierRemoved,
  IdentifierVerified,
  NameOrder,
  NameRecorded,
  NameRole,
  OwnerAssigned,
  Script,
} from './events.js'
import { addIdentifier, identifierAdded } from './identifiers.codec.js'
import { correctionCodec, saidCommands, saidEvents } from './said.codec.js'

export const statusCodec: t.Type<CustomerStatus, unknown> = literal(
  'prospect',
  'active',
  'blocked',
  'deceased',
)

const kinds = list(dataKindCodec, { least: 1, most: 100 })
const listRef = { purpose: purposeCodeCodec, version: integer(1), sha256: sha256Codec }

const customerRegistered: t.Type<CustomerRegistered, unknown> = record<CustomerRegistered>(
  'CustomerRegistered',
  {
    type: literal('CustomerRegistered'),
    customerId: customerIdCodec,
    source: codeCodec,
    storeId: storeIdCodec,
    market: optional(marketCodec),
    status: literal('prospect', 'active'),
    noticeEventId: optional(eventIdCodec),
    collected: optional(record<CollectedKinds>('CollectedKinds', { ...listRef, kinds })),
  },
)

const customerStatusChanged: t.Type<CustomerStatusChanged, unknown> = record<CustomerStatusChanged>(
  'CustomerStatusChanged',
  {
    type: literal('CustomerStatusChanged'),
    customerId: customerIdCodec,
    from: statusCodec,
    to: statusCodec,
    reasonCode: reasonCodeCodec,
  },
)

export const nameRoleCodec: t.Type<NameRole, unknown> = literal('legal', 'preferred', 'former')
export const scriptCodec: t.Type<Script, unknown> = literal('Latn', 'Hant', 'Hans')
export const nameOrderCodec: t.Type<NameOrder, unknown> = literal('familyFirst', 'givenFirst')

const nameRecorded: t.Type<NameRecorded, unknown> = record<NameRecorded>('NameRecorded', {
  type: literal('NameRecorded'),
  customerId: customerIdCodec,
  role: nameRoleCodec,
  script: scriptCodec,
  order: nameOrderCodec,
  name: personal(personName),
  eventId: optional(eventIdCodec),
  correction: optional(correctionCodec),
})

const identifierVerified: t.Type<IdentifierVerified, unknown> = record<IdentifierVerified>(
  'IdentifierVerified',
  {
    type: literal('IdentifierVerified'),
    customerId: customerIdCodec,
    identifierId: identifierIdCodec,
    method: codeCodec,
  },
)

const identifierFoundInvalid: t.Type<IdentifierFoundInvalid, unknown> =
  record<IdentifierFoundInvalid>('IdentifierFoundInvalid', {
    type: literal('IdentifierFoundInvalid'),
    customerId: customerIdCodec,
    identifierId: identifierIdCodec,
    cause: codeCodec,
  })

const identifierRemoved: t.Type<IdentifierRemoved, unknown> = record<IdentifierRemoved>(
  'IdentifierRemoved',
  {
    type: literal('IdentifierRemoved'),
    customerId: customerIdCodec,
    identifierId: identifierIdCodec,
  },
)

const ownerAssigned: t.Type<OwnerAssigned, unknown> = record<OwnerAssigned>('OwnerAssigned', {
  type: literal('OwnerAssigned'),
  customerId: customerIdCodec,
  ownerId: staffIdCodec,
  storeId: storeIdCodec,
})

const byType: ByType<CustomersEvent> = {
  CustomerRegistered: customerRegistered,
  CustomerStatusChanged: customerStatusChanged,
  OwnerAssigned: ownerAssigned,
  NameRecorded: nameRecorded,
  IdentifierAdded: identifierAdded,
  IdentifierVerified: identifierVerified,
  IdentifierFoundInvalid: identifierFoundInvalid,
  IdentifierRemoved: identifierRemoved,
  ...saidEvents,
}

/** Any event of a customer, as a view may keep it. */
export const customersEventCodec = oneOf<CustomersEvent>('CustomersEvent', byType)

/** How the events of customers are stored. */
export const eventCodecs: EventCodecs<CustomersEvent> = {
  CustomerRegistered: eventCodec(customerRegistered),
  CustomerStatusChanged: eventCodec(customerStatusChanged),
  OwnerAssigned: eventCodec(ownerAssigned),
  NameRecorded: eventCodec(nameRecorded),
  IdentifierAdded: eventCodec(identifierAdded),
  IdentifierVerified: eventCodec(identifierVerified),
  IdentifierFoundInvalid: eventCodec(identifierFoundInvalid),
  IdentifierRemoved: eventCodec(identifierRemoved),
  PreferenceStated: eventCodec(saidEvents.PreferenceStated),
  NeedRecorded: eventCodec(saidEvents.NeedRecorded),
  NeedClosed: eventCodec(saidEvents.NeedClosed),
  OccasionRecorded: eventCodec(saidEvents.OccasionRecorded),
  RelationRecorded: eventCodec(saidEvents.RelationRecorded),
  RelationEnded: eventCodec(saidEvents.RelationEnded),
  StatementRetracted: eventCodec(saidEvents.StatementRetracted),
  AccuracyDoubted: eventCodec(saidEvents.AccuracyDoubted),
  AccuracyConfirmed: eventCodec(saidEvents.AccuracyConfirmed),
}

/** Which commands about customers are let in. */
export const commandCodecs: ByType<CustomersCommand> = {
  RegisterCustomer: record<RegisterCustomer>('RegisterCustomer', {
    type: literal('RegisterCustomer'),
    customerId: customerIdCodec,
    source: codeCodec,
    storeId: storeIdCodec,
    market: optional(marketCodec),
    status: optional(literal('prospect', 'active')),
    noticeEventId: optional(eventIdCodec),
    collecting: optional(
      record<Collecting>('Collecting', {
        kinds,
        list: record<CollectionList>('CollectionList', {
          ...listRef,
          kinds: list(dataKindCodec, { most: 100 }),
        }),
      }),
    ),
  }),
  ChangeStatus: record<ChangeStatus>('ChangeStatus', {
    type: literal('ChangeStatus'),
    customerId: customerIdCodec,
    to: statusCodec,
    reasonCode: reasonCodeCodec,
  }),
  AssignOwner: record<AssignOwner>('AssignOwner', {
    type: literal('AssignOwner'),
    customerId: customerIdCodec,
    ownerId: staffIdCodec,
    storeId: storeIdCodec,
  }),
  RecordName: record<RecordName>('RecordName', {
    type: literal('RecordName'),
    customerId: customerIdCodec,
    role: nameRoleCodec,
    script: scriptCodec,
    order: nameOrderCodec,
    ...about<RecordName>()('customerId', { name: personName }),
    correction: optional(correctionCodec),
  }),
  AddIdentifier: addIdentifier,
  VerifyIdentifier: record<VerifyIdentifier>('VerifyIdentifier', {
    type: literal('VerifyIdentifier'),
    customerId: customerIdCodec,
    identifierId: identifierIdCodec,
    method: codeCodec,
  }),
  MarkInvalid: record<MarkInvalid>('MarkInvalid', {
    type: literal('MarkInvalid'),
    customerId: customerIdCodec,
    identifierId: identifierIdCodec,
    cause: codeCodec,
  }),
  RemoveIdentifier: record<RemoveIdentifier>('RemoveIdentifier', {
    type: literal('RemoveIdentifier'),
    customerId: customerIdCodec,
    identifierId: identifierIdCodec,
  }),
  ...saidCommands,
}
