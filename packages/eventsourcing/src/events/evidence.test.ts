import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { storableText } from '../arbitraries.js'
import {
  entryOf,
  type Instant,
  instantOf,
  type LoggedEvent,
  leafOf,
  type Position,
  sha256,
  streamName,
} from '../index.js'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const logId = 'patina.example/log-1'

const earned: LoggedEvent = {
  id: '00000000-0000-5000-8000-000000000002',
  stream: streamName('points', '00000000-0000-4000-8000-000000000001'),
  revision: 3,
  type: 'PointsEarned',
  data: '{"points":120,"lot":"2026-01"}',
  metadata: '{"schemaVersion":1}',
  recordedAt: '2026-01-15T04:05:06.789Z' as Instant,
  position: '00000000000000000042' as Position,
}

// The definition of the entry once more, by the slowest and plainest code.
const entryPlainly = (
  log: string,
  { position, stream, revision, id, type, recordedAt, data, metadata }: LoggedEvent,
): Buffer =>
  Buffer.concat(
    ['patina/leaf/v1', log, position, stream, `${revision}`, id, type, recordedAt, data, metadata]
      .map((item) => Buffer.from(item, 'utf8'))
      .flatMap((bytes) => {
        const length = Buffer.alloc(4)
        length.writeUInt32BE(bytes.length)
        return [length, bytes]
      }),
  )

const anyEvent: fc.Arbitrary<LoggedEvent> = fc.record({
  id: fc.uuid(),
  stream: fc.uuid().map((id) => streamName('points', id)),
  revision: fc.nat(),
  type: storableText(12),
  data: storableText(40),
  metadata: storableText(40),
  recordedAt: fc
    .date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
    .map((date) => instantOf(date.getTime())),
  position: fc.bigInt(0n, 2n ** 60n).map((place) => String(place).padStart(20, '0') as Position),
})

describe('the evidence of an event', () => {
  test('is the known answer: an entry of 259 bytes and its leaf', () => {
    expect(entryOf(logId, earned)).toHaveLength(259)
    expect(hex(leafOf(logId, earned))).toBe(
      'e3f802870a1e286aa9081c3b2067c446ea9ef1924a621949bbb74ab0f09d1e2a',
    )
  })

  test('is each item with its length, for any event', () => {
    fc.assert(
      fc.property(storableText(20), anyEvent, (log, event) => {
        const entry = entryPlainly(log, event)
        expect(hex(entryOf(log, event))).toBe(hex(entry))
        expect(hex(leafOf(log, event))).toBe(hex(sha256(Buffer.concat([Buffer.of(0), entry]))))
      }),
    )
  })

  test('differs when a character moves from one text to the next', () => {
    const neighbours = [
      ['type', 'data'],
      ['data', 'metadata'],
    ] as const
    fc.assert(
      fc.property(anyEvent, fc.constantFrom(...neighbours), (event, [left, right]) => {
        const [first = '', ...rest] = [...event[right]]
        const moved = { ...event, [left]: event[left] + first, [right]: rest.join('') }
        expect(hex(entryOf(logId, moved))).not.toBe(hex(entryOf(logId, event)))
      }),
    )
  })

  test('differs when any one item differs', () => {
    const changes: ReadonlyArray<Partial<LoggedEvent>> = [
      { position: '00000000000000000043' as Position },
      { stream: streamName('points', '00000000-0000-4000-8000-000000000002') },
      { revision: 4 },
      { id: '00000000-0000-5000-8000-000000000003' },
      { type: 'PointsEarnt' },
      { recordedAt: '2026-01-15T04:05:06.788Z' as Instant },
      { data: '{"points":121,"lot":"2026-01"}' },
      { metadata: '{"schemaVersion":2}' },
    ]
    const leaves = [
      leafOf(logId, earned),
      leafOf('patina.example/log-2', earned),
      ...changes.map((change) => leafOf(logId, { ...earned, ...change })),
    ].map(hex)
    expect(new Set(leaves).size).toBe(changes.length + 2)
  })

  test('of a long event is whole, and a short one after it is not touched by it', () => {
    const short = hex(leafOf(logId, earned))
    for (const length of [20_000, 70_000, 1_000_000]) {
      const long = { ...earned, data: JSON.stringify({ note: '金'.repeat(length) }) }
      expect(hex(entryOf(logId, long))).toBe(hex(entryPlainly(logId, long)))
      expect(hex(leafOf(logId, earned))).toBe(short)
    }
  })

  test('stays what it was when the next one is computed', () => {
    const entry = entryOf(logId, earned)
    const before = hex(entry)
    entryOf(logId, { ...earned, revision: 4 })
    leafOf('another log', earned)
    expect(hex(entry)).toBe(before)
  })

  test('covers the bytes on the disk: two that are read as one text differ', () => {
    const read = Buffer.of(0x7b, 0xff, 0x7d)
    const other = Buffer.of(0x7b, 0xfe, 0x7d)
    expect(read.toString('utf8')).toBe(other.toString('utf8'))
    const event = { ...earned, data: read.toString('utf8') }
    const metadata = Buffer.from(earned.metadata)
    const leaves = [
      leafOf(logId, event),
      leafOf(logId, event, { data: read, metadata }),
      leafOf(logId, event, { data: other, metadata }),
      leafOf(logId, event, { data: metadata, metadata: read }),
    ].map(hex)
    expect(new Set(leaves).size).toBe(4)
  })

  test('is the same from the text as from its bytes', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const bytes = { data: Buffer.from(event.data), metadata: Buffer.from(event.metadata) }
        expect(hex(entryOf(logId, event, bytes))).toBe(hex(entryOf(logId, event)))
        expect(hex(leafOf(logId, event, bytes))).toBe(hex(leafOf(logId, event)))
      }),
    )
  })

  test('hashes with SHA-256 as FIPS 180-4 has it', () => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    expect(hex(sha256('abc'))).toBe(abc)
    expect(hex(sha256(Buffer.from('abc')))).toBe(abc)
  })
})
