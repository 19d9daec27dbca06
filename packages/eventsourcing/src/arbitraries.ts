// What the tests of the kernel share: a toy capability (jars of coins on shelves) whose views show every event that is lost,
// doubled or out of order, generators of its histories, and stores that can be made to fail at a chosen step.
import fc from 'fast-check'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  beforeFirst,
  type Context,
  createNotifier,
  type EventCodecs,
  type EventReaders,
  type EventStore,
  eventCodec,
  type Instant,
  type Issued,
  integer,
  type KeptView,
  type LogEvent,
  type LoggedEvent,
  literal,
  type NewEvent,
  newId,
  optional,
  type Projection,
  record,
  type StoreUnavailable,
  type StreamName,
  streamName,
  subscriptionOf,
  type Tagged,
  text,
  uuidCodec,
  type ViewStore,
  type ViewTable,
  view,
} from './index.js'

// The toy capability.

export type JarEvent = CoinsPut | CoinsTaken | JarSealed
export interface CoinsPut {
  readonly type: 'CoinsPut'
  readonly jar: string
  readonly shelf: string
  readonly coins: number
  readonly note?: string
}
export interface CoinsTaken {
  readonly type: 'CoinsTaken'
  readonly jar: string
  readonly shelf: string
  readonly coins: number
}
export interface JarSealed {
  readonly type: 'JarSealed'
  readonly jar: string
  readonly shelf: string
}

export type JarCommand = PutCoins | TakeCoins | SealJar
export interface PutCoins {
  readonly type: 'PutCoins'
  readonly jar: string
  readonly shelf: string
  readonly coins: number
}
export interface TakeCoins {
  readonly type: 'TakeCoins'
  readonly jar: string
  readonly shelf: string
  readonly coins: number
}
export interface SealJar {
  readonly type: 'SealJar'
  readonly jar: string
  readonly shelf: string
}

export type JarRejection = TooFewCoins | JarIsSealed
export interface TooFewCoins {
  readonly _tag: 'TooFewCoins'
  readonly available: number
  readonly asked: number
}
export interface JarIsSealed {
  readonly _tag: 'JarIsSealed'
}

export interface Jar {
  readonly coins: number
  readonly isSealed: boolean
}

export const initial: Jar = { coins: 0, isSealed: false }

export const evolve = (jar: Jar, event: JarEvent): Jar => {
  switch (event.type) {
    case 'CoinsPut':
      return { ...jar, coins: jar.coins + event.coins }
    case 'CoinsTaken':
      return { ...jar, coins: jar.coins - event.coins }
    case 'JarSealed':
      return { ...jar, isSealed: true }
  }
}

/** Putting more than nine coins makes two events, so that appends of several events occur. */
export const decide = (
  command: JarCommand,
  state: Jar,
  _issued: Issued,
): Either<JarRejection, ReadonlyArray<JarEvent>> => {
  const { jar, shelf } = command
  if (command.type === 'SealJar') {
    return E.right(state.isSealed ? [] : [{ type: 'JarSealed', jar, shelf }])
  }
  const { coins } = command
  if (state.isSealed) return E.left({ _tag: 'JarIsSealed' })
  if (coins === 0) return E.right([])
  if (command.type === 'TakeCoins') {
    return coins > state.coins
      ? E.left({ _tag: 'TooFewCoins', available: state.coins, asked: coins })
      : E.right([{ type: 'CoinsTaken', jar, shelf, coins }])
  }
  return E.right(
    coins > 9
      ? [
          { type: 'CoinsPut', jar, shelf, coins: 9 },
          { type: 'CoinsPut', jar, shelf, coins: coins - 9, note: 'the rest' },
        ]
      : [{ type: 'CoinsPut', jar, shelf, coins }],
  )
}

const shelfCodec = text(20)

export const jarEvents: EventCodecs<JarEvent> = {
  CoinsPut: eventCodec(
    record<CoinsPut>('CoinsPut', {
      type: literal('CoinsPut'),
      jar: uuidCodec,
      shelf: shelfCodec,
      coins: integer(),
      note: optional(text(40)),
    }),
  ),
  CoinsTaken: eventCodec(
    record<CoinsTaken>('CoinsTaken', {
      type: literal('CoinsTaken'),
      jar: uuidCodec,
      shelf: shelfCodec,
      coins: integer(),
    }),
  ),
  JarSealed: eventCodec(
    record<JarSealed>('JarSealed', {
      type: literal('JarSealed'),
      jar: uuidCodec,
      shelf: shelfCodec,
    }),
  ),
}

export const jarReaders: EventReaders<Tagged> = { ...jarEvents }

export const jarStream = (jar: string): StreamName => streamName('jar', jar)

/** A view in which every event, and its place among the others, leaves a mark. */
export interface Trail {
  readonly coins: number
  readonly events: number
  readonly trail: number
}

const noTrail: Trail = { coins: 0, events: 0, trail: 0 }

const change = (event: JarEvent): number => {
  switch (event.type) {
    case 'CoinsPut':
      return event.coins
    case 'CoinsTaken':
      return -event.coins
    case 'JarSealed':
      return 0
  }
}

const follow = (before: Trail, { event, revision, part }: LogEvent<JarEvent>): Trail => ({
  coins: before.coins + change(event),
  events: before.events + 1,
  trail: (before.trail * 31 + revision * 7 + part * 3 + event.type.length + 1) % 1_000_003,
})

export const trailCodec = record<Trail>('Trail', {
  coins: integer(),
  events: integer(0),
  trail: integer(0),
})

const allTypes: ReadonlyArray<JarEvent['type']> = ['CoinsPut', 'CoinsTaken', 'JarSealed']

export type TrailProjection = Projection<string, Trail, JarEvent>

/** One view for each jar: it follows a single stream. */
export const jars: TrailProjection = {
  name: 'jars',
  version: 1,
  types: allTypes,
  parts: (recorded) => [[recorded.event.jar, recorded]],
  initial: () => noTrail,
  evolve: follow,
}

/** One view for each shelf: it follows many streams at once. */
export const shelves: TrailProjection = {
  ...jars,
  name: 'shelves',
  parts: (recorded) => [[recorded.event.shelf, recorded]],
}

/** One view for each jar that was ever sealed: it wants few of the events. */
export const seals: TrailProjection = { ...jars, name: 'seals', types: ['JarSealed'] }

export const kept = (projection: TrailProjection): KeptView<string, Trail, JarEvent> =>
  view(projection, {
    codec: trailCodec,
    columns: { coins: { kind: 'integer', isIndexed: true, of: ({ coins }) => coins } },
  })

/** The views of a list of events by the plainest code there is: what any runner must arrive at. */
export const foldedPlainly = (
  projection: TrailProjection,
  log: ReadonlyArray<LoggedEvent>,
): Readonly<Record<string, Trail>> => {
  const views: Record<string, Trail> = {}
  for (const { data, metadata, ...stored } of log) {
    if (!projection.types.some((type) => type === stored.type)) continue
    const event = { type: stored.type, ...JSON.parse(data) } as JarEvent
    const recorded = { ...stored, part: 0, event, metadata: JSON.parse(metadata) }
    for (const [key, part] of projection.parts(recorded)) {
      views[key] = projection.evolve(views[key] ?? projection.initial(key), part)
    }
  }
  return views
}

// Events as they are stored, written without the code under test.

export const noon = '2026-01-15T12:00:00.000Z' as Instant

export interface HowWritten {
  readonly id?: string
  readonly schemaVersion?: number
  readonly occurredAt?: string
  readonly commandId?: string
}

export const newEvent = (
  { type, ...data }: Tagged,
  { id = newId(), schemaVersion = 1, occurredAt = noon, commandId = newId() }: HowWritten = {},
): NewEvent => ({
  id,
  type,
  data: JSON.stringify(data),
  metadata: JSON.stringify({
    schemaVersion,
    occurredAt,
    actor: 'someone',
    correlationId: commandId,
    causationId: commandId,
    commandId,
  }),
})

export const append = async (
  store: EventStore,
  event: JarEvent,
  written?: HowWritten,
): Promise<void> => {
  await must(store.append(jarStream(event.jar), 'any', [newEvent(event, written)]))
}

export const appendAll = async (
  store: EventStore,
  events: ReadonlyArray<JarEvent>,
): Promise<void> => {
  for (const event of events) await append(store, event)
}

export const logOf = async (store: EventStore): Promise<ReadonlyArray<LoggedEvent>> => {
  const events: LoggedEvent[] = []
  let after = beforeFirst
  for (;;) {
    const page = await must(store.readAll(after, 1000))
    events.push(...page.events)
    if (page.isEnd) return events
    after = page.next
  }
}

export const streamOf = async (
  store: EventStore,
  stream: StreamName,
): Promise<ReadonlyArray<Omit<LoggedEvent, 'position'>>> =>
  (await must(store.readStream(stream, -1, 10_000))).events

export const rowsOf = async (
  views: ViewStore,
  table: ViewTable,
): Promise<Readonly<Record<string, Trail>>> => {
  const rows = await must(views.list(table, { limit: 10_000 }))
  return Object.fromEntries(rows.map(({ key, view: json }) => [key, JSON.parse(json) as Trail]))
}

export const someone = (commandId: string = newId()): Context => ({ commandId, actor: 'someone' })

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

// Generators.

export const jarIds = [
  '00000000-0000-4000-8000-00000000000a',
  '00000000-0000-4000-8000-00000000000b',
  '00000000-0000-4000-8000-00000000000c',
] as const

const anyJar = fc.constantFrom(...jarIds)
const anyShelf = fc.constantFrom('top', 'middle', 'bottom')

/** Text of any language that a store keeps: composed, and without NUL. */
export const storableText = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength })
    .map((word) => word.replaceAll('\0', '·').normalize('NFC').slice(0, maxLength))
    .map((word) => (word.isWellFormed() ? word : word.slice(0, -1)))
    .map((word) => (word === '' ? 'a' : word.normalize('NFC')))

export const anyJarEvent: fc.Arbitrary<JarEvent> = fc.oneof(
  fc.record(
    {
      type: fc.constant('CoinsPut' as const),
      jar: anyJar,
      shelf: anyShelf,
      coins: fc.nat(1000),
      note: storableText(12),
    },
    { requiredKeys: ['type', 'jar', 'shelf', 'coins'] },
  ),
  fc.record({
    type: fc.constant('CoinsTaken' as const),
    jar: anyJar,
    shelf: anyShelf,
    coins: fc.nat(1000),
  }),
  fc.record({ type: fc.constant('JarSealed' as const), jar: anyJar, shelf: anyShelf }),
)

export const anyHistory = (maxLength = 30): fc.Arbitrary<ReadonlyArray<JarEvent>> =>
  fc.array(anyJarEvent, { maxLength })

export const anyJarCommand: fc.Arbitrary<JarCommand> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('PutCoins' as const),
      jar: anyJar,
      shelf: anyShelf,
      coins: fc.nat(15),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('TakeCoins' as const),
      jar: anyJar,
      shelf: anyShelf,
      coins: fc.nat(15),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('SealJar' as const), jar: anyJar, shelf: anyShelf }),
  },
)

// Stores that do what a test says.

export const unavailable = (outcome: StoreUnavailable['outcome']): StoreUnavailable => ({
  _tag: 'StoreUnavailable',
  reason: 'unreachable',
  outcome,
})

/** What stands around every call of a port: it is told which call it is, and decides whether and when it runs. */
export type Around = <Failure, A>(
  call: string,
  run: () => Promise<Either<Failure, A>>,
) => Promise<Either<Failure | StoreUnavailable, A>>

const surround =
  (around: Around, call: string) =>
  <Arguments extends ReadonlyArray<unknown>, Failure, A>(
    method: (...args: Arguments) => TaskEither<Failure, A>,
  ) =>
  (...args: Arguments): TaskEither<Failure | StoreUnavailable, A> =>
  () =>
    around(call, method(...args))

/** A view store with something around each of its calls. */
export const viewsWith = (views: ViewStore, around: Around): ViewStore => ({
  tables: () => around('tables', views.tables),
  create: surround(around, 'create')(views.create),
  load: surround(around, 'load')(views.load),
  save: surround(around, 'save')(views.save),
  list: surround(around, 'list')(views.list),
  serve: surround(around, 'serve')(views.serve),
  drop: surround(around, 'drop')(views.drop),
})

/** An event store with something around each of its calls; what is appended through it is heard by its subscriptions. */
export const storeWith = (store: EventStore, around: Around): EventStore => {
  const notifier = createNotifier()
  const readAll = surround(around, 'readAll')(store.readAll)
  return {
    logId: store.logId,
    exactIds: store.exactIds,
    append: (stream, expected, events) => async () => {
      const written = await around('append', store.append(stream, expected, events))
      notifier.notify()
      return written
    },
    readStream: surround(around, 'readStream')(store.readStream),
    readAll,
    head: () => around('head', store.head),
    subscribe: (after) => subscriptionOf(readAll, after, notifier.listen),
  }
}

/** How a call fails: it never happened; it happened and the answer was lost; or the process died before or after it. */
export type Fault = 'not done' | 'done, answer lost' | 'killed before' | 'killed after'

const never = new Promise<never>(() => undefined)

/** Fails the n-th call (from 0). After a kill nothing is answered any more. */
export const faultAt = (
  n: number,
  fault: Fault,
): { around: Around; calls: () => number; fired: Promise<void> } => {
  let calls = 0
  let isDead = false
  let fire = (): void => undefined
  const fired = new Promise<void>((resolve) => {
    fire = resolve
  })
  const around: Around = async (_, run) => {
    if (isDead) return never
    if (calls++ !== n) return run()
    isDead = fault.startsWith('killed')
    if (fault === 'done, answer lost' || fault === 'killed after') await run()
    fire()
    return isDead ? never : E.left(unavailable(fault === 'not done' ? 'not-written' : 'unknown'))
  }
  return { around, calls: () => calls, fired }
}

/** A gate that a test opens: whoever passes it waits until then. */
export const gate = (): { readonly passed: Promise<void>; readonly open: () => void } => {
  let open = (): void => undefined
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
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

/** Makes every pause of the code under test a millisecond long until the function that it returns is called. */
export const hurry = (): (() => void) => {
  globalThis.setTimeout = ((run: () => void, ms = 0) =>
    realSetTimeout(run, Math.min(ms, 1))) as typeof setTimeout
  return () => {
    globalThis.setTimeout = realSetTimeout
  }
}

/** A store that gives pages of at most so many events, whoever asks for more. */
export const pagedStore = (store: EventStore, most: number): EventStore => {
  const readAll: EventStore['readAll'] = (after, limit) =>
    store.readAll(after, Math.min(limit, most))
  const notifier = createNotifier()
  return {
    ...store,
    readAll,
    append: (stream, expected, events) => async () => {
      const written = await store.append(stream, expected, events)()
      notifier.notify()
      return written
    },
    subscribe: (after) => subscriptionOf(readAll, after, notifier.listen),
  }
}

/**
 * What nobody caught while something ran: a promise of the code under test that was rejected would have ended the process.
 * Caught here, so that the test fails that did it and not the whole run.
 */
export const crashesOf = async (run: () => Promise<void>): Promise<ReadonlyArray<unknown>> => {
  const crashes: unknown[] = []
  const listeners = process.listeners('unhandledRejection')
  const note = (reason: unknown): void => {
    crashes.push(String(reason))
  }
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', note)
  try {
    await run()
    await turns()
  } finally {
    process.off('unhandledRejection', note)
    for (const listener of listeners) process.on('unhandledRejection', listener)
  }
  return crashes
}

/** Waits until something is so, turn by turn; it gives up, so that a test fails by name and not by its time. */
export const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 2000; i++) {
    if (await isSo()) return
    await turns(1)
  }
  throw new Error('it never came to be so')
}
