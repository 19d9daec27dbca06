import type { Instant } from '@patina/eventsourcing'
import type { CustomerId, MergeId } from '../shared/ids.js'
import { laterOf } from '../shared/moments.js'
import { withoutSealed } from '../shared/without-sealed.js'
import type { ClearConsentEntry, ConsentEvent, ConsentMove, NoticeAdopted } from './events.js'

/** What decides the next command: the versions of a notice, or all that one person has said. A stream holds one of the two. */
export interface Consent {
  /** In the order of their versions. */
  readonly adopted: ReadonlyArray<NoticeAdopted>
  /** Of each customer in the order of the log. A consent is a set that follows from them, never a flag. */
  readonly entries: ReadonlyArray<ClearConsentEntry>
  /** The latest moment of any decision: time in a stream does not run backwards, whatever a clock says. */
  readonly decidedAt?: Instant
  /** Whom the stream answers for. Empty where nobody was ever merged: then it is the one customer that commands name. */
  readonly members: ReadonlyArray<CustomerId>
  /** What was expected, adopted and returned under which merge. */
  readonly moves: ReadonlyArray<string>
  /** Who answers instead, when the stream is closed. */
  readonly moved?: Moved
}

export interface Moved {
  readonly to: CustomerId
  readonly mergeId: MergeId
}

/** A notice without versions, a customer who has said nothing. */
export const initial: Consent = { adopted: [], entries: [], members: [], moves: [] }

/** What a step of a merge is remembered by. */
export const stepOf = ({ type, mergeId }: Pick<ConsentMove, 'type' | 'mergeId'>): string =>
  `${type} ${mergeId}`

const withMembers = (
  consent: Consent,
  members: ReadonlyArray<CustomerId>,
  entries: ReadonlyArray<ClearConsentEntry>,
): Consent => {
  const decidedAt = entries.reduce<Instant | undefined>(
    (latest, entry) => laterOf(entry.decidedAt, latest),
    consent.decidedAt,
  )
  return {
    ...consent,
    members: [...new Set(members)].sort(),
    entries,
    ...(decidedAt === undefined ? {} : { decidedAt }),
  }
}

const afterMove = (before: Consent, event: ConsentMove): Consent => {
  const consent = { ...before, moves: [...before.moves, stepOf(event)] }
  const { members, entries } = consent
  switch (event.type) {
    case 'ConsentExpected':
      return withMembers(consent, [...members, event.customerId], entries)
    case 'ConsentMoved':
      return { ...consent, moved: { to: event.to, mergeId: event.mergeId } }
    case 'ConsentAdopted':
      return withMembers(
        consent,
        [...members, event.customerId, ...event.members],
        [...entries, ...event.entries],
      )
    case 'ConsentReturned':
      return withMembers(
        consent,
        members.filter((one) => !event.members.includes(one)),
        entries.filter((one) => !event.members.includes(one.customerId)),
      )
    case 'ConsentReopened': {
      const { moved: _, ...open } = consent
      return withMembers(open, event.members, event.entries)
    }
  }
}

/** What stands after an event. */
export const evolve = (consent: Consent, event: ConsentEvent): Consent => {
  switch (event.type) {
    case 'NoticeAdopted':
      return { ...consent, adopted: [...consent.adopted, event] }
    case 'ConsentExpected':
    case 'ConsentMoved':
    case 'ConsentAdopted':
    case 'ConsentReturned':
    case 'ConsentReopened':
      return afterMove(consent, event)
    default:
      return {
        ...consent,
        entries: [...consent.entries, withoutSealed(event)],
        decidedAt: laterOf(event.decidedAt, consent.decidedAt),
      }
  }
}
