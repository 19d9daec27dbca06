// Why something was not done about a gift. What a process was refused is an event instead: see `GiftHindrance`.
import type { CivilDate } from '../shared/civil-date.js'
import type { Difference } from '../shared/differences.js'
import type { CustomerId } from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import type { OnlyByProcess } from '../shared/process.js'
import type { GiftHindrance } from './hindrances.js'
import type { GiftStage } from './state.js'

export type { OnlyByProcess }

export type GiftsRejection =
  | AlreadyCollected
  | AnotherCustomer
  | CollectionOver
  | DayPassed
  | EndsBeforeItBegins
  | ItemNotListed
  | LimitsNeeded
  | NotDueYet
  | NotEligible
  | OnlyByProcess
  | RecordedOtherwise
  | StockTooLow
  | TermsDoNotMatch
  | UnknownGift
  | WrongStage

/** The person has it, or it is on its way: it can come back, and not be called off. */
export interface AlreadyCollected {
  readonly _tag: 'AlreadyCollected'
  readonly stage: GiftStage
}

/** The gift is somebody else's. */
export interface AnotherCustomer {
  readonly _tag: 'AnotherCustomer'
  readonly expected: CustomerId
  readonly found: CustomerId
}

/** The last day for collecting has passed. It can be offered again. */
export interface CollectionOver {
  readonly _tag: 'CollectionOver'
  readonly collectByDay: CivilDate
  readonly today: CivilDate
}

/** A last day that lies in the past. */
export interface DayPassed {
  readonly _tag: 'DayPassed'
  readonly collectByDay: CivilDate
  readonly today: CivilDate
}

/** The last day on which an item is given lies before the first. */
export interface EndsBeforeItBegins {
  readonly _tag: 'EndsBeforeItBegins'
  readonly fromDay: CivilDate
  readonly toDay: CivilDate
}

/** The item was never in the catalogue. */
export interface ItemNotListed {
  readonly _tag: 'ItemNotListed'
}

/** There are usual limits in Hong Kong dollars only. */
export interface LimitsNeeded {
  readonly _tag: 'LimitsNeeded'
  readonly currency: Currency
}

/** It can be collected until the end of the day. */
export interface NotDueYet {
  readonly _tag: 'NotDueYet'
  readonly collectByDay: CivilDate
  readonly today: CivilDate
}

/** The gift may not be given. Everything that stands against it and is known at once is listed. */
export interface NotEligible {
  readonly _tag: 'NotEligible'
  readonly because: ReadonlyArray<GiftHindrance>
}

/** A gift, a delivery or a correction of this id is recorded with other content. */
export interface RecordedOtherwise {
  readonly _tag: 'RecordedOtherwise'
  readonly differences: ReadonlyArray<Difference>
}

/** Fewer pieces would be left than are promised. */
export interface StockTooLow {
  readonly _tag: 'StockTooLow'
  readonly onHand: number
  readonly reserved: number
  readonly difference: number
}

/** The hash is not that of the terms. */
export interface TermsDoNotMatch {
  readonly _tag: 'TermsDoNotMatch'
  readonly expected: string
  readonly found: string
}

/** Nobody has asked for such a gift. */
export interface UnknownGift {
  readonly _tag: 'UnknownGift'
}

/** The gift is not where this can be done. */
export interface WrongStage {
  readonly _tag: 'WrongStage'
  readonly found: GiftStage
  readonly expected: ReadonlyArray<GiftStage>
}
