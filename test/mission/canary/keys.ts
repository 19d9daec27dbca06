// The keys of a person as they lie in the file of a vault, read past the library.
import { DatabaseSync } from '@photostructure/sqlite'

interface Row {
  readonly key_id: string
  readonly wrapped: Uint8Array | null
}

/** The rows of a person's keys: the name of each, and its wrapped bytes, which are gone when it was destroyed. */
export const keyRowsOf = (
  file: string,
  subject: string,
): ReadonlyArray<{ readonly keyId: string; readonly wrapped: Uint8Array | undefined }> => {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const rows = database
      .prepare(
        'SELECT key_id, wrapped FROM keys LEFT JOIN wrapped_keys USING (place) WHERE subject = ?',
      )
      .all(subject) as unknown as ReadonlyArray<Row>
    return rows.map(({ key_id, wrapped }) => ({ keyId: key_id, wrapped: wrapped ?? undefined }))
  } finally {
    database.close()
  }
}
