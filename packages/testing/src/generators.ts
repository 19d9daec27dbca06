import { type Instant, instantOf, type StreamName, streamName, uuidV5 } from '@patina/eventsourcing'
import fc from 'fast-check'

const earliest = Date.UTC(2020, 0, 1)
const latest = Date.UTC(2030, 11, 31, 23, 59, 59, 999)

/** Instants, by default of the years 2020 to 2030; both bounds are included. */
export const instants = ({
  from = instantOf(earliest),
  to = instantOf(latest),
}: {
  readonly from?: Instant
  readonly to?: Instant
} = {}): fc.Arbitrary<Instant> =>
  fc.integer({ min: Date.parse(from), max: Date.parse(to) }).map(instantOf)

/** UUIDs in lower case. */
export const uuids = (): fc.Arbitrary<string> => fc.uuid()

const namespace = '6f0c52f4-5f43-4a52-9d6e-0d6f4c2b7a11'

/** A small pool of ids, always the same ones: histories in which things meet need few ids. */
export const poolOfIds = (count: number): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, index) => uuidV5(namespace, String(index)))

/** Ids of a small pool. */
export const fewIds = (count = 3): fc.Arbitrary<string> => fc.constantFrom(...poolOfIds(count))

/** Names of streams of a category, over the same small pool of ids. */
export const streamNames = (category: string, count = 3): fc.Arbitrary<StreamName> =>
  fc.constantFrom(...poolOfIds(count).map((id) => streamName(category, id)))

// Letters of the shops' languages, what escapes and quoting go wrong on, and characters outside the basic plane.
const characters = [
  ...'abcXYZ019 \'"\\/%_-\t\n',
  'é',
  'ß',
  '錶',
  '勞',
  '力',
  'ｅ',
  '\u200b',
  '\u2028',
  '\ufffd',
  '\u{20bb7}',
  '😀',
] as const

/** Texts that can be stored for ever: well formed, without NUL, in Unicode NFC. Lengths in characters, by default 1 to 20. */
export const storableTexts = ({
  least = 1,
  most = 20,
}: {
  readonly least?: number
  readonly most?: number
} = {}): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...characters), { minLength: least, maxLength: most })
    .map((units) => units.join(''))

const numbers = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 1e21, 1e-7, Number.MAX_VALUE, Number.MIN_VALUE),
)

// Names that engines treat as special, or that JavaScript puts into another order.
const memberNames = fc.oneof(
  storableTexts({ least: 0 }),
  fc.constantFrom('0', '1', '10', '2', '4294967295', '__proto__', 'constructor', 'toString', 'id'),
)

// `__proto__` becomes a member like any other, as `JSON.parse` makes it.
const objectOf = (
  members: ReadonlyArray<readonly [string, unknown]>,
): Readonly<Record<string, unknown>> => Object.fromEntries(members)

const { values } = fc.letrec<{ values: unknown }>((tie) => ({
  values: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    numbers,
    storableTexts({ least: 0 }),
    fc.array(tie('values'), { maxLength: 4 }),
    fc.array(fc.tuple(memberNames, tie('values')), { maxLength: 4 }).map(objectOf),
  ),
}))

const nested = (depth: number): Readonly<Record<string, unknown>> =>
  Array.from({ length: depth }).reduce<Readonly<Record<string, unknown>>>(
    (inside, _, level) => (level % 2 === 0 ? { inside } : { list: [inside] }),
    {},
  )

/** Objects as `JSON.parse` gives them: integer-like names, `__proto__` as a member, deep nesting, every kind of number. */
export const jsonObjects = (): fc.Arbitrary<Readonly<Record<string, unknown>>> =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc.array(fc.tuple(memberNames, values), { maxLength: 5 }).map(objectOf),
    },
    { weight: 1, arbitrary: fc.integer({ min: 50, max: 300 }).map(nested) },
  )

/** Texts of JSON objects as our encoders print them: printing what was parsed gives the text again. */
export const jsonTexts = (): fc.Arbitrary<string> =>
  jsonObjects().map((value) => JSON.stringify(value))
