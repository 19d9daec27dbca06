// How lines become points (docs/guide/points.md), and until when these last (11.2).
import {
  type CivilDate,
  endOfMonth,
  endOfYear,
  nextMonthDay,
  plusDays,
  plusMonths,
} from '../shared/civil-date.js'
import type { EarnRule, Expiry } from '../shared/programme-rules.js'
import { divide, giveOut, scale } from '../shared/rational.js'

const sum = (figures: ReadonlyArray<number>): number =>
  figures.reduce((all, figure) => all + figure, 0)

/**
 * The points of each line, by its basis in minor units; same order. At place `line` each is rounded by itself. At place
 * `order` their sum is rounded: every line gets its whole points, the rest go by largest fraction, ties to the lower line.
 */
export const pointsOf = (
  bases: ReadonlyArray<number>,
  { pointsPerMinor, rounding, place }: EarnRule,
): ReadonlyArray<number> => {
  if (place === 'line') return bases.map((basis) => scale(basis, pointsPerMinor, rounding))
  const [n, d] = pointsPerMinor
  const raw = bases.map((basis) => divide(basis, n, d))
  const wholes = raw.map(({ whole }) => whole)
  const missing = scale(sum(bases), pointsPerMinor, rounding) - sum(wholes)
  return giveOut(
    wholes,
    raw.map(({ rest }) => rest),
    missing,
  )
}

const computed = (expiry: Expiry, earnedOn: CivilDate): CivilDate | undefined => {
  switch (expiry.type) {
    case 'afterDays':
      return plusDays(earnedOn, expiry.days)
    case 'afterMonths':
      return plusMonths(earnedOn, expiry.months)
    case 'monthEnd':
      return endOfMonth(earnedOn, expiry.months)
    case 'yearEnd':
      return endOfYear(earnedOn, expiry.years)
    case 'fixedDate':
      return nextMonthDay(earnedOn, expiry.month, expiry.day)
    case 'never':
      return undefined
  }
}

// Calendar arithmetic costs about 0.1 ms, and a shop sells all day under one rule: the last answer is mostly the next one.
let asked: Expiry | undefined
let answers = new Map<CivilDate, CivilDate | undefined>()
const mostAnswers = 5000

/** The last day of points earned on a day: they can be spent through the whole of it. `undefined` when they stay for good. */
export const lastDayOf = (expiry: Expiry, earnedOn: CivilDate): CivilDate | undefined => {
  if (asked === undefined || JSON.stringify(asked) !== JSON.stringify(expiry)) {
    asked = expiry
    answers = new Map()
  }
  if (answers.has(earnedOn)) return answers.get(earnedOn)
  if (answers.size >= mostAnswers) answers.clear()
  const answer = computed(expiry, earnedOn)
  answers.set(earnedOn, answer)
  return answer
}
