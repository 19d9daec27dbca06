import { type FailedCheck, runCheck } from '../check.js'
import { chosen } from '../chosen.js'
import { storeCheckList } from './checks.js'
import {
  defaultWithinMs,
  type OpenedStore,
  type OpenStore,
  type StoreCheck,
  type StoreOptions,
  storeStage,
} from './trial.js'

/** The checks that can be made with what was handed in. Throws when `only` names a check that there is not. */
export const storeChecksFor = <Opened extends OpenedStore>(
  options: StoreOptions<Opened>,
): ReadonlyArray<readonly [part: string, checks: ReadonlyArray<StoreCheck>]> => {
  const asked = new Set(chosen('check', Object.values(storeCheckList).flat(), options.only))
  return Object.entries(storeCheckList).map(([part, checks]) => [
    part,
    checks.filter(
      (check) =>
        asked.has(check) && (check.needs === undefined || options[check.needs] !== undefined),
    ),
  ])
}

/**
 * Judges an event store by the contract, one check after the other, each on a store of its own: an empty list when it
 * keeps all of it. The same checks as `storeContract`, for those who judge without Vitest, or judge the contract.
 */
export const checkStore = async <Opened extends OpenedStore>(
  open: OpenStore<Opened>,
  options: StoreOptions<NoInfer<Opened>> = {},
): Promise<ReadonlyArray<FailedCheck>> => {
  const failed: FailedCheck[] = []
  for (const [, checks] of storeChecksFor(options)) {
    for (const check of checks) {
      const found = await runCheck(
        check,
        () => storeStage(open, options),
        options.withinMs ?? defaultWithinMs,
      )
      if (found !== undefined) failed.push(found)
    }
  }
  return failed
}
