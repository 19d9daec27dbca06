import type {
  AppendError,
  EventStore,
  Expected,
  NewEvent,
  Position,
  Written,
} from '@patina/eventsourcing'
import { newId, streamName } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { createAppendLine } from './append-line.js'
import { appending } from './appending.js'
import { namingOf } from './naming.js'
import { type Pace, usualPace, waitBefore } from './pace.js'
import {
  clientError,
  type Script,
  type ScriptOptions,
  scripted,
  writtenAt,
} from './scripted-client.js'

const stream = streamName('account', newId())
const event: NewEvent = { id: newId(), type: 'Noted', data: '{"n":1}', metadata: '{"m":1}' }
const quick: Pace = {
  ...usualPace,
  appendTimeoutMs: 30,
  firstWaitMs: 1,
  longestWaitMs: 4,
  random: () => 0.5,
}

const located = '0000000000000000004200000000000000000042' as Position

const storeOf = (
  options: ScriptOptions,
  pace: Partial<Pace> = {},
): { readonly append: EventStore['append']; readonly scripts: Script[] } => {
  const scripts: Script[] = []
  let kept = 0
  const line = createAppendLine(() => {
    const script = scripted({
      ...options,
      onAppend: (append) =>
        (options.onAppend ?? (() => Promise.resolve(writtenAt(0, 1))))(append, ++kept),
    })
    scripts.push(script)
    return script.client
  })
  const append = appending({
    naming: namingOf(undefined),
    pace: { ...quick, ...pace },
    line: () => Promise.resolve(E.right(line)),
    locate: (id) => Promise.resolve(E.right(id === event.id ? located : undefined)),
    isClosed: () => false,
  })
  return { append, scripts }
}

// Fails so often with these errors, one after the other, and is written then.
const failingWith =
  (...errors: ReadonlyArray<unknown>): NonNullable<ScriptOptions['onAppend']> =>
  (_, count) => {
    const error = errors[count - 1]
    if (error === 'silence') return new Promise(() => undefined)
    return error === undefined ? Promise.resolve(writtenAt(4, 77)) : Promise.reject(error)
  }

const run = async (
  onAppend: NonNullable<ScriptOptions['onAppend']>,
  expected: Expected = 3,
  pace: Partial<Pace> = {},
): Promise<{ readonly result: Either<AppendError, Written>; readonly sent: Script['sent'] }> => {
  const { append, scripts } = storeOf({ onAppend }, pace)
  const result = await append(stream, expected, [event])()
  return { result, sent: scripts.flatMap(({ sent }) => sent) }
}

const broken = clientError('unavailable', { code: 14 })
const forEver =
  (error: unknown): NonNullable<ScriptOptions['onAppend']> =>
  () =>
    Promise.reject(error)

describe('an append', () => {
  test.each<readonly [Expected, unknown]>([
    ['any', 'any'],
    ['none', 'no_stream'],
    ['exists', 'stream_exists'],
    [0, 0n],
    [41, 41n],
    [-1, 'no_stream'],
  ])('that expects %s is sent expecting %s [defects 11 and 12]', async (expected, sentAs) => {
    const { sent } = await run(failingWith(), expected)
    expect(sent.map(({ expectedRevision }) => expectedRevision)).toEqual([sentAs])
  })

  test.each([-2, 1.5, Number.NaN, 2 ** 53])(
    'that expects revision %s is refused and never sent [defect 11]',
    async (expected) => {
      const { result, sent } = await run(failingWith(), expected)
      expect(result).toEqual(
        E.left({ _tag: 'StoreUnavailable', reason: 'refused', outcome: 'not-written' }),
      )
      expect(sent).toEqual([])
    },
  )

  test('hands the client what was just parsed from its texts [defect 1]', async () => {
    const { sent } = await run(failingWith())
    expect(sent[0]?.events).toEqual([
      {
        id: event.id,
        contentType: 'application/json',
        type: 'Noted',
        data: { n: 1 },
        metadata: { m: 1 },
      },
    ])
  })

  test('answers with revision and position, and is never sure that it was the first', async () => {
    const { result } = await run(failingWith())
    const position = '0000000000000000007700000000000000000077'
    expect(result).toEqual(E.right({ revision: 4, position, isKnownNew: false }))
  })

  test.each([
    ['no position', undefined],
    ['all ones', { commit: 2n ** 64n - 1n, prepare: 2n ** 64n - 1n }],
  ])('that is answered with %s is looked for in the log', async (_, position) => {
    const answer =
      position === undefined ? { nextExpectedRevision: 4n } : { nextExpectedRevision: 4n, position }
    const { result } = await run(() => Promise.resolve(answer))
    expect(result).toEqual(E.right({ revision: 4, position: located, isKnownNew: false }))
  })

  test('is repeated after a passing fault: same events, same ids, same expected revision', async () => {
    const errors = [broken, clientError('timeout', { code: 10 }), clientError('unknown'), 'silence']
    const { result, sent } = await run(failingWith(...errors))
    expect(E.isRight(result)).toBe(true)
    expect(sent).toHaveLength(5)
    for (const again of sent) {
      expect(again.events).toBe(sent[0]?.events)
      expect({ ...again, events: [] }).toEqual({ ...sent[0], events: [] })
    }
  })

  test('is tried five times, then nobody knows what became of it', async () => {
    const { result, sent } = await run(forEver(broken))
    expect(sent).toHaveLength(5)
    expect(result).toEqual(
      E.left({
        _tag: 'StoreUnavailable',
        reason: 'unreachable',
        outcome: 'unknown',
        cause: { type: 'unavailable', code: 14 },
      }),
    )
  })

  test('is not tried beyond the patience', async () => {
    const { sent } = await run(forEver(broken), 3, {
      patienceMs: 60,
      firstWaitMs: 100,
      longestWaitMs: 100,
    })
    expect(sent).toHaveLength(2)
  })

  test.each(['any', 'exists'] as const)(
    'that expects %s is not repeated when it may have been written',
    async (expected) => {
      const { result, sent } = await run(forEver(broken), expected)
      expect(sent).toHaveLength(1)
      expect(result).toMatchObject(E.left({ outcome: 'unknown' }))
    },
  )

  test('that a follower refused is repeated, whatever it expects', async () => {
    const { result, sent } = await run(failingWith(clientError('not-leader', { code: 5 })), 'any')
    expect(sent).toHaveLength(2)
    expect(E.isRight(result)).toBe(true)
  })

  test('that only followers refuse was not written', async () => {
    const { result } = await run(forEver(clientError('not-leader', { code: 5 })))
    expect(result).toMatchObject(E.left({ reason: 'not-leader', outcome: 'not-written' }))
  })

  test.each([
    ['access-denied', 'denied'],
    ['maximum-append-size-exceeded', 'too-large'],
    ['invalid-transaction', 'refused'],
  ])('that is answered with %s is not repeated and was not written', async (type, reason) => {
    const { result, sent } = await run(forEver(clientError(type)))
    expect(sent).toHaveLength(1)
    expect(result).toEqual(
      E.left({ _tag: 'StoreUnavailable', reason, outcome: 'not-written', cause: { type } }),
    )
  })

  test('that is refused after an attempt that may have been written may have been written', async () => {
    const { result } = await run(failingWith(broken, clientError('access-denied')))
    expect(result).toMatchObject(E.left({ reason: 'denied', outcome: 'unknown' }))
  })

  test('that was overtaken is a conflict, and the handler decides again', async () => {
    const { result, sent } = await run(
      forEver(clientError('wrong-expected-version', { actualVersion: 9n })),
    )
    expect(sent).toHaveLength(1)
    expect(result).toEqual(
      E.left({ _tag: 'WrongExpectedRevision', stream, expected: 3, actual: 9 }),
    )
  })

  test('to a stream that was ended for good is a conflict that nobody decides again', async () => {
    const { result, sent } = await run(forEver(clientError('stream-deleted')))
    expect(sent).toHaveLength(1)
    expect(result).toEqual(
      E.left({ _tag: 'WrongExpectedRevision', stream, expected: 3, actual: 'deleted' }),
    )
  })

  test('is not sent when its events cannot be stored', async () => {
    const { append, scripts } = storeOf({})
    expect(await append(stream, 'none', [{ ...event, data: '{"n": 1}' }])()).toMatchObject(
      E.left({ _tag: 'EventRefused', problem: 'NotText' }),
    )
    expect(await append(stream, 'none', [event, event])()).toMatchObject(
      E.left({ problem: 'IdTwice' }),
    )
    expect(scripts).toEqual([])
  })

  test('waits with full jitter from 50 ms doubling to 2 s before it is repeated', () => {
    const most = [1, 2, 3, 6, 7, 20].map((attempt) =>
      waitBefore(attempt, { ...usualPace, random: () => 1 }),
    )
    expect(most).toEqual([50, 100, 200, 1_600, 2_000, 2_000])
    expect(waitBefore(3, { ...usualPace, random: () => 0 })).toBe(0)
  })
})
