/**
 * The first schema of the views: the catalogue of the tables. No view can take its name, for theirs begin with a letter.
 * `columns` is the declaration as JSON text, to notice one that changed without a new version.
 */
export const createViews = `
  CREATE TABLE _tables (
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    log_id TEXT NOT NULL,
    checkpoint TEXT NOT NULL,
    is_served INTEGER NOT NULL,
    columns TEXT NOT NULL,
    PRIMARY KEY (name, version, generation)
  ) STRICT, WITHOUT ROWID;
`
