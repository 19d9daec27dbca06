import { inMemoryVaultRows } from '@patina/privacy/shell'
import { vaultContract } from '@patina/testing'

vaultContract('in memory', () => ({ rows: inMemoryVaultRows() }), {
  reopen: (opened) => Promise.resolve(opened),
})
