// What is done to the claims of a vault, one function for each question. Everything here runs inside a transaction.
import type { RetentionClass } from '@patina/privacy'
import type { ClaimRow, ClaimStanding } from '@patina/privacy/shell'
import { type Database, limitParameter } from '../file/database.js'

type ClaimColumns = readonly [
  kind: string,
  token: Uint8Array,
  subject: string,
  of: RetentionClass,
  scope: string,
  eventId: string,
  stream: string,
  at: string,
]
const claimColumns = 'kind, token, subject, class, scope, event_id, stream, at'

const rowOf = ([kind, token, subject, of, scope, eventId, stream, at]: ClaimColumns): ClaimRow => ({
  kind,
  token,
  unit: { subject, class: of, scope },
  eventId,
  stream,
  at,
})

/** The statements about claims of one open vault, prepared once. `put` adds a row to the index, unless it is fenced. */
export const prepareClaims = (database: Database, put: (row: ClaimRow) => void) => {
  const claimOf = database.query<ClaimColumns>(
    `SELECT ${claimColumns} FROM claims WHERE kind = ? AND token = ?`,
  )
  const hadByOthers = database.query<readonly [number]>(
    'SELECT 1 FROM blind_index WHERE kind = ?1 AND token = ?2 AND (subject < ?3 OR subject > ?3)',
  )
  const add = database.change(
    `INSERT INTO claims (${claimColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const moveTo = database.change('UPDATE claims SET stream = ? WHERE event_id = ?')
  const end = database.change('DELETE FROM claims WHERE event_id = ?')
  const before = database.query<ClaimColumns>(
    `SELECT ${claimColumns} FROM claims WHERE at < ? ORDER BY at LIMIT ${limitParameter}`,
  )
  const endClass = database.change('DELETE FROM claims WHERE subject = ? AND class = ?')
  const endScope = database.change(
    'DELETE FROM claims WHERE subject = ? AND class = ? AND scope = ?',
  )
  const endSubject = database.change('DELETE FROM claims WHERE subject = ?')

  return {
    claim: (row: ClaimRow): ClaimStanding => {
      const { kind, token, unit, eventId, stream, at } = row
      const found = claimOf.get(kind, token)
      if (found !== undefined) {
        const other = rowOf(found)
        if (other.eventId !== eventId) return other
        if (other.stream !== stream) moveTo.run(stream, eventId)
        return 'claimed'
      }
      if (hadByOthers.get(kind, token, unit.subject) !== undefined) return 'indexed'
      add.run(kind, token, unit.subject, unit.class, unit.scope, eventId, stream, at)
      return 'claimed'
    },
    confirm: (rows: ReadonlyArray<ClaimRow>): void => {
      for (const row of rows) {
        end.run(row.eventId)
        put(row)
      }
    },
    release: (eventIds: ReadonlyArray<string>): void => {
      for (const eventId of eventIds) end.run(eventId)
    },
    claimsBefore: (at: string, limit: number): ReadonlyArray<ClaimRow> =>
      before.all(at, limit).map(rowOf),
    /** Without a scope all of a class. */
    dropUnit: (subject: string, of: RetentionClass, scope?: string): void => {
      if (scope === undefined) endClass.run(subject, of)
      else endScope.run(subject, of, scope)
    },
    dropSubject: (subject: string): void => void endSubject.run(subject),
  }
}
