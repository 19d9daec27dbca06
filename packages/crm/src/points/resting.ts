// An account whose membership is not active: nothing is redeemed, held, given or adjusted on the days on which it rests.
import type { Instant } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import { type Gap, isIn } from '../shared/coverage.js'
import type { Closed } from './closing.js'
import type { PointsAccountRested, PointsAccountResumed } from './events.js'

/** What may rest: an account, whether it has ever had a point or not. */
export interface HasRests {
  /** In the order in which they began; absent where it has never rested. */
  readonly rests?: ReadonlyArray<Gap>
}

interface Clocked extends HasRests {
  readonly clock?: Instant
  readonly closed?: Closed
}

/** The rest that has no end yet. */
export const openRest = ({ rests = [] }: HasRests): Gap | undefined =>
  rests.find(({ resumesOn }) => resumesOn === undefined)

/**
 * Whether the account rests on a day. One that was closed does not: what was agreed when its membership ended says what may
 * still be spent.
 */
export const restsOn = ({ rests, closed }: Clocked, day: CivilDate): boolean =>
  rests !== undefined && closed === undefined && rests.some((rest) => isIn(rest, day))

/** The account after its membership began to rest. A rest that was to begin later begins on the earlier day. */
export const rested = <A extends Clocked>(account: A, { fromDay }: PointsAccountRested): A => {
  const { rests = [] } = account
  const open = openRest(account)
  if (open === undefined) return { ...account, rests: [...rests, { fromDay }] }
  return fromDay < open.fromDay
    ? { ...account, rests: rests.map((rest) => (rest === open ? { fromDay } : rest)) }
    : account
}

/** The rest that going on from a day would end: the open one, or the last, where that was to end later. */
export const restEndedBy = ({ rests = [] }: HasRests, resumesOn: CivilDate): Gap | undefined => {
  const last = rests.at(-1)
  return (
    openRest({ rests }) ??
    (last?.resumesOn !== undefined && last.resumesOn > resumesOn ? last : undefined)
  )
}

/** The account after its membership went on. */
export const resumed = <A extends Clocked>(
  account: A,
  { fromDay: resumesOn }: PointsAccountResumed,
): A => {
  const ended = restEndedBy(account, resumesOn)
  if (account.rests === undefined || ended === undefined) return account
  return {
    ...account,
    rests: account.rests.map((rest) => (rest === ended ? { ...rest, resumesOn } : rest)),
  }
}
