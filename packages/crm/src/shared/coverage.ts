// The days of a membership: those that it was given for, less those on which it rested.
import { type CivilDate, plusDays } from './civil-date.js'

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

/** It goes on from a day on. */
export const resumedFrom = <A extends Coverage>(coverage: A, resumesOn: CivilDate): A => ({
  ...coverage,
  gaps: (coverage.gaps ?? []).map((gap) =>
    gap.resumesOn === undefined ? { ...gap, resumesOn } : gap,
  ),
})

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
