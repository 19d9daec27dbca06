export type { IndexedKind } from '../directory-kind.js'
export {
  type Claims,
  type ClaimsShell,
  type ClaimsSwept,
  claiming,
} from './claims.js'
export { type Coverage, openRows, type RowsRead } from './compare.js'
export {
  type Directory,
  type DirectoryProgress,
  type DirectoryShell,
  directory,
  type SearchOptions,
  type SearchResult,
} from './directory.js'
export type { PersonFound, ShownValue } from './directory-shown.js'
export type * from './errors.js'
export { inMemoryVaultRows } from './in-memory.js'
export {
  type IndexerShell,
  type IndexingError,
  type IndexProgress,
  indexer,
} from './indexer.js'
export {
  type Kek,
  type KekUnavailable,
  kekFromEnvironment,
  kekFromFile,
  kekFromFunction,
} from './kek.js'
export {
  type DeadKey,
  type FoundKey,
  type KeyVault,
  openVault,
  type UsableKey,
  type VaultOptions,
} from './key-vault.js'
export { isSamePersonal, kindOfField, sealForTests } from './kit.js'
export {
  type Denied,
  type Erased,
  type NotRecorded,
  type Opener,
  type OpenerShell,
  type Opening,
  type Openings,
  opener,
  type PersonalFields,
  type PersonToOpen,
  type Value,
} from './open.js'
export {
  type Claim,
  type Indexed,
  type PersonIndex,
  personIndex,
  type SuppressionList,
  type SuppressionListIncomplete,
  suppressionList,
} from './person-index.js'
export { sealing, sealingWithoutVault } from './seal.js'
export type * from './vault-rows.js'
