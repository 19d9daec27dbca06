// That a decider, a handler, projections, reactions and readings are used without one annotation and without a cast. What
// is inferred is compared with what it should be, so that a type that became `any` or `unknown` fails the build.
import type { Either } from 'fp-ts/lib/Either.js'
import { expect, expectTypeOf, test } from 'vitest'
import * as Jar from './arbitraries.js'
import {
  type AnyCapability,
  type AnyReaction,
  type AnyView,
  type CommandOf,
  eventCodec,
  type Fact,
  foldAsOf,
  type Handle,
  type HandleError,
  handle,
  type InvalidQuery,
  inMemoryEventStore,
  inMemoryViewStore,
  integer,
  type KeptView,
  type LogEvent,
  literal,
  type NoOccurredReading,
  newId,
  type Receipt,
  type RejectionOf,
  reaction,
  record,
  type StoreUnavailable,
  startRunner,
  streamName,
  systemClock,
  text,
  type UnreadableEvent,
  view,
} from './index.js'

const shell = { store: inMemoryEventStore(), clock: systemClock, random: () => 0 }

test('a module is a decider, and the handler knows its commands and rejections [K16]', async () => {
  const carryOut = handle(shell)(Jar, Jar.jarEvents)
  expectTypeOf(carryOut).toEqualTypeOf<Handle<Jar.JarCommand, Jar.JarRejection>>()

  const jar = newId()
  const sent = await carryOut(
    Jar.jarStream(jar),
    { type: 'PutCoins', jar, shelf: 'top', coins: 1 },
    { commandId: newId(), actor: 'someone' },
  )()
  expectTypeOf(sent).toEqualTypeOf<Either<Jar.JarRejection | HandleError, Receipt>>()
  expect(sent).toMatchObject({ _tag: 'Right', right: { revision: 0 } })
})

test('a handler takes no command, stream or context of another kind', () => {
  const carryOut = handle(shell)(Jar, Jar.jarEvents)
  const jar = newId()
  const context = { commandId: newId(), actor: 'someone' }
  // Never run: only their types matter.
  const refused = () => [
    // @ts-expect-error: there is no such command
    carryOut(Jar.jarStream(jar), { type: 'BreakJar', jar }, context),
    // @ts-expect-error: the coins are missing
    carryOut(Jar.jarStream(jar), { type: 'PutCoins', jar, shelf: 'top' }, context),
    // @ts-expect-error: any text is no stream name
    carryOut(`jar-${jar}`, { type: 'SealJar', jar, shelf: 'top' }, context),
    // @ts-expect-error: nobody did it
    carryOut(Jar.jarStream(jar), { type: 'SealJar', jar, shelf: 'top' }, { commandId: newId() }),
  ]
  expect(refused).toBeTypeOf('function')
})

test('a decider has the codecs of its own events', () => {
  const { CoinsPut, CoinsTaken } = Jar.jarEvents
  // @ts-expect-error: JarSealed is forgotten
  const wrong = () => handle(shell)(Jar, { CoinsPut, CoinsTaken })
  expect(wrong).toBeTypeOf('function')
})

test('a decider that needs neither time nor actor leaves the third parameter out', () => {
  const { decide, evolve, initial } = Jar
  const timeless = {
    initial,
    evolve,
    decide: (command: Jar.JarCommand, state: Jar.Jar) =>
      decide(command, state, { commandId: '', at: Jar.noon, by: '' }),
  }
  expectTypeOf(handle(shell)(timeless, Jar.jarEvents)).toEqualTypeOf<
    Handle<Jar.JarCommand, Jar.JarRejection>
  >()
})

interface Rung {
  readonly type: 'Rung'
  readonly bell: string
  readonly times: number
}
interface Ring {
  readonly type: 'Ring'
  readonly bell: string
}

const rungCodec = record<Rung>('Rung', {
  type: literal('Rung'),
  bell: text(9),
  times: integer(),
})

const bells = {
  name: 'bells',
  version: 1,
  types: ['Rung'] as const,
  parts: (recorded: LogEvent<Rung>) => [[recorded.event.bell, recorded.event.times] as const],
  initial: () => ({ times: 0 }),
  evolve: (before: { readonly times: number }, times: number) => ({ times: before.times + times }),
}

const bellsView = view(bells, {
  codec: record<{ readonly times: number }>('Bell', { times: integer() }),
  columns: { times: { kind: 'integer', of: ({ times }) => times } },
})

test('a projection is a plain value, and its view knows key, view, event and part [K16]', () => {
  expectTypeOf(bellsView).toEqualTypeOf<
    KeptView<string, { readonly times: number }, Rung, number>
  >()
})

test('a column is computed from a view of its own type', () => {
  const codec = record<{ readonly times: number }>('Bell', { times: integer() })
  const wrong = () =>
    view(bells, {
      codec,
      // @ts-expect-error: a bell has no colour
      columns: { colour: { kind: 'text', of: ({ colour }) => colour } },
    })
  expect(wrong).toBeTypeOf('function')
})

test('a view has the codec of its own projection', () => {
  const wrong = () =>
    view(bells, {
      // @ts-expect-error: `times` is a number
      codec: record<{ readonly times: string }>('Bell', { times: literal('one') }),
      columns: {},
    })
  expect(wrong).toBeTypeOf('function')
})

test('views of unlike projections stand in one list [K16]', async () => {
  const views = [bellsView, Jar.kept(Jar.jars)]
  expectTypeOf<(typeof views)[number]>().toExtend<AnyView>()
  const readers = { ...Jar.jarReaders, Rung: eventCodec(rungCodec) }
  const runner = await Jar.must(
    startRunner({ store: inMemoryEventStore(), views: inMemoryViewStore(), readers })(views),
  )
  await runner.close()
})

test('a reading as of a moment has the type of the view [K16]', () => {
  const asOf = foldAsOf(inMemoryEventStore(), Jar.jarReaders)
  expectTypeOf(asOf(Jar.jars, newId())).returns.resolves.toEqualTypeOf<
    Either<InvalidQuery | NoOccurredReading | UnreadableEvent | StoreUnavailable, Jar.Trail>
  >()
})

test('a reaction knows the facts that it asked for [K16]', () => {
  const ring = reaction({
    name: 'ring_back',
    types: ['Rung'],
    startsFrom: 'now',
    facts: (recorded: LogEvent<Rung>) => ({
      own: { of: bells, key: recorded.event.bell },
      jar: { of: Jar.jars, key: 'a jar' },
    }),
    react: ({ event }, facts): ReadonlyArray<Ring> => {
      expectTypeOf(event).toEqualTypeOf<Rung>()
      expectTypeOf(facts.own).toEqualTypeOf<Fact<{ times: number }>>()
      expectTypeOf(facts.jar).toEqualTypeOf<Fact<Jar.Trail>>()
      // @ts-expect-error: it did not ask for this
      facts.other
      return [{ type: 'Ring', bell: event.bell }]
    },
  })
  expectTypeOf(ring).toEqualTypeOf<AnyReaction>()
})

test('a capability is a value of its parts, and knows its commands and rejections [K16]', () => {
  const codec = record<Ring>('Ring', { type: literal('Ring'), bell: text(9) })
  const tower = {
    name: 'tower',
    streamOf: (_: Ring) => streamName('tower', newId()),
    decider: Jar,
    commands: { Ring: codec },
    events: Jar.jarEvents,
    views: [bellsView, Jar.kept(Jar.jars)],
    reactions: [],
  }
  expectTypeOf(tower).toExtend<AnyCapability>()
  expectTypeOf<CommandOf<typeof tower>>().toEqualTypeOf<Ring>()
  expectTypeOf<RejectionOf<typeof tower>>().toEqualTypeOf<Jar.JarRejection>()
})
