// A points account: what it keeps to decide the next command.
import type { Instant } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import { withMembers } from '../shared/copies.js'
import type {
  Code,
  CustomerId,
  LineId,
  LotId,
  PointsHoldId,
  ProgrammeId,
  ReasonCode,
  ReturnId,
  StaffId,
  UndoId,
} from '../shared/ids.js'
import type { DeficitPolicy } from '../shared/programme-rules.js'
import { lookUp, type Table } from '../shared/table.js'
import type { Zone } from '../shared/zone.js'
import type { HasClosing } from './closing.js'
import type { HasDebts } from './debts.js'
import type { AwardedLot, LineWithoutPoints, ReversedLine, Take } from './events.js'
import type { HasHolds } from './holds.js'
import type { HasMoves } from './moves.js'
import type { HasRests } from './resting.js'
import type { HasTransfers } from './transfers.js'

/** A points account. It opens with the first points that come in. */
export type Account = NotOpened | Opened

export interface NotOpened extends HasRefusals, HasRests {
  readonly _tag: 'NotOpened'
  /** The moment at which it was last told to rest or to go on; absent where it never was. */
  readonly clock?: Instant
}

/** What was refused to the process of gifts, by hold: absent where nothing was. */
export interface HasRefusals {
  readonly refused?: Table<'hold' | 'capture'>
}

export interface Opened
  extends HasHolds,
    HasTransfers,
    HasMoves,
    HasDebts,
    HasClosing,
    HasRefusals,
    HasRests {
  readonly _tag: 'Opened'
  readonly customerId: CustomerId
  readonly programmeId: ProgrammeId
  readonly zone: Zone
  /** The day of its first points; absent where all it has said is that none can come in. */
  readonly openedOn?: CivilDate
  /** The moment of the last event: no decision is taken before it. */
  readonly clock: Instant
  readonly awards: Table<Award>
  readonly redemptions: Table<Redemption>
  readonly adjustments: Table<Adjustment>
  /** The lots of grace that took over points of a lot, by that lot, in the order in which they came. */
  readonly graces: Table<ReadonlyArray<LotId>>
}

export interface Award {
  readonly earnedOn: CivilDate
  readonly deficit: DeficitPolicy
  /** The lines that earned points, and those that did not, as its event says them: an account has thousands of them. */
  readonly lots: ReadonlyArray<AwardedLot>
  readonly withoutPoints: ReadonlyArray<LineWithoutPoints>
  /** What the order as a whole earned; absent for nearly every award. */
  readonly bonuses?: ReadonlyArray<AwardBonus>
  /** What each line counts for them; absent where there are none. Lines that are excluded are not in it. */
  readonly countsMinor?: ReadonlyMap<LineId, number>
  readonly reversals: ReadonlyArray<Reversal>
}

export interface AwardBonus {
  readonly ruleId: Code
  readonly points: number
  /** It is taken back when less than this is left of what counts for it, or no piece that counts. */
  readonly minimumMinor?: number
  readonly lotId: LotId
  readonly graceLotIds?: ReadonlyArray<LotId>
  /** Whether it was taken back. */
  readonly isGone: boolean
}

export interface Reversal {
  readonly returnId: ReturnId
  readonly byLine: ReadonlyArray<ReversedLine>
}

export interface Redemption {
  readonly for: Code
  /** The hold that it captured. */
  readonly holdId?: PointsHoldId
  readonly points: number
  /** In the order of spending. */
  readonly takes: ReadonlyArray<Take>
  readonly graceDays: number
  readonly undone: number
  readonly undos: ReadonlyArray<{ readonly undoId: UndoId; readonly points: number }>
}

export interface Adjustment {
  readonly points: number
  readonly reasonCode: ReasonCode
  readonly approver?: StaffId
}

/** The account of somebody who has never earned a point. */
export const initial: Account = { _tag: 'NotOpened' }

/** What the account owes. */
export const deficitOf = (account: Account): number =>
  account._tag === 'NotOpened' ? 0 : account.debts.reduce((all, { points }) => all + points, 0)

/** Where the points of a lot may lie: in itself, then in lots of grace. */
export const lotsFrom = ({ graces }: Opened, lotId: LotId): ReadonlyArray<LotId> => [
  lotId,
  ...(lookUp(graces, lotId) ?? []),
]

/** The account, opened by its first points on this day at the latest. */
export const begun = (account: Opened, openedOn: CivilDate): Opened =>
  account.openedOn === undefined ? withMembers(account, { openedOn }) : account
