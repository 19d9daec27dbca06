import type { Instant } from '@patina/eventsourcing'
import { describe, expect, test } from 'vitest'
import { idOf, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import {
  type CustomerId,
  codeOf,
  dataKind,
  type EventId,
  purposeCode,
  recipientClass,
  recipientId,
  subjectClass,
} from '../shared/ids.js'
import { eventIdOf } from '../shared/moments.js'
import { sha256Of } from '../shared/sha256.js'
import { plainNotice } from './arbitraries.js'
import type { AuthoriseUse, GiveMarketingConsent, ProvideData } from './commands.js'
import type {
  ConsentEntry,
  DataProvided,
  MarketingConsentGiven,
  MarketingOptedOut,
  MarketingUseAuthorised,
  NoticePresented,
} from './events.js'
import * as Consent from './index.js'
import type { AdoptedNotice, CollectionTerms } from './notice.js'

const at = (text: string): Instant => text as Instant
// 3 June 2024, noon in Hong Kong.
const now = at('2024-06-03T04:00:00.000Z')
const given = storiesAt(Consent, now)
const customerId = idOf<CustomerId>('cust', 1)
const email = dataKind('email')
const mobile = dataKind('mobile')
const watches = subjectClass('watches')
const rings = subjectClass('rings')
const insurers = recipientClass('insurers')
const entryId = (n: number): EventId => idOf('evnt', n)
// The id of the event that a story's command leads to.
const decidedId = eventIdOf({ commandId: idOf('cmd', 1), at: now, by: 'staff-7' })
const entry = (n: number, decidedAt: Instant = at('2024-06-01T04:00:00.000Z')) => ({
  eventId: entryId(n),
  customerId,
  decidedAt,
})
const decided = { eventId: decidedId, customerId, decidedAt: now }

const presented: NoticePresented = {
  type: 'NoticePresented',
  ...entry(1),
  notice: plainNotice,
  lang: 'en',
  textSha256: 'ab'.repeat(32),
  medium: 'written',
  presentedAt: at('2024-06-01T04:00:00.000Z'),
}

const consentGiven: MarketingConsentGiven = {
  type: 'MarketingConsentGiven',
  ...entry(2),
  consentId: idOf('cons', 1),
  basis: 'use',
  form: 'explicit',
  medium: 'written',
  noticeEventId: entryId(1),
  kinds: [email],
  classes: [watches],
  receivedAt: at('2024-06-01T05:00:00.000Z'),
}

const toInsurers: MarketingConsentGiven = {
  ...consentGiven,
  ...entry(3),
  consentId: idOf('cons', 2),
  basis: 'provide',
  recipients: [insurers],
  forGain: false,
}

const give: GiveMarketingConsent = {
  type: 'GiveMarketingConsent',
  customerId,
  consentId: idOf('cons', 1),
  basis: 'use',
  form: 'explicit',
  medium: 'written',
  noticeEventId: entryId(1),
  kinds: [email],
  classes: [watches],
  receivedAt: now,
}

const optedOut: MarketingOptedOut = {
  type: 'MarketingOptedOut',
  ...entry(9, at('2024-06-02T04:00:00.000Z')),
  scope: { type: 'all' },
  of: 'both',
  channel: codeOf('web'),
  receivedAt: at('2024-06-02T04:00:00.000Z'),
  owed: [],
}

const use: AuthoriseUse = {
  type: 'AuthoriseUse',
  customerId,
  useId: idOf('use', 1),
  channel: 'email',
  kinds: [email],
  class: watches,
  hindrances: [],
}

const authorised: MarketingUseAuthorised = {
  type: 'MarketingUseAuthorised',
  ...decided,
  useId: idOf('use', 1),
  channel: 'email',
  kinds: [email],
  class: watches,
  by: [{ kind: email, eventId: entryId(2) }],
  isFirstUse: true,
  validUntil: at('2024-06-03T04:05:00.000Z'),
}

const provide: ProvideData = {
  type: 'ProvideData',
  customerId,
  provisionId: idOf('prov', 1),
  recipientId: recipientId('FIRST-CO'),
  recipientClass: insurers,
  kinds: [email],
  class: watches,
  forGain: false,
}

const provided = (n: number, to = 'FIRST-CO'): DataProvided => ({
  type: 'DataProvided',
  ...entry(20 + n),
  provisionId: idOf('prov', n),
  recipientId: recipientId(to),
  recipientClass: insurers,
  kinds: [email],
  class: watches,
  forGain: false,
  by: [{ kind: email, eventId: entryId(3) }],
})

const noticeWith = (terms: Partial<AdoptedNotice['terms']>): AdoptedNotice => {
  const changed = { ...plainNotice.terms, ...terms } as AdoptedNotice['terms']
  return { terms: changed, sha256: sha256Of(changed) }
}

const collection: CollectionTerms = {
  type: 'collection',
  noticeId: idOf('noti', 2),
  version: 1,
  texts: [{ lang: 'en', sha256: 'ab'.repeat(32) }],
  purposes: [purposeCode('membership')],
  obligatory: [dataKind('name')],
  voluntary: [email, mobile],
  transferees: [],
}
const collectionShown: NoticePresented = {
  ...presented,
  ...entry(4),
  notice: { terms: collection, sha256: sha256Of(collection) },
}
const collect = {
  type: 'RecordCollection' as const,
  customerId,
  purpose: purposeCode('membership'),
  kinds: [dataKind('name'), email],
}
const collected = {
  type: 'DataCollected' as const,
  ...decided,
  purpose: collect.purpose,
  kinds: collect.kinds,
  noticeEventId: entryId(4),
}

describe('a notice', () => {
  const { terms, sha256 } = plainNotice

  test('is adopted in versions without gaps, and a version never changes', () => {
    given().when({ type: 'AdoptNotice', terms }).expect({ type: 'NoticeAdopted', terms, sha256 })
    given({ type: 'NoticeAdopted', terms, sha256 })
      .when({ type: 'AdoptNotice', terms })
      .expectNothing()
    given({ type: 'NoticeAdopted', terms, sha256 })
      .when({ type: 'AdoptNotice', terms: { ...terms, texts: [] } })
      .expectRejection({
        _tag: 'NoticeVersionTaken',
        version: 1,
        differences: [
          { path: '/texts/0/lang', recorded: 'en', found: null },
          { path: '/texts/0/sha256', recorded: 'ab'.repeat(32), found: null },
          { path: '/texts/1/lang', recorded: 'zh-Hant', found: null },
          { path: '/texts/1/sha256', recorded: 'cd'.repeat(32), found: null },
        ],
      })
    given()
      .when({ type: 'AdoptNotice', terms: { ...terms, version: 2 } })
      .expectRejection({ _tag: 'NoticeVersionNotNext', expected: 1, found: 2 })
  })

  test('PDPO s.35C: a notice, or a consent, for any class of goods is refused as unspecific', () => {
    const vague = [watches, subjectClass('Any')]
    const { terms } = noticeWith({ classes: vague } as never)
    given()
      .when({ type: 'AdoptNotice', terms })
      .expectRejection({ _tag: 'UnspecificClass', classes: [subjectClass('Any')] })
    given(presented)
      .when({ ...give, classes: vague })
      .expectRejection({ _tag: 'UnspecificClass', classes: [subjectClass('Any')] })
  })

  test('is presented as it was adopted, in a language that it has, and not in the future', () => {
    const present = {
      type: 'PresentNotice' as const,
      customerId,
      notice: plainNotice,
      lang: 'zh-Hant' as const,
      medium: 'written' as const,
      presentedAt: now,
    }
    given()
      .when(present)
      .expect({
        ...presented,
        ...decided,
        lang: 'zh-Hant',
        textSha256: 'cd'.repeat(32),
        presentedAt: now,
      })
    given()
      .when({ ...present, notice: { ...plainNotice, sha256: 'ab'.repeat(32) } })
      .expectRejection({ _tag: 'NoticeNotAdopted', differs: 'sha256' })
    given()
      .when({ ...present, lang: 'zh-Hans' })
      .expectRejection({ _tag: 'NoticeNotAdopted', differs: 'lang' })
    const claimed = at('2024-06-03T04:00:00.001Z')
    given()
      .when({ ...present, presentedAt: claimed })
      .expectRejection({ _tag: 'ClaimedInFuture', claimed, now })
  })
})

describe('collecting personal data', () => {
  test('PDPO DPP1(3): collecting before a notice that covers each kind and the purpose is refused', () => {
    const { purpose, kinds } = collect
    given().when(collect).expectRejection({ _tag: 'NoticeNotPresented', purpose, kinds })
    given(presented).when(collect).expectRejection({ _tag: 'NoticeNotPresented', purpose, kinds })
    const others = { ...collection, voluntary: [mobile] }
    given({ ...collectionShown, notice: { terms: others, sha256: sha256Of(others) } })
      .when(collect)
      .expectRejection({ _tag: 'NoticeNotPresented', purpose, kinds })
    given(collectionShown).when(collect).expect(collected)
  })

  test('PDPO DPP1(1): joining with part of an identity number is refused, and so is a date of birth', () => {
    const kinds = ['identityNumberPart', 'birthDate'].map(dataKind)
    given(collectionShown)
      .when({ ...collect, kinds: [email, ...kinds] })
      .expectRejection({ _tag: 'FieldNotAllowed', purpose: collect.purpose, kinds })
  })

  test('PDPO s.35: a notice is good for 12 months from the first collection to the day, not one day more', () => {
    const first = { ...collected, ...entry(5, at('2024-02-29T04:00:00.000Z')) }
    // The last moment of 28 February 2025 in Hong Kong, and the first of 1 March.
    const lastMoment = at('2025-02-28T15:59:59.999Z')
    given(collectionShown, first)
      .when(collect, lastMoment)
      .expect({ ...collected, decidedAt: lastMoment })
    given(collectionShown, first)
      .when(collect, '2025-02-28T16:00:00.000Z')
      .expectRejection({ _tag: 'NoticeRepeatDue', lastDay: civilDate('2025-02-28') })
    // Presented again, it is a first collection again.
    const again = { ...collectionShown, ...entry(6) }
    given(collectionShown, first, again)
      .when(collect, '2025-02-28T16:00:00.000Z')
      .expect({
        ...collected,
        decidedAt: at('2025-02-28T16:00:00.000Z'),
        noticeEventId: entryId(6),
      })
  })
})

describe('a consent to direct marketing', () => {
  test('is given once, under a notice that the customer was shown before', () => {
    given(presented)
      .when(give)
      .expect({ ...consentGiven, ...decided, receivedAt: now })
    given(presented, { ...consentGiven, receivedAt: now })
      .when(give)
      .expectNothing()
    given(presented, consentGiven)
      .when({ ...give, receivedAt: consentGiven.receivedAt, kinds: [mobile] })
      .expectRejection({
        _tag: 'ConsentAlreadyGiven',
        differences: [{ path: '/kinds/0', recorded: 'email', found: 'mobile' }],
      })
  })

  test('PDPO s.35A: a box that was ticked beforehand, and silence, are no consent', () => {
    for (const form of ['silence', 'preTicked'] as const) {
      given(presented)
        .when({ ...give, form })
        .expectRejection({ _tag: 'SilenceIsNoConsent', form })
    }
    given(presented)
      .when({ ...give, form: 'noObjection' })
      .expect({ ...consentGiven, ...decided, form: 'noObjection', receivedAt: now })
  })

  test('PDPO s.35C: a consent without a marketing notice before it, or beyond that notice, is refused', () => {
    given().when(give).expectRejection({ _tag: 'NoMarketingNotice' })
    given(collectionShown)
      .when({ ...give, noticeEventId: entryId(4) })
      .expectRejection({ _tag: 'NoMarketingNotice' })
    const { presentedAt } = presented
    const receivedAt = at('2024-06-01T03:59:59.999Z')
    given(presented)
      .when({ ...give, receivedAt })
      .expectRejection({ _tag: 'ConsentBeforeNotice', presentedAt, receivedAt })
    const kinds = [dataKind('preferences')]
    const classes = [subjectClass('insurance')]
    given(presented)
      .when({ ...give, kinds: [email, ...kinds], classes: [...classes, rings] })
      .expectRejection({ _tag: 'NotInNotice', kinds, classes, recipients: [] })
  })

  test('has no classes of persons and no gain unless it is one to provide', () => {
    given(presented)
      .when({ ...give, forGain: true })
      .expectRejection({ _tag: 'ProvisionFieldsDoNotFit', basis: 'use' })
    given(presented)
      .when({ ...give, basis: 'provide' })
      .expectRejection({ _tag: 'ProvisionFieldsDoNotFit', basis: 'provide' })
  })

  test('is not received after it is entered', () => {
    const receivedAt = at('2024-06-03T04:00:00.001Z')
    given(presented)
      .when({ ...give, receivedAt })
      .expectRejection({ _tag: 'ClaimedInFuture', claimed: receivedAt, now })
  })

  test('PDPO s.35J: providing needs a written notice that names the persons, and gain where there is any', () => {
    const toOthers: GiveMarketingConsent = { ...give, basis: 'provide', recipients: [insurers] }
    given({ ...presented, medium: 'oral' })
      .when(toOthers)
      .expectRejection({ _tag: 'ProvisionNeedsWriting', oral: 'notice' })
    const banks = recipientClass('banks')
    given(presented)
      .when({ ...toOthers, recipients: [banks] })
      .expectRejection({ _tag: 'NotInNotice', kinds: [], classes: [], recipients: [banks] })
    const free = noticeWith({ provision: { recipients: [insurers], forGain: false } } as never)
    given({ ...presented, notice: free })
      .when({ ...toOthers, forGain: true })
      .expectRejection({ _tag: 'ForGainNotNotified' })
  })

  test('PDPO s.35K: an oral consent provides nothing', () => {
    given(presented)
      .when({ ...give, basis: 'provide', recipients: [insurers], medium: 'oral' })
      .expectRejection({ _tag: 'ProvisionNeedsWriting', oral: 'consent' })
  })
})

describe('an oral consent', () => {
  // Received at 23:30 on 3 June in Hong Kong: the 14th day is 17 June.
  const receivedAt = at('2024-06-03T15:30:00.000Z')
  const oral: MarketingConsentGiven = { ...consentGiven, medium: 'oral', receivedAt }
  const confirm = (sentAt: Instant) => ({
    type: 'ConfirmOralConsent' as const,
    customerId,
    consentId: oral.consentId,
    sentAt,
    sha256: 'ab'.repeat(32),
  })
  const lastMoment = at('2024-06-17T15:59:59.999Z')
  const tooLate = at('2024-06-17T16:00:00.000Z')

  test('PDPO s.35E(1)(b): an oral consent is not used before its written confirmation was sent', () => {
    given(presented, oral)
      .when(use, '2024-06-06T04:00:00.000Z')
      .expectRejection({
        _tag: 'UseRefused',
        reasons: [
          { reason: 'notConfirmed', section: 's.35E(1)(b)', kind: email, eventId: entryId(2) },
        ],
      })
  })

  test('PDPO s.35E(1)(b): a confirmation of the 14th day is in time, one of the 15th is late and the consent void', () => {
    const confirmed = {
      type: 'OralConsentConfirmed' as const,
      ...decided,
      decidedAt: lastMoment,
      consentId: oral.consentId,
      sentAt: lastMoment,
      sha256: 'ab'.repeat(32),
    }
    given(presented, oral).when(confirm(lastMoment), lastMoment).expect(confirmed)
    given(presented, oral)
      .when(confirm(tooLate), tooLate)
      .expectRejection({
        _tag: 'ConfirmationLate',
        dueDay: civilDate('2024-06-17'),
        sentOn: civilDate('2024-06-18'),
      })
    given(presented, oral, confirmed)
      .when(use, tooLate)
      .expect({
        ...authorised,
        decidedAt: tooLate,
        validUntil: at('2024-06-17T16:05:00.000Z'),
      })
    given(presented, oral)
      .when(use, tooLate)
      .expectRejection({
        _tag: 'UseRefused',
        reasons: [
          {
            reason: 'confirmationMissed',
            section: 's.35E(1)(b)',
            kind: email,
            eventId: entryId(2),
          },
        ],
      })
  })

  test('PDPO s.35E(1)(b): the 14th day ends at midnight in Hong Kong, whatever the zone of the server', () => {
    const before = process.env['TZ']
    try {
      for (const zone of ['UTC', 'America/New_York', 'Pacific/Kiritimati']) {
        process.env['TZ'] = zone
        given(presented, oral)
          .when(confirm(tooLate), tooLate)
          .expectRejection({
            _tag: 'ConfirmationLate',
            dueDay: civilDate('2024-06-17'),
            sentOn: civilDate('2024-06-18'),
          })
        given(presented, oral)
          .when(confirm(lastMoment), lastMoment)
          .expect({
            type: 'OralConsentConfirmed',
            ...decided,
            decidedAt: lastMoment,
            consentId: oral.consentId,
            sentAt: lastMoment,
            sha256: 'ab'.repeat(32),
          })
      }
    } finally {
      if (before === undefined) delete process.env['TZ']
      else process.env['TZ'] = before
    }
  })

  test('is not confirmed before it was received, nor by a letter that is still to be sent', () => {
    const early = at('2024-06-03T15:29:59.999Z')
    given(presented, oral)
      .when(confirm(early), lastMoment)
      .expectRejection({
        _tag: 'ConfirmationLate',
        dueDay: civilDate('2024-06-17'),
        sentOn: civilDate('2024-06-03'),
      })
    given(presented, oral)
      .when(confirm(lastMoment), '2024-06-05T04:00:00.000Z')
      .expectRejection({
        _tag: 'ClaimedInFuture',
        claimed: lastMoment,
        now: at('2024-06-05T04:00:00.000Z'),
      })
    given(presented)
      .when(confirm(now))
      .expectRejection({ _tag: 'UnknownConsent', consentId: idOf('cons', 1) })
  })

  test('does not hide a valid one before it, and stays out when the customer opted out before it was confirmed', () => {
    const second = { ...oral, ...entry(7), consentId: idOf<typeof oral.consentId>('cons', 7) }
    const later = at('2024-06-04T04:00:00.000Z')
    given(presented, consentGiven, second)
      .when(use, later)
      .expect({ ...authorised, decidedAt: later, validUntil: at('2024-06-04T04:05:00.000Z') })
    const stopped = { ...optedOut, ...entry(9, later), receivedAt: later }
    const confirmed = {
      type: 'OralConsentConfirmed' as const,
      ...entry(10, later),
      consentId: oral.consentId,
      sentAt: later,
      sha256: 'ab'.repeat(32),
    }
    given(presented, oral, stopped, confirmed)
      .when(use, later)
      .expectRejection({
        _tag: 'UseRefused',
        reasons: [{ reason: 'optedOut', section: 's.35G', kind: email, eventId: entryId(9) }],
      })
  })
})

describe('an electronic consent', () => {
  const electronic: MarketingConsentGiven = {
    ...consentGiven,
    medium: 'electronic',
    receivedAt: now,
  }
  const follow = (confirmedAt: Instant) => ({
    type: 'ConfirmElectronicConsent' as const,
    customerId,
    consentId: electronic.consentId,
    confirmedAt,
  })

  test('counts once its link was followed, which works for seven days', () => {
    const lastMoment = at('2024-06-10T15:59:59.999Z')
    const confirmed = {
      type: 'ElectronicConsentConfirmed' as const,
      ...decided,
      decidedAt: lastMoment,
      consentId: electronic.consentId,
      confirmedAt: lastMoment,
    }
    given(presented, electronic).when(follow(lastMoment), lastMoment).expect(confirmed)
    given(presented, electronic, confirmed).when(follow(lastMoment), lastMoment).expectNothing()
    given(presented, electronic)
      .when(follow(at('2024-06-10T16:00:00.000Z')), '2024-06-10T16:00:00.000Z')
      .expectRejection({ _tag: 'LinkExpired', days: 7, lastDay: civilDate('2024-06-10') })
    given(presented, electronic)
      .when(use)
      .expectRejection({
        _tag: 'UseRefused',
        reasons: [
          { reason: 'notConfirmed', section: 'house rule', kind: email, eventId: entryId(2) },
        ],
      })
  })
})

describe('a use in direct marketing', () => {
  test('PDPO s.35F: names the consent that allows it, and is marked when it is the first', () => {
    given(presented, consentGiven).when(use).expect(authorised)
    given(presented, consentGiven, { ...authorised, ...entry(8) })
      .when({ ...use, useId: idOf('use', 2) })
      .expect({ ...authorised, useId: idOf('use', 2), isFirstUse: false })
  })

  test('PDPO s.35E(1)(a): without a consent is refused', () => {
    given(presented)
      .when(use)
      .expectRejection({
        _tag: 'UseRefused',
        reasons: [{ reason: 'noConsent', section: 's.35E(1)(a)', kind: email }],
      })
  })

  test('PDPO s.35E(1)(c): a consent for watches by e-mail allows no call and no rings [C2]', () => {
    given(presented, consentGiven)
      .when({ ...use, class: rings })
      .expectRejection({
        _tag: 'UseRefused',
        reasons: [{ reason: 'notCovered', section: 's.35E(1)(c)', kind: email }],
      })
    given(presented, consentGiven)
      .when({ ...use, channel: 'call' })
      .expectRejection({
        _tag: 'UseRefused',
        reasons: [{ reason: 'channelNotNamed', section: 's.35E(1)(c)' }],
      })
    given(presented, consentGiven)
      .when({ ...use, channel: 'call', kinds: [mobile] })
      .expectRejection({
        _tag: 'UseRefused',
        reasons: [{ reason: 'notCovered', section: 's.35E(1)(c)', kind: mobile }],
      })
  })

  test('PDPO s.35D: data that was bought is used only by the written statement of its source, for its classes', () => {
    const statement = {
      type: 'RecordSourceNotice' as const,
      customerId,
      sourceId: recipientId('LIST-CO'),
      kinds: [email],
      classes: [watches],
      documentSha256: 'ab'.repeat(32),
      receivedAt: now,
    }
    const { type: _, customerId: __, ...facts } = statement
    const received = { type: 'SourceNoticeReceived' as const, ...entry(11), ...facts }
    given()
      .when(statement)
      .expect({ ...received, ...decided })
    given(received)
      .when(use)
      .expect({ ...authorised, by: [{ kind: email, eventId: entryId(11) }] })
    given(received)
      .when({ ...use, class: rings })
      .expectRejection({
        _tag: 'UseRefused',
        reasons: [{ reason: 'noConsent', section: 's.35E(1)(a)', kind: email }],
      })
  })

  test('is refused for each fact that stands against it, with the section of each', () => {
    given(presented)
      .when({ ...use, hindrances: ['suppressed', 'deceased', 'onDoNotCallRegister'] })
      .expectRejection({
        _tag: 'UseRefused',
        reasons: [
          { reason: 'noConsent', section: 's.35E(1)(a)', kind: email },
          { reason: 'suppressed', section: 's.35G' },
          { reason: 'deceased', section: 'house rule' },
          { reason: 'onDoNotCallRegister', section: 'UEMO s.11' },
        ],
      })
  })

  test('ends with its consent, to the millisecond', () => {
    const until = { ...consentGiven, expiresAt: now }
    given(presented, until)
      .when(use, '2024-06-03T03:59:59.999Z')
      .expect({
        ...authorised,
        decidedAt: at('2024-06-03T03:59:59.999Z'),
        validUntil: at('2024-06-03T04:04:59.999Z'),
      })
    given(presented, until)
      .when(use)
      .expectRejection({
        _tag: 'UseRefused',
        reasons: [{ reason: 'expired', section: 'house rule', kind: email, eventId: entryId(2) }],
      })
  })

  test('that is asked for again stands for five minutes, but not behind an opt-out', () => {
    const was = { ...authorised, ...entry(8, now) }
    given(presented, consentGiven, was).when(use, '2024-06-03T04:05:00.000Z').expectNothing()
    given(presented, consentGiven, was).when(use, '2024-06-03T04:05:00.001Z').expectRejection({
      _tag: 'AuthorisationLapsed',
      useId: use.useId,
      validUntil: authorised.validUntil,
    })
    given(presented, consentGiven, was)
      .when({ ...use, campaignId: codeOf('SPRING') })
      .expectRejection({
        _tag: 'UseAlreadyAuthorised',
        differences: [{ path: '/campaignId', recorded: null, found: 'SPRING' }],
      })
    given(presented, consentGiven, was, { ...optedOut, ...entry(9, now), receivedAt: now })
      .when(use)
      .expectRejection({
        _tag: 'UseRefused',
        reasons: [{ reason: 'optedOut', section: 's.35G', kind: email, eventId: entryId(9) }],
      })
  })
})

describe('a hand-over', () => {
  const was = { ...authorised, ...entry(8, now) }
  const handOver = { type: 'RecordHandOver' as const, customerId, useId: use.useId }
  const handedOver = {
    type: 'UseHandedOver' as const,
    ...decided,
    useId: use.useId,
    authorisationEventId: entryId(8),
    handedOverAt: now,
  }

  test('follows its authorisation by five minutes at most', () => {
    const last = at('2024-06-03T04:05:00.000Z')
    given(presented, consentGiven, was)
      .when(handOver, last)
      .expect({ ...handedOver, decidedAt: last, handedOverAt: last })
    const { useId, validUntil } = authorised
    given(presented, consentGiven, was)
      .when(handOver, '2024-06-03T04:05:00.001Z')
      .expectRejection({ _tag: 'AuthorisationLapsed', useId, validUntil })
    given(presented, consentGiven).when(handOver).expectRejection({ _tag: 'NotAuthorised', useId })
    given(presented, consentGiven, was, handedOver).when(handOver).expectNothing()
  })

  test('that an opt-out overtook says so', () => {
    given(presented, consentGiven, was, { ...optedOut, ...entry(9, now), receivedAt: now })
      .when(handOver)
      .expect({ ...handedOver, overtakenBy: entryId(9) })
  })

  test('is not believed to a clock that was set back', () => {
    const { useId, validUntil } = authorised
    given(presented, consentGiven, was)
      .when(handOver, '2024-06-03T03:00:00.000Z')
      .expectRejection({ _tag: 'AuthorisationLapsed', useId, validUntil })
  })
})

describe('an opt-out', () => {
  const stop = {
    type: 'OptOut' as const,
    customerId,
    scope: { type: 'all' as const },
    of: 'both' as const,
    channel: codeOf('web'),
    receivedAt: now,
  }

  test('PDPO s.35G: is never refused, not even of somebody who never consented', () => {
    given()
      .when(stop)
      .expect({ ...optedOut, ...decided, receivedAt: now })
    given()
      .when({ ...stop, receivedAt: at('2099-01-01T00:00:00.000Z') })
      .expect({ ...optedOut, ...decided, receivedAt: now })
  })

  test('UEMO s.10(2): acts at once: a use one millisecond after it was received is refused', () => {
    const stopped = { ...optedOut, ...entry(9, now), receivedAt: now }
    given(presented, consentGiven, stopped)
      .when(use, '2024-06-03T04:00:00.001Z')
      .expectRejection({
        _tag: 'UseRefused',
        reasons: [{ reason: 'optedOut', section: 's.35G', kind: email, eventId: entryId(9) }],
      })
  })

  test('PDPO s.35G: acts by its place in the log, whatever moment is claimed for the use', () => {
    for (const moment of ['2024-06-01T06:00:00.000Z', '2024-06-02T03:00:00.000Z', now]) {
      given(presented, consentGiven, optedOut)
        .when(use, moment)
        .expectRejection({
          _tag: 'UseRefused',
          reasons: [{ reason: 'optedOut', section: 's.35G', kind: email, eventId: entryId(9) }],
        })
    }
  })

  test('PDPO s.35G: is undone only by a new consent of the customer, given after it [C6]', () => {
    const again = {
      ...consentGiven,
      ...entry(12, now),
      consentId: idOf<typeof consentGiven.consentId>('cons', 12),
    }
    const refused = {
      _tag: 'UseRefused' as const,
      reasons: [
        { reason: 'optedOut' as const, section: 's.35G', kind: email, eventId: entryId(9) },
      ],
    }
    // Entered behind the opt-out, but dated before it.
    given(presented, consentGiven, optedOut, again).when(use).expectRejection(refused)
    given(presented, consentGiven, optedOut, { ...again, receivedAt: optedOut.receivedAt })
      .when(use)
      .expectRejection(refused)
    given(presented, consentGiven, optedOut, { ...again, receivedAt: now })
      .when(use)
      .expect({ ...authorised, by: [{ kind: email, eventId: entryId(12) }] })
    const stated: ConsentEntry = {
      type: 'SourceNoticeReceived',
      ...entry(13, now),
      sourceId: recipientId('LIST-CO'),
      kinds: [email],
      classes: [watches],
      documentSha256: 'ab'.repeat(32),
      receivedAt: now,
    }
    given(presented, consentGiven, optedOut, stated).when(use).expectRejection(refused)
  })

  test('of some kinds and classes leaves the others as they were', () => {
    const scope = { type: 'some' as const, kinds: [email], classes: [rings] }
    given(presented, consentGiven, { ...optedOut, scope })
      .when(use)
      .expect(authorised)
    given(presented, consentGiven, { ...optedOut, of: 'provision' })
      .when(use)
      .expect(authorised)
  })
})

describe('providing data to others', () => {
  const event: DataProvided = { ...provided(1), ...decided }

  test('PDPO s.35K: needs a written consent that matches in kind, person, subject and gain', () => {
    given(presented, toInsurers).when(provide).expect(event)
    const refused = (reason: 'noConsent' | 'notCovered', section: string) => ({
      _tag: 'UseRefused' as const,
      reasons: [{ reason, section, kind: email }],
    })
    given(presented, consentGiven)
      .when(provide)
      .expectRejection(refused('noConsent', 's.35K(1)(a)'))
    for (const change of [
      { class: rings },
      { recipientClass: recipientClass('banks') },
      { forGain: true },
    ]) {
      given(presented, toInsurers)
        .when({ ...provide, ...change })
        .expectRejection(refused('notCovered', 's.35K(1)(c)'))
    }
    given(presented, toInsurers).when(use).expectRejection(refused('noConsent', 's.35E(1)(a)'))
  })

  test('happens once for one provision, and stops with an opt-out', () => {
    given(presented, toInsurers, provided(1)).when(provide).expectNothing()
    given(presented, toInsurers, provided(1))
      .when({ ...provide, recipientId: recipientId('OTHER-CO') })
      .expectRejection({
        _tag: 'AlreadyProvided',
        differences: [{ path: '/recipientId', recorded: 'FIRST-CO', found: 'OTHER-CO' }],
      })
    given(presented, toInsurers, optedOut)
      .when(provide)
      .expectRejection({
        _tag: 'UseRefused',
        reasons: [{ reason: 'optedOut', section: 's.35L', kind: email, eventId: entryId(9) }],
      })
  })

  test('PDPO s.35L: an opt-out names every recipient who must be told, and each stays owed until a letter after it', () => {
    const all = [provided(1), provided(2, 'OTHER-CO'), provided(3, 'THIRD-CO')]
    const owed = all.map(({ provisionId, recipientId: id }) => ({ provisionId, recipientId: id }))
    const stop = {
      type: 'OptOut' as const,
      customerId,
      scope: { type: 'all' as const },
      of: 'provision' as const,
      channel: codeOf('web'),
      receivedAt: now,
    }
    const stopped: MarketingOptedOut = {
      ...optedOut,
      ...decided,
      of: 'provision',
      receivedAt: now,
      owed,
    }
    given(presented, toInsurers, ...all)
      .when(stop)
      .expect(stopped)
    const tell = {
      type: 'TellRecipient' as const,
      customerId,
      recipientId: recipientId('FIRST-CO'),
      writtenAt: now,
    }
    const told = {
      type: 'RecipientToldToCease' as const,
      ...decided,
      recipientId: tell.recipientId,
      writtenAt: now,
      provisionIds: [all[0]?.provisionId ?? idOf('prov', 0)],
    }
    const before = { ...stopped, ...entry(9, now) }
    given(presented, toInsurers, ...all, before)
      .when(tell)
      .expect(told)
    given(presented, toInsurers, ...all, before)
      .when({ ...tell, writtenAt: at('2024-06-03T03:59:59.999Z') })
      .expectNothing()
    given(presented, toInsurers, ...all, before, { ...told, ...entry(14, now) })
      .when(stop)
      .expect({ ...stopped, owed: owed.slice(1) })
    given(presented, toInsurers, ...all, before, { ...told, ...entry(14, now) })
      .when(tell)
      .expectNothing()
  })
})

describe('a prescribed consent', () => {
  const profiling = purposeCode('profiling')
  const allow = {
    type: 'GivePrescribedConsent' as const,
    customerId,
    consentId: idOf<MarketingConsentGiven['consentId']>('cons', 5),
    purpose: profiling,
    form: 'explicit' as const,
    medium: 'oral' as const,
    receivedAt: now,
  }
  const allowed = {
    type: 'PrescribedConsentGiven' as const,
    ...decided,
    consentId: allow.consentId,
    purpose: profiling,
    medium: 'oral' as const,
    receivedAt: now,
  }
  const isPermitted = (...entries: ReadonlyArray<ConsentEntry>): boolean =>
    Consent.permission(entries, { _tag: 'PurposeUse', purpose: profiling }, now)._tag ===
    'PermissionGiven'

  test('PDPO DPP3: is express: no answer to "unless you object" is none, and no objection is none', () => {
    given().when(allow).expect(allowed)
    for (const form of ['silence', 'preTicked', 'noObjection'] as const) {
      given()
        .when({ ...allow, form })
        .expectRejection({ _tag: 'SilenceIsNoConsent', form })
    }
  })

  test('PDPO s.2(3): is withdrawn in writing, and then no longer permits', () => {
    const withdraw = {
      type: 'WithdrawPrescribedConsent' as const,
      customerId,
      purpose: profiling,
      medium: 'written' as const,
      receivedAt: now,
    }
    const was = { ...allowed, ...entry(5) }
    given(was)
      .when({ ...withdraw, medium: 'oral' })
      .expectRejection({ _tag: 'WrittenNoticeNeeded' })
    const withdrawn = {
      type: 'PrescribedConsentWithdrawn' as const,
      ...decided,
      purpose: profiling,
      medium: 'written' as const,
      receivedAt: now,
    }
    given(was).when(withdraw).expect(withdrawn)
    expect(isPermitted(was)).toBe(true)
    expect(isPermitted(was, withdrawn)).toBe(false)
    expect(isPermitted()).toBe(false)
  })

  test('PDPO s.35H: is no way around the gate of direct marketing', () => {
    const marketing = purposeCode('marketing')
    const entries: ReadonlyArray<ConsentEntry> = [{ ...allowed, purpose: marketing }]
    expect(Consent.permission(entries, { _tag: 'PurposeUse', purpose: marketing }, now)._tag).toBe(
      'PermissionRefused',
    )
  })
})

describe('the registry of purposes', () => {
  test('PDPO DPP5: a change of the registry changes the privacy statement', () => {
    const statement = Consent.privacyStatement()
    expect(statement.map(({ purpose }) => purpose)).toEqual(
      Consent.purposes.map(({ code }) => code),
    )
    const [first] = Consent.purposes
    const more = [...Consent.purposes, { ...first, code: purposeCode('raffle') } as Consent.Purpose]
    expect(Consent.privacyStatement(more).at(-1)?.purpose).toBe('raffle')
    expect(statement).not.toEqual(Consent.privacyStatement(more))
  })

  test('names each purpose once, and no list has an identity number or a date of birth', () => {
    const codes = Consent.purposes.map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    expect(
      Consent.purposes.flatMap(({ kinds }) => kinds.filter((kind) => /identity|birth/i.test(kind))),
    ).toEqual([])
  })
})

describe('an auditor', () => {
  const was = { ...authorised, ...entry(8, now) }

  test('PDPO s.35E: who decides every use again finds those that lack a consent where they stand', () => {
    expect(Consent.redecide([presented, consentGiven, was])).toEqual({
      uses: 1,
      lacking: [],
      overtaken: [],
      beforeEntry: [],
    })
    // A consent that is entered after the use, however it is dated, allows it no more.
    expect(Consent.redecide([presented, was, consentGiven]).lacking).toEqual([entryId(8)])
    expect(Consent.redecide([presented, consentGiven, optedOut, was]).lacking).toEqual([entryId(8)])
  })

  test('sees what was permitted at any place in the history, and the notice, medium and moment of each consent [C1]', () => {
    const entries = [presented, consentGiven, optedOut]
    const asked = { _tag: 'MarketingUse', kinds: [email], class: watches } as const
    const permitted = entries.map(
      (_, place) => Consent.permission(entries.slice(0, place + 1), asked, now)._tag,
    )
    expect(permitted).toEqual(['PermissionRefused', 'PermissionGiven', 'PermissionRefused'])
    expect(Consent.receiptOf(entries, consentGiven.consentId, now)).toMatchObject({
      notice: { sha256: 'ab'.repeat(32), lang: 'en' },
      medium: 'written',
      receivedAt: consentGiven.receivedAt,
    })
  })

  test('sees the uses between the receipt of an opt-out and its entry', () => {
    const late = { ...optedOut, ...entry(9, at('2024-06-04T04:00:00.000Z')), receivedAt: now }
    expect(Consent.redecide([presented, consentGiven, was, late])).toEqual({
      uses: 1,
      lacking: [],
      overtaken: [],
      beforeEntry: [entryId(8)],
    })
  })
})

describe('a receipt', () => {
  test('says what was consented to, under which notice, and how to withdraw', () => {
    expect(Consent.receiptOf([presented, consentGiven], consentGiven.consentId, now)).toEqual({
      receiptId: entryId(2),
      consentId: consentGiven.consentId,
      subject: customerId,
      jurisdiction: 'HK',
      basis: 'use',
      form: 'explicit',
      medium: 'written',
      notice: { noticeId: idOf('noti', 1), version: 1, lang: 'en', sha256: 'ab'.repeat(32) },
      purpose: 'directMarketing',
      kinds: [email],
      classes: [watches],
      recipients: [],
      forGain: false,
      withdrawalChannels: [codeOf('web'), codeOf('counter')],
      receivedAt: consentGiven.receivedAt,
    })
    const oral = { ...consentGiven, medium: 'oral' as const }
    expect(Consent.receiptOf([presented, oral], oral.consentId, now)?.lack).toBe('notConfirmed')
    expect(Consent.receiptOf([presented], consentGiven.consentId, now)).toBeUndefined()
  })
})
