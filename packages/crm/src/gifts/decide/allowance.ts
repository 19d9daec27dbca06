// What one person may get.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { type CivilDate, plusMonths } from '../../shared/civil-date.js'
import { byHand, giftsForGiftsName } from '../../shared/process.js'
import { lookUp } from '../../shared/table.js'
import type { GiveBackAllowance, TakeAllowance } from '../commands.js'
import type { GiftHindrance } from '../hindrances.js'
import type { GiftAllowance, Gifts, Taken } from '../state.js'
import { type Decision, nothing } from './decision.js'

/** Counts a gift, or says by an event what stands against it: the process that asks can only go back on what has happened. */
export const takeAllowance = (command: TakeAllowance, state: Gifts, issued: Issued): Decision => {
  const byWhom = byHand(issued, giftsForGiftsName)
  if (byWhom !== undefined) return E.left(byWhom)
  const { giftId, customerId, itemId, under, onDay } = command
  const { worth, approver } = under
  if (state._tag === 'GiftAllowance' && lookUp(state.taken, giftId) !== undefined) return nothing
  const had = hadBy(state)
  const reasons = [...capOf(command, had), ...repeatOf(command, had), ...yearOf(command, had)]
  const head = { giftId, customerId, itemId, worth, onDay }
  return E.right([
    reasons.length > 0
      ? { type: 'GiftAllowanceRefused', ...head, reasons }
      : {
          type: 'GiftAllowanceTaken',
          ...head,
          ...(approver === undefined ? {} : { approver }),
        },
  ])
}

const hadBy = (state: Gifts): ReadonlyArray<Taken> =>
  state._tag === 'GiftAllowance' ? countingIn(state) : []

const countingIn = ({ counting, taken }: GiftAllowance): ReadonlyArray<Taken> =>
  counting.flatMap((giftId) => {
    const one = lookUp(taken, giftId)
    return one === undefined ? [] : [one]
  })

const capOf = (
  { itemId, under: { capPerPerson: cap } }: TakeAllowance,
  had: ReadonlyArray<Taken>,
): ReadonlyArray<GiftHindrance> => {
  const taken = had.filter((one) => one.itemId === itemId).length
  return cap !== undefined && taken >= cap ? [{ type: 'CapReached', cap, taken }] : []
}

// Entered late, a gift may lie before one that was entered earlier: the months count both ways.
const isTooSoon = (a: CivilDate, b: CivilDate, months: number): boolean =>
  a < b ? plusMonths(a, months) > b : plusMonths(b, months) > a

const repeatOf = (
  { itemId, onDay, under: { noRepeatMonths: months } }: TakeAllowance,
  had: ReadonlyArray<Taken>,
): ReadonlyArray<GiftHindrance> => {
  if (months === undefined) return []
  const other = had
    .filter((one) => one.itemId === itemId && isTooSoon(one.onDay, onDay, months))
    .at(-1)
  return other === undefined ? [] : [{ type: 'RepeatTooSoon', months, otherDay: other.onDay }]
}

const yearOf = (
  { onDay, under: { worth, limits, approver } }: TakeAllowance,
  had: ReadonlyArray<Taken>,
): ReadonlyArray<GiftHindrance> => {
  if (approver !== undefined) return []
  const { currency, minor: askedMinor } = worth
  const year = onDay.slice(0, 4)
  const takenMinor = had
    .filter((one) => one.worth.currency === currency && one.onDay.slice(0, 4) === year)
    .reduce((all, one) => all + one.worth.minor, 0)
  const limitMinor = limits.perYearMinor
  return takenMinor + askedMinor > limitMinor
    ? [{ type: 'WorthAboveLimit', per: 'year', currency, limitMinor, takenMinor, askedMinor }]
    : []
}

/** Counts a gift no more. */
export const giveBackAllowance = (
  { giftId, customerId }: GiveBackAllowance,
  state: Gifts,
  issued: Issued,
): Decision => {
  const byWhom = byHand(issued, giftsForGiftsName)
  if (byWhom !== undefined) return E.left(byWhom)
  const known = state._tag === 'GiftAllowance' ? lookUp(state.taken, giftId) : undefined
  if (known?.standing !== 'taken') return nothing
  const { itemId, worth, onDay } = known
  return E.right([{ type: 'GiftAllowanceGivenBack', giftId, customerId, itemId, worth, onDay }])
}
