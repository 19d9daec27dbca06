// Points that members give to each other.
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId, LotId, MembershipId, TransferId } from '../shared/ids.js'
import { lookUp, put, type Table } from '../shared/table.js'
import { type HasLots, type Move, moved, withNewLots } from './buckets.js'
import type {
  GivenLot,
  PointsTransferRefused,
  PointsTransferredIn,
  PointsTransferredOut,
  TransferReturned,
} from './events.js'
import { lotOf } from './lot.js'

/** What an account gave under one id. */
export interface Transfer {
  readonly toMembershipId: MembershipId
  readonly toCustomerId: CustomerId
  readonly points: number
  readonly onDay: CivilDate
  readonly parts: ReadonlyArray<TransferPart>
}

export interface TransferPart {
  readonly part: number
  readonly lots: ReadonlyArray<GivenLot>
  readonly isReturned: boolean
}

/** What gives points and takes them in: an account. */
export interface HasTransfers extends HasLots {
  readonly transfers: Table<Transfer>
  /** Whatever was decided on here that came from another account, by `arrivalOf` or the id of a move. */
  readonly arrivals: Table<true>
}

/** What names a part of a transfer among all that comes in: an id is the giver's own, and somebody else may use it too. */
export const arrivalOf = (
  from: MembershipId,
  { transferId, part }: { readonly transferId: TransferId; readonly part: number },
): string => `${from} ${transferId} ${part}`

/** The account after it gave points away. */
export const wentOut = <A extends HasTransfers>(account: A, event: PointsTransferredOut): A => {
  const { transferId, part, other, otherCustomerId, points, onDay, lots } = event
  const before = lookUp(account.transfers, transferId)
  const transfer: Transfer = {
    toMembershipId: other,
    toCustomerId: otherCustomerId,
    points: points + (before?.points ?? 0),
    onDay,
    parts: [...(before?.parts ?? []), { part, lots, isReturned: false }],
  }
  const moves = lots.map(
    ({ from: lotId, points: given }): Move => ({
      lotId,
      points: given,
      from: 'available',
      to: 'given',
    }),
  )
  return { ...moved(account, moves), transfers: put(account.transfers, transferId, transfer) }
}

/** The account after it got points. */
export const cameIn = <A extends HasTransfers>(account: A, event: PointsTransferredIn): A => ({
  ...withNewLots(
    account,
    event.lots.map((lot) => lotOf({ ...lot, comes: { isGiven: true } }, event.onDay)),
  ),
  arrivals: put(account.arrivals, arrivalOf(event.other, event), true),
})

/** The account after it took no points in. */
export const refused = <A extends HasTransfers>(account: A, event: PointsTransferRefused): A => ({
  ...account,
  arrivals: put(account.arrivals, arrivalOf(event.other, event), true),
})

/** The account after points that it gave came back to their lots. */
export const returned = <A extends HasTransfers>(account: A, event: TransferReturned): A => {
  const { transferId, part, back } = event
  const transfer = lookUp(account.transfers, transferId)
  if (transfer === undefined) return account
  const moves = back.map(
    ({ lotId, points }: { readonly lotId: LotId; readonly points: number }): Move => ({
      lotId,
      points,
      from: 'given',
      to: 'available',
    }),
  )
  const parts = transfer.parts.map((one) =>
    one.part === part ? { ...one, isReturned: true } : one,
  )
  return {
    ...moved(account, moves),
    transfers: put(account.transfers, transferId, { ...transfer, parts }),
  }
}
