// What a customer is given to keep about one consent.
import type { Instant } from '@patina/eventsourcing'
import type {
  Code,
  ConsentId,
  CustomerId,
  DataKind,
  EventId,
  NoticeId,
  RecipientClass,
  SubjectClass,
} from '../shared/ids.js'
import type { ClearConsentEntry, MarketingConsentGiven, Medium, NoticePresented } from './events.js'
import { type Lack, lackOf } from './lack.js'
import type { Language } from './notice.js'

/**
 * A receipt for a consent, in the parts of ISO/IEC TS 27560:2023: header, processing, parties, events. It carries the
 * pseudonymous id of the customer and nothing by which a person can be found.
 */
export interface ConsentReceipt {
  readonly receiptId: EventId
  readonly consentId: ConsentId
  readonly subject: CustomerId
  readonly jurisdiction: 'HK'
  readonly basis: MarketingConsentGiven['basis']
  readonly form: MarketingConsentGiven['form']
  readonly medium: Medium
  readonly notice: {
    readonly noticeId: NoticeId
    readonly version: number
    readonly lang: Language
    readonly sha256: string
  }
  readonly purpose: 'directMarketing'
  readonly kinds: ReadonlyArray<DataKind>
  readonly classes: ReadonlyArray<SubjectClass>
  readonly recipients: ReadonlyArray<RecipientClass>
  readonly forGain: boolean
  /** Never fewer than for granting: what the notice offered for the answer. */
  readonly withdrawalChannels: ReadonlyArray<Code>
  readonly receivedAt: Instant
  readonly expiresAt?: Instant
  /** What the consent lacks to count at the moment of the receipt. */
  readonly lack?: Lack
}

/** The receipt of a consent as of a moment; nothing when the customer has given none of this id. */
export const receiptOf = (
  entries: ReadonlyArray<ClearConsentEntry>,
  consentId: ConsentId,
  at: Instant,
): ConsentReceipt | undefined => {
  const given = entries.find(
    (one): one is MarketingConsentGiven =>
      one.type === 'MarketingConsentGiven' && one.consentId === consentId,
  )
  const shown = entries.find(
    (one): one is NoticePresented =>
      one.type === 'NoticePresented' && one.eventId === given?.noticeEventId,
  )
  if (given === undefined || shown?.notice.terms.type !== 'marketing') return undefined
  const { terms } = shown.notice
  const lack = lackOf(given, entries, at)
  return {
    receiptId: given.eventId,
    consentId,
    subject: given.customerId,
    jurisdiction: 'HK',
    basis: given.basis,
    form: given.form,
    medium: given.medium,
    notice: {
      noticeId: terms.noticeId,
      version: terms.version,
      lang: shown.lang,
      sha256: shown.textSha256,
    },
    purpose: 'directMarketing',
    kinds: given.kinds,
    classes: given.classes,
    recipients: given.recipients ?? [],
    forGain: given.forGain ?? false,
    withdrawalChannels: terms.responseChannels,
    receivedAt: given.receivedAt,
    ...(given.expiresAt === undefined ? {} : { expiresAt: given.expiresAt }),
    ...(lack === undefined ? {} : { lack }),
  }
}
