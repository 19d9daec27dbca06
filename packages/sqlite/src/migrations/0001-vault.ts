/**
 * The first schema of a vault. A key that was destroyed stays as a row without its bytes. A unit has one living key, whoever
 * writes. `scope` is '*' in a fence that covers all scopes of a class.
 */
export const createVault = `
  CREATE TABLE meta (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE keys (
    key_id TEXT PRIMARY KEY NOT NULL,
    subject TEXT NOT NULL,
    class TEXT NOT NULL,
    scope TEXT NOT NULL,
    generation INTEGER NOT NULL,
    kek_id TEXT NOT NULL,
    wrapped BLOB,
    destroyed_by TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX living_keys ON keys (subject, class, generation, scope) WHERE wrapped IS NOT NULL;
  CREATE INDEX keys_by_kek ON keys (kek_id) WHERE wrapped IS NOT NULL;
  CREATE INDEX keys_by_erasure ON keys (destroyed_by) WHERE destroyed_by IS NOT NULL;
  CREATE TABLE generations (
    subject TEXT NOT NULL,
    class TEXT NOT NULL,
    generation INTEGER NOT NULL,
    PRIMARY KEY (subject, class)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE erasures (
    erasure_id TEXT PRIMARY KEY NOT NULL,
    why TEXT NOT NULL,
    at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE fences (
    subject TEXT NOT NULL,
    class TEXT NOT NULL,
    generation INTEGER NOT NULL,
    scope TEXT NOT NULL,
    erasure_id TEXT NOT NULL,
    PRIMARY KEY (subject, class, generation, scope)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE named_keys (key_id TEXT PRIMARY KEY NOT NULL, erasure_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE fence_events (
    revision INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL
  ) STRICT;
  CREATE TABLE secrets (
    name TEXT PRIMARY KEY NOT NULL,
    kek_id TEXT NOT NULL,
    wrapped BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE blind_index (
    kind TEXT NOT NULL,
    token BLOB NOT NULL,
    subject TEXT NOT NULL,
    class TEXT NOT NULL,
    scope TEXT NOT NULL,
    PRIMARY KEY (kind, token, subject, class, scope)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX blind_index_by_subject ON blind_index (subject, class, scope);
  CREATE TABLE suppression (
    entry_id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    token BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX suppression_by_token ON suppression (kind, token);
`
