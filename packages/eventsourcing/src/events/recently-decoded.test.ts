// What several followers decode is decoded once, for the very same event and for no other.
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { appendAll, type JarEvent, jarIds, jarReaders, logOf } from '../arbitraries.js'
import { decodeLogged, inMemoryEventStore, type LoggedEvent, rememberingDecoder } from '../index.js'

const put = (coins: number): JarEvent => ({
  type: 'CoinsPut',
  jar: jarIds[0] as string,
  shelf: 'top',
  coins,
})

const someEvents = async (): Promise<ReadonlyArray<LoggedEvent>> => {
  const store = inMemoryEventStore()
  await appendAll(store, [put(1), put(2), put(3)])
  return logOf(store)
}

describe('a decoder that remembers', () => {
  test('gives what a decoder gives, and the same object for the same event', async () => {
    const events = await someEvents()
    const decode = rememberingDecoder(jarReaders)
    for (const event of events) {
      const first = decode(event)
      expect(first).toEqual(decodeLogged(jarReaders)(event))
      expect(decode(event)).toBe(first)
    }
  })

  test('takes another event of the same place for another one', async () => {
    const [event] = (await someEvents()) as [LoggedEvent]
    const decode = rememberingDecoder(jarReaders)
    expect(decode(event)).toMatchObject(E.right([{ event: { coins: 1 } }]))
    const damaged = { ...event, data: event.data.replace('"coins":1', '"coins":7') }
    expect(decode(damaged)).toMatchObject(E.right([{ event: { coins: 7 } }]))
    expect(decode({ ...event, data: '{' })).toMatchObject({ _tag: 'Left' })
    expect(decode(event)).toMatchObject(E.right([{ event: { coins: 1 } }]))
  })

  test('forgets the oldest, however many there are', async () => {
    const [first, ...rest] = (await someEvents()) as [LoggedEvent, ...LoggedEvent[]]
    const decode = rememberingDecoder(jarReaders, 2 * (first.data.length + first.metadata.length))
    const before = decode(first)
    for (const event of rest) decode(event)
    for (const event of rest) decode({ ...event })
    expect(decode(first)).not.toBe(before)
    expect(decode(first)).toEqual(before)
  })
})
