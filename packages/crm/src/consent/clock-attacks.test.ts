// What somebody gains by dating things earlier, or by setting a clock back: nothing.
import { type Instant, instantOf } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf, issuedAt, storiesAt } from '../shared/arbitraries.js'
import {
  type ConsentId,
  type CustomerId,
  codeOf,
  dataKind,
  type EventId,
  subjectClass,
  type UseId,
} from '../shared/ids.js'
import { eventIdOf } from '../shared/moments.js'
import { entriesOfCustomer, plainNotice } from './arbitraries.js'
import type { AuthoriseUse, GiveMarketingConsent } from './commands.js'
import type {
  MarketingConsentGiven,
  MarketingOptedOut,
  MarketingUseAuthorised,
  NoticePresented,
} from './events.js'
import * as Consent from './index.js'

const at = (text: string): Instant => text as Instant
const now = at('2024-06-03T04:00:00.000Z')
const hourBack = at('2024-06-03T03:00:00.000Z')
const given = storiesAt(Consent, now)
const customerId = idOf<CustomerId>('cust', 1)
const email = dataKind('email')
const watches = subjectClass('watches')
const entryId = (n: number): EventId => idOf('evnt', n)
// The id of the event that a story's command leads to.
const ownId = eventIdOf(issuedAt(now))
const entry = (n: number, decidedAt: Instant) => ({ eventId: entryId(n), customerId, decidedAt })

const presented: NoticePresented = {
  type: 'NoticePresented',
  ...entry(1, at('2024-06-01T04:00:00.000Z')),
  notice: plainNotice,
  lang: 'en',
  textSha256: 'ab'.repeat(32),
  medium: 'written',
  presentedAt: at('2024-06-01T04:00:00.000Z'),
}
const give: GiveMarketingConsent = {
  type: 'GiveMarketingConsent',
  customerId,
  consentId: idOf<ConsentId>('cons', 1),
  basis: 'use',
  form: 'explicit',
  medium: 'written',
  noticeEventId: entryId(1),
  kinds: [email],
  classes: [watches],
  // Two days before now, on the day of the notice: what a forger would write.
  receivedAt: at('2024-06-01T05:00:00.000Z'),
}
const consented: MarketingConsentGiven = {
  ...give,
  form: 'explicit',
  type: 'MarketingConsentGiven',
  ...entry(2, at('2024-06-01T05:00:00.000Z')),
}
const optedOut: MarketingOptedOut = {
  type: 'MarketingOptedOut',
  ...entry(3, at('2024-06-02T04:00:00.000Z')),
  scope: { type: 'all' },
  of: 'both',
  channel: codeOf('web'),
  receivedAt: at('2024-06-02T04:00:00.000Z'),
  owed: [],
}
const use: AuthoriseUse = {
  type: 'AuthoriseUse',
  customerId,
  useId: idOf<UseId>('use', 1),
  channel: 'email',
  kinds: [email],
  class: watches,
  hindrances: [],
}
const authorised = (n: number, decidedAt: Instant, by: number): MarketingUseAuthorised => ({
  type: 'MarketingUseAuthorised',
  ...entry(n, decidedAt),
  useId: use.useId,
  channel: 'email',
  kinds: [email],
  class: watches,
  by: [{ kind: email, eventId: entryId(by) }],
  isFirstUse: true,
  validUntil: at('2024-06-03T04:05:00.000Z'),
})

describe('a consent that is dated before a use', () => {
  test('PDPO s.35E(1)(a): and entered after it does not make it lawful: the log held none', () => {
    given(presented)
      .when(use)
      .expectRejection({
        _tag: 'UseRefused',
        reasons: [{ reason: 'noConsent', section: 's.35E(1)(a)', kind: email }],
      })
    // A paper form that lay in a drawer may be entered: it counts from there on.
    const late = { ...consented, ...entry(4, now) }
    given(presented)
      .when(give)
      .expect({ ...late, eventId: ownId })
    // A use that stands before it was allowed by nothing, whatever moments the two of them name.
    for (const moment of ['2024-06-01T06:00:00.000Z', '2024-06-02T06:00:00.000Z', now]) {
      const sent = authorised(5, at(moment), 4)
      expect(Consent.redecide([presented, sent, late]).lacking).toEqual([entryId(5)])
    }
    expect(Consent.redecide([presented, late, authorised(5, now, 4)]).lacking).toEqual([])
  })

  test('PDPO s.35G: does not undo an opt-out that the log holds, also when it is entered by a clock that was set back', () => {
    const refused = {
      _tag: 'UseRefused' as const,
      reasons: [
        { reason: 'optedOut' as const, section: 's.35G', kind: email, eventId: entryId(3) },
      ],
    }
    for (const clock of ['2024-06-01T05:00:00.000Z', '2024-06-02T03:00:00.000Z', now]) {
      const decided = given(presented, optedOut)
        .when({ ...give, receivedAt: at('2024-06-01T05:00:00.000Z') }, clock)
        .outcome()
      const events = E.isRight(decided) ? decided.right : []
      expect(events).toHaveLength(1)
      given(presented, optedOut, ...events)
        .when(use)
        .expectRejection(refused)
    }
  })
})

describe('a grant that is imported without its notice', () => {
  test('PDPO s.35C: is refused, and a notice that is dated before it helps only once it stands in the log', () => {
    given().when(give).expectRejection({ _tag: 'NoMarketingNotice' })
    // Another notice than the one that the grant names is none.
    given({ ...presented, ...entry(6, now) })
      .when(give)
      .expectRejection({ _tag: 'NoMarketingNotice' })
    // Entered late, with the moment that it had: the grant may follow it, and allows what comes behind the two.
    const lateNotice = { ...presented, ...entry(1, now) }
    const imported = { ...consented, ...entry(4, now) }
    given(lateNotice)
      .when(give)
      .expect({ ...imported, eventId: ownId })
    const sent = authorised(5, at('2024-06-02T06:00:00.000Z'), 4)
    expect(Consent.redecide([lateNotice, sent, imported]).lacking).toEqual([entryId(5)])
    // A notice that was shown after the grant was received allows none of it.
    const presentedAt = at('2024-06-02T05:00:00.000Z')
    given({ ...lateNotice, presentedAt })
      .when(give)
      .expectRejection({ _tag: 'ConsentBeforeNotice', presentedAt, receivedAt: give.receivedAt })
  })
})

describe('a use that is dated earlier than the log', () => {
  test('PDPO s.35G: does not slip before an opt-out: what is asked in the past is answered at the last entry', () => {
    const histories = fc.array(entriesOfCustomer(fc.constant(customerId)))
    const first = Date.parse('1990-01-01T00:00:00.000Z')
    const answers = new Set<string>()
    const minutes = fc.nat(50 * 366 * 24 * 60)
    const fresh = { ...use, useId: idOf<UseId>('use', 999_999) }
    fc.assert(
      fc.property(histories, minutes, (entries, ago) => {
        const state = [presented, consented, ...entries].reduce(Consent.evolve, Consent.initial)
        const last = state.decidedAt ?? now
        const claimed = instantOf(Math.max(first, Date.parse(last) - ago * 60_000))
        const answer = Consent.decide(fresh, state, issuedAt(claimed))
        expect(answer).toEqual(Consent.decide(fresh, state, issuedAt(last)))
        answers.add(answer._tag)
      }),
      { numRuns: 500 },
    )
    // Both answers occur, or the comparison would prove nothing.
    expect([...answers].sort()).toEqual(['Left', 'Right'])
  })

  test('bears the moment of the last entry, not the one that it claims', () => {
    const decided = given(presented, consented).when(use, '2024-05-01T04:00:00.000Z').outcome()
    expect(decided).toMatchObject({
      right: [{ decidedAt: consented.decidedAt, validUntil: '2024-06-01T05:05:00.000Z' }],
    })
  })

  test('to a moment at which a consent had not run out goes nowhere today', () => {
    const until = { ...consented, expiresAt: at('2024-06-02T00:00:00.000Z') }
    const decided = given(presented, until).when(use, '2024-06-01T23:59:00.000Z').outcome()
    const [was] = E.isRight(decided) ? decided.right : []
    expect(was).toMatchObject({ validUntil: '2024-06-02T00:04:00.000Z' })
    if (was?.type !== 'MarketingUseAuthorised') throw new Error('expected an authorisation')
    const { useId, validUntil } = was
    given(presented, until, was)
      .when({ type: 'RecordHandOver', customerId, useId })
      .expectRejection({ _tag: 'AuthorisationLapsed', useId, validUntil })
    const asking = { purpose: 'marketing', actor: 'u-1', role: 'desk', reason: useId }
    const question = { asking, subjects: [customerId], kind: 'email' }
    expect(Consent.consentGuard().forbids(question, [presented, until, was], now)).toBe('consent')
  })
})

describe('a clock that was set back by an hour', () => {
  const was = authorised(5, now, 2)
  const stood = [presented, consented, was]
  const { useId, validUntil } = was

  test('opens no address that was authorised before: it proves no five minutes', () => {
    const asking = { purpose: 'marketing', actor: 'u-1', role: 'desk', reason: useId }
    const question = { asking, subjects: [customerId], kind: 'email' }
    const { forbids } = Consent.consentGuard()
    expect(forbids(question, stood, now)).toBeUndefined()
    expect(forbids(question, stood, hourBack)).toBe('consent')
  })

  test('does not make an authorisation stand longer, and the very command that made it adds nothing', () => {
    given(...stood)
      .when(use, now)
      .expectNothing()
    given(...stood)
      .when(use, hourBack)
      .expectRejection({ _tag: 'AuthorisationLapsed', useId, validUntil })
    const state = [presented, consented, { ...was, eventId: ownId }].reduce(
      Consent.evolve,
      Consent.initial,
    )
    expect(Consent.decide(use, state, issuedAt(hourBack))).toEqual(E.right([]))
  })

  test('PDPO s.35G: enters an opt-out all the same, behind what stands there, and it acts at once', () => {
    const stop = {
      type: 'OptOut' as const,
      customerId,
      scope: { type: 'all' as const },
      of: 'both' as const,
      channel: codeOf('web'),
      receivedAt: now,
    }
    const decided = given(...stood)
      .when(stop, hourBack)
      .outcome()
    const [stopped] = E.isRight(decided) ? decided.right : []
    expect(stopped).toMatchObject({ decidedAt: now, receivedAt: now })
    if (stopped === undefined) throw new Error('expected an opt-out')
    expect(
      given(...stood, stopped)
        .when({ ...use, useId: idOf<UseId>('use', 2) }, hourBack)
        .outcome(),
    ).toMatchObject({ left: { _tag: 'UseRefused', reasons: [{ reason: 'optedOut' }] } })
  })
})
