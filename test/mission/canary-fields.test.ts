// The walk that finds the personal fields of commands: one that it passes over would have no canary.
import { crm } from '@patina/crm'
import { list, literal, oneOf, oneOfBy, optional, record, text } from '@patina/eventsourcing'
import { about, kind, maybe, type Personal } from '@patina/privacy'
import { expect, test } from 'vitest'
import { personalFieldsOf } from './canary/fields.js'

const name = kind('wholeName', 'identity', text(200))
const address = kind(
  'address',
  'contact',
  record<{ readonly street: string; readonly city: string }>('Address', {
    street: text(100),
    city: text(100),
  }),
)

interface Letter {
  readonly type: 'letter'
  readonly to: Personal<{ readonly street: string; readonly city: string }>
}
interface Call {
  readonly type: 'call'
  readonly note?: Personal<string>
}
interface Guest {
  readonly id: string
  readonly name: Personal<string>
  readonly reached: ReadonlyArray<Letter | Call>
}
interface Invite {
  readonly type: 'Invite'
  readonly hostId: string
  readonly host: Personal<string>
  readonly by: 'phone' | 'post'
  readonly guests?: ReadonlyArray<Guest>
}

test('finds personal fields at the top, in lists, in what is optional, and in each member of a union', () => {
  const reached = oneOf<Letter | Call>('Reached', {
    letter: record<Letter>('Letter', {
      type: literal('letter'),
      ...about<Letter, Guest>()('id', { to: address }),
    }),
    call: record<Call>('Call', {
      type: literal('call'),
      ...about<Call, Guest>()('id', { note: maybe(name) }),
    }),
  })
  const guest = record<Guest>('Guest', {
    id: text(36),
    ...about<Guest>()('id', { name }),
    reached: list(reached),
  })
  const invite = record<Invite>('Invite', {
    type: literal('Invite'),
    hostId: text(36),
    ...about<Invite>()('hostId', { host: name }),
    by: literal('phone', 'post'),
    guests: optional(list(guest)),
  })
  const found = personalFieldsOf(invite).map(({ path, kind }) => `${path}: ${kind.name}`)
  expect(found.sort()).toEqual([
    'guests/*/name: wholeName',
    'guests/*/reached/*/note: wholeName',
    'guests/*/reached/*/to: address',
    'host: wholeName',
  ])
})

test('finds a field of each form of a command, and says in which form it is there', () => {
  interface Reach<K extends string> {
    readonly kind: K
    readonly id: string
    readonly value: Personal<string>
    readonly colour: 'red' | 'blue'
  }
  type AnyReach = Reach<'home'> | Reach<'work'>
  const colour = literal('red', 'blue')
  const reach = oneOfBy<'kind', AnyReach>('kind', 'Reach', {
    home: record<Reach<'home'>>('Home', {
      kind: literal('home'),
      id: text(36),
      ...about<Reach<'home'>>()('id', { value: name }),
      colour,
    }),
    work: record<Reach<'work'>>('Work', {
      kind: literal('work'),
      id: text(36),
      ...about<Reach<'work'>>()('id', { value: kind('workName', 'contact', text(200)) }),
      colour,
    }),
  })
  const found = personalFieldsOf(reach).map(({ path, kind: of, when }) => [path, of.name, when])
  expect(found).toEqual([
    ['value', 'wholeName', { kind: 'home' }],
    ['value', 'workName', { kind: 'work' }],
  ])
})

test('finds the fields of the shop', () => {
  const found = crm.flatMap(({ commands }) =>
    Object.entries(commands).flatMap(([type, codec]) =>
      personalFieldsOf(codec).map(({ path }) => `${type}/${path}`),
    ),
  )
  expect(found).toEqual(
    expect.arrayContaining(['OptOut/raw', 'RefuseRequest/particulars', 'AddIdentifier/value']),
  )
  expect(found.length).toBeGreaterThanOrEqual(9)
})
