// What requests about personal data keep in people's own words.
import { text } from '@patina/eventsourcing'
import { kind } from '@patina/privacy'

const bucket = 256

/** A request as it was made. */
export const requestText = kind('requestText', 'dispute', text(10_000), { bucket })

/** What the person was told of why more time is needed (PDPO s.19(2)). */
export const extensionReasons = kind('extensionReasons', 'dispute', text(4000), { bucket })

/** The particulars of the reasons for a refusal, as they stand in the log book (PDPO s.27(2)). */
export const refusalParticulars = kind('refusalParticulars', 'logbook', text(10_000), { bucket })

/** What a person has annexed to an opinion that they dispute (PDPO s.25(2)). */
export const opinionNote = kind('opinionNote', 'dispute', text(10_000), { bucket })
