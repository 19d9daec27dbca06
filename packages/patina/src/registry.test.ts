import {
  type AnyCapability,
  alone,
  type Capability,
  inMemory,
  people,
  reaction,
  view,
} from '@patina/eventsourcing'
import { describe, expect, test } from 'vitest'
import {
  books,
  mustFail,
  sharedStores,
  takings,
  takingsCodec,
  takingsView,
  tills,
} from './arbitraries.js'
import { type Clash, open, orThrow } from './index.js'

const clashesOf = async (
  ...capabilities: ReadonlyArray<AnyCapability>
): Promise<ReadonlyArray<Clash>> => {
  const error = await mustFail(open(inMemory(), capabilities))
  return error._tag === 'CapabilitiesClash' ? error.clashes : []
}

const bare: Capability<never, null, never, never> = {
  name: 'bare',
  streamOf: () => '' as never,
  decider: { initial: null, decide: () => ({ _tag: 'Right', right: [] }), evolve: () => null },
  commands: {} as never,
  events: {} as never,
  views: [],
  reactions: [],
}
const { TakeMoney } = tills.commands
const { MoneyTaken } = tills.events

describe('capabilities that cannot stand side by side', () => {
  test.each<[kind: Clash['kind'], name: string, other: AnyCapability]>([
    ['capability named twice', 'tills', { ...bare, name: 'tills' }],
    ['command named twice', 'TakeMoney', { ...bare, commands: { TakeMoney } }],
    ['event named twice', 'MoneyTaken', { ...bare, events: { MoneyTaken: MoneyTaken as never } }],
    ['view named twice', 'takings', { ...bare, views: [takingsView] }],
    ['reaction named twice', 'book_keeping', { ...bare, reactions: books.reactions }],
  ])('are told: %s', async (kind, name, other) => {
    expect(await clashesOf(tills, books, other)).toEqual([{ kind, name }])
  })

  test('are told when reactions wait for each other, or one for itself', async () => {
    const [bookKeeping] = books.reactions
    if (bookKeeping === undefined) throw new Error('the books have a reaction')
    const named = (name: string, ...after: string[]) => ({ ...bookKeeping, name, after })
    const reacting = (...reactions: AnyCapability['reactions']) => ({ ...bare, reactions })
    expect(
      await clashesOf(tills, books, reacting(named('one', 'two'), named('two', 'three', 'one'))),
    ).toEqual([
      { kind: 'reaction that comes after itself', name: 'one' },
      { kind: 'reaction that comes after itself', name: 'two' },
    ])
    expect(await clashesOf(tills, books, reacting(named('own', 'own')))).toEqual([
      { kind: 'reaction that comes after itself', name: 'own' },
    ])
    const last = reacting(named('last', 'book_keeping', 'nobody_runs_this'))
    await (await orThrow(open(inMemory(), [tills, books, last]))).close()
  })

  test('are told when two of them say who is one person', async () => {
    const one: AnyCapability = { ...bare, people: people(takingsView, () => alone('')) }
    const other: AnyCapability = { ...one, name: 'other' }
    expect(await clashesOf(tills, one, other)).toEqual([
      { kind: 'who is one person said twice', name: 'other' },
    ])
  })

  test('are told when a view or a reaction wants an event that nobody has', async () => {
    const lonely: AnyCapability = {
      ...bare,
      views: [view({ ...takings, name: 'lonely' }, { codec: takingsCodec, columns: {} })],
      reactions: [
        reaction({
          name: 'lonely',
          types: ['MoneyTaken'],
          startsFrom: 'now',
          facts: () => ({}),
          react: () => [],
        }),
      ],
    }
    expect(await clashesOf(lonely)).toEqual([
      { kind: 'event type that no capability has', name: 'MoneyTaken' },
      { kind: 'event type that no capability has', name: 'TillCounted' },
    ])
  })

  test('are told when a view would lie in the table of a reaction', async () => {
    const refused = view(
      { ...takings, name: 'refused_book_keeping' },
      { codec: takingsCodec, columns: {} },
    )
    expect(await clashesOf(tills, books, { ...bare, views: [refused] })).toMatchObject([
      { name: 'refused_book_keeping' },
    ])
  })

  test('are all told at once, before any store is opened', async () => {
    let opened = 0
    const { adapters } = sharedStores()
    const counting = {
      open: () => {
        opened++
        return adapters.open()
      },
    }
    const error = await mustFail(open(counting, [tills, tills]))
    expect(opened).toBe(0)
    expect(error).toEqual({
      _tag: 'CapabilitiesClash',
      clashes: [
        { kind: 'capability named twice', name: 'tills' },
        { kind: 'command named twice', name: 'TakeMoney' },
        { kind: 'command named twice', name: 'CountTill' },
        { kind: 'event named twice', name: 'MoneyTaken' },
        { kind: 'event named twice', name: 'TillCounted' },
        { kind: 'view named twice', name: 'takings' },
      ],
    })
  })
})
