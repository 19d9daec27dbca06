// Pages of the log and of its streams.
import {
  beforeFirst,
  type Instant,
  type LoggedEvent,
  type Page,
  type Position,
  type StoredEvent,
  type StreamName,
} from '@patina/eventsourcing'
import { type Database, limitParameter } from '../file/database.js'
import { positionOf } from './position.js'
import type { LogTail } from './tail.js'

/** Reads that throw SQLite's exceptions. A text that is damaged comes as it is: decoding is the reader's matter. */
export interface LogReader {
  readonly stream: (stream: StreamName, after: number, limit: number) => Page<StoredEvent, number>
  /** `afterRow` is the row of the position `after`. */
  readonly all: (after: Position, afterRow: number, limit: number) => Page<LoggedEvent, Position>
  readonly head: () => Position
}

type StreamRow = readonly [
  revision: number,
  id: string,
  type: string,
  data: string,
  metadata: string,
  recordedAt: string,
]

type LogRow = readonly [...StreamRow, stream: string, position: number]

const streamColumns = 'revision, id, type, data, metadata, recorded_at'

const storedOf = (
  [revision, id, type, data, metadata, recordedAt]: StreamRow,
  stream: StreamName,
): StoredEvent => ({
  id,
  type,
  data,
  metadata,
  stream,
  revision,
  recordedAt: recordedAt as Instant,
})

const loggedOf = ([
  revision,
  id,
  type,
  data,
  metadata,
  recordedAt,
  stream,
  row,
]: LogRow): LoggedEvent => ({
  id,
  type,
  data,
  metadata,
  stream: stream as StreamName,
  revision,
  recordedAt: recordedAt as Instant,
  position: positionOf(row),
})

// A page ends early when its texts are this long, whatever the limit: 500 events of 1 MiB would be too much at once.
const longestPage = 8 * 1024 * 1024
const rowsAtOnce = 128

// Collects events slice by slice until there are enough of them; `isShort` when there were no more.
const collect = <Row, Event extends { readonly data: string; readonly metadata: string }>(
  limit: number,
  toEvent: (row: Row) => Event,
  slice: (last: Event | undefined, wanted: number) => ReadonlyArray<Row>,
): { readonly events: ReadonlyArray<Event>; readonly isShort: boolean } => {
  const events: Event[] = []
  let length = 0
  while (events.length < limit && length < longestPage) {
    const wanted = Math.min(rowsAtOnce, limit - events.length)
    const rows = slice(events.at(-1), wanted)
    for (const row of rows) {
      const event = toEvent(row)
      length += event.data.length + event.metadata.length
      events.push(event)
    }
    if (rows.length < wanted) return { events, isShort: true }
  }
  return { events, isShort: false }
}

/** Prepares the statements once. What the tail has is not read from the file. */
export const createLogReader = (database: Database, tail: LogTail): LogReader => {
  const streamRows = database.query<StreamRow>(
    `SELECT ${streamColumns} FROM events WHERE stream = ? AND revision > ? ORDER BY revision LIMIT ${limitParameter}`,
  )
  const logRows = database.query<LogRow>(
    `SELECT ${streamColumns}, stream, position FROM events WHERE position > ? ORDER BY position LIMIT ${limitParameter}`,
  )
  const moreOfStream = database.query<unknown>(
    'SELECT 1 FROM events WHERE stream = ? AND revision > ? LIMIT 1',
  )
  const moreOfLog = database.query<unknown>('SELECT 1 FROM events WHERE position > ? LIMIT 1')
  const lastRow = database.query<readonly [number | null]>('SELECT max(position) FROM events')

  return {
    stream: (stream, after, limit) => {
      const { events, isShort } = collect<StreamRow, StoredEvent>(
        limit,
        (row) => storedOf(row, stream),
        (last, wanted) => streamRows.all(stream, last?.revision ?? after, wanted),
      )
      const next = events.at(-1)?.revision ?? after
      return { events, next, isEnd: isShort || moreOfStream.get(stream, next) === undefined }
    },
    all: (after, afterRow, limit) => {
      const rowOfLast = (last: LoggedEvent | undefined): number =>
        last === undefined ? afterRow : Number(last.position)
      const known = tail.after(afterRow, limit)
      const { events, isShort } =
        known.length > 0
          ? { events: known, isShort: false }
          : collect<LogRow, LoggedEvent>(limit, loggedOf, (last, wanted) =>
              logRows.all(rowOfLast(last), wanted),
            )
      const last = events.at(-1)
      const isEnd = isShort || moreOfLog.get(rowOfLast(last)) === undefined
      return { events, next: last?.position ?? after, isEnd }
    },
    head: () => {
      const row = lastRow.get()?.[0] ?? null
      return row === null ? beforeFirst : positionOf(row)
    },
  }
}
