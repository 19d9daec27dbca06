import type { CivilDate } from '../../shared/civil-date.js'
import { moveIdOf } from '../../shared/derived-ids.js'
import type { LotId, MembershipId } from '../../shared/ids.js'
import { lookUp } from '../../shared/table.js'
import { type Lot, openInOrder } from '../buckets.js'
import type { MovedDebt, MovedLot, PointLotsMoved, Take } from '../events.js'
import { originOf, type Place } from '../moves.js'
import type { Opened } from '../state.js'
import { headOf, inChunks, type Moment, sumOf, takeOf } from './takes.js'

/** What is free of lots and belongs to some origins, in the order of spending, what is still to come last. */
const freeOf = (
  account: Opened,
  isMeant: (origin: MembershipId) => boolean,
): ReadonlyArray<MovedLot> => {
  const partsOf = (lotId: LotId, bucket: MovedLot['bucket']): ReadonlyArray<MovedLot> => {
    const lot = lookUp(account.lots, lotId)
    if (lot === undefined || !isMeant(originOf(account, lot))) return []
    return [movedLotOf(account, lot, takeOf(account, lotId, lot[bucket], bucket), bucket)]
  }
  return [
    ...openInOrder(account).flatMap(({ lotIds }) =>
      lotIds.flatMap((lotId) => partsOf(lotId, 'available')),
    ),
    ...account.coming.flatMap(({ lotIds }) => lotIds.flatMap((lotId) => partsOf(lotId, 'pending'))),
  ]
}

const movedLotOf = (
  account: Opened,
  lot: Lot,
  { lotId, points, lastDay, rolls, availableOn }: Take,
  bucket: MovedLot['bucket'],
): MovedLot => {
  const { earnedOn, awardId, comes } = lot
  return {
    lotId,
    points,
    bucket,
    earnedOn,
    ...dated({ lastDay, rolls, availableOn }),
    origin: originOf(account, lot),
    ...(awardId === undefined ? {} : { awardId }),
    ...(comes?.root === undefined ? {} : { root: comes.root }),
    ...(comes?.isGiven === undefined ? {} : { isGiven: comes.isGiven }),
  }
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
  }))
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
