// How a process hears of what other processes append to the same file.
import type { Database } from '../file/database.js'
import { quietly } from '../file/database.js'

const pollMs = 50

/** Calls back when another connection has committed. */
export interface ForeignAppends {
  /** Looks about every 50 ms while somebody listens. The timer does not keep the process alive. */
  readonly listenFor: (listeners: number) => void
}

/** `PRAGMA data_version` changes with every commit of another connection, and only then. It reads no page. */
export const createForeignAppends = (database: Database, onAppend: () => void): ForeignAppends => {
  const version = database.query<readonly [number]>('PRAGMA data_version')
  let timer: NodeJS.Timeout | undefined
  let seen: number | undefined

  const look = (): void => {
    // A file that cannot be read now is the readers' matter; here it is looked at again the next time.
    quietly(() => {
      const now = version.get()?.[0]
      if (now === seen) return
      seen = now
      onAppend()
    })
  }

  return {
    listenFor: (listeners) => {
      if (listeners === 0) {
        clearInterval(timer)
        timer = undefined
        return
      }
      timer ??= setInterval(look, pollMs).unref()
    },
  }
}
