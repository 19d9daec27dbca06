/** Values that are claimed for an event that is not in the log yet: one claim for each value. */
export const addClaims = `
  CREATE TABLE claims (
    kind TEXT NOT NULL,
    token BLOB NOT NULL,
    subject TEXT NOT NULL,
    class TEXT NOT NULL,
    scope TEXT NOT NULL,
    event_id TEXT NOT NULL,
    stream TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (kind, token)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX claims_by_subject ON claims (subject, class, scope);
  CREATE INDEX claims_by_event ON claims (event_id);
  CREATE INDEX claims_by_age ON claims (at);
`
