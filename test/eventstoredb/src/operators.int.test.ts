// What operators and other applications do on the server beside us, and what an older server leaves out.
import { EventStoreDBClient } from '@eventstore/db-client'
import {
  beforeFirst,
  decodeLogged,
  decodeStored,
  eventCodec,
  integer,
  literal,
  newId,
  record,
  type StreamName,
  streamName,
} from '@patina/eventsourcing'
import { startServer, type TestServer } from '@patina/eventstoredb-server'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listen, someEvent, until, write } from './load.js'
import { type OpenedLog, openLog } from './opening.js'

const must = <A>(result: E.Either<unknown, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

let server: TestServer
let operator: EventStoreDBClient
let log: OpenedLog
let stream: StreamName

const onServer = (): string => `${log.namespace}.${stream}`
const inStream = async (): Promise<ReadonlyArray<number>> =>
  must(await log.store.readStream(stream, -1, 100)()).events.map(({ revision }) => revision)
const inLog = async (): Promise<ReadonlyArray<number>> =>
  must(await log.store.readAll(beforeFirst, 100)()).events.map(({ revision }) => revision)
const append = (expected: 'none' | 'any' | 'exists' | number) =>
  log.store.append(stream, expected, [someEvent()])()

beforeAll(async () => {
  server = await startServer()
  operator = new EventStoreDBClient({ endpoint: `127.0.0.1:${server.port}` }, { insecure: true })
})
afterAll(async () => {
  await operator.dispose()
  await server.stop()
})
beforeEach(async () => {
  log = await openLog(server.url, undefined, { attempts: 2, firstWaitMs: 5 })
  stream = streamName('account', newId())
})
afterEach(() => log.store.close())

describe('a stream that an operator deleted', () => {
  test('for now reads as empty, may be written to again, and its numbers go on: row 12', async () => {
    for (const expected of ['none', 0] as const) must(await append(expected))
    await operator.deleteStream(onServer())
    expect(await inStream()).toEqual([])
    expect(await append('exists')).toMatchObject(E.left({ actual: 'deleted' }))
    expect(must(await append('none')).revision).toBe(2)
    expect(await inStream()).toEqual([2])
    expect(await inLog()).toEqual([0, 1, 2])
  })

  test('for good takes nothing more, and reading it is an error: row 13', async () => {
    must(await append('none'))
    await operator.tombstoneStream(onServer())
    for (const expected of ['none', 'any', 'exists', 0] as const) {
      expect(await append(expected)).toEqual(
        E.left({ _tag: 'WrongExpectedRevision', stream, expected, actual: 'deleted' }),
      )
    }
    expect(await log.store.readStream(stream, -1, 10)()).toMatchObject(
      E.left({ _tag: 'StoreUnavailable', reason: 'stream-deleted' }),
    )
    expect(await inLog()).toEqual([0])
  })
})

describe('a stream that an operator cut off', () => {
  test('hides its older events from who reads it, and from the log hides none [S11]', async () => {
    for (const expected of ['none', 0, 1, 2] as const) must(await append(expected))
    // Written raw: this client's own call would go over a second line for appends.
    const data = '{"$maxCount":2}'
    await server.tell({
      type: 'WriteRaw',
      stream: `$$${onServer()}`,
      eventType: '$metadata',
      data,
      metadata: '',
      isJson: true,
    })
    expect(await inStream()).toEqual([2, 3])
    expect(await inLog()).toEqual([0, 1, 2, 3])
    const ear = listen(log.store)
    await until('the whole log', () => ear.heard.length === 4)
    await ear.stop()
    expect(must(await append(3)).revision).toBe(4)
  })
})

describe('an event that we did not write', () => {
  const readers = {
    Noted: eventCodec(
      record<{ type: 'Noted'; note: number }>('Noted', {
        type: literal('Noted'),
        note: integer(0),
      }),
    ),
  }

  test.each([
    ['is not JSON', { data: 'bytes', isJson: false, eventType: 'Noted' }],
    ['is broken JSON', { data: '{"note":', isJson: true, eventType: 'Noted' }],
    ['is JSON and no object', { data: '"note"', isJson: true, eventType: 'Noted' }],
    ['has no metadata', { data: '{"note":1}', isJson: true, eventType: 'Noted', metadata: '' }],
    [
      'has metadata that is no JSON',
      { data: '{"note":1}', isJson: true, eventType: 'Noted', metadata: '{' },
    ],
  ])('and that %s is unreadable, and stops nobody', async (_, raw) => {
    await server.tell({
      type: 'WriteRaw',
      stream: onServer(),
      metadata: '{"schemaVersion":1}',
      ...raw,
    })
    const [stored] = must(await log.store.readStream(stream, -1, 10)()).events
    const [logged] = must(await log.store.readAll(beforeFirst, 10)()).events
    expect(stored && decodeStored(readers)(stored)).toMatchObject(
      E.left({ _tag: 'UnreadableEvent', stream, revision: 0 }),
    )
    expect(logged && decodeLogged(readers)(logged)).toMatchObject(
      E.left({ _tag: 'UnreadableEvent' }),
    )
    expect(must(await append(0)).revision).toBe(1)
    const ear = listen(log.store)
    await until('both', () => ear.heard.length === 2)
    await ear.stop()
  })

  test('and that is a link is no event of the stream, and its number is passed over', async () => {
    must(await append('none'))
    const link = {
      type: 'WriteRaw',
      stream: onServer(),
      eventType: '$>',
      metadata: '',
      isJson: false,
    } as const
    await server.tell({ ...link, data: '0@other' })
    must(await append(1))
    expect(await inStream()).toEqual([0, 2])
    expect(await inLog()).toEqual([0, 2])
    expect(must(await log.store.readStream(stream, 0, 1)())).toMatchObject({
      events: [{ revision: 2 }],
      next: 2,
    })
  })
})

test('a server that never says that it has caught up, and tells where streams lie, serves as well', async () => {
  const old = await startServer({
    version: '21.10.0',
    tellsCaughtUp: false,
    hasStreamPositions: true,
  })
  await log.store.close()
  const { store } = await openLog(old.url)
  await write(store, { writers: 2, appends: 3 })
  const pages = store.subscribe(beforeFirst)[Symbol.asyncIterator]()
  let isEnd = false
  let count = 0
  while (!isEnd) {
    const page = must(
      (await pages.next()).value as E.Either<
        unknown,
        { isEnd: boolean; events: ReadonlyArray<unknown> }
      >,
    )
    count += page.events.length
    isEnd = page.isEnd
  }
  expect(count).toBe(12)
  await pages.return?.()
  await store.close()
  await old.stop()
})
