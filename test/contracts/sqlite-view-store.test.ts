import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openViewStore, type SqliteViewStore } from '@patina/sqlite'
import { viewStoreContract } from '@patina/testing'
import * as E from 'fp-ts/lib/Either.js'

interface Opened {
  readonly folder: string
  readonly views: SqliteViewStore
}

const openIn = async (folder: string): Promise<Opened> => {
  const opened = await openViewStore(join(folder, 'views.db'))()
  if (E.isLeft(opened)) throw new Error(JSON.stringify(opened.left))
  return { folder, views: opened.right }
}

viewStoreContract(
  'in SQLite',
  async () => openIn(await mkdtemp(join(tmpdir(), 'patina-contract-'))),
  {
    reopen: async ({ folder, views }) => {
      await views.close()
      return openIn(folder)
    },
    close: async ({ folder, views }) => {
      await views.close()
      await rm(folder, { recursive: true })
    },
  },
)
