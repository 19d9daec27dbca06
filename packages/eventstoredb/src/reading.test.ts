import { beforeFirst, type Position, streamName } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { createFrontier } from './frontier.js'
import { endOf, headOf, locateIn } from './head.js'
import { namingOf } from './naming.js'
import { type Pace, usualPace } from './pace.js'
import { positionOf } from './position.js'
import { type ReadShell, readingAll, readingStream } from './reading.js'
import {
  clientError,
  delivering,
  failing,
  type Play,
  recorded,
  recordedAt,
  type Script,
  type ScriptOptions,
  scripted,
} from './scripted-client.js'

const stream = streamName('account', '00000000-0000-4000-8000-000000000001')
const quick: Pace = { ...usualPace, idleMs: 40, firstWaitMs: 1, longestWaitMs: 2 }

const at = (commit: number): Position =>
  positionOf({ commit: BigInt(commit), prepare: BigInt(commit) })
const revision = (number: number) => recorded({ revision: BigInt(number), position: undefined })
const foreign = (commit: number) =>
  recordedAt(commit, { streamId: '$stats-127', type: '$statsCollected' })

const shellOf = (
  onRead: NonNullable<ScriptOptions['onRead']>,
  namespace?: string,
  beginsAfter?: Position,
): { readonly shell: ReadShell; readonly script: Script; readonly ending: AbortController } => {
  const script = scripted({ onRead })
  const ending = new AbortController()
  const shell: ReadShell = {
    client: script.client,
    naming: namingOf(namespace),
    pace: quick,
    frontier: createFrontier(beginsAfter),
    closing: ending.signal,
  }
  return { shell, script, ending }
}

// Serves `$all` of these events, as the server does.
const serving =
  (...events: ReadonlyArray<ReturnType<typeof recordedAt>>) =>
  (play: Play): void => {
    const { fromPosition, direction, maxCount } = play.options as {
      fromPosition: 'start' | 'end' | { commit: bigint }
      direction: string
      maxCount: number
    }
    const place = ({ event }: (typeof events)[number]): bigint => event?.position?.commit ?? 0n
    const from = typeof fromPosition === 'object' ? fromPosition.commit : undefined
    const chosen =
      direction === 'backwards'
        ? events.toReversed().filter((one) => from === undefined || place(one) < from)
        : events.filter((one) => from === undefined || place(one) >= from)
    delivering(...chosen.slice(0, maxCount))(play)
  }

describe('a page of a stream', () => {
  test('starts after the revision, though the client starts at one', async () => {
    const { shell, script } = shellOf(delivering(revision(4), revision(5)))
    const page = await readingStream(shell)(stream, 3, 10)()
    expect(script.plays[0]?.options).toMatchObject({
      stream,
      fromRevision: 4n,
      maxCount: 11,
      direction: 'forwards',
      resolveLinkTos: false,
    })
    expect(page).toMatchObject(
      E.right({ events: [{ revision: 4 }, { revision: 5 }], next: 5, isEnd: true }),
    )
  })

  test('is not the last one when there is one event more', async () => {
    const { shell, script } = shellOf(delivering(revision(0), revision(1), revision(2)))
    const page = await readingStream(shell)(stream, -1, 2)()
    expect(page).toMatchObject(E.right({ next: 1, isEnd: false }))
    expect(script.plays[0]?.wasCancelled()).toBe(true)
  })

  test.each(['stream-not-found', 'no-stream'])(
    'of a stream that is missing is empty: %s',
    async (type) => {
      const { shell } = shellOf(failing(clientError(type)))
      expect(await readingStream(shell)(stream, 7, 10)()).toEqual(
        E.right({ events: [], next: 7, isEnd: true }),
      )
    },
  )

  test('of a stream that was ended for good is an error, and not tried again', async () => {
    const { shell, script } = shellOf(failing(clientError('stream-deleted')))
    expect(await readingStream(shell)(stream, -1, 10)()).toMatchObject(
      E.left({ reason: 'stream-deleted', outcome: 'not-written' }),
    )
    expect(script.plays).toHaveLength(1)
  })

  test('carries no position, whatever the server sends', async () => {
    const allOnes = 2n ** 64n - 1n
    const odd = recorded({ position: { commit: allOnes, prepare: allOnes } })
    const { shell } = shellOf(delivering(odd))
    const page = await readingStream(shell)(stream, -1, 10)()
    expect(E.isRight(page) && page.right.events[0]).toEqual({
      id: '00000000-0000-4000-8000-00000000000a',
      stream,
      revision: 0,
      type: 'Noted',
      data: '{"note":1}',
      metadata: '{"schemaVersion":1}',
      recordedAt: '2026-01-15T04:05:06.789Z',
    })
  })

  test('leaves links out and goes on after them', async () => {
    const link = recorded({ type: '$>', revision: 1n, isJson: false, data: Buffer.from('0@other') })
    const { shell } = shellOf(delivering(revision(0), link))
    const page = await readingStream(shell)(stream, -1, 10)()
    expect(page).toMatchObject(E.right({ events: [{ revision: 0 }], next: 1, isEnd: true }))
  })

  test.each([
    [-2, 10],
    [0.5, 10],
    [0, 0],
    [0, Number.NaN],
  ])('after %s with %s events is refused before the client throws', async (after, limit) => {
    const { shell, script } = shellOf(delivering())
    expect(await readingStream(shell)(stream, after, limit)()).toMatchObject(
      E.left({ reason: 'refused' }),
    )
    expect(script.plays).toEqual([])
  })
})

describe('a read', () => {
  test('that brings nothing is given up, cancelled, and tried again five times', async () => {
    const { shell, script } = shellOf(() => undefined)
    expect(await readingStream(shell)(stream, -1, 10)()).toMatchObject(
      E.left({ reason: 'timeout', outcome: 'not-written', cause: { type: 'no-answer' } }),
    )
    expect(script.plays).toHaveLength(5)
    expect(script.plays.every((play) => play.wasCancelled())).toBe(true)
  })

  test('that fails half-way is read again from the start of the page', async () => {
    const { shell } = shellOf((play, count) => {
      if (count > 1) return delivering(revision(0), revision(1))(play)
      play.stream.write(revision(0))
      setTimeout(() => play.stream.emit('error', clientError('unavailable', { code: 14 })), 5)
    })
    const page = await readingStream(shell)(stream, -1, 10)()
    expect(page).toMatchObject(E.right({ events: [{ revision: 0 }, { revision: 1 }], isEnd: true }))
  })

  test('that the client refuses by throwing is an error and no exception', async () => {
    const { shell } = shellOf(() => {
      throw clientError('invalid-argument')
    })
    expect(await readingStream(shell)(stream, -1, 10)()).toMatchObject(
      E.left({ reason: 'refused' }),
    )
  })

  test('keeps listening for errors after its end: a late one ends no process', async () => {
    const { shell, script } = shellOf(delivering(revision(0)))
    await readingStream(shell)(stream, -1, 10)()
    expect(() => script.plays[0]?.stream.emit('error', new Error('late'))).not.toThrow()
  })

  test('that is given up is read empty, or the client would keep it for ever [defect 9] [S9]', async () => {
    const events = Array.from({ length: 30 }, (_, number) => revision(number))
    const { shell, script } = shellOf(delivering(...events))
    await readingStream(shell)(stream, -1, 2)()
    await new Promise((resolve) => setImmediate(resolve))
    expect(script.plays[0]?.wasCancelled()).toBe(true)
    expect(script.plays[0]?.stream.readableLength).toBe(0)
  })

  test('under way ends when the store is closed', async () => {
    const { shell, script, ending } = shellOf(() => undefined)
    const reading = readingStream({ ...shell, pace: { ...quick, idleMs: 10_000 } })(
      stream,
      -1,
      10,
    )()
    setImmediate(() => ending.abort())
    expect(await reading).toMatchObject(E.left({ reason: 'closed', outcome: 'not-written' }))
    expect(script.plays[0]?.wasCancelled()).toBe(true)
  })
})

describe('a page of the log', () => {
  test('leaves out the event at its start', async () => {
    const { shell } = shellOf(serving(recordedAt(100), recordedAt(200), recordedAt(300)))
    const page = await readingAll(shell)(at(100), 10)()
    expect(page).toMatchObject(
      E.right({
        events: [{ position: at(200) }, { position: at(300) }],
        next: at(300),
        isEnd: true,
      }),
    )
  })

  test('begins at the start of the log, or after a place that no event has', async () => {
    const { shell } = shellOf(serving(recordedAt(100), recordedAt(200)))
    expect(await readingAll(shell)(beforeFirst, 1)()).toMatchObject(
      E.right({ events: [{ position: at(100) }], next: at(100), isEnd: false }),
    )
    expect(await readingAll(shell)(at(150), 1)()).toMatchObject(
      E.right({ events: [{ position: at(200) }], next: at(200), isEnd: true }),
    )
  })

  test('reads on over the events of others, and goes on after one of its own', async () => {
    const strangers = Array.from({ length: 40 }, (_, index) => foreign(101 + index))
    const { shell, script } = shellOf(
      serving(recordedAt(100), ...strangers, recordedAt(200), foreign(201)),
    )
    const page = await readingAll(shell)(at(100), 3)()
    expect(page).toMatchObject(
      E.right({ events: [{ position: at(200) }], next: at(200), isEnd: true }),
    )
    expect(script.plays).toHaveLength(2)
  })

  test('of which nothing is left but the events of others is empty, last, and does not move', async () => {
    const { shell } = shellOf(serving(recordedAt(100), foreign(101), foreign(102)))
    expect(await readingAll(shell)(at(100), 10)()).toEqual(
      E.right({ events: [], next: at(100), isEnd: true }),
    )
  })

  test('knows the streams of its namespace alone', async () => {
    const ours = recordedAt(100, { streamId: `shop.${stream}` })
    const theirs = recordedAt(200, { streamId: stream })
    const others = recordedAt(300, { streamId: `cafe.${stream}` })
    const { shell } = shellOf(serving(ours, theirs, others), 'shop')
    const page = await readingAll(shell)(beforeFirst, 10)()
    expect(page).toMatchObject(E.right({ events: [{ stream, position: at(100) }], isEnd: true }))
    expect(E.isRight(page) && page.right.events).toHaveLength(1)
  })

  test('ends early when its texts are 8 MiB long', async () => {
    const data = { note: 'x'.repeat(1024 * 1024) }
    const events = Array.from({ length: 20 }, (_, index) => recordedAt(100 + index, { data }))
    const { shell } = shellOf(serving(...events))
    const page = await readingAll(shell)(beforeFirst, 500)()
    expect(page).toMatchObject(E.right({ next: at(107), isEnd: false }))
  })

  test.each(['nonsense', '1', `${'0'.repeat(39)}x`])(
    'after %s is refused: it is no position of this store',
    async (text) => {
      const { shell } = shellOf(serving())
      expect(await readingAll(shell)(text as Position, 10)()).toMatchObject(
        E.left({ reason: 'refused' }),
      )
    },
  )
})

describe('positions', () => {
  test('are texts whose order is the order of the log, commit first', () => {
    const texts = [
      positionOf({ commit: 9n, prepare: 9n }),
      positionOf({ commit: 10n, prepare: 0n }),
      positionOf({ commit: 10n, prepare: 7n }),
      positionOf({ commit: 2n ** 63n, prepare: 1n }),
    ]
    expect(texts.toSorted()).toEqual(texts)
    expect(texts[1]).toBe('0000000000000000001000000000000000000000')
  })
})

describe('the head', () => {
  test('is the last event of the log, however many of others lie behind it', async () => {
    const strangers = Array.from({ length: 200 }, (_, index) => foreign(101 + index))
    const { shell, script } = shellOf(serving(recordedAt(99), recordedAt(100), ...strangers))
    expect(await headOf(shell)).toEqual(E.right(at(100)))
    const looks = script.plays.length
    // What was looked through once is not looked through again.
    expect(await headOf(shell)).toEqual(E.right(at(100)))
    expect(script.plays).toHaveLength(looks + 1)
  })

  test('of a log without events is before the first', async () => {
    const { shell } = shellOf(serving(foreign(1), foreign(2)))
    expect(await headOf(shell)).toEqual(E.right(beforeFirst))
    expect(await headOf(shellOf(serving()).shell)).toEqual(E.right(beforeFirst))
  })

  test('of a new log is not looked for among what others wrote before it began', async () => {
    const strangers = Array.from({ length: 200 }, (_, index) => foreign(1 + index))
    const { shell, script } = shellOf(serving(...strangers), undefined, at(200))
    expect(await headOf(shell)).toEqual(E.right(beforeFirst))
    expect(await readingAll(shell)(beforeFirst, 10)()).toMatchObject(E.right({ isEnd: true }))
    expect(script.plays.map(({ options }) => options)).toMatchObject([
      { direction: 'backwards', maxCount: 16 },
      { direction: 'forwards', fromPosition: { commit: 200n } },
    ])
  })

  test('of the server is that of its newest event, whosever it is', async () => {
    const { shell, script } = shellOf(serving(recordedAt(100), foreign(300)))
    expect(await endOf(shell)).toEqual(E.right(at(300)))
    expect(script.plays).toHaveLength(1)
    expect(await endOf(shellOf(serving()).shell)).toEqual(E.right(beforeFirst))
  })

  test('moves on', async () => {
    let events = [recordedAt(100)]
    const { shell } = shellOf((play) => serving(...events)(play))
    expect(await headOf(shell)).toEqual(E.right(at(100)))
    events = [...events, foreign(150), recordedAt(200), foreign(250)]
    expect(await headOf(shell)).toEqual(E.right(at(200)))
    expect(await readingAll(shell)(at(100), 10)()).toMatchObject(E.right({ next: at(200) }))
  })

  test('an event is found by its id, for a server that does not say where it wrote', async () => {
    const { shell } = shellOf(serving(recordedAt(100), recordedAt(200), foreign(300)))
    expect(await locateIn(shell)('00000000-0000-4000-8000-000000000100')).toEqual(E.right(at(100)))
    expect(await locateIn(shell)('00000000-0000-4000-8000-000000000999')).toEqual(
      E.right(undefined),
    )
  })
})
