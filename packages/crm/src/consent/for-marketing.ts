// Whether data may be used in direct marketing or handed on for it, kind by kind, by what everybody has said who is one person.
import type { Instant } from '@patina/eventsourcing'
import type { CustomerId, DataKind, EventId } from '../shared/ids.js'
import type { AllowedBy, ClearConsentEntry } from './events.js'
import type { Lack } from './lack.js'
import type { OfCustomer } from './people.js'
import { type ForKind, forKind, silent } from './standing.js'
import type { MarketingUse, Permission, PermissionReason, ProvisionUse } from './use.js'

const sectionOfLack = (lack: Lack, entry: ClearConsentEntry | undefined): string => {
  if (lack === 'expired') return 'house rule'
  return entry?.type === 'MarketingConsentGiven' && entry.medium === 'oral'
    ? 's.35E(1)(b)'
    : 'house rule'
}

const reasonsFor = (
  entries: ReadonlyArray<ClearConsentEntry>,
  kind: DataKind,
  use: MarketingUse | ProvisionUse,
  { standing, lacking }: ForKind,
): ReadonlyArray<PermissionReason> => {
  const isUse = use._tag === 'MarketingUse'
  const lacks = lacking.map(
    ({ eventId, lack }): PermissionReason => ({
      reason: lack,
      section: sectionOfLack(
        lack,
        entries.find((one) => one.eventId === eventId),
      ),
      kind,
      eventId,
    }),
  )
  if (standing._tag === 'OptedOut') {
    const { eventId } = standing
    return [{ reason: 'optedOut', section: isUse ? 's.35G' : 's.35L', kind, eventId }, ...lacks]
  }
  if (lacks.length > 0) return lacks
  const basis = isUse ? 'use' : 'provide'
  const hasOther = entries.some(
    (one) => one.type === 'MarketingConsentGiven' && one.basis === basis,
  )
  return [
    hasOther
      ? { reason: 'notCovered', section: isUse ? 's.35E(1)(c)' : 's.35K(1)(c)', kind }
      : { reason: 'noConsent', section: isUse ? 's.35E(1)(a)' : 's.35K(1)(a)', kind },
  ]
}

interface Member extends ForKind, OfCustomer {}

// What one consent of the person takes back of what others of them had said by then: one that is entered late takes back
// nothing that came after it was received.
const answeredBy = (members: ReadonlyArray<Member>): ReadonlySet<EventId> => {
  const optedOutAt = new Map(
    members.flatMap(({ entries }) =>
      entries.flatMap((entry) =>
        entry.type === 'MarketingOptedOut' ? [[entry.eventId, entry.receivedAt] as const] : [],
      ),
    ),
  )
  const hadBeenSaid = (optOut: EventId, at: Instant): boolean => {
    const said = optedOutAt.get(optOut)
    return said !== undefined && said <= at
  }
  return new Set(
    members.flatMap(({ standing, entries }) => {
      if (standing._tag !== 'Granted') return []
      const grant = entries.find(({ eventId }) => eventId === standing.eventId)
      if (grant?.type !== 'MarketingConsentGiven') return []
      const { answers = [], receivedAt } = grant
      return answers.filter((optOut) => hadBeenSaid(optOut, receivedAt))
    }),
  )
}

// An opt-out that was answered leaves silence: what stood before it does not come back.
const withoutAnswered = (
  member: Member,
  answered: ReadonlySet<EventId>,
  kind: DataKind,
  use: MarketingUse | ProvisionUse,
  at: Instant,
): Member => {
  if (member.standing._tag !== 'OptedOut' || answered.size === 0) return member
  const entries = member.entries.filter(({ eventId }) => !answered.has(eventId))
  const is = forKind(entries, kind, use, at)
  return is.standing._tag === 'OptedOut' ? { ...member, ...is } : { ...member, ...silent }
}

const membersFor = (
  people: ReadonlyArray<OfCustomer>,
  kind: DataKind,
  use: MarketingUse | ProvisionUse,
  at: Instant,
): ReadonlyArray<Member> => {
  const members = people.map((one) => ({ ...one, ...forKind(one.entries, kind, use, at) }))
  if (members.length === 1) return members
  const answered = answeredBy(members)
  return members.map((one) => withoutAnswered(one, answered, kind, use, at))
}

// That nobody has said anything is said once.
const withoutRepeats = (
  reasons: ReadonlyArray<PermissionReason>,
): ReadonlyArray<PermissionReason> =>
  reasons.filter(
    ({ reason, eventId }, place) =>
      place === reasons.findIndex((one) => one.reason === reason && one.eventId === eventId),
  )

type Answer = { readonly by: AllowedBy } | { readonly reasons: ReadonlyArray<PermissionReason> }

// Refused if any of the person's ids refuses, else given if any gives it; and what is used must be that of one who gave it.
const answerFor = (
  people: ReadonlyArray<OfCustomer>,
  kind: DataKind,
  use: MarketingUse | ProvisionUse,
  at: Instant,
  of: CustomerId | undefined,
): Answer => {
  const members = membersFor(people, kind, use, at)
  const told = (some: ReadonlyArray<Member>): Answer => ({
    reasons: withoutRepeats(some.flatMap((one) => reasonsFor(one.entries, kind, use, one))),
  })
  const refusing = members.filter(({ standing }) => standing._tag === 'OptedOut')
  if (refusing.length > 0) return told(refusing)
  const asked = of === undefined ? members : members.filter((one) => one.customerId === of)
  for (const { standing } of asked) {
    if (standing._tag === 'Granted') return { by: { kind, eventId: standing.eventId } }
  }
  return asked.length === 0 ? { reasons: reasonsFor([], kind, use, silent) } : told(asked)
}

/** Yes with the consent for each kind of the use, or no with every reason of every kind. */
export const forMarketing = (
  people: ReadonlyArray<OfCustomer>,
  use: MarketingUse | ProvisionUse,
  at: Instant,
  of: CustomerId | undefined,
): Permission => {
  const answers = use.kinds.map((kind) => answerFor(people, kind, use, at, of))
  const reasons = answers.flatMap((answer) => ('reasons' in answer ? answer.reasons : []))
  // A use of nothing is a use that nobody has thought about.
  if (answers.length === 0) {
    const section = use._tag === 'MarketingUse' ? 's.35E(1)(a)' : 's.35K(1)(a)'
    return { _tag: 'PermissionRefused', reasons: [{ reason: 'noConsent', section }] }
  }
  if (reasons.length > 0) return { _tag: 'PermissionRefused', reasons }
  const by = answers.flatMap((answer) => ('by' in answer ? [answer.by] : []))
  return { _tag: 'PermissionGiven', by }
}
