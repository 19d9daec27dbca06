// Whether something that counts, or that came back, can have changed anything about a tier. Most sales change nothing, and
// nothing is recorded for them: what counts is told by the sales themselves.
import { type CivilDate, firstDay, lastDay } from '../../shared/civil-date.js'
import type { TierRules } from '../../shared/programme-rules.js'
import type { Qualifying } from './qualifying.js'
import { measuredIn, rankReached } from './track.js'
import { type Days, isWithin, windowOn } from './windows.js'

/** Something new: what counted before it and what counts after it, and the day that it was recorded on. */
export interface TierNews {
  readonly type: 'earned' | 'return'
  readonly onDay: CivilDate
  readonly before: ReadonlyArray<Qualifying>
  readonly after: ReadonlyArray<Qualifying>
}

const everyDay: Days = { fromDay: firstDay, toDay: lastDay }

/**
 * Whether news must be judged: whether it can give a tier, take one, renew one, or change where time will lead it. Errs on the
 * side of judging, and hangs on the log alone, so that whoever comes to it late or a second time finds the same.
 *
 * In a year that ends as a whole a tier hangs on which threshold the year has reached, so that only what passes one matters,
 * and what comes before anything is bought in a new year: it closes the one before, by what had counted until then. In a
 * window that rolls each day is an end, so that all matters as soon as everything together reaches a threshold. Where a return
 * takes a tier at once, each is judged.
 */
export const mustBeJudged = (rules: TierRules, since: CivilDate, news: TierNews): boolean => {
  const { type, onDay, before, after } = news
  if (type === 'return' && rules.returns === 'atOnce') return true
  const reachedIn = (entries: TierNews['before'], days: Days): number =>
    rankReached(rules, measuredIn({ rules, entries }, days))
  if (rules.window.type === 'rolling') {
    const nothing = rankReached(rules, 0)
    return reachedIn(before, everyDay) > nothing || reachedIn(after, everyDay) > nothing
  }
  const year = windowOn(rules, since, onDay)
  const isFirst = !before.some((one) => isWithin(year, one.onDay))
  return isFirst || reachedIn(before, year) !== reachedIn(after, year)
}
