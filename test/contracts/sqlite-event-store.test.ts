import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@patina/eventsourcing'
import { openEventStore, type SqliteEventStore } from '@patina/sqlite'
import { storeContract } from '@patina/testing'
import * as E from 'fp-ts/lib/Either.js'

interface Opened {
  readonly folder: string
  readonly store: SqliteEventStore
}

const openIn = async (folder: string, clock?: Clock): Promise<Opened> => {
  const opened = await openEventStore(
    join(folder, 'log.db'),
    clock === undefined ? {} : { clock },
  )()
  if (E.isLeft(opened)) throw new Error(JSON.stringify(opened.left))
  return { folder, store: opened.right }
}

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'patina-contract-'))

storeContract('in SQLite', async () => openIn(await newFolder()), {
  openWithClock: async (clock) => openIn(await newFolder(), clock),
  reopen: async ({ folder, store }) => {
    await store.close()
    return openIn(folder)
  },
  close: async ({ folder, store }) => {
    await store.close()
    await rm(folder, { recursive: true })
  },
})
