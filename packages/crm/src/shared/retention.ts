// How long each class of personal data is kept. A floor is law, and nothing here goes below it.
import type { RetentionClass } from '@patina/privacy'
import { type CivilDate, plusMonths } from './civil-date.js'

/** The classes by which personal data is kept and erased are those that it is sealed by. */
export type { RetentionClass }

/** How long a class is kept. */
export interface RetentionRule {
  /** Calendar months from the day that the period runs from. */
  readonly months: number
  /** The law that forbids to erase earlier. Without one the period is the shop's own. */
  readonly floor?: string
}

/** The rules of a shop with a membership programme. */
export const retentionRules: Readonly<Record<RetentionClass, RetentionRule>> = {
  identity: { months: 24 },
  contact: { months: 24 },
  profile: { months: 24 },
  marketing: { months: 24 },
  interaction: { months: 36 },
  transaction: { months: 84, floor: 'IRO s.51C' },
  dispute: { months: 72 },
  evidence: { months: 36, floor: 'UEMO s.9(3)' },
  logbook: { months: 48, floor: 'PDPO s.27' },
}

/** The day on which a class falls due whose period runs from a day: on it, and on no earlier one, it may be erased. */
export const dueDayOf = (retained: RetentionClass, since: CivilDate): CivilDate =>
  plusMonths(since, retentionRules[retained].months)
