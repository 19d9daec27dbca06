import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { describe, expect, test } from 'vitest'
import { storableText } from '../arbitraries.js'
import {
  dateText,
  decodeWith,
  flag,
  type Instant,
  instantCodec,
  integer,
  list,
  literal,
  oneOf,
  optional,
  type Problem,
  record,
  text,
  uuidCodec,
} from '../index.js'

interface Line {
  readonly sku: string
  readonly quantity: number
}

interface Bought {
  readonly type: 'Bought'
  readonly at: Instant
  readonly isGift: boolean
  readonly lines: ReadonlyArray<Line>
  readonly note?: string
  readonly best?: Line
}

interface Returned {
  readonly type: 'Returned'
  readonly reason: 'broken' | 'unwanted'
  readonly quantity: number
}

type Trade = Bought | Returned

const line = record<Line>('Line', { sku: text(20), quantity: integer(1, 999) })

const bought = record<Bought>('Bought', {
  type: literal('Bought'),
  at: instantCodec,
  isGift: flag,
  lines: list(line, { least: 1, most: 3 }),
  note: optional(text(40)),
  best: optional(line),
})

const returned = record<Returned>('Returned', {
  type: literal('Returned'),
  reason: literal('broken', 'unwanted'),
  quantity: integer(0),
})

const trade = oneOf<Trade>('Trade', { Bought: bought, Returned: returned })

// A codec that the kernel does not know to give back its very input, so that records and lists of it are copied.
const copying = <A>(codec: t.Type<A, unknown>): t.Type<A, unknown> =>
  new t.Type(codec.name, codec.is, codec.validate, codec.encode)

const copiedLine = record<Line>('Line', { sku: copying(text(20)), quantity: integer(1, 999) })

const problems = <A>(codec: t.Type<A, unknown>, value: unknown): ReadonlyArray<Problem> => {
  const decoded = decodeWith(codec)(value)
  return E.isLeft(decoded) ? decoded.left : []
}

const paths = <A>(codec: t.Type<A, unknown>, value: unknown): ReadonlyArray<string> =>
  problems(codec, value).map(({ path }) => path)

const gold: Bought = {
  type: 'Bought',
  at: '2026-01-15T04:05:06.789Z' as Instant,
  isGift: false,
  lines: [{ sku: 'ring', quantity: 1 }],
}

const anyLine: fc.Arbitrary<Line> = fc.record({
  sku: storableText(20),
  quantity: fc.integer({ min: 1, max: 999 }),
})

const anyTrade: fc.Arbitrary<Trade> = fc.oneof(
  fc.record(
    {
      type: fc.constant('Bought' as const),
      at: fc.constant(gold.at),
      isGift: fc.boolean(),
      lines: fc.array(anyLine, { minLength: 1, maxLength: 3 }),
      note: storableText(40),
      best: anyLine,
    },
    { requiredKeys: ['type', 'at', 'isGift', 'lines'] },
  ),
  fc.record({
    type: fc.constant('Returned' as const),
    reason: fc.constantFrom('broken' as const, 'unwanted' as const),
    quantity: fc.maxSafeNat(),
  }),
)

describe.each([
  ['that is decoded as it is', line],
  ['that is decoded into a copy', copiedLine],
])('a record %s', (_, codec) => {
  test('has its members', () => {
    expect(decodeWith(codec)({ sku: 'ring', quantity: 2 })).toEqual(
      E.right({ sku: 'ring', quantity: 2 }),
    )
  })

  test('refuses a member that it does not know, with its path', () => {
    expect(problems(codec, { sku: 'ring', quantity: 2, prize: 'a watch' })).toEqual([
      { path: '/prize', expected: 'no member of this name', found: 'text of 7 characters' },
    ])
  })

  test.each(['Anna Example', '+852 9123 4567', 'anna@example.test', '陳', '', 'a'.repeat(65)])(
    'refuses a member whose name may be somebody, and does not tell it: %s',
    (name) => {
      const shown = problems(codec, { sku: 'ring', quantity: 2, [name]: 1 })
      const size = name === '' ? 'empty text' : `text of ${name.length} characters`
      expect(shown).toEqual([
        {
          path: '',
          expected: 'only members that are known here',
          found: `a member whose name is ${size}`,
        },
      ])
    },
  )

  test('refuses a member that is missing', () => {
    expect(problems(codec, { sku: 'ring' })).toEqual([
      { path: '/quantity', expected: 'a whole number from 1 to 999', found: 'nothing' },
    ])
  })

  test('refuses a member that is there and undefined', () => {
    expect(paths(codec, { sku: 'ring', quantity: undefined })).toEqual(['/quantity'])
    expect(paths(codec, { sku: 'ring', quantity: 1, other: undefined })).toEqual(['/other'])
  })

  test('tells every problem at once', () => {
    expect(paths(codec, { sku: 7, quantity: 'two', a: 1, b: 2 })).toEqual([
      '/sku',
      '/quantity',
      '/a',
      '/b',
    ])
  })

  test.each([
    ['a list', [], 'a list of 0'],
    ['null', null, 'null'],
    ['nothing', undefined, 'nothing'],
    ['a text', 'ring', 'text of 4 characters'],
    ['a number', 1, '1'],
  ])('is not %s', (_, value, found) => {
    expect(problems(codec, value)).toEqual([{ path: '', expected: 'Line', found }])
  })

  test('refuses a member named __proto__ that a text brought in', () => {
    const parsed: unknown = JSON.parse('{"sku":"ring","quantity":1,"__proto__":{"isAdmin":true}}')
    expect(paths(codec, parsed)).toEqual(['/__proto__'])
  })

  test('refuses members that it would only inherit', () => {
    const inherited: unknown = { __proto__: { sku: 'ring', quantity: 1 } }
    expect(paths(codec, inherited)).not.toEqual([])
    const half: unknown = Object.assign(Object.create({ quantity: 1 }), { sku: 'ring' })
    expect(paths(codec, half)).not.toEqual([])
  })

  test('refuses what a class gives and print would lose', () => {
    class Priced {
      readonly sku = 'ring'
      readonly price = 'a secret'
      get quantity(): number {
        return 1
      }
    }
    expect(paths(codec, new Priced())).not.toEqual([])
  })

  test('takes an object without a prototype', () => {
    const bare = Object.assign(Object.create(null), { sku: 'ring', quantity: 1 })
    expect(E.isRight(decodeWith(codec)(bare))).toBe(true)
  })

  test('says the same by looking as by decoding, whatever it is shown', () => {
    const anyMembers = fc.record(
      { sku: fc.constantFrom('ring', 7), quantity: fc.constantFrom(1, 0), prize: fc.boolean() },
      { requiredKeys: [] },
    )
    const anyInput = fc.oneof(
      fc
        .tuple(anyMembers, anyMembers)
        .map(([own, inherited]) => Object.assign(Object.create(inherited), own)),
      fc.object({ key: fc.constantFrom('sku', 'quantity', 'other', '__proto__', 'toString') }),
      fc.record({ sku: fc.anything(), quantity: fc.anything() }, { requiredKeys: [] }),
      fc.anything(),
    )
    fc.assert(
      fc.property(anyInput, (input) => {
        expect(codec.is(input)).toBe(E.isRight(codec.decode(input)))
        // What is let in is what the store will hold: nothing of it is lost in print.
        if (codec.is(input)) expect(codec.is(JSON.parse(JSON.stringify(input)))).toBe(true)
      }),
    )
  })
})

describe('an optional member', () => {
  test('may be absent', () => {
    expect(decodeWith(bought)(gold)).toEqual(E.right(gold))
  })

  test('is kept when it is there', () => {
    const noted = { ...gold, note: 'for a wedding', best: { sku: 'ring', quantity: 1 } }
    expect(decodeWith(bought)(noted)).toEqual(E.right(noted))
  })

  test('is not there when it is undefined or null', () => {
    expect(problems(bought, { ...gold, note: undefined })).toEqual([
      { path: '/note', expected: 'text of 1 to 40 characters in NFC', found: 'nothing' },
    ])
    expect(paths(bought, { ...gold, note: null })).toEqual(['/note'])
  })

  test('is decoded to its very depth', () => {
    expect(paths(bought, { ...gold, best: { sku: '', quantity: 0, colour: 1 } })).toEqual([
      '/best/sku',
      '/best/quantity',
      '/best/colour',
    ])
  })
})

describe('a union', () => {
  test('is told apart by its type', () => {
    const back: Returned = { type: 'Returned', reason: 'broken', quantity: 0 }
    expect(decodeWith(trade)(back)).toEqual(E.right(back))
    expect(decodeWith(trade)(gold)).toEqual(E.right(gold))
  })

  test('names the member of the one type and of no other', () => {
    expect(problems(trade, { type: 'Returned', reason: 'stolen', quantity: -1 })).toEqual([
      { path: '/reason', expected: '"broken" or "unwanted"', found: 'text of 6 characters' },
      {
        path: '/quantity',
        expected: 'a whole number from 0 to 9007199254740991',
        found: '-1',
      },
    ])
  })

  test.each([
    ['another one', 'Stolen'],
    ['none', undefined],
    ['no text', 7],
    ['one that every object has', 'constructor'],
    ['a member of every object', '__proto__'],
  ])('refuses a type that is %s', (_, type) => {
    expect(problems(trade, { ...gold, type })).toMatchObject([
      { path: '/type', expected: '"Bought" or "Returned"' },
    ])
  })

  test('is an object', () => {
    expect(problems(trade, 'Bought')).toEqual([
      { path: '', expected: 'Trade', found: 'text of 6 characters' },
    ])
  })

  test('inside a list inside a record is found by its path alone', () => {
    interface Day {
      readonly trades: ReadonlyArray<Trade>
    }
    const day = record<Day>('Day', { trades: list(trade) })
    const wrong = {
      ...gold,
      lines: [
        { sku: 'ring', quantity: 1 },
        { sku: 'chain', quantity: 0 },
      ],
    }
    expect(paths(day, { trades: [gold, wrong, { type: 'Lost' }] })).toEqual([
      '/trades/1/lines/1/quantity',
      '/trades/2/type',
    ])
  })
})

describe('a path', () => {
  test('escapes the names of members', () => {
    const odd = record<{ readonly 'a/b~c': string }>('Odd', { 'a/b~c': text(5) })
    expect(paths(odd, { 'a/b~c': 1 })).toEqual(['/a~1b~0c'])
  })
})

describe('a list', () => {
  const few = list(integer(), { least: 1, most: 3 })

  test.each([
    [[1], true],
    [[1, 2, 3], true],
    [[], false],
    [[1, 2, 3, 4], false],
  ])('of %j within its bounds: %s', (value, isFine) => {
    expect(problems(few, value)).toEqual(
      isFine
        ? []
        : [{ path: '', expected: 'a list of 1 to 3 entries', found: `a list of ${value.length}` }],
    )
  })

  test('has up to 2,000 entries unless it says otherwise', () => {
    const ones = list(integer())
    expect(paths(ones, new Array(2000).fill(1))).toEqual([])
    expect(paths(ones, new Array(2001).fill(1))).toEqual([''])
  })

  test('names each wrong entry by its place', () => {
    expect(paths(few, [1, 'two', 3.5])).toEqual(['/1', '/2'])
  })

  test('is not something that only looks like one', () => {
    expect(paths(few, { 0: 1, length: 1 })).toEqual([''])
    expect(paths(few, '123')).toEqual([''])
    expect(paths(few, new Set([1]))).toEqual([''])
  })

  test.each([
    ['as it is', list(integer())],
    ['into a copy', list(copying(integer()))],
  ])('has no holes, decoded %s', (_, codec) => {
    const holed: number[] = []
    holed[2] = 1
    expect(paths(codec, holed)).toEqual(['/0', '/1'])
  })
})

describe('a text', () => {
  const name = text(5, 2)

  test.each([
    ['its least length', 'ab', true],
    ['its most', 'abcde', true],
    ['fewer', 'a', false],
    ['more', 'abcdef', false],
    ['a line break and a tab', 'a\n\t', true],
    ['composed letters', 'é金', true],
    ['a decomposed letter', 'cafe\u0301', false],
    ['a compatibility ideograph that NFC replaces', '\uf900\uf901', false],
    ['a lone surrogate', 'ab\ud83d', false],
    ['a surrogate pair', 'a💍', true],
    ['surrogates in the wrong order', '\udc8d\ud83d', false],
    ['a NUL', 'a\0b', false],
    ['a DEL', 'a\u007f', true],
  ])('with %s', (_, value, isFine) => {
    expect(paths(name, value)).toEqual(isFine ? [] : [''])
  })

  test('is never quoted, for it may be personal', () => {
    const found = ['Chan Tai Man 陳大文', 'secret@example.com', '\ud83dsecret', 'cafe\u0301 secret']
    for (const secret of found) {
      const wrong = [
        problems(text(3), secret),
        problems(integer(), secret),
        problems(flag, secret),
        problems(literal('a', 'b'), secret),
        problems(instantCodec, secret),
        problems(uuidCodec, secret),
        problems(line, secret),
        problems(list(integer()), secret),
        problems(list(integer()), [secret]),
        problems(trade, { type: secret }),
        problems(line, { sku: 'ring', quantity: 1, other: secret }),
      ]
      for (const one of wrong) expect(one).toHaveLength(1)
      expect(JSON.stringify(wrong)).not.toMatch(/secret|Chan|陳|caf/)
    }
  })
})

describe('a whole number', () => {
  const points = integer(-10, 10)

  test.each([
    ['its least', -10, true],
    ['its most', 10, true],
    ['less', -11, false],
    ['more', 11, false],
    ['a fraction', 0.5, false],
    ['no number', Number.NaN, false],
    ['infinite', Number.POSITIVE_INFINITY, false],
    ['infinitely negative', Number.NEGATIVE_INFINITY, false],
    ['a text', '1', false],
    ['a big integer', 1n, false],
    ['a number object', new Number(1), false],
  ])('with %s', (_, value, isFine) => {
    expect(paths(points, value)).toEqual(isFine ? [] : [''])
  })

  test('is exact: two to the power of 53 is no longer told from its neighbour', () => {
    expect(paths(integer(), 2 ** 53 - 1)).toEqual([])
    expect(paths(integer(), -(2 ** 53) + 1)).toEqual([])
    expect(paths(integer(), 2 ** 53)).toEqual([''])
    expect(paths(integer(), -(2 ** 53))).toEqual([''])
    expect(paths(integer(), Number.MAX_VALUE)).toEqual([''])
  })

  test('is exact even where its bounds are not', () => {
    expect(paths(integer(0, 2 ** 60), 2 ** 53)).toEqual([''])
    expect(paths(integer(0, 2 ** 60), 2 ** 53 - 1)).toEqual([])
  })

  test('that is zero is stored as zero, also when arithmetic made it negative', () => {
    expect(JSON.stringify(integer().encode(-0))).toBe('0')
  })

  test('is shown when it is wrong', () => {
    expect(problems(points, 12.5)[0]?.found).toBe('12.5')
  })
})

describe('a date', () => {
  test('is shown when it is a wrong date', () => {
    expect(problems(instantCodec, '2026-02-30T00:00:00.000Z')[0]?.found).toBe(
      '2026-02-30T00:00:00.000Z',
    )
    expect(problems(instantCodec, '2026-02-30')[0]?.found).toBe('2026-02-30')
  })

  test('is described when it is anything else', () => {
    const day = dateText('a day', (value): value is string => value === '2026-01-15')
    expect(problems(day, '2026-01-16')[0]?.found).toBe('2026-01-16')
    expect(problems(day, 'the first week')[0]?.found).toBe('text of 14 characters')
    expect(problems(uuidCodec, 'A1234567')[0]?.found).toBe('text of 8 characters')
  })

  test.each([
    '+85291234567',
    '91234567',
    '9123-4567',
    '852-9123-4567',
    '4111.1111.1111.1111',
    '4111-1111-1111-1111',
  ])('is described when it may be the number of a person: %s', (personal) => {
    expect(problems(uuidCodec, personal)[0]?.found).toMatch(/^text of \d+ characters$/)
    expect(problems(instantCodec, personal)[0]?.found).toMatch(/^text of \d+ characters$/)
  })
})

describe('what is stored in other words than it is used in', () => {
  // In memory a date, in the store its text.
  const when = new t.Type<Date, unknown>(
    'a date',
    (value): value is Date => value instanceof Date,
    (value, context) =>
      instantCodec.is(value) ? t.success(new Date(value)) : t.failure(value, context),
    (date) => date.toISOString(),
  )
  interface Stop {
    readonly type: 'Stop'
    readonly at: Date
    readonly until?: Date
  }
  interface Pass {
    readonly type: 'Pass'
    readonly by: ReadonlyArray<Date>
  }
  interface Trip {
    readonly days: ReadonlyArray<Stop | Pass>
    readonly note?: string
  }
  const trip = record<Trip>('Trip', {
    days: list(
      oneOf<Stop | Pass>('Day', {
        Stop: record<Stop>('Stop', { type: literal('Stop'), at: when, until: optional(when) }),
        Pass: record<Pass>('Pass', { type: literal('Pass'), by: list(when) }),
      }),
    ),
    note: optional(text(9)),
  })
  const anyDate = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
  const anyDay: fc.Arbitrary<Stop | Pass> = fc.oneof(
    fc.record(
      { type: fc.constant('Stop' as const), at: anyDate, until: anyDate },
      { requiredKeys: ['type', 'at'] },
    ),
    fc.record({ type: fc.constant('Pass' as const), by: fc.array(anyDate, { maxLength: 3 }) }),
  )
  const anyTrip: fc.Arbitrary<Trip> = fc.record(
    { days: fc.array(anyDay, { maxLength: 4 }), note: fc.constant('a note') },
    { requiredKeys: ['days'] },
  )

  test('is put into the words of the store at every depth, and comes back as it was', () => {
    fc.assert(
      fc.property(anyTrip, (one) => {
        const encoded = trip.encode(one)
        const stored: unknown = JSON.parse(JSON.stringify(encoded))
        // Everything was put into words by its codec; print itself had nothing left to do.
        expect(encoded).toEqual(stored)
        expect(decodeWith(trip)(stored)).toEqual(E.right(one))
      }),
    )
  })

  test('is refused in the words in which it is used', () => {
    expect(paths(trip, { days: [{ type: 'Stop', at: new Date(0) }] })).toEqual(['/days/0/at'])
  })
})

describe('what a codec lets in', () => {
  test('comes back from the store as it was', () => {
    fc.assert(
      fc.property(anyTrade, (one) => {
        const stored: unknown = JSON.parse(JSON.stringify(trade.encode(one)))
        expect(decodeWith(trade)(stored)).toEqual(E.right(one))
      }),
    )
  })

  test('comes back as it was from a codec that copies', () => {
    const copied = list(copiedLine)
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 5 }), (lines) => {
        const stored: unknown = JSON.parse(JSON.stringify(copied.encode(lines)))
        expect(decodeWith(copied)(stored)).toEqual(E.right(lines))
      }),
    )
  })

  test('loses none of its optional members', () => {
    const full: Bought = { ...gold, note: 'a note', best: { sku: 'ring', quantity: 1 } }
    expect(JSON.parse(JSON.stringify(bought.encode(full)))).toEqual(full)
  })

  test('is the very object that was shown when nothing of it changes', () => {
    fc.assert(
      fc.property(anyTrade, (one) => {
        const decoded = decodeWith(trade)(one)
        expect(E.isRight(decoded) && decoded.right).toBe(one)
        expect(trade.encode(one)).toBe(one)
      }),
    )
  })

  test('stays as it was: decoding changes nothing of what it is shown', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const before = structuredCloneOf(value)
        decodeWith(trade)(value)
        decodeWith(copiedLine)(value)
        expect(structuredCloneOf(value)).toEqual(before)
      }),
    )
  })

  test('is let in by is as by decode, at any damage', () => {
    const anyDamage = fc.constantFrom('type', 'at', 'isGift', 'lines', 'note', 'best', 'quantity')
    fc.assert(
      fc.property(anyTrade, anyDamage, fc.anything(), (one, member, value) => {
        const damaged = { ...one, [member]: value }
        expect(trade.is(damaged)).toBe(E.isRight(trade.decode(damaged)))
        expect(E.isRight(decodeWith(trade)(damaged))).toBe(trade.is(damaged))
      }),
    )
  })
})

// Functions and the like cannot be cloned; what they are does not matter here.
function structuredCloneOf(value: unknown): unknown {
  try {
    return structuredClone(value)
  } catch {
    return undefined
  }
}
