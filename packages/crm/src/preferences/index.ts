import { ownViews } from '@patina/eventsourcing'
import { purchaseDaysView } from './purchase-days.codec.js'
import { revealedView } from './revealed.codec.js'

export {
  type Cycle,
  cycleOf,
  gapsNeeded,
  gapsOf,
  type KnownCycle,
  type NotEnoughGaps,
} from './cycle.js'
export { purchaseDaysView } from './purchase-days.codec.js'
export { type PurchaseDay, type PurchaseDays, purchaseDays } from './purchase-days.projection.js'
export { revealedView } from './revealed.codec.js'
export {
  type RevealedPart,
  type RevealedPreference,
  revealed,
  type Tally,
  type TallyMoney,
  type TallySum,
} from './revealed.projection.js'
export { type Share, sharesByMoney, sharesByUnits } from './shares.js'

/**
 * What customers show by buying, and how often they buy: views over sales, to be opened beside the capabilities, as in
 * `open(adapters, [...crm, preferences])`.
 */
export const preferences = ownViews('preferences', [purchaseDaysView, revealedView])
