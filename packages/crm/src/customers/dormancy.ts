// Who is dormant: a question to the calendar, so that nothing depends on a job having run.
import { type CivilDate, plusMonths } from '../shared/civil-date.js'
import type { CustomerProfile } from './profile.projection.js'

/** Months without any dealing after which an active customer is called dormant. */
export const dormantMonths = 24

/**
 * Says whether an active customer is dormant on a day: the last dealing lies `months` or more before it. Prospects, blocked
 * customers and the dead are not dormant but what their status says.
 */
export const isDormant = (
  { status, lastDealtOn }: Pick<CustomerProfile, 'status' | 'lastDealtOn'>,
  onDay: CivilDate,
  months: number = dormantMonths,
): boolean =>
  status?.value === 'active' &&
  lastDealtOn !== undefined &&
  onDay >= plusMonths(lastDealtOn, months)
