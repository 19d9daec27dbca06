import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { adopted, eventsOf, idOf, noon, plainRules, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { graceLotIdOf } from '../shared/derived-ids.js'
import { type LineId, type LotId, lineId } from '../shared/ids.js'
import type { AdoptedRules, ProgrammeRules } from '../shared/programme-rules.js'
import { zone } from '../shared/zone.js'
import {
  account,
  awardOf,
  customer,
  redemptionOf,
  reversalOf,
  settleIt,
  undoOf,
} from './asking.arbitraries.js'
import type { PointsCommand } from './commands.js'
import type { OfAccount, PointsAwarded, PointsEvent, Take } from './events.js'
import * as Points from './index.js'

const given = storiesAt(Points)
const rules = adopted()

const on = (day: string): OfAccount => ({
  membershipId: account,
  customerId: customer,
  programmeId: rules.programmeId,
  at: noon(day) as OfAccount['at'],
  onDay: civilDate(day),
})

const lot = (award: number, line = 1): LotId =>
  Points.lotIdOf(idOf('awar', award), lineId(String(line)))

/** What an award of some points gives, one line each; `null` stays for good. */
const awarded = (
  n: number,
  day: string,
  lines: ReadonlyArray<readonly [points: number, quantity?: number]>,
  lastDay: string | null = '2025-12-31',
  of: AdoptedRules = rules,
): PointsAwarded => ({
  type: 'PointsAwarded',
  ...on(day),
  awardId: idOf('awar', n),
  earnedOn: civilDate(day),
  zone: of.rules.zone,
  points: lines.reduce((all, [points]) => all + points, 0),
  lots: lines.flatMap(([points, quantity = 1], index) =>
    points === 0
      ? []
      : [
          {
            lotId: lot(n, index + 1),
            lineId: lineId(String(index + 1)),
            quantity,
            basisMinor: points * 1000,
            points,
            ...(lastDay === null ? {} : { lastDay: civilDate(lastDay) }),
          },
        ],
  ),
  withoutPoints: lines.flatMap(([points, quantity = 1], index) =>
    points === 0 ? [{ lineId: lineId(String(index + 1)), quantity, basisMinor: 0 }] : [],
  ),
  rules: { version: of.rules.version, sha256: of.sha256 },
  earn: of.rules.earn,
  expiry: of.rules.expiry,
  deficit: of.rules.deficit,
})

const take = (
  lotId: LotId,
  points: number,
  lastDay: string | null = '2025-12-31',
  bucket: Take['bucket'] = 'available',
): Take => ({
  lotId,
  points,
  bucket,
  ...(lastDay === null ? {} : { lastDay: civilDate(lastDay) }),
})

const redeemed = (n: number, day: string, takes: ReadonlyArray<Take>): PointsEvent => {
  const points = takes.reduce((all, one) => all + one.points, 0)
  return {
    type: 'PointsRedeemed',
    ...on(day),
    redemptionId: idOf('rede', n),
    points,
    takes,
    value: { currency: rules.rules.currency, minor: points * 10 },
    for: 'voucher' as never,
    rules: { version: 1, sha256: rules.sha256 },
    graceDays: 30,
  }
}

const pointsIn = (event: PointsEvent): number | undefined =>
  'points' in event ? event.points : undefined

const under = (changes: Partial<ProgrammeRules>): AdoptedRules => adopted(changes)

describe('an award', () => {
  test('gives one lot for each line that earns, with its last day', () => {
    given()
      .when(awardOf(1, '2024-06-01', [[30, 3], [0], [12]]))
      .expect(awarded(1, '2024-06-01', [[30, 3], [0], [12]]))
  })

  test('is given once for one sale, however often it arrives [L1]', () => {
    given(awarded(1, '2024-06-01', [[30]]))
      .when(awardOf(1, '2024-06-01', [[30]]))
      .expectNothing()
  })

  test('is what was decided, whatever the rules say when it arrives again [L1]', () => {
    const later = under({ version: 2, earn: { ...plainRules.earn, pointsPerMinor: [9, 1000] } })
    given(awarded(1, '2024-06-01', [[30]]))
      .when(awardOf(1, '2024-06-01', [[30]], later), noon('2024-07-01'))
      .expectNothing()
  })

  test('says what it was computed from, by which rules [L13]', () => {
    const [event] = eventsOf(
      given()
        .when(awardOf(1, '2024-06-01', [[30]]))
        .outcome(),
    )
    expect(event).toMatchObject({
      lots: [{ basisMinor: 30_000, points: 30 }],
      rules: { version: 1, sha256: rules.sha256 },
      earn: { pointsPerMinor: [1, 1000], rounding: 'floor', place: 'line' },
      expiry: { type: 'yearEnd', years: 1 },
    })
  })

  test('of nothing is recorded all the same: why there are no points can be told', () => {
    given()
      .when(awardOf(1, '2024-06-01', [[0]]))
      .expect(awarded(1, '2024-06-01', [[0]]))
  })

  test('is not of a day that has begun nowhere, nor by rules that begin later', () => {
    given()
      .when(awardOf(1, '2024-06-03', [[1]]))
      .expectRejection({
        _tag: 'DatedInFuture',
        day: civilDate('2024-06-03'),
        today: civilDate('2024-06-01'),
      })
    given()
      .when(awardOf(1, '2023-12-31', [[1]]))
      .expectRejection({
        _tag: 'RulesNotInForce',
        effectiveOn: civilDate('2024-01-01'),
        day: civilDate('2023-12-31'),
      })
  })

  test('has lines with names of their own, and a size that a shop can have', () => {
    const command = awardOf(1, '2024-06-01', [[1], [1]])
    const line = { lineId: lineId('1'), quantity: 1, basisMinor: 600_000_000_000 }
    given()
      .when({ ...command, lines: [line, line] })
      .expectRejection({ _tag: 'LineIdTwice', lineIds: [lineId('1')] })
    given()
      .when({ ...command, lines: [line, { ...line, lineId: lineId('2') }] })
      .expectRejection({ _tag: 'TooLarge', field: 'basisMinor', limit: 1e12, found: 1.2e12 })
  })

  test('that comes after its points have lapsed gives and expires them in one decision', () => {
    const short = under({ expiry: { type: 'afterDays', days: 10 } })
    const late = awardOf(1, '2024-06-01', [[30]], short)
    const [event, expired] = eventsOf(given().when(late, noon('2024-06-12')).outcome())
    expect(event).toMatchObject({
      type: 'PointsAwarded',
      earnedOn: '2024-06-01',
      onDay: '2024-06-12',
    })
    expect(expired).toEqual({
      type: 'PointsExpired',
      ...on('2024-06-12'),
      points: 30,
      takes: [take(lot(1), 30, '2024-06-11')],
    })
  })

  test('that is entered late is decided after what was decided before', () => {
    const [event] = eventsOf(
      given(awarded(1, '2024-06-10', [[5]]))
        .when(awardOf(2, '2024-06-01', [[7]]), noon('2024-06-01'))
        .outcome(),
    )
    expect(event).toMatchObject({
      at: noon('2024-06-10'),
      onDay: '2024-06-10',
      earnedOn: '2024-06-01',
    })
  })
})

describe('rounding', () => {
  const halves = (place: 'line' | 'order', rounding: 'floor' | 'halfUp' | 'ceil') =>
    Points.pointsOf([500, 500, 500, 250], { pointsPerMinor: [1, 1000], rounding, place })

  test('happens on each line, or once on the order and then by largest fraction, ties to the lower line', () => {
    expect(halves('line', 'floor')).toEqual([0, 0, 0, 0])
    expect(halves('line', 'halfUp')).toEqual([1, 1, 1, 0])
    expect(halves('line', 'ceil')).toEqual([1, 1, 1, 1])
    expect(halves('order', 'floor')).toEqual([1, 0, 0, 0])
    expect(halves('order', 'halfUp')).toEqual([1, 1, 0, 0])
    expect(halves('order', 'ceil')).toEqual([1, 1, 0, 0])
  })

  const bases = fc.array(fc.nat(80_000_000_000), { minLength: 1, maxLength: 12 })
  // At most 1,000 points for a minor unit, as the codec of rules demands.
  const rates = fc
    .tuple(fc.nat(1_000_000), fc.integer({ min: 1, max: 1_000_000_000 }))
    .map(([n, d]): readonly [number, number] => [n, Math.max(d, Math.ceil(n / 1000))])
  const roundings = fc.constantFrom<'floor' | 'halfUp' | 'ceil'>('floor', 'halfUp', 'ceil')

  test('gives the order what its total earns, and no line a whole point more or less than it earned', () => {
    fc.assert(
      fc.property(bases, rates, roundings, (all, pointsPerMinor, rounding) => {
        const [n, d] = pointsPerMinor.map(BigInt) as [bigint, bigint]
        const points = Points.pointsOf(all, { pointsPerMinor, rounding, place: 'order' })
        const raw = all.reduce((sum, basis) => sum + BigInt(basis) * n, 0n)
        const whole = points.reduce((sum, one) => sum + BigInt(one), 0n)
        const expected = {
          floor: raw / d,
          halfUp: (2n * raw + d) / (2n * d),
          ceil: (raw + d - 1n) / d,
        }
        expect(whole).toBe(expected[rounding])
        points.forEach((one, index) => {
          const off = BigInt(one) * d - BigInt(all[index] ?? 0) * n
          expect(off < d && off > -d).toBe(true)
        })
      }),
    )
  })

  test('never gives less for more', () => {
    fc.assert(
      fc.property(
        bases,
        rates,
        roundings,
        fc.constantFrom<'line' | 'order'>('line', 'order'),
        fc.nat(11),
        fc.nat(100_000),
        (all, pointsPerMinor, rounding, place, which, more) => {
          const rule = { pointsPerMinor, rounding, place }
          const richer = all.map((basis, index) =>
            index === which % all.length ? basis + more : basis,
          )
          const total = (of: ReadonlyArray<number>) =>
            Points.pointsOf(of, rule).reduce((sum, one) => sum + one, 0)
          expect(total(richer)).toBeGreaterThanOrEqual(total(all))
        },
      ),
    )
  })
})

describe('the last day of points', () => {
  test.each([
    [{ type: 'afterDays', days: 10 }, '2024-02-20', '2024-03-01'],
    [{ type: 'afterMonths', months: 1 }, '2024-01-31', '2024-02-29'],
    [{ type: 'afterMonths', months: 12 }, '2024-02-29', '2025-02-28'],
    [{ type: 'afterMonths', months: 48 }, '2024-02-29', '2028-02-29'],
    [{ type: 'monthEnd', months: 1 }, '2024-01-15', '2024-02-29'],
    [{ type: 'yearEnd', years: 1 }, '2024-02-29', '2025-12-31'],
    [{ type: 'fixedDate', month: 3, day: 31 }, '2024-03-31', '2024-03-31'],
    [{ type: 'fixedDate', month: 3, day: 31 }, '2024-04-01', '2025-03-31'],
    [{ type: 'fixedDate', month: 2, day: 29 }, '2024-03-01', '2025-02-28'],
    [{ type: 'never' }, '2024-03-01', undefined],
  ] as const)('by %j of %s is %s [L14]', (expiry, earnedOn, lastDay) => {
    expect(Points.lastDayOf(expiry, civilDate(earnedOn))).toBe(lastDay)
    expect(Points.lastDayOf(expiry, civilDate(earnedOn))).toBe(lastDay)
  })

  test('can be spent through, to its last moment where the shop is [L14]', () => {
    const story = given(awarded(1, '2024-06-01', [[100]], '2024-06-30'))
    const spend = redemptionOf(1, 100)
    const lastMoment = '2024-06-30T15:59:59.999Z'
    const [event] = eventsOf(story.when(spend, lastMoment).outcome())
    expect(event).toMatchObject({ type: 'PointsRedeemed', onDay: '2024-06-30', points: 100 })
    story
      .when(spend, '2024-06-30T16:00:00.000Z')
      .expectRejection({ _tag: 'InsufficientPoints', asked: 100, available: 0 })
  })

  test('is a day of the programme: the same instant is another day in New York [L14]', () => {
    const newYork = under({
      zone: zone('America/New_York'),
      expiry: { type: 'afterDays', days: 0 },
    })
    const lateEvening = '2024-06-02T03:59:59.999Z'
    const given = storiesAt(Points)
    const award = eventsOf(
      given()
        .when(awardOf(1, '2024-06-01', [[50]], newYork), lateEvening)
        .outcome(),
    )
    expect(award).toMatchObject([{ onDay: '2024-06-01', lots: [{ lastDay: '2024-06-01' }] }])
    given(...award)
      .when(redemptionOf(1, 50, newYork), '2024-06-02T04:00:00.000Z')
      .expectRejection({ _tag: 'InsufficientPoints', asked: 50, available: 0 })
  })

  test('stands on the lot, not on a name: two awards of one kind lapse each on its own day [L2]', () => {
    const story = given(
      awarded(1, '2024-06-01', [[30]], '2024-06-10'),
      awarded(2, '2024-06-05', [[40]], '2024-06-15'),
    )
    story.when(settleIt, noon('2024-06-11')).expect({
      type: 'PointsExpired',
      ...on('2024-06-11'),
      points: 30,
      takes: [take(lot(1), 30, '2024-06-10')],
    })
    story
      .when(redemptionOf(1, 50), noon('2024-06-11'))
      .expectRejection({ _tag: 'InsufficientPoints', asked: 50, available: 40 })
  })
})

describe('spending points', () => {
  test('takes the soonest expiry first, then the oldest, then the id [L15]', () => {
    const sameDay = [lot(4, 1), lot(4, 2)].toSorted()
    given(
      awarded(1, '2024-06-01', [[10]], null),
      awarded(2, '2024-06-02', [[10]], '2025-12-31'),
      awarded(3, '2024-06-03', [[10]], '2025-06-30'),
      awarded(4, '2024-06-01', [[10], [10]], '2025-12-31'),
    )
      .when(redemptionOf(1, 50), noon('2024-06-04'))
      .expect(
        redeemed(1, '2024-06-04', [
          take(lot(3), 10, '2025-06-30'),
          ...sameDay.map((lotId) => take(lotId, 10)),
          take(lot(2), 10),
          take(lot(1), 10, null),
        ]),
      )
  })

  test('takes the same lots in whatever order they were awarded [L15]', () => {
    const awards = [
      awarded(1, '2024-06-01', [[3], [4]], '2025-12-31'),
      awarded(2, '2024-06-01', [[5]], '2025-01-31'),
      awarded(3, '2024-06-01', [[6], [1]], null),
      awarded(4, '2024-06-01', [[2]], '2025-12-31'),
    ]
    const orders = fc.shuffledSubarray(awards, { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(orders, fc.constantFrom(20), (order, points) => {
        const takes = (all: ReadonlyArray<PointsEvent>) =>
          given(...all)
            .when(redemptionOf(1, points))
            .outcome()
        expect(takes(order)).toEqual(takes(awards))
      }),
    )
  })

  test('is worth what the rules say', () => {
    given(awarded(1, '2024-06-01', [[100]]))
      .when(redemptionOf(1, 40))
      .expect(redeemed(1, '2024-06-01', [take(lot(1), 40)]))
  })

  test('has no value in money where the rules give none', () => {
    const { minorPerPoint: _, ...redemption } = plainRules.redemption
    const [event] = eventsOf(
      given(awarded(1, '2024-06-01', [[100]]))
        .when(redemptionOf(1, 40, under({ redemption })))
        .outcome(),
    )
    expect(event).not.toHaveProperty('value')
  })

  test('is refused above the balance, in wrong steps, and in small change, in this order', () => {
    const story = given(awarded(1, '2024-06-01', [[100]]))
    story.when(redemptionOf(1, 15)).expectRejection({ _tag: 'NotAMultiple', step: 10, asked: 15 })
    story
      .when(redemptionOf(1, 10))
      .expectRejection({ _tag: 'BelowMinimum', minimum: 20, asked: 10 })
    story
      .when(redemptionOf(1, 110))
      .expectRejection({ _tag: 'InsufficientPoints', asked: 110, available: 100 })
    story.when(redemptionOf(1, 115)).expectRejection({ _tag: 'NotAMultiple', step: 10, asked: 115 })
  })

  test('needs points: who has never earned any has none', () => {
    given()
      .when(redemptionOf(1, 20))
      .expectRejection({ _tag: 'InsufficientPoints', asked: 20, available: 0 })
  })

  test('goes by the rules of its programme, once they are in force', () => {
    const other = adopted({}, idOf('prog', 2))
    const story = given(awarded(1, '2024-06-01', [[100]]))
    story.when(redemptionOf(1, 20, other)).expectRejection({
      _tag: 'RulesOfAnotherProgramme',
      expected: rules.programmeId,
      found: other.programmeId,
    })
    story
      .when(redemptionOf(1, 20, under({ effectiveOn: civilDate('2024-06-02') })))
      .expectRejection({
        _tag: 'RulesNotInForce',
        effectiveOn: civilDate('2024-06-02'),
        day: civilDate('2024-06-01'),
      })
  })

  test('cannot reach points that have lapsed, swept or not [L11] [L16]', () => {
    const events = [
      awarded(1, '2024-06-01', [[100]], '2024-06-30'),
      awarded(2, '2024-06-02', [[50]]),
    ]
    given(...events)
      .when(redemptionOf(1, 60), noon('2024-07-01'))
      .expectRejection({ _tag: 'InsufficientPoints', asked: 60, available: 50 })
    given(...events)
      .when(redemptionOf(1, 50), noon('2024-07-01'))
      .expect(
        {
          type: 'PointsExpired',
          ...on('2024-07-01'),
          points: 100,
          takes: [take(lot(1), 100, '2024-06-30')],
        },
        redeemed(1, '2024-07-01', [take(lot(2), 50)]),
      )
  })

  test('happens once, however often it is asked for; another one of the same id is refused', () => {
    const story = given(
      awarded(1, '2024-06-01', [[100]]),
      redeemed(1, '2024-06-01', [take(lot(1), 40)]),
    )
    story.when(redemptionOf(1, 40)).expectNothing()
    story.when(redemptionOf(1, 40), noon('2030-01-01')).expectNothing()
    story.when(redemptionOf(1, 50)).expectRejection({
      _tag: 'RecordedOtherwise',
      differences: [{ path: '/points', recorded: 40, found: 50 }],
    })
  })
})

describe('goods that come back', () => {
  test('take their points with them, line by line', () => {
    given(awarded(1, '2024-06-01', [[30, 3], [12]]))
      .when(reversalOf(1, 1, [[1, 1]]))
      .expect({
        type: 'PointsReversed',
        ...on('2024-06-01'),
        awardId: idOf('awar', 1),
        returnId: idOf('retu', 1),
        points: 10,
        byLine: [{ lineId: lineId('1'), quantity: 1, points: 10 }],
        takes: [take(lot(1, 1), 10)],
        owed: 0,
        forgiven: 0,
      })
  })

  test('that earned nothing take nothing, and never the points of the others [L7]', () => {
    const [event] = eventsOf(
      given(awarded(1, '2024-06-01', [[30], [0]]))
        .when(reversalOf(1, 1, [[2, 1]]))
        .outcome(),
    )
    expect(event).toMatchObject({ points: 0, takes: [], owed: 0, forgiven: 0 })
  })

  test('take their own points and no other line’s, even when these are gone [L7]', () => {
    const spent = redeemed(1, '2024-06-01', [
      take([lot(1, 1), lot(1, 2)].toSorted()[0] ?? lot(1), 20),
    ])
    const first = [lot(1, 1), lot(1, 2)].toSorted()[0] === lot(1, 1) ? 1 : 2
    const [event] = eventsOf(
      given(awarded(1, '2024-06-01', [[20], [20]]), spent)
        .when(reversalOf(1, 1, [[first, 1]]))
        .outcome(),
    )
    expect(event).toMatchObject({ points: 20, takes: [], owed: 20 })
  })

  test('after their points are spent make a debt, and the next points make it good at once [L4] [L6]', () => {
    const spent = redeemed(1, '2024-06-01', [take(lot(1), 100)])
    const events = [awarded(1, '2024-06-01', [[100]]), spent]
    const reversed = eventsOf(
      given(...events)
        .when(reversalOf(1, 1, [[1, 1]]))
        .outcome(),
    )
    expect(reversed).toMatchObject([
      { type: 'PointsReversed', points: 100, takes: [], owed: 100, forgiven: 0 },
    ])
    given(...events, ...reversed)
      .when(redemptionOf(2, 20))
      .expectRejection({ _tag: 'AccountInDeficit', deficit: 100 })
    given(...events, ...reversed)
      .when(awardOf(2, '2024-06-02', [[130]]), noon('2024-06-02'))
      .expect(awarded(2, '2024-06-02', [[130]]), {
        type: 'DeficitAbsorbed',
        ...on('2024-06-02'),
        points: 100,
        takes: [take(lot(2), 100)],
        debts: [{ awardId: idOf('awar', 1), returnId: idOf('retu', 1), points: 100 }],
      })
  })

  test('after their points are spent are forgiven, where the rules say so [L6]', () => {
    const forgiving = under({ deficit: 'forgive' })
    const events = [
      awarded(1, '2024-06-01', [[100]], '2025-12-31', forgiving),
      redeemed(1, '2024-06-01', [take(lot(1), 60)]),
    ]
    const reversed = eventsOf(
      given(...events)
        .when(reversalOf(1, 1, [[1, 1]]))
        .outcome(),
    )
    expect(reversed).toMatchObject([
      { points: 100, takes: [take(lot(1), 40)], owed: 0, forgiven: 60 },
    ])
    given(...events, ...reversed)
      .when(redemptionOf(2, 20))
      .expectRejection({ _tag: 'InsufficientPoints', asked: 20, available: 0 })
  })

  test('are paid from what else is there, oldest debt first, in the order of spending', () => {
    const events = [
      awarded(1, '2024-06-01', [[100]]),
      redeemed(1, '2024-06-01', [take(lot(1), 100)]),
      awarded(2, '2024-06-02', [[30]], '2025-06-30'),
      awarded(3, '2024-06-03', [[50]]),
    ]
    const [, absorbed] = eventsOf(
      given(...events)
        .when(reversalOf(1, 1, [[1, 1]]), noon('2024-06-04'))
        .outcome(),
    )
    expect(absorbed).toMatchObject({
      type: 'DeficitAbsorbed',
      points: 80,
      takes: [take(lot(2), 30, '2025-06-30'), take(lot(3), 50)],
    })
  })

  test('owe nothing for points that have expired: these are gone already', () => {
    const events = [awarded(1, '2024-06-01', [[100]], '2024-06-30')]
    const outcome = eventsOf(
      given(...events)
        .when(reversalOf(1, 1, [[1, 1]]), noon('2024-07-02'))
        .outcome(),
    )
    expect(outcome).toMatchObject([
      { type: 'PointsExpired', points: 100 },
      {
        type: 'PointsReversed',
        points: 100,
        takes: [take(lot(1), 100, '2024-06-30', 'expired')],
        owed: 0,
      },
    ])
  })

  test('come back once for each document, and never more than there were', () => {
    const story = given(
      awarded(1, '2024-06-01', [[30, 3], [12]]),
      ...eventsOf(
        given(awarded(1, '2024-06-01', [[30, 3], [12]]))
          .when(reversalOf(1, 1, [[1, 2]]))
          .outcome(),
      ),
    )
    story.when(reversalOf(1, 1, [[1, 2]])).expectNothing()
    story.when(reversalOf(1, 1, [[1, 1]])).expectRejection({
      _tag: 'RecordedOtherwise',
      differences: [{ path: '/lines/0/quantity', recorded: 2, found: 1 }],
    })
    story
      .when(
        reversalOf(1, 2, [
          [1, 2],
          [3, 1],
        ]),
      )
      .expectRejection({
        _tag: 'ReversalRefused',
        reasons: [
          { _tag: 'ReversalExceedsAwarded', lineId: lineId('1'), asked: 2, left: 1 },
          { _tag: 'UnknownLine', lineId: lineId('3') },
        ],
      })
    story.when(reversalOf(2, 1, [[1, 1]])).expectRejection({ _tag: 'UnknownAward' })
    given()
      .when(reversalOf(1, 1, [[1, 1]]))
      .expectRejection({ _tag: 'UnknownAward' })
  })

  // Lines of some points and pieces, and an order in which single pieces come back, some of them together.
  const sale = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 4 })), {
    minLength: 1,
    maxLength: 4,
  })
  const pieces = sale.chain((lines) => {
    const all = lines.flatMap(([, quantity], index) =>
      Array.from({ length: quantity }, () => index + 1),
    )
    return fc.tuple(
      fc.constant(lines),
      fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: all.length, maxLength: all.length }),
    )
  })

  const batches = (
    order: ReadonlyArray<number>,
    sizes: ReadonlyArray<number>,
  ): ReadonlyArray<ReadonlyArray<number>> => {
    const all: number[][] = []
    let left = [...order]
    for (const size of sizes) {
      if (left.length === 0) break
      all.push(left.slice(0, size))
      left = left.slice(size)
    }
    return all
  }

  test('in any order and any split give back the same by line, and all of it in the end [L5]', () => {
    fc.assert(
      fc.property(pieces, ([lines, order, sizes]) => {
        let events: ReadonlyArray<PointsEvent> = [awarded(1, '2024-06-01', lines)]
        const clawed = new Map<LineId, number>()
        for (const [n, batch] of batches(order, sizes).entries()) {
          const counts = new Map<number, number>()
          for (const line of batch) counts.set(line, (counts.get(line) ?? 0) + 1)
          const decided = eventsOf(
            given(...events)
              .when(reversalOf(1, n, [...counts]))
              .outcome(),
          )
          for (const event of decided) {
            if (event.type !== 'PointsReversed') continue
            for (const { lineId, points } of event.byLine)
              clawed.set(lineId, (clawed.get(lineId) ?? 0) + points)
          }
          events = [...events, ...decided]
        }
        for (const [index, [points]] of lines.entries()) {
          expect(clawed.get(lineId(String(index + 1)))).toBe(points)
        }
      }),
    )
  })

  const redemptions = fc.tuple(fc.nat(9), fc.nat(60))

  test('leave nothing over: buy, redeem and return in any order, then earn what was spent [L4]', () => {
    fc.assert(
      fc.property(
        pieces,
        fc.array(redemptions, { maxLength: 3 }),
        ([lines, order, sizes], spendings) => {
          const free = under({ redemption: { ...plainRules.redemption, step: 1, minimum: 1 } })
          let events: ReadonlyArray<PointsEvent> = [awarded(1, '2024-06-01', lines)]
          const ask = (command: PointsCommand) => {
            const outcome = given(...events)
              .when(command)
              .outcome()
            if (E.isRight(outcome)) events = [...events, ...outcome.right]
          }
          for (const [n, batch] of batches(order, sizes).entries()) {
            for (const [k, [when, points]] of spendings.entries()) {
              if (when === n && points > 0) ask(redemptionOf(k, points, free))
            }
            const counts = new Map<number, number>()
            for (const line of batch) counts.set(line, (counts.get(line) ?? 0) + 1)
            ask(reversalOf(1, n, [...counts]))
          }
          const view = () => events.reduce(Points.balance.evolve, Points.balance.initial(account))
          const { available, spent, owed } = view()
          expect(available).toBe(0)
          expect(owed).toBe(spent)
          if (spent > 0) ask(awardOf(2, '2024-06-01', [[spent]]))
          expect(view()).toMatchObject({ available: 0, owed: 0, spent })
        },
      ),
    )
  })
})

describe('undoing a redemption', () => {
  test('gives points back to the very lots that they came from, last taken first [L16]', () => {
    const events = [
      awarded(1, '2024-06-01', [[30]], '2025-06-30'),
      awarded(2, '2024-06-02', [[50]]),
      redeemed(1, '2024-06-03', [take(lot(1), 30, '2025-06-30'), take(lot(2), 20)]),
    ]
    given(...events)
      .when(undoOf(1, 1, 35), noon('2024-06-04'))
      .expect({
        type: 'RedemptionUndone',
        ...on('2024-06-04'),
        redemptionId: idOf('rede', 1),
        undoId: idOf('undo', 1),
        points: 35,
        back: [
          { lotId: lot(2), points: 20, lastDay: civilDate('2025-12-31') },
          { lotId: lot(1), points: 15, lastDay: civilDate('2025-06-30') },
        ],
        graceLots: [],
      })
  })

  test('gives points whose lot has lapsed some days of grace, and no more [L16]', () => {
    const events = [
      awarded(1, '2024-06-01', [[30]], '2024-06-30'),
      redeemed(1, '2024-06-03', [take(lot(1), 30, '2024-06-30')]),
    ]
    const grace = graceLotIdOf(idOf('undo', 1), lot(1))
    const undone = eventsOf(
      given(...events)
        .when(undoOf(1, 1, 30), noon('2024-07-01'))
        .outcome(),
    )
    expect(undone).toMatchObject([
      {
        back: [],
        graceLots: [
          { lotId: grace, from: lot(1), points: 30, earnedOn: '2024-06-01', lastDay: '2024-07-31' },
        ],
      },
    ])
    given(...events, ...undone)
      .when(redemptionOf(2, 30), noon('2024-07-31'))
      .expect(redeemed(2, '2024-07-31', [take(grace, 30, '2024-07-31')]))
    given(...events, ...undone)
      .when(redemptionOf(2, 30), noon('2024-08-01'))
      .expectRejection({ _tag: 'InsufficientPoints', asked: 30, available: 0 })
  })

  test('leaves a return to find its points in the lot of grace', () => {
    const events = [
      awarded(1, '2024-06-01', [[30]], '2024-06-30'),
      redeemed(1, '2024-06-03', [take(lot(1), 20, '2024-06-30')]),
    ]
    const grace = graceLotIdOf(idOf('undo', 1), lot(1))
    const undone = eventsOf(
      given(...events)
        .when(undoOf(1, 1, 20), noon('2024-07-01'))
        .outcome(),
    )
    const [reversed] = eventsOf(
      given(...events, ...undone)
        .when(reversalOf(1, 1, [[1, 1]]), noon('2024-07-02'))
        .outcome(),
    )
    expect(reversed).toMatchObject({
      points: 30,
      takes: [take(lot(1), 10, '2024-06-30', 'expired'), take(grace, 20, '2024-07-31')],
      owed: 0,
    })
  })

  test('makes good what is owed before it can be spent again', () => {
    const events = [
      awarded(1, '2024-06-01', [[100]]),
      redeemed(1, '2024-06-01', [take(lot(1), 100)]),
    ]
    const reversed = eventsOf(
      given(...events)
        .when(reversalOf(1, 1, [[1, 1]]))
        .outcome(),
    )
    const undone = eventsOf(
      given(...events, ...reversed)
        .when(undoOf(1, 1, 100))
        .outcome(),
    )
    expect(undone.map((event) => [event.type, pointsIn(event)])).toEqual([
      ['RedemptionUndone', 100],
      ['DeficitAbsorbed', 100],
    ])
  })

  test('goes no further than the redemption, and happens once', () => {
    const events = [
      awarded(1, '2024-06-01', [[100]]),
      redeemed(1, '2024-06-01', [take(lot(1), 40)]),
    ]
    const undone = eventsOf(
      given(...events)
        .when(undoOf(1, 1, 30))
        .outcome(),
    )
    const story = given(...events, ...undone)
    story
      .when(undoOf(2, 1, 20))
      .expectRejection({ _tag: 'UndoExceedsRedeemed', asked: 20, left: 10 })
    story.when(undoOf(1, 1, 30)).expectNothing()
    story.when(undoOf(1, 1, 20)).expectRejection({
      _tag: 'RecordedOtherwise',
      differences: [{ path: '/points', recorded: 30, found: 20 }],
    })
    story.when(undoOf(3, 9, 10)).expectRejection({ _tag: 'UnknownRedemption' })
    given()
      .when(undoOf(1, 1, 10))
      .expectRejection({ _tag: 'UnknownRedemption' })
  })

  const free = under({ redemption: { ...plainRules.redemption, step: 1, minimum: 1 } })
  const accounts = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(3)), {
    minLength: 1,
    maxLength: 6,
  })
  const shown = (events: ReadonlyArray<PointsEvent>) => {
    const state = events.reduce(Points.evolve, Points.initial)
    if (state._tag === 'NotOpened') return []
    const view = events.reduce(Points.balance.evolve, Points.balance.initial(account))
    return [state.open, state.available, view]
  }

  test('of n after k leaves what redeeming n − k alone would have left [L16]', () => {
    fc.assert(
      fc.property(accounts, fc.nat(40), fc.nat(40), (lots, spend, undo) => {
        const events = lots.map(([points, kind], n) =>
          awarded(
            n,
            '2024-06-01',
            [[points]],
            [null, '2025-12-31', '2025-06-30', '2025-01-01'][kind],
          ),
        )
        const all = lots.reduce((sum, [points]) => sum + points, 0)
        const n = 1 + (spend % all)
        const k = 1 + (undo % n)
        const spent = eventsOf(
          given(...events)
            .when(redemptionOf(1, n, free))
            .outcome(),
        )
        const undone = eventsOf(
          given(...events, ...spent)
            .when(undoOf(1, 1, k))
            .outcome(),
        )
        const less =
          k === n
            ? []
            : eventsOf(
                given(...events)
                  .when(redemptionOf(1, n - k, free))
                  .outcome(),
              )
        expect(shown([...events, ...spent, ...undone])).toEqual(shown([...events, ...less]))
      }),
    )
  })
})

describe('settling an account', () => {
  test('finds nothing where nothing has lapsed, or nothing was ever earned', () => {
    given().when(settleIt).expectNothing()
    given(awarded(1, '2024-06-01', [[30]]))
      .when(settleIt, noon('2025-12-31'))
      .expectNothing()
  })

  test('finds what has lapsed, in the order of lapsing, and finds it once', () => {
    const story = given(
      awarded(1, '2024-06-01', [[30]], '2024-07-31'),
      awarded(2, '2024-06-01', [[40]], '2024-06-30'),
      awarded(3, '2024-06-01', [[50]]),
    )
    const swept = eventsOf(story.when(settleIt, noon('2024-08-01')).outcome())
    expect(swept).toEqual([
      {
        type: 'PointsExpired',
        ...on('2024-08-01'),
        points: 70,
        takes: [take(lot(2), 40, '2024-06-30'), take(lot(1), 30, '2024-07-31')],
      },
    ])
    given(
      awarded(1, '2024-06-01', [[30]], '2024-07-31'),
      awarded(2, '2024-06-01', [[40]], '2024-06-30'),
      ...swept,
    )
      .when(settleIt, noon('2024-08-02'))
      .expectNothing()
  })

  test('gives the parts of a large redemption values that add up to its own', () => {
    const redemption = { step: 3, minimum: 3, minorPerPoint: [1, 3], graceDays: 30 } as const
    const lines = Array.from({ length: 2000 }, (): [number] => [1])
    const events = [1, 2, 3].map((n) => awarded(n, '2024-06-01', lines))
    const spent = eventsOf(
      given(...events)
        .when(redemptionOf(1, 4500, under({ redemption })))
        .outcome(),
    )
    expect(spent.map((event) => event.type === 'PointsRedeemed' && event.value?.minor)).toEqual([
      666, 667, 167,
    ])
  })

  test('says it in several events where one would be too large, and they add up', () => {
    const lines = Array.from({ length: 2000 }, (): [number] => [1])
    const events = [1, 2, 3].map((n) => awarded(n, '2024-06-01', lines, '2024-06-30'))
    const swept = eventsOf(
      given(...events)
        .when(settleIt, noon('2024-07-01'))
        .outcome(),
    )
    expect(swept.map(pointsIn)).toEqual([2000, 2000, 2000])
    const spent = eventsOf(
      given(...events)
        .when(redemptionOf(1, 4500), noon('2024-06-02'))
        .outcome(),
    )
    expect(
      spent.map((event) => [
        pointsIn(event),
        event.type === 'PointsRedeemed' && event.value?.minor,
      ]),
    ).toEqual([
      [2000, 20_000],
      [2000, 20_000],
      [500, 5000],
    ])
    given(...events, ...spent)
      .when(redemptionOf(1, 4500), noon('2024-06-03'))
      .expectNothing()
    const undone = eventsOf(
      given(...events, ...spent)
        .when(undoOf(1, 1, 4500), noon('2024-06-03'))
        .outcome(),
    )
    expect(undone.map(pointsIn)).toEqual([2000, 2000, 500])
    given(...events, ...spent, ...undone)
      .when(undoOf(1, 1, 4500), noon('2024-06-03'))
      .expectNothing()
    given(...events, ...spent, ...undone)
      .when(redemptionOf(2, 6010), noon('2024-06-03'))
      .expectRejection({ _tag: 'InsufficientPoints', asked: 6010, available: 6000 })
  })
})
