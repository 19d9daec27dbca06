// Generators in the words of the shop, and what the tests of every capability share. Left out of the build.
import {
  type Decider,
  decodeWith,
  type EventCodec,
  type Instant,
  type Issued,
  instantOf,
  type Problem,
  type Tagged,
} from '@patina/eventsourcing'
import { type Outcome, stories } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { type CivilDate, civilDate } from './civil-date.js'
import type {
  BaseRule,
  BonusFact,
  Caps,
  EarningRules,
  EarnRule,
  Multiplier,
  OrderBonus,
  Scope,
} from './earning-rules.js'
import {
  type Code,
  type CustomerId,
  type DocumentNumber,
  isLabel,
  type LineId,
  type Market,
  type ProgrammeId,
  type ReasonCode,
  type RedemptionId,
  type Sku,
  type StaffId,
  type StoreId,
  type TierId,
  type UndoId,
} from './ids.js'
import { type EmailAddress, emailAddress, type PhoneNumber, phoneNumber } from './kinds.js'
import type { Currency } from './money.js'
import type { AdoptedRules, Expiry, ProgrammeRules, TierRules } from './programme-rules.js'
import type { Rational } from './rational.js'
import { sha256Of } from './sha256.js'
import type { Zone } from './zone.js'

declare global {
  interface ImportMeta {
    /** The files that match, read by Vite when the test is loaded. */
    readonly glob: (
      pattern: string,
      options: { readonly eager: true; readonly import: 'default' },
    ) => Readonly<Record<string, unknown>>
  }
}

const uuids = <Id extends string>(): fc.Arbitrary<Id> => fc.uuid().map((id) => id as Id)

/** An id for a test: the kind as its first digits, the number as its last. */
export const idOf = <Id extends string>(kind: string, n: number): Id => {
  const head = Array.from(kind, (letter) => letter.charCodeAt(0).toString(16).padStart(2, '0'))
    .join('')
    .padEnd(8, '0')
    .slice(0, 8)
  return `${head}-0000-4000-8000-${String(n).padStart(12, '0')}` as Id
}

const printable = Array.from({ length: 0x7f - 0x21 }, (_, n) => String.fromCharCode(0x21 + n))

const codes = <Text extends string>(most = 64): fc.Arbitrary<Text> =>
  fc
    .tuple(
      fc.constantFrom(...printable),
      fc.string({ unit: fc.constantFrom(' ', ...printable), maxLength: most - 2 }),
      fc.constantFrom('', ...printable),
    )
    .map(([first, middle, last]) => `${first}${middle}${last}`.trimEnd() as Text)

const labels = <Text extends string>(): fc.Arbitrary<Text> =>
  fc.oneof(
    { weight: 3, arbitrary: codes<Text>() },
    fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .map((text) => text.normalize('NFC').trim() as Text)
      .map((text) => (isLabel(text) ? text : ('手錶' as Text))),
  )

export const customerIds = uuids<CustomerId>()
export const programmeIds = uuids<ProgrammeId>()
export const redemptionIds = uuids<RedemptionId>()
export const undoIds = uuids<UndoId>()
export const anyIds = uuids
export const codeTexts = codes<Code>()
export const storeIds = codes<StoreId>()
export const staffIds = codes<StaffId>()
export const reasonCodes = codes<ReasonCode>()
export const lineIds = codes<LineId>(36)
export const documentNumbers = labels<DocumentNumber>()
export const skus = labels<Sku>()
export const markets = labels<Market>()
export const currencies = fc.constantFrom<Currency>(
  ...(['HKD', 'GBP', 'JPY'] as ReadonlyArray<string> as ReadonlyArray<Currency>),
)
export const zones = fc.constantFrom<Zone>(
  ...([
    'Asia/Hong_Kong',
    'UTC',
    'America/New_York',
    'Pacific/Apia',
  ] as ReadonlyArray<string> as ReadonlyArray<Zone>),
)

/** What people are called in stories that are nobody's: long enough to be found where it must not be. */
export const personNames: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('Example', '陳大文', 'Fictional', 'Muster Ö.', 'O’Sample'),
    fc.integer({ min: 100_000, max: 999_999 }),
  )
  .map(([name, number]) => `${name} ${number}`)

/** Telephone numbers that nobody has: none in Hong Kong begins with 0. */
export const phones: fc.Arbitrary<PhoneNumber> = fc
  .integer({ min: 0, max: 9_999_999 })
  .map((number) => phoneNumber(`+8520${String(number).padStart(7, '0')}`))

/** Addresses in a domain that there will never be (RFC 2606). */
export const emails: fc.Arbitrary<EmailAddress> = fc
  .tuple(fc.constantFrom('Guest.', 'guest+', '客'), fc.integer({ min: 10_000, max: 99_999 }))
  .map(([who, number]) => emailAddress(`${who}${number}@shop.invalid`))

/** Numbers on cards that nobody holds. */
export const cardNumbers: fc.Arbitrary<string> = fc
  .integer({ min: 10_000_000, max: 99_999_999 })
  .map((number) => `EXAMPLE ${number}`)

/** Postal addresses of nobody. */
export const postalTexts: fc.Arbitrary<string> = fc
  .integer({ min: 1000, max: 9999 })
  .map((number) => `Flat ${number}, Example House\nNowhere Road`)

/** Days of the years 2000 to 2031, leap days among them. */
export const days: fc.Arbitrary<CivilDate> = fc.oneof(
  { weight: 6, arbitrary: fc.nat(11_600).map((n) => dayNumber(n)) },
  fc.constantFrom('2000-02-29', '2024-02-29', '2023-12-31', '2024-01-31').map(civilDate),
)

// The day so many days after 2000-01-01.
const dayNumber = (n: number): CivilDate =>
  instantOf(Date.UTC(2000, 0, 1) + n * 86_400_000).slice(0, 10) as CivilDate

export const instants: fc.Arbitrary<Instant> = fc
  .integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2031, 0, 1) })
  .map(instantOf)

/** Any day that a civil date can name. */
export const anyDays: fc.Arbitrary<CivilDate> = fc
  .integer({
    min: Date.UTC(2001, 0, 1) - 2000 * 365.2425 * 86_400_000 + 86_400_000,
    max: Date.UTC(9999, 11, 31),
  })
  .map((at) => new Date(at).toISOString().slice(0, 10) as CivilDate)

export const rationals: fc.Arbitrary<Rational> = fc
  .tuple(fc.nat(50), fc.integer({ min: 1, max: 2000 }))
  .map(([n, d]): Rational => [n, d])

export const expiries: fc.Arbitrary<Expiry> = fc.oneof(
  fc.nat(1000).map((days): Expiry => ({ type: 'afterDays', days })),
  fc.nat(36).map((months): Expiry => ({ type: 'afterMonths', months })),
  fc.nat(36).map((months): Expiry => ({ type: 'monthEnd', months })),
  fc.nat(3).map((years): Expiry => ({ type: 'yearEnd', years })),
  fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }))
    .map(([month, day]): Expiry => ({ type: 'fixedDate', month, day })),
  fc.integer({ min: 1, max: 36 }).map((months): Expiry => ({ type: 'inactivity', months })),
  fc.constant<Expiry>({ type: 'never' }),
)

/** An object with members that may be absent, as `exactOptionalPropertyTypes` has it. */
export const records = <A extends object, Required extends keyof A>(
  required: { readonly [K in Required]: fc.Arbitrary<A[K]> },
  optional: {
    readonly [K in Exclude<keyof A, Required>]-?: fc.Arbitrary<Exclude<A[K], undefined>>
  },
): fc.Arbitrary<A> =>
  fc
    .tuple(
      fc.record(required as Readonly<Record<string, fc.Arbitrary<unknown>>>),
      fc.record(optional as Readonly<Record<string, fc.Arbitrary<unknown>>>, { requiredKeys: [] }),
    )
    .map(([must, may]) => ({ ...must, ...may }) as A)

/** Tiers with ascending thresholds, and every policy. */
export const tierRules: fc.Arbitrary<TierRules> = fc.record({
  levels: fc
    .uniqueArray(fc.nat(60), { minLength: 1, maxLength: 4 })
    .map((thresholds) =>
      thresholds
        .toSorted((a, b) => a - b)
        .map((threshold, index) => ({ tier: `tier-${index}` as TierId, threshold })),
    ),
  measure: fc.constantFrom('spend', 'points', 'visits'),
  window: fc.oneof(
    fc.constant({ type: 'calendarYear' as const }),
    fc.constant({ type: 'membershipYear' as const }),
    fc.integer({ min: 1, max: 24 }).map((months) => ({ type: 'rolling' as const, months })),
  ),
  downgrade: fc.constantFrom('keep', 'toEarned', 'oneStep'),
  returns: fc.constantFrom('atPeriodEnd', 'atOnce'),
  leapRule: fc.constantFrom('feb28', 'mar1'),
})

const codeSets = fc.uniqueArray(codeTexts, { minLength: 1, maxLength: 3 })
const scopes: fc.Arbitrary<Scope> = records<Scope, never>(
  {},
  {
    skus: fc.array(skus, { minLength: 1, maxLength: 3 }),
    brands: codeSets,
    categories: codeSets,
  },
)
const conditions = {
  tiers: fc.uniqueArray(codes<TierId>(), { minLength: 1, maxLength: 3 }),
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  from: days,
  until: days,
}
const ruleLists = <A>(rule: fc.Arbitrary<A>): fc.Arbitrary<ReadonlyArray<A>> =>
  fc.array(rule, { minLength: 1, maxLength: 3 })
const someCaps = fc.nat(1_000_000_000)

/** Any rules for earning: well formed, and no more. */
const earningRules: fc.Arbitrary<EarningRules> = records<EarningRules, keyof EarnRule>(
  {
    pointsPerMinor: rationals,
    rounding: fc.constantFrom('floor', 'halfUp', 'ceil'),
    place: fc.constantFrom('line', 'order'),
  },
  {
    exclusions: ruleLists(fc.record({ ruleId: codeTexts, scope: scopes })),
    grossBasis: fc.boolean(),
    earnOnPointsPaid: fc.boolean(),
    baseRules: ruleLists(
      records<BaseRule, 'ruleId' | 'pointsPerMinor'>(
        { ruleId: codeTexts, pointsPerMinor: rationals },
        { scope: scopes, ...conditions },
      ),
    ),
    multipliers: ruleLists(
      records<Multiplier, 'ruleId' | 'value'>(
        { ruleId: codeTexts, value: rationals },
        { scope: scopes, exclusive: fc.boolean(), priority: fc.nat(1000), ...conditions },
      ),
    ),
    bonuses: ruleLists(
      records<OrderBonus, 'ruleId' | 'points'>(
        { ruleId: codeTexts, points: fc.integer({ min: 1, max: 1_000_000_000 }) },
        {
          minimumMinor: fc.nat(1_000_000_000_000),
          facts: fc.uniqueArray(
            fc.constantFrom<BonusFact>('firstPurchase', 'occasion', 'referral'),
            { minLength: 1 },
          ),
          campaign: codeTexts,
          ...conditions,
        },
      ),
    ),
    caps: records<Caps, never>(
      {},
      { order: someCaps, day: someCaps, month: someCaps, membershipYear: someCaps },
    ),
    pendingDays: fc.nat(366),
    returnWindowDays: fc.nat(366),
  },
)

export const programmeRules: fc.Arbitrary<ProgrammeRules> = records<
  ProgrammeRules,
  Exclude<keyof ProgrammeRules, 'tiers' | 'transfer' | 'adjustment'>
>(
  {
    version: fc.integer({ min: 1, max: 1_000_000 }),
    effectiveOn: days,
    zone: zones,
    currency: currencies,
    earn: earningRules,
    expiry: expiries,
    deficit: fc.constantFrom('carry', 'forgive'),
    redemption: records(
      {
        step: fc.integer({ min: 1, max: 1000 }),
        minimum: fc.integer({ min: 1, max: 1000 }),
        graceDays: fc.integer({ min: 1, max: 3660 }),
      },
      { minorPerPoint: rationals },
    ),
  },
  {
    tiers: tierRules,
    transfer: fc.record({
      mostPoints: fc.nat(10_000),
      mostPointsAYear: fc.nat(50_000),
      leastDays: fc.nat(400),
    }),
    adjustment: fc.record({ approvedAbove: fc.nat(10_000) }),
  },
)

/** The rules of most stories: a point for HK$10, gone at the end of next year, spent in tens at HK$0.10 each. */
export const plainRules: ProgrammeRules = {
  version: 1,
  effectiveOn: civilDate('2024-01-01'),
  zone: 'Asia/Hong_Kong' as Zone,
  currency: 'HKD' as Currency,
  earn: { pointsPerMinor: [1, 1000], rounding: 'floor', place: 'line' },
  expiry: { type: 'yearEnd', years: 1 },
  deficit: 'carry',
  redemption: { step: 10, minimum: 20, minorPerPoint: [10, 1], graceDays: 30 },
}

/** Rules as a programme has adopted them. */
export const adopted = (
  changes: Partial<ProgrammeRules> = {},
  programmeId: ProgrammeId = idOf('prog', 1),
): AdoptedRules => {
  const rules = { ...plainRules, ...changes }
  return { programmeId, sha256: sha256Of(rules), rules }
}

/** What the shell would fill in. */
export const issuedAt = (at: string): Issued => ({
  commandId: idOf('cmd', 1),
  at: at as Instant,
  by: 'staff-7',
})

/** Noon in Hong Kong on a day. */
export const noon = (day: string): string => `${day}T04:00:00.000Z`

/** A story, and what came of it as it is: for laws, and for stories that go on. */
export interface ToldAt<Command, Event, Rejection> {
  readonly when: (
    command: Command,
    at?: string,
  ) => Outcome<Event, Rejection> & {
    readonly outcome: () => E.Either<Rejection, ReadonlyArray<Event>>
  }
}

/** Stories whose commands are given at a moment: usually at noon in Hong Kong on 1 June 2024. */
export const storiesAt = <Command, State, Event, Rejection>(
  decider: Decider<Command, State, Event, Rejection>,
  usually = noon('2024-06-01'),
): ((...events: ReadonlyArray<Event>) => ToldAt<Command, Event, Rejection>) => {
  const { given } = stories(decider)
  return (...events) => ({
    when: (command, at = usually) => ({
      ...given(...events).when(command, issuedAt(at)),
      outcome: () =>
        decider.decide(command, events.reduce(decider.evolve, decider.initial), issuedAt(at)),
    }),
  })
}

/** The events of a decision that must not be a rejection. */
export const eventsOf = <Event>(
  decision: E.Either<unknown, ReadonlyArray<Event>>,
): ReadonlyArray<Event> => {
  if (E.isLeft(decision)) throw new Error(`rejected: ${JSON.stringify(decision.left)}`)
  return decision.right
}

type AnyCodecs = Readonly<Record<string, EventCodec<never, Tagged>>>

/** An event as it comes back from the store: printed, parsed, decoded. */
export const stored = (codecs: object, event: Tagged): E.Either<ReadonlyArray<Problem>, Tagged> => {
  const codec = (codecs as AnyCodecs)[event.type] as EventCodec<never, Tagged>
  const { type, ...data } = codec.encode(event as never) as Tagged
  return codec.decode({ ...(JSON.parse(JSON.stringify(data)) as object), type })
}

/** What is wrong with a command, as its codec tells it. */
export const problemsOf = (
  codecs: Readonly<Record<string, t.Mixed>>,
  command: unknown,
): ReadonlyArray<Problem> => {
  const codec = codecs[(command as Tagged).type] as t.Type<unknown, unknown>
  const decoded = decodeWith(codec)(command)
  return E.isLeft(decoded) ? decoded.left : []
}

const wrongValues: ReadonlyArray<unknown> = [
  null,
  true,
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  '',
  ' ',
  '\ud800',
  'a\0b',
  'a\u0301',
  'x'.repeat(100_000),
  [],
  {},
  [null],
]

const wrongDays: ReadonlyArray<unknown> = [
  '2023-02-29',
  '0000-01-01',
  '10000-01-01',
  '2023-1-1',
  '20230101',
]

interface Spoiled {
  readonly what: string
  readonly path: string
  readonly command: unknown
}

/** Every way to spoil a command that a machine can think of, with the path of what is wrong. */
export const spoiled = (
  command: Tagged,
  optional: ReadonlyArray<string> = [],
): ReadonlyArray<Spoiled> => {
  const fields = Object.keys(command).filter((field) => field !== 'type')
  const isDay = (field: string): boolean => /On$|^since$|^until$/.test(field)
  return [
    ...fields.flatMap((field) =>
      [...wrongValues, ...(isDay(field) ? wrongDays : [])].map((value) => ({
        what: `${field} is ${JSON.stringify(value).slice(0, 20)}`,
        path: `/${field}`,
        command: { ...command, [field]: value },
      })),
    ),
    ...fields
      .filter((field) => !optional.includes(field))
      .map((field) => ({
        what: `${field} is missing`,
        path: `/${field}`,
        command: Object.fromEntries(Object.entries(command).filter(([key]) => key !== field)),
      })),
    ...optional.map((field) => ({
      what: `${field} is undefined`,
      path: `/${field}`,
      command: { ...command, [field]: undefined },
    })),
    { what: 'a member that nobody knows', path: '/other', command: { ...command, other: 1 } },
    {
      what: 'a member named __proto__',
      path: '/__proto__',
      command: JSON.parse(
        JSON.stringify(command).replace(/^\{/, '{"__proto__":{"isAdmin":true},'),
      ) as unknown,
    },
  ]
}

/**
 * What the samples in `__stored__/<EventType>.v<n>.json` say today: a sample that does not decode, or a version without one,
 * is a history that nobody can read any more.
 */
export const sampleProblems = (
  codecs: object,
  samples: Readonly<Record<string, unknown>>,
): ReadonlyArray<string> => {
  const found = new Set<string>()
  const unreadable = Object.entries(samples).flatMap(([path, data]) => {
    const [, type = '', version = ''] = /([A-Za-z]+)\.v(\d+)\.json$/.exec(path) ?? []
    found.add(`${type} v${version}`)
    const codec = (codecs as AnyCodecs)[type]
    if (codec === undefined) return [`${path}: no such event type`]
    const event = { ...(data as object), type }
    const decoded: E.Either<ReadonlyArray<Problem>, unknown> = Number(version) === codec.version
      ? codec.decode(event)
      : (codec.upcast?.(Number(version), event) ?? E.left([]))
    return E.isLeft(decoded) ? [`${path}: ${JSON.stringify(decoded.left)}`] : []
  })
  const missing = Object.entries(codecs as AnyCodecs).flatMap(([type, { version }]) =>
    Array.from({ length: version }, (_, index) => `${type} v${index + 1}`).filter(
      (one) => !found.has(one),
    ),
  )
  return [...unreadable, ...missing.map((one) => `${one}: no sample`)]
}
