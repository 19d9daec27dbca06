// Hong Kong's civil time: the days that the law of Hong Kong counts in, whatever the zone of the server.
import type { Instant } from '@patina/eventsourcing'
import type { CivilDate } from './civil-date.js'
import { dayOf, zone } from './zone.js'

// The zone in which the days of the law begin and end.
const hongKong = zone('Asia/Hong_Kong')

/** The day that it is in Hong Kong at an instant. */
export const dayInHongKong = (at: Instant): CivilDate => dayOf(at, hongKong)

/** Days within which an oral consent must have been confirmed in writing (PDPO s.35E(1)(b)). */
export const oralConfirmationDays = 14
