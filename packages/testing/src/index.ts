export type { FailedCheck } from './check.js'
export { checkStore } from './event-store/check-store.js'
export { storeContract } from './event-store/store-contract.js'
export type { OpenedStore, OpenStore, StoreOptions } from './event-store/trial.js'
export {
  fewIds,
  instants,
  jsonObjects,
  jsonTexts,
  storableTexts,
  streamNames,
  uuids,
} from './generators.js'
export {
  entriesOf,
  type Gaps,
  type HistoryEntry,
  type HistorySize,
  historiesOf,
  history,
  loggedHistory,
} from './history.js'
export { losingAnswers, scheduledStore, withoutExpectations } from './interleaving.js'
export { comparePersonal } from './personal/equality.js'
export { sealedPersonal } from './personal/sealed-values.js'
export { tracesOf } from './personal/traces.js'
export {
  type BrokenLaw,
  checkProjection,
  type Histories,
  type LawOptions,
} from './projection/check-projection.js'
export type { LawTrial, ProjectionLaw } from './projection/law.js'
export { projectionLaws } from './projection/projection-laws.js'
export type { AnyKeptView, AnyProjection, Judged, Renew, Subject } from './projection/subject.js'
export { type Outcome, type Stories, type Story, stories } from './stories.js'
export type { OpenedVault, OpenVaultRows, VaultOptions } from './vault/trial.js'
export { checkVault, vaultContract } from './vault/vault-contract.js'
export { checkViewStore } from './view-store/check-view-store.js'
export type { OpenedViewStore, OpenViewStore, ViewStoreOptions } from './view-store/trial.js'
export { viewStoreContract } from './view-store/view-store-contract.js'
