// What is done to the keys of a vault, one function for each question. Everything here runs inside a transaction. The bytes of
// a key lie in a row that never moves: migration 3 says why.
import type { RetentionClass } from '@patina/privacy'
import type { KeyRow, NewKey, Unit } from '@patina/privacy/shell'
import type { Database, Value } from '../file/database.js'

type KeyColumns = readonly [
  keyId: string,
  subject: string,
  of: RetentionClass,
  scope: string,
  generation: number,
  kekId: string,
  wrapped: Uint8Array | null,
  destroyedBy: string | null,
]
const keyColumns = 'key_id, subject, class, scope, generation, kek_id, wrapped, destroyed_by'
const keysWithBytes = 'keys LEFT JOIN wrapped_keys ON wrapped_keys.place = keys.place'

const rowOf = ([keyId, subject, of, scope, generation, kekId, wrapped]: KeyColumns): KeyRow => ({
  keyId,
  unit: { subject, class: of, scope },
  generation,
  kekId,
  wrapped: wrapped ?? undefined,
})

/** The statements about keys of one open vault, prepared once. */
export const prepareKeys = (database: Database) => {
  const livingKey = database.query<KeyColumns>(
    `SELECT ${keyColumns} FROM ${keysWithBytes}
     WHERE subject = ? AND class = ? AND generation = ? AND scope = ? AND keys.place IS NOT NULL`,
  )
  const keyById = database.query<KeyColumns>(
    `SELECT ${keyColumns} FROM ${keysWithBytes} WHERE key_id = ?`,
  )
  const insertBytes = database.change('INSERT INTO wrapped_keys (wrapped) VALUES (?)')
  // The row that was added last is the one with the greatest place: none is ever removed.
  const insertKey = database.change(
    `INSERT INTO keys (key_id, subject, class, scope, generation, kek_id, place)
     VALUES (?, ?, ?, ?, ?, ?, (SELECT max(place) FROM wrapped_keys))`,
  )
  const destroyed = database.query<readonly [string]>(
    'SELECT key_id FROM keys WHERE destroyed_by = ? ORDER BY key_id',
  )
  const notUnder = database.query<KeyColumns>(
    `SELECT ${keyColumns} FROM ${keysWithBytes}
     WHERE keys.place IS NOT NULL AND (kek_id < ?1 OR kek_id > ?1) LIMIT ?2`,
  )
  const rewrapBytes = database.change(
    'UPDATE wrapped_keys SET wrapped = ? WHERE place = (SELECT place FROM keys WHERE key_id = ?)',
  )
  const rewrapKey = database.change(
    'UPDATE keys SET kek_id = ? WHERE key_id = ? AND place IS NOT NULL',
  )

  const destruction = (which: string) => {
    const living = `subject = ? AND class = ? AND generation = ? ${which} AND place IS NOT NULL`
    // Zeros of the same length are written over the bytes where they lie.
    const overwrite = database.change(
      `UPDATE wrapped_keys SET wrapped = zeroblob(length(wrapped))
       WHERE place IN (SELECT place FROM keys WHERE ${living})`,
    )
    const detach = database.change(`UPDATE keys SET place = NULL, destroyed_by = ? WHERE ${living}`)
    return (erasureId: string, ...of: ReadonlyArray<Value>): void => {
      overwrite.run(...of)
      detach.run(erasureId, ...of)
    }
  }
  const destroyClass = destruction('')
  const destroyScope = destruction('AND scope = ?')

  return {
    living: ({ subject, class: of, scope }: Unit, generation: number): KeyRow | undefined => {
      const found = livingKey.get(subject, of, generation, scope)
      return found === undefined ? undefined : rowOf(found)
    },
    /** The row, and the erasure that destroyed the key, if one did. */
    byId: (keyId: string): { readonly row: KeyRow; readonly by: string | null } | undefined => {
      const found = keyById.get(keyId)
      return found === undefined ? undefined : { row: rowOf(found), by: found[7] }
    },
    add: ({ keyId, unit, generation, kekId, wrapped }: NewKey): void => {
      insertBytes.run(wrapped)
      insertKey.run(keyId, unit.subject, unit.class, unit.scope, generation, kekId)
    },
    /** Without a scope all of a class. */
    destroy: (erasureId: string, unit: Omit<Unit, 'scope'>, at: number, scope?: string): void => {
      if (scope === undefined) destroyClass(erasureId, unit.subject, unit.class, at)
      else destroyScope(erasureId, unit.subject, unit.class, at, scope)
    },
    destroyedBy: (erasureId: string): ReadonlyArray<string> =>
      destroyed.all(erasureId).map(([keyId]) => keyId),
    notUnder: (kekId: string, limit: number): ReadonlyArray<NewKey> =>
      notUnder.all(kekId, limit).map((found) => rowOf(found) as NewKey),
    /** How many of them are living, and so have other bytes now. */
    rewrap: (keys: ReadonlyArray<NewKey>): number =>
      keys.reduce((count, { keyId, kekId, wrapped }) => {
        rewrapBytes.run(wrapped, keyId)
        return count + Number(rewrapKey.run(kekId, keyId).changes)
      }, 0),
  }
}
