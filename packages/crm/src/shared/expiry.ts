// From when points can be spent, and until when they last.
import {
  type CivilDate,
  endOfMonth,
  endOfYear,
  nextMonthDay,
  plusDays,
  plusMonths,
} from './civil-date.js'
import type { EarningRules } from './earning-rules.js'
import type { Expiry } from './programme-rules.js'

const computed = (
  expiry: Expiry,
  earnedOn: CivilDate,
  availableOn: CivilDate,
): CivilDate | undefined => {
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
      return nextMonthDay(availableOn, expiry.month, expiry.day)
    case 'inactivity':
      return plusMonths(earnedOn, expiry.months)
    case 'never':
      return undefined
  }
}

// Calendar arithmetic costs about 0.1 ms, and a shop sells all day under one rule: the last answer is mostly the next one.
let asked: Expiry | undefined
let answers = new Map<string, CivilDate | undefined>()
const mostAnswers = 5000

/**
 * The last day of points earned on a day: they can be spent through the whole of it. `undefined` when they stay for good.
 * Days are counted from the day of earning; the next fixed date is looked for from the day on which they can be spent.
 */
export const lastDayOf = (
  expiry: Expiry,
  earnedOn: CivilDate,
  availableOn: CivilDate = earnedOn,
): CivilDate | undefined => {
  if (asked === undefined || JSON.stringify(asked) !== JSON.stringify(expiry)) {
    asked = expiry
    answers = new Map()
  }
  const days = availableOn === earnedOn ? earnedOn : `${earnedOn} ${availableOn}`
  if (answers.has(days)) return answers.get(days)
  if (answers.size >= mostAnswers) answers.clear()
  const answer = computed(expiry, earnedOn, availableOn)
  answers.set(days, answer)
  return answer
}

/** The first day on which points earned on a day can be spent: the latest that the rules name, or the day itself. */
export const availableOnOf = (
  { pendingDays = 0, returnWindowDays }: Pick<EarningRules, 'pendingDays' | 'returnWindowDays'>,
  earnedOn: CivilDate,
): CivilDate => {
  const days = Math.max(pendingDays, returnWindowDays === undefined ? 0 : returnWindowDays + 1)
  return days === 0 ? earnedOn : plusDays(earnedOn, days)
}
