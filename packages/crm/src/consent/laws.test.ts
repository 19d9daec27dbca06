import { type Instant, instantOf } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf, issuedAt } from '../shared/arbitraries.js'
import { dataKind, purposeCode, recipientClass, recipientId, subjectClass } from '../shared/ids.js'
import { consentCommands, consentEvents, entriesOfCustomer } from './arbitraries.js'
import type { ConsentCommand } from './commands.js'
import type { ConsentEntry, MarketingConsentGiven } from './events.js'
import * as Consent from './index.js'
import { permission } from './permission.js'
import type { Permission, Use } from './use.js'

const hour = 3_600_000
const start = Date.UTC(2024, 1, 20)
// Few moments, around the midnights of Hong Kong that the 7th and the 14th day end with.
const moments: fc.Arbitrary<Instant> = fc
  .tuple(fc.constantFrom(0, 1, 6, 7, 8, 13, 14, 15, 16), fc.constantFrom(0, 15, 16, 23))
  .map(([days, hours]) => instantOf(start + days * 24 * hour + hours * hour))

const histories = fc.array(entriesOfCustomer(fc.constant(idOf('cust', 1)), moments), {
  maxLength: 10,
  size: 'max',
})

const someKinds = fc.subarray(['email', 'mobile'].map(dataKind), { minLength: 1 })
const oneClass = fc.constantFrom(...['watches', 'rings'].map(subjectClass))
const marketingUses: fc.Arbitrary<Extract<Use, { _tag: 'MarketingUse' | 'ProvisionUse' }>> =
  fc.oneof(
    fc.record({
      _tag: fc.constant('MarketingUse' as const),
      kinds: someKinds,
      class: oneClass,
    }),
    fc.record({
      _tag: fc.constant('ProvisionUse' as const),
      kinds: someKinds,
      class: oneClass,
      recipientClass: fc.constantFrom(...['insurers', 'banks'].map(recipientClass)),
      forGain: fc.boolean(),
    }),
  )

// The oracle: no fold and no state. For each entry it asks by itself whether that entry allows the use, by looking at every
// other one. Hong Kong has been eight hours ahead of UTC, without summer time, since 1979.
const dayNumber = (at: Instant): number => Math.floor((Date.parse(at) + 8 * hour) / (24 * hour))

type AskedUse = Extract<Use, { _tag: 'MarketingUse' | 'ProvisionUse' }>
type Kind = AskedUse['kinds'][number]

const isOptOutOf = (entry: ConsentEntry, kind: Kind, use: AskedUse): boolean => {
  if (entry.type !== 'MarketingOptedOut') return false
  const concerned = use._tag === 'MarketingUse' ? ['use', 'both'] : ['provision', 'both']
  if (!concerned.includes(entry.of)) return false
  if (entry.scope.type === 'all') return true
  return entry.scope.kinds.includes(kind) && entry.scope.classes.includes(use.class)
}

const counts = (
  given: MarketingConsentGiven,
  entries: ReadonlyArray<ConsentEntry>,
  at: Instant,
): boolean => {
  if (given.expiresAt !== undefined && Date.parse(at) >= Date.parse(given.expiresAt)) return false
  if (given.medium === 'written') return true
  const from = dayNumber(given.receivedAt)
  return entries.some((one) => {
    if (given.medium === 'oral') {
      return (
        one.type === 'OralConsentConfirmed' &&
        one.consentId === given.consentId &&
        Date.parse(one.sentAt) >= Date.parse(given.receivedAt) &&
        dayNumber(one.sentAt) - from <= 14
      )
    }
    return (
      one.type === 'ElectronicConsentConfirmed' &&
      one.consentId === given.consentId &&
      Date.parse(one.confirmedAt) >= Date.parse(given.receivedAt) &&
      dayNumber(one.confirmedAt) - from <= 7
    )
  })
}

const allowsByItself = (
  entries: ReadonlyArray<ConsentEntry>,
  place: number,
  kind: Kind,
  use: AskedUse,
  at: Instant,
): boolean => {
  const entry = entries[place] as ConsentEntry
  const optOuts = entries.flatMap((one, index) =>
    one.type === 'MarketingOptedOut' && isOptOutOf(one, kind, use)
      ? [{ index, receivedAt: one.receivedAt }]
      : [],
  )
  if (entry.type === 'SourceNoticeReceived') {
    if (use._tag !== 'MarketingUse') return false
    if (!entry.kinds.includes(kind) || !entry.classes.includes(use.class)) return false
    if (optOuts.some(({ index }) => index > place)) return false
    // Behind an opt-out it says nothing new unless the customer has consented again before it.
    return (
      optOuts.length === 0 ||
      entries.some(
        (one, index) =>
          index < place &&
          one.type === 'MarketingConsentGiven' &&
          allowsByItself(entries, index, kind, use, at),
      )
    )
  }
  if (entry.type !== 'MarketingConsentGiven') return false
  if (!entry.kinds.includes(kind) || !entry.classes.includes(use.class)) return false
  if (use._tag === 'MarketingUse') {
    if (entry.basis !== 'use') return false
  } else {
    if (entry.basis !== 'provide' || entry.medium === 'oral') return false
    if (!(entry.recipients ?? []).includes(use.recipientClass)) return false
    if (use.forGain && entry.forGain !== true) return false
  }
  if (!counts(entry, entries, at)) return false
  return optOuts.every(({ index, receivedAt }) => index < place && receivedAt < entry.receivedAt)
}

const oracle = (
  entries: ReadonlyArray<ConsentEntry>,
  use: AskedUse,
  at: Instant,
): ReadonlyArray<string | undefined> =>
  use.kinds.map((kind) => {
    const allowing = entries.filter((_, place) => allowsByItself(entries, place, kind, use, at))
    return allowing.at(-1)?.eventId
  })

const byOf = (answer: Permission): ReadonlyArray<string> | undefined =>
  answer._tag === 'PermissionGiven' ? answer.by.map(({ eventId }) => eventId) : undefined

describe('the permission of a use', () => {
  test('is the one that a brute-force oracle finds, with the same consents', () => {
    let given = 0
    let refused = 0
    fc.assert(
      fc.property(histories, marketingUses, moments, (entries, use, at) => {
        const expected = oracle(entries, use, at)
        const answer = permission(entries, use, at)
        if (expected.every((one) => one !== undefined)) {
          given++
          expect(byOf(answer)).toEqual(expected)
        } else {
          refused++
          expect(answer._tag).toBe('PermissionRefused')
        }
      }),
      { numRuns: 4000 },
    )
    // An oracle that always says one thing would prove nothing.
    expect(given).toBeGreaterThan(100)
    expect(refused).toBeGreaterThan(100)
  })

  test('is refused with at least one reason for each kind that lacks a consent, and a section for each', () => {
    fc.assert(
      fc.property(histories, marketingUses, moments, (entries, use, at) => {
        const answer = permission(entries, use, at)
        if (answer._tag === 'PermissionGiven') return
        const lacking = use.kinds.filter(
          (_, index) => oracle(entries, use, at)[index] === undefined,
        )
        expect([...new Set(answer.reasons.map(({ kind }) => kind))]).toEqual(lacking)
        expect(answer.reasons.every(({ section }) => section.length > 0)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('never grows by one more opt-out, nor by one consent less', () => {
    fc.assert(
      fc.property(
        histories,
        marketingUses,
        moments,
        fc.nat(9),
        histories,
        (entries, use, at, place, others) => {
          const isAllowed = (some: ReadonlyArray<ConsentEntry>): boolean =>
            permission(some, use, at)._tag === 'PermissionGiven'
          const optOut = others.find(({ type }) => type === 'MarketingOptedOut')
          const without = entries.filter(
            (one, index) => index !== place || one.type !== 'MarketingConsentGiven',
          )
          if (!isAllowed(entries)) {
            if (optOut !== undefined) {
              const more = [...entries.slice(0, place), optOut, ...entries.slice(place)]
              expect(isAllowed(more)).toBe(false)
            }
            expect(isAllowed(without)).toBe(false)
          }
        },
      ),
      { numRuns: 1000 },
    )
  })

  test('of a purpose is that of the last word that counts', () => {
    const purposes = ['sale', 'membership', 'afterSales', 'profiling', 'tax', 'unheardOf']
    fc.assert(
      fc.property(
        histories,
        fc.constantFrom(...purposes.map(purposeCode)),
        moments,
        (entries, purpose, at) => {
          const related = purpose === 'afterSales' ? ['afterSales', 'sale'] : [purpose]
          const isTold = entries.some(
            (one) =>
              one.type === 'NoticePresented' &&
              one.notice.terms.type === 'collection' &&
              one.notice.terms.purposes.some((code) => related.includes(code)),
          )
          const isGiven = entries.some(
            (one, place) =>
              one.type === 'PrescribedConsentGiven' &&
              one.purpose === purpose &&
              !entries.some(
                (other, index) =>
                  other.type === 'PrescribedConsentWithdrawn' &&
                  other.purpose === purpose &&
                  (index > place || other.receivedAt >= one.receivedAt),
              ),
          )
          const expected =
            purpose === 'tax' ||
            (purpose !== 'unheardOf' && ((purpose !== 'profiling' && isTold) || isGiven))
          const answer = permission(entries, { _tag: 'PurposeUse', purpose }, at)
          expect(answer._tag === 'PermissionGiven').toBe(expected)
        },
      ),
      { numRuns: 1000 },
    )
  })
})

type Told = Exclude<Consent.ConsentEvent, Consent.NoticeAdopted>

describe('laws of consent', () => {
  const anyHistory = fc.array(consentEvents, { maxLength: 8 })

  test('any history folds, whatever it says', () => {
    fc.assert(
      fc.property(anyHistory, (events) => {
        expect(() => events.reduce(Consent.evolve, Consent.initial)).not.toThrow()
      }),
    )
  })

  test('a command obeyed twice adds nothing', () => {
    fc.assert(
      fc.property(anyHistory, consentCommands, (events, command) => {
        const issued = issuedAt('2031-06-01T04:00:00.000Z')
        const state = events.reduce(Consent.evolve, Consent.initial)
        const first = Consent.decide(command, state, issued)
        if (E.isLeft(first)) return
        const after = first.right.reduce(Consent.evolve, state)
        expect(Consent.decide(command, after, issued)).toEqual(E.right([]))
      }),
    )
  })

  test('whatever commands come, every use that was authorised is allowed where it stands', () => {
    let uses = 0
    fc.assert(
      fc.property(fc.array(consentCommands, { maxLength: 30, size: 'max' }), (commands) => {
        const customerId = idOf<MarketingConsentGiven['customerId']>('cust', 1)
        // A source's statement, which needs no notice first: histories in which uses are allowed are then not rare.
        const stated: ConsentCommand = {
          type: 'RecordSourceNotice',
          customerId,
          sourceId: recipientId('FIRST-CO'),
          kinds: ['email', 'mobile', 'name'].map(dataKind),
          classes: ['watches', 'rings'].map(subjectClass),
          documentSha256: 'ab'.repeat(32),
          receivedAt: '2000-01-01T00:00:00.000Z' as Instant,
        }
        const { events } = [stated, ...commands].reduce(
          ({ state, events, n }, command) => {
            const issued = { ...issuedAt('2031-06-01T04:00:00.000Z'), commandId: idOf('cmd', n) }
            const one = command.type === 'AdoptNotice' ? command : { ...command, customerId }
            const decided = Consent.decide(one, state, issued)
            const more = E.isLeft(decided) ? [] : decided.right
            return {
              state: more.reduce(Consent.evolve, state),
              events: [...events, ...more.filter((event) => event.type !== 'NoticeAdopted')],
              n: n + 1,
            }
          },
          { state: Consent.initial, events: [] as Told[], n: 0 },
        )
        const found = Consent.redecide(events)
        uses += found.uses
        expect(found.lacking).toEqual([])
      }),
      { numRuns: 500 },
    )
    expect(uses).toBeGreaterThan(10)
  })
})
