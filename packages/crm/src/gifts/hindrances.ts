// What stands against a gift. Stored in events and listed in rejections: add, never edit.
import type { CivilDate } from '../shared/civil-date.js'
import type { Code } from '../shared/ids.js'
import type { Currency } from '../shared/money.js'

/** One thing that stands against a gift, with the figures that say how much. */
export type GiftHindrance =
  | NotForPoints
  | OutsideWindow
  | TierNeeded
  | CategoryNeeded
  | WorthAboveLimit
  | ApproverIsActor
  | CapReached
  | RepeatTooSoon
  | ItemNotOffered
  | StockGone
  | PointsRefused
  | PointsLost

/** The item is not given for points. */
interface NotForPoints {
  readonly type: 'NotForPoints'
}

/** The day lies outside of the days on which the item is given. */
interface OutsideWindow {
  readonly type: 'OutsideWindow'
  readonly day: CivilDate
  readonly fromDay?: CivilDate
  readonly toDay?: CivilDate
}

/** The item is for these tiers. */
interface TierNeeded {
  readonly type: 'TierNeeded'
  readonly tiers: ReadonlyArray<Code>
  readonly found?: Code
}

/** The item is for people in one of these categories. */
interface CategoryNeeded {
  readonly type: 'CategoryNeeded'
  readonly categories: ReadonlyArray<Code>
  readonly found: ReadonlyArray<Code>
}

/** Worth more than may be given without an approver. `takenMinor` is what the person has had in the year. */
interface WorthAboveLimit {
  readonly type: 'WorthAboveLimit'
  readonly per: 'gift' | 'year'
  readonly currency: Currency
  readonly limitMinor: number
  readonly takenMinor: number
  readonly askedMinor: number
}

/** Nobody approves what they ask for themselves. */
interface ApproverIsActor {
  readonly type: 'ApproverIsActor'
}

/** The person has had as many of the item as one person may. */
interface CapReached {
  readonly type: 'CapReached'
  readonly cap: number
  readonly taken: number
}

/** The person has had the item within so many months of the day. */
interface RepeatTooSoon {
  readonly type: 'RepeatTooSoon'
  readonly months: number
  readonly otherDay: CivilDate
}

/** The item was withdrawn, never listed, or is listed under other terms by now. */
interface ItemNotOffered {
  readonly type: 'ItemNotOffered'
  readonly askedVersion: number
  /** Absent where it is not listed at all. */
  readonly listedVersion?: number
}

/** Every piece in the shop is promised to somebody. */
interface StockGone {
  readonly type: 'StockGone'
  readonly onHand: number
  readonly reserved: number
}

/** The points could not be put aside. `reason` is what the account refused them for. */
interface PointsRefused {
  readonly type: 'PointsRefused'
  readonly reason: Code
  readonly asked: number
  readonly available: number
}

/** The points were not held any more when they were to be captured. */
interface PointsLost {
  readonly type: 'PointsLost'
  readonly reason: Code
}
