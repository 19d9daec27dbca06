import {
  beforeFirst,
  type LoggedEvent,
  type Page,
  type Position,
  type StoreUnavailable,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, test } from 'vitest'
import type { WirePosition, WireResolved } from './client.js'
import { createFrontier } from './frontier.js'
import { namingOf } from './naming.js'
import { type Pace, usualPace } from './pace.js'
import { positionOf } from './position.js'
import {
  clientError,
  delivering,
  failing,
  type Play,
  recordedAt,
  type Script,
  type ScriptOptions,
  scripted,
} from './scripted-client.js'
import { subscribing } from './subscribing.js'

const quick: Pace = { ...usualPace, idleMs: 50, firstWaitMs: 1, longestWaitMs: 2 }
const wireAt = (commit: number): WirePosition => ({
  commit: BigInt(commit),
  prepare: BigInt(commit),
})
const at = (commit: number): Position => positionOf(wireAt(commit))

type Delivery = Either<StoreUnavailable, Page<LoggedEvent, Position>>
type Pages = AsyncIterator<Delivery>

interface Listening {
  readonly pages: Pages
  readonly script: Script
  /** The subscriptions of the client, in the order in which they were opened. */
  readonly opened: ReadonlyArray<Play>
  readonly ending: AbortController
}

const listening: Pages[] = []
afterEach(async () => {
  for (const pages of listening.splice(0)) await pages.return?.()
})

// The log ends with `last` as long as the head is asked for; what comes over subscriptions, the test plays.
const listen = (
  last: () => ReadonlyArray<WireResolved>,
  after: Position = beforeFirst,
  options: ScriptOptions & { readonly pace?: Partial<Pace>; readonly namespace?: string } = {},
): Listening => {
  const opened: Play[] = []
  const script = scripted({
    onRead: (play) => delivering(...last().toReversed())(play),
    ...options,
    onSubscribe: (play, count) => {
      opened.push(play)
      options.onSubscribe?.(play, count)
    },
  })
  const ending = new AbortController()
  const subscribe = subscribing({
    client: script.client,
    naming: namingOf(options.namespace),
    pace: { ...quick, ...options.pace },
    frontier: createFrontier(),
    closing: ending.signal,
    onOpen: () => () => undefined,
  })
  const pages = subscribe(after)[Symbol.asyncIterator]()
  listening.push(pages)
  return { pages, script, opened, ending }
}

const positionsIn = (result: IteratorResult<Delivery>): unknown => {
  if (result.done === true) return 'done'
  if (E.isLeft(result.value)) return result.value.left.reason
  return result.value.right.events.map(({ position }) => position)
}
const pageOf = (result: IteratorResult<Delivery>): Page<LoggedEvent, Position> => {
  if (result.done === true || E.isLeft(result.value)) throw new Error(JSON.stringify(result))
  return result.value.right
}
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

describe('a subscription', () => {
  test('asks the server to leave out its own events, and to say now and then how far it has looked', async () => {
    const { pages, opened } = listen(() => [recordedAt(100)], at(50))
    void pages.next()
    await soon()
    expect(opened[0]?.options).toMatchObject({
      fromPosition: wireAt(50),
      resolveLinkTos: false,
      filter: {
        filterOn: 'eventType',
        regex: '^[^$].*',
        maxSearchWindow: 32,
        checkpointInterval: 32,
      },
    })
  })

  test('answers in turn who asks several times at once', async () => {
    const { pages, opened } = listen(() => [])
    const [first, second, third] = [pages.next(), pages.next(), pages.next()]
    await soon()
    opened[0]?.stream.write(recordedAt(100))
    expect(positionsIn(await first)).toEqual([at(100)])
    opened[0]?.stream.write(recordedAt(200))
    expect(positionsIn(await second)).toEqual([at(200)])
    expect(opened).toHaveLength(1)
    await pages.return?.()
    expect(positionsIn(await third)).toBe('done')
  })

  test('of a namespace asks for its streams alone', async () => {
    const { pages, opened } = listen(() => [], beforeFirst, { namespace: 'shop' })
    void pages.next()
    await soon()
    expect(opened[0]?.options).toMatchObject({
      fromPosition: 'start',
      filter: { filterOn: 'streamName', prefixes: ['shop.'] },
    })
  })

  test('catches up to the head, and says that it has, though the server does not', async () => {
    const { pages, opened } = listen(() => [recordedAt(300)])
    const first = pages.next()
    await soon()
    for (const commit of [100, 200]) opened[0]?.stream.write(recordedAt(commit))
    expect(pageOf(await first)).toMatchObject({ next: at(200), isEnd: false })
    opened[0]?.stream.write(recordedAt(300))
    expect(pageOf(await pages.next())).toMatchObject({
      events: [{ position: at(300) }],
      next: at(300),
      isEnd: true,
    })
  })

  test('believes a server that says that it has caught up, after the events that came before', async () => {
    const { pages, opened } = listen(() => [recordedAt(300)])
    const first = pages.next()
    await soon()
    opened[0]?.stream.write(recordedAt(100))
    opened[0]?.stream.emit('caughtUp')
    const found = [pageOf(await first)]
    if (!found[0]?.isEnd) found.push(pageOf(await pages.next()))
    expect(found.flatMap(({ events }) => events.map(({ position }) => position))).toEqual([at(100)])
    expect(found.at(-1)).toMatchObject({ next: at(100), isEnd: true })
  })

  test('delivers nothing while there is nothing new', async () => {
    const { pages, opened } = listen(() => [recordedAt(100)], at(100))
    const first = pages.next()
    await soon()
    opened[0]?.stream.emit('caughtUp')
    opened[0]?.checkpoint(wireAt(150))
    opened[0]?.stream.write(recordedAt(200))
    expect(pageOf(await first)).toMatchObject({ events: [{ position: at(200) }], isEnd: true })
  })

  test('passes over what it has delivered already, and over links and the events of others', async () => {
    const { pages, opened } = listen(() => [recordedAt(300)], at(200))
    const first = pages.next()
    await soon()
    opened[0]?.stream.write(recordedAt(200))
    opened[0]?.stream.write(recordedAt(250, { type: '$>' }))
    opened[0]?.stream.write(recordedAt(260, { streamId: 'strangers' }))
    opened[0]?.stream.write(recordedAt(300))
    expect(positionsIn(await first)).toEqual([at(300)])
  })
})

describe('a subscription that is dropped', () => {
  test.each([
    [
      'an error',
      (play: Play) => play.stream.emit('error', clientError('unavailable', { code: 14 })),
    ],
    ['a raw error', (play: Play) => play.stream.emit('error', new Error('14 UNAVAILABLE'))],
    ['a quiet end', (play: Play) => play.stream.end()],
    ['a close', (play: Play) => play.stream.destroy()],
  ])('with %s says so and goes on after what it delivered last [S12]', async (_, drop) => {
    const { pages, opened } = listen(() => [recordedAt(300)])
    const first = pages.next()
    await soon()
    opened[0]?.stream.write(recordedAt(100))
    expect(positionsIn(await first)).toEqual([at(100)])
    const second = pages.next()
    await soon()
    if (opened[0] !== undefined) drop(opened[0])
    expect(positionsIn(await second)).toBe('unreachable')
    const third = pages.next()
    await soon()
    expect(opened[1]?.options).toMatchObject({ fromPosition: wireAt(100) })
    expect(opened[0]?.wasCancelled()).toBe(true)
    opened[1]?.stream.write(recordedAt(100))
    opened[1]?.stream.write(recordedAt(200))
    expect(positionsIn(await third)).toEqual([at(200)])
  })

  test('again and again waits longer each time, and begins anew once something has come', async () => {
    const { pages, opened } = listen(() => [recordedAt(300)], beforeFirst, {
      pace: { firstWaitMs: 20, longestWaitMs: 40, random: () => 1 },
      onSubscribe: (play, count) => {
        if (count <= 3) setImmediate(() => play.stream.end())
      },
    })
    const start = performance.now()
    for (let count = 0; count < 3; count++)
      expect(positionsIn(await pages.next())).toBe('unreachable')
    const waiting = pages.next()
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(opened.length).toBe(4)
    expect(performance.now() - start).toBeGreaterThan(20 + 40 + 40)
    opened[3]?.stream.write(recordedAt(100))
    await waiting
  })

  test('when its head cannot be read says so, and tries again', async () => {
    const { pages } = listen(() => [], beforeFirst, {
      pace: { attempts: 1 },
      onRead: failing(clientError('unavailable', { code: 14 })),
    })
    expect(positionsIn(await pages.next())).toBe('unreachable')
    expect(positionsIn(await pages.next())).toBe('unreachable')
  })

  test('because the user has no rights ends', async () => {
    const { pages } = listen(() => [recordedAt(100)], beforeFirst, {
      onSubscribe: (play) =>
        setImmediate(() => play.stream.emit('error', clientError('access-denied', { code: 7 }))),
    })
    expect(positionsIn(await pages.next())).toBe('denied')
    expect(positionsIn(await pages.next())).toBe('done')
  })

  test('by nobody, and brings nothing though something must come, is opened again', async () => {
    const { pages, opened } = listen(() => [recordedAt(100)])
    expect(positionsIn(await pages.next())).toBe('timeout')
    const second = pages.next()
    await soon()
    expect(opened).toHaveLength(2)
    expect(opened[0]?.wasCancelled()).toBe(true)
    opened[1]?.stream.write(recordedAt(100))
    expect(positionsIn(await second)).toEqual([at(100)])
  })

  test('waits for ever once it has caught up: no news is no fault', async () => {
    const { pages, opened } = listen(() => [recordedAt(100)], at(100))
    const first = pages.next()
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect(opened).toHaveLength(1)
    opened[0]?.stream.write(recordedAt(200))
    expect(positionsIn(await first)).toEqual([at(200)])
  })

  test('keeps listening for errors when it is over', async () => {
    const { pages, opened } = listen(() => [])
    void pages.next()
    await soon()
    await pages.return?.()
    expect(() => opened[0]?.stream.emit('error', new Error('late'))).not.toThrow()
  })
})

describe('how far the server has looked', () => {
  test('is where it goes on after a drop, once the events before have been delivered', async () => {
    const { pages, opened } = listen(() => [recordedAt(1_000)])
    const first = pages.next()
    await soon()
    for (const commit of [100, 200]) opened[0]?.stream.write(recordedAt(commit))
    opened[0]?.checkpoint(wireAt(900))
    expect(positionsIn(await first)).toEqual([at(100), at(200)])
    const second = pages.next()
    await soon()
    opened[0]?.stream.end()
    expect(positionsIn(await second)).toBe('unreachable')
    void pages.next()
    await soon()
    expect(opened[1]?.options).toMatchObject({ fromPosition: wireAt(900) })
  })

  test('is never told as the place of a page: a saved place would lie behind the head', async () => {
    const { pages, opened } = listen(() => [recordedAt(300)])
    const first = pages.next()
    await soon()
    opened[0]?.stream.write(recordedAt(300))
    opened[0]?.checkpoint(wireAt(900))
    expect(pageOf(await first).next).toBe(at(300))
  })

  test('is held back while events before it are still on their way to the listener [defect 10]', async () => {
    const { pages, opened } = listen(() => [recordedAt(900)])
    const first = pages.next()
    await soon()
    opened[0]?.stream.write(recordedAt(100))
    await first
    // The listener is busy; meanwhile more comes, and the server says that it has looked further.
    for (const commit of [200, 300]) opened[0]?.stream.write(recordedAt(commit))
    await soon()
    opened[0]?.checkpoint(wireAt(800))
    opened[0]?.stream.emit('error', clientError('unavailable', { code: 14 }))
    const heard: unknown[] = []
    for (let count = 0; count < 2; count++) heard.push(positionsIn(await pages.next()))
    expect(heard).toEqual([[at(200), at(300)], 'unreachable'])
    const resumed = pages.next()
    await soon()
    expect(opened[1]?.options).toMatchObject({ fromPosition: wireAt(800) })
    opened[1]?.stream.write(recordedAt(900))
    expect(positionsIn(await resumed)).toEqual([at(900)])
  })

  test('may be noted at any time, and never throws', () => {
    const { pages, opened } = listen(() => [])
    void pages.next()
    expect(() => opened[0]?.checkpoint(wireAt(1))).not.toThrow()
  })
})

describe('a listener who has heard enough', () => {
  test('ends the subscription while he waits, and the server is told', async () => {
    const { pages, opened } = listen(() => [])
    const waiting = pages.next()
    await soon()
    await pages.return?.()
    expect(positionsIn(await waiting)).toBe('done')
    expect(positionsIn(await pages.next())).toBe('done')
    expect(opened[0]?.wasCancelled()).toBe(true)
  })

  test('ends it between two attempts too', async () => {
    const { pages } = listen(() => [recordedAt(100)], beforeFirst, {
      pace: { firstWaitMs: 60_000, longestWaitMs: 60_000, random: () => 1 },
      onSubscribe: (play) => setImmediate(() => play.stream.end()),
    })
    expect(positionsIn(await pages.next())).toBe('unreachable')
    const waiting = pages.next()
    await soon()
    await pages.return?.()
    expect(positionsIn(await waiting)).toBe('done')
  })

  test('leaves nothing in the client to be read: it would never let the subscription go [defect 9]', async () => {
    const { pages, opened } = listen(() => [recordedAt(900)])
    const first = pages.next()
    await soon()
    opened[0]?.stream.write(recordedAt(100))
    await first
    for (const commit of [200, 300]) opened[0]?.stream.write(recordedAt(commit))
    await soon()
    await pages.return?.()
    expect(opened[0]?.stream.readableLength).toBe(0)
    opened[0]?.stream.write(recordedAt(400))
    await soon()
    expect(opened[0]?.stream.readableLength).toBe(0)
  })

  test('after a place that is none of this store is told so, and it ends', async () => {
    const { pages } = listen(() => [], 'nonsense' as Position)
    expect(positionsIn(await pages.next())).toBe('refused')
    expect(positionsIn(await pages.next())).toBe('done')
  })
})
