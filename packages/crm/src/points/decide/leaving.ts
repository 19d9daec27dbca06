import type { CivilDate } from '../../shared/civil-date.js'
import { moveIdOf } from '../../shared/derived-ids.js'
import type { LotId, MembershipId } from '../../shared/ids.js'
import type { Opened } from '../account.js'
import { openInOrder } from '../buckets.js'
import type { LotDay, MovedDebt, MovedLot, PointLotsMoved } from '../events.js'
import type { Lot } from '../lot.js'
import { lotIn } from '../lots.js'
import { originOf, type Place } from '../moves.js'
import type { OpenLots } from '../open-lots.js'
import { heldDaysOf } from './held-days.js'
import { headOf, inChunks, type Moment, sumOf, takeOfLot } from './takes.js'

/** What is free of lots and belongs to some origins, in the order of spending, what is still to come last. */
const freeOf = (
  account: Opened,
  isMeant: (origin: MembershipId) => boolean,
): ReadonlyArray<MovedLot> => {
  const free: MovedLot[] = []
  const add = (days: OpenLots, bucket: MovedLot['bucket']): void => {
    for (const { lotIds } of days) {
      for (const lotId of lotIds) {
        const lot = lotIn(account.lots, lotId)
        if (lot !== undefined && isMeant(originOf(account, lot)))
          free.push(movedLotOf(account, lot, bucket))
      }
    }
  }
  add(openInOrder(account), 'available')
  add(account.coming, 'pending')
  return free
}

// Member by member: thousands leave at once, and spreading members that may be there takes several times as long.
const movedLotOf = (account: Opened, lot: Lot, bucket: MovedLot['bucket']): MovedLot => {
  const { lotId, earnedOn, awardId, comes } = lot
  const { points, lastDay, rolls, availableOn } = takeOfLot(account, lot, lot[bucket], bucket)
  const leaving: { -readonly [Key in keyof MovedLot]?: MovedLot[Key] } = {
    lotId,
    points,
    bucket,
    earnedOn,
  }
  if (lastDay !== undefined) leaving.lastDay = lastDay
  if (rolls !== undefined) leaving.rolls = rolls
  if (availableOn !== undefined) leaving.availableOn = availableOn
  leaving.origin = originOf(account, lot)
  if (awardId !== undefined) leaving.awardId = awardId
  if (comes?.root !== undefined) leaving.root = comes.root
  if (comes?.isGiven !== undefined) leaving.isGiven = comes.isGiven
  return leaving as MovedLot
}

/** The days that there are. */
export const dated = ({
  lastDay,
  rolls,
  availableOn,
}: {
  readonly lastDay?: CivilDate | undefined
  readonly rolls?: number | undefined
  readonly availableOn?: CivilDate | undefined
}): Pick<MovedLot, 'lastDay' | 'rolls' | 'availableOn'> => ({
  ...(lastDay === undefined ? {} : { lastDay }),
  ...(rolls === undefined ? {} : { rolls }),
  ...(availableOn === undefined ? {} : { availableOn }),
})

/** What of some origins leaves for a place: every free point and every debt, and at least the news that they belong there. */
export const leavingFor = (
  account: Opened,
  origins: ReadonlyArray<MembershipId>,
  place: Place,
  moment: Moment,
): ReadonlyArray<PointLotsMoved> => {
  const isHere = place.membershipId === account.membershipId
  const meant = new Set(origins)
  const lots = isHere ? [] : freeOf(account, (origin) => meant.has(origin))
  const debts = isHere ? [] : account.debts.filter(({ origin }) => meant.has(origin))
  const chunks = inChunks(lots)
  return (chunks.length === 0 ? [[]] : chunks).map((chunk, index) => ({
    type: 'PointLotsMoved',
    ...headOf(account, moment),
    moveId: moveIdOf(account.membershipId, account.moves + 1 + index),
    other: place.membershipId,
    otherCustomerId: place.customerId,
    zone: account.zone,
    origins,
    points: sumOf(chunk),
    lots: chunk,
    debts: index === 0 ? debts.map((debt): MovedDebt => ({ ...debt })) : [],
    ...keepingDays(account, chunk),
  }))
}

// A day that moved stays from now on, wherever the lot lies: what of it is held goes with it.
const keepingDays = (
  account: Opened,
  lots: ReadonlyArray<MovedLot>,
): Pick<PointLotsMoved, 'held'> => {
  const turns = new Map<LotId, { readonly before: LotDay; readonly after: LotDay }>()
  for (const { lotId, lastDay, rolls } of lots) {
    if (lastDay === undefined || rolls === undefined) continue
    turns.set(lotId, { before: { lastDay, rolls }, after: { lastDay } })
  }
  return turns.size === 0 ? {} : { held: heldDaysOf(account, turns) }
}

/** What has come free here and belongs to other accounts of the same person leaves for them. */
export const leaving = (account: Opened, moment: Moment): ReadonlyArray<PointLotsMoved> => {
  if (account.elsewhere.length === 0) return []
  const isFree = (origin: MembershipId): boolean =>
    account.debts.some((debt) => debt.origin === origin) ||
    freeOf(account, (one) => one === origin).length > 0
  const places = new Map(account.elsewhere.map((one) => [one.membershipId, one.customerId]))
  let { moves } = account
  return [...places].flatMap(([membershipId, customerId]) => {
    const origins = account.elsewhere
      .filter((one) => one.membershipId === membershipId && isFree(one.origin))
      .map(({ origin }) => origin)
    if (origins.length === 0) return []
    const events = leavingFor({ ...account, moves }, origins, { membershipId, customerId }, moment)
    moves += events.length
    return events
  })
}
