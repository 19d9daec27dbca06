import { describe, test } from 'vitest'
import { demandCheck, type FailedCheck, runCheck } from '../check.js'
import { claimChecks } from './claims.js'
import { fenceChecks } from './fences.js'
import { keyChecks } from './keys.js'
import {
  type OpenedVault,
  type OpenVaultRows,
  type VaultCheck,
  type VaultOptions,
  vaultStage,
} from './trial.js'

const defaultWithinMs = 25_000

const vaultCheckList: ReadonlyArray<VaultCheck> = [...keyChecks, ...fenceChecks, ...claimChecks]

const checksFor = <Opened extends OpenedVault>(
  options: VaultOptions<Opened>,
): ReadonlyArray<VaultCheck> =>
  vaultCheckList.filter(({ needs }) => needs === undefined || options[needs] !== undefined)

/**
 * Judges the rows of a vault, with a vault on them, one check after the other: an empty list when they keep all of it. The
 * same checks as `vaultContract`, for those who judge without Vitest, or judge the contract.
 */
export const checkVault = async <Opened extends OpenedVault>(
  open: OpenVaultRows<Opened>,
  options: VaultOptions<NoInfer<Opened>> = {},
): Promise<ReadonlyArray<FailedCheck>> => {
  const failed: FailedCheck[] = []
  for (const check of checksFor(options)) {
    const stage = () => vaultStage(open, options)
    const found = await runCheck(check, stage, options.withinMs ?? defaultWithinMs)
    if (found !== undefined) failed.push(found)
  }
  return failed
}

/**
 * Registers a test for every promise of a vault: keys are made once, destroyed for good, and the fence of the log rules
 * over whatever copy of the vault is put back. `open` gives the rows of a new vault.
 */
export const vaultContract = <Opened extends OpenedVault>(
  name: string,
  open: OpenVaultRows<Opened>,
  options: VaultOptions<NoInfer<Opened>> = {},
): void => {
  const withinMs = options.withinMs ?? defaultWithinMs
  describe(`the vault ${name}`, () => {
    for (const check of checksFor(options)) {
      test(check.name, { timeout: withinMs + 5_000 }, () =>
        demandCheck(check, () => vaultStage(open, options), withinMs),
      )
    }
  })
}
