// What the decision makes of entries that no command of today leads to: an old or imported history has them all the same.
import type { Instant } from '@patina/eventsourcing'
import { describe, expect, test } from 'vitest'
import { idOf, storiesAt } from '../shared/arbitraries.js'
import {
  type ConsentId,
  type CustomerId,
  codeOf,
  dataKind,
  type EventId,
  purposeCode,
  recipientClass,
  subjectClass,
} from '../shared/ids.js'
import { plainNotice } from './arbitraries.js'
import type { ConsentEntry, NoticePresented } from './events.js'
import * as Consent from './index.js'
import { permission } from './permission.js'

const at = (text: string): Instant => text as Instant
const now = at('2024-07-03T04:00:00.000Z')
const email = dataKind('email')
const watches = subjectClass('watches')
const consentId = idOf<ConsentId>('cons', 1)
const entry = (n: number) => ({
  eventId: idOf<EventId>('evnt', n),
  customerId: idOf<CustomerId>('cust', 1),
  decidedAt: now,
})
const consented = {
  type: 'MarketingConsentGiven',
  ...entry(1),
  consentId,
  basis: 'use',
  form: 'explicit',
  medium: 'oral',
  noticeEventId: idOf<EventId>('evnt', 9),
  kinds: [email],
  classes: [watches],
  receivedAt: at('2024-06-03T04:00:00.000Z'),
} as const satisfies ConsentEntry
const confirmedOn = (day: string): ConsentEntry => ({
  type: 'OralConsentConfirmed',
  ...entry(2),
  consentId,
  sentAt: at(`${day}T04:00:00.000Z`),
  sha256: 'ab'.repeat(32),
})
const use = { _tag: 'MarketingUse', kinds: [email], class: watches } as const

describe('whether a use is permitted', () => {
  test('PDPO s.35E(1)(b): not by an oral consent whose confirmation stands in the log and went out on the 15th day', () => {
    expect(permission([consented, confirmedOn('2024-06-17')], use, now)._tag).toBe(
      'PermissionGiven',
    )
    expect(permission([consented, confirmedOn('2024-06-18')], use, now)).toMatchObject({
      reasons: [{ reason: 'confirmationMissed', section: 's.35E(1)(b)' }],
    })
  })

  test('not by an electronic consent whose link was followed on the eighth day', () => {
    const electronic = { ...consented, medium: 'electronic' } as const
    const followedOn = (day: string): ConsentEntry => ({
      type: 'ElectronicConsentConfirmed',
      ...entry(2),
      consentId,
      confirmedAt: at(`${day}T04:00:00.000Z`),
    })
    expect(permission([electronic, followedOn('2024-06-10')], use, now)._tag).toBe(
      'PermissionGiven',
    )
    expect(permission([electronic, followedOn('2024-06-11')], use, now)).toMatchObject({
      reasons: [{ reason: 'confirmationMissed', section: 'house rule' }],
    })
  })

  test('by a consent that an opt-out of another kind of data, or for another class, leaves as it is', () => {
    const inWriting = { ...consented, medium: 'written' } as const
    const outOf = (kind: string, subject: string): ConsentEntry => ({
      type: 'MarketingOptedOut',
      ...entry(5),
      scope: { type: 'some', kinds: [dataKind(kind)], classes: [subjectClass(subject)] },
      of: 'use',
      channel: codeOf('web'),
      receivedAt: now,
      owed: [],
    })
    const answer = (kind: string, subject: string) =>
      permission([inWriting, outOf(kind, subject)], use, now)._tag
    expect(answer('mobile', 'watches')).toBe('PermissionGiven')
    expect(answer('email', 'rings')).toBe('PermissionGiven')
    expect(answer('email', 'watches')).toBe('PermissionRefused')
  })

  test('PDPO s.35K: to provide data only by a consent to provide it, in writing', () => {
    const insurers = recipientClass('insurers')
    const provision = {
      ...use,
      _tag: 'ProvisionUse',
      recipientClass: insurers,
      forGain: false,
    } as const
    const toProvide = {
      ...consented,
      basis: 'provide',
      medium: 'written',
      recipients: [insurers],
    } as const
    const answer = (given: ConsentEntry) =>
      permission([given, confirmedOn('2024-06-04')], provision, now)._tag
    expect(answer(toProvide)).toBe('PermissionGiven')
    expect(answer({ ...toProvide, basis: 'use' })).toBe('PermissionRefused')
    expect(answer({ ...toProvide, medium: 'oral' })).toBe('PermissionRefused')
  })

  test('not when it uses no kind of data: nobody has thought about that', () => {
    const consentedInWriting = { ...consented, medium: 'written' } as const
    expect(permission([consentedInWriting], use, now)._tag).toBe('PermissionGiven')
    expect(permission([consentedInWriting], { ...use, kinds: [] }, now)).toEqual({
      _tag: 'PermissionRefused',
      reasons: [{ reason: 'noConsent', section: 's.35E(1)(a)' }],
    })
  })

  test('PDPO s.35G: not by a consent that was received before the latest opt-out, in whatever order those were entered', () => {
    const optedOut = (n: number, day: string): ConsentEntry => ({
      type: 'MarketingOptedOut',
      ...entry(n),
      scope: { type: 'all' },
      of: 'both',
      channel: codeOf('web'),
      receivedAt: at(`${day}T04:00:00.000Z`),
      owed: [],
    })
    const between = {
      ...consented,
      medium: 'written',
      receivedAt: at('2024-06-07T04:00:00.000Z'),
    } as const
    const entries = [optedOut(5, '2024-06-10'), optedOut(6, '2024-06-05'), between]
    expect(permission(entries, use, now)).toMatchObject({ reasons: [{ reason: 'optedOut' }] })
    expect(permission(entries.slice(1), use, now)._tag).toBe('PermissionGiven')
  })

  test('PDPO DPP3: by a notice for a purpose that it is directly related to, and not the other way round', () => {
    const told = (...codes: ReadonlyArray<string>): ConsentEntry => ({
      type: 'NoticePresented',
      ...entry(7),
      notice: {
        terms: {
          type: 'collection',
          noticeId: plainNotice.terms.noticeId,
          version: 1,
          texts: plainNotice.terms.texts,
          purposes: codes.map(purposeCode),
          obligatory: [email],
          voluntary: [],
          transferees: [],
        },
        sha256: 'ab'.repeat(32),
      },
      lang: 'en',
      textSha256: 'ab'.repeat(32),
      medium: 'written',
      presentedAt: now,
    })
    const asked = (code: string) => ({ _tag: 'PurposeUse', purpose: purposeCode(code) }) as const
    expect(permission([told('sale')], asked('afterSales'), now)._tag).toBe('PermissionGiven')
    expect(permission([told('afterSales')], asked('sale'), now)._tag).toBe('PermissionRefused')
  })

  test('PDPO s.2(3): not by a prescribed consent that is entered after a withdrawal and was received before it', () => {
    const purpose = purposeCode('profiling')
    const withdrawnAt = at('2024-06-10T04:00:00.000Z')
    const withdrawn: ConsentEntry = {
      type: 'PrescribedConsentWithdrawn',
      ...entry(3),
      purpose,
      medium: 'written',
      receivedAt: withdrawnAt,
    }
    const received = (receivedAt: Instant): ConsentEntry => ({
      type: 'PrescribedConsentGiven',
      ...entry(4),
      consentId,
      purpose,
      medium: 'written',
      receivedAt,
    })
    const asked = { _tag: 'PurposeUse', purpose } as const
    expect(permission([withdrawn, received(withdrawnAt)], asked, now)).toMatchObject({
      reasons: [{ reason: 'withdrawn', eventId: withdrawn.eventId }],
    })
    const later = received(at('2024-06-10T04:00:00.001Z'))
    expect(permission([withdrawn, later], asked, now)._tag).toBe('PermissionGiven')
  })
})

test('a consent that is given at the very moment at which the notice was shown is not before it', () => {
  const moment = at('2024-06-03T04:00:00.000Z')
  const shown: NoticePresented = {
    type: 'NoticePresented',
    ...entry(9),
    notice: plainNotice,
    lang: 'en',
    textSha256: 'ab'.repeat(32),
    medium: 'written',
    presentedAt: moment,
  }
  const { eventId: _, decidedAt: __, ...facts } = consented
  const give = { ...facts, type: 'GiveMarketingConsent' } as const
  const given = storiesAt(Consent, now)
  expect(
    given(shown)
      .when({ ...give, receivedAt: moment })
      .outcome(),
  ).toMatchObject({
    right: [{ type: 'MarketingConsentGiven' }],
  })
  const earlier = at('2024-06-03T03:59:59.999Z')
  expect(
    given(shown)
      .when({ ...give, receivedAt: earlier })
      .outcome(),
  ).toMatchObject({
    left: { _tag: 'ConsentBeforeNotice' },
  })
})
