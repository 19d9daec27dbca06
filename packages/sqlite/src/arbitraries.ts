// What the tests of this package are made of: events, streams, folders, and what went right or wrong.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type EventStore,
  type LoggedEvent,
  type NewEvent,
  newId,
  type Position,
  type StreamName,
  streamName,
} from '@patina/eventsourcing'
import * as fc from 'fast-check'
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { afterAll } from 'vitest'
import { isDriver, loadDriver } from './file/database.js'

/** A folder that goes with the test file. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'patina-sqlite-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What a task gives when it goes well. */
export const right = async <E, A>(task: TaskEither<E, A>): Promise<A> => {
  const result: Either<E, A> = await task()
  if (result._tag === 'Left') throw new Error(`went wrong: ${JSON.stringify(result.left)}`)
  return result.right
}

/** What a task says when it goes wrong. */
export const left = async <E, A>(task: TaskEither<E, A>): Promise<E> => {
  const result: Either<E, A> = await task()
  if (result._tag === 'Right') throw new Error('went well')
  return result.left
}

export const newStream = (): StreamName => streamName('points', newId())

export const newEvent = (data: object = { points: 1 }, id: string = newId()): NewEvent => ({
  id,
  type: 'PointsAwarded',
  data: JSON.stringify(data),
  metadata: '{"schemaVersion":1}',
})

/** Several new events. */
export const newEvents = (count: number): readonly [NewEvent, ...NewEvent[]] => [
  newEvent(),
  ...Array.from({ length: count - 1 }, () => newEvent()),
]

/** The whole log, page by page. */
export const readLog = async (store: EventStore): Promise<ReadonlyArray<LoggedEvent>> => {
  const events: LoggedEvent[] = []
  let after = '' as Position
  for (;;) {
    const page = await right(store.readAll(after, 500))
    events.push(...page.events)
    if (page.isEnd) return events
    after = page.next
  }
}

/** An append as a small puzzle: few streams, few ids, every kind of expectation. */
export const puzzle = fc.record({
  stream: fc.integer({ min: 0, max: 2 }),
  expected: fc.oneof(
    fc.constantFrom('none' as const, 'any' as const, 'exists' as const),
    fc.integer({ min: 0, max: 6 }),
  ),
  ids: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 3 }),
})

/** Runs SQL on a closed file, through the driver of the store: two libraries in one process drop each other's locks. */
export const sql = async (file: string, ...statements: string[]): Promise<unknown> => {
  const driver = await loadDriver()
  if (!isDriver(driver)) throw new Error('no driver')
  const database = driver.open(file, false)
  try {
    let rows: unknown
    for (const statement of statements) rows = database.query<unknown>(statement).all()
    return rows
  } finally {
    database.close()
  }
}
