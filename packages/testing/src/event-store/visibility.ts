// Between assigning a position and being visible lies a moment. Readers who save their place must not pass an event that is
// in it, and must not wait for one that never comes.
import type { EventStore, LoggedEvent, Position } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { holds, same } from '../judgement.js'
import { listenTo } from './listening.js'
import type { StoreCheck } from './trial.js'
import { append, headOf, idsOf, newEvents, newStream, readLog, write } from './writing.js'

// A commit that a check lets go, or lets fail, when it likes.
interface Gate {
  readonly letGo: () => void
  readonly letFail: () => void
}

interface Gates {
  readonly commit: () => Promise<void>
  /** From now on commits wait. */
  readonly close: () => void
  /** From now on commits pass; those that wait go on waiting. */
  readonly open: () => void
  /** The commits that wait, once there are so many; fewer after a while, for a store may let in one at a time. */
  readonly waiting: (count: number) => Promise<ReadonlyArray<Gate>>
}

const aWhile = 50
const mostPages = 1_000

const createGates = (): Gates => {
  let gates: ReadonlyArray<Gate> = []
  let isClosed = false
  const leaving = (gate: Gate, leave: () => void): void => {
    gates = gates.filter((other) => other !== gate)
    leave()
  }
  const wait = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const gate: Gate = {
        letGo: () => leaving(gate, resolve),
        letFail: () => leaving(gate, () => reject(new Error('rolled back'))),
      }
      gates = [...gates, gate]
    })
  return {
    commit: () => (isClosed ? wait() : Promise.resolve()),
    close: () => {
      isClosed = true
    },
    open: () => {
      isClosed = false
    },
    waiting: async (count) => {
      for (let tick = 0; tick < aWhile && gates.length < count; tick++) {
        await new Promise((resolve) => setImmediate(resolve))
      }
      return gates
    },
  }
}

// An append whose commit fails: positions that nobody will ever see.
const leaveGap = async (store: EventStore, gates: Gates, size: number): Promise<void> => {
  gates.close()
  const lost = append(store, newStream(), 'none', newEvents(size))
  const [gate] = await gates.waiting(1)
  gate?.letFail()
  gates.open()
  holds(E.isLeft(await lost), 'an append was rolled back and says that it is written')
}

interface Writer {
  readonly stream: number
  readonly size: number
}

const drawnWriters = fc.array(
  fc.record({ stream: fc.nat(2), size: fc.integer({ min: 1, max: 3 }) }),
  {
    minLength: 2,
    maxLength: 6,
  },
)

// Writers, commits, roll-backs and a reader who saves his place, in an order that the scheduler draws.
const anyInterleaving = (trial: Parameters<StoreCheck['run']>[0]) =>
  fc.asyncProperty(
    fc.scheduler(),
    drawnWriters,
    fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 6 }),
    async (scheduler, writers, rollBacks, limit, looks) => {
      const turn = (what: string): Promise<void> => scheduler.schedule(Promise.resolve(), what)
      let commits = 0
      const { store } = await trial.openWithCommit(async () => {
        const isLost = rollBacks[commits++ % rollBacks.length]
        await turn('commit')
        if (isLost === true) throw new Error('rolled back')
      })
      const origin = await headOf(store)
      const streams = [newStream(), newStream(), newStream()]
      const committed: string[] = []
      const writing = writers.map(async ({ stream, size }: Writer) => {
        await turn('write')
        const events = newEvents(size)
        const result = await append(store, streams[stream] as never, 'any', events)
        if (E.isRight(result)) committed.push(...idsOf(events))
      })

      let checkpoint: Position = origin
      const read: LoggedEvent[] = []
      const heads: { readonly head: Position; readonly seen: ReadonlyArray<LoggedEvent> }[] = []
      const readOn = async (): Promise<boolean> => {
        const page = await store.readAll(checkpoint, limit)()
        if (E.isLeft(page)) return true
        read.push(...page.right.events)
        checkpoint = page.right.next
        return page.right.isEnd
      }
      const reading = (async () => {
        for (let look = 0; look < looks; look++) {
          await turn('read')
          await readOn()
          const head = await headOf(store)
          heads.push({ head, seen: await readLog(store, origin) })
        }
      })()
      const listener = listenTo(trial, store, origin)
      await trial.soon('writers and reader', scheduler.waitFor(Promise.all([...writing, reading])))
      for (let page = 0; page < mostPages && !(await readOn()); page++);

      const log = await readLog(store, origin)
      same('what the log holds in the end', idsOf(log).toSorted(), committed.toSorted())
      same('what a reader saw who saved his place', idsOf(read), idsOf(log))
      for (const { head, seen } of heads) {
        const behind = log.filter(({ position }) => position <= head)
        same(
          'what lies at or before a head that was told',
          idsOf(seen).slice(0, behind.length),
          idsOf(behind),
        )
      }
      same('what a listener heard', idsOf(await listener.take(log.length)), idsOf(log))
      await listener.stop()
    },
  )

export const visibilityChecks: ReadonlyArray<StoreCheck> = [
  {
    name: 'an event that commits after a later one was read still arrives [S1]',
    needs: 'openWithCommit',
    run: async (trial) => {
      const gates = createGates()
      const { store } = await trial.openWithCommit(gates.commit)
      const origin = await headOf(store)
      const listener = listenTo(trial, store, origin)
      gates.close()
      const [first, second] = [newEvents(1), newEvents(1)]
      const writing = [
        append(store, newStream(), 'none', first),
        append(store, newStream(), 'none', second),
      ]
      const waiting = await gates.waiting(2)
      gates.open()
      waiting[1]?.letGo()
      if (waiting.length > 1) await writing[1]
      const early = await readLog(store, origin)
      waiting[0]?.letGo()
      for (const result of await Promise.all(writing)) holds(E.isRight(result), 'an append failed')
      const checkpoint = early.at(-1)?.position ?? origin
      const late = await readLog(store, checkpoint)
      same(
        'what a reader saw',
        idsOf([...early, ...late]).toSorted(),
        idsOf([...first, ...second]).toSorted(),
      )
      same(
        'what a listener heard',
        idsOf(await listener.take(2)).toSorted(),
        idsOf([...first, ...second]).toSorted(),
      )
      await listener.stop()
    },
  },
  {
    name: 'in every interleaving of assigning, committing, rolling back and reading no event is missed or doubled [S2] [S3]',
    needs: 'openWithCommit',
    run: (trial) => trial.assert(anyInterleaving(trial), 10),
  },
  {
    name: 'an append that is rolled back holds no reader up and leaves nothing behind [S4]',
    needs: 'openWithCommit',
    run: async (trial) => {
      const gates = createGates()
      const { store } = await trial.openWithCommit(gates.commit)
      const origin = await headOf(store)
      const listener = listenTo(trial, store, origin)
      gates.close()
      const lostStream = newStream()
      const lostEvents = newEvents(2)
      const lost = append(store, lostStream, 'none', lostEvents)
      await gates.waiting(1)
      const kept = newEvents(1)
      const keeping = append(store, newStream(), 'none', kept)
      const waiting = await gates.waiting(2)
      gates.open()
      waiting[1]?.letGo()
      waiting[0]?.letFail()
      const result = await lost
      holds(
        E.isLeft(result) && result.left._tag === 'StoreUnavailable',
        'a roll-back is no StoreUnavailable',
      )
      holds(E.isRight(await keeping), 'the append of another was lost with it')
      // Nothing more is written: whoever waits for the lost positions waits for ever.
      same('what a reader sees', idsOf(await readLog(store, origin)), idsOf(kept))
      same('what a listener hears', idsOf(await listener.take(1)), idsOf(kept))
      same('the head', await headOf(store), (await readLog(store, origin)).at(-1)?.position)
      const again = await write(store, lostStream, 'none', lostEvents)
      same('the revision of who tries again', again.revision, 1)
      same('what he hears', idsOf(await listener.take(2)), idsOf(lostEvents))
      await listener.stop()
    },
  },
  {
    name: 'gaps of 1, 101 and 100,000 positions stop no reader [S5]',
    needs: 'openWithCommit',
    run: async (trial) => {
      const gates = createGates()
      const { store } = await trial.openWithCommit(gates.commit)
      const origin = await headOf(store)
      const listener = listenTo(trial, store, origin)
      const kept: string[] = []
      for (const size of [1, 101, 100_000]) {
        await leaveGap(store, gates, size)
        const events = newEvents(2)
        await write(store, newStream(), 'none', events)
        kept.push(...idsOf(events))
        same('what a listener hears', idsOf(await listener.take(2)), idsOf(events))
        same('what a reader sees', idsOf(await readLog(store, origin, 3)), kept)
      }
      await listener.stop()
    },
  },
]
