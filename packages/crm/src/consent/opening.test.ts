import type { Instant } from '@patina/eventsourcing'
import type { Question } from '@patina/privacy'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idOf } from '../shared/arbitraries.js'
import {
  type ConsentId,
  type CustomerId,
  codeOf,
  dataKind,
  type EventId,
  purposeCode,
  subjectClass,
  type UseId,
} from '../shared/ids.js'
import { entriesOfCustomer, plainNotice } from './arbitraries.js'
import type { ConsentEntry } from './events.js'
import { consentGuard, permission, purposes } from './index.js'

const at = (text: string): Instant => text as Instant
const now = at('2024-06-03T04:00:00.000Z')
const customerId = idOf<CustomerId>('cust', 1)
const other = idOf<CustomerId>('cust', 2)
const useId = idOf<UseId>('use', 1)
const email = dataKind('email')
const guard = consentGuard()
const asked = (purpose: string, kind = 'email', reason?: string): Question => ({
  asking: {
    purpose,
    actor: 'u-1',
    role: 'desk',
    ...(reason === undefined ? {} : { reason }),
  },
  subjects: [customerId, other, 'sale-1'],
  kind,
})
const entry = (n: number, of = customerId) => ({
  eventId: idOf<EventId>('evnt', n),
  customerId: of,
  decidedAt: now,
})
const profiling = { purpose: purposeCode('profiling'), medium: 'written', receivedAt: now } as const
const agreed: ConsentEntry = {
  type: 'PrescribedConsentGiven',
  ...entry(1),
  consentId: idOf<ConsentId>('cons', 1),
  ...profiling,
}
const withdrawn: ConsentEntry = { type: 'PrescribedConsentWithdrawn', ...entry(2), ...profiling }
const watches = subjectClass('watches')
const consented: ConsentEntry = {
  type: 'MarketingConsentGiven',
  ...entry(3),
  consentId: idOf<ConsentId>('cons', 2),
  basis: 'use',
  form: 'explicit',
  medium: 'written',
  noticeEventId: idOf<EventId>('evnt', 9),
  kinds: [email],
  classes: [watches],
  receivedAt: at('2024-06-01T04:00:00.000Z'),
}
const authorised: ConsentEntry = {
  type: 'MarketingUseAuthorised',
  ...entry(4),
  useId,
  channel: 'email',
  kinds: [email],
  class: watches,
  by: [{ kind: email, eventId: consented.eventId }],
  isFirstUse: true,
  validUntil: at('2024-06-03T04:05:00.000Z'),
}
const optedOut: ConsentEntry = {
  type: 'MarketingOptedOut',
  ...entry(5),
  scope: { type: 'all' },
  of: 'both',
  channel: codeOf('web'),
  receivedAt: now,
  owed: [],
}
const handedOver: ConsentEntry = {
  type: 'UseHandedOver',
  ...entry(6),
  useId,
  authorisationEventId: authorised.eventId,
  handedOverAt: now,
}

describe('a value opens for a purpose that rests on consent', () => {
  test('PDPO s.2(3): as long as a prescribed consent stands, and not a moment after it is withdrawn', () => {
    const question = asked('profiling')
    expect(guard.forbids(question, [], now)).toBe('consent')
    expect(guard.forbids(question, [agreed], now)).toBeUndefined()
    expect(guard.forbids(question, [agreed, withdrawn], now)).toBe('consent')
  })

  test('PDPO DPP3: once a notice has named the purpose, and for no other', () => {
    const terms = {
      type: 'collection',
      noticeId: plainNotice.terms.noticeId,
      version: 1,
      texts: plainNotice.terms.texts,
      purposes: [purposeCode('membership')],
      obligatory: [email],
      voluntary: [],
      transferees: [],
    } as const
    const told: ConsentEntry = {
      type: 'NoticePresented',
      ...entry(7),
      notice: { terms, sha256: 'ab'.repeat(32) },
      lang: 'en',
      textSha256: 'ab'.repeat(32),
      medium: 'written',
      presentedAt: now,
    }
    expect(guard.forbids(asked('membership'), [told], now)).toBeUndefined()
    expect(guard.forbids(asked('sale'), [told], now)).toBe('consent')
  })

  test('not when the same person has withdrawn it under another id', () => {
    const events = [agreed, { ...agreed, ...entry(8, other) }, { ...withdrawn, ...entry(9, other) }]
    expect(guard.forbids(asked('profiling'), events, now)).toBe('consent')
    expect(guard.forbids(asked('profiling'), events.slice(0, 2), now)).toBeUndefined()
  })
})

describe('a value opens for marketing', () => {
  const stood = [consented, authorised]
  const sending = asked('marketing', 'email', useId)

  test('through the gate: for the use that was authorised, and for its kinds', () => {
    expect(guard.forbids(sending, stood, now)).toBeUndefined()
    expect(guard.forbids(sending, [consented], now)).toBe('consent')
    expect(guard.forbids(asked('marketing'), stood, now)).toBe('consent')
    expect(guard.forbids(asked('marketing', 'email', idOf('use', 2)), stood, now)).toBe('consent')
    expect(guard.forbids(asked('marketing', 'mobile', useId), stood, now)).toBe('consent')
  })

  test('for five minutes, and until it has gone out', () => {
    expect(guard.forbids(sending, stood, at('2024-06-03T04:05:00.000Z'))).toBeUndefined()
    expect(guard.forbids(sending, stood, at('2024-06-03T04:05:00.001Z'))).toBe('consent')
    expect(guard.forbids(sending, [...stood, handedOver], now)).toBe('consent')
  })

  test('PDPO s.35G: never after an opt-out, whichever id it was said for', () => {
    expect(guard.forbids(sending, [...stood, optedOut], now)).toBe('consent')
    const elsewhere = { ...optedOut, ...entry(10, other) }
    expect(guard.forbids(sending, [...stood, elsewhere], now)).toBe('consent')
  })

  test('under the name that the notices have for its kind', () => {
    const named = consentGuard({ dataKindOf: () => email })
    expect(named.forbids(asked('marketing', 'emailAddress', useId), stood, now)).toBeUndefined()
    expect(guard.forbids(asked('marketing', 'emailAddress', useId), stood, now)).toBe('consent')
  })
})

describe('the guard of consent', () => {
  test('asks nobody where a law demands it, nor for what is said to need no consent, and forbids what nobody knows', () => {
    expect(guard.forbids(asked('tax'), [optedOut, withdrawn], now)).toBeUndefined()
    expect(guard.forbids(asked('audit'), [], now)).toBe('consent')
    const told = consentGuard({ withoutConsent: ['audit'] })
    expect(told.forbids(asked('audit'), [], now)).toBeUndefined()
  })

  test('reads the consents of every id of the person', () => {
    expect(guard.streams(asked('profiling'))).toEqual([`consent-${customerId}`, `consent-${other}`])
  })

  test('says what the one decision about uses says, for every history of one customer', () => {
    const histories = fc.array(entriesOfCustomer(fc.constant(customerId)), { minLength: 1 })
    const codes = purposes.filter(({ basis }) => basis !== 'marketing').map(({ code }) => code)
    fc.assert(
      fc.property(histories, fc.constantFrom(...codes), (entries, purpose) => {
        const answer = permission(entries, { _tag: 'PurposeUse', purpose }, now)
        const expected = answer._tag === 'PermissionGiven' ? undefined : 'consent'
        expect(guard.forbids(asked(purpose), entries, now)).toBe(expected)
      }),
    )
  })
})
