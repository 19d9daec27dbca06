import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import {
  anyJarEvent,
  type JarEvent,
  jarEvents,
  jarIds,
  jarReaders,
  jarStream,
  newEvent,
} from '../arbitraries.js'
import {
  decodeLogged,
  decodeStored,
  type EventCodec,
  type Instant,
  type LoggedEvent,
  type NewEvent,
  newId,
  type Position,
  type UnreadableEvent,
} from '../index.js'
import { unreadableAsPrinted } from './decode-event.js'

const put: JarEvent = { type: 'CoinsPut', jar: jarIds[0], shelf: 'top', coins: 3 }

const logged = (event: NewEvent): LoggedEvent => ({
  ...event,
  stream: jarStream(jarIds[0]),
  revision: 7,
  recordedAt: '2026-01-15T12:00:01.000Z' as Instant,
  position: '00000000000000000042' as Position,
})

const stored = (change: Partial<NewEvent> = {}): LoggedEvent =>
  logged({ ...newEvent(put), ...change })

const metadata = (change: object): string =>
  JSON.stringify({ ...JSON.parse(newEvent(put).metadata), ...change })

const unreadable = (event: LoggedEvent): UnreadableEvent => {
  const decoded = decodeLogged(jarReaders)(event)
  if (E.isRight(decoded)) throw new Error('it can be read')
  // A stream read says the same of it.
  expect(decodeStored(jarReaders)(event)).toEqual(decoded)
  return decoded.left
}

describe('a stored event', () => {
  test('is decoded with its type put back, and says where and when', () => {
    fc.assert(
      fc.property(anyJarEvent, fc.uuid(), (event, commandId) => {
        const one = logged(newEvent(event, { commandId }))
        const { id, stream, revision, recordedAt, position } = one
        const decoded = decodeLogged(jarReaders)(one)
        const expected = {
          id,
          stream,
          revision,
          part: 0,
          event,
          recordedAt,
          metadata: JSON.parse(one.metadata),
        }
        expect(decoded).toEqual(E.right([{ ...expected, position }]))
        expect(decodeStored(jarReaders)(one)).toEqual(E.right([expected]))
      }),
    )
  })

  test('may say why it was written', () => {
    const decoded = decodeLogged(jarReaders)(stored({ metadata: metadata({ purpose: 'care' }) }))
    expect(decoded).toMatchObject({ right: [{ metadata: { purpose: 'care' } }] })
  })
})

describe('an event that cannot be read', () => {
  const cases: ReadonlyArray<[why: string, change: Partial<NewEvent>, path: string]> = [
    ['has data that ends too early', { data: '{"coins":' }, '/data'],
    ['has data that is no text at all', { data: '' }, '/data'],
    ['has a list as data', { data: '[1]' }, '/data'],
    ['has null as data', { data: 'null' }, '/data'],
    ['has a text as data', { data: '"secret"' }, '/data'],
    ['has a member named type in its data', { data: '{"type":"CoinsPut"}' }, '/data/type'],
    [
      'has a member that nobody knows',
      { data: JSON.stringify({ ...put, type: undefined, owner: 'secret' }) },
      '/data/owner',
    ],
    [
      'has a member of the wrong kind',
      { data: JSON.stringify({ ...put, type: undefined, shelf: 9 }) },
      '/data/shelf',
    ],
    [
      'lacks a member',
      { data: JSON.stringify({ ...put, type: undefined, coins: undefined }) },
      '/data/coins',
    ],
    ['has metadata that ends too early', { metadata: '{"schemaVersion":1' }, '/metadata'],
    ['has a list as metadata', { metadata: '[]' }, '/metadata'],
    [
      'has metadata without a version',
      { metadata: metadata({ schemaVersion: undefined }) },
      '/metadata/schemaVersion',
    ],
    ['is of version 0', { metadata: metadata({ schemaVersion: 0 }) }, '/metadata/schemaVersion'],
    [
      'is of a newer version',
      { metadata: metadata({ schemaVersion: 2 }) },
      '/metadata/schemaVersion',
    ],
    [
      'has metadata that nobody knows',
      { metadata: metadata({ owner: 'secret' }) },
      '/metadata/owner',
    ],
    ['has an actor that is no text', { metadata: metadata({ actor: 7 }) }, '/metadata/actor'],
    [
      'occurred on a day that does not exist',
      { metadata: metadata({ occurredAt: '2026-02-30T00:00:00.000Z' }) },
      '/metadata/occurredAt',
    ],
    [
      'has a command id that is none',
      { metadata: metadata({ commandId: 'secret' }) },
      '/metadata/commandId',
    ],
    ['is of a type that nobody knows', { type: 'CoinsLost' }, '/type'],
    ['is of a type that every object has', { type: 'constructor' }, '/type'],
    ['is of the type __proto__', { type: '__proto__' }, '/type'],
  ]

  test.each(cases)('%s: it is named by stream, revision, type and path', (_, change, path) => {
    const event = stored(change)
    expect(unreadable(event)).toMatchObject({
      _tag: 'UnreadableEvent',
      stream: jarStream(jarIds[0]),
      revision: 7,
      eventType: event.type,
      problems: [{ path }],
    })
  })

  test('is reported without a word of what it holds', () => {
    const secrets = [
      stored({ data: '{"note":"secret' }),
      stored({ data: '"secret"' }),
      stored({ metadata: '{"actor":"secret' }),
      stored({
        data: JSON.stringify({ coins: 'secret', jar: 'secret', shelf: 'secret'.repeat(9) }),
      }),
      stored({ metadata: metadata({ actor: 'secret'.repeat(90), commandId: 'secret' }) }),
    ]
    for (const event of secrets) expect(JSON.stringify(unreadable(event))).not.toContain('secret')
  })

  test('is one error whatever damage is done to its texts, never a crash', () => {
    const anyDamage = fc.oneof(
      fc.json(),
      fc.string(),
      fc.tuple(fc.nat(200), fc.nat(5), fc.string({ maxLength: 5 })).map(
        ([at, cut, put]) =>
          (text: string) =>
            text.slice(0, at) + put + text.slice(at + cut),
      ),
    )
    fc.assert(
      fc.property(anyDamage, fc.constantFrom('data', 'metadata'), (damage, member) => {
        const whole = stored()
        const text = typeof damage === 'string' ? damage : damage(whole[member])
        const decoded = decodeLogged(jarReaders)({ ...whole, [member]: text })
        if (E.isRight(decoded)) expect(decoded.right).toHaveLength(1)
        else expect(decoded.left).toMatchObject({ _tag: 'UnreadableEvent', revision: 7 })
      }),
      { numRuns: 300 },
    )
  })

  test('does not come from another one: what is read of an event leaves the next as it is', () => {
    const id = newId()
    const wrong = stored({ data: '{"__proto__":{"coins":1},"constructor":{"prototype":{}}}' })
    unreadable(wrong)
    expect(decodeLogged(jarReaders)(stored({ id }))).toMatchObject({ right: [{ id, event: put }] })
    expect(({} as { coins?: number }).coins).toBeUndefined()
  })
})

describe('an event of a plain codec', () => {
  const someValue = fc.oneof(
    fc.constantFrom<unknown>(
      undefined,
      null,
      Number.NaN,
      -0,
      1.5,
      '',
      'top',
      '\ud800',
      'e\u0301',
      jarIds[0],
    ),
    fc.anything(),
  )
  const someEvent = fc.oneof(
    anyJarEvent,
    fc
      .tuple(anyJarEvent, fc.constantFrom('jar', 'shelf', 'coins', 'note', 'stray'), someValue)
      .map(([event, member, value]) => ({ ...event, [member]: value }) as JarEvent),
  )

  test('that looking at it finds sound is read from its texts as it was', () => {
    fc.assert(
      fc.property(someEvent, (event) => {
        const codec = jarEvents[event.type] as EventCodec<JarEvent>
        expect(codec.isPlain).toBe(true)
        const { type, ...data } = event
        const one = stored()
        let text: string
        try {
          text = JSON.stringify(data)
        } catch {
          // What cannot be printed at all is found when it is printed.
          return
        }
        const read = decodeStored(jarReaders)({ ...one, type, data: text })
        const { schemaVersion: _, ...metadataOf } = JSON.parse(one.metadata)
        const fault = unreadableAsPrinted(codec, event, metadataOf, () => ({ ...one, type }))
        // JSON knows one zero.
        const printed = { type, ...JSON.parse(text) }
        if (fault === undefined) expect(read).toMatchObject({ right: [{ event: printed }] })
        if (fault === undefined)
          expect(Object.keys(printed)).toEqual(Object.keys({ type, ...data }))
        // Printing drops or changes what JSON has no words for, so looking may be the stricter of the two.
        if (E.isLeft(read)) expect(fault).toBeDefined()
      }),
    )
  })
})
