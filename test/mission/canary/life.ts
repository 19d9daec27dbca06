// What happens to a person in the house: every command that carries personal data at least once. A command of the house
// with a personal field that is missing here fails the test, which names it.
import { createHash } from 'node:crypto'
import { uuidV5 } from '@patina/eventsourcing'
import type { Said } from './filled.js'

/** Two people who do not exist: one will be erased, one stays. */
export const people = [
  '0c0ffee0-0000-4000-8000-00000000000a',
  '0c0ffee0-0000-4000-8000-00000000000b',
] as const

// Drawn once.
const namespace = '5d1f0a3e-9c52-4b7e-8a41-2f6f3b9f7c10'

/** The same id for the same words, so that a process that starts again sends the same commands. */
export const idFrom = (...words: ReadonlyArray<string>): string =>
  uuidV5(namespace, words.join(' '))

const sha256 = 'ab'.repeat(32)

/** The notice that the house has adopted. */
export const terms = {
  type: 'marketing',
  noticeId: idFrom('notice'),
  version: 1,
  texts: [{ lang: 'en', sha256 }],
  kinds: ['email'],
  classes: ['watches'],
  responseChannels: ['web'],
}

const programmeId = idFrom('programme')

// The rules of the programme that the house has, from some days after: none begin in the past.
const rulesAfter = (at: string) => ({
  version: 1,
  effectiveOn: new Date(Date.parse(at) + 3 * 86_400_000).toISOString().slice(0, 10),
  zone: 'Asia/Hong_Kong',
  currency: 'HKD',
  earn: { pointsPerMinor: [1, 100], rounding: 'floor', place: 'line' },
  expiry: { type: 'never' },
  deficit: 'carry',
  redemption: { step: 1, minimum: 1, graceDays: 30 },
})

/** Before anybody comes in. */
export const opening = (at: string): ReadonlyArray<Said> => [
  { type: 'AdoptNotice', terms },
  { type: 'AdoptRules', programmeId, rules: rulesAfter(at) },
  { type: 'ListGiftItem', itemId: giftItemId, terms: giftTerms },
  {
    type: 'ReceiveStock',
    itemId: giftItemId,
    storeId: 'SHOP-1',
    deliveryId: idFrom('delivery'),
    count: 10,
  },
]

// An item that the house gives away: the members in alphabetical order, for their hash is taken over them so.
const giftTerms = { worth: { currency: 'HKD', minor: 100 } }
const giftItemId = idFrom('gift item')
const giftHash = createHash('sha256').update(JSON.stringify(giftTerms)).digest('hex')

// A gift that the house gives. It is sent when it is issued, which happens by itself.
const given = (customerId: string): ReadonlyArray<Said> => {
  const giftId = idFrom(customerId, 'gift')
  return [
    {
      type: 'GrantGift',
      giftId,
      customerId,
      storeId: 'SHOP-1',
      item: { itemId: giftItemId, version: 1, sha256: giftHash, terms: giftTerms },
      facts: { categories: [] },
      reasonCode: 'goodwill',
    },
  ]
}

// What a person likes, looks for and keeps in mind, and to whom they are related.
const sayings = (customerId: string): ReadonlyArray<Said> => [
  { type: 'StatePreference', customerId, topic: 'metal', strength: 'avoids' },
  { type: 'RecordNeed', customerId, needId: idFrom(customerId, 'need') },
  { type: 'RecordOccasion', customerId, occasionId: idFrom(customerId, 'occasion') },
  {
    type: 'RecordRelation',
    customerId,
    relationId: idFrom('relation'),
    otherId: customerId === people[0] ? people[1] : people[0],
  },
]

// How a person is called and reached, the card of a member, and a purchase.
const belongings = (customerId: string, at: string): ReadonlyArray<Said> => {
  const member = { programmeId, customerId, cardId: idFrom(customerId, 'card') }
  return [
    {
      type: 'RecordName',
      customerId,
      role: 'legal',
      script: 'Hant',
      order: 'familyFirst',
    },
    ...['phone', 'email', 'postal', 'chat', 'external'].map((kind) => ({
      type: 'AddIdentifier',
      customerId,
      identifierId: idFrom(customerId, kind),
      kind,
    })),
    ...sayings(customerId),
    { type: 'Admit', programmeId, customerId, since: at.slice(0, 10) },
    { type: 'IssueCard', ...member },
    {
      type: 'AdjustPoints',
      customerId,
      adjustmentId: idFrom(customerId, 'adjustment'),
      points: 10,
      reasonCode: 'goodwill',
      rules: { programmeId, sha256, rules: { ...rulesAfter(at), effectiveOn: '2020-01-01' } },
    },
    {
      type: 'ReplaceCard',
      ...member,
      byCardId: idFrom(customerId, 'new card'),
      reasonCode: 'lost',
    },
    {
      type: 'RecordSale',
      documentNumber: `DOC-${customerId.slice(-1)}`,
      storeId: 'SHOP-1',
      customerId,
      soldOn: at.slice(0, 10),
      currency: 'HKD',
      lines: [{ lineId: '1', sku: 'SKU-1', quantity: 1, unitMinor: 10_000, paidMinor: 10_000 }],
      sizes: [{ lineId: '1' }],
    },
  ]
}

/** How a person comes in and is shown the notice. */
export const arrival = (customerId: string, notice: unknown, at: string): ReadonlyArray<Said> => [
  { type: 'RegisterCustomer', customerId, source: 'walk-in', storeId: 'SHOP-1' },
  { type: 'PresentNotice', customerId, notice, lang: 'en', medium: 'written', presentedAt: at },
]

/** What a person says and asks from then on. `noticeEventId` is the event by which the notice was shown. */
export const life = (
  customerId: string,
  noticeEventId: string,
  at: string,
): ReadonlyArray<Said> => {
  const consents = ['electronic', 'written'].map((medium) => ({
    type: 'GiveMarketingConsent',
    customerId,
    consentId: idFrom(customerId, medium),
    basis: 'use',
    form: 'explicit',
    medium,
    noticeEventId,
    kinds: ['email'],
    classes: ['watches'],
    receivedAt: at,
  }))
  const prescribed = { customerId, purpose: 'profiling', medium: 'written', receivedAt: at }
  const access = { customerId, requestId: idFrom(customerId, 'access') }
  const correction = { customerId, requestId: idFrom(customerId, 'correction') }
  return [
    ...belongings(customerId, at),
    ...given(customerId),
    ...consents,
    {
      type: 'ConfirmElectronicConsent',
      customerId,
      consentId: idFrom(customerId, 'electronic'),
      confirmedAt: at,
    },
    {
      type: 'GivePrescribedConsent',
      ...prescribed,
      consentId: idFrom(customerId, 'prescribed'),
      form: 'explicit',
    },
    { type: 'WithdrawPrescribedConsent', ...prescribed },
    {
      type: 'OptOut',
      customerId,
      scope: { type: 'all' },
      of: 'both',
      channel: 'web',
      receivedAt: at,
    },
    { type: 'ReceiveRequest', ...access, kind: 'access', by: 'self', receivedAt: at },
    { type: 'VerifyRequester', ...access, method: 'passport' },
    { type: 'ExtendTime', ...access, isNothingReady: true, reasonCode: 'archive' },
    { type: 'ReceiveRequest', ...correction, kind: 'correction', by: 'self', receivedAt: at },
    { type: 'AnnexNote', ...correction, of: noticeEventId, noteSha256: sha256 },
    {
      type: 'RefuseRequest',
      ...correction,
      ground: 's.24(3)(b)',
      extent: 'whole',
      particularsSha256: sha256,
    },
    { type: 'ShipGift', giftId: idFrom(customerId, 'gift'), customerId, carrier: 'post' },
  ]
}

/** What is refused, by a rejection: its words must not end in a log. */
export const refused = (customerId: string, at: string): ReadonlyArray<Said> => [
  {
    type: 'GiveMarketingConsent',
    customerId,
    consentId: idFrom(customerId, 'refused'),
    basis: 'use',
    form: 'preTicked',
    medium: 'written',
    noticeEventId: idFrom('no such notice'),
    kinds: ['email'],
    classes: ['watches'],
    receivedAt: at,
  },
  {
    type: 'RefuseRequest',
    customerId,
    requestId: idFrom(customerId, 'no such request'),
    ground: 's.24(1)',
    extent: 'whole',
    particularsSha256: sha256,
  },
]
