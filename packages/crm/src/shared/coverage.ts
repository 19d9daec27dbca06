// The days of a membership: those that it was given for, less those on which it rested.
import { type CivilDate, plusDays } from './civil-date.js'
import { withMembers } from './copies.js'

export interface Coverage {
  readonly since: CivilDate
  /** The last day that it was given for; absent where it has no end. */
  readonly through?: CivilDate
  /** The last day, of one that was closed. */
  readonly until?: CivilDate
  /** Days without membership in between, in their order; absent where there are none. */
  readonly gaps?: ReadonlyArray<Gap>
}

export interface Gap {
  readonly fromDay: CivilDate
  /** The first day that counts again; absent while it lasts. */
  readonly resumesOn?: CivilDate
}

/** Whether a day lies in a gap: its first day does, and the day that counts again does not. */
export const isIn = ({ fromDay, resumesOn }: Gap, day: CivilDate): boolean =>
  fromDay <= day && (resumesOn === undefined || day < resumesOn)

/** Whether a day lies in a membership, its first and last days included. */
export const covers = ({ since, through, until, gaps = [] }: Coverage, day: CivilDate): boolean =>
  since <= day &&
  (through === undefined || day <= through) &&
  (until === undefined || day <= until) &&
  !gaps.some((gap) => isIn(gap, day))

/** It rests from a day on. */
export const suspendedFrom = <A extends Coverage>(coverage: A, fromDay: CivilDate): A => ({
  ...coverage,
  gaps: [...(coverage.gaps ?? []), { fromDay }],
})

/** It goes on from a day on. A rest that was to begin then, or later, is none. */
export const resumedFrom = <A extends Coverage>(coverage: A, resumesOn: CivilDate): A => {
  const { gaps: before = [], ...rest } = coverage
  const gaps = before
    .filter((gap) => gap.resumesOn !== undefined || gap.fromDay < resumesOn)
    .map((gap) => (gap.resumesOn === undefined ? withMembers(gap, { resumesOn }) : gap))
  // Without the name where there are none, so that equal days are equal texts.
  return Object.assign({}, rest, gaps.length === 0 ? {} : { gaps }) as unknown as A
}

/**
 * It goes on through a day; where it had run out before the day of the renewal, or rested, the days between stay without. Only
 * one that has lapsed is renewed while it rests, so the renewal ends the rest.
 */
export const renewedThrough = <A extends Coverage>(
  coverage: A,
  fromDay: CivilDate,
  through: CivilDate,
): A => {
  const { through: before, gaps = [] } = coverage
  const open = gaps.find(({ resumesOn }) => resumesOn === undefined)
  const runOut = before === undefined ? fromDay : plusDays(before, 1)
  const missing = open === undefined || runOut < open.fromDay ? runOut : open.fromDay
  const ended = gaps.filter((gap) => gap !== open)
  return open !== undefined || missing < fromDay
    ? { ...coverage, through, gaps: [...ended, { fromDay: missing, resumesOn: fromDay }] }
    : { ...coverage, through }
}

/** What an event about a membership says of its days. */
export type CoverageTurn =
  | {
      readonly type: 'MembershipActivated'
      readonly since: CivilDate
      readonly through?: CivilDate
    }
  | { readonly type: 'MembershipSuspended' | 'MembershipResumed'; readonly fromDay: CivilDate }
  | {
      readonly type: 'MembershipRenewed'
      readonly fromDay: CivilDate
      readonly through: CivilDate
    }
  | {
      readonly type: 'MembershipClosed'
      readonly since: CivilDate
      readonly until: CivilDate
    }

/** The events that say something of the days of a membership. */
export const coverageTypes = [
  'MembershipActivated',
  'MembershipSuspended',
  'MembershipResumed',
  'MembershipRenewed',
  'MembershipClosed',
] as const satisfies ReadonlyArray<CoverageTurn['type']>

/**
 * The days of a membership after an event. Of one that nobody has begun only its end is known, and `undefined` comes back for
 * the rest: what else is said hangs on the first day.
 */
export const coverageAfter = <A extends Coverage>(
  before: A | undefined,
  turn: CoverageTurn,
): A | Coverage | undefined => {
  switch (turn.type) {
    case 'MembershipActivated': {
      const { since, through } = turn
      return through === undefined ? { ...before, since } : { ...before, since, through }
    }
    case 'MembershipClosed':
      return { ...before, since: turn.since, until: turn.until }
    case 'MembershipSuspended':
      return before && suspendedFrom(before, turn.fromDay)
    case 'MembershipResumed':
      return before && resumedFrom(before, turn.fromDay)
    case 'MembershipRenewed':
      return before && renewedThrough(before, turn.fromDay, turn.through)
  }
}
