import type { Database } from '../file/database.js'
import type { FileKind } from '../file/schema.js'
import { logMigrations } from '../migrations/index.js'

/** The file of a log, and the name that a new one gets. */
export const logKind = (logId: string): FileKind => ({
  applicationId: 0x50614c67, // PaLg
  synchronous: 'FULL',
  checkpointPages: 4000, // each makes one append wait for a copy of 16 MiB; pages written often are copied once
  migrations: logMigrations,
  onCreate: (database) => {
    database.change("INSERT INTO meta (name, value) VALUES ('log_id', ?)").run(logId)
  },
})

/** The name of the log in the file. */
export const logIdOf = (database: Database): string =>
  database.query<readonly [string]>("SELECT value FROM meta WHERE name = 'log_id'").get()?.[0] ?? ''
