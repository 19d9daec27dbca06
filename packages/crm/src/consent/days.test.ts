// The days of consent where calendars bite: midnight, 29 February, the turn of the year, holidays and warning days.
import { type Instant, instantOf } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import {
  type ConsentId,
  type CustomerId,
  codeOf,
  dataKind,
  type EventId,
  purposeCode,
  subjectClass,
} from '../shared/ids.js'
import { plainNotice } from './arbitraries.js'
import type {
  DataCollected,
  MarketingConsentGiven,
  MarketingOptedOut,
  MarketingUseAuthorised,
  NoticePresented,
} from './events.js'
import * as Consent from './index.js'

const at = (text: string): Instant => text as Instant
const given = storiesAt(Consent)
const customerId = idOf<CustomerId>('cust', 1)
const email = dataKind('email')
const watches = subjectClass('watches')
const entry = (n: number, decidedAt: Instant) => ({
  eventId: idOf<EventId>('evnt', n),
  customerId,
  decidedAt,
})
const marketing = { _tag: 'MarketingUse', kinds: [email], class: watches } as const

// Midnight at the beginning of a day in Hong Kong, which has kept no summer time since 1979, and a millisecond before it.
const startOf = (day: string): Instant => instantOf(Date.parse(`${day}T00:00:00.000+08:00`))
const beforeStartOf = (day: string): Instant => instantOf(Date.parse(startOf(day)) - 1)

const spoken = (receivedAt: Instant): MarketingConsentGiven => ({
  type: 'MarketingConsentGiven',
  ...entry(2, receivedAt),
  consentId: idOf<ConsentId>('cons', 1),
  basis: 'use',
  form: 'explicit',
  medium: 'oral',
  noticeEventId: idOf<EventId>('evnt', 1),
  kinds: [email],
  classes: [watches],
  receivedAt,
})
const confirm = (sentAt: Instant) => ({
  type: 'ConfirmOralConsent' as const,
  customerId,
  consentId: idOf<ConsentId>('cons', 1),
  sentAt,
  sha256: 'ab'.repeat(32),
})

describe('an oral consent', () => {
  test('PDPO s.35E(1)(b): is confirmed by the midnight that ends the 14th day, over 29 February and the turn of a year', () => {
    const days = [
      { received: '2024-02-15', day14: '2024-02-29', day15: '2024-03-01' },
      { received: '2024-02-16', day14: '2024-03-01', day15: '2024-03-02' },
      { received: '2024-02-29', day14: '2024-03-14', day15: '2024-03-15' },
      { received: '2023-02-15', day14: '2023-03-01', day15: '2023-03-02' },
      { received: '2024-12-18', day14: '2025-01-01', day15: '2025-01-02' },
    ]
    for (const { received, day14, day15 } of days) {
      const end = instantOf(Date.parse(startOf(received)) + 86_400_000 - 1)
      // At the first and at the last millisecond of the day on which it was given: that day is not counted.
      for (const receivedAt of [startOf(received), end]) {
        const last = beforeStartOf(day15)
        expect(given(spoken(receivedAt)).when(confirm(last), last).outcome()).toMatchObject({
          right: [{ type: 'OralConsentConfirmed', sentAt: last }],
        })
        given(spoken(receivedAt))
          .when(confirm(startOf(day15)), startOf(day15))
          .expectRejection({
            _tag: 'ConfirmationLate',
            dueDay: civilDate(day14),
            sentOn: civilDate(day15),
          })
      }
    }
  })

  test('PDPO s.35E(1)(b): counts from the entry of its confirmation on, however early the letter is dated', () => {
    const oral = spoken(at('2024-06-03T04:00:00.000Z'))
    const entered = at('2024-06-30T04:00:00.000Z')
    const confirmed = given(oral)
      .when(confirm(at('2024-06-05T04:00:00.000Z')), entered)
      .outcome()
    const events = E.isRight(confirmed) ? confirmed.right : []
    expect(events).toMatchObject([{ decidedAt: entered }])
    const use = (decidedAt: Instant): MarketingUseAuthorised => ({
      type: 'MarketingUseAuthorised',
      ...entry(9, decidedAt),
      useId: idOf('use', 1),
      channel: 'email',
      kinds: [email],
      class: watches,
      by: [{ kind: email, eventId: oral.eventId }],
      isFirstUse: true,
      validUntil: decidedAt,
    })
    const [letter] = events
    if (letter?.type !== 'OralConsentConfirmed') throw new Error('expected a confirmation')
    // Between the letter and its entry nobody who asks the log could know of it.
    const between = use(at('2024-06-10T04:00:00.000Z'))
    expect(Consent.redecide([oral, between, letter]).lacking).toEqual([between.eventId])
    expect(Consent.redecide([oral, letter, use(entered)]).lacking).toEqual([])
  })

  test('PDPO s.35E(1)(b): is not confirmed by a letter of a day before it, also where a log holds one', () => {
    const oral = spoken(at('2024-06-03T04:00:00.000Z'))
    const letter = (sentAt: Instant) =>
      ({
        type: 'OralConsentConfirmed',
        ...entry(3, at('2024-06-04T04:00:00.000Z')),
        consentId: oral.consentId,
        sentAt,
        sha256: 'ab'.repeat(32),
      }) as const
    const answer = (sentAt: string) =>
      Consent.permission([oral, letter(at(sentAt))], marketing, at('2024-06-05T04:00:00.000Z'))
    expect(answer('2024-06-03T04:00:00.000Z')._tag).toBe('PermissionGiven')
    expect(answer('2024-06-03T03:59:59.999Z')).toMatchObject({
      reasons: [{ reason: 'notConfirmed', section: 's.35E(1)(b)' }],
    })
  })
})

test('PDPO s.35: twelve months from a first collection on 29 February end with 28 February', () => {
  const presented: NoticePresented = {
    type: 'NoticePresented',
    ...entry(1, startOf('2024-02-29')),
    notice: {
      ...plainNotice,
      terms: {
        type: 'collection',
        noticeId: plainNotice.terms.noticeId,
        version: 1,
        texts: plainNotice.terms.texts,
        purposes: [purposeCode('membership')],
        obligatory: [email],
        voluntary: [],
        transferees: [],
      },
    },
    lang: 'en',
    textSha256: 'ab'.repeat(32),
    medium: 'written',
    presentedAt: startOf('2024-02-29'),
  }
  const collected: DataCollected = {
    type: 'DataCollected',
    ...entry(2, startOf('2024-02-29')),
    purpose: purposeCode('membership'),
    kinds: [email],
    noticeEventId: presented.eventId,
  }
  const collect = {
    type: 'RecordCollection' as const,
    customerId,
    purpose: purposeCode('membership'),
    kinds: [email],
  }
  const after = given(presented, collected)
  expect(after.when(collect, beforeStartOf('2025-03-01')).outcome()).toMatchObject({
    right: [{ type: 'DataCollected' }],
  })
  after
    .when(collect, startOf('2025-03-01'))
    .expectRejection({ _tag: 'NoticeRepeatDue', lastDay: civilDate('2025-02-28') })
})

test('an auditor is not told that an opt-out of other goods came before a use whose consent has run out since', () => {
  const written: MarketingConsentGiven = {
    ...spoken(at('2024-06-03T04:00:00.000Z')),
    medium: 'written',
    expiresAt: at('2024-06-05T00:00:00.000Z'),
  }
  const use: MarketingUseAuthorised = {
    type: 'MarketingUseAuthorised',
    ...entry(3, at('2024-06-04T12:00:00.000Z')),
    useId: idOf('use', 1),
    channel: 'email',
    kinds: [email],
    class: watches,
    by: [{ kind: email, eventId: written.eventId }],
    isFirstUse: true,
    validUntil: at('2024-06-04T12:05:00.000Z'),
  }
  const stopped = (subject: string): MarketingOptedOut => ({
    type: 'MarketingOptedOut',
    ...entry(4, at('2024-06-06T04:00:00.000Z')),
    scope: { type: 'some', kinds: [email], classes: [subjectClass(subject)] },
    of: 'use',
    channel: codeOf('web'),
    receivedAt: at('2024-06-04T04:00:00.000Z'),
    owed: [],
  })
  expect(Consent.redecide([written, use, stopped('rings')]).beforeEntry).toEqual([])
  expect(Consent.redecide([written, use, stopped('watches')]).beforeEntry).toEqual([use.eventId])
})
