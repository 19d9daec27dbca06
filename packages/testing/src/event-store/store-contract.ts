import { describe, test } from 'vitest'
import { demandCheck } from '../check.js'
import { storeChecksFor } from './check-store.js'
import {
  defaultWithinMs,
  type OpenedStore,
  type OpenStore,
  type StoreOptions,
  storeStage,
} from './trial.js'

/**
 * Registers a test for every promise of the EventStore port: the table of expected revisions row by row, refusals, reads,
 * texts to the byte, subscriptions, concurrent writers, restarts, interleavings. `open` gives a store with an empty log.
 *
 * @example
 * storeContract('my store', async () => ({ store: await openMyStore() }), {
 *   close: ({ store }) => store.close(),
 * })
 */
export const storeContract = <Opened extends OpenedStore>(
  name: string,
  open: OpenStore<Opened>,
  options: StoreOptions<NoInfer<Opened>> = {},
): void => {
  const withinMs = options.withinMs ?? defaultWithinMs
  const parts = storeChecksFor(options)
  describe(`the event store ${name}`, () => {
    for (const [part, checks] of parts) {
      if (checks.length === 0) continue
      describe(part, () => {
        for (const check of checks) {
          test(check.name, { timeout: withinMs + 5_000 }, () =>
            demandCheck(check, () => storeStage(open, options), withinMs),
          )
        }
      })
    }
  })
}
