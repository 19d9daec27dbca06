import type { NewEvent } from '@patina/eventsourcing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WireEvent } from './client.js'
import { recorded } from './scripted-client.js'
import { appendLimitBytes, textsOf, wireEventsOf } from './texts.js'

const event = (changes: Partial<NewEvent> = {}): NewEvent => ({
  id: '00000000-0000-4000-8000-000000000001',
  type: 'Noted',
  data: '{"note":1}',
  metadata: '{"schemaVersion":1}',
  ...changes,
})

const sent = (events: ReadonlyArray<NewEvent>): ReadonlyArray<WireEvent> => {
  const result = wireEventsOf(events)
  if ('_tag' in result) throw new Error(JSON.stringify(result))
  return result
}

// What the client does to a value between two of our processes.
const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('a text', () => {
  test('that our encoder prints comes back to the unit', () => {
    const members = fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('1', '10', '__proto__')),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(members, members, (data, metadata) => {
        const texts = { data: JSON.stringify(data), metadata: JSON.stringify(metadata) }
        const [one] = sent([event(texts)])
        const read = recorded({
          data: overTheWire(one?.data),
          metadata: overTheWire(one?.metadata),
        })
        expect(read.event && textsOf(read.event)).toEqual(texts)
      }),
    )
  })

  test.each([
    '{"a": 1}',
    '{"a":-0}',
    '{"a":1E5}',
    '{"a":1.0}',
    '{"b":1,"1":2}',
    '{"a":1,"a":2}',
    '{"a":"\\u0041"}',
    '{"a":12345678901234567890}',
    '{"a":1',
    '',
  ])('that would not come back is refused: %s', (text) => {
    const refused = { _tag: 'EventRefused', problem: 'NotText', index: 1 }
    expect(wireEventsOf([event(), event({ data: text })])).toEqual(refused)
    expect(wireEventsOf([event(), event({ metadata: text })])).toEqual(refused)
  })

  test.each(['null', 'false', '0', '""', '"text"', '1'])(
    'that is no object is refused: the client leaves out metadata of %s',
    (metadata) => {
      expect(wireEventsOf([event({ metadata })])).toMatchObject({ problem: 'NotText' })
    },
  )
})

describe('an append', () => {
  const note = (bytes: number): string => `{"note":"${'x'.repeat(bytes - '{"note":""}'.length)}"}`
  const rest = event().metadata.length + 2 * 'Noted'.length

  test('may have as many bytes as the server takes, its type counted twice', () => {
    expect(sent([event({ data: note(appendLimitBytes - rest) })])).toHaveLength(1)
    expect(wireEventsOf([event({ data: note(appendLimitBytes - rest + 1) })])).toEqual({
      _tag: 'EventRefused',
      problem: 'TooLarge',
      index: 0,
    })
  })

  test('of several events has that limit too, and names the event that passes it', () => {
    const half = event({ data: note(appendLimitBytes / 2) })
    expect(wireEventsOf([half, half])).toEqual({
      _tag: 'EventRefused',
      problem: 'TooLarge',
      index: 1,
    })
  })
})

describe('an event in a stream of ours that we did not write', () => {
  test.each([
    ['of bytes', { isJson: false, data: Buffer.from([1, 2, 3]) }, 'bytes:AQID'],
    ['of broken JSON, which the client hands on as text', { data: '{"a":' }, 'unparsed:{"a":'],
    ['of a JSON text', { data: 'a word' }, 'unparsed:a word'],
  ])('%s has data that is no JSON, so that decoding names the event', (_, changes, data) => {
    const { event: read } = recorded(changes)
    const texts = read && textsOf(read)
    expect(texts?.data).toBe(data)
    expect(() => JSON.parse(texts?.data ?? '{}') as unknown).toThrow()
  })

  test('without metadata has none', () => {
    const { event: read } = recorded({ metadata: undefined })
    expect(read && textsOf(read).metadata).toBe('')
  })
})
