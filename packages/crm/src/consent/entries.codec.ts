// What stands in the stream of a customer, as it is stored, and what of it goes to another stream.
import {
  type ByType,
  flag,
  instantCodec,
  list,
  literal,
  oneOf,
  optional,
  record,
} from '@patina/eventsourcing'
import { personal } from '@patina/privacy'
import {
  codeCodec,
  consentIdCodec,
  customerIdCodec,
  dataKindCodec,
  eventIdCodec,
  provisionIdCodec,
  purposeCodeCodec,
  recipientClassCodec,
  recipientIdCodec,
  sha256Codec,
  subjectClassCodec,
  useIdCodec,
} from '../shared/codecs.js'
import type { WithoutSealed } from '../shared/without-sealed.js'
import type {
  AllowedBy,
  ClearConsentEntry,
  ConsentEntry,
  DataCollected,
  DataProvided,
  ElectronicConsentConfirmed,
  MarketingConsentGiven,
  MarketingOptedOut,
  MarketingUseAuthorised,
  NoticePresented,
  OralConsentConfirmed,
  Owed,
  PrescribedConsentGiven,
  PrescribedConsentWithdrawn,
  RecipientToldToCease,
  SourceNoticeReceived,
  UseHandedOver,
} from './events.js'
import { confirmationOrigin, consentEvidence, optOutText, withdrawalNotice } from './kinds.js'
import { adoptedNoticeCodec } from './notice.codec.js'
import {
  answersCodec,
  basisCodec,
  channelCodec,
  classesCodec,
  kindsCodec,
  languageCodec,
  mediumCodec,
  ofCodec,
  recipientsCodec,
  scopeCodec,
} from './words.codec.js'

const mostOwed = 2000

const allowedByCodec = list(
  record<AllowedBy>('AllowedBy', { kind: dataKindCodec, eventId: eventIdCodec }),
  { least: 1, most: 100 },
)

const ofEveryEntry = {
  eventId: eventIdCodec,
  customerId: customerIdCodec,
  decidedAt: instantCodec,
}

// What of these entries is not sealed.
const marketingConsentGiven = {
  type: literal('MarketingConsentGiven'),
  ...ofEveryEntry,
  consentId: consentIdCodec,
  basis: basisCodec,
  form: literal('explicit', 'noObjection'),
  medium: mediumCodec,
  noticeEventId: eventIdCodec,
  kinds: kindsCodec,
  classes: classesCodec,
  recipients: optional(recipientsCodec),
  forGain: optional(flag),
  receivedAt: instantCodec,
  expiresAt: optional(instantCodec),
  answers: optional(answersCodec),
  collectionMethod: optional(codeCodec),
}

const electronicConsentConfirmed = {
  type: literal('ElectronicConsentConfirmed'),
  ...ofEveryEntry,
  consentId: consentIdCodec,
  confirmedAt: instantCodec,
}

const marketingOptedOut = {
  type: literal('MarketingOptedOut'),
  ...ofEveryEntry,
  scope: scopeCodec,
  of: ofCodec,
  channel: codeCodec,
  receivedAt: instantCodec,
  owed: list(
    record<Owed>('Owed', { provisionId: provisionIdCodec, recipientId: recipientIdCodec }),
    { most: mostOwed },
  ),
}

const prescribedConsentGiven = {
  type: literal('PrescribedConsentGiven'),
  ...ofEveryEntry,
  consentId: consentIdCodec,
  purpose: purposeCodeCodec,
  medium: mediumCodec,
  receivedAt: instantCodec,
}

const prescribedConsentWithdrawn = {
  type: literal('PrescribedConsentWithdrawn'),
  ...ofEveryEntry,
  purpose: purposeCodeCodec,
  medium: literal('written', 'electronic'),
  receivedAt: instantCodec,
}

/** How each entry of a customer is stored. */
export const entryCodecs: ByType<ConsentEntry> = {
  NoticePresented: record<NoticePresented>('NoticePresented', {
    type: literal('NoticePresented'),
    ...ofEveryEntry,
    notice: adoptedNoticeCodec,
    lang: languageCodec,
    textSha256: sha256Codec,
    medium: mediumCodec,
    presentedAt: instantCodec,
  }),
  SourceNoticeReceived: record<SourceNoticeReceived>('SourceNoticeReceived', {
    type: literal('SourceNoticeReceived'),
    ...ofEveryEntry,
    sourceId: recipientIdCodec,
    kinds: kindsCodec,
    classes: classesCodec,
    documentSha256: sha256Codec,
    receivedAt: instantCodec,
  }),
  DataCollected: record<DataCollected>('DataCollected', {
    type: literal('DataCollected'),
    ...ofEveryEntry,
    purpose: purposeCodeCodec,
    kinds: kindsCodec,
    noticeEventId: eventIdCodec,
  }),
  MarketingConsentGiven: record<MarketingConsentGiven>('MarketingConsentGiven', {
    ...marketingConsentGiven,
    evidence: optional(personal(consentEvidence)),
  }),
  OralConsentConfirmed: record<OralConsentConfirmed>('OralConsentConfirmed', {
    type: literal('OralConsentConfirmed'),
    ...ofEveryEntry,
    consentId: consentIdCodec,
    sentAt: instantCodec,
    sha256: sha256Codec,
  }),
  ElectronicConsentConfirmed: record<ElectronicConsentConfirmed>('ElectronicConsentConfirmed', {
    ...electronicConsentConfirmed,
    origin: optional(personal(confirmationOrigin)),
  }),
  MarketingOptedOut: record<MarketingOptedOut>('MarketingOptedOut', {
    ...marketingOptedOut,
    raw: optional(personal(optOutText)),
  }),
  PrescribedConsentGiven: record<PrescribedConsentGiven>('PrescribedConsentGiven', {
    ...prescribedConsentGiven,
    evidence: optional(personal(consentEvidence)),
  }),
  PrescribedConsentWithdrawn: record<PrescribedConsentWithdrawn>('PrescribedConsentWithdrawn', {
    ...prescribedConsentWithdrawn,
    notice: optional(personal(withdrawalNotice)),
  }),
  MarketingUseAuthorised: record<MarketingUseAuthorised>('MarketingUseAuthorised', {
    type: literal('MarketingUseAuthorised'),
    ...ofEveryEntry,
    useId: useIdCodec,
    channel: channelCodec,
    kinds: kindsCodec,
    class: subjectClassCodec,
    by: allowedByCodec,
    isFirstUse: flag,
    validUntil: instantCodec,
    campaignId: optional(codeCodec),
  }),
  UseHandedOver: record<UseHandedOver>('UseHandedOver', {
    type: literal('UseHandedOver'),
    ...ofEveryEntry,
    useId: useIdCodec,
    authorisationEventId: eventIdCodec,
    handedOverAt: instantCodec,
    overtakenBy: optional(eventIdCodec),
  }),
  DataProvided: record<DataProvided>('DataProvided', {
    type: literal('DataProvided'),
    ...ofEveryEntry,
    provisionId: provisionIdCodec,
    recipientId: recipientIdCodec,
    recipientClass: recipientClassCodec,
    kinds: kindsCodec,
    class: subjectClassCodec,
    forGain: flag,
    by: allowedByCodec,
  }),
  RecipientToldToCease: record<RecipientToldToCease>('RecipientToldToCease', {
    type: literal('RecipientToldToCease'),
    ...ofEveryEntry,
    recipientId: recipientIdCodec,
    writtenAt: instantCodec,
    provisionIds: list(provisionIdCodec, { least: 1, most: mostOwed }),
  }),
}

/** What decides of an entry, as it goes from one stream to another: without what is sealed. */
export const clearEntryCodec = oneOf<ClearConsentEntry>('ClearConsentEntry', {
  ...entryCodecs,
  MarketingConsentGiven: record<WithoutSealed<MarketingConsentGiven>>(
    'MarketingConsentGiven',
    marketingConsentGiven,
  ),
  ElectronicConsentConfirmed: record<WithoutSealed<ElectronicConsentConfirmed>>(
    'ElectronicConsentConfirmed',
    electronicConsentConfirmed,
  ),
  MarketingOptedOut: record<WithoutSealed<MarketingOptedOut>>(
    'MarketingOptedOut',
    marketingOptedOut,
  ),
  PrescribedConsentGiven: record<WithoutSealed<PrescribedConsentGiven>>(
    'PrescribedConsentGiven',
    prescribedConsentGiven,
  ),
  PrescribedConsentWithdrawn: record<WithoutSealed<PrescribedConsentWithdrawn>>(
    'PrescribedConsentWithdrawn',
    prescribedConsentWithdrawn,
  ),
})

/** How an entry of a customer's consents is kept in a view. */
export const entryCodec = oneOf<ConsentEntry>('ConsentEntry', entryCodecs)
