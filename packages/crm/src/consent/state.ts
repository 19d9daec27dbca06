import type { Instant } from '@patina/eventsourcing'
import { laterOf } from '../shared/moments.js'
import { withoutSealed } from '../shared/without-sealed.js'
import type { ClearConsentEntry, ConsentEvent, NoticeAdopted } from './events.js'

/** What decides the next command: the versions of a notice, or all that one customer has said. A stream holds one of the two. */
export interface Consent {
  /** In the order of their versions. */
  readonly adopted: ReadonlyArray<NoticeAdopted>
  /** In the order of the log. A consent is a set that follows from them, never a flag. */
  readonly entries: ReadonlyArray<ClearConsentEntry>
  /** The latest moment of any decision: time in a stream does not run backwards, whatever a clock says. */
  readonly decidedAt?: Instant
}

/** A notice without versions, a customer who has said nothing. */
export const initial: Consent = { adopted: [], entries: [] }

/** What stands after an event. */
export const evolve = (consent: Consent, event: ConsentEvent): Consent =>
  event.type === 'NoticeAdopted'
    ? { ...consent, adopted: [...consent.adopted, event] }
    : {
        ...consent,
        entries: [...consent.entries, withoutSealed(event)],
        decidedAt: laterOf(event.decidedAt, consent.decidedAt),
      }
