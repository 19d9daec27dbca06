// Subscriptions: what is there, then what comes; none lost, none doubled, ended when the listener wants.
import type { LoggedEvent, Position } from '@patina/eventsourcing'
import { fail, holds, rightOf, same } from '../judgement.js'
import { listenTo } from './listening.js'
import type { StoreCheck } from './trial.js'
import { headOf, idsOf, newEvent, newEvents, newStream, readLog, write } from './writing.js'

const abandoned = 200

export const subscriptionChecks: ReadonlyArray<StoreCheck> = [
  {
    name: 'a subscription catches up with what is there and goes on with what comes',
    run: async (trial) => {
      const { store } = await trial.open()
      const origin = await headOf(store)
      const stream = newStream()
      const before = newEvents(5)
      await write(store, stream, 'none', before)
      const listener = listenTo(trial, store, origin)
      same('what was there', idsOf(await listener.take(5)), idsOf(before))
      for (let turn = 0; turn < 3; turn++) {
        const events = newEvents(2)
        await write(store, newStream(), 'none', events)
        same('what came', idsOf(await listener.take(2)), idsOf(events))
      }
      await listener.stop()
    },
  },
  {
    name: 'a subscription catches up with thousands of events, however they are handed over',
    run: async (trial) => {
      const { store } = await trial.open()
      const origin = await headOf(store)
      for (const size of [499, 1, 500, 2, 998, 500])
        await write(store, newStream(), 'none', newEvents(size))
      const listener = listenTo(trial, store, origin)
      const heard = await listener.take(2_500)
      const log = await readLog(store, origin, 700)
      same('how many', log.length, 2_500)
      same('what was there', idsOf(heard), idsOf(log))
      const event = newEvent()
      await write(store, newStream(), 'none', [event])
      same('what came', idsOf(await listener.take(1)), [event.id])
      await listener.stop()
    },
  },
  {
    name: 'a subscription to a log without news waits for the first event',
    run: async (trial) => {
      const { store } = await trial.open()
      const listener = listenTo(trial, store, await headOf(store))
      const event = newEvent()
      const heard = listener.next()
      await write(store, newStream(), 'none', [event])
      same('what came', idsOf(await heard), [event.id])
      await listener.stop()
    },
  },
  {
    name: 'a subscription starts after its position, wherever that lies',
    run: async (trial) => {
      const { store } = await trial.open()
      const origin = await headOf(store)
      const events = newEvents(6)
      await write(store, newStream(), 'none', events.slice(0, 4))
      await write(store, newStream(), 'none', events.slice(4))
      const log = await readLog(store, origin)
      for (const [index, { position }] of log.slice(0, -1).entries()) {
        const listener = listenTo(trial, store, position)
        same(
          `after event ${index}`,
          idsOf(await listener.take(events.length - index - 1)),
          idsOf(log.slice(index + 1)),
        )
        await listener.stop()
      }
    },
  },
  {
    name: 'two subscriptions do not know of each other',
    run: async (trial) => {
      const { store } = await trial.open()
      const origin = await headOf(store)
      const stream = newStream()
      await write(store, stream, 'none', newEvents(3))
      const [first, second] = [listenTo(trial, store, origin), listenTo(trial, store, origin)]
      await first.take(3)
      await write(store, stream, 2, newEvents(2))
      await first.stop()
      const log = await readLog(store, origin)
      same('what the slower one hears', await second.take(5), log)
      await write(store, stream, 4, newEvents(1))
      same('what comes after the other one has ended', (await second.take(1)).length, 1)
      await second.stop()
    },
  },
  {
    name: 'a subscription ends at once when its listener returns, also while it waits',
    run: async (trial) => {
      const { store } = await trial.open()
      await write(store, newStream(), 'none', newEvents(2))
      const listener = listenTo(trial, store, await headOf(store))
      const ended = listener.waitForEnd()
      await listener.stop()
      holds(await trial.soon('the end for who was waiting', ended), 'the subscription did not end')
      holds(
        await trial.soon('the end for who asks again', listener.waitForEnd()),
        'it goes on after its end',
      )
    },
  },
  {
    name: 'a listener who asks several times at once is answered each time, in turn',
    run: async (trial) => {
      const { store } = await trial.open()
      const pages = store.subscribe(await headOf(store))[Symbol.asyncIterator]()
      const asked = [pages.next(), pages.next(), pages.next()] as const
      const stream = newStream()
      for (const [revision, answer] of asked.slice(0, 2).entries()) {
        const event = newEvent()
        await write(store, stream, revision === 0 ? 'none' : revision - 1, [event])
        const delivery = await trial.soon(`the answer to question ${revision + 1}`, answer)
        if (delivery.done === true) return fail('the subscription ended by itself')
        const { events } = rightOf('a page of a subscription', delivery.value)
        same(`what question ${revision + 1} is answered with`, idsOf(events), [event.id])
      }
      await pages.return?.()
      const last = await trial.soon('the end for the last question', asked[2])
      holds(last.done === true, 'the last question is answered after the end')
    },
  },
  {
    name: 'a subscription that is left by a break leaves nothing behind',
    run: async (trial) => {
      const { store } = await trial.open()
      const origin = await headOf(store)
      await write(store, newStream(), 'none', newEvents(3))
      const leave = async (): Promise<void> => {
        for await (const _ of store.subscribe(origin)) break
      }
      await trial.soon('leaving a subscription', leave())
      const listener = listenTo(trial, store, origin)
      same('what another one hears', (await listener.take(3)).length, 3)
      await listener.stop()
    },
  },
  {
    name: 'a listener who is dropped after every event and resumes loses none and hears none twice [S12]',
    run: async (trial) => {
      const { store } = await trial.open()
      const origin = await headOf(store)
      const total = 12
      const heard: LoggedEvent[] = []
      const writing = (async () => {
        for (let turn = 0; turn < total; turn++)
          await write(store, newStream(), 'none', [newEvent()])
      })()
      let checkpoint: Position = origin
      while (heard.length < total) {
        const listener = listenTo(trial, store, checkpoint)
        const [event] = await listener.next()
        await listener.stop()
        heard.push(event as LoggedEvent)
        checkpoint = (event as LoggedEvent).position
      }
      await writing
      same('all that was heard', heard, await readLog(store, origin))
    },
  },
  {
    name: 'listeners that are abandoned after one page do no harm [S9]',
    run: async (trial) => {
      const { store } = await trial.open()
      const origin = await headOf(store)
      await write(store, newStream(), 'none', newEvents(3))
      const listeners = Array.from({ length: abandoned }, () => listenTo(trial, store, origin))
      await Promise.all(listeners.map((listener) => listener.next()))
      await Promise.all(listeners.map((listener) => listener.stop()))
      await Promise.all(Array.from({ length: abandoned }, () => store.readAll(origin, 1)()))
      const listener = listenTo(trial, store, await headOf(store))
      await write(store, newStream(), 'none', newEvents(1))
      same('what a later one hears', (await listener.take(1)).length, 1)
      await listener.stop()
    },
  },
  {
    name: 'a subscription beside busy writers delivers each event once, in the order of the log',
    run: async (trial) => {
      const { store } = await trial.open()
      const origin = await headOf(store)
      const [writers, turns] = [5, 8]
      const early = listenTo(trial, store, origin)
      const writing = Promise.all(
        Array.from({ length: writers }, async () => {
          const stream = newStream()
          for (let turn = 0; turn < turns; turn++) await write(store, stream, 'any', newEvents(2))
        }),
      )
      const heardEarly = await early.take(writers * turns)
      const late = listenTo(trial, store, origin)
      await writing
      const total = writers * turns * 2
      const log = await readLog(store, origin)
      same('the events of all writers', log.length, total)
      same(
        'heard from the start',
        [...heardEarly, ...(await early.take(total - heardEarly.length))],
        log,
      )
      same('heard by who came later', await late.take(total), log)
      await Promise.all([early.stop(), late.stop()])
    },
  },
]
