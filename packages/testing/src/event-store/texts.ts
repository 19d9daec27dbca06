// The texts are the evidence: they come back to the byte.
import { beforeFirst, type NewEvent } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { jsonTexts } from '../generators.js'
import { same, sameText } from '../judgement.js'
import type { StoreCheck } from './trial.js'
import { append, headOf, newEvent, newStream, readLog, readWhole, write } from './writing.js'

const types = fc.constantFrom('Noted', 'PointsAwarded', 'notiert_é', '錶', '😀 Noted')

// JSON that no encoder of ours prints: a store keeps it to the byte, or refuses it, and never makes it nicer.
const oddTexts = [
  '{"a": 1}',
  '{\n\t"a":1\n}',
  '{"a":-0}',
  '{"a":1E5}',
  '{"a":1.0}',
  '{"b":1,"1":2}',
  '{"a":1,"a":2}',
  '{"a":"\\u0041"}',
  '{"a":"\\/"}',
  '{"a":12345678901234567890}',
  '{"a":"e\u0301"}',
  '{"__proto__":{"a":1}, "a":2}',
] as const

const sameTexts = (
  what: string,
  found: NewEvent | undefined,
  { data, metadata }: NewEvent,
): void => {
  sameText(`${what}: data`, found?.data ?? '', data)
  sameText(`${what}: metadata`, found?.metadata ?? '', metadata)
}

export const textChecks: ReadonlyArray<StoreCheck> = [
  {
    name: 'JSON texts come back to the byte, from the stream and from the log',
    run: async ({ open, assert }) => {
      const { store } = await open()
      const drawn = fc.record({ type: types, data: jsonTexts(), metadata: jsonTexts() })
      const property = fc.asyncProperty(
        fc.array(drawn, { minLength: 1, maxLength: 5 }),
        async (texts) => {
          const origin = await headOf(store)
          const stream = newStream()
          const events = texts.map(newEvent)
          await write(store, stream, 'none', events)
          const [stored, logged] = [await readWhole(store, stream), await readLog(store, origin)]
          for (const [index, event] of events.entries()) {
            sameTexts(`event ${index} of the stream`, stored[index], event)
            sameTexts(`event ${index} of the log`, logged[index], event)
            same('its type', stored[index]?.type, event.type)
          }
        },
      )
      await assert(property)
    },
  },
  {
    name: 'a text that is not as our encoders print it is kept to the byte, or refused',
    run: async ({ open }) => {
      const { store } = await open()
      for (const data of oddTexts) {
        const stream = newStream()
        const event = newEvent({ data })
        const result = await append(store, stream, 'none', [event])
        const [stored] = await readWhole(store, stream)
        if (E.isRight(result)) sameTexts(data, stored, event)
        else same(`what refusing ${data} left behind`, stored, undefined)
      }
    },
  },
  {
    name: 'a log copied through the port into another store keeps ids, order, texts and occurred times [S15]',
    run: async ({ open }) => {
      const [from, to] = [await open(), await open()]
      const streams = [newStream(), newStream()]
      for (let turn = 0; turn < 6; turn++) {
        const occurredAt = `2025-0${turn + 1}-15T10:00:00.000Z`
        const metadata = JSON.stringify({ schemaVersion: 1, occurredAt })
        await write(from.store, streams[turn % 2] as never, 'any', [
          newEvent({ metadata }),
          newEvent({ metadata }),
        ])
      }
      const source = await readLog(from.store, beforeFirst)
      const origin = await headOf(to.store)
      for (const { id, type, data, metadata, stream, revision } of source) {
        await write(to.store, stream, revision === 0 ? 'none' : revision - 1, [
          { id, type, data, metadata },
        ])
      }
      const copy = await readLog(to.store, origin)
      const kept = ({ recordedAt: _, position: __, ...rest }: (typeof source)[number]): object =>
        rest
      same('the copy', copy.map(kept), source.map(kept))
    },
  },
]
