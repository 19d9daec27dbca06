import {
  type EventStore,
  inMemoryEventStore,
  type NewEvent,
  newId,
  type StreamName,
  streamName,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { compareLogs, copyLog } from './copy-log.js'

const event = (n: number): NewEvent => ({
  id: newId(),
  type: 'Noted',
  data: `{"n":${n}}`,
  metadata: '{"schemaVersion":1,"occurredAt":"2025-03-15T10:00:00.000Z"}',
})

const append = async (
  store: EventStore,
  stream: StreamName,
  ...events: readonly [NewEvent, ...NewEvent[]]
): Promise<void> => {
  const written = await store.append(stream, 'any', events)()
  if (E.isLeft(written)) throw new Error(JSON.stringify(written.left))
}

const newStore = (): EventStore => inMemoryEventStore({ logId: 'shop.example/log-1' })

// Three streams, written in turns, some events side by side.
const filled = async (turns = 12): Promise<EventStore> => {
  const store = newStore()
  const streams = [0, 1, 2].map(() => streamName('account', newId()))
  for (let turn = 0; turn < turns; turn++) {
    const stream = streams[Math.floor(turn / 2) % 3] as StreamName
    await append(store, stream, event(turn), event(turn), ...(turn % 3 === 0 ? [event(turn)] : []))
  }
  return store
}

describe('a copy of a log', () => {
  test('has the same streams, revisions, ids and texts in the same order [S15]', async () => {
    const from = await filled()
    const to = newStore()
    expect(await copyLog(from, to)()).toMatchObject(E.right({ events: 28 }))
    expect(await compareLogs(from, to)()).toEqual(E.right(28))
  })

  test('has the name of the log, or is not begun', async () => {
    const from = await filled()
    const to = inMemoryEventStore({ logId: 'shop.example/log-2' })
    const differ = E.left({
      _tag: 'LogIdsDiffer',
      from: 'shop.example/log-1',
      to: 'shop.example/log-2',
    })
    expect(await copyLog(from, to)()).toEqual(differ)
    expect(await compareLogs(from, to)()).toEqual(differ)
    expect(await to.head()).toEqual(E.right(''))
  })

  test('of an empty log is empty', async () => {
    const to = newStore()
    expect(await copyLog(newStore(), to)()).toEqual(E.right({ events: 0, copiedTo: '' }))
    expect(await compareLogs(newStore(), to)()).toEqual(E.right(0))
  })

  test('that is interrupted at every append, its answer lost, is right when it is done [S15]', async () => {
    const from = await filled()
    const whole = newStore()
    let calls = 0
    let breaksAt = 1
    const shaky: EventStore = {
      ...whole,
      append: (stream, expected, events) =>
        TE.flatMap(whole.append(stream, expected, events), (written) =>
          ++calls === breaksAt
            ? TE.left({ _tag: 'StoreUnavailable', reason: 'timeout', outcome: 'unknown' })
            : TE.right(written),
        ),
    }
    let failures = 0
    for (;;) {
      calls = 0
      breaksAt = failures + 1
      const copied = await copyLog(from, shaky)()
      if (E.isRight(copied)) break
      expect(copied.left).toMatchObject({ reason: 'timeout' })
      failures++
    }
    expect(failures).toBeGreaterThan(5)
    expect(await compareLogs(from, whole)()).toEqual(E.right(28))
  })

  test('goes on with what the log has grown by, though a run was half there before', async () => {
    const from = await filled(1)
    const to = newStore()
    await copyLog(from, to)()
    const page = await from.readAll('' as never, 1)()
    const stream = E.isRight(page) ? page.right.events[0]?.stream : undefined
    await append(from, stream as StreamName, event(7), event(8))
    expect(await copyLog(from, to)()).toMatchObject(E.right({ events: 5 }))
    expect(await compareLogs(from, to)()).toEqual(E.right(5))
  })

  test('may begin where the last one ended', async () => {
    const from = await filled(4)
    const to = newStore()
    const first = await copyLog(from, to)()
    await append(from, streamName('account', newId()), event(1))
    const after = E.isRight(first) ? first.right.copiedTo : undefined
    expect(await copyLog(from, to, after === undefined ? {} : { after })()).toMatchObject(
      E.right({ events: 1 }),
    )
    expect(await compareLogs(from, to)()).toEqual(E.right(11))
  })

  test('stops at a new log that holds something else', async () => {
    const from = await filled(1)
    const page = await from.readAll('' as never, 1)()
    const first = E.isRight(page) ? page.right.events[0] : undefined
    const to = newStore()
    await append(to, first?.stream as StreamName, event(99))
    expect(await copyLog(from, to)()).toEqual(
      E.left({ _tag: 'LogsDiffer', stream: first?.stream, revision: 0, id: first?.id }),
    )
  })

  test('stops at an event that the new store cannot keep', async () => {
    const from = await filled(1)
    const to: EventStore = {
      ...newStore(),
      append: () => TE.left({ _tag: 'EventRefused', problem: 'NotText', index: 1 }),
    }
    expect(await copyLog(from, to)()).toMatchObject(
      E.left({ _tag: 'EventNotCopied', revision: 1, problem: 'NotText' }),
    )
  })

  test('that was changed is found out, and so is one that ends early', async () => {
    const from = await filled(3)
    const to = newStore()
    const page = await from.readAll('' as never, 100)()
    const events = E.isRight(page) ? page.right.events : []
    for (const { stream, id, type, data, metadata } of events.slice(0, -1)) {
      await append(to, stream, { id, type, data, metadata })
    }
    expect(await compareLogs(from, to)()).toMatchObject(
      E.left({ _tag: 'LogsDiffer', id: events.at(-1)?.id }),
    )
    const last = events.at(-1)
    if (last !== undefined) await append(to, last.stream, { ...last, data: '{"n":-1}' })
    expect(await compareLogs(from, to)()).toMatchObject(
      E.left({ _tag: 'LogsDiffer', id: last?.id }),
    )
  })
})
