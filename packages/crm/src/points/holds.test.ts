import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { adopted, eventsOf, idOf, issuedAt, noon, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { type LotId, lineId } from '../shared/ids.js'
import { lookUp } from '../shared/table.js'
import {
  account,
  awardOf,
  captureOf,
  customer,
  holdOf,
  redemptionOf,
  releaseOf,
  reversalOf,
  settleIt,
  undoOf,
} from './asking.arbitraries.js'
import type { PointsCommand } from './commands.js'
import type { HoldEnd, OfAccount, PointsEvent, PointsHeld, PointsReleased, Take } from './events.js'
import * as Points from './index.js'

const given = storiesAt(Points)
const rules = adopted()
const monthly = adopted({ expiry: { type: 'afterMonths', months: 1 } })
const untilIssue = { until: 'issue' } as const

/** What was decided so far, one command after the other. */
const told = (
  ...asked: ReadonlyArray<readonly [command: PointsCommand, at: string]>
): ReadonlyArray<PointsEvent> => {
  const events: PointsEvent[] = []
  for (const [command, moment] of asked) {
    const state = events.reduce(Points.evolve, Points.initial)
    events.push(...eventsOf(Points.decide(command, state, issuedAt(moment))))
  }
  return events
}

const minute = (n: number): string =>
  new Date(Date.parse(noon('2024-06-01')) + n * 60_000).toISOString()
const start = minute(0)

const lot = (award: number): LotId => Points.lotIdOf(idOf('awar', award), lineId('1'))
const take = (
  award: number,
  points: number,
  bucket: Take['bucket'],
  lastDay = '2025-12-31',
): Take => ({ lotId: lot(award), points, bucket, lastDay: civilDate(lastDay) })

const at = (moment: string): OfAccount => ({
  membershipId: account,
  customerId: customer,
  programmeId: rules.programmeId,
  at: moment as OfAccount['at'],
  onDay: civilDate(moment.slice(0, 10)),
})

const held = (n: number, takes: ReadonlyArray<Take>, minutes = 15): PointsHeld => ({
  type: 'PointsHeld',
  ...at(start),
  holdId: idOf('hold', n),
  points: takes.reduce((all, { points }) => all + points, 0),
  takes,
  endsAt: minute(minutes) as OfAccount['at'],
  for: 'gift' as never,
  rules: { version: 1, sha256: rules.sha256 },
  redemption: rules.rules.redemption,
  currency: rules.rules.currency,
})

const released = (
  n: number,
  cause: HoldEnd,
  moment: string,
  takes: ReadonlyArray<Take>,
): PointsReleased => ({
  type: 'PointsReleased',
  ...at(moment),
  holdId: idOf('hold', n),
  cause,
  points: takes.reduce((all, { points }) => all + points, 0),
  takes,
})

const awards = told(
  [awardOf(1, '2024-06-01', [[60]]), start],
  [awardOf(2, '2024-06-01', [[40]]), start],
)
// Of two lots of one day the lesser id is taken first.
const [first, second] = lot(1) < lot(2) ? [1, 2] : [2, 1]
const [ofFirst, ofSecond] = first === 1 ? [60, 40] : [40, 60]

describe('holding points', () => {
  test('puts them aside in the order of spending, for 15 minutes', () => {
    given(...awards)
      .when(holdOf(1, 80), start)
      .expect(held(1, [take(first, ofFirst, 'available'), take(second, 80 - ofFirst, 'available')]))
  })

  test('until something is issued lasts 14 days, or as many minutes as are said', () => {
    const endOf = (minutes?: number) =>
      eventsOf(
        given(...awards)
          .when(
            holdOf(1, 80, { ...untilIssue, ...(minutes === undefined ? {} : { minutes }) }),
            start,
          )
          .outcome(),
      )[0]
    expect(endOf()).toMatchObject({ endsAt: minute(14 * 24 * 60) })
    expect(endOf(90)).toMatchObject({ endsAt: minute(90) })
  })

  test('lasts a day at most where nothing is to be issued', () => {
    given(...awards)
      .when(holdOf(1, 80, { minutes: 24 * 60 + 1 }), start)
      .expectRejection({ _tag: 'HoldTooLong', askedMinutes: 1441, mostMinutes: 1440 })
    expect(
      E.isRight(
        given(...awards)
          .when(holdOf(1, 80, { minutes: 1440 }), start)
          .outcome(),
      ),
    ).toBe(true)
  })

  test('leaves only the rest to be spent or held again, until it is over [L9]', () => {
    const after = [...awards, held(1, [take(first, ofFirst, 'available')])]
    for (const command of [redemptionOf(1, ofSecond + 10), holdOf(2, ofSecond + 10)]) {
      given(...after)
        .when(command, minute(14))
        .expectRejection({ _tag: 'InsufficientPoints', asked: ofSecond + 10, available: ofSecond })
      expect(
        E.isRight(
          given(...after)
            .when(command, minute(15))
            .outcome(),
        ),
      ).toBe(true)
    }
  })

  test('is refused for what spending is refused for, in the same order', () => {
    const inDebt = told(
      [awardOf(1, '2024-06-01', [[60]]), start],
      [redemptionOf(1, 50), start],
      [reversalOf(1, 1, [[1, 1]]), start],
    )
    given(...inDebt)
      .when(holdOf(1, 5), start)
      .expectRejection({ _tag: 'AccountInDeficit', deficit: 50 })
    given(...awards)
      .when(holdOf(1, 5), start)
      .expectRejection({ _tag: 'NotAMultiple', step: 10, asked: 5 })
    given(...awards)
      .when(holdOf(1, 10), start)
      .expectRejection({ _tag: 'BelowMinimum', minimum: 20, asked: 10 })
    given(...awards)
      .when(holdOf(1, 110), start)
      .expectRejection({ _tag: 'InsufficientPoints', asked: 110, available: 100 })
    given()
      .when(holdOf(1, 20), start)
      .expectRejection({ _tag: 'InsufficientPoints', asked: 20, available: 0 })
  })

  test('happens once, even when it is over; another one of the same id is refused', () => {
    const after = [...awards, held(1, [take(first, ofFirst, 'available')])]
    for (const moment of [minute(1), minute(99)]) {
      given(...after)
        .when(holdOf(1, ofFirst), moment)
        .expectNothing()
    }
    given(...after)
      .when(holdOf(1, 20), minute(1))
      .expectRejection({
        _tag: 'RecordedOtherwise',
        differences: [{ path: '/points', recorded: ofFirst, found: 20 }],
      })
  })
})

describe('a hold', () => {
  const history = [
    ...awards,
    held(1, [take(first, ofFirst, 'available'), take(second, 20, 'available')]),
  ]

  test('is captured from its first lot on, and lets go of what is not needed', () => {
    const [spent, free, ...more] = eventsOf(
      given(...history)
        .when(captureOf(1, 1, ofFirst), minute(14))
        .outcome(),
    )
    expect(more).toEqual([])
    expect(spent).toEqual({
      type: 'PointsRedeemed',
      ...at(minute(14)),
      redemptionId: idOf('rede', 1),
      holdId: idOf('hold', 1),
      points: ofFirst,
      takes: [take(first, ofFirst, 'held')],
      value: { currency: 'HKD', minor: ofFirst * 10 },
      for: 'gift',
      rules: { version: 1, sha256: rules.sha256 },
      graceDays: 30,
    })
    expect(free).toEqual(released(1, 'captured', minute(14), [take(second, 20, 'held')]))
  })

  test('is open to its last moment, and no longer', () => {
    const last = new Date(Date.parse(minute(15)) - 1).toISOString()
    expect(
      E.isRight(
        given(...history)
          .when(captureOf(1, 1, 20), last)
          .outcome(),
      ),
    ).toBe(true)
    given(...history)
      .when(captureOf(1, 1, 20), minute(15))
      .expectRejection({ _tag: 'HoldNotOpen', cause: 'ended' })
    given(...history)
      .when(settleIt, minute(15))
      .expect(
        released(1, 'ended', minute(15), [take(first, ofFirst, 'held'), take(second, 20, 'held')]),
      )
    given(...history)
      .when(settleIt, last)
      .expectNothing()
  })

  test('is captured in steps, and for no more than it holds', () => {
    given(...history)
      .when(captureOf(1, 1, 999), minute(1))
      .expectRejection({ _tag: 'NotAMultiple', step: 10, asked: 999 })
    given(...history)
      .when(captureOf(1, 1, ofFirst + 30), minute(1))
      .expectRejection({ _tag: 'CaptureAboveHold', asked: ofFirst + 30, held: ofFirst + 20 })
    // Less than the least that a redemption may be of: it was asked of the hold.
    expect(
      E.isRight(
        given(...history)
          .when(captureOf(1, 1, 10), minute(1))
          .outcome(),
      ),
    ).toBe(true)
  })

  test('that nobody placed is neither captured nor let go', () => {
    for (const command of [captureOf(1, 9, 10), releaseOf(9)]) {
      given(...history)
        .when(command, minute(1))
        .expectRejection({ _tag: 'HoldUnknown' })
      given().when(command, minute(1)).expectRejection({ _tag: 'HoldUnknown' })
    }
  })

  test('is captured once and let go once, and never both', () => {
    const spent = [
      ...history,
      ...eventsOf(
        given(...history)
          .when(captureOf(1, 1, 20), minute(1))
          .outcome(),
      ),
    ]
    given(...spent)
      .when(captureOf(1, 1, 20), minute(99))
      .expectNothing()
    given(...spent)
      .when(captureOf(1, 1, 30), minute(1))
      .expectRejection({
        _tag: 'RecordedOtherwise',
        differences: [{ path: '/points', recorded: 20, found: 30 }],
      })
    given(...spent)
      .when(redemptionOf(1, 20), minute(1))
      .expectRejection({
        _tag: 'RecordedOtherwise',
        differences: [
          { path: '/for', recorded: 'gift', found: 'voucher' },
          { path: '/holdId', recorded: idOf('hold', 1), found: null },
        ],
      })
    for (const command of [captureOf(2, 1, 20), releaseOf(1)]) {
      given(...spent)
        .when(command, minute(2))
        .expectRejection({ _tag: 'HoldNotOpen', cause: 'captured' })
    }
    const free = [
      ...history,
      ...eventsOf(
        given(...history)
          .when(releaseOf(1), minute(1))
          .outcome(),
      ),
    ]
    given(...free)
      .when(releaseOf(1), minute(99))
      .expectNothing()
    given(...free)
      .when(captureOf(1, 1, 20), minute(2))
      .expectRejection({ _tag: 'HoldNotOpen', cause: 'released' })
  })

  test('that was captured can be undone: the points go back to the lots that they were held from [L16]', () => {
    const spent = [
      ...history,
      ...eventsOf(
        given(...history)
          .when(captureOf(1, 1, ofFirst + 20), minute(1))
          .outcome(),
      ),
    ]
    const [undone] = eventsOf(
      given(...spent)
        .when(undoOf(1, 1, 30), minute(2))
        .outcome(),
    )
    expect(undone).toMatchObject({
      back: [
        { lotId: lot(second), points: 20 },
        { lotId: lot(first), points: 10 },
      ],
      graceLots: [],
    })
  })
})

describe('points that are held', () => {
  const lapsing = told(
    [awardOf(1, '2024-06-01', [[60]], monthly), start],
    [holdOf(1, 40, { ...untilIssue, minutes: 14 * 1440 }, monthly), noon('2024-06-25')],
  )

  test('outlive their last day, and the rest of their lot does not [L11]', () => {
    given(...lapsing)
      .when(settleIt, noon('2024-07-05'))
      .expect({
        type: 'PointsExpired',
        ...at(noon('2024-07-05')),
        points: 20,
        takes: [take(1, 20, 'available', '2024-07-01')],
      })
    expect(
      eventsOf(
        given(...lapsing)
          .when(captureOf(1, 1, 40), noon('2024-07-05'))
          .outcome(),
      ).map(({ type }) => type),
    ).toEqual(['PointsExpired', 'PointsRedeemed'])
  })

  test('expire when they are let go after their last day [L11]', () => {
    const [, free, gone] = eventsOf(
      given(...lapsing)
        .when(releaseOf(1), noon('2024-07-05'))
        .outcome(),
    )
    expect(free).toEqual(
      released(1, 'released', noon('2024-07-05'), [take(1, 40, 'held', '2024-07-01')]),
    )
    expect(gone).toMatchObject({
      type: 'PointsExpired',
      takes: [take(1, 40, 'available', '2024-07-01')],
    })
  })

  test('are owed when their goods come back, and go against it as soon as they are let go [L4]', () => {
    const history = told(
      [awardOf(1, '2024-06-01', [[60]]), start],
      [holdOf(1, 60), start],
      [reversalOf(1, 1, [[1, 1]]), minute(1)],
    )
    expect(history.at(-1)).toMatchObject({ type: 'PointsReversed', takes: [], owed: 60 })
    expect(
      eventsOf(
        given(...history)
          .when(releaseOf(1), minute(2))
          .outcome(),
      ).map(({ type }) => type),
    ).toEqual(['PointsReleased', 'DeficitAbsorbed'])
    // The promise stands: who owes may still have what is held for them.
    expect(
      eventsOf(
        given(...history)
          .when(captureOf(1, 1, 60), minute(2))
          .outcome(),
      ).map(({ type }) => type),
    ).toEqual(['PointsRedeemed'])
  })

  test('go against what is owed at the end of their hold, though it is noticed after their last day', () => {
    const history = told(
      [awardOf(1, '2024-06-01', [[60]], monthly), start],
      [holdOf(1, 60, { minutes: 60 }, monthly), start],
      [reversalOf(1, 1, [[1, 1]]), minute(1)],
    )
    const seen = eventsOf(
      given(...history)
        .when(settleIt, noon('2024-09-01'))
        .outcome(),
    )
    expect(seen.map(({ type }) => type)).toEqual(['PointsReleased', 'DeficitAbsorbed'])
    // Who reads the balance sees the same, swept or not.
    const at = noon('2024-09-01') as OfAccount['at']
    for (const events of [history, [...history, ...seen]]) {
      const view = events.reduce(Points.balance.evolve, Points.balance.initial(account))
      expect(Points.balance.read?.(view, at)).toMatchObject({
        absorbed: 60,
        owed: 0,
        held: 0,
        expired: 0,
      })
    }
  })

  test('of holds that end together are all free before any of them goes against a debt', () => {
    const long = adopted({ expiry: { type: 'afterMonths', months: 9 } })
    const history = told(
      [awardOf(1, '2024-06-01', [[30]]), start],
      [awardOf(2, '2024-06-01', [[20]], long), start],
      [awardOf(3, '2024-06-01', [[40]]), start],
      // The soonest last day is taken first, so the second hold has what expires last.
      [holdOf(1, 20), start],
      [holdOf(2, 70), start],
      [reversalOf(3, 1, [[1, 1]]), minute(1)],
    )
    const [one, other, paid] = eventsOf(
      given(...history)
        .when(settleIt, minute(15))
        .outcome(),
    )
    expect([one?.type, other?.type]).toEqual(['PointsReleased', 'PointsReleased'])
    expect(paid).toMatchObject({ type: 'DeficitAbsorbed', points: 40 })
    const takes = paid?.type === 'DeficitAbsorbed' ? paid.takes : []
    expect(takes[0]).toEqual(take(2, 20, 'available', '2025-03-01'))
  })

  test('of more lots than an event can name are held, captured and let go in parts that add up', () => {
    const lines = Array.from({ length: 2000 }, () => [1] as const)
    const history = told(
      [awardOf(1, '2024-06-01', lines), start],
      [awardOf(2, '2024-06-01', lines), start],
      [holdOf(1, 3000), start],
      [captureOf(1, 1, 2500), minute(1)],
    )
    const pointsOf = (type: PointsEvent['type']) =>
      history.flatMap((event) => (event.type === type && 'points' in event ? [event.points] : []))
    expect(pointsOf('PointsHeld')).toEqual([2000, 1000])
    expect(pointsOf('PointsRedeemed')).toEqual([2000, 500])
    expect(pointsOf('PointsReleased')).toEqual([500])
    const after = history.reduce(Points.evolve, Points.initial)
    if (after._tag === 'NotOpened') throw new Error('the account was opened by an award')
    expect(after.available).toBe(1500)
    expect(after.openHolds).toEqual([])
    expect(lookUp(after.holds, idOf('hold', 1))).toMatchObject({ points: 3000, takes: [] })
  })
})
