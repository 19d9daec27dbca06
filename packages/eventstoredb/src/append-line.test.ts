import { describe, expect, test, vi } from 'vitest'
import {
  type Answer,
  type AppendRequest,
  createAppendLine,
  mostInFlight,
  type Times,
} from './append-line.js'
import type { Endpoint } from './connection.js'
import {
  clientError,
  type Script,
  type ScriptOptions,
  scripted,
  writtenAt,
} from './scripted-client.js'

const request = (stream = 'account-1'): AppendRequest => ({
  stream,
  expected: 'no_stream',
  events: [],
})
const times: Times = { waitMs: 5_000, deadlineMs: 1_000, timeoutMs: 2_000 }
const brief: Times = { ...times, timeoutMs: 20 }

// A line whose clients follow scripts, one after the other; the last script serves all that come later.
const lineOf = (...scripts: ReadonlyArray<ScriptOptions>) => {
  const made: Script[] = []
  const leaders: (Endpoint | undefined)[] = []
  const line = createAppendLine((leader) => {
    const script = scripted(scripts[made.length] ?? scripts.at(-1))
    made.push(script)
    leaders.push(leader)
    return script.client
  })
  return { line, made, leaders }
}

const faultIn = (answer: Answer): unknown => (answer._tag === 'Failed' ? answer.fault._tag : answer)
const never = (): Promise<never> => new Promise(() => undefined)

describe('the line for appends', () => {
  test('gives an append up by its own timer when the server is silent [defect 2]', async () => {
    const { line } = lineOf({ onAppend: never })
    const answer = await line.send(request(), brief)
    expect(answer).toMatchObject({
      _tag: 'Failed',
      fault: { reason: 'timeout', cause: { type: 'no-answer' } },
    })
  })

  test('tells the server a deadline, and waits a little longer itself', async () => {
    const { line, made } = lineOf({})
    await line.send(request(), times)
    expect(made[0]?.sent[0]).toMatchObject({ expectedRevision: 'no_stream', deadline: 1_000 })
  })

  test('has at most twelve appends under way, and takes up the others in order [defect 5]', async () => {
    const waiting: Array<() => void> = []
    const onAppend: ScriptOptions['onAppend'] = () =>
      new Promise((resolve) => waiting.push(() => resolve(writtenAt(0, 1))))
    const { line, made } = lineOf({ onAppend })
    const names = Array.from({ length: 40 }, (_, index) => `account-${index}`)
    const sending = Promise.all(names.map((name) => line.send(request(name), times)))
    let most = 0
    while (made[0] === undefined || made[0].sent.length < names.length || waiting.length > 0) {
      most = Math.max(most, waiting.length)
      waiting.shift()?.()
      await new Promise((resolve) => setImmediate(resolve))
    }
    await sending
    expect(most).toBe(12)
    expect(made.flatMap(({ sent }) => sent).map(({ stream }) => stream)).toEqual(names)
  })

  test('refuses an append that had to wait too long, and has not sent it', async () => {
    const { line, made } = lineOf({ onAppend: never })
    const sending = Array.from({ length: mostInFlight }, () =>
      line.send(request(), { ...times, timeoutMs: 200 }),
    )
    const answer = await line.send(request('account-late'), { ...times, waitMs: 10 })
    expect(answer).toEqual({ _tag: 'NotSent', reason: 'busy' })
    await Promise.all(sending)
    expect(made.flatMap(({ sent }) => sent).map(({ stream }) => stream)).not.toContain(
      'account-late',
    )
  })

  test('sends nothing over a new client before the last promise of the old one has ended [defect 4]', async () => {
    const order: string[] = []
    let breakAll = (): void => undefined
    const broken = new Promise<never>((_, reject) => {
      breakAll = () => reject(clientError('unavailable', { code: 14 }))
    })
    let saySo = (): void => undefined
    const { line, made } = lineOf(
      {
        onAppend: ({ stream }) => (stream === 'account-slow' ? never() : broken),
        onDispose: () =>
          new Promise((resolve) => {
            saySo = () => {
              order.push('disposed')
              resolve()
            }
          }),
      },
      {
        onAppend: () => {
          order.push('sent')
          return Promise.resolve(writtenAt(0, 1))
        },
      },
    )
    const slow = line.send(request('account-slow'), { ...times, timeoutMs: 150 })
    void slow.then(() => order.push('slow one given up'))
    const first = line.send(request(), times)
    breakAll()
    expect(faultIn(await first)).toBe('Passing')
    const second = line.send(request(), times)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(made).toHaveLength(1)
    saySo()
    await second
    expect(order).toEqual(['disposed', 'slow one given up', 'sent'])
  })

  test('makes no new client because of an answer that concerns one append alone', async () => {
    const { line, made } = lineOf({
      onAppend: (_, count) =>
        count === 1 ? Promise.reject(clientError('unknown')) : Promise.resolve(writtenAt(0, 1)),
    })
    await line.send(request(), times)
    await line.send(request(), times)
    expect(made).toHaveLength(1)
    expect(made[0]?.wasDisposed()).toBe(false)
  })

  test.each([
    ['a raw error of an unreachable server', Object.assign(new Error('14'), { code: 14 })],
    [
      'a failed discovery, which this client would repeat for ever',
      new Error('Failed to discover'),
    ],
    ['an append that was never answered', 'silence'],
  ])('makes a new client after %s [defect 7]', async (_, error) => {
    const { line, made } = lineOf(
      { onAppend: () => (error === 'silence' ? never() : Promise.reject(error)) },
      {},
    )
    expect(faultIn(await line.send(request(), brief))).toBe('Passing')
    expect((await line.send(request(), times))._tag).toBe('Written')
    expect(made).toHaveLength(2)
    expect(made[0]?.wasDisposed()).toBe(true)
  })

  test('goes to the leader that a follower names', async () => {
    const leader = { address: 'h2', port: 2113 }
    const { line, leaders } = lineOf(
      { onAppend: () => Promise.reject(clientError('not-leader', { leader, code: 5 })) },
      {},
    )
    await line.send(request(), times)
    await line.send(request(), times)
    expect(leaders).toEqual([undefined, leader])
  })

  test('says whether an append was alone, for a fault of the stream may be that of another', async () => {
    const reject = (): Promise<never> => Promise.reject(clientError('not-leader', { code: 5 }))
    const alone = lineOf({ onAppend: reject })
    expect(await alone.line.send(request(), times)).toMatchObject({ isAlone: true })
    const together = lineOf({
      onAppend: () => new Promise((_, no) => setTimeout(() => reject().catch(no), 5)),
    })
    const answers = await Promise.all([
      together.line.send(request(), times),
      together.line.send(request(), times),
    ])
    expect(answers).toMatchObject([{ isAlone: false }, { isAlone: false }])
  })

  test('when it is closed lets what is under way finish, refuses what waits, and ends the client', async () => {
    const { line, made } = lineOf({
      onAppend: () => new Promise((resolve) => setTimeout(() => resolve(writtenAt(0, 1)), 20)),
    })
    const sending = Array.from({ length: mostInFlight + 3 }, () => line.send(request(), times))
    await line.close()
    const answers = await Promise.all(sending)
    expect(answers.filter(({ _tag }) => _tag === 'Written')).toHaveLength(mostInFlight)
    expect(answers.slice(mostInFlight)).toEqual(
      Array.from({ length: 3 }, () => ({ _tag: 'NotSent', reason: 'closed' })),
    )
    expect(made[0]?.wasDisposed()).toBe(true)
    expect(await line.send(request(), times)).toEqual({ _tag: 'NotSent', reason: 'closed' })
  })

  test('leaves no timer behind', async () => {
    vi.useFakeTimers()
    try {
      const { line } = lineOf({})
      await line.send(request(), times)
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })
})
