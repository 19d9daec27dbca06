// What no store takes, whatever the stream holds. All or nothing: what stands before the event at fault is not written.
import type { EventRefused, NewEvent, StreamName } from '@patina/eventsourcing'
import { newId } from '@patina/eventsourcing'
import { leftOf, same, sameText } from '../judgement.js'
import type { Session, StoreCheck } from './trial.js'
import { append, headOf, newEvent, newStream, readLog, readWhole, write } from './writing.js'

const refuses = async (
  { store }: Session,
  events: ReadonlyArray<NewEvent>,
  problem: EventRefused['problem'],
  index: number,
  stream: StreamName = newStream(),
): Promise<void> => {
  const before = await headOf(store)
  const error = leftOf(`an append with ${problem}`, await append(store, stream, 'any', events))
  same(`an append with ${problem}`, error, { _tag: 'EventRefused', problem, index })
  same(`what an append with ${problem} left behind`, await readLog(store, before), [])
}

const mebibyte = 1024 * 1024

// An event whose two texts have this many bytes together.
const eventOf = (bytes: number, filler = 'x'): NewEvent => {
  const metadata = '{"schemaVersion":1}'
  const room = bytes - Buffer.byteLength(`{"note":""}${metadata}`)
  const width = Buffer.byteLength(filler)
  const note = filler.repeat(Math.floor(room / width)) + 'x'.repeat(room % width)
  return newEvent({ data: `{"note":"${note}"}`, metadata })
}

const badStreams = [
  '',
  'account',
  'account-',
  'account-1',
  `-${newId()}`,
  `$account-${newId()}`,
  `my-account-${newId()}`,
  `account-${newId().toUpperCase()}`,
  `account-${newId()} `,
]

export const refusalChecks: ReadonlyArray<StoreCheck> = [
  {
    name: 'an append without events is refused',
    run: async ({ open }) => refuses(await open(), [], 'NoEvent', 0),
  },
  {
    name: 'an append with the same id twice is refused',
    run: async ({ open }) => {
      const session = await open()
      const event = newEvent()
      await refuses(session, [event, event], 'IdTwice', 1)
      await refuses(
        session,
        [newEvent(), event, newEvent(), newEvent({ id: event.id })],
        'IdTwice',
        3,
      )
    },
  },
  {
    name: 'an event of 1 MiB is refused, in bytes and not in characters',
    run: async ({ open }) => {
      const session = await open()
      await refuses(session, [eventOf(mebibyte)], 'TooLarge', 0)
      await refuses(session, [newEvent(), eventOf(mebibyte + 1)], 'TooLarge', 1)
      await refuses(session, [eventOf(mebibyte, '錶')], 'TooLarge', 0)
      const { data, metadata } = eventOf(mebibyte)
      await refuses(session, [newEvent({ data: metadata, metadata: data })], 'TooLarge', 0)
    },
  },
  {
    name: 'an event just below the limit is kept to the byte',
    run: async ({ open, largestBytes }) => {
      const { store } = await open()
      for (const filler of ['x', '錶', '😀']) {
        const stream = newStream()
        const event = eventOf(largestBytes, filler)
        await write(store, stream, 'none', [event])
        const [stored] = await readWhole(store, stream)
        sameText('its data', stored?.data ?? '', event.data)
      }
    },
  },
  {
    name: 'a text that cannot be kept is refused: a lone surrogate, NUL',
    run: async ({ open }) => {
      const session = await open()
      for (const bad of ['\ud800', '\udc00', 'a\ud83d', '\0']) {
        await refuses(session, [newEvent({ data: `{"note":"${bad}"}` })], 'NotText', 0)
        await refuses(
          session,
          [newEvent(), newEvent({ metadata: `{"note":"${bad}"}` })],
          'NotText',
          1,
        )
        await refuses(session, [newEvent({ type: `Noted${bad}` })], 'NotText', 0)
      }
    },
  },
  {
    name: 'a stream, type or id that is no name is refused',
    run: async ({ open }) => {
      const session = await open()
      for (const name of badStreams) {
        await refuses(session, [newEvent()], 'BadName', 0, name as StreamName)
      }
      for (const type of ['', '$', '$Noted'])
        await refuses(session, [newEvent({ type })], 'BadName', 0)
      for (const id of ['', '1', newId().toUpperCase(), `${newId()}0`, `{${newId()}}`]) {
        await refuses(session, [newEvent(), newEvent({ id })], 'BadName', 1)
      }
    },
  },
]
