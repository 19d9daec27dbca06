// What the tests of the application share: two toy capabilities. Tills take money; books write down what tills took, by a
// reaction, and refuse what is too much for them.
import {
  type Adapters,
  type AnyCapability,
  type Capability,
  type Context,
  type EventStore,
  eventCodec,
  type Instant,
  inMemoryEventStore,
  inMemoryViewStore,
  integer,
  type LogEvent,
  literal,
  newId,
  type Projection,
  reaction,
  record,
  type StreamName,
  streamName,
  type Tagged,
  uuidCodec,
  type ViewStore,
  view,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { type Application, type OpenOptions, open } from './index.js'

export interface TakeMoney {
  readonly type: 'TakeMoney'
  readonly till: string
  readonly amount: number
}
export interface CountTill {
  readonly type: 'CountTill'
  readonly till: string
}
export type TillCommand = TakeMoney | CountTill

export interface MoneyTaken {
  readonly type: 'MoneyTaken'
  readonly till: string
  readonly amount: number
}
export interface TillCounted {
  readonly type: 'TillCounted'
  readonly till: string
  readonly amount: number
}
export type TillEvent = MoneyTaken | TillCounted

export interface TillFull {
  readonly _tag: 'TillFull'
  readonly room: number
}

export interface Takings {
  readonly amount: number
  readonly count: number
}

export const takings: Projection<string, Takings, TillEvent> = {
  name: 'takings',
  version: 1,
  types: ['MoneyTaken', 'TillCounted'],
  parts: (recorded) => [[recorded.event.till, recorded]],
  initial: () => ({ amount: 0, count: 0 }),
  evolve: ({ amount, count }, { event }) => ({
    amount: event.type === 'MoneyTaken' ? amount + event.amount : amount,
    count: count + 1,
  }),
  // From noon on the shop is closed and shows nothing.
  read: (before, at) => (at.slice(11, 13) >= '12' ? { ...before, amount: 0 } : before),
}

export const takingsCodec = record<Takings>('Takings', { amount: integer(), count: integer() })

export const takingsView = view(takings, {
  codec: takingsCodec,
  columns: { amount: { kind: 'integer', isIndexed: true, of: ({ amount }) => amount } },
})

/** A till takes up to 100; what is taken from nobody is taken already. */
export const tills: Capability<TillCommand, number, TillEvent, TillFull> = {
  name: 'tills',
  streamOf: ({ till }) => streamName('till', till),
  decider: {
    initial: 0,
    decide: (command, state) => {
      const { till } = command
      if (command.type === 'CountTill') {
        return E.right([{ type: 'TillCounted', till, amount: state }])
      }
      const { amount } = command
      return state + amount > 100
        ? E.left({ _tag: 'TillFull', room: 100 - state })
        : E.right(amount === 0 ? [] : [{ type: 'MoneyTaken', till, amount }])
    },
    evolve: (state, event) => (event.type === 'MoneyTaken' ? state + event.amount : state),
  },
  commands: {
    TakeMoney: record<TakeMoney>('TakeMoney', {
      type: literal('TakeMoney'),
      till: uuidCodec,
      amount: integer(0),
    }),
    CountTill: record<CountTill>('CountTill', { type: literal('CountTill'), till: uuidCodec }),
  },
  events: {
    MoneyTaken: eventCodec(
      record<MoneyTaken>('MoneyTaken', {
        type: literal('MoneyTaken'),
        till: uuidCodec,
        amount: integer(),
      }),
    ),
    TillCounted: eventCodec(
      record<TillCounted>('TillCounted', {
        type: literal('TillCounted'),
        till: uuidCodec,
        amount: integer(),
      }),
    ),
  },
  views: [takingsView],
  reactions: [],
}

export interface WriteDown {
  readonly type: 'WriteDown'
  readonly book: string
  readonly amount: number
}
export interface WrittenDown {
  readonly type: 'WrittenDown'
  readonly book: string
  readonly amount: number
}
export interface TooMuch {
  readonly _tag: 'TooMuch'
  readonly amount: number
}

const pages: Projection<string, Takings, WrittenDown> = {
  name: 'pages',
  version: 1,
  types: ['WrittenDown'],
  parts: (recorded) => [[recorded.event.book, recorded]],
  initial: () => ({ amount: 0, count: 0 }),
  evolve: ({ amount, count }, { event }) => ({ amount: amount + event.amount, count: count + 1 }),
}

export const pagesView = view(pages, { codec: takingsCodec, columns: {} })

export const books: Capability<WriteDown, null, WrittenDown, TooMuch> = {
  name: 'books',
  streamOf: ({ book }) => streamName('book', book),
  decider: {
    initial: null,
    decide: ({ book, amount }) =>
      amount > 50
        ? E.left({ _tag: 'TooMuch', amount })
        : E.right([{ type: 'WrittenDown', book, amount }]),
    evolve: () => null,
  },
  commands: {
    WriteDown: record<WriteDown>('WriteDown', {
      type: literal('WriteDown'),
      book: uuidCodec,
      amount: integer(),
    }),
  },
  events: {
    WrittenDown: eventCodec(
      record<WrittenDown>('WrittenDown', {
        type: literal('WrittenDown'),
        book: uuidCodec,
        amount: integer(),
      }),
    ),
  },
  views: [pagesView],
  reactions: [
    reaction({
      name: 'book_keeping',
      types: ['MoneyTaken'],
      startsFrom: 'beginning',
      facts: (recorded: LogEvent<MoneyTaken>) => ({
        page: { of: pages, key: recorded.event.till },
      }),
      react: ({ event }): ReadonlyArray<WriteDown> => [
        { type: 'WriteDown', book: event.till, amount: event.amount },
      ],
    }),
  ],
}

export const shop = [tills, books] as const

export const morning = '2026-01-15T09:00:00.000Z' as Instant
export const noon = '2026-01-15T12:00:00.000Z' as Instant

export const me = (commandId: string = newId()): Context => ({ commandId, actor: 'me' })

export const tillStream = (till: string): StreamName => streamName('till', till)

/** Stores that outlive the application that is opened on them, as files do. */
export interface Shared {
  readonly store: EventStore
  readonly views: ViewStore
  readonly adapters: Adapters<never>
  readonly closed: () => number
}

export const sharedStores = (
  store: EventStore = inMemoryEventStore(),
  views: ViewStore = inMemoryViewStore(),
): Shared => {
  let closed = 0
  const close = async (): Promise<void> => {
    closed++
  }
  return {
    store,
    views,
    adapters: { open: async () => E.right({ store, views, close }) },
    closed: () => closed,
  }
}

let opened: { close: () => Promise<void> }[] = []

/** Opens an application that `closeAll` closes. */
export const openShop = async <const Capabilities extends ReadonlyArray<AnyCapability>>(
  adapters: Adapters<never>,
  capabilities: Capabilities,
  options: OpenOptions = {},
): Promise<Application<Capabilities>> => {
  const defaults = { clock: () => morning, random: () => 0, idleMs: 0 }
  const application = await must(open(adapters, capabilities, { ...defaults, ...options }))
  opened.push(application)
  return application
}

export const closeAll = async (): Promise<void> => {
  const all = opened
  opened = []
  await Promise.all(all.map(({ close }) => close()))
}

/** The value of a task that has to succeed. */
export const must = async <A>(task: TaskEither<unknown, A>): Promise<A> => {
  const result = await task()
  if (E.isLeft(result)) throw new Error(`unexpected ${JSON.stringify(result.left)}`)
  return result.right
}

/** The reason of a task that has to fail. */
export const mustFail = async <Failure>(task: TaskEither<Failure, unknown>): Promise<Failure> => {
  const result = await task()
  if (E.isRight(result)) throw new Error(`unexpected success ${JSON.stringify(result.right)}`)
  return result.left
}

/** An event that nobody's codec takes, in the stream of a till. */
export const appendDamaged = async (store: EventStore, till: string): Promise<void> => {
  const commandId = newId()
  const metadata = JSON.stringify({
    schemaVersion: 1,
    occurredAt: morning,
    actor: 'me',
    correlationId: commandId,
    causationId: commandId,
    commandId,
  })
  const damaged = { id: newId(), type: 'MoneyTaken', data: '{"amount":"secret"', metadata }
  await must(store.append(tillStream(till), 'any', [damaged]))
}

/** Lets every promise that can go on go on, a few turns of the event loop long. */
export const turns = async (count = 20): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
}

const realSetTimeout = globalThis.setTimeout

/** What a promise gives, or `still waiting` when it has not come in time: a wait without end fails by name. */
export const inTime = <A>(promise: Promise<A>, ms = 2000): Promise<A | 'still waiting'> =>
  new Promise((resolve, reject) => {
    const timer = realSetTimeout(() => resolve('still waiting'), ms)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })

/** The types of some events, in their order. */
export const typesOf = (events: ReadonlyArray<{ readonly event: Tagged }>): ReadonlyArray<string> =>
  events.map(({ event }) => event.type)
