// What one append does inside the transaction of its group.
import {
  type Clock,
  type Expected,
  type Instant,
  isInstant,
  judgeAppend,
  type LoggedEvent,
  leafOf,
  type NewEvent,
  type StoreUnavailable,
  type StreamName,
  type Written,
  type WrongExpectedRevision,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Database } from '../file/database.js'
import { unavailableOf } from '../file/errors.js'
import { isConstraint } from '../file/fault.js'
import { positionOf } from './position.js'

/** The appends of one transaction: each sees what those before it wrote. */
export interface Group {
  readonly append: (
    stream: StreamName,
    expected: Expected,
    events: ReadonlyArray<NewEvent>,
  ) => Either<WrongExpectedRevision | StoreUnavailable, Written>
  /** What was written, in the order of the log: it is there once the transaction is committed. */
  readonly written: () => ReadonlyArray<LoggedEvent>
}

const isEndOf = (expected: Expected, last: number): boolean => {
  switch (expected) {
    case 'any':
      return true
    case 'none':
      return last === -1
    case 'exists':
      return last >= 0
    default:
      return last === expected
  }
}

/** Prepares the statements once; what it returns begins a group, within a transaction that is open. */
export const createLogWriter = (database: Database, logId: string, clock: Clock): (() => Group) => {
  const end = database.query<readonly [number, string]>(
    'SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1',
  )
  const lastOf = database.query<readonly [number]>(
    'SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1',
  )
  const revisionOf = database.query<readonly [number]>(
    'SELECT revision FROM events WHERE stream = ? AND id = ?',
  )
  const rowAt = database.query<readonly [number]>(
    'SELECT position FROM events WHERE stream = ? AND revision = ?',
  )
  const insert = database.change(
    `INSERT INTO events (position, stream, revision, id, type, data, metadata, recorded_at, leaf)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const removeAfter = database.change('DELETE FROM events WHERE position > ?')

  const insertRow = (row: number, event: LoggedEvent): void => {
    insert.run(
      row,
      event.stream,
      event.revision,
      event.id,
      event.type,
      event.data,
      event.metadata,
      event.recordedAt,
      leafOf(logId, event),
    )
  }

  return () => {
    const [endRow, endTime] = end.get() ?? [0, '']
    const now = clock()
    // Never falls. A damaged time is not handed on to what is written after it.
    const recordedAt: Instant = isInstant(endTime) && endTime > now ? endTime : now
    let row = endRow
    const rows: LoggedEvent[] = []

    // Left when a row of this stream is in the way: the exception of the index that refused.
    const write = (
      stream: StreamName,
      last: number,
      events: ReadonlyArray<NewEvent>,
    ): Either<unknown, Written> => {
      const before = row
      let revision = last
      try {
        for (const { id, type, data, metadata } of events) {
          row += 1
          revision += 1
          const position = positionOf(row)
          const event = { id, type, data, metadata, stream, revision, recordedAt, position }
          insertRow(row, event)
          rows.push(event)
        }
      } catch (error) {
        if (!isConstraint(error)) throw error
        removeAfter.run(before)
        row = before
        rows.length = before - endRow
        return E.left(error)
      }
      return E.right({ revision, position: positionOf(row), isKnownNew: true })
    }

    const judge = (
      stream: StreamName,
      expected: Expected,
      events: ReadonlyArray<NewEvent>,
      refusal: unknown,
    ): ReturnType<Group['append']> => {
      const last = lastOf.get(stream)?.[0] ?? -1
      const ids = events.map(({ id }) => id)
      const verdict = judgeAppend(expected, ids, {
        last,
        revisionOf: (id) => revisionOf.get(stream, id)?.[0],
      })
      switch (verdict._tag) {
        case 'Already': {
          const { revision } = verdict
          const position = positionOf(rowAt.get(stream, revision)?.[0] ?? 0)
          return E.right({ revision, position, isKnownNew: false })
        }
        case 'Conflict': {
          const actual = last < 0 ? 'none' : last
          return E.left({ _tag: 'WrongExpectedRevision', stream, expected, actual })
        }
        case 'Write':
          // An index refused what the rows allow: they do not fit together any more.
          return E.left(unavailableOf(refusal))
      }
    }

    return {
      append: (stream, expected, events) => {
        // Reading costs half as much as writing. So the writer of a first event is believed, and ids are not looked up: the
        // unique indexes refuse a revision or an id that is there, and only then is the stream read and the append judged.
        const last = expected === 'none' ? -1 : (lastOf.get(stream)?.[0] ?? -1)
        const written = isEndOf(expected, last) ? write(stream, last, events) : E.left(undefined)
        return E.isRight(written) ? written : judge(stream, expected, events, written.left)
      },
      written: () => rows,
    }
  }
}
