// A kind that the house has no field for yet: what its index of people is tried with.
import { text } from '@patina/eventsourcing'
import { kind } from '@patina/privacy'

/** A telephone number in its normal form. */
export const phoneKind = kind('indexedNumber', 'contact', text(16))
