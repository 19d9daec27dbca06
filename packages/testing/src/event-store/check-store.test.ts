import {
  beforeFirst,
  type EventStore,
  inMemoryEventStore,
  judgeAppend,
  type LoggedEvent,
  newId,
  type Position,
  refusalOf,
  type StreamName,
  subscriptionOf,
  systemClock,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { runCheck, type Stage } from '../check.js'
import { checkStore } from './check-store.js'
import { storeCheckList } from './checks.js'
import { storeContract } from './store-contract.js'
import { type StoreCheck, type StoreTrial, storeStage } from './trial.js'

// The store that one writes in an hour: right as long as nothing happens at the same time, and with faults on demand.
interface Faults {
  /** Readers see what is committed, whatever was assigned before it. */
  readonly hasNaiveCursor?: true
  /** Readers wait for positions that were rolled back. */
  readonly waitsForGaps?: true
  readonly checksBeforeItWaits?: true
  readonly hasPlainPositions?: true
  readonly writesNicerTexts?: true
  readonly readsAtInsteadOfAfter?: true
  readonly forgetsIds?: true
  /** As EventStoreDB: an id at the last revision is written again. */
  readonly isWeak?: true
}

const plainStore = (
  faults: Faults,
  commit: () => Promise<void> = () => Promise.resolve(),
): EventStore => {
  const log: LoggedEvent[] = []
  const pending = new Set<number>()
  const listeners = new Set<() => void>()
  const queues = new Map<string, Promise<unknown>>()
  let assigned = 0

  const positionOf = (n: number): Position =>
    (faults.hasPlainPositions ? String(n) : String(n).padStart(12, '0')) as Position
  const numberOf = (position: Position): number => (position === beforeFirst ? 0 : Number(position))
  const visible = (): ReadonlyArray<LoggedEvent> => {
    const inOrder = log.toSorted((a, b) => numberOf(a.position) - numberOf(b.position))
    const horizon = Math.min(Number.POSITIVE_INFINITY, ...pending)
    return faults.hasNaiveCursor
      ? inOrder
      : inOrder.filter(({ position }) => numberOf(position) < horizon)
  }
  const streamOf = (stream: StreamName): ReadonlyArray<LoggedEvent> =>
    log.filter((event) => event.stream === stream)

  const store: EventStore['append'] = (stream, expected, events) => async () => {
    const refused = refusalOf(stream, events)
    if (refused !== undefined) return E.left(refused)
    const held = streamOf(stream)
    const last = held.length - 1
    const ids = events.map(({ id }) => id)
    const isBehind =
      expected === 'none' ? last >= 0 : typeof expected === 'number' && expected < last
    const looksUp =
      !faults.forgetsIds &&
      !(
        faults.isWeak &&
        !isBehind &&
        !held.some(({ id }) => id === ids[0] && typeof expected !== 'number')
      )
    const revisionOf = (id: string): number | undefined =>
      looksUp ? held.find((event) => event.id === id)?.revision : undefined
    const verdict = judgeAppend(expected, ids, { last, revisionOf })
    if (verdict._tag === 'Conflict') {
      return E.left({
        _tag: 'WrongExpectedRevision',
        stream,
        expected,
        actual: last < 0 ? 'none' : last,
      })
    }
    if (verdict._tag === 'Already') {
      const { revision, position } = held[verdict.revision] as LoggedEvent
      return E.right({ revision, position, isKnownNew: false })
    }
    if (faults.checksBeforeItWaits) await new Promise((resolve) => setImmediate(resolve))
    const numbers = events.map(() => ++assigned)
    for (const number of numbers) pending.add(number)
    const settle = (): void => {
      for (const number of numbers) pending.delete(number)
      for (const listener of listeners) listener()
    }
    const first = faults.checksBeforeItWaits ? streamOf(stream).length : last + 1
    try {
      await commit()
    } catch {
      if (!faults.waitsForGaps) settle()
      return E.left({ _tag: 'StoreUnavailable', reason: 'rolled-back', outcome: 'not-written' })
    }
    const print = (text: string): string =>
      faults.writesNicerTexts
        ? JSON.stringify(
            JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value)),
          )
        : text
    const recordedAt = systemClock()
    for (const [index, { id, type, data, metadata }] of events.entries()) {
      const revision = first + index
      const position = positionOf(numbers[index] as number)
      log.push({
        id,
        type,
        data: print(data),
        metadata: print(metadata),
        stream,
        revision,
        recordedAt,
        position,
      })
    }
    settle()
    return E.right({
      revision: first + events.length - 1,
      position: positionOf(numbers.at(-1) as number),
      isKnownNew: true,
    })
  }

  const append: EventStore['append'] = (stream, expected, events) => () => {
    if (faults.checksBeforeItWaits) return store(stream, expected, events)()
    const mine = (queues.get(stream) ?? Promise.resolve()).then(store(stream, expected, events))
    queues.set(stream, mine)
    return mine
  }
  const readAll: EventStore['readAll'] = (after, limit) => async () => {
    const reach = faults.readsAtInsteadOfAfter ? numberOf(after) - 1 : numberOf(after)
    const rest = visible().filter(({ position }) => numberOf(position) > reach)
    const page = rest.slice(0, limit)
    return E.right({
      events: page,
      next: page.at(-1)?.position ?? after,
      isEnd: rest.length <= limit,
    })
  }
  return {
    logId: newId(),
    exactIds: !faults.isWeak,
    append,
    readAll,
    readStream: (stream, after, limit) => async () => {
      const rest = streamOf(stream).filter(({ revision }) => revision > after)
      const page = rest.slice(0, limit).map(({ position: _, ...stored }) => stored)
      return E.right({
        events: page,
        next: page.at(-1)?.revision ?? after,
        isEnd: rest.length <= limit,
      })
    },
    head: TE.fromIO(() => visible().at(-1)?.position ?? beforeFirst),
    subscribe: (after) =>
      subscriptionOf(readAll, after, (onNews) => {
        listeners.add(onNews)
        return () => void listeners.delete(onNews)
      }),
  }
}

const open = (faults: Faults) => () => ({ store: plainStore(faults) })
const optionsOf = (faults: Faults) => ({
  openWithCommit: (commit: () => Promise<void>) => ({ store: plainStore(faults, commit) }),
})

// A faulty store may keep its listeners waiting: not for long, here. One without faults gets all the time it needs.
const stageOf = (faults: Faults): Stage<StoreTrial> =>
  storeStage(open(faults), { ...optionsOf(faults), patienceMs: 200 })

const checkNamed = (name: string): StoreCheck => {
  const check = Object.values(storeCheckList)
    .flat()
    .find((one) => one.name === name)
  if (check === undefined) throw new Error(`no check is named ${name}`)
  return check
}

storeContract('with ids that are not exact', () => ({ store: plainStore({ isWeak: true }) }))

const found: ReadonlyArray<readonly [keyof Faults, check: string]> = [
  ['hasNaiveCursor', 'an event that commits after a later one was read still arrives [S1]'],
  [
    'hasNaiveCursor',
    'in every interleaving of assigning, committing, rolling back and reading no event is missed or doubled [S2] [S3]',
  ],
  [
    'waitsForGaps',
    'an append that is rolled back holds no reader up and leaves nothing behind [S4]',
  ],
  [
    'checksBeforeItWaits',
    'of writers who expect the same revision one wins and the others are told',
  ],
  [
    'checksBeforeItWaits',
    'of redemptions that race for one balance one is served, and it never falls below zero [L9]',
  ],
  ['hasPlainPositions', 'positions are texts of one width that rise along the log'],
  ['writesNicerTexts', 'JSON texts come back to the byte, from the stream and from the log'],
  ['readsAtInsteadOfAfter', 'the log is one order, read after any position in pages of any size'],
  [
    'forgetsIds',
    'row 4: the events of an older revision, sent again, answer as the first time [K1]',
  ],
]

describe('the contract of event stores', () => {
  test('accuses a store without faults of nothing', async () => {
    expect(await checkStore(open({}), optionsOf({}))).toEqual([])
  })

  test.each(found)('finds a store that %s: %s', async (fault, name) => {
    const check = checkNamed(name)
    const stage = (): Stage<StoreTrial> => stageOf({ [fault]: true })
    expect((await runCheck(check, stage, 2_000))?.check).toBe(name)
  })

  test('finds a store whose subscriptions cannot be ended while they wait', async () => {
    const { subscribe, ...rest } = inMemoryEventStore()
    const asGenerator = async function* (after: Position) {
      yield* subscribe(after)
    }
    const name = 'a subscription ends at once when its listener returns, also while it waits'
    const stage = (): Stage<StoreTrial> =>
      storeStage(() => ({ store: { ...rest, subscribe: asGenerator } }), { patienceMs: 100 })
    expect((await runCheck(checkNamed(name), stage, 2_000))?.failure).toContain('did not end')
  })

  test('finds a store whose subscriptions answer only the last of several questions', async () => {
    const raw = inMemoryEventStore()
    const subscribe: EventStore['subscribe'] = (after) => ({
      [Symbol.asyncIterator]: () => {
        const pages = raw.subscribe(after)[Symbol.asyncIterator]()
        let wake = (): void => undefined
        void raw
          .subscribe(after)
          [Symbol.asyncIterator]()
          .next()
          .then(() => wake())
        return {
          ...pages,
          next: async () => {
            await new Promise<void>((resolve) => (wake = resolve))
            return await pages.next()
          },
        }
      },
    })
    const name = 'a listener who asks several times at once is answered each time, in turn'
    const stage = (): Stage<StoreTrial> =>
      storeStage(() => ({ store: { ...raw, subscribe } }), { patienceMs: 100 })
    expect((await runCheck(checkNamed(name), stage, 2_000))?.failure).toContain('question 1')
  })

  test('refuses to make a check that there is not: a name that is mistyped would be one that every store passes', async () => {
    const only = ['the log has a name', 'the log has two names']
    const found = 'found "the log has two names"; there are'
    await expect(checkStore(open({}), { only })).rejects.toThrow(found)
    expect(() => storeContract('of nobody', open({}), { only })).toThrow(found)
    expect(await checkStore(open({}), { only: ['the log has a name'] })).toEqual([])
  })
})
