// The gate: every use, every hand-over and every provision is decided in the stream that the opt-outs stand in.
import type { Instant, Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { differencesBetween } from '../../shared/differences.js'
import type { DataKind, EventId } from '../../shared/ids.js'
import { dataKind } from '../../shared/ids.js'
import { eventIdOf, plusMinutes } from '../../shared/moments.js'
import type { AuthoriseUse, Hindrance, ProvideData, RecordHandOver } from '../commands.js'
import type {
  AllowedBy,
  Channel,
  DataProvided,
  MarketingOptedOut,
  MarketingUseAuthorised,
} from '../events.js'
import { permission } from '../permission.js'
import type { HinderedBy } from '../rejections.js'
import { isCoveredBy } from '../standing.js'
import type { Consent } from '../state.js'
import { type Decision, entryOf, isEntered, nowIn } from './entry.js'

// How long an authorisation may lie before it is handed over, in minutes.
const authorisationMinutes = 5

// The kind of data that a channel uses: it must be among the kinds that the use names.
const kindOfChannel: Readonly<Record<Channel, DataKind>> = {
  email: dataKind('email'),
  sms: dataKind('mobile'),
  call: dataKind('mobile'),
  post: dataKind('postalAddress'),
  chat: dataKind('chatId'),
}

const sectionOf: Readonly<Record<Hindrance, string>> = {
  suppressed: 's.35G',
  onDoNotCallRegister: 'UEMO s.11',
  identifierInvalid: 'DPP2(1)',
  identifierDoubted: 'DPP2(1)',
  deceased: 'house rule',
  blocked: 'house rule',
  openComplaint: 'house rule',
  processingRestricted: 'GDPR 18',
  beingErased: 's.26',
  notEligible: 'house rule',
}

const hindrancesOf = ({ hindrances, channel, kinds }: AuthoriseUse): ReadonlyArray<HinderedBy> => [
  ...(kinds.includes(kindOfChannel[channel])
    ? []
    : [{ reason: 'channelNotNamed', section: 's.35E(1)(c)' } as const]),
  ...hindrances.map((reason) => ({ reason, section: sectionOf[reason] })),
]

const withoutDecision = ({
  eventId: _,
  decidedAt: __,
  by: ___,
  ...facts
}: MarketingUseAuthorised | DataProvided): Readonly<Record<string, unknown>> => facts

const isUse =
  ({ useId }: { readonly useId: string }) =>
  (one: Consent['entries'][number]): one is MarketingUseAuthorised =>
    one.type === 'MarketingUseAuthorised' && one.useId === useId

// A clock that reads earlier than the authorisation was set back, and proves no five minutes. The very command that led to it
// may come again with the moment that it had.
const hasLapsed = (
  { eventId, decidedAt, validUntil }: MarketingUseAuthorised,
  consent: Consent,
  issued: Issued,
): boolean =>
  nowIn(consent, issued) > validUntil || (issued.at < decidedAt && eventId !== eventIdOf(issued))

// Asked again under the same id, as after a lost answer: it stands as long as it would be given again.
const again = (
  before: MarketingUseAuthorised,
  authorised: MarketingUseAuthorised,
  consent: Consent,
  issued: Issued,
): Decision => {
  const { isFirstUse: _, validUntil: __, ...was } = withoutDecision(before)
  const { isFirstUse: ___, validUntil: ____, ...is } = withoutDecision(authorised)
  const differences = differencesBetween(was, is)
  if (differences.length > 0) return E.left({ _tag: 'UseAlreadyAuthorised', differences })
  const { useId, validUntil } = before
  return hasLapsed(before, consent, issued)
    ? E.left({ _tag: 'AuthorisationLapsed', useId, validUntil })
    : E.right([])
}

export const authoriseUse = (command: AuthoriseUse, consent: Consent, issued: Issued): Decision => {
  const { customerId, useId, channel, kinds, class: subject, campaignId } = command
  const now = nowIn(consent, issued)
  const use = { _tag: 'MarketingUse', kinds, class: subject } as const
  const answer = permission(consent.entries, use, now, customerId)
  const reasons = [
    ...(answer._tag === 'PermissionRefused' ? answer.reasons : []),
    ...hindrancesOf(command),
  ]
  if (answer._tag === 'PermissionRefused' || reasons.length > 0) {
    return E.left({ _tag: 'UseRefused', reasons })
  }
  const authorised: MarketingUseAuthorised = {
    type: 'MarketingUseAuthorised',
    ...entryOf(command, consent, issued),
    useId,
    channel,
    kinds,
    class: subject,
    by: answer.by,
    isFirstUse: !consent.entries.some(({ type }) => type === 'MarketingUseAuthorised'),
    validUntil: plusMinutes(now, authorisationMinutes),
    ...(campaignId === undefined ? {} : { campaignId }),
  }
  const before = consent.entries.find(isUse(command))
  return before === undefined ? E.right([authorised]) : again(before, authorised, consent, issued)
}

const isAnyCovered = (
  opted: MarketingOptedOut,
  by: ReadonlyArray<AllowedBy>,
  subject: DataProvided['class'],
  basis: 'use' | 'provision',
): boolean => by.some(({ kind }) => isCoveredBy(opted, kind, subject, basis))

// An opt-out that another id of the person has said, which was another person's when the use was authorised.
const refusalOf = (
  { customerId, kinds, class: subject }: MarketingUseAuthorised,
  { entries }: Consent,
  at: Instant,
): EventId | undefined => {
  const use = { _tag: 'MarketingUse', kinds, class: subject } as const
  const answer = permission(entries, use, at, customerId)
  if (answer._tag === 'PermissionGiven') return undefined
  const refusing = answer.reasons.filter(({ reason }) => reason === 'optedOut')
  return entries.find(
    (one) =>
      one.customerId !== customerId && refusing.some(({ eventId }) => eventId === one.eventId),
  )?.eventId
}

export const recordHandOver = (
  command: RecordHandOver,
  consent: Consent,
  issued: Issued,
): Decision => {
  const { useId } = command
  const authorised = consent.entries.find(isUse(command))
  if (authorised === undefined) return E.left({ _tag: 'NotAuthorised', useId })
  if (consent.entries.some((one) => one.type === 'UseHandedOver' && one.useId === useId)) {
    return E.right([])
  }
  if (hasLapsed(authorised, consent, issued)) {
    return E.left({ _tag: 'AuthorisationLapsed', useId, validUntil: authorised.validUntil })
  }
  const after = consent.entries.slice(consent.entries.indexOf(authorised) + 1)
  const overtakenBy = after.find(
    (one) =>
      one.type === 'MarketingOptedOut' && isAnyCovered(one, authorised.by, authorised.class, 'use'),
  )
  const entry = entryOf(command, consent, issued)
  const refusal = overtakenBy?.eventId ?? refusalOf(authorised, consent, entry.decidedAt)
  return E.right([
    {
      type: 'UseHandedOver',
      ...entry,
      useId,
      authorisationEventId: authorised.eventId,
      handedOverAt: entry.decidedAt,
      ...(refusal === undefined ? {} : { overtakenBy: refusal }),
    },
  ])
}

export const provideData = (command: ProvideData, consent: Consent, issued: Issued): Decision => {
  if (isEntered(consent, issued)) return E.right([])
  const {
    customerId,
    provisionId,
    recipientId,
    recipientClass,
    kinds,
    class: subject,
    forGain,
  } = command
  const use = { _tag: 'ProvisionUse', kinds, class: subject, recipientClass, forGain } as const
  const answer = permission(consent.entries, use, nowIn(consent, issued), customerId)
  if (answer._tag === 'PermissionRefused') {
    return E.left({ _tag: 'UseRefused', reasons: answer.reasons })
  }
  const provided: DataProvided = {
    type: 'DataProvided',
    ...entryOf(command, consent, issued),
    provisionId,
    recipientId,
    recipientClass,
    kinds,
    class: subject,
    forGain,
    by: answer.by,
  }
  const before = consent.entries.find(
    (one): one is DataProvided => one.type === 'DataProvided' && one.provisionId === provisionId,
  )
  if (before === undefined) return E.right([provided])
  const differences = differencesBetween(withoutDecision(before), withoutDecision(provided))
  return differences.length === 0 ? E.right([]) : E.left({ _tag: 'AlreadyProvided', differences })
}
