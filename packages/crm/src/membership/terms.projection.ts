import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import { withMembers } from '../shared/copies.js'
import type { CustomerId, MembershipId, ProgrammeId } from '../shared/ids.js'
import type {
  MembershipActivated,
  MembershipApplied,
  MembershipClosed,
  MembershipEvent,
  TermsAccepted,
  TermsRef,
} from './events.js'

/** Which terms somebody who applied, or is a member, has accepted. */
export interface MemberTerms {
  readonly programmeId?: ProgrammeId
  readonly customerId?: CustomerId
  /** The newest that were accepted; absent: none were. */
  readonly accepted?: TermsRef
  readonly acceptedOn?: CivilDate
  /** Whether the membership has been closed: then there is nothing to accept any more. */
  readonly isClosed: boolean
}

type TermsEvent = MembershipApplied | TermsAccepted | MembershipActivated | MembershipClosed

const types = [
  'MembershipApplied',
  'TermsAccepted',
  'MembershipActivated',
  'MembershipClosed',
] as const

const isAboutTerms = (event: MembershipEvent): event is TermsEvent =>
  (types as ReadonlyArray<string>).includes(event.type)

const accepting = (
  before: MemberTerms,
  terms: TermsRef | undefined,
  acceptedOn: CivilDate,
): MemberTerms =>
  terms === undefined || (before.accepted?.version ?? 0) >= terms.version
    ? before
    : withMembers(before, { accepted: terms, acceptedOn })

const evolve = (before: MemberTerms, event: TermsEvent): MemberTerms => {
  const { programmeId, customerId } = event
  const known = withMembers(before, { programmeId, customerId })
  switch (event.type) {
    case 'MembershipApplied':
      return accepting(known, event.terms, event.appliedOn)
    case 'TermsAccepted':
      return accepting(known, event.terms, event.acceptedOn)
    case 'MembershipActivated':
      return known
    case 'MembershipClosed':
      return { ...known, isClosed: true }
  }
}

/** Whether these terms are still to be accepted: neither they were, nor newer ones. */
export const mustAccept = ({ accepted, isClosed }: MemberTerms, { version }: TermsRef): boolean =>
  !isClosed && (accepted === undefined || accepted.version < version)

/** Which terms each membership has accepted. */
export const memberTerms: Projection<MembershipId, MemberTerms, MembershipEvent, TermsEvent> = {
  name: 'member_terms',
  version: 1,
  types,
  parts: ({ event }: LogEvent<MembershipEvent>) =>
    isAboutTerms(event) ? [[event.membershipId, event]] : [],
  initial: () => ({ isClosed: false }),
  evolve,
  occurredSafe: true,
}
