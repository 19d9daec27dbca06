// What customers consent to, and how a consent comes to count.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { plusDays } from '../../shared/civil-date.js'
import { differencesBetween } from '../../shared/differences.js'
import { dayInHongKong, oralConfirmationDays } from '../../shared/hong-kong.js'
import type { ConsentId } from '../../shared/ids.js'
import type {
  ConfirmElectronicConsent,
  ConfirmOralConsent,
  GiveMarketingConsent,
  GivePrescribedConsent,
  WithdrawPrescribedConsent,
} from '../commands.js'
import type {
  MarketingConsentGiven,
  Medium,
  NoticePresented,
  PrescribedConsentGiven,
} from '../events.js'
import { isWithin, linkDays } from '../lack.js'
import type { MarketingTerms } from '../notice.js'
import type { ConsentRejection } from '../rejections.js'
import type { Consent } from '../state.js'
import { type Decision, entryOf, inFuture, isEntered, nowIn } from './entry.js'
import { unspecificIn } from './notices.js'

// The record of a consent without what its entry adds: what two commands about one consent must agree in.
// What is sealed decides nothing: two commands with different evidence for one consent are the same command.
const withoutEntry = ({
  eventId: _,
  decidedAt: __,
  evidence: ___,
  ...facts
}: MarketingConsentGiven | PrescribedConsentGiven): object => facts

const beyond = <A>(asked: ReadonlyArray<A>, told: ReadonlyArray<A>): ReadonlyArray<A> =>
  asked.filter((one) => !told.includes(one))

// What the notice told and what the consent says of providing data to others.
const againstProvision = (
  { medium, recipients, forGain = false }: GiveMarketingConsent,
  { provision }: MarketingTerms,
  shown: NoticePresented,
): ConsentRejection | undefined => {
  if (medium === 'oral') return { _tag: 'ProvisionNeedsWriting', oral: 'consent' }
  if (shown.medium === 'oral') return { _tag: 'ProvisionNeedsWriting', oral: 'notice' }
  if (recipients === undefined) return { _tag: 'ProvisionFieldsDoNotFit', basis: 'provide' }
  const strange = beyond(recipients, provision?.recipients ?? [])
  if (strange.length > 0) {
    return { _tag: 'NotInNotice', kinds: [], classes: [], recipients: strange }
  }
  return forGain && provision?.forGain !== true ? { _tag: 'ForGainNotNotified' } : undefined
}

const againstNotice = (
  command: GiveMarketingConsent,
  consent: Consent,
): ConsentRejection | undefined => {
  const shown = consent.entries.find(
    (one): one is NoticePresented =>
      one.type === 'NoticePresented' && one.eventId === command.noticeEventId,
  )
  if (shown?.notice.terms.type !== 'marketing') return { _tag: 'NoMarketingNotice' }
  const { terms } = shown.notice
  const { receivedAt } = command
  const { presentedAt } = shown
  if (receivedAt < presentedAt) return { _tag: 'ConsentBeforeNotice', presentedAt, receivedAt }
  const kinds = beyond(command.kinds, terms.kinds)
  const classes = beyond(command.classes, terms.classes)
  if (kinds.length + classes.length > 0) {
    return { _tag: 'NotInNotice', kinds, classes, recipients: [] }
  }
  if (command.basis === 'provide') return againstProvision(command, terms, shown)
  return command.recipients === undefined && command.forGain === undefined
    ? undefined
    : { _tag: 'ProvisionFieldsDoNotFit', basis: 'use' }
}

export const giveMarketingConsent = (
  command: GiveMarketingConsent,
  consent: Consent,
  issued: Issued,
): Decision => {
  const { form } = command
  if (form === 'silence' || form === 'preTicked')
    return E.left({ _tag: 'SilenceIsNoConsent', form })
  const entry = entryOf(command, consent, issued)
  const given: MarketingConsentGiven = { ...command, ...entry, form, type: 'MarketingConsentGiven' }
  const before = consent.entries.find(
    (one): one is MarketingConsentGiven =>
      one.type === 'MarketingConsentGiven' && one.consentId === command.consentId,
  )
  if (before !== undefined) {
    const differences = differencesBetween(withoutEntry(before), withoutEntry(given))
    return differences.length === 0
      ? E.right([])
      : E.left({ _tag: 'ConsentAlreadyGiven', differences })
  }
  const vague = unspecificIn(command.classes)
  const against =
    (vague.length > 0 ? ({ _tag: 'UnspecificClass', classes: vague } as const) : undefined) ??
    inFuture(command.receivedAt, nowIn(consent, issued)) ??
    againstNotice(command, consent)
  return against === undefined ? E.right([given]) : E.left(against)
}

const waitingConsent = (
  { entries }: Consent,
  consentId: ConsentId,
  medium: Medium,
): MarketingConsentGiven | undefined =>
  entries.find(
    (one): one is MarketingConsentGiven =>
      one.type === 'MarketingConsentGiven' && one.consentId === consentId && one.medium === medium,
  )

const isConfirmed = ({ entries }: Consent, consentId: ConsentId): boolean =>
  entries.some(
    (one) =>
      (one.type === 'OralConsentConfirmed' || one.type === 'ElectronicConsentConfirmed') &&
      one.consentId === consentId,
  )

export const confirmOral = (
  command: ConfirmOralConsent,
  consent: Consent,
  issued: Issued,
): Decision => {
  const { consentId, sentAt, sha256 } = command
  const given = waitingConsent(consent, consentId, 'oral')
  if (given === undefined) return E.left({ _tag: 'UnknownConsent', consentId })
  if (isConfirmed(consent, consentId)) return E.right([])
  const late = inFuture(sentAt, nowIn(consent, issued))
  if (late !== undefined) return E.left(late)
  if (!isWithin(sentAt, given.receivedAt, oralConfirmationDays)) {
    const dueDay = plusDays(dayInHongKong(given.receivedAt), oralConfirmationDays)
    return E.left({ _tag: 'ConfirmationLate', dueDay, sentOn: dayInHongKong(sentAt) })
  }
  const entry = entryOf(command, consent, issued)
  return E.right([{ type: 'OralConsentConfirmed', ...entry, consentId, sentAt, sha256 }])
}

export const confirmElectronic = (
  command: ConfirmElectronicConsent,
  consent: Consent,
  issued: Issued,
): Decision => {
  const { consentId, confirmedAt, origin } = command
  const given = waitingConsent(consent, consentId, 'electronic')
  if (given === undefined) return E.left({ _tag: 'UnknownConsent', consentId })
  if (isConfirmed(consent, consentId)) return E.right([])
  const late = inFuture(confirmedAt, nowIn(consent, issued))
  if (late !== undefined) return E.left(late)
  if (!isWithin(confirmedAt, given.receivedAt, linkDays)) {
    const lastDay = plusDays(dayInHongKong(given.receivedAt), linkDays)
    return E.left({ _tag: 'LinkExpired', days: linkDays, lastDay })
  }
  const entry = entryOf(command, consent, issued)
  return E.right([
    {
      type: 'ElectronicConsentConfirmed',
      ...entry,
      consentId,
      confirmedAt,
      ...(origin === undefined ? {} : { origin }),
    },
  ])
}

export const givePrescribed = (
  command: GivePrescribedConsent,
  consent: Consent,
  issued: Issued,
): Decision => {
  const { consentId, purpose, form, medium, receivedAt, evidence } = command
  // Express and voluntary: here not even "no objection" is enough (PDPO s.2(3)).
  if (form !== 'explicit') return E.left({ _tag: 'SilenceIsNoConsent', form })
  const given: PrescribedConsentGiven = {
    type: 'PrescribedConsentGiven',
    ...entryOf(command, consent, issued),
    consentId,
    purpose,
    medium,
    receivedAt,
    ...(evidence === undefined ? {} : { evidence }),
  }
  const before = consent.entries.find(
    (one): one is PrescribedConsentGiven =>
      one.type === 'PrescribedConsentGiven' && one.consentId === consentId,
  )
  if (before !== undefined) {
    const differences = differencesBetween(withoutEntry(before), withoutEntry(given))
    return differences.length === 0
      ? E.right([])
      : E.left({ _tag: 'ConsentAlreadyGiven', differences })
  }
  const late = inFuture(receivedAt, nowIn(consent, issued))
  return late === undefined ? E.right([given]) : E.left(late)
}

export const withdrawPrescribed = (
  command: WithdrawPrescribedConsent,
  consent: Consent,
  issued: Issued,
): Decision => {
  if (isEntered(consent, issued)) return E.right([])
  const { purpose, medium, receivedAt, notice } = command
  if (medium === 'oral') return E.left({ _tag: 'WrittenNoticeNeeded' })
  const late = inFuture(receivedAt, nowIn(consent, issued))
  if (late !== undefined) return E.left(late)
  const entry = entryOf(command, consent, issued)
  return E.right([
    {
      type: 'PrescribedConsentWithdrawn',
      ...entry,
      purpose,
      medium,
      receivedAt,
      ...(notice === undefined ? {} : { notice }),
    },
  ])
}
