import { storeContract } from '@patina/testing'
import { type OpenedLog, openLog } from './opening.js'

// The server counts the name of the type too, two bytes a letter.
const largestBytes = 1024 * 1024 - 2 * 'Noted'.length

/** Registers the store contract for a server. Each check has a log of its own; strangers' events lie between its events. */
export const contractOn = (name: string, url: () => string): void =>
  storeContract(name, () => openLog(url()), {
    close: ({ store }: OpenedLog) => store.close(),
    reopen: async ({ store, namespace }: OpenedLog) => {
      await store.close()
      return openLog(url(), namespace)
    },
    largestBytes,
    // The server is a process of its own, which on a busy machine has to wait for its turn.
    patienceMs: 20_000,
    withinMs: 60_000,
  })
