// SQLite has one writer at a time. Waiting for it inside SQLite would hold up the whole process, so we wait outside.
import { setTimeout as wait } from 'node:timers/promises'
import { isBusy } from './fault.js'

/** How long an operation waits for another process by default, in milliseconds. */
export const defaultPatienceMs = 5_000

const longestPauseMs = 10

/**
 * Runs the task, again and again while another connection is in its way. A task must undo what it began before it throws.
 * Throws the last exception when the patience is over, and any other exception at once.
 */
export const whenFree = async <A>(patienceMs: number, task: () => A): Promise<A> => {
  const start = performance.now()
  for (let attempt = 0; ; attempt++) {
    try {
      return task()
    } catch (error) {
      if (!isBusy(error) || performance.now() - start > patienceMs) throw error
    }
    // Jitter, or two processes that began together would meet each time.
    await wait(Math.min(2 ** attempt, longestPauseMs) * (0.5 + Math.random() / 2))
  }
}
