// An identifier's codec goes by its `kind`: a telephone number and an e-mail address are two kinds of personal data.
import { flag, literal, oneOfBy, optional, record } from '@patina/eventsourcing'
import { about, personal } from '@patina/privacy'
import { codeCodec, customerIdCodec, eventIdCodec, identifierIdCodec } from '../shared/codecs.js'
import { chatName, email, externalNumber, mobile, postalAddress } from '../shared/kinds.js'
import type { AddIdentifier, AddIdentifierOf } from './commands.js'
import type { IdentifierAdded, IdentifierAddedOf } from './events.js'

const added = {
  type: literal('IdentifierAdded'),
  customerId: customerIdCodec,
  identifierId: identifierIdCodec,
  label: optional(codeCodec),
  isPrimary: flag,
  eventId: optional(eventIdCodec),
}

/** How the adding of an identifier is stored. */
export const identifierAdded = oneOfBy<'kind', IdentifierAdded>('kind', 'IdentifierAdded', {
  phone: record<IdentifierAddedOf<'phone'>>('IdentifierAdded', {
    ...added,
    kind: literal('phone'),
    value: personal(mobile),
  }),
  email: record<IdentifierAddedOf<'email'>>('IdentifierAdded', {
    ...added,
    kind: literal('email'),
    value: personal(email),
  }),
  postal: record<IdentifierAddedOf<'postal'>>('IdentifierAdded', {
    ...added,
    kind: literal('postal'),
    value: personal(postalAddress),
  }),
  chat: record<IdentifierAddedOf<'chat'>>('IdentifierAdded', {
    ...added,
    kind: literal('chat'),
    value: personal(chatName),
  }),
  external: record<IdentifierAddedOf<'external'>>('IdentifierAdded', {
    ...added,
    kind: literal('external'),
    value: personal(externalNumber),
  }),
})

const add = {
  type: literal('AddIdentifier'),
  customerId: customerIdCodec,
  identifierId: identifierIdCodec,
  label: optional(codeCodec),
  isPrimary: optional(flag),
}

/** Which identifiers are let in: each value is closed for the customer, with the identifier as what falls due alone. */
export const addIdentifier = oneOfBy<'kind', AddIdentifier>('kind', 'AddIdentifier', {
  phone: record<AddIdentifierOf<'phone'>>('AddIdentifier', {
    ...add,
    kind: literal('phone'),
    ...about<AddIdentifierOf<'phone'>>()('customerId', { value: mobile }, 'identifierId'),
  }),
  email: record<AddIdentifierOf<'email'>>('AddIdentifier', {
    ...add,
    kind: literal('email'),
    ...about<AddIdentifierOf<'email'>>()('customerId', { value: email }, 'identifierId'),
  }),
  postal: record<AddIdentifierOf<'postal'>>('AddIdentifier', {
    ...add,
    kind: literal('postal'),
    ...about<AddIdentifierOf<'postal'>>()('customerId', { value: postalAddress }, 'identifierId'),
  }),
  chat: record<AddIdentifierOf<'chat'>>('AddIdentifier', {
    ...add,
    kind: literal('chat'),
    ...about<AddIdentifierOf<'chat'>>()('customerId', { value: chatName }, 'identifierId'),
  }),
  external: record<AddIdentifierOf<'external'>>('AddIdentifier', {
    ...add,
    kind: literal('external'),
    ...about<AddIdentifierOf<'external'>>()(
      'customerId',
      { value: externalNumber },
      'identifierId',
    ),
  }),
})
