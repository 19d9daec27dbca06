// What several customers who turned out to be one person have said, and how one stream comes to answer for them.
import type { Instant } from '@patina/eventsourcing'
import { comparePersonal } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { eventsOf, idOf, storiesAt } from '../shared/arbitraries.js'
import {
  type ConsentId,
  type CustomerId,
  codeOf,
  dataKind,
  type EventId,
  type MergeId,
  purposeCode,
  subjectClass,
  useId,
} from '../shared/ids.js'
import { entriesOfCustomer } from './arbitraries.js'
import type { AuthoriseUse } from './commands.js'
import type {
  ClearConsentEntry,
  MarketingConsentGiven,
  MarketingOptedOut,
  PrescribedConsentGiven,
  PrescribedConsentWithdrawn,
} from './events.js'
import * as Consent from './index.js'
import { permission } from './permission.js'
import type { PermissionReason } from './use.js'

comparePersonal()

const given = storiesAt(Consent)
const [a, b, c] = [1, 2, 3].map((n) => idOf<CustomerId>('cust', n)) as [
  CustomerId,
  CustomerId,
  CustomerId,
]
const mergeId = idOf<MergeId>('merg', 1)
const at = (text: string) => text as Instant
const now = at('2024-06-01T04:00:00.000Z')
const email = dataKind('email')
const watches = subjectClass('watches')
const asked = { _tag: 'MarketingUse', kinds: [email], class: watches } as const

const grant = (
  n: number,
  customerId: CustomerId,
  more: Partial<MarketingConsentGiven> = {},
): MarketingConsentGiven => ({
  type: 'MarketingConsentGiven',
  eventId: idOf<EventId>('evnt', n),
  customerId,
  decidedAt: at('2024-05-01T04:00:00.000Z'),
  consentId: idOf<ConsentId>('cons', n),
  basis: 'use',
  form: 'explicit',
  medium: 'written',
  noticeEventId: idOf<EventId>('evnt', 99),
  kinds: [email],
  classes: [watches],
  receivedAt: at('2024-05-01T04:00:00.000Z'),
  ...more,
})

const optOut = (n: number, customerId: CustomerId): MarketingOptedOut => ({
  type: 'MarketingOptedOut',
  eventId: idOf<EventId>('evnt', n),
  customerId,
  decidedAt: at('2024-05-02T04:00:00.000Z'),
  scope: { type: 'all' },
  of: 'both',
  channel: codeOf('web'),
  receivedAt: at('2024-05-02T04:00:00.000Z'),
  owed: [],
})

const refusedBy = (...events: ReadonlyArray<number>) => ({
  _tag: 'PermissionRefused',
  reasons: events.map((n) => ({
    reason: 'optedOut',
    section: 's.35G',
    kind: email,
    eventId: idOf('evnt', n),
  })),
})

describe('what a person has said under several ids', () => {
  test('is refused where one of them refuses, and every refusal is named [I3]', () => {
    const entries = [grant(1, a), optOut(2, b), grant(3, c), optOut(4, c)]
    expect(permission(entries, asked, now)).toEqual(refusedBy(2, 4))
    expect(permission(entries, asked, now, a)).toEqual(refusedBy(2, 4))
  })

  test('is allowed for the address of one who allowed it, and of nobody else', () => {
    const entries = [grant(1, a), optOut(2, b), grant(3, b)].slice(0, 1)
    const by = [{ kind: email, eventId: idOf('evnt', 1) }]
    expect(permission(entries, asked, now, a)).toEqual({ _tag: 'PermissionGiven', by })
    expect(permission(entries, asked, now, b)).toMatchObject({ reasons: [{ reason: 'noConsent' }] })
    expect(permission([...entries, grant(3, b, { kinds: [] })], asked, now)).toEqual({
      _tag: 'PermissionGiven',
      by,
    })
  })

  test('is taken back only by a consent that names what it answers, and nothing older comes back', () => {
    const before = [grant(1, b), optOut(2, b), optOut(3, b)]
    const answers = [idOf<EventId>('evnt', 2), idOf<EventId>('evnt', 3)]
    expect(permission([...before, grant(4, a)], asked, now, a)).toEqual(refusedBy(3))
    const later = { receivedAt: at('2024-05-03T04:00:00.000Z') }
    const second = { answers: answers.slice(1), ...later }
    expect(permission([...before, grant(4, a, second)], asked, now)).toEqual(refusedBy(2))
    // Entered late, and received before they opted out.
    expect(permission([...before, grant(4, a, { answers })], asked, now)).toEqual(refusedBy(3))
    const answered = [...before, grant(4, a, { answers, ...later })]
    expect(permission(answered, asked, now, a)._tag).toBe('PermissionGiven')
    expect(permission(answered, asked, now, b)._tag).toBe('PermissionRefused')
    // A consent that does not stand itself answers nothing.
    expect(permission([...answered, optOut(5, a)], asked, now)).toEqual(refusedBy(3, 5))
  })

  test('of a purpose is withdrawn by the one who withdrew it', () => {
    const entry = { eventId: idOf<EventId>('evnt', 1), decidedAt: now, receivedAt: now }
    const purpose = purposeCode('profiling')
    const agreed: PrescribedConsentGiven = {
      type: 'PrescribedConsentGiven',
      ...entry,
      customerId: a,
      consentId: idOf<ConsentId>('cons', 1),
      purpose,
      medium: 'written',
    }
    const withdrawn: PrescribedConsentWithdrawn = {
      type: 'PrescribedConsentWithdrawn',
      ...entry,
      eventId: idOf<EventId>('evnt', 2),
      customerId: b,
      purpose,
      medium: 'written',
    }
    const use = { _tag: 'PurposeUse', purpose } as const
    expect(permission([agreed], use, now)._tag).toBe('PermissionGiven')
    for (const entries of [
      [agreed, withdrawn],
      [withdrawn, agreed],
    ]) {
      expect(permission(entries, use, now)).toMatchObject({ reasons: [{ reason: 'withdrawn' }] })
    }
  })

  test('is the most restrictive of what each id has said, in whatever order they are heard of', () => {
    const ofOne = (of: CustomerId) =>
      fc.array(
        entriesOfCustomer(fc.constant(of)).filter(
          (entry) => entry.type !== 'MarketingConsentGiven' || entry.answers === undefined,
        ),
        { maxLength: 6 },
      )
    let refused = 0
    fc.assert(
      fc.property(ofOne(a), ofOne(b), ofOne(c), (...all) => {
        const answers = all.map((entries) => permission(entries, asked, now))
        const stops = (answer: Consent.Permission): ReadonlyArray<PermissionReason> =>
          answer._tag === 'PermissionRefused'
            ? answer.reasons.filter(({ reason }) => reason === 'optedOut')
            : []
        const anyStops = answers.flatMap(stops)
        const anyGives = answers.some(({ _tag }) => _tag === 'PermissionGiven')
        for (const order of [all.flat(), all.toReversed().flat()]) {
          const found = permission(order as ReadonlyArray<ClearConsentEntry>, asked, now)
          expect(found._tag).toBe(
            anyGives && anyStops.length === 0 ? 'PermissionGiven' : 'PermissionRefused',
          )
          expect(new Set(stops(found).map(({ eventId }) => eventId))).toEqual(
            new Set(anyStops.map(({ eventId }) => eventId)),
          )
        }
        if (anyStops.length > 0 && anyGives) refused += 1
      }),
      { numRuns: 1000 },
    )
    expect(refused).toBeGreaterThan(0)
  })
})

const use = (customerId: CustomerId): AuthoriseUse => ({
  type: 'AuthoriseUse',
  customerId,
  useId: useId(idOf('use', 1)),
  channel: 'email',
  kinds: [email],
  class: watches,
  hindrances: [],
})
const moved = {
  type: 'ConsentMoved',
  customerId: b,
  mergeId,
  to: a,
  members: [b],
  entries: [optOut(2, b)],
} as const
const expected = { type: 'ConsentExpected', customerId: a, mergeId, from: b } as const
const adopted = { ...moved, type: 'ConsentAdopted', customerId: a, from: b } as const

describe('a stream that was handed over', () => {
  test('says who answers instead, to whatever is asked of it', () => {
    const elsewhere = { _tag: 'AlreadyMoved', to: a, mergeId } as const
    given(optOut(2, b), moved).when(use(b)).expectRejection(elsewhere)
    given(moved)
      .when({ type: 'MoveConsent', customerId: b, to: c, mergeId: idOf('merg', 2) })
      .expectRejection(elsewhere)
  })

  test('hands over all that decides, once, and opens again with what comes back', () => {
    given(optOut(2, b)).when({ type: 'MoveConsent', customerId: b, to: a, mergeId }).expect(moved)
    given(moved).when({ type: 'MoveConsent', customerId: b, to: a, mergeId }).expectNothing()
    const reopen = {
      type: 'ReopenConsent',
      customerId: b,
      mergeId,
      members: [b],
      entries: [optOut(2, b), grant(3, b, { receivedAt: at('2024-05-03T04:00:00.000Z') })],
    } as const
    const reopened = { ...reopen, type: 'ConsentReopened' } as const
    given(moved).when(reopen).expect(reopened)
    given(moved, reopened).when(reopen).expectNothing()
    given(moved)
      .when({ ...reopen, mergeId: idOf('merg', 2) })
      .expectNothing()
    const { outcome } = given(moved, reopened).when(use(b))
    expect(outcome()).toMatchObject({ _tag: 'Right' })
  })
})

describe('a stream that takes another over', () => {
  test('answers for nobody whose entries have not arrived', () => {
    const { to: _, ...taken } = adopted as typeof adopted & { to?: unknown }
    const underWay = { _tag: 'MoveUnderWay', customerId: b } as const
    given(grant(1, a), expected).when(use(b)).expectRejection(underWay)
    const said = given(grant(1, a), expected).when(use(a))
    expect(E.isRight(said.outcome())).toBe(true)
    given(grant(1, a), expected, taken)
      .when(use(a))
      .expectRejection({ _tag: 'UseRefused', reasons: refusedBy(2).reasons } as never)
  })

  test('takes each over once, and hands them back with what was said meanwhile', () => {
    const { to: _, ...taken } = adopted as typeof adopted & { to?: unknown }
    given(expected).when({ type: 'ExpectConsent', customerId: a, from: b, mergeId }).expectNothing()
    given(expected, taken)
      .when({ ...taken, type: 'AdoptConsent' })
      .expectNothing()
    const back = { type: 'ReturnConsent', customerId: a, to: b, mergeId, members: [b] } as const
    const returned = {
      ...back,
      type: 'ConsentReturned',
      entries: [optOut(2, b), grant(3, b)],
    } as const
    given(grant(1, a), expected, taken, grant(3, b)).when(back).expect(returned)
    given(grant(1, a), expected, taken, grant(3, b), returned).when(back).expectNothing()
    const { outcome } = given(grant(1, a), expected, taken, returned).when(use(a))
    expect(E.isRight(outcome())).toBe(true)
  })

  test('lists a use that went out although another id had opted out', () => {
    const { to: _, ...taken } = adopted as typeof adopted & { to?: unknown }
    const [authorised] = eventsOf(given(grant(1, a)).when(use(a)).outcome())
    if (authorised === undefined) throw new Error('the use was not authorised')
    const { outcome } = given(grant(1, a), authorised, expected, taken).when({
      type: 'RecordHandOver',
      customerId: a,
      useId: useId(idOf('use', 1)),
    })
    expect(outcome()).toMatchObject({ right: [{ overtakenBy: idOf('evnt', 2) }] })
  })
})

describe('opening a value of somebody who is one person with others', () => {
  const { to: _, ...taken } = adopted as typeof adopted & { to?: unknown }
  const guard = Consent.consentGuard()
  const question = {
    asking: { purpose: 'marketing', actor: 'till-1', role: 'sales', reason: useId(idOf('use', 1)) },
    subjects: [a],
    kind: 'email',
  }
  const [authorised] = eventsOf(given(grant(1, a)).when(use(a)).outcome())
  const own = [grant(1, a), authorised].filter((one) => one !== undefined)
  const forbidden = (events: Parameters<typeof guard.forbids>[1], subjects = [a]) =>
    guard.forbids(
      { ...question, subjects },
      events,
      authorised?.type === 'MarketingUseAuthorised' ? authorised.decidedAt : now,
    )

  test('is forbidden by what another id of the person has refused, wherever that stands', () => {
    expect(forbidden(own)).toBeUndefined()
    expect(forbidden([...own, expected, taken])).toBe('consent')
    const streams = guard.follows?.([optOut(2, b), moved])
    expect(streams).toEqual([`consent-${a}`])
    expect(forbidden([optOut(2, b), moved, ...own, expected, taken], [b])).toBe('consent')
  })

  test('is no business of who was handed back', () => {
    const returned = {
      type: 'ConsentReturned',
      customerId: a,
      to: b,
      mergeId,
      members: [b],
      entries: [optOut(2, b)],
    } as const
    const reopened = { ...returned, type: 'ConsentReopened', customerId: b } as const
    expect(forbidden([...own, expected, taken, returned])).toBeUndefined()
    expect(guard.follows?.([moved, reopened])).toEqual([])
  })
})
