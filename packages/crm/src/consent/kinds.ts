// What consent keeps in people's own words. All of it is evidence: of what they allowed, and of what they stopped.
import { text } from '@patina/eventsourcing'
import { kind } from '@patina/privacy'

const bucket = 256

/** What proves a consent: what the form says, or where the recording lies. */
export const consentEvidence = kind('consentEvidence', 'evidence', text(4000), { bucket })

/** Where the confirmation of an electronic consent came from, such as an address of the network. */
export const confirmationOrigin = kind('confirmationOrigin', 'evidence', text(500))

/** A request to stop as it was received (UEMO s.9(3)). */
export const optOutText = kind('optOutText', 'evidence', text(10_000), { bucket })

/** The notice in writing by which a prescribed consent was withdrawn (PDPO s.2(3)(b)). */
export const withdrawalNotice = kind('withdrawalNotice', 'evidence', text(10_000), { bucket })
