// What one member gave to another. Stored for ever: add, never edit.
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId, LotId, MembershipId, TransferId } from '../shared/ids.js'
import type { RulesRef } from '../shared/programme-rules.js'
import type { Zone } from '../shared/zone.js'
import type { Back, OfAccount } from './event-parts.js'

interface Given {
  readonly transferId: TransferId
  /** A transfer of very many lots comes in parts: 1, 2, 3 … */
  readonly part: number
  /** The other account, and whose it is. */
  readonly other: MembershipId
  readonly otherCustomerId: CustomerId
  readonly points: number
}

/** A member gave points away. They are under way until the other account has them, or they come back. */
export interface PointsTransferredOut extends OfAccount, Given {
  readonly type: 'PointsTransferredOut'
  readonly zone: Zone
  readonly rules: RulesRef
  readonly lots: ReadonlyArray<GivenLot>
}

export interface GivenLot {
  /** The lot that they are out of. */
  readonly from: LotId
  /** The lot that they are in from now on. */
  readonly lotId: LotId
  readonly points: number
  readonly earnedOn: CivilDate
  readonly lastDay?: CivilDate
  /** Of the lot that they are out of; given points keep the day that they have. */
  readonly rolls?: number
}

/** A member got points from another. They keep their days, and do not travel twice. */
export interface PointsTransferredIn extends OfAccount, Given {
  readonly type: 'PointsTransferredIn'
  readonly zone: Zone
  readonly lots: ReadonlyArray<ReceivedLot>
}

export interface ReceivedLot {
  readonly lotId: LotId
  readonly points: number
  readonly earnedOn: CivilDate
  readonly lastDay?: CivilDate
}

/** What was given cannot come in here, and goes back. */
export interface PointsTransferRefused extends OfAccount, Given {
  readonly type: 'PointsTransferRefused'
  readonly zone: Zone
  readonly because: NotReceivable
}

/** Why an account takes no points in: it is closed, or its customer is no member. */
export type NotReceivable = 'accountClosed' | 'notAMember'

/** What was given came back to the very lots that it was out of. */
export interface TransferReturned extends OfAccount, Given {
  readonly type: 'TransferReturned'
  readonly because: NotReceivable
  readonly back: ReadonlyArray<Back>
}
