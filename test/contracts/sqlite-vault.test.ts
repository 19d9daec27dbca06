import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openVaultRows, type SqliteVaultRows } from '@patina/sqlite'
import { vaultContract } from '@patina/testing'
import * as E from 'fp-ts/lib/Either.js'

interface Opened {
  readonly folder: string
  readonly rows: SqliteVaultRows
}

const openIn = async (folder: string): Promise<Opened> => {
  const opened = await openVaultRows(join(folder, 'vault.db'))()
  if (E.isLeft(opened)) throw new Error(JSON.stringify(opened.left))
  return { folder, rows: opened.right }
}

vaultContract('in SQLite', async () => openIn(await mkdtemp(join(tmpdir(), 'patina-contract-'))), {
  reopen: async ({ folder, rows }) => {
    await rows.close()
    return openIn(folder)
  },
  // Between two commits the file is whole, and nothing of it lies beside it.
  backup: async ({ folder, rows }) => {
    await copyFile(join(folder, 'vault.db'), join(folder, 'yesterday.db'))
    return async () => {
      await rows.close()
      await copyFile(join(folder, 'yesterday.db'), join(folder, 'vault.db'))
      return openIn(folder)
    }
  },
  close: async ({ folder, rows }) => {
    await rows.close()
    await rm(folder, { recursive: true })
  },
})
