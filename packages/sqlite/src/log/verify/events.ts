// Every event against its leaf, its position and the time before it.
import { isUtf8 } from 'node:buffer'
import { type Instant, type LoggedEvent, leafOf, type StreamName } from '@patina/eventsourcing'
import type { Database } from '../../file/database.js'
import { positionOf } from '../position.js'
import { damaged, type Findings, readOr } from './report.js'

// Texts as bytes: as strings, one damaged character reads like another, and a text may end at a zero in it.
type EventRow = readonly [
  row: number,
  revision: number,
  stream: Uint8Array,
  id: Uint8Array,
  type: Uint8Array,
  recordedAt: Uint8Array,
  data: Uint8Array,
  metadata: Uint8Array,
  leaf: Uint8Array,
]

const columns = `position, revision, CAST(stream AS BLOB), CAST(id AS BLOB), CAST(type AS BLOB),
  CAST(recorded_at AS BLOB), CAST(data AS BLOB), CAST(metadata AS BLOB), leaf`

const rowsAtOnce = 256

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()

const eventOf = ([row, revision, stream, id, type, recordedAt]: EventRow): LoggedEvent => ({
  position: positionOf(row),
  stream: textOf(stream) as StreamName,
  revision,
  id: textOf(id),
  type: textOf(type),
  recordedAt: textOf(recordedAt) as Instant,
  data: '',
  metadata: '',
})

const hasItsLeaf = (logId: string, row: EventRow, event: LoggedEvent): boolean => {
  const [, , stream, id, type, recordedAt, data, metadata, leaf] = row
  return (
    [stream, id, type, recordedAt].every((text) => isUtf8(text)) &&
    Buffer.compare(leafOf(logId, event, { data, metadata }), leaf) === 0
  )
}

// Rows of one slice that cannot be read together, one by one.
const readSingly = (
  from: number,
  to: number,
  readOne: (row: number) => EventRow | undefined,
  findings: Findings,
): ReadonlyArray<EventRow> => {
  const rows: EventRow[] = []
  for (let row = from; row <= to; row++) {
    const found = readOr(() => readOne(row))
    if (found === damaged) findings.add({ _tag: 'UnreadableRow', position: positionOf(row) })
    else if (found !== undefined) rows.push(found)
  }
  return rows
}

/** Checks all rows up to `head`; `onSlice` is awaited after each slice with the row that it came to. */
export const checkEvents = async (
  database: Database,
  logId: string,
  head: number,
  findings: Findings,
  onSlice: (row: number) => Promise<void>,
): Promise<number> => {
  const slice = database.query<EventRow>(
    `SELECT ${columns} FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ${rowsAtOnce}`,
  )
  const single = database.query<EventRow>(`SELECT ${columns} FROM events WHERE position = ?`)
  let events = 0
  let end = 0
  let before = { row: 0, recordedAt: '' }

  const check = (row: EventRow): void => {
    const event = eventOf(row)
    const { position, stream, revision, recordedAt } = event
    if (!hasItsLeaf(logId, row, event)) {
      findings.add({ _tag: 'WrongLeaf', position, stream, revision })
    }
    if (recordedAt < before.recordedAt) {
      findings.add({ _tag: 'TimeFell', position, stream, revision })
    }
    before = { row: row[0], recordedAt }
    events += 1
  }

  while (end < head) {
    const from = end
    const rows = readOr(() => slice.all(from, head))
    if (rows === damaged) {
      end = Math.min(from + rowsAtOnce, head)
      for (const row of readSingly(from + 1, end, (at) => single.get(at), findings)) check(row)
    } else {
      for (const row of rows) {
        const missing = row[0] - Math.max(before.row, from) - 1
        if (missing > 0) {
          findings.add({ _tag: 'PositionGap', position: positionOf(row[0]), missing })
        }
        check(row)
      }
      end = rows.at(-1)?.[0] ?? head
    }
    await onSlice(end)
  }
  return events
}
