// An identifier's codec goes by its `kind`: a telephone number and an e-mail address are two kinds of personal data.
import { describe, flag, literal, optional, record } from '@patina/eventsourcing'
import { about, personal } from '@patina/privacy'
import * as t from 'io-ts'
import { codeCodec, customerIdCodec, identifierIdCodec } from '../shared/codecs.js'
import { chatName, email, externalNumber, mobile, postalAddress } from '../shared/kinds.js'
import type { AddIdentifier, AddIdentifierOf } from './commands.js'
import type { IdentifierAdded, IdentifierAddedOf, IdentifierKind } from './events.js'

const kindCodec = literal('phone', 'email', 'postal', 'chat', 'external')

/** One codec for each kind of identifier. */
export type ByKind<A extends { readonly kind: IdentifierKind }> = {
  readonly [K in IdentifierKind]: t.Type<Extract<A, { readonly kind: K }>, unknown>
}

const kindOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? (value as { kind?: unknown }).kind : undefined

/** A union that is told apart by `kind` first, so that a problem's path names the member and no other. */
export const byKind = <A extends { readonly kind: IdentifierKind }>(
  name: string,
  codecs: ByKind<A>,
): t.Type<A, unknown> => {
  const codecOf = (value: unknown): t.Type<A, unknown> | undefined => {
    const kind = kindOf(value)
    return kindCodec.is(kind) ? (codecs[kind] as unknown as t.Type<A, unknown>) : undefined
  }
  return new t.Type<A, unknown>(
    name,
    (value): value is A => codecOf(value)?.is(value) ?? false,
    (value, context) => {
      const kind = kindOf(value)
      const at = t.appendContext(context, 'kind', kindCodec, kind)
      return codecOf(value)?.validate(value, context) ?? t.failure(kind, at, describe(kind))
    },
    (value) => (codecOf(value) as t.Type<A, unknown>).encode(value),
  )
}

const added = {
  type: literal('IdentifierAdded'),
  customerId: customerIdCodec,
  identifierId: identifierIdCodec,
  label: optional(codeCodec),
  isPrimary: flag,
}

/** How the adding of an identifier is stored. */
export const identifierAdded = byKind<IdentifierAdded>('IdentifierAdded', {
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
export const addIdentifier = byKind<AddIdentifier>('AddIdentifier', {
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
