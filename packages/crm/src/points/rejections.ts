// Why something was not done to a points account.
import type { CivilDate } from '../shared/civil-date.js'
import type { Difference } from '../shared/differences.js'
import type { LineId, ProgrammeId } from '../shared/ids.js'
import type { OnlyByProcess } from '../shared/process.js'
import type { ClosingPolicy, HoldEnd } from './events.js'

export type { OnlyByProcess }

export type PointsRejection =
  | AccountClosed
  | AccountInDeficit
  | BelowMinimum
  | CaptureAboveHold
  | DatedInFuture
  | HoldNotOpen
  | HoldTooLong
  | HoldUnknown
  | InsufficientPoints
  | LineIdTwice
  | MembershipNotActive
  | NoApprover
  | NotAMultiple
  | OnlyByProcess
  | RecordedOtherwise
  | ReversalRefused
  | RulesNotInForce
  | RulesOfAnotherProgramme
  | TooLarge
  | TransferRefused
  | UndoExceedsRedeemed
  | UnknownAward
  | UnknownMove
  | UnknownRedemption
  | UnknownTransfer

/** The account is closed. Under `until` what it has can be spent to the end of that day. */
export interface AccountClosed {
  readonly _tag: 'AccountClosed'
  readonly policy: ClosingPolicy
  readonly until?: CivilDate
}

/** The account owes points, and spends none until they are made good. */
export interface AccountInDeficit {
  readonly _tag: 'AccountInDeficit'
  readonly deficit: number
}

export interface BelowMinimum {
  readonly _tag: 'BelowMinimum'
  readonly minimum: number
  readonly asked: number
}

/** `held` is what the hold has. */
export interface CaptureAboveHold {
  readonly _tag: 'CaptureAboveHold'
  readonly asked: number
  readonly held: number
}

/** The day has not begun anywhere on earth. */
export interface DatedInFuture {
  readonly _tag: 'DatedInFuture'
  readonly day: CivilDate
  readonly today: CivilDate
}

/** The hold is over. */
export interface HoldNotOpen {
  readonly _tag: 'HoldNotOpen'
  readonly cause: HoldEnd
}

export interface HoldTooLong {
  readonly _tag: 'HoldTooLong'
  readonly askedMinutes: number
  readonly mostMinutes: number
}

export interface HoldUnknown {
  readonly _tag: 'HoldUnknown'
}

/** `available` leaves out what has lapsed, swept or not. */
export interface InsufficientPoints {
  readonly _tag: 'InsufficientPoints'
  readonly asked: number
  readonly available: number
}

/** Lines share an id. */
export interface LineIdTwice {
  readonly _tag: 'LineIdTwice'
  readonly lineIds: ReadonlyArray<LineId>
}

/** The membership is suspended, or has lapsed: before all else, whatever else there is against it. */
export interface MembershipNotActive {
  readonly _tag: 'MembershipNotActive'
}

export interface NotAMultiple {
  readonly _tag: 'NotAMultiple'
  readonly step: number
  readonly asked: number
}

/** A reversal, redemption, hold or undo of this id is recorded with other content. */
export interface RecordedOtherwise {
  readonly _tag: 'RecordedOtherwise'
  readonly differences: ReadonlyArray<Difference>
}

/** The return does not fit the award. Everything that is wrong is listed. */
export interface ReversalRefused {
  readonly _tag: 'ReversalRefused'
  readonly reasons: ReadonlyArray<UnknownLine | ReversalExceedsAwarded>
}

export interface UnknownLine {
  readonly _tag: 'UnknownLine'
  readonly lineId: LineId
}

/** More pieces than are left of the line after earlier returns. */
export interface ReversalExceedsAwarded {
  readonly _tag: 'ReversalExceedsAwarded'
  readonly lineId: LineId
  readonly asked: number
  readonly left: number
}

/** The rules begin after the day. */
export interface RulesNotInForce {
  readonly _tag: 'RulesNotInForce'
  readonly effectiveOn: CivilDate
  readonly day: CivilDate
}

/** The rules are not those of the account's programme. */
export interface RulesOfAnotherProgramme {
  readonly _tag: 'RulesOfAnotherProgramme'
  readonly expected: ProgrammeId
  readonly found: ProgrammeId
}

/** The lines add up to more than any document may, or earn more than can be counted exactly. */
export interface TooLarge {
  readonly _tag: 'TooLarge'
  readonly field: 'basisMinor' | 'points'
  readonly limit: number
  readonly found: number
}

/** `left` is what has not been undone of the redemption yet. */
export interface UndoExceedsRedeemed {
  readonly _tag: 'UndoExceedsRedeemed'
  readonly asked: number
  readonly left: number
}

/** The account has no such award: the sale earned nothing in it. */
export interface UnknownAward {
  readonly _tag: 'UnknownAward'
}

export interface UnknownRedemption {
  readonly _tag: 'UnknownRedemption'
}

/** So many points, up or down, are adjusted only where somebody other than the actor approves. */
export interface NoApprover {
  readonly _tag: 'NoApprover'
  readonly approvedAbove: number
  readonly points: number
  readonly because: 'missing' | 'isTheActor'
}

/** The transfer cannot be. Everything that is wrong is listed. */
export interface TransferRefused {
  readonly _tag: 'TransferRefused'
  readonly reasons: ReadonlyArray<
    | NotTransferable
    | AccountInDeficit
    | AccountTooYoung
    | AboveTransferLimit
    | AboveYearLimit
    | InsufficientPoints
  >
}

/** The rules know no transfers, it would be to the account itself, or the account is closed. */
export interface NotTransferable {
  readonly _tag: 'NotTransferable'
  readonly because: 'noTransfers' | 'toItself' | 'accountClosed'
}

/** The account gives nothing before that day; `from` is absent where it has not had a point yet. */
export interface AccountTooYoung {
  readonly _tag: 'AccountTooYoung'
  readonly from?: CivilDate
}

export interface AboveTransferLimit {
  readonly _tag: 'AboveTransferLimit'
  readonly asked: number
  readonly limit: number
}

/** `left` is what can still be given in this calendar year. */
export interface AboveYearLimit {
  readonly _tag: 'AboveYearLimit'
  readonly asked: number
  readonly left: number
}

/** The account has given nothing under this id and part. */
export interface UnknownTransfer {
  readonly _tag: 'UnknownTransfer'
}

/** The account has let nothing go under this id. */
export interface UnknownMove {
  readonly _tag: 'UnknownMove'
}
