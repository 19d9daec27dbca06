import type { Instant, LogEvent } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { MarketingConsentGiven, MarketingOptedOut } from '../consent/events.js'
import { idOf } from '../shared/arbitraries.js'
import { type CivilDate, civilDate } from '../shared/civil-date.js'
import { hongKongCalendar } from '../shared/hong-kong-calendar.js'
import { type CustomerId, codeOf, dataKind, recipientId, subjectClass } from '../shared/ids.js'
import type { PrivacyRequestReceived } from './events.js'
import { type Obligation, type ObligationEvent, obligations } from './obligations.projection.js'
import { obligationsDue } from './obligations-due.js'

const day = civilDate
const customerId = idOf<CustomerId>('cust', 1)
const at = (text: string): Instant => text as Instant

const obligationsOf = (...events: ReadonlyArray<ObligationEvent>): ReadonlyArray<Obligation> => {
  const views = new Map<string, Obligation>()
  for (const event of events) {
    for (const [key, part] of obligations.parts({ event } as LogEvent<ObligationEvent>)) {
      views.set(key, obligations.evolve(views.get(key) ?? obligations.initial(key), part))
    }
  }
  return [...views.values()]
}

const request = (dueOn: CivilDate): PrivacyRequestReceived => ({
  type: 'PrivacyRequestReceived',
  requestId: idOf('requ', 1),
  customerId,
  kind: 'access',
  by: 'self',
  receivedAt: at('2024-01-01T04:00:00.000Z'),
  dueOn,
})
const supplied = (suppliedOn: CivilDate): ObligationEvent => ({
  type: 'AccessCopySupplied',
  requestId: idOf('requ', 1),
  customerId,
  asOf: { at: at('2024-01-01T04:00:00.000Z'), position: '1' as never },
  sha256: 'ab'.repeat(32),
  redactions: 0,
  suppliedOn,
  isLate: false,
})

const standingOn = (today: string, ...events: ReadonlyArray<ObligationEvent>) =>
  obligationsDue(obligationsOf(...events), day(today)).map(({ standing }) => standing)

describe('what is due', () => {
  test('PDPO s.19(1): is due until its day, overdue until the law limit, and then a breach', () => {
    // 10 February 2024 was Lunar New Year's Day; the 11th a Sunday, the 12th and 13th holidays.
    const open = request(day('2024-02-10'))
    expect(standingOn('2024-02-10', open)).toEqual(['due'])
    expect(standingOn('2024-02-11', open)).toEqual(['overdue'])
    expect(standingOn('2024-02-14', open)).toEqual(['overdue'])
    expect(standingOn('2024-02-15', open)).toEqual(['breached'])
    const [first] = obligationsDue(obligationsOf(open), day('2024-02-01'))
    expect(first).toMatchObject({
      strictOn: '2024-02-10',
      lawLimitOn: E.right('2024-02-14'),
      obligation: { kind: 'answerAccess', section: 's.19(1)', customerId },
    })
  })

  test('PDPO s.19(1): leaves the page when it was met in time, and stays on it when it was late', () => {
    const open = request(day('2024-02-10'))
    expect(standingOn('2024-03-01', open, supplied(day('2024-02-14')))).toEqual([])
    expect(standingOn('2024-03-01', open, supplied(day('2024-02-15')))).toEqual(['metLate'])
  })

  test('moves with a warning day, which is known only afterwards', () => {
    const calendar = { ...hongKongCalendar, warningDays: [day('2024-09-06')] }
    const open = obligationsOf(request(day('2024-09-06')))
    expect(obligationsDue(open, day('2024-09-07'), calendar)[0]).toMatchObject({
      lawLimitOn: E.right('2024-09-07'),
      standing: 'overdue',
    })
    expect(obligationsDue(open, day('2024-09-07'))[0]).toMatchObject({ standing: 'breached' })
  })

  test('says that a table of holidays is missing, and takes the strict day meanwhile', () => {
    const open = obligationsOf(request(day('2099-01-02')))
    expect(obligationsDue(open, day('2099-01-03'))[0]).toMatchObject({
      lawLimitOn: E.left({ _tag: 'HolidayTableMissing', year: 2099 }),
      standing: 'breached',
    })
  })

  test('PDPO s.19(2): is no breach after a notice in time, and stays open until the rest is given', () => {
    const extended: ObligationEvent = {
      type: 'ExtensionNoticeSent',
      requestId: idOf('requ', 1),
      customerId,
      reasonCode: 'archive' as never,
      sentOn: day('2024-02-09'),
    }
    const open = request(day('2024-02-10'))
    expect(standingOn('2024-03-01', open, extended)).toEqual(['overdue'])
    expect(standingOn('2024-03-01', open, extended, supplied(day('2024-02-28')))).toEqual([])
  })

  const consent: MarketingConsentGiven = {
    type: 'MarketingConsentGiven',
    eventId: idOf('evnt', 1),
    customerId,
    decidedAt: at('2024-06-03T15:30:00.000Z'),
    consentId: idOf('cons', 1),
    basis: 'use',
    form: 'explicit',
    medium: 'oral',
    noticeEventId: idOf('evnt', 2),
    kinds: [dataKind('email')],
    classes: [subjectClass('watches')],
    receivedAt: at('2024-06-03T15:30:00.000Z'),
  }

  test('PDPO s.35E(1)(b): an oral consent is to be confirmed by the 14th day in Hong Kong', () => {
    const [due] = obligationsDue(obligationsOf(consent), day('2024-06-10'))
    expect(due).toMatchObject({
      strictOn: '2024-06-17',
      obligation: { kind: 'confirmOralConsent', section: 's.35E(1)(b)' },
    })
    expect(obligationsOf({ ...consent, medium: 'written' })).toEqual([])
  })

  test('PDPO s.35L: of three recipients of whom two were told one stays open', () => {
    const recipients = ['FIRST-CO', 'OTHER-CO', 'THIRD-CO']
    const optedOut: MarketingOptedOut = {
      type: 'MarketingOptedOut',
      eventId: idOf('evnt', 3),
      customerId,
      decidedAt: at('2024-06-03T04:00:00.000Z'),
      scope: { type: 'all' },
      of: 'both',
      channel: codeOf('web'),
      receivedAt: at('2024-06-03T04:00:00.000Z'),
      owed: recipients.map((name, n) => ({
        provisionId: idOf('prov', n),
        recipientId: recipientId(name),
      })),
    }
    const told = [0, 1].map(
      (n): ObligationEvent => ({
        type: 'RecipientToldToCease',
        eventId: idOf('evnt', 4 + n),
        customerId,
        decidedAt: at('2024-06-03T05:00:00.000Z'),
        recipientId: recipientId(recipients[n] ?? ''),
        writtenAt: at('2024-06-03T05:00:00.000Z'),
        provisionIds: [idOf('prov', n)],
      }),
    )
    const open = obligationsDue(obligationsOf(optedOut, ...told), day('2024-06-03'))
    expect(open.map(({ obligation }) => obligation.reference)).toEqual(['THIRD-CO'])
  })

  test('PDPO DPP2(2): what falls due ends erased, kept by a law, or on the page: never in silence', () => {
    const started: ObligationEvent = {
      type: 'RetentionStarted',
      customerId,
      class: 'identity',
      since: day('2022-06-03'),
      dueOn: day('2024-06-03'),
    }
    const decided: ObligationEvent = {
      type: 'ErasureDecided',
      customerId,
      erasureId: idOf('eras', 1),
      why: 'retention',
      classes: ['identity'],
      exceptions: [],
      decidedOn: day('2024-06-03'),
    }
    const until = day('2025-06-03')
    const law = codeOf('proceedings')
    const excepted: ObligationEvent = {
      ...decided,
      classes: [],
      exceptions: [{ class: 'identity', law, citation: codeOf('1/2024'), until }],
    }
    expect(standingOn('2024-06-05', started)).toEqual(['breached'])
    expect(standingOn('2024-06-05', started, decided)).toEqual([])
    expect(standingOn('2024-06-05', started, excepted)).toEqual(['due'])
    expect(standingOn('2025-06-05', started, excepted)).toEqual(['breached'])
    expect(standingOn('2025-06-05', started, excepted, decided)).toEqual([])
    // What a hold at the fence kept is owed again.
    const concluded: ObligationEvent = {
      type: 'ErasureConcluded',
      customerId,
      erasureId: idOf('eras', 1),
      outcome: 'held',
      classes: ['identity'],
      concludedOn: day('2024-06-04'),
    }
    const carriedOut: ObligationEvent = { ...concluded, outcome: 'carriedOut' }
    expect(standingOn('2024-06-05', started, decided, concluded)).toEqual(['breached'])
    expect(standingOn('2024-06-05', started, decided, carriedOut)).toEqual([])
    expect(standingOn('2024-06-05', decided, concluded)).toEqual([])
  })

  test('PDPO s.26: moves to the day of a claimed sale, and is owed again when the claim comes after the erasure', () => {
    const started: ObligationEvent = {
      type: 'RetentionStarted',
      customerId,
      class: 'transaction',
      since: day('2017-06-03'),
      dueOn: day('2024-06-03'),
    }
    const claimed = (dueOn: string): ObligationEvent => ({
      type: 'ClaimedSaleNoted',
      customerId,
      saleId: idOf('sale', 1),
      soldOn: day('2017-06-03'),
      dueOn: day(dueOn),
    })
    const decided: ObligationEvent = {
      type: 'ErasureDecided',
      customerId,
      erasureId: idOf('eras', 1),
      why: 'retention',
      classes: ['transaction'],
      exceptions: [],
      decidedOn: day('2024-06-03'),
    }
    expect(standingOn('2024-06-05', started, claimed('2024-06-06'))).toEqual(['due'])
    expect(standingOn('2024-06-05', started, claimed('2024-06-01'))).toEqual(['breached'])
    expect(standingOn('2024-06-05', started, claimed('2024-06-06'), decided)).toEqual([])
    expect(standingOn('2024-06-05', started, decided, claimed('2024-06-01'))).toEqual(['breached'])
    expect(standingOn('2024-06-05', started, decided, claimed('2024-06-06'))).toEqual(['due'])
  })

  test('of a breach is to be assessed, and told where there is a real risk', () => {
    const breachId = idOf<never>('brea', 1)
    const suspected: ObligationEvent = {
      type: 'BreachSuspected',
      breachId,
      suspectedAt: at('2024-06-03T04:00:00.000Z'),
      assessBy: day('2024-06-06'),
    }
    const assessed: ObligationEvent = {
      type: 'BreachAssessed',
      breachId,
      isRealRisk: true,
      subjects: 3,
      assessedOn: day('2024-06-05'),
      notifyBy: day('2024-06-08'),
    }
    const kinds = (...events: ReadonlyArray<ObligationEvent>) =>
      obligationsDue(obligationsOf(...events), day('2024-06-05')).map(
        ({ obligation }) => obligation.kind,
      )
    expect(kinds(suspected)).toEqual(['assessBreach'])
    expect(kinds(suspected, assessed)).toEqual(['notifyBreach'])
  })
})
