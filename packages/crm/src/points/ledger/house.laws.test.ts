// What holds of several accounts together, whenever the machine between them stops, and however often it starts again.

import { instantOf } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { issuedAt } from '../../shared/arbitraries.js'
import type { AdoptedRules } from '../../shared/programme-rules.js'
import { deficitOf } from '../account.js'
import { awardOf } from '../asking.arbitraries.js'
import * as Points from '../index.js'
import { originOf } from '../moves.js'
import {
  accountOf,
  anyHouseRules,
  customers,
  everyKind,
  House,
  type HouseEntry,
  type HouseMove,
  housePlays,
  houseRules,
  lotsOf,
  movingKinds,
  playIn,
} from './house/arbitraries.js'

// A run of the whole suite asks for few; whoever wants more says how many times as many.
const runs = (usual: number): { readonly numRuns: number } => ({
  numRuns: usual * Number(process.env['PATINA_LEDGER_RUNS'] ?? 1),
})

const sum = <A>(of: ReadonlyArray<A>, figure: (one: A) => number): number =>
  of.reduce((all, one) => all + figure(one), 0)

// Counted from the events alone: nothing of the code under test is asked.
const counted = (log: ReadonlyArray<HouseEntry>) => {
  let credited = 0
  let underWay = 0
  let owed = 0
  let debtsUnderWay = 0
  let claimsUnderWay = 0
  for (const { event } of log) {
    switch (event.type) {
      case 'PointsAwarded':
        credited += event.points
        break
      case 'PointsAdjusted':
        credited += event.lot?.points ?? 0
        break
      case 'PointsTransferredOut':
        underWay += event.points
        break
      case 'PointsTransferredIn':
      case 'TransferReturned':
        underWay -= event.points
        break
      case 'PointLotsMoved':
        underWay += event.points
        debtsUnderWay += sum(event.debts, ({ points }) => points)
        break
      case 'PointLotsReceived':
      case 'PointLotsReturned':
        underWay -= event.points
        debtsUnderWay -= sum(event.debts, ({ points }) => points)
        break
      case 'PointsReversed':
        owed += event.owed
        break
      case 'ReversalFollowed':
        owed += event.owed
        claimsUnderWay -= event.points
        break
      case 'ReversalForwarded':
        claimsUnderWay += event.points
        break
      case 'DeficitAbsorbed':
        owed -= event.points
        break
      default:
    }
  }
  return { credited, underWay, owed, debtsUnderWay, claimsUnderWay }
}

const kept = (house: House): number =>
  sum(customers, (customer) =>
    sum(lotsOf(house.account(customer)), (lot) => {
      const { available, pending, held, spent, expired, reversed, absorbed } = lot
      return available + pending + held + spent + expired + reversed + absorbed
    }),
  )

const expectConserved = (house: House): void => {
  const { credited, underWay, owed, debtsUnderWay, claimsUnderWay } = counted(house.log)
  expect(kept(house) + underWay).toBe(credited)
  expect(sum(customers, (one) => deficitOf(house.account(one))) + debtsUnderWay).toBe(owed)
  expect(Math.min(underWay, debtsUnderWay, claimsUnderWay)).toBeGreaterThanOrEqual(0)
  for (const customer of customers) {
    for (const lot of lotsOf(house.account(customer))) {
      const { points, available, pending, held, spent, expired, reversed, absorbed } = lot
      const { moved, given, away } = lot
      const buckets = [available, pending, held, spent, expired, reversed, absorbed]
      expect(sum([...buckets, moved, given, away], (one) => one)).toBe(points)
      expect(Math.min(...buckets, moved, given, away)).toBeGreaterThanOrEqual(0)
    }
  }
}

const overHouses = (
  kinds: ReadonlyArray<HouseMove['kind']>,
  judge: (house: House, moves: ReadonlyArray<HouseMove>, rules: AdoptedRules) => void,
  usual = 150,
): void =>
  fc.assert(
    fc.property(housePlays(kinds), anyHouseRules, (moves, rules) =>
      judge(new House(), moves, rules),
    ),
    runs(usual),
  )

// Whatever was decided was settled with it.
const expectSettled = (house: House): void => {
  for (const customer of customers) {
    const account = house.account(customer)
    if (account._tag === 'NotOpened') continue
    const { membershipId, clock } = account
    const sweep = Points.decide({ type: 'SettleAccount', membershipId }, account, issuedAt(clock))
    expect(sweep).toEqual(E.right([]))
  }
}

describe('accounts that give to each other and are moved together', () => {
  test('have every point and every debt in one of them or under way, at every step [L3]', () => {
    overHouses(everyKind, (house, moves, rules) => {
      const end = playIn(house, moves, rules, () => expectConserved(house))
      house.quiet(end)
      expectConserved(house)
      const { underWay, debtsUnderWay, claimsUnderWay } = counted(house.log)
      expect([underWay, debtsUnderWay, claimsUnderWay]).toEqual([0, 0, 0])
    })
  })

  test('leave nothing behind that a sweep at the same moment would find', () => {
    overHouses(everyKind, (house, moves, rules) => {
      house.quiet(playIn(house, moves, rules, () => expectSettled(house)))
      expectSettled(house)
    })
    overHouses(movingKinds, (house, moves, rules) => {
      house.quiet(playIn(house, moves, rules, () => expectSettled(house)))
      expectSettled(house)
    })
  })

  test('say in each event what adds up', () => {
    overHouses(everyKind, (house, moves, rules) => {
      house.quiet(playIn(house, moves, rules))
      for (const { event } of house.log) {
        if (event.type === 'PointsReversed') {
          const { points, takes, owed, forgiven, forwarded = 0 } = event
          expect(points).toBe(sum(takes, (one) => one.points) + owed + forgiven + forwarded)
        }
        if (event.type === 'ReversalFollowed') {
          const { points, takes, owed, forgiven, forwarded = 0 } = event
          expect(points).toBe(sum(takes, (one) => one.points) + owed + forgiven + forwarded)
        }
        if (event.type === 'PointLotsMoved' || event.type === 'PointLotsReceived') {
          expect(event.points).toBe(sum(event.lots, (one) => one.points))
        }
      }
    })
  })

  test('at rest, have what is free and what is owed where its origin belongs', () => {
    const open = everyKind.filter((kind) => kind !== 'close')
    overHouses(open, (house, moves, rules) => {
      // The last customer is no member, and takes nothing in: whoever belongs there stays.
      const among = moves.map((one) => ({
        ...one,
        other: one.kind === 'merge' ? one.other % 3 : one.other,
      }))
      house.quiet(playIn(house, among, rules))
      for (const customer of customers) {
        const account = house.account(customer)
        if (account._tag === 'NotOpened') continue
        const homeOf = new Map(
          customers.map((one) => [accountOf(one), house.representativeOf(one)]),
        )
        for (const lot of lotsOf(account)) {
          if (lot.available + lot.pending === 0) continue
          expect(homeOf.get(originOf(account, lot))).toBe(customer)
        }
        for (const { origin } of account.debts) expect(homeOf.get(origin)).toBe(customer)
      }
    })
  })
})

// What an account has of each lot, and what it owes: nothing of how it came to it.
const standing = (house: House) =>
  customers.map((customer) => {
    const account = house.account(customer)
    const lots = lotsOf(account)
      .map(({ lotId, available, pending, held, spent, expired, reversed, absorbed, lastDay }) => ({
        lotId,
        parts: [available, pending, held, spent, expired, reversed, absorbed],
        lastDay,
      }))
      .filter(({ parts }) => parts.some((one) => one > 0))
    return { lots, debts: account._tag === 'Opened' ? account.debts : [] }
  })

const without: ReadonlyArray<HouseMove['kind']> = ['award', 'award', 'award', 'redeem', 'adjust']

describe('customers who turn out to be one person, and then not', () => {
  test('have every lot and every debt back, if nothing happened in between [I1]', () => {
    const kinds = [...without, 'reverse', 'hold', 'give'] as const
    overHouses(kinds, (house, moves) => {
      const lasting = houseRules({ expiry: { type: 'never' } })
      const end = playIn(house, moves, lasting)
      house.settle(end)
      house.quiet(end)
      // An account that owes while another has points makes good what it owes: that is something that happened.
      const owes = customers.some((one) => deficitOf(house.account(one)) > 0)
      if (
        owes &&
        customers.some(
          (one) =>
            kept(house) > 0 && lotsOf(house.account(one)).some(({ available }) => available > 0),
        )
      )
        return
      const before = standing(house)
      house.merge(customers[0] as never, customers[1] as never, end)
      house.merge(customers[2] as never, customers[1] as never, end)
      house.quiet(end)
      house.unmerge(0, end)
      house.quiet(end)
      house.unmerge(0, end)
      house.quiet(end)
      expect(standing(house)).toEqual(before)
    })
  })

  test('have the same whatever the order in which that was found out', () => {
    const pairs = [
      [0, 1],
      [1, 2],
      [0, 2],
    ] as const
    fc.assert(
      fc.property(
        housePlays(without),
        fc.shuffledSubarray([...pairs], { minLength: 3 }),
        fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
        (moves, order, pauses) => {
          const lasting = houseRules({ expiry: { type: 'never' } })
          const freeOf = (list: ReadonlyArray<readonly [number, number]>) => {
            const house = new House()
            const end = playIn(house, moves, lasting)
            for (const [index, [a, b]] of list.entries()) {
              house.merge(customers[a] as never, customers[b] as never, end)
              if (pauses[index] === true) house.quiet(end)
            }
            house.quiet(end)
            return customers
              .flatMap((one) => lotsOf(house.account(one)))
              .filter(({ available }) => available > 0)
              .map(({ lotId, available }) => ({ lotId, available }))
              .toSorted((a, b) => (a.lotId < b.lotId ? -1 : 1))
          }
          expect(freeOf(order)).toEqual(freeOf(pairs))
        },
      ),
      runs(100),
    )
  })

  test('are paid once for one sale, even if it is sent again after they were joined [L1]', () => {
    overHouses(['award', 'award', 'merge', 'unmerge', 'deliver'], (house, moves, rules) => {
      const end = playIn(house, moves, rules)
      house.quiet(end)
      const before = house.log.length
      const awards = house.log.flatMap(({ event }) =>
        event.type === 'PointsAwarded' ? [event] : [],
      )
      for (const { customerId, awardId, earnedOn } of awards) {
        const again = house.send(
          { ...awardOf(1, earnedOn, [[1]], rules), customerId, awardId },
          end,
        )
        expect(E.isRight(again) ? again.right : again).toEqual([])
      }
      expect(house.log.length).toBe(before)
    })
  })

  test('lose what came back once, wherever its points lie', () => {
    const house = new House()
    const rules = houseRules({ expiry: { type: 'never' } })
    const at = (day: number) => instantOf(Date.UTC(2024, 5, day, 4))
    const [a, b] = [customers[0], customers[1]] as never as [never, never]
    house.send({ ...awardOf(1, '2024-06-01', [[30, 3]], rules), customerId: a }, at(1))
    house.merge(b, a, at(2))
    house.quiet(at(2))
    house.send(
      {
        type: 'ReverseAward',
        membershipId: accountOf(a),
        awardId: awardOf(1, '2024-06-01', [[1]]).awardId,
        returnId: '00000000-0000-4000-8000-0000000000aa' as never,
        lines: [{ lineId: '1' as never, quantity: 2 }],
      },
      at(3),
    )
    house.quiet(at(3))
    expect(house.log.slice(-3).map(({ event }) => event.type)).toEqual([
      'PointsReversed',
      'ReversalForwarded',
      'ReversalFollowed',
    ])
    expect(lotsOf(house.account(b))).toMatchObject([{ available: 10, reversed: 20 }])
    expect(deficitOf(house.account(a)) + deficitOf(house.account(b))).toBe(0)
  })
})
