import {
  type ByType,
  type EventCodecs,
  eventCodec,
  flag,
  instantCodec,
  integer,
  list,
  literal,
  oneOf,
  optional,
  record,
  text,
} from '@patina/eventsourcing'
import { about, maybe, personal } from '@patina/privacy'
import type * as t from 'io-ts'
import {
  codeCodec,
  consentIdCodec,
  customerIdCodec,
  dataKindCodec,
  eventIdCodec,
  mergeIdCodec,
  noticeIdCodec,
  provisionIdCodec,
  purposeCodeCodec,
  recipientClassCodec,
  recipientIdCodec,
  setOf,
  sha256Codec,
  subjectClassCodec,
  useIdCodec,
} from '../shared/codecs.js'
import type { WithoutSealed } from '../shared/without-sealed.js'
import type {
  AdoptConsent,
  AdoptNotice,
  AuthoriseUse,
  ConfirmElectronicConsent,
  ConfirmOralConsent,
  ConsentCommand,
  ExpectConsent,
  GiveMarketingConsent,
  GivePrescribedConsent,
  MoveConsent,
  OptOut,
  PresentNotice,
  ProvideData,
  RecordCollection,
  RecordHandOver,
  RecordSourceNotice,
  ReopenConsent,
  ReturnConsent,
  TellRecipient,
  WithdrawPrescribedConsent,
} from './commands.js'
import type {
  AllowedBy,
  Channel,
  ClearConsentEntry,
  ConsentAdopted,
  ConsentEntry,
  ConsentEvent,
  ConsentExpected,
  ConsentMoved,
  ConsentReopened,
  ConsentReturned,
  DataCollected,
  DataProvided,
  ElectronicConsentConfirmed,
  MarketingConsentGiven,
  MarketingOptedOut,
  MarketingUseAuthorised,
  Medium,
  NoticeAdopted,
  NoticePresented,
  OptOutOfAll,
  OptOutOfSome,
  OptOutScope,
  OralConsentConfirmed,
  Owed,
  PrescribedConsentGiven,
  PrescribedConsentWithdrawn,
  RecipientToldToCease,
  SourceNoticeReceived,
  UseHandedOver,
} from './events.js'
import { confirmationOrigin, consentEvidence, optOutText, withdrawalNotice } from './kinds.js'
import type {
  AdoptedNotice,
  CollectionTerms,
  Handler,
  Language,
  MarketingTerms,
  NoticeTerms,
  NoticeText,
  ProvisionTerms,
  RightsTerms,
} from './notice.js'

const mostOwed = 2000

const kindsCodec = setOf(dataKindCodec)
const classesCodec = setOf(subjectClassCodec)
const recipientsCodec = setOf(recipientClassCodec)
const mediumCodec: t.Type<Medium, unknown> = literal('written', 'electronic', 'oral')
const languageCodec: t.Type<Language, unknown> = literal('en', 'zh-Hant', 'zh-Hans')
const basisCodec = literal('use', 'provide')
const channelCodec: t.Type<Channel, unknown> = literal('email', 'sms', 'call', 'post', 'chat')
const ofCodec = literal('use', 'provision', 'both')
const formCodec = literal('explicit', 'noObjection', 'silence', 'preTicked')

const textsCodec = list(
  record<NoticeText>('NoticeText', { lang: languageCodec, sha256: sha256Codec }),
  { least: 1, most: 10 },
)
const ofEveryNotice = {
  noticeId: noticeIdCodec,
  version: integer(1, 1_000_000),
  texts: textsCodec,
}

const noticeTermsCodec: t.Type<NoticeTerms, unknown> = oneOf<NoticeTerms>('NoticeTerms', {
  collection: record<CollectionTerms>('CollectionTerms', {
    type: literal('collection'),
    ...ofEveryNotice,
    purposes: setOf(purposeCodeCodec),
    obligatory: setOf(dataKindCodec, { least: 0 }),
    voluntary: setOf(dataKindCodec, { least: 0 }),
    transferees: setOf(recipientClassCodec, { least: 0 }),
  }),
  rights: record<RightsTerms>('RightsTerms', {
    type: literal('rights'),
    ...ofEveryNotice,
    handler: record<Handler>('Handler', { jobTitle: text(100), address: text(300) }),
  }),
  marketing: record<MarketingTerms>('MarketingTerms', {
    type: literal('marketing'),
    ...ofEveryNotice,
    kinds: kindsCodec,
    classes: classesCodec,
    responseChannels: setOf(codeCodec),
    provision: optional(
      record<ProvisionTerms>('ProvisionTerms', { recipients: recipientsCodec, forGain: flag }),
    ),
  }),
})

/** How an adopted notice is kept. */
export const adoptedNoticeCodec = record<AdoptedNotice>('AdoptedNotice', {
  terms: noticeTermsCodec,
  sha256: sha256Codec,
})

const scopeCodec = oneOf<OptOutScope>('OptOutScope', {
  all: record<OptOutOfAll>('OptOutOfAll', { type: literal('all') }),
  some: record<OptOutOfSome>('OptOutOfSome', {
    type: literal('some'),
    kinds: kindsCodec,
    classes: classesCodec,
  }),
})

const allowedByCodec = list(
  record<AllowedBy>('AllowedBy', { kind: dataKindCodec, eventId: eventIdCodec }),
  { least: 1, most: 100 },
)

const answersCodec = list(eventIdCodec, { least: 1, most: 100 })

const ofEveryEntry = {
  eventId: eventIdCodec,
  customerId: customerIdCodec,
  decidedAt: instantCodec,
}

const noticeAdopted: t.Type<NoticeAdopted, unknown> = record<NoticeAdopted>('NoticeAdopted', {
  type: literal('NoticeAdopted'),
  terms: noticeTermsCodec,
  sha256: sha256Codec,
})

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

const entryCodecs: ByType<ConsentEntry> = {
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

// What decides of an entry, as it goes from one stream to another: without what is sealed.
const clearEntryCodec = oneOf<ClearConsentEntry>('ClearConsentEntry', {
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

const ofMove = { customerId: customerIdCodec, mergeId: mergeIdCodec }
const handedOver = {
  members: list(customerIdCodec, { least: 1, most: 10_000 }),
  entries: list(clearEntryCodec, { most: 100_000 }),
}

/** How an entry of a customer's consents is kept in a view. */
export const entryCodec = oneOf<ConsentEntry>('ConsentEntry', entryCodecs)

/** How the events of notices and consents are stored. */
export const eventCodecs: EventCodecs<ConsentEvent> = {
  NoticeAdopted: eventCodec(noticeAdopted),
  NoticePresented: eventCodec(entryCodecs.NoticePresented),
  SourceNoticeReceived: eventCodec(entryCodecs.SourceNoticeReceived),
  DataCollected: eventCodec(entryCodecs.DataCollected),
  MarketingConsentGiven: eventCodec(entryCodecs.MarketingConsentGiven),
  OralConsentConfirmed: eventCodec(entryCodecs.OralConsentConfirmed),
  ElectronicConsentConfirmed: eventCodec(entryCodecs.ElectronicConsentConfirmed),
  MarketingOptedOut: eventCodec(entryCodecs.MarketingOptedOut),
  PrescribedConsentGiven: eventCodec(entryCodecs.PrescribedConsentGiven),
  PrescribedConsentWithdrawn: eventCodec(entryCodecs.PrescribedConsentWithdrawn),
  MarketingUseAuthorised: eventCodec(entryCodecs.MarketingUseAuthorised),
  UseHandedOver: eventCodec(entryCodecs.UseHandedOver),
  DataProvided: eventCodec(entryCodecs.DataProvided),
  RecipientToldToCease: eventCodec(entryCodecs.RecipientToldToCease),
  ConsentExpected: eventCodec(
    record<ConsentExpected>('ConsentExpected', {
      type: literal('ConsentExpected'),
      ...ofMove,
      from: customerIdCodec,
    }),
  ),
  ConsentMoved: eventCodec(
    record<ConsentMoved>('ConsentMoved', {
      type: literal('ConsentMoved'),
      ...ofMove,
      to: customerIdCodec,
      ...handedOver,
    }),
  ),
  ConsentAdopted: eventCodec(
    record<ConsentAdopted>('ConsentAdopted', {
      type: literal('ConsentAdopted'),
      ...ofMove,
      from: customerIdCodec,
      ...handedOver,
    }),
  ),
  ConsentReturned: eventCodec(
    record<ConsentReturned>('ConsentReturned', {
      type: literal('ConsentReturned'),
      ...ofMove,
      to: customerIdCodec,
      ...handedOver,
    }),
  ),
  ConsentReopened: eventCodec(
    record<ConsentReopened>('ConsentReopened', {
      type: literal('ConsentReopened'),
      ...ofMove,
      ...handedOver,
    }),
  ),
}

/** Which commands about notices and consents are let in. */
export const commandCodecs: ByType<ConsentCommand> = {
  AdoptNotice: record<AdoptNotice>('AdoptNotice', {
    type: literal('AdoptNotice'),
    terms: noticeTermsCodec,
  }),
  PresentNotice: record<PresentNotice>('PresentNotice', {
    type: literal('PresentNotice'),
    customerId: customerIdCodec,
    notice: adoptedNoticeCodec,
    lang: languageCodec,
    medium: mediumCodec,
    presentedAt: instantCodec,
  }),
  RecordSourceNotice: record<RecordSourceNotice>('RecordSourceNotice', {
    type: literal('RecordSourceNotice'),
    customerId: customerIdCodec,
    sourceId: recipientIdCodec,
    kinds: kindsCodec,
    classes: classesCodec,
    documentSha256: sha256Codec,
    receivedAt: instantCodec,
  }),
  RecordCollection: record<RecordCollection>('RecordCollection', {
    type: literal('RecordCollection'),
    customerId: customerIdCodec,
    purpose: purposeCodeCodec,
    kinds: kindsCodec,
  }),
  GiveMarketingConsent: record<GiveMarketingConsent>('GiveMarketingConsent', {
    type: literal('GiveMarketingConsent'),
    customerId: customerIdCodec,
    consentId: consentIdCodec,
    basis: basisCodec,
    form: formCodec,
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
    ...about<GiveMarketingConsent>()(
      'customerId',
      { evidence: maybe(consentEvidence) },
      'consentId',
    ),
  }),
  ConfirmOralConsent: record<ConfirmOralConsent>('ConfirmOralConsent', {
    type: literal('ConfirmOralConsent'),
    customerId: customerIdCodec,
    consentId: consentIdCodec,
    sentAt: instantCodec,
    sha256: sha256Codec,
  }),
  ConfirmElectronicConsent: record<ConfirmElectronicConsent>('ConfirmElectronicConsent', {
    type: literal('ConfirmElectronicConsent'),
    customerId: customerIdCodec,
    consentId: consentIdCodec,
    confirmedAt: instantCodec,
    ...about<ConfirmElectronicConsent>()(
      'customerId',
      { origin: maybe(confirmationOrigin) },
      'consentId',
    ),
  }),
  OptOut: record<OptOut>('OptOut', {
    type: literal('OptOut'),
    customerId: customerIdCodec,
    scope: scopeCodec,
    of: ofCodec,
    channel: codeCodec,
    receivedAt: instantCodec,
    ...about<OptOut>()('customerId', { raw: maybe(optOutText) }),
  }),
  GivePrescribedConsent: record<GivePrescribedConsent>('GivePrescribedConsent', {
    type: literal('GivePrescribedConsent'),
    customerId: customerIdCodec,
    consentId: consentIdCodec,
    purpose: purposeCodeCodec,
    form: formCodec,
    medium: mediumCodec,
    receivedAt: instantCodec,
    ...about<GivePrescribedConsent>()(
      'customerId',
      { evidence: maybe(consentEvidence) },
      'consentId',
    ),
  }),
  WithdrawPrescribedConsent: record<WithdrawPrescribedConsent>('WithdrawPrescribedConsent', {
    type: literal('WithdrawPrescribedConsent'),
    customerId: customerIdCodec,
    purpose: purposeCodeCodec,
    medium: mediumCodec,
    receivedAt: instantCodec,
    ...about<WithdrawPrescribedConsent>()('customerId', { notice: maybe(withdrawalNotice) }),
  }),
  AuthoriseUse: record<AuthoriseUse>('AuthoriseUse', {
    type: literal('AuthoriseUse'),
    customerId: customerIdCodec,
    useId: useIdCodec,
    channel: channelCodec,
    kinds: kindsCodec,
    class: subjectClassCodec,
    hindrances: list(
      literal(
        'suppressed',
        'onDoNotCallRegister',
        'identifierInvalid',
        'identifierDoubted',
        'deceased',
        'blocked',
        'openComplaint',
        'processingRestricted',
        'beingErased',
        'notEligible',
      ),
      { most: 20 },
    ),
    campaignId: optional(codeCodec),
  }),
  RecordHandOver: record<RecordHandOver>('RecordHandOver', {
    type: literal('RecordHandOver'),
    customerId: customerIdCodec,
    useId: useIdCodec,
  }),
  ProvideData: record<ProvideData>('ProvideData', {
    type: literal('ProvideData'),
    customerId: customerIdCodec,
    provisionId: provisionIdCodec,
    recipientId: recipientIdCodec,
    recipientClass: recipientClassCodec,
    kinds: kindsCodec,
    class: subjectClassCodec,
    forGain: flag,
  }),
  TellRecipient: record<TellRecipient>('TellRecipient', {
    type: literal('TellRecipient'),
    customerId: customerIdCodec,
    recipientId: recipientIdCodec,
    writtenAt: instantCodec,
  }),
  ExpectConsent: record<ExpectConsent>('ExpectConsent', {
    type: literal('ExpectConsent'),
    ...ofMove,
    from: customerIdCodec,
  }),
  MoveConsent: record<MoveConsent>('MoveConsent', {
    type: literal('MoveConsent'),
    ...ofMove,
    to: customerIdCodec,
  }),
  AdoptConsent: record<AdoptConsent>('AdoptConsent', {
    type: literal('AdoptConsent'),
    ...ofMove,
    from: customerIdCodec,
    ...handedOver,
  }),
  ReturnConsent: record<ReturnConsent>('ReturnConsent', {
    type: literal('ReturnConsent'),
    ...ofMove,
    to: customerIdCodec,
    members: handedOver.members,
  }),
  ReopenConsent: record<ReopenConsent>('ReopenConsent', {
    type: literal('ReopenConsent'),
    ...ofMove,
    ...handedOver,
  }),
}
