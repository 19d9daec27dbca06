import { newId } from '@patina/eventsourcing'
import type { VaultRows, VaultUnavailable } from '@patina/privacy/shell'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  type Backup,
  type BackupFailed,
  type BackupProgress,
  backUp,
  backupClosed,
} from '../file/backup.js'
import { quietly } from '../file/database.js'
import { type OpenError, unavailable, unavailableOf } from '../file/errors.js'
import { closeFile, type OpenFile, type OpenOptions, openFile } from '../file/open-file.js'
import { whenFree } from '../file/patience.js'
import type { FileKind } from '../file/schema.js'
import { inTransaction, inWriteTransaction } from '../file/transaction.js'
import { vaultMigrations } from '../migrations/index.js'
import { prepareVault } from './statements.js'

/** The rows of a vault in a file of its own: keep it, and its backups, apart from the log. */
export interface SqliteVaultRows extends VaultRows {
  readonly close: () => Promise<void>
  /**
   * Copies the vault as it stands now to a path where nothing is. The copy appears when it is complete and on the disk. Left when
   * it could not be made: then nothing is left at the target. Make it after the backup of the log: a vault that is older than
   * its log has lost people.
   */
  readonly backup: (
    to: string,
    onProgress?: (progress: BackupProgress) => void,
  ) => TaskEither<BackupFailed, Backup>
}

/** The file of a vault. */
export const vaultKind: FileKind = {
  applicationId: 0x50615674, // PaVt
  synchronous: 'FULL',
  checkpointPages: 1000,
  isForgetful: true,
  migrations: vaultMigrations,
  onCreate: (database) => {
    database.change("INSERT INTO meta (name, value) VALUES ('vault_id', ?)").run(newId())
  },
}

const vaultUnavailable = (error: {
  readonly reason: string
  readonly cause?: VaultUnavailable['cause']
}): VaultUnavailable => ({
  _tag: 'VaultUnavailable',
  reason: error.reason,
  ...(error.cause === undefined ? {} : { cause: error.cause }),
})

/** The rows of a vault on a file that is open. */
export const vaultRowsOn = (file: OpenFile): SqliteVaultRows => {
  const { database, patienceMs, isReadOnly } = file
  const vault = prepareVault(database)
  let isClosed = false

  // Writes the file anew from what is living. Whoever cannot have the file for himself leaves it to the next.
  const sweep = (): void =>
    quietly(() => {
      const owed = isReadOnly ? undefined : vault.sweepOwed()
      if (owed === undefined) return
      database.exec('VACUUM')
      vault.paidSweep(owed)
    })
  sweep()

  const closed = E.left(vaultUnavailable(unavailable('closed')))

  const read =
    <A>(task: () => A): TaskEither<VaultUnavailable, A> =>
    async () => {
      if (isClosed) return closed
      try {
        return E.right(await whenFree(patienceMs, () => inTransaction(database, 'BEGIN', task)))
      } catch (error) {
        return E.left(vaultUnavailable(unavailableOf(error)))
      }
    }

  const write =
    <A>(task: () => A): TaskEither<VaultUnavailable, A> =>
    async (): Promise<Either<VaultUnavailable, A>> => {
      if (isClosed) return closed
      const written = await inWriteTransaction(database, patienceMs, task)
      return E.isLeft(written)
        ? E.left(vaultUnavailable(unavailableOf(written.left.error, written.left.outcome)))
        : written
    }

  return {
    vaultId: vault.vaultId(),
    bind: (logId) =>
      write(() => {
        const found = vault.logId()
        if (found === undefined) vault.setLogId(logId)
        return found ?? logId
      }),
    seen: read(vault.seen),
    byUnit: (units) => read(() => units.map(vault.standingOf)),
    byId: (keyIds) => read(() => keyIds.map(vault.keyStandingOf)),
    mint: (keys) => write(() => keys.map(vault.mint)),
    carryOut: (expected, next, steps, record) =>
      write(() => vault.carryOut(expected, next, steps, record)),
    record: (after, limit) => read(() => vault.record(after, limit)),
    destroyedBy: (erasureId) => read(() => vault.destroyedBy(erasureId)),
    notUnder: (kekId, limit) => read(() => vault.notUnder(kekId, limit)),
    rewrap: (keys) => write(() => vault.rewrap(keys)),
    secrets: read(vault.secrets),
    keepSecrets: (secrets, isReplacing) => write(() => vault.keepSecrets(secrets, isReplacing)),
    lookup: (kind, token) => read(() => vault.lookup(kind, token)),
    indexedThrough: read(vault.indexedThrough),
    emptyIndex: write(vault.emptyIndex),
    index: (through, put, remove) => write(() => vault.index(through, put, remove)),
    claim: (row) => write(() => vault.claim(row)),
    confirm: (rows) => write(() => vault.confirm(rows)),
    release: (eventIds) => write(() => vault.release(eventIds)),
    claimsBefore: (at, limit) => read(() => vault.claimsBefore(at, limit)),
    purge: (subjects) => write(() => vault.purge(subjects)),
    suppress: (rows) => write(() => vault.suppress(rows)),
    lift: (entryIds) => write(() => vault.lift(entryIds)),
    suppressing: (kind, token) => read(() => vault.suppressing(kind, token)),
    missing: (entryIds) => read(() => vault.missing(entryIds)),
    backup:
      (to, onProgress = () => undefined) =>
      async () =>
        isClosed ? E.left(backupClosed) : backUp(file, to, onProgress),
    close: () => {
      if (!isClosed) {
        sweep()
        closeFile(file)
      }
      isClosed = true
      return Promise.resolve()
    },
  }
}

/**
 * Opens the rows of a vault in a file, or creates it. A key that is destroyed is overwritten where it lies, and the journal is
 * emptied at every commit. The tokens of an erased person are deleted and overwritten too; copies that SQLite made of them
 * when it laid out a page anew are gone once the vault was closed, or opened the next time. Keep the file on another medium than the log, and never in the same backup.
 */
export const openVaultRows =
  (path: string, options: OpenOptions = {}): TaskEither<OpenError, SqliteVaultRows> =>
  () =>
    openFile(vaultKind, path, options, (file) => E.right(vaultRowsOn(file)))
