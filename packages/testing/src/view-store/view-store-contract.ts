import { describe, test } from 'vitest'
import { demandCheck } from '../check.js'
import { viewStoreChecksFor } from './check-view-store.js'
import {
  defaultWithinMs,
  type OpenedViewStore,
  type OpenViewStore,
  type ViewStoreOptions,
  viewStoreStage,
} from './trial.js'

/**
 * Registers a test for every promise of the ViewStore port: tables, saves with compare-and-set, lists. `open` gives a
 * store without tables.
 */
export const viewStoreContract = <Opened extends OpenedViewStore>(
  name: string,
  open: OpenViewStore<Opened>,
  options: ViewStoreOptions<NoInfer<Opened>> = {},
): void => {
  const withinMs = options.withinMs ?? defaultWithinMs
  const checks = viewStoreChecksFor(options)
  describe(`the view store ${name}`, () => {
    for (const check of checks) {
      test(check.name, { timeout: withinMs + 5_000 }, () =>
        demandCheck(check, () => viewStoreStage(open, options), withinMs),
      )
    }
  })
}
