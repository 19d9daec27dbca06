// What a release has written is never edited: a change of a schema is a new file and a new entry here.
import { createLog } from './0001-log.js'
import { createVault } from './0001-vault.js'
import { createViews } from './0001-views.js'
import { addClaims } from './0002-vault.js'
import { settleKeys } from './0003-vault.js'

/** The n-th entry leads the log from schema version n - 1 to n. */
export const logMigrations: ReadonlyArray<string> = [createLog]

/** The n-th entry leads the views from schema version n - 1 to n. */
export const viewMigrations: ReadonlyArray<string> = [createViews]

/** The n-th entry leads a vault from schema version n - 1 to n. */
export const vaultMigrations: ReadonlyArray<string> = [createVault, addClaims, settleKeys]
