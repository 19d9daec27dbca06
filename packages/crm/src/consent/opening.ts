// Whether a personal value may be opened for a purpose, by what the person has said up to now.
import { type Instant, isUuid, streamName, type Tagged } from '@patina/eventsourcing'
import type { OpeningGuard, Question } from '@patina/privacy'
import { type DataKind, dataKind, purposeCode } from '../shared/ids.js'
import type { ClearConsentEntry, ConsentEvent, MarketingUseAuthorised } from './events.js'
import { permission } from './permission.js'
import { purposes } from './purposes.js'
import type { Permission } from './use.js'

/** What differs between shops in who may open what. */
export interface OpeningTerms {
  /** The kind of data, as notices and consents name it, that a kind of personal value belongs to. Default: of the same name. */
  readonly dataKindOf?: (kind: string) => DataKind
  /** Purposes of opening that are not in the registry of this capability and rest on no consent. Default: none. */
  readonly withoutConsent?: ReadonlyArray<string>
}

type Entries = ReadonlyArray<ClearConsentEntry>

type Step = Extract<
  ConsentEvent,
  { readonly type: `Consent${'Adopted' | 'Reopened' | 'Returned'}` }
>

// Who was handed back and is answered for by none of the streams that were read, in whatever order: neither by one that has taken
// them in since, nor by their own.
const handedBack = (events: ReadonlyArray<ConsentEvent>): ReadonlyArray<string> => {
  const steps = (type: Step['type']): ReadonlyArray<Step> =>
    events.filter((event): event is Step => event.type === type)
  const returned = steps('ConsentReturned')
  const undone = new Set(returned.map(({ mergeId }) => mergeId))
  const adopted = steps('ConsentAdopted').filter(({ mergeId }) => !undone.has(mergeId))
  const answered = new Set(
    [...adopted, ...steps('ConsentReopened')].flatMap(({ members }) => members),
  )
  return returned.flatMap(({ members }) => members).filter((one) => !answered.has(one))
}

// What each customer has said, by customer. An entry that went from one stream to another counts once, and one that was
// handed back is somebody else's again.
const byCustomer = (tagged: ReadonlyArray<Tagged>): ReadonlyArray<Entries> => {
  const events = tagged as ReadonlyArray<ConsentEvent>
  const found = new Map<string, Map<string, ClearConsentEntry>>()
  const enter = (entry: ClearConsentEntry): void => {
    const theirs = found.get(entry.customerId) ?? new Map<string, ClearConsentEntry>()
    if (!theirs.has(entry.eventId)) theirs.set(entry.eventId, entry)
    found.set(entry.customerId, theirs)
  }
  for (const event of events) {
    switch (event.type) {
      case 'NoticeAdopted':
      case 'ConsentExpected':
      case 'ConsentReturned':
        break
      case 'ConsentMoved':
      case 'ConsentAdopted':
      case 'ConsentReopened':
        for (const entry of event.entries) enter(entry)
        break
      default:
        enter(event)
    }
  }
  for (const one of handedBack(events)) found.delete(one)
  return [...found.values()].map((theirs) => [...theirs.values()])
}

// Where to read on: the streams that now answer for those who were read.
const movedTo = (events: ReadonlyArray<Tagged>): ReadonlyArray<string> => {
  const to = new Map<string, string>()
  for (const event of events as ReadonlyArray<ConsentEvent>) {
    if (event.type === 'ConsentMoved') to.set(event.customerId, event.to)
    if (event.type === 'ConsentReopened') to.delete(event.customerId)
  }
  return [...to.values()]
}

const hasRefused = (answer: Permission): boolean =>
  answer._tag === 'PermissionRefused' &&
  answer.reasons.some(({ reason }) => reason === 'optedOut' || reason === 'withdrawn')

// The most restrictive answer: refused if any of the person's ids refuses, else given if any gives it, else silence.
const isGiven = (answers: ReadonlyArray<Permission>): boolean =>
  !answers.some(hasRefused) && answers.some(({ _tag }) => _tag === 'PermissionGiven')

// Marketing goes through the gate: only a use that was authorised, for this kind, that still stands and has not gone out.
const isAuthorised = (
  useId: string | undefined,
  kind: DataKind,
  people: ReadonlyArray<Entries>,
  at: Instant,
): boolean => {
  const use = people
    .flat()
    .find(
      (one): one is MarketingUseAuthorised =>
        one.type === 'MarketingUseAuthorised' && one.useId === useId,
    )
  if (use === undefined || !use.kinds.includes(kind)) return false
  // A clock that reads earlier than the authorisation was set back, and proves no five minutes.
  if (at < use.decidedAt || at > use.validUntil) return false
  const isOver = people.flat().some((one) => one.type === 'UseHandedOver' && one.useId === useId)
  const asked = { _tag: 'MarketingUse', kinds: [kind], class: use.class } as const
  return !isOver && permission(people.flat(), asked, at, use.customerId)._tag === 'PermissionGiven'
}

/**
 * Forbids by the rule `consent` what a person has not allowed, or does not allow any more. A purpose of opening is named by
 * its code in the registry {@link purposes}: one that rests on a law asks nobody, one that rests on a notice or a prescribed
 * consent needs it as of now. For marketing `reason` of the asking is the id of a use that `AuthoriseUse` has allowed, and
 * that has not gone out. A purpose that nobody knows is forbidden.
 */
export const consentGuard = ({
  dataKindOf = dataKind,
  withoutConsent = [],
}: OpeningTerms = {}): OpeningGuard => ({
  streams: ({ subjects }) =>
    subjects.filter(isUuid).map((subject) => streamName('consent', subject)),
  follows: (events) => movedTo(events).map((one) => streamName('consent', one)),
  forbids: ({ asking, kind }: Question, events, at) => {
    if (withoutConsent.includes(asking.purpose)) return undefined
    const known = purposes.find(({ code }) => code === asking.purpose)
    if (known?.basis === 'law') return undefined
    const people = byCustomer(events)
    const isAllowed =
      known?.basis === 'marketing'
        ? isAuthorised(asking.reason, dataKindOf(kind), people, at)
        : isGiven(
            people.map((entries) =>
              permission(entries, { _tag: 'PurposeUse', purpose: purposeCode(asking.purpose) }, at),
            ),
          )
    return isAllowed ? undefined : 'consent'
  },
})
