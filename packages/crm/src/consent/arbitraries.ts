import type { Instant } from '@patina/eventsourcing'
import { sealedPersonal } from '@patina/testing'
import fc from 'fast-check'
import { anyIds, codeTexts, customerIds, idOf, instants, records } from '../shared/arbitraries.js'
import {
  type Code,
  type ConsentId,
  type CustomerId,
  codeOf,
  type DataKind,
  dataKind,
  type EventId,
  type MergeId,
  type NoticeId,
  type ProvisionId,
  type PurposeCode,
  purposeCode,
  type RecipientClass,
  type RecipientId,
  recipientClass,
  recipientId,
  type SubjectClass,
  subjectClass,
  type UseId,
} from '../shared/ids.js'
import { sha256Of } from '../shared/sha256.js'
import { withoutSealed } from '../shared/without-sealed.js'
import type { ConsentCommand, Hindrance, MoveStep } from './commands.js'
import type {
  Channel,
  ConsentEntry,
  ConsentEvent,
  ConsentMove,
  Medium,
  OptOutScope,
} from './events.js'
import { confirmationOrigin, consentEvidence, optOutText, withdrawalNotice } from './kinds.js'
import type { AdoptedNotice, Language, MarketingTerms, NoticeTerms } from './notice.js'

const kindPool = ['email', 'mobile', 'name'].map(dataKind)
const classPool = ['watches', 'rings'].map(subjectClass)
const recipientPool = ['insurers', 'banks'].map(recipientClass)

const some = <A>(pool: ReadonlyArray<A>): fc.Arbitrary<ReadonlyArray<A>> =>
  fc.subarray([...pool], { minLength: 1 })
const kinds: fc.Arbitrary<ReadonlyArray<DataKind>> = some(kindPool)
const classes: fc.Arbitrary<ReadonlyArray<SubjectClass>> = some(classPool)
const recipients: fc.Arbitrary<ReadonlyArray<RecipientClass>> = some(recipientPool)
const oneClass = fc.constantFrom(...classPool)
const oneRecipientClass = fc.constantFrom(...recipientPool)
const recipientIds: fc.Arbitrary<RecipientId> = fc.constantFrom(
  recipientId('FIRST-CO'),
  recipientId('OTHER-CO'),
)
const purposeCodes: fc.Arbitrary<PurposeCode> = fc.constantFrom(
  ...['sale', 'membership', 'afterSales', 'profiling', 'tax', 'unheardOf'].map(purposeCode),
)
const hashes = fc.constantFrom('ab'.repeat(32), 'cd'.repeat(32))
const media = fc.constantFrom<Medium>('written', 'electronic', 'oral')
const languages = fc.constantFrom<Language>('en', 'zh-Hant', 'zh-Hans')
const channels = fc.constantFrom<Channel>('email', 'sms', 'call', 'post', 'chat')
const codes = codeTexts as fc.Arbitrary<Code>
const words = fc.constantFrom('Form 12, signed by Chan Tai Man Example', '請停止發送廣告 Example')
const answered = fc.array(anyIds<EventId>(), { minLength: 1, maxLength: 2 })
const evidence = sealedPersonal(consentEvidence, words)

type EntryOf<T extends ConsentEntry['type']> = Extract<ConsentEntry, { type: T }>
type CommandOf<T extends ConsentCommand['type']> = Extract<ConsentCommand, { type: T }>

const everyNotice = {
  noticeId: anyIds<NoticeId>(),
  version: fc.integer({ min: 1, max: 3 }),
  texts: fc.array(fc.record({ lang: languages, sha256: hashes }), { minLength: 1, maxLength: 3 }),
}

/** The terms of any notice. */
export const noticeTerms: fc.Arbitrary<NoticeTerms> = fc.oneof(
  fc.record({
    type: fc.constant('collection' as const),
    ...everyNotice,
    purposes: some(['sale', 'membership'].map(purposeCode)),
    obligatory: kinds,
    voluntary: fc.constant<ReadonlyArray<DataKind>>([]),
    transferees: recipients,
  }),
  fc.record({
    type: fc.constant('rights' as const),
    ...everyNotice,
    handler: fc.constant({ jobTitle: 'Data Protection Officer', address: '1 Example Road' }),
  }),
  records<MarketingTerms, Exclude<keyof MarketingTerms, 'provision'>>(
    {
      type: fc.constant('marketing' as const),
      ...everyNotice,
      kinds,
      classes,
      responseChannels: fc.constant([codeOf('web')]),
    },
    { provision: fc.record({ recipients, forGain: fc.boolean() }) },
  ),
)

const notices: fc.Arbitrary<AdoptedNotice> = noticeTerms.map((terms) => ({
  terms,
  sha256: sha256Of(terms),
}))

const scopes: fc.Arbitrary<OptOutScope> = fc.oneof(
  fc.constant({ type: 'all' as const }),
  fc.record({ type: fc.constant('some' as const), kinds, classes }),
)

const allowedBy = fc.array(
  fc.record({ kind: fc.constantFrom(...kindPool), eventId: anyIds<EventId>() }),
  { minLength: 1, maxLength: 3 },
)

// Few of each, so that confirmations find their consents and hand-overs their uses.
const consentIds = fc.nat(2).map((n) => idOf<ConsentId>('cons', n))
const useIds = fc.nat(2).map((n) => idOf<UseId>('use', n))
const provisionIds = fc.nat(2).map((n) => idOf<ProvisionId>('prov', n))

/** Any entry of one customer, at moments of the generator's choice. */
export const entriesOfCustomer = (
  customer: fc.Arbitrary<CustomerId>,
  moments: fc.Arbitrary<Instant> = instants,
): fc.Arbitrary<ConsentEntry> => {
  const entry = { eventId: anyIds<EventId>(), customerId: customer, decidedAt: moments }
  return fc.oneof(
    fc.record({
      type: fc.constant('NoticePresented' as const),
      ...entry,
      notice: notices,
      lang: languages,
      textSha256: hashes,
      medium: media,
      presentedAt: moments,
    }),
    fc.record({
      type: fc.constant('SourceNoticeReceived' as const),
      ...entry,
      sourceId: recipientIds,
      kinds,
      classes,
      documentSha256: hashes,
      receivedAt: moments,
    }),
    fc.record({
      type: fc.constant('DataCollected' as const),
      ...entry,
      purpose: purposeCodes,
      kinds,
      noticeEventId: anyIds<EventId>(),
    }),
    {
      weight: 4,
      arbitrary: records<
        EntryOf<'MarketingConsentGiven'>,
        Exclude<
          keyof EntryOf<'MarketingConsentGiven'>,
          'recipients' | 'forGain' | 'expiresAt' | 'answers' | 'collectionMethod' | 'evidence'
        >
      >(
        {
          type: fc.constant('MarketingConsentGiven' as const),
          ...entry,
          consentId: consentIds,
          basis: fc.constantFrom('use' as const, 'provide' as const),
          form: fc.constantFrom('explicit' as const, 'noObjection' as const),
          medium: media,
          noticeEventId: anyIds<EventId>(),
          kinds,
          classes,
          receivedAt: moments,
        },
        {
          recipients,
          forGain: fc.boolean(),
          expiresAt: moments,
          answers: answered,
          collectionMethod: codes,
          evidence,
        },
      ),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('OralConsentConfirmed' as const),
        ...entry,
        consentId: consentIds,
        sentAt: moments,
        sha256: hashes,
      }),
    },
    {
      weight: 2,
      arbitrary: records<
        EntryOf<'ElectronicConsentConfirmed'>,
        Exclude<keyof EntryOf<'ElectronicConsentConfirmed'>, 'origin'>
      >(
        {
          type: fc.constant('ElectronicConsentConfirmed' as const),
          ...entry,
          consentId: consentIds,
          confirmedAt: moments,
        },
        { origin: sealedPersonal(confirmationOrigin, words) },
      ),
    },
    {
      weight: 2,
      arbitrary: records<
        EntryOf<'MarketingOptedOut'>,
        Exclude<keyof EntryOf<'MarketingOptedOut'>, 'raw'>
      >(
        {
          type: fc.constant('MarketingOptedOut' as const),
          ...entry,
          scope: scopes,
          of: fc.constantFrom('use' as const, 'provision' as const, 'both' as const),
          channel: codes,
          receivedAt: moments,
          owed: fc.array(fc.record({ provisionId: provisionIds, recipientId: recipientIds }), {
            maxLength: 2,
          }),
        },
        { raw: sealedPersonal(optOutText, words) },
      ),
    },
    records<
      EntryOf<'PrescribedConsentGiven'>,
      Exclude<keyof EntryOf<'PrescribedConsentGiven'>, 'evidence'>
    >(
      {
        type: fc.constant('PrescribedConsentGiven' as const),
        ...entry,
        consentId: consentIds,
        purpose: purposeCodes,
        medium: media,
        receivedAt: moments,
      },
      { evidence },
    ),
    records<
      EntryOf<'PrescribedConsentWithdrawn'>,
      Exclude<keyof EntryOf<'PrescribedConsentWithdrawn'>, 'notice'>
    >(
      {
        type: fc.constant('PrescribedConsentWithdrawn' as const),
        ...entry,
        purpose: purposeCodes,
        medium: fc.constantFrom('written' as const, 'electronic' as const),
        receivedAt: moments,
      },
      { notice: sealedPersonal(withdrawalNotice, words) },
    ),
    records<
      Extract<ConsentEntry, { type: 'MarketingUseAuthorised' }>,
      Exclude<keyof Extract<ConsentEntry, { type: 'MarketingUseAuthorised' }>, 'campaignId'>
    >(
      {
        type: fc.constant('MarketingUseAuthorised' as const),
        ...entry,
        useId: useIds,
        channel: channels,
        kinds,
        class: oneClass,
        by: allowedBy,
        isFirstUse: fc.boolean(),
        validUntil: moments,
      },
      { campaignId: codes },
    ),
    records<
      Extract<ConsentEntry, { type: 'UseHandedOver' }>,
      Exclude<keyof Extract<ConsentEntry, { type: 'UseHandedOver' }>, 'overtakenBy'>
    >(
      {
        type: fc.constant('UseHandedOver' as const),
        ...entry,
        useId: useIds,
        authorisationEventId: anyIds<EventId>(),
        handedOverAt: moments,
      },
      { overtakenBy: anyIds<EventId>() },
    ),
    fc.record({
      type: fc.constant('DataProvided' as const),
      ...entry,
      provisionId: provisionIds,
      recipientId: recipientIds,
      recipientClass: oneRecipientClass,
      kinds,
      class: oneClass,
      forGain: fc.boolean(),
      by: allowedBy,
    }),
    fc.record({
      type: fc.constant('RecipientToldToCease' as const),
      ...entry,
      recipientId: recipientIds,
      writtenAt: moments,
      provisionIds: fc.array(provisionIds, { minLength: 1, maxLength: 2 }),
    }),
  )
}

const ofMove = { customerId: customerIds, mergeId: anyIds<MergeId>() }
const handedOver = {
  members: fc.array(customerIds, { minLength: 1, maxLength: 3 }),
  entries: fc.array(entriesOfCustomer(customerIds).map(withoutSealed), { maxLength: 3 }),
}

// How streams are taken over and given back.
const moveEvents: fc.Arbitrary<ConsentMove> = fc.oneof(
  fc.record({ type: fc.constant('ConsentExpected' as const), ...ofMove, from: customerIds }),
  fc.record({
    type: fc.constant('ConsentMoved' as const),
    ...ofMove,
    to: customerIds,
    ...handedOver,
  }),
  fc.record({
    type: fc.constant('ConsentAdopted' as const),
    ...ofMove,
    from: customerIds,
    ...handedOver,
  }),
  fc.record({
    type: fc.constant('ConsentReturned' as const),
    ...ofMove,
    to: customerIds,
    ...handedOver,
  }),
  fc.record({ type: fc.constant('ConsentReopened' as const), ...ofMove, ...handedOver }),
)

/** Any event of a notice or a customer. */
export const consentEvents: fc.Arbitrary<ConsentEvent> = fc.oneof(
  { weight: 1, arbitrary: noticeTerms.map((terms) => adoptedEvent(terms)) },
  { weight: 8, arbitrary: entriesOfCustomer(customerIds) },
  { weight: 2, arbitrary: moveEvents },
)

const adoptedEvent = (terms: NoticeTerms): ConsentEvent => ({
  type: 'NoticeAdopted',
  terms,
  sha256: sha256Of(terms),
})

const moveCommands: fc.Arbitrary<MoveStep> = fc.oneof(
  fc.record({ type: fc.constant('ExpectConsent' as const), ...ofMove, from: customerIds }),
  fc.record({ type: fc.constant('MoveConsent' as const), ...ofMove, to: customerIds }),
  fc.record({
    type: fc.constant('AdoptConsent' as const),
    ...ofMove,
    from: customerIds,
    ...handedOver,
  }),
  fc.record({
    type: fc.constant('ReturnConsent' as const),
    ...ofMove,
    to: customerIds,
    members: handedOver.members,
  }),
  fc.record({ type: fc.constant('ReopenConsent' as const), ...ofMove, ...handedOver }),
)

const who = { customerId: customerIds }
const hindrances = fc.subarray<Hindrance>(['suppressed', 'deceased', 'openComplaint'])
const forms = fc.constantFrom('explicit', 'noObjection', 'silence', 'preTicked')

/** Any command about a notice or a consent, without what people say in their own words: that decides nothing. */
export const consentCommands: fc.Arbitrary<ConsentCommand> = fc.oneof(
  moveCommands,
  fc.record({ type: fc.constant('AdoptNotice' as const), terms: noticeTerms }),
  fc.record({
    type: fc.constant('PresentNotice' as const),
    ...who,
    notice: notices,
    lang: languages,
    medium: media,
    presentedAt: instants,
  }),
  fc.record({
    type: fc.constant('RecordSourceNotice' as const),
    ...who,
    sourceId: recipientIds,
    kinds,
    classes,
    documentSha256: hashes,
    receivedAt: instants,
  }),
  fc.record({
    type: fc.constant('RecordCollection' as const),
    ...who,
    purpose: purposeCodes,
    kinds,
  }),
  records<
    Omit<CommandOf<'GiveMarketingConsent'>, 'evidence'>,
    Exclude<
      keyof Omit<CommandOf<'GiveMarketingConsent'>, 'evidence'>,
      'recipients' | 'forGain' | 'expiresAt' | 'answers' | 'collectionMethod'
    >
  >(
    {
      type: fc.constant('GiveMarketingConsent' as const),
      ...who,
      consentId: consentIds,
      basis: fc.constantFrom('use' as const, 'provide' as const),
      form: forms,
      medium: media,
      noticeEventId: anyIds<EventId>(),
      kinds,
      classes,
      receivedAt: instants,
    },
    {
      recipients,
      forGain: fc.boolean(),
      expiresAt: instants,
      answers: answered,
      collectionMethod: codes,
    },
  ),
  fc.record({
    type: fc.constant('ConfirmOralConsent' as const),
    ...who,
    consentId: consentIds,
    sentAt: instants,
    sha256: hashes,
  }),
  fc.record({
    type: fc.constant('ConfirmElectronicConsent' as const),
    ...who,
    consentId: consentIds,
    confirmedAt: instants,
  }),
  fc.record({
    type: fc.constant('OptOut' as const),
    ...who,
    scope: scopes,
    of: fc.constantFrom('use' as const, 'provision' as const, 'both' as const),
    channel: codes,
    receivedAt: instants,
  }),
  fc.record({
    type: fc.constant('GivePrescribedConsent' as const),
    ...who,
    consentId: consentIds,
    purpose: purposeCodes,
    form: forms,
    medium: media,
    receivedAt: instants,
  }),
  fc.record({
    type: fc.constant('WithdrawPrescribedConsent' as const),
    ...who,
    purpose: purposeCodes,
    medium: media,
    receivedAt: instants,
  }),
  records<
    Extract<ConsentCommand, { type: 'AuthoriseUse' }>,
    Exclude<keyof Extract<ConsentCommand, { type: 'AuthoriseUse' }>, 'campaignId'>
  >(
    {
      type: fc.constant('AuthoriseUse' as const),
      ...who,
      useId: useIds,
      channel: channels,
      kinds,
      class: oneClass,
      hindrances,
    },
    { campaignId: codes },
  ),
  fc.record({ type: fc.constant('RecordHandOver' as const), ...who, useId: useIds }),
  fc.record({
    type: fc.constant('ProvideData' as const),
    ...who,
    provisionId: provisionIds,
    recipientId: recipientIds,
    recipientClass: oneRecipientClass,
    kinds,
    class: oneClass,
    forGain: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('TellRecipient' as const),
    ...who,
    recipientId: recipientIds,
    writtenAt: instants,
  }),
)

/** The marketing notice of the stories: e-mail and mobile number, for watches and rings, to insurers for gain. */
export const plainNotice: AdoptedNotice = (() => {
  const terms: MarketingTerms = {
    type: 'marketing',
    noticeId: idOf('noti', 1),
    version: 1,
    texts: [
      { lang: 'en', sha256: 'ab'.repeat(32) },
      { lang: 'zh-Hant', sha256: 'cd'.repeat(32) },
    ],
    kinds: ['email', 'mobile'].map(dataKind),
    classes: classPool,
    responseChannels: [codeOf('web'), codeOf('counter')],
    provision: { recipients: [recipientClass('insurers')], forGain: true },
  }
  return { terms, sha256: sha256Of(terms) }
})()
