// Requests, copies and log books at the edges of the calendar, and entered in another order than they came in.
import { type Instant, instantOf, type LogEvent } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { MarketingConsentGiven } from '../consent/events.js'
import { idOf, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { hongKongCalendar } from '../shared/hong-kong-calendar.js'
import { type CustomerId, codeOf, dataKind, subjectClass } from '../shared/ids.js'
import type {
  AccessCopySupplied,
  ErasureDecided,
  PrivacyRequestReceived,
  RequesterVerified,
  RetentionStarted,
} from './events.js'
import * as Privacy from './index.js'
import { type Obligation, type ObligationEvent, obligations } from './obligations.projection.js'
import { obligationsDue } from './obligations-due.js'

const at = (text: string): Instant => text as Instant
const day = civilDate
const given = storiesAt(Privacy, '2024-06-10T04:00:00.000Z')
const customerId = idOf<CustomerId>('cust', 1)
const requestIdOf = (n: number) => idOf<PrivacyRequestReceived['requestId']>('requ', n)
const sha256 = 'ab'.repeat(32)
// Midnight at the beginning of a day in Hong Kong, and a millisecond before it.
const startOf = (text: string): Instant => instantOf(Date.parse(`${text}T00:00:00.000+08:00`))
const beforeStartOf = (text: string): Instant => instantOf(Date.parse(startOf(text)) - 1)

const access = (n: number, receivedOn: string): PrivacyRequestReceived => ({
  type: 'PrivacyRequestReceived',
  requestId: requestIdOf(n),
  customerId,
  kind: 'access',
  by: 'self',
  receivedAt: at(`${receivedOn}T04:00:00.000Z`),
  dueOn: day('2024-07-13'),
})
const refuse = (n: number) => ({
  type: 'RefuseRequest' as const,
  requestId: requestIdOf(n),
  customerId,
  ground: 's.20(3)(c)' as const,
  extent: 'whole' as const,
  particularsSha256: sha256,
})
const erase = {
  type: 'DecideErasure' as const,
  customerId,
  erasureId: idOf<ErasureDecided['erasureId']>('eras', 1),
  why: 'request' as const,
  classes: ['identity'] as const,
  exceptions: [],
}

describe('the third similar request for access', () => {
  const [first, second, third] = [
    access(1, '2024-02-03'),
    access(2, '2024-03-03'),
    access(3, '2024-06-03'),
  ] as const

  test('PDPO s.20(3)(c): is the third by receipt, in whatever order the three were entered', () => {
    const orders = [
      [first, second, third],
      [third, second, first],
      [second, third, first],
    ] as const
    for (const order of orders) {
      for (const [n, found] of [
        [1, 0],
        [2, 1],
      ] as const) {
        given(...order)
          .when(refuse(n))
          .expectRejection({ _tag: 'TwoEarlierRequestsNeeded', found })
      }
      expect(
        given(...order)
          .when(refuse(3))
          .outcome(),
      ).toMatchObject({
        right: [
          { type: 'LogBookEntryRecorded', ground: 's.20(3)(c)' },
          { type: 'RequestRefused', ground: 's.20(3)(c)' },
          { type: 'RetentionStarted', class: 'logbook' },
        ],
      })
    }
  })

  test('PDPO s.20(3)(c): is not made by requests of the same moment, nor by ones to correct', () => {
    given(access(1, '2024-06-03'), access(2, '2024-06-03'), third)
      .when(refuse(3))
      .expectRejection({ _tag: 'TwoEarlierRequestsNeeded', found: 0 })
    given(first, { ...second, kind: 'correction' }, third)
      .when(refuse(3))
      .expectRejection({ _tag: 'TwoEarlierRequestsNeeded', found: 1 })
  })
})

describe('a request for access while an erasure is due', () => {
  const due: RetentionStarted = {
    type: 'RetentionStarted',
    customerId,
    class: 'identity',
    since: day('2022-06-10'),
    dueOn: day('2024-06-10'),
  }
  const open = access(1, '2024-06-03')
  const verified: RequesterVerified = {
    type: 'RequesterVerified',
    requestId: open.requestId,
    customerId,
    method: codeOf('passport'),
  }
  const supplied: AccessCopySupplied = {
    type: 'AccessCopySupplied',
    requestId: open.requestId,
    customerId,
    asOf: { at: open.receivedAt, position: '1' as AccessCopySupplied['asOf']['position'] },
    sha256,
    redactions: 0,
    suppliedOn: day('2024-06-10'),
    isLate: false,
  }

  test('PDPO s.19(3): keeps what somebody asks to erase, due or not, and not what falls due by the calendar', () => {
    const asked = { ...open, requestId: requestIdOf(2), kind: 'erasure' as const }
    const onRequest = { ...erase, requestId: asked.requestId }
    for (const events of [
      [due, open, asked],
      [open, asked, due],
    ]) {
      given(...events)
        .when(onRequest)
        .expectRejection({ _tag: 'AccessRequestOpen', requestIds: [open.requestId] })
    }
    given(due, open, asked, verified, supplied)
      .when(onRequest)
      .expect({ ...onRequest, type: 'ErasureDecided', decidedOn: day('2024-06-10') })
    // To the midnight at which it falls due.
    const scheduled = { ...erase, why: 'retention' as const }
    given(due, open)
      .when(scheduled, beforeStartOf('2024-06-10'))
      .expectRejection({ _tag: 'NotDueYet', class: 'identity', dueOn: day('2024-06-10') })
    given(due, open)
      .when(scheduled, startOf('2024-06-10'))
      .expect({ ...scheduled, type: 'ErasureDecided', decidedOn: day('2024-06-10') })
  })

  test('PDPO s.19(3): that comes after the erasure was decided is received, and is answered that nothing is held', () => {
    const decided: ErasureDecided = {
      ...erase,
      type: 'ErasureDecided',
      why: 'retention',
      decidedOn: day('2024-06-10'),
    }
    const { type: _, dueOn: __, ...facts } = open
    given(due, decided)
      .when({ ...facts, type: 'ReceiveRequest' })
      .expect(open)
    given(due, decided, open, verified)
      .when({ type: 'ConfirmNotHeld', requestId: open.requestId, customerId })
      .expect({
        type: 'NotHeldConfirmed',
        requestId: open.requestId,
        customerId,
        confirmedOn: day('2024-06-10'),
        isLate: false,
      })
  })
})

describe('an entry in the log book', () => {
  test('PDPO s.27: is kept for 3 years and 364 days, to the midnight in Hong Kong, also when made on 29 February', () => {
    for (const [entered, kept] of [
      ['2024-06-10', '2028-06-10'],
      ['2024-02-29', '2028-02-29'],
      ['2025-03-01', '2029-03-01'],
      ['2023-12-31', '2027-12-31'],
    ] as const) {
      const ground = { ...refuse(1), ground: 's.20(1)(a)' as const }
      // At the last millisecond of its day.
      const nextDay = Date.parse(startOf(entered)) + 86_400_000
      const refused = given(access(1, '2023-06-03'))
        .when(ground, instantOf(nextDay - 1))
        .outcome()
      const events = E.isRight(refused) ? refused.right : []
      expect(events[0]).toMatchObject({ enteredOn: entered, keepUntil: kept })
      const classes = ['logbook'] as const
      given(access(1, '2023-06-03'), ...events)
        .when({ ...erase, classes }, beforeStartOf(kept))
        .expectRejection({
          _tag: 'FloorNotReached',
          class: 'logbook',
          law: 'PDPO s.27',
          until: day(kept),
        })
      given(access(1, '2023-06-03'), ...events)
        .when({ ...erase, classes }, startOf(kept))
        .expect({ ...erase, classes, type: 'ErasureDecided', decidedOn: day(kept) })
    }
  })
})

describe('a last day by law', () => {
  const limits = (event: ObligationEvent, warningDays: ReadonlyArray<string> = []) => {
    const all = obligations
      .parts({ event } as LogEvent<ObligationEvent>)
      .map(([key, part]): Obligation => obligations.evolve(obligations.initial(key), part))
    const calendar = { ...hongKongCalendar, warningDays: warningDays.map(day) }
    return obligationsDue(all, day('2024-01-01'), calendar).map((one) => [
      one.strictOn,
      one.lawLimitOn,
    ])
  }

  test('Cap. 1 s.71: of an oral consent moves past holidays and warning days, our own day does not', () => {
    const spoken = (receivedAt: string): MarketingConsentGiven => ({
      type: 'MarketingConsentGiven',
      eventId: idOf('evnt', 1),
      customerId,
      decidedAt: at(receivedAt),
      consentId: idOf('cons', 1),
      basis: 'use',
      form: 'explicit',
      medium: 'oral',
      noticeEventId: idOf('evnt', 2),
      kinds: [dataKind('email')],
      classes: [subjectClass('watches')],
      receivedAt: at(receivedAt),
    })
    expect(limits(spoken('2024-06-03T04:00:00.000Z'))).toEqual([
      ['2024-06-17', E.right('2024-06-17')],
    ])
    // 10 June 2024 was a general holiday, the Tuen Ng Festival.
    const over = spoken('2024-05-27T04:00:00.000Z')
    expect(limits(over)).toEqual([['2024-06-10', E.right('2024-06-11')]])
    expect(limits(over, ['2024-06-11', '2024-06-12'])).toEqual([
      ['2024-06-10', E.right('2024-06-13')],
    ])
    // A warning day in the middle of a period moves nothing.
    expect(limits(over, ['2024-06-05'])).toEqual([['2024-06-10', E.right('2024-06-11')]])
  })

  test('Cap. 1 s.71: of a copy moves past a warning day, a Sunday and Lunar New Year one after the other', () => {
    const open = { ...access(1, '2024-01-01'), dueOn: day('2024-02-09') }
    expect(limits(open)).toEqual([['2024-02-09', E.right('2024-02-09')]])
    // The 10th is a holiday, the 11th a Sunday, the 12th and the 13th are holidays.
    expect(limits(open, ['2024-02-09'])).toEqual([['2024-02-09', E.right('2024-02-14')]])
  })
})
