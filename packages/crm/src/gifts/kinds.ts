// What gifts keep of people in words.
import { text } from '@patina/eventsourcing'
import { kind } from '@patina/privacy'

/** What a gift is given for. */
export const giftOccasion = kind('giftOccasion', 'profile', text(200))
/** What was noted about a gift. */
export const giftNote = kind('giftNote', 'interaction', text(10_000), { bucket: 256 })
/** The number by which a parcel is followed. */
export const giftTracking = kind('giftTracking', 'transaction', text(200))
