// Every stream: revisions 0, 1, 2 … in the order of the log.
import type { StreamName } from '@patina/eventsourcing'
import type { Database } from '../../file/database.js'
import { positionOf } from '../position.js'
import { damaged, type Findings, readOr } from './report.js'

type Row = readonly [stream: Uint8Array, revision: number, row: number]

const rowsAtOnce = 2048

const noText = new Uint8Array(0)

/** Checks the streams in the order of their names; `onSlice` is awaited after each slice with how many rows were new. */
export const checkStreams = async (
  database: Database,
  findings: Findings,
  onSlice: (rows: number) => Promise<void>,
): Promise<void> => {
  // Read from the index alone. The name goes in and out as bytes, or a damaged one might be met again and again.
  const slice = database.query<Row>(
    `SELECT CAST(stream AS BLOB), revision, position FROM events
     WHERE (stream, revision) > (CAST(? AS TEXT), ?) ORDER BY stream, revision LIMIT ${rowsAtOnce}`,
  )
  let before: Row = [noText, -1, 0]
  for (;;) {
    const [stream, revision] = before
    const rows = readOr(() => slice.all(stream, revision))
    if (rows === damaged) {
      findings.add({ _tag: 'BrokenStructure', detail: 'the index of the streams cannot be read' })
      return
    }
    for (const row of rows) {
      const isSame = Buffer.compare(row[0], before[0]) === 0
      const expected = isSame ? before[1] + 1 : 0
      if (row[1] !== expected || (isSame && row[2] < before[2])) {
        findings.add({
          _tag: 'RevisionGap',
          position: positionOf(row[2]),
          stream: Buffer.from(row[0]).toString() as StreamName,
          revision: row[1],
          expected,
        })
      }
      before = row
    }
    await onSlice(rows.length)
    if (rows.length < rowsAtOnce) return
  }
}
