// The one decision about every use of personal data that needs a consent: pure and total, so that a replay decides again.
import type { Instant } from '@patina/eventsourcing'
import { plusDays } from '../shared/civil-date.js'
import { dayInHongKong, oralConfirmationDays } from '../shared/hong-kong.js'
import type {
  CustomerId,
  DataKind,
  EventId,
  PurposeCode,
  RecipientClass,
  SubjectClass,
} from '../shared/ids.js'
import { laterOf } from '../shared/moments.js'
import type {
  AllowedBy,
  ClearConsentEntry,
  MarketingConsentGiven,
  MarketingOptedOut,
  PrescribedConsentGiven,
  PrescribedConsentWithdrawn,
} from './events.js'
import { purposes } from './purposes.js'

/** A use of personal data that needs a consent. */
export type Use = MarketingUse | ProvisionUse | PurposeUse

/** The shop's own direct marketing: all of these kinds of data are used, for one class of marketing subjects. */
export interface MarketingUse {
  readonly _tag: 'MarketingUse'
  readonly kinds: ReadonlyArray<DataKind>
  readonly class: SubjectClass
}

/** Handing the data to somebody else for their direct marketing. */
export interface ProvisionUse {
  readonly _tag: 'ProvisionUse'
  readonly kinds: ReadonlyArray<DataKind>
  readonly class: SubjectClass
  readonly recipientClass: RecipientClass
  readonly forGain: boolean
}

/** Using the data for a purpose of the registry. */
export interface PurposeUse {
  readonly _tag: 'PurposeUse'
  readonly purpose: PurposeCode
}

/** Yes, with what allows it, or no, with every reason. */
export type Permission = PermissionGiven | PermissionRefused

export interface PermissionGiven {
  readonly _tag: 'PermissionGiven'
  /** One for each kind, in the order of the use. A purpose has no kinds: none. */
  readonly by: ReadonlyArray<AllowedBy>
  /** What allows a purpose: the notice or the consent. Absent where a law does, and for direct marketing. */
  readonly eventId?: EventId
}

export interface PermissionRefused {
  readonly _tag: 'PermissionRefused'
  readonly reasons: ReadonlyArray<PermissionReason>
}

/** One reason why a use is not permitted, and the provision that says so. */
export interface PermissionReason {
  readonly reason:
    | 'noConsent'
    | 'notCovered'
    | 'optedOut'
    | 'notConfirmed'
    | 'confirmationMissed'
    | 'expired'
    | 'withdrawn'
    | 'unknownPurpose'
  /** A section of the PDPO, or `house rule`. */
  readonly section: string
  readonly kind?: DataKind
  /** The opt-out, the withdrawal or the consent that does not count. */
  readonly eventId?: EventId
}

/** Days within which the link of an electronic consent must have been followed: a rule of the house. */
export const linkDays = 7

/** What a consent lacks at a moment: nothing when it counts. */
export type Lack = 'notConfirmed' | 'confirmationMissed' | 'expired'

const isOver = (at: Instant, from: Instant, days: number): boolean =>
  dayInHongKong(at) > plusDays(dayInHongKong(from), days)

/** Says whether a moment is not before another one, and lies at most so many days in Hong Kong after its day. */
export const isWithin = (at: Instant, from: Instant, days: number): boolean =>
  at >= from && !isOver(at, from, days)

const waiting = (given: MarketingConsentGiven, days: number, at: Instant): Lack =>
  isOver(at, given.receivedAt, days) ? 'confirmationMissed' : 'notConfirmed'

/**
 * Why a consent does not count at a moment, by the confirmations that are recorded; nothing when it counts. An oral consent
 * counts once its confirmation was sent, not before it was received and by the 14th day in Hong Kong after that, an electronic
 * one once it was confirmed by the 7th.
 */
export const lackOf = (
  given: MarketingConsentGiven,
  entries: ReadonlyArray<ClearConsentEntry>,
  at: Instant,
): Lack | undefined => {
  if (given.expiresAt !== undefined && at >= given.expiresAt) return 'expired'
  const { consentId, receivedAt, medium } = given
  if (medium === 'oral') {
    const isConfirmed = entries.some(
      (one) =>
        one.type === 'OralConsentConfirmed' &&
        one.consentId === consentId &&
        isWithin(one.sentAt, receivedAt, oralConfirmationDays),
    )
    return isConfirmed ? undefined : waiting(given, oralConfirmationDays, at)
  }
  if (medium === 'electronic') {
    const isConfirmed = entries.some(
      (one) =>
        one.type === 'ElectronicConsentConfirmed' &&
        one.consentId === consentId &&
        isWithin(one.confirmedAt, receivedAt, linkDays),
    )
    return isConfirmed ? undefined : waiting(given, linkDays, at)
  }
  return undefined
}

/** Says whether an opt-out covers a kind of data for a class, of use or of provision. */
export const isCoveredBy = (
  { scope, of }: MarketingOptedOut,
  kind: DataKind,
  subject: SubjectClass,
  basis: 'use' | 'provision',
): boolean =>
  (of === 'both' || of === basis) &&
  (scope.type === 'all' || (scope.kinds.includes(kind) && scope.classes.includes(subject)))

const basisOf = (use: MarketingUse | ProvisionUse): 'use' | 'provision' =>
  use._tag === 'MarketingUse' ? 'use' : 'provision'

const namesUse = (
  given: MarketingConsentGiven,
  kind: DataKind,
  use: MarketingUse | ProvisionUse,
): boolean => {
  if (!given.kinds.includes(kind) || !given.classes.includes(use.class)) return false
  if (use._tag === 'MarketingUse') return given.basis === 'use'
  return (
    given.basis === 'provide' &&
    given.medium !== 'oral' &&
    given.recipients?.includes(use.recipientClass) === true &&
    (!use.forGain || given.forGain === true)
  )
}

interface OfCustomer {
  readonly customerId: CustomerId
  readonly entries: ReadonlyArray<ClearConsentEntry>
}

// What each customer has said, in the order in which they are first heard of.
const byCustomer = (entries: ReadonlyArray<ClearConsentEntry>): ReadonlyArray<OfCustomer> => {
  const [first] = entries
  if (first === undefined) return []
  const { customerId } = first
  if (entries.every((one) => one.customerId === customerId)) return [{ customerId, entries }]
  const found = new Map<CustomerId, ClearConsentEntry[]>()
  for (const entry of entries) {
    const before = found.get(entry.customerId)
    if (before === undefined) found.set(entry.customerId, [entry])
    else before.push(entry)
  }
  return [...found].map(([of, theirs]) => ({ customerId: of, entries: theirs }))
}

// What stands for one kind after all entries: the last one that counts.
type Standing =
  | { readonly _tag: 'Silent' }
  | { readonly _tag: 'Granted'; readonly eventId: EventId }
  | { readonly _tag: 'OptedOut'; readonly eventId: EventId }

interface ForKind {
  readonly standing: Standing
  // Consents that name the use and do not count.
  readonly lacking: ReadonlyArray<{ readonly eventId: EventId; readonly lack: Lack }>
}

const silent: ForKind = { standing: { _tag: 'Silent' }, lacking: [] }

// A consent that is entered late, and was given before the customer opted out, does not undo that.
const isAfter = (given: Instant, optedOut: Instant | undefined): boolean =>
  optedOut === undefined || given > optedOut

const forKind = (
  entries: ReadonlyArray<ClearConsentEntry>,
  kind: DataKind,
  use: MarketingUse | ProvisionUse,
  at: Instant,
): ForKind => {
  let standing: Standing = { _tag: 'Silent' }
  let lacking: ForKind['lacking'] = []
  let optedOutAt: Instant | undefined
  for (const entry of entries) {
    if (
      entry.type === 'MarketingConsentGiven' &&
      namesUse(entry, kind, use) &&
      isAfter(entry.receivedAt, optedOutAt)
    ) {
      const lack = lackOf(entry, entries, at)
      if (lack === undefined) {
        standing = { _tag: 'Granted', eventId: entry.eventId }
        lacking = []
      } else {
        lacking = [...lacking, { eventId: entry.eventId, lack }]
      }
    }
    // What somebody else states never undoes an opt-out: only the customer does.
    if (
      entry.type === 'SourceNoticeReceived' &&
      use._tag === 'MarketingUse' &&
      standing._tag !== 'OptedOut' &&
      entry.kinds.includes(kind) &&
      entry.classes.includes(use.class)
    ) {
      standing = { _tag: 'Granted', eventId: entry.eventId }
    }
    if (entry.type === 'MarketingOptedOut' && isCoveredBy(entry, kind, use.class, basisOf(use))) {
      standing = { _tag: 'OptedOut', eventId: entry.eventId }
      lacking = []
      optedOutAt = laterOf(entry.receivedAt, optedOutAt)
    }
  }
  return { standing, lacking }
}

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

// What one consent of the person takes back of what others of them have said.
const answeredBy = (members: ReadonlyArray<Member>): ReadonlySet<EventId> =>
  new Set(
    members.flatMap(({ standing, entries }) => {
      if (standing._tag !== 'Granted') return []
      const grant = entries.find(({ eventId }) => eventId === standing.eventId)
      return grant?.type === 'MarketingConsentGiven' ? (grant.answers ?? []) : []
    }),
  )

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

const forMarketing = (
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

// The last that counts of what was said about a purpose: a consent that was received before a withdrawal does not undo it.
const prescribed = (
  entries: ReadonlyArray<ClearConsentEntry>,
  purpose: PurposeCode,
): PrescribedConsentGiven | PrescribedConsentWithdrawn | undefined => {
  let last: PrescribedConsentGiven | PrescribedConsentWithdrawn | undefined
  let withdrawnAt: Instant | undefined
  for (const entry of entries) {
    if (entry.type === 'PrescribedConsentWithdrawn' && entry.purpose === purpose) {
      last = entry
      withdrawnAt = laterOf(entry.receivedAt, withdrawnAt)
    }
    if (
      entry.type === 'PrescribedConsentGiven' &&
      entry.purpose === purpose &&
      isAfter(entry.receivedAt, withdrawnAt)
    ) {
      last = entry
    }
  }
  return last
}

const forPurpose = (
  entries: ReadonlyArray<ClearConsentEntry>,
  { purpose }: PurposeUse,
): Permission => {
  const entryOf = purposes.find(({ code }) => code === purpose)
  if (entryOf === undefined) {
    const reasons = [{ reason: 'unknownPurpose', section: 'DPP3' }] as const
    return { _tag: 'PermissionRefused', reasons }
  }
  if (entryOf.basis === 'law') return { _tag: 'PermissionGiven', by: [] }
  // Direct marketing is asked for kind by kind, as a marketing use: no purpose stands in for that.
  if (entryOf.basis === 'marketing') {
    const reasons = [{ reason: 'noConsent', section: 's.35E(1)(a)' }] as const
    return { _tag: 'PermissionRefused', reasons }
  }
  const original: ReadonlyArray<PurposeCode> =
    entryOf.basis === 'notice' ? [purpose, ...entryOf.relatedTo] : []
  const told = entries.find(
    (one) =>
      one.type === 'NoticePresented' &&
      one.notice.terms.type === 'collection' &&
      one.notice.terms.purposes.some((code) => original.includes(code)),
  )
  if (told !== undefined) return { _tag: 'PermissionGiven', by: [], eventId: told.eventId }
  const said = byCustomer(entries).map((one) => prescribed(one.entries, purpose))
  const last =
    said.find((one) => one?.type === 'PrescribedConsentWithdrawn') ??
    said.find((one) => one !== undefined)
  if (last?.type === 'PrescribedConsentGiven') {
    return { _tag: 'PermissionGiven', by: [], eventId: last.eventId }
  }
  return {
    _tag: 'PermissionRefused',
    reasons: [
      last === undefined
        ? { reason: 'noConsent', section: 'DPP3' }
        : { reason: 'withdrawn', section: 's.2(3)(b)', eventId: last.eventId },
    ],
  }
}

/**
 * Whether a use is permitted by what a customer has said, as of a moment: yes with the consent for each kind, or no with every
 * reason and its section.
 *
 * `entries` are the events of the customer's stream in the order of the log. That order decides, not a time that somebody
 * claims: an opt-out acts from its place on, on everything in its scope, and only a later consent that names the use and was
 * received after the opt-out undoes it.
 * Entries may be those of several customers who turned out to be one person: what one of them refuses is refused, unless a
 * consent that stands answers it; else it is given if one of them gives it. With `of` it must be given by that one, whose
 * address or number is to be used. A consent that does not count at the moment hides none that does. `at` matters for what expires and for what waits for a
 * confirmation.
 */
export const permission = (
  entries: ReadonlyArray<ClearConsentEntry>,
  use: Use,
  at: Instant,
  of?: CustomerId,
): Permission =>
  use._tag === 'PurposeUse'
    ? forPurpose(entries, use)
    : forMarketing(byCustomer(entries), use, at, of)
