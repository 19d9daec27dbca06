// Points by last day: how a balance keeps them, adds to them and takes them off.
import { type CivilDate, plusMonths } from '../shared/civil-date.js'
import type { MembershipId } from '../shared/ids.js'

/** Points that can be spent through a day. */
export interface ExpiringPoints {
  readonly lastDay: CivilDate
  readonly points: number
  /** Absent where the day is fixed. */
  readonly rolls?: Rolling
}

/** A last day that moves: so many months after each activity of an account. */
export interface Rolling {
  readonly membershipId: MembershipId
  readonly months: number
}

/** Points that cannot be spent yet. */
export interface ComingPoints {
  readonly membershipId: MembershipId
  readonly availableOn: CivilDate
  readonly points: number
  readonly lastDay?: CivilDate
  readonly rolls?: Rolling
}

/** Points with or without a last day. */
export interface Dated {
  readonly points: number
  readonly lastDay?: CivilDate
  readonly rolls?: Rolling
}

export const sumOf = (dated: ReadonlyArray<Dated>): number =>
  dated.reduce((all, { points }) => all + points, 0)

const keyOf = ({ lastDay, rolls }: Dated): string =>
  rolls === undefined ? (lastDay ?? '') : `${lastDay ?? ''} ${rolls.membershipId} ${rolls.months}`

// The first place that is not before this one.
const placeOf = (expiries: ReadonlyArray<ExpiringPoints>, key: string): number => {
  let low = 0
  let high = expiries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (keyOf(expiries[middle] as ExpiringPoints) < key) low = middle + 1
    else high = middle
  }
  return low
}

/** With so many points more through their last days, or fewer; soonest first. Points without a last day are left out. */
export const shifted = (
  expiries: ReadonlyArray<ExpiringPoints>,
  dated: ReadonlyArray<Dated>,
  sign: 1 | -1,
): ReadonlyArray<ExpiringPoints> => {
  const changes = new Map<string, ExpiringPoints>()
  for (const one of dated) {
    const { points, lastDay, rolls } = one
    if (lastDay === undefined) continue
    const key = keyOf(one)
    const change = (changes.get(key)?.points ?? 0) + sign * points
    changes.set(key, { lastDay, points: change, ...(rolls === undefined ? {} : { rolls }) })
  }
  if (changes.size === 0) return expiries
  const days = expiries.slice()
  for (const [key, change] of changes) {
    const place = placeOf(days, key)
    const standing = days[place]
    const isThere = standing !== undefined && keyOf(standing) === key
    const after = { ...change, points: change.points + (isThere ? standing.points : 0) }
    days.splice(place, isThere ? 1 : 0, ...(after.points === 0 ? [] : [after]))
  }
  // Without the room that it has grown by.
  return days.slice()
}

const comingKey = (one: ComingPoints): string =>
  `${one.availableOn} ${one.membershipId} ${keyOf(one)}`

/** With so many points more that are still to come, or fewer; soonest first. */
export const comingWith = (
  coming: ReadonlyArray<ComingPoints>,
  changed: ReadonlyArray<ComingPoints>,
  sign: 1 | -1,
): ReadonlyArray<ComingPoints> => {
  if (changed.length === 0) return coming
  const sums = new Map(coming.map((one) => [comingKey(one), one]))
  for (const one of changed) {
    const key = comingKey(one)
    const points = (sums.get(key)?.points ?? 0) + sign * one.points
    if (points === 0) sums.delete(key)
    else sums.set(key, { ...one, points })
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}

const rolledOn = <A extends Dated>(one: A, membershipId: MembershipId, onDay: CivilDate): A => {
  const { lastDay, rolls } = one
  if (rolls?.membershipId !== membershipId || lastDay === undefined || lastDay < onDay) return one
  const later = plusMonths(onDay, rolls.months)
  return later > lastDay ? { ...one, lastDay: later } : one
}

/** The days that an activity of an account moves, moved. A day that has passed stays. */
export const rolled = (
  expiries: ReadonlyArray<ExpiringPoints>,
  membershipId: MembershipId,
  onDay: CivilDate,
): ReadonlyArray<ExpiringPoints> =>
  expiries.some(({ rolls }) => rolls?.membershipId === membershipId)
    ? shifted(
        [],
        expiries.map((one) => rolledOn(one, membershipId, onDay)),
        1,
      )
    : expiries

/** The same for points that are still to come. */
export const rolledComing = (
  coming: ReadonlyArray<ComingPoints>,
  membershipId: MembershipId,
  onDay: CivilDate,
): ReadonlyArray<ComingPoints> =>
  coming.some(({ rolls }) => rolls?.membershipId === membershipId)
    ? comingWith(
        [],
        coming.map((one) => rolledOn(one, membershipId, onDay)),
        1,
      )
    : coming
