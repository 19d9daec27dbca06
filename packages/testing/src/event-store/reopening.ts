// What a log still knows after its process has ended.
import { beforeFirst, type NewEvent, type StreamName } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { holds, same } from '../judgement.js'
import { listenTo } from './listening.js'
import type { Session, StoreCheck } from './trial.js'
import {
  append,
  headOf,
  idsOf,
  newEvent,
  newEvents,
  newStream,
  readLog,
  readWhole,
  write,
} from './writing.js'

interface Filled {
  readonly stream: StreamName
  readonly events: ReadonlyArray<NewEvent>
}

const fill = async ({ store }: Session): Promise<Filled> => {
  const stream = newStream()
  const events = newEvents(4)
  await write(store, stream, 'none', events.slice(0, 2))
  await write(store, newStream(), 'none', newEvents(2))
  await write(store, stream, 1, events.slice(2))
  return { stream, events }
}

export const reopeningChecks: ReadonlyArray<StoreCheck> = [
  {
    name: 'a log that is opened again holds the very same events',
    needs: 'reopen',
    run: async ({ open }) => {
      const before = await open()
      const { stream } = await fill(before)
      const [log, stored, head] = [
        await readLog(before.store, beforeFirst),
        await readWhole(before.store, stream),
        await headOf(before.store),
      ]
      const { store } = await before.reopen()
      same('its name', store.logId, before.store.logId)
      same('the log', await readLog(store, beforeFirst), log)
      same('a stream', await readWhole(store, stream), stored)
      same('the head', await headOf(store), head)
    },
  },
  {
    name: 'events that were written before a restart are not written again after it [K2]',
    needs: 'reopen',
    run: async ({ open }) => {
      const before = await open()
      const { stream, events } = await fill(before)
      const { store } = await before.reopen()
      const log = await readLog(store, beforeFirst)
      const resend = async (
        expected: 'none' | 'any' | 'exists' | number,
        some: ReadonlyArray<NewEvent>,
      ): Promise<void> => {
        const written = await write(store, stream, expected, some)
        const last = log.find(({ id }) => id === some.at(-1)?.id)
        same(`expecting ${expected}: revision`, written.revision, last?.revision)
        same(`expecting ${expected}: position`, written.position, last?.position)
        holds(!written.isKnownNew, `expecting ${expected}: it says that these events are new`)
      }
      await resend('none', events.slice(0, 2))
      await resend(1, events.slice(2))
      if (store.exactIds) {
        await resend('any', events.slice(2))
        await resend('exists', events)
        await resend(3, events.slice(1, 2))
      }
      same('the log', await readLog(store, beforeFirst), log)
    },
  },
  {
    name: 'a log that is opened again goes on behind its last event, and still tells conflicts',
    needs: 'reopen',
    run: async ({ open }) => {
      const before = await open()
      const { stream, events } = await fill(before)
      const head = await headOf(before.store)
      const { store } = await before.reopen()
      for (const expected of ['none', 0, 5] as const) {
        const result = await append(store, stream, expected, newEvents(1))
        holds(
          E.isLeft(result) && result.left._tag === 'WrongExpectedRevision',
          `expecting ${expected} did not conflict`,
        )
      }
      const event = newEvent()
      const written = await write(store, stream, 3, [event])
      same('its revision', written.revision, 4)
      holds(written.position > head, `its position ${written.position} does not lie behind ${head}`)
      same('the stream', idsOf(await readWhole(store, stream)), idsOf([...events, event]))
    },
  },
  {
    name: 'a subscription resumes after a restart where its listener stood [S12]',
    needs: 'reopen',
    run: async (trial) => {
      const before = await trial.open()
      const origin = await headOf(before.store)
      await fill(before)
      const log = await readLog(before.store, origin)
      const { store } = await before.reopen()
      const listener = listenTo(trial, store, log[2]?.position ?? origin)
      same('what was there', await listener.take(log.length - 3), log.slice(3))
      const event = newEvent()
      await write(store, newStream(), 'none', [event])
      same('what came', idsOf(await listener.take(1)), [event.id])
      await listener.stop()
    },
  },
]
