import { type FailedCheck, runCheck } from '../check.js'
import { chosen } from '../chosen.js'
import { listingChecks } from './listing.js'
import { savingChecks } from './saving.js'
import { tableChecks } from './tables-come-and-go.js'
import {
  defaultWithinMs,
  type OpenedViewStore,
  type OpenViewStore,
  type ViewStoreCheck,
  type ViewStoreOptions,
  viewStoreStage,
} from './trial.js'

/** What the ViewStore port promises. */
const viewStoreCheckList: ReadonlyArray<ViewStoreCheck> = [
  ...tableChecks,
  ...savingChecks,
  ...listingChecks,
]

/** The checks that can be made with what was handed in. Throws when `only` names a check that there is not. */
export const viewStoreChecksFor = <Opened extends OpenedViewStore>(
  options: ViewStoreOptions<Opened>,
): ReadonlyArray<ViewStoreCheck> =>
  chosen('check', viewStoreCheckList, options.only).filter(
    ({ needs }) => needs === undefined || options[needs] !== undefined,
  )

/**
 * Judges a view store by the contract, one check after the other, each on a store of its own: an empty list when it keeps
 * all of it. The same checks as `viewStoreContract`, for those who judge without Vitest, or judge the contract.
 */
export const checkViewStore = async <Opened extends OpenedViewStore>(
  open: OpenViewStore<Opened>,
  options: ViewStoreOptions<NoInfer<Opened>> = {},
): Promise<ReadonlyArray<FailedCheck>> => {
  const failed: FailedCheck[] = []
  for (const check of viewStoreChecksFor(options)) {
    const found = await runCheck(
      check,
      () => viewStoreStage(open, options),
      options.withinMs ?? defaultWithinMs,
    )
    if (found !== undefined) failed.push(found)
  }
  return failed
}
