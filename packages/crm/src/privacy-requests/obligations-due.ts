// The page of what is due, on a day.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { CivilDate } from '../shared/civil-date.js'
import {
  type Calendar,
  type HolidayTableMissing,
  hongKongCalendar,
  lawLimitOf,
} from '../shared/hong-kong-calendar.js'
import type { Obligation } from './obligations.projection.js'

/** An obligation that is open, or that was met late, with both of its last days. */
export interface ObligationDue {
  readonly obligation: Obligation
  /** When we must act, no extension counts: reminders go by this day. */
  readonly strictOn: CivilDate
  /** The last day by law. Passing it is a breach. */
  readonly lawLimitOn: Either<HolidayTableMissing, CivilDate>
  readonly standing: 'due' | 'overdue' | 'breached' | 'metLate'
}

const standingOf = (
  { doneOn, extendedOn }: Obligation,
  strictOn: CivilDate,
  limit: CivilDate,
  today: CivilDate,
): ObligationDue['standing'] | undefined => {
  if (doneOn !== undefined) {
    return doneOn > limit && extendedOn === undefined ? 'metLate' : undefined
  }
  if (extendedOn !== undefined) return today > strictOn ? 'overdue' : 'due'
  if (today > limit) return 'breached'
  return today > strictOn ? 'overdue' : 'due'
}

/**
 * What is due on a day in Hong Kong, the earliest first: every obligation that is open, and every one that was met after its
 * last day by law. While the holidays of a year are not known, the strict day counts as the last one by law, and the page says
 * that the table is missing.
 */
export const obligationsDue = (
  all: ReadonlyArray<Obligation>,
  today: CivilDate,
  calendar: Calendar = hongKongCalendar,
): ReadonlyArray<ObligationDue> =>
  all
    .flatMap((obligation) => {
      const { dueOn: strictOn } = obligation
      if (strictOn === undefined) return []
      const lawLimitOn = lawLimitOf(strictOn, calendar)
      const limit = E.isRight(lawLimitOn) ? lawLimitOn.right : strictOn
      const standing = standingOf(obligation, strictOn, limit, today)
      return standing === undefined ? [] : [{ obligation, strictOn, lawLimitOn, standing }]
    })
    .sort((a, b) => (a.strictOn < b.strictOn ? -1 : a.strictOn > b.strictOn ? 1 : 0))
