/**
 * The bytes of a key lie in a row of their own, which never moves. SQLite overwrites what is deleted, but where it lays out a
 * page anew it can leave copies of rows that went to a neighbour, which no later deletion reaches. Rows that are only ever
 * added at the end and overwritten at their length stay where they were written. A destroyed key has no `place` any more.
 */
export const settleKeys = `
  CREATE TABLE wrapped_keys (place INTEGER PRIMARY KEY, wrapped BLOB NOT NULL) STRICT;
  INSERT INTO wrapped_keys (place, wrapped)
    SELECT row_number() OVER (ORDER BY key_id), wrapped FROM keys WHERE wrapped IS NOT NULL ORDER BY key_id;
  DROP INDEX living_keys;
  DROP INDEX keys_by_kek;
  DROP INDEX keys_by_erasure;
  ALTER TABLE keys RENAME TO unsettled_keys;
  CREATE TABLE keys (
    key_id TEXT PRIMARY KEY NOT NULL,
    subject TEXT NOT NULL,
    class TEXT NOT NULL,
    scope TEXT NOT NULL,
    generation INTEGER NOT NULL,
    kek_id TEXT NOT NULL,
    place INTEGER,
    destroyed_by TEXT
  ) STRICT, WITHOUT ROWID;
  INSERT INTO keys (key_id, subject, class, scope, generation, kek_id, place, destroyed_by)
    SELECT key_id, subject, class, scope, generation, kek_id, NULL, destroyed_by
    FROM unsettled_keys WHERE wrapped IS NULL
    UNION ALL
    SELECT key_id, subject, class, scope, generation, kek_id, row_number() OVER (ORDER BY key_id), destroyed_by
    FROM unsettled_keys WHERE wrapped IS NOT NULL;
  DROP TABLE unsettled_keys;
  CREATE UNIQUE INDEX living_keys ON keys (subject, class, generation, scope) WHERE place IS NOT NULL;
  CREATE INDEX keys_by_kek ON keys (kek_id) WHERE place IS NOT NULL;
  CREATE INDEX keys_by_erasure ON keys (destroyed_by) WHERE destroyed_by IS NOT NULL;
`
