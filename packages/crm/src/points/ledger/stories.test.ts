import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { adopted, eventsOf, idOf, issuedAt, noon, storiesAt } from '../../shared/arbitraries.js'
import { civilDate, plusDays } from '../../shared/civil-date.js'
import { type CustomerId, staffId } from '../../shared/ids.js'
import type { ProgrammeRules } from '../../shared/programme-rules.js'
import {
  account,
  adjustmentOf,
  awardOf,
  closeIt,
  customer,
  holdOf,
  redemptionOf,
  reversalOf,
  settleIt,
  transferOf,
  undoOf,
} from '../asking.arbitraries.js'
import { balance } from '../balance.projection.js'
import type { PointsCommand } from '../commands.js'
import type { PointsEvent } from '../events.js'
import * as Points from '../index.js'

const given = storiesAt(Points)
const other = idOf<CustomerId>('cust', 2)

// What a member does on some days, and what is recorded of it.
const after = (
  ...asked: ReadonlyArray<readonly [day: string, command: PointsCommand]>
): ReadonlyArray<PointsEvent> => {
  let state: Points.Account = Points.initial
  return asked.flatMap(([day, command]) => {
    const events = eventsOf(Points.decide(command, state, issuedAt(noon(day))))
    state = events.reduce(Points.evolve, state)
    return events
  })
}

const balanceOn = (day: string, events: ReadonlyArray<PointsEvent>) =>
  balance.read?.(events.reduce(balance.evolve, balance.initial(account)), noon(day) as never)

const under = (changes: Partial<ProgrammeRules>) => adopted(changes)

describe('an adjustment', () => {
  const start = after(['2024-06-01', awardOf(1, '2024-06-01', [[100]])])

  test('gives points that last as if they were earned on the day', () => {
    const events = after(['2024-06-01', adjustmentOf(1, 40)])
    expect(balanceOn('2024-06-01', events)).toMatchObject({
      available: 40,
      adjusted: 40,
      earned: 0,
      expiries: [{ lastDay: '2025-12-31', points: 40 }],
    })
  })

  test('takes points out of the lot that ends soonest', () => {
    const events = after(
      ['2024-06-01', awardOf(1, '2024-06-01', [[100]])],
      ['2025-01-02', awardOf(2, '2025-01-02', [[100]])],
      ['2025-01-02', adjustmentOf(1, -130)],
    )
    expect(events.at(-1)).toMatchObject({ points: -130, takes: [{ points: 100 }, { points: 30 }] })
    expect(balanceOn('2025-01-02', events)).toMatchObject({ available: 70, reversed: 130 })
  })

  test('never takes more than there is, and makes no debt', () => {
    given(...start)
      .when(adjustmentOf(1, -101), noon('2024-06-02'))
      .expectRejection({ _tag: 'InsufficientPoints', asked: 101, available: 100 })
  })

  test.each([
    [1000, undefined, undefined],
    [1001, undefined, 'missing'],
    [-1001, undefined, 'missing'],
    [1001, 'staff-7', 'isTheActor'],
    [1001, 'staff-8', undefined],
  ] as const)('of %i points, approved by %s, is refused: %s', (points, approver, because) => {
    const more = approver === undefined ? {} : { approver: staffId(approver) }
    const many = after(['2024-06-01', awardOf(1, '2024-06-01', [[5000]])])
    const story = given(...many).when(adjustmentOf(1, points, more), noon('2024-06-02'))
    if (because === undefined) expect(E.isRight(story.outcome())).toBe(true)
    else story.expectRejection({ _tag: 'NoApprover', approvedAbove: 1000, points, because })
  })

  test('is made once, and says what differs where it is asked for otherwise', () => {
    const done = after(['2024-06-01', adjustmentOf(1, 40)])
    given(...done)
      .when(adjustmentOf(1, 40), noon('2024-06-03'))
      .expectNothing()
    expect(
      given(...done)
        .when(adjustmentOf(1, 41), noon('2024-06-03'))
        .outcome(),
    ).toMatchObject({
      left: { _tag: 'RecordedOtherwise' },
    })
  })
})

describe('a transfer', () => {
  const start = after(['2024-06-01', awardOf(1, '2024-06-01', [[6000]])])
  const refused = (day: string, command: PointsCommand, events = start) =>
    given(...events)
      .when(command, noon(day))
      .outcome()

  test('takes points out of the lots that end soonest, with their days', () => {
    const events = after(
      ['2024-06-01', awardOf(1, '2024-06-01', [[100]])],
      ['2024-09-01', transferOf(1, 30)],
    )
    expect(events.at(-1)).toMatchObject({
      type: 'PointsTransferredOut',
      otherCustomerId: other,
      points: 30,
      lots: [{ points: 30, earnedOn: '2024-06-01', lastDay: '2025-12-31' }],
    })
    expect(balanceOn('2024-09-01', events)).toMatchObject({ available: 70, given: 30 })
  })

  test('is refused with every reason against it', () => {
    expect(refused('2024-06-02', transferOf(1, 25_000, customer))).toEqual(
      E.left({
        _tag: 'TransferRefused',
        reasons: [
          { _tag: 'NotTransferable', because: 'toItself' },
          { _tag: 'AccountTooYoung', from: '2024-08-30' },
          { _tag: 'AboveTransferLimit', asked: 25_000, limit: 5000 },
          { _tag: 'AboveYearLimit', asked: 25_000, left: 20_000 },
          { _tag: 'InsufficientPoints', asked: 25_000, available: 6000 },
        ],
      }),
    )
  })

  test.each([
    ['2024-08-29', false],
    ['2024-08-30', true],
  ])('is possible from the ninetieth day on: on %s, %s', (day, isPossible) => {
    expect(E.isRight(refused(day, transferOf(1, 10)))).toBe(isPossible)
  })

  test('counts in its calendar year what was given and did not come back', () => {
    const rules = under({ transfer: { mostPoints: 50, mostPointsAYear: 60, leastDays: 0 } })
    const give = (n: number) => transferOf(n, 40, other, rules)
    const back = {
      type: 'ReturnTransfer',
      membershipId: account,
      transferId: give(1).transferId,
      part: 1,
      because: 'notAMember',
    } as const
    const once = after(
      ['2024-06-01', awardOf(1, '2024-06-01', [[500]], rules)],
      ['2024-06-01', give(1)],
    )
    expect(refused('2024-12-31', give(2), once)).toEqual(
      E.left({
        _tag: 'TransferRefused',
        reasons: [{ _tag: 'AboveYearLimit', asked: 40, left: 20 }],
      }),
    )
    expect(E.isRight(refused('2025-01-01', give(2), once))).toBe(true)
    const returned = [...once, ...eventsOf(refused('2024-06-02', back, once))]
    expect(E.isRight(refused('2024-12-31', give(2), returned))).toBe(true)
    expect(balanceOn('2024-06-02', returned)).toMatchObject({ available: 500, given: 0 })
  })

  test('of points that came by a transfer is refused: they do not travel twice', () => {
    const received = after([
      '2024-06-01',
      {
        type: 'ReceiveTransfer',
        membershipId: account,
        customerId: customer,
        programmeId: adopted().programmeId,
        zone: adopted().rules.zone,
        transferId: idOf('tran', 9),
        part: 1,
        fromMembershipId: idOf('memb', 2),
        fromCustomerId: other,
        isMember: true,
        lots: [
          {
            from: idOf('lot', 1),
            lotId: idOf('lot', 2),
            points: 50,
            earnedOn: civilDate('2024-01-01'),
            lastDay: civilDate('2025-12-31'),
          },
        ],
      },
    ])
    expect(balanceOn('2024-06-01', received)).toMatchObject({ available: 50, received: 50 })
    expect(refused('2025-01-01', transferOf(1, 10), received)).toMatchObject({
      left: { reasons: [{ _tag: 'InsufficientPoints', asked: 10, available: 0 }] },
    })
  })

  test('to somebody who takes nothing in comes back as an event that says why', () => {
    const asked: PointsCommand = {
      type: 'ReceiveTransfer',
      membershipId: account,
      customerId: customer,
      programmeId: adopted().programmeId,
      zone: adopted().rules.zone,
      transferId: idOf('tran', 9),
      part: 1,
      fromMembershipId: idOf('memb', 2),
      fromCustomerId: other,
      isMember: false,
      lots: [
        {
          from: idOf('lot', 1),
          lotId: idOf('lot', 2),
          points: 50,
          earnedOn: civilDate('2024-01-01'),
        },
      ],
    }
    const refusal = after(['2024-06-01', asked])
    expect(refusal).toMatchObject([{ type: 'PointsTransferRefused', because: 'notAMember' }])
    given(...refusal)
      .when({ ...asked, isMember: true }, noon('2024-06-02'))
      .expectNothing()
  })

  test('leaves what a return claims of it to the giver', () => {
    const events = after(
      ['2024-06-01', awardOf(1, '2024-06-01', [[100]])],
      ['2024-09-01', transferOf(1, 70)],
      ['2024-09-02', reversalOf(1, 1, [[1, 1]])],
    )
    expect(events.at(-1)).toMatchObject({ points: 100, owed: 70 })
  })
})

describe('points that are still to come', () => {
  const rules = under({
    earn: { ...adopted().rules.earn, pendingDays: 14 },
  })
  const start = after(['2024-06-01', awardOf(1, '2024-06-01', [[100]], rules)])

  test('cannot be spent on the eve of their day, and can be on the day', () => {
    const redeem = redemptionOf(1, 100, rules)
    given(...start)
      .when(redeem, noon('2024-06-14'))
      .expectRejection({ _tag: 'InsufficientPoints', asked: 100, available: 0 })
    expect(
      E.isRight(
        given(...start)
          .when(redeem, noon('2024-06-15'))
          .outcome(),
      ),
    ).toBe(true)
    expect(balanceOn('2024-06-14', start)).toMatchObject({ available: 0, pending: 100 })
    expect(balanceOn('2024-06-15', start)).toMatchObject({ available: 100, pending: 0 })
  })

  test('go with goods that come back before their day', () => {
    const events = [
      ...start,
      ...eventsOf(
        given(...start)
          .when(reversalOf(1, 1, [[1, 1]]), noon('2024-06-03'))
          .outcome(),
      ),
    ]
    expect(events.at(-1)).toMatchObject({ takes: [{ bucket: 'pending', points: 100 }], owed: 0 })
    expect(balanceOn('2024-06-20', events)).toMatchObject({
      available: 0,
      pending: 0,
      reversed: 100,
    })
  })

  test('make good on their day what is owed, whether anybody sweeps or not [L11]', () => {
    const debt = after(
      ['2024-06-01', awardOf(1, '2024-06-01', [[50]])],
      ['2024-06-02', redemptionOf(1, 50)],
      ['2024-06-03', awardOf(2, '2024-06-03', [[80]], rules)],
      ['2024-06-04', reversalOf(1, 1, [[1, 1]])],
    )
    expect(balanceOn('2024-06-16', debt)).toMatchObject({ owed: 50, available: 0, pending: 80 })
    expect(balanceOn('2024-06-17', debt)).toMatchObject({ owed: 0, available: 30, pending: 0 })
    for (const day of ['2024-06-17', '2024-06-18', '2024-07-17']) {
      const settled = given(...debt).when(settleIt, noon(day))
      const swept = [...debt, ...eventsOf(settled.outcome())]
      expect(swept.slice(debt.length)).toMatchObject([{ type: 'DeficitAbsorbed', points: 50 }])
      expect(balanceOn(day, swept)).toEqual(balanceOn(day, debt))
      given(...debt)
        .when(redemptionOf(2, 40), noon(day))
        .expectRejection({ _tag: 'InsufficientPoints', asked: 40, available: 30 })
    }
  })

  test('cannot be spent once they came and lapsed, though nobody saw it and a hold has ended meanwhile [L11]', () => {
    const { earn } = rules.rules
    const lapsing = under({ earn, expiry: { type: 'afterDays', days: 20 } })
    const lasting = under({ expiry: { type: 'never' } })
    const start = after(
      ['2024-06-01', awardOf(1, '2024-06-01', [[100]], lasting)],
      ['2024-06-01', holdOf(1, 100, { minutes: 15 }, lasting)],
      ['2024-06-01', awardOf(2, '2024-06-01', [[50]], lapsing)],
    )
    const asked = given(...start).when(redemptionOf(1, 150, lasting), noon('2024-06-22'))
    asked.expectRejection({ _tag: 'InsufficientPoints', asked: 150, available: 100 })
    const all = given(...start).when(settleIt, noon('2024-06-22'))
    expect(eventsOf(all.outcome())).toMatchObject([
      { type: 'PointsReleased', points: 100 },
      { type: 'PointsExpired', points: 50 },
    ])
  })
})

describe('points that end with inactivity', () => {
  const rules = under({ expiry: { type: 'inactivity', months: 6 } })
  const award = (n: number, day: string) => [day, awardOf(n, day, [[100]], rules)] as const

  test('last so many months after the last award, redemption or capture', () => {
    const events = after(award(1, '2024-01-31'), award(2, '2024-03-31'))
    expect(balanceOn('2024-09-30', events)).toMatchObject({ available: 200 })
    expect(balanceOn('2024-10-01', events)).toMatchObject({ available: 0, expired: 200 })
    const spent = [
      ...events,
      ...eventsOf(
        given(...events)
          .when(redemptionOf(1, 20, rules), noon('2024-09-30'))
          .outcome(),
      ),
    ]
    expect(balanceOn('2025-03-30', spent)).toMatchObject({ available: 180 })
    expect(balanceOn('2025-03-31', spent)).toMatchObject({ available: 0 })
  })

  test('are moved by no adjustment, no hold and no award of nothing', () => {
    const events = after(
      award(1, '2024-01-31'),
      ['2024-03-31', adjustmentOf(1, -5, {}, rules)],
      ['2024-03-31', holdOf(1, 20, {}, rules)],
      ['2024-03-31', awardOf(2, '2024-03-31', [[0]], rules)],
    )
    expect(balanceOn('2024-07-31', events)?.available).toBe(95)
    expect(balanceOn('2024-08-01', events)?.available).toBe(0)
  })

  test('that an undo brings back after their day live on in a lot of grace [L16]', () => {
    const events = after(
      award(1, '2024-01-31'),
      ['2024-02-01', redemptionOf(1, 100, rules)],
      ['2024-08-02', undoOf(1, 1, 100)],
    )
    expect(events.at(-1)).toMatchObject({
      back: [],
      graceLots: [{ points: 100, lastDay: '2024-09-01' }],
    })
  })
})

describe('the last day', () => {
  const lastOf = (expiry: ProgrammeRules['expiry'], day: string) =>
    Points.lastDayOf(expiry, civilDate(day))

  test.each([
    [{ type: 'fixedDate', month: 2, day: 29 } as const, '2024-03-01', '2025-02-28'],
    [{ type: 'fixedDate', month: 2, day: 29 } as const, '2024-02-29', '2024-02-29'],
    [{ type: 'fixedDate', month: 12, day: 31 } as const, '2024-12-31', '2024-12-31'],
    [{ type: 'inactivity', months: 12 } as const, '2024-02-29', '2025-02-28'],
    [{ type: 'afterMonths', months: 1 } as const, '2024-01-31', '2024-02-29'],
  ])('by %o of what is earned on %s is %s [L14]', (expiry, day, last) => {
    expect(lastOf(expiry, day)).toBe(last)
  })

  test('belongs to its lot: two awards under one rule end on two days [L2]', () => {
    const rules = under({ expiry: { type: 'afterDays', days: 10 } })
    const events = after(
      ['2024-06-01', awardOf(1, '2024-06-01', [[10]], rules)],
      ['2024-06-05', awardOf(2, '2024-06-05', [[20]], rules)],
    )
    expect(balanceOn('2024-06-05', events)?.expiries).toEqual([
      { lastDay: '2024-06-11', points: 10 },
      { lastDay: '2024-06-15', points: 20 },
    ])
    expect(balanceOn('2024-06-12', events)).toMatchObject({ available: 20, expired: 10 })
  })
})

describe('an account that is closed', () => {
  const rules = adopted()
  const start = after(
    ['2024-06-01', awardOf(1, '2024-06-01', [[100]])],
    ['2024-06-02', holdOf(1, 30, { until: 'issue' })],
  )
  const closed = (command: PointsCommand, day = '2024-06-03') => [
    ...start,
    ...eventsOf(
      given(...start)
        .when(command, noon(day))
        .outcome(),
    ),
  ]

  test('by forfeit has nothing left, and its holds are free', () => {
    const events = closed(closeIt('forfeit'))
    expect(events.slice(start.length).map(({ type }) => type)).toEqual([
      'PointsReleased',
      'PointsAccountClosed',
      'PointsExpired',
    ])
    expect(balanceOn('2024-06-03', events)).toMatchObject({ available: 0, held: 0, expired: 100 })
  })

  test('with a pay-out has spent all that could be spent, at the rate of the rules', () => {
    const events = closed({ ...closeIt('payOut'), rules })
    expect(events.at(-1)).toMatchObject({
      type: 'PointsRedeemed',
      points: 100,
      value: { currency: 'HKD', minor: 1000 },
      for: 'closing',
    })
  })

  test('until a day spends on to that day, and has nothing the day after', () => {
    const events = closed({ ...closeIt('until'), until: civilDate('2024-07-31') })
    expect(balanceOn('2024-07-31', events)?.expiries).toEqual([
      { lastDay: '2024-07-31', points: 100 },
    ])
    expect(balanceOn('2024-08-01', events)).toMatchObject({ available: 0, expired: 100 })
    expect(
      E.isRight(
        given(...events)
          .when(redemptionOf(1, 100), noon('2024-07-31'))
          .outcome(),
      ),
    ).toBe(true)
  })

  test.each([
    ['an award', awardOf(2, '2024-06-04', [[10]])],
    ['an adjustment', adjustmentOf(1, 10)],
  ])('takes %s in no more', (_, command) => {
    given(...closed(closeIt('forfeit')))
      .when(command, noon('2024-06-04'))
      .expectRejection({ _tag: 'AccountClosed', policy: 'forfeit' })
  })

  test('is closed once', () => {
    const events = closed(closeIt('forfeit'))
    given(...events)
      .when(closeIt('forfeit'), noon('2024-06-05'))
      .expectNothing()
    given(...events)
      .when(closeIt('payOut'), noon('2024-06-05'))
      .expectRejection({ _tag: 'AccountClosed', policy: 'forfeit' })
  })

  test('lets what comes back later go by the same policy', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (points) => {
        const events = after(
          ['2024-06-01', awardOf(1, '2024-06-01', [[100]])],
          ['2024-06-02', redemptionOf(1, 60)],
          ['2024-06-03', closeIt('forfeit')],
          [plusDays(civilDate('2024-06-03'), points), undoOf(1, 1, points)],
        )
        expect(events.at(-1)).toMatchObject({ type: 'PointsExpired', points })
      }),
    )
  })
})
