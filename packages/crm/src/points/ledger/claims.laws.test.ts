// Claims of returns in a house where lots go from account to account: they find whatever there is of the lot, wherever it is.
import { type Instant, instantOf } from '@patina/eventsourcing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idOf, noon } from '../../shared/arbitraries.js'
import type { LotId, ReturnId } from '../../shared/ids.js'
import { deficitOf } from '../account.js'
import { awardOf, holdOf, releaseOf, reversalOf } from '../asking.arbitraries.js'
import type { PointsAwarded } from '../events.js'
import {
  accountOf,
  customers,
  House,
  type HouseEntry,
  type HouseMove,
  housePlays,
  houseRules,
  lotsOf,
  playIn,
} from './house/arbitraries.js'

const [one, two, three] = customers
if (one === undefined || two === undefined || three === undefined) {
  throw new Error('a house has customers')
}
type Customer = typeof one

const lasting = houseRules({ expiry: { type: 'never' } })
const on = (day: string): Instant => instantOf(Date.parse(noon(day)))

const lotIn = (house: House, customer: Customer) => {
  const [lot] = lotsOf(house.account(customer))
  return { available: lot?.available ?? 0, reversed: lot?.reversed ?? 0 }
}
const deficits = (house: House): ReadonlyArray<number> =>
  customers.map((customer) => deficitOf(house.account(customer)))

// A lot of the first goes to the second, and with all that is there to the third.
const moved = (): House => {
  const house = new House()
  house.send({ ...awardOf(1, '2024-01-31', [[10, 2]], lasting), customerId: one }, on('2024-01-31'))
  house.merge(two, one, on('2024-02-01'))
  house.quiet(on('2024-02-01'))
  expect(lotIn(house, two)).toEqual({ available: 10, reversed: 0 })
  house.merge(three, two, on('2024-02-02'))
  house.quiet(on('2024-02-02'))
  expect(lotIn(house, three)).toEqual({ available: 10, reversed: 0 })
  return house
}
const bringBack = (house: House, n: number, quantity: number): void => {
  const back = reversalOf(1, n, [[1, quantity]])
  house.send({ ...back, membershipId: accountOf(one) }, on('2024-02-10'))
  house.quiet(on('2024-02-10'))
}

describe('a lot that two merges have moved', () => {
  test('is claimed where it lies, a part at a time', () => {
    const house = moved()
    bringBack(house, 1, 1)
    expect(lotIn(house, three)).toEqual({ available: 5, reversed: 5 })
    bringBack(house, 2, 1)
    expect(lotIn(house, three)).toEqual({ available: 0, reversed: 10 })
    expect(deficits(house)).toEqual([0, 0, 0, 0])
  })

  test.each([
    ['as they were made, the last first', [1, 0]],
    ['the first one first', [0, 0]],
  ])('is home again when both are undone, %s, and is claimed there', (_order, undone) => {
    for (const returnedAfter of [0, 1, 2]) {
      const house = moved()
      if (returnedAfter === 0) bringBack(house, 1, 1)
      for (const [index, which] of undone.entries()) {
        house.unmerge(which, on('2024-02-11'))
        house.quiet(on('2024-02-11'))
        if (returnedAfter === index + 1) bringBack(house, 1, 1)
      }
      expect(lotIn(house, one).available).toBe(5)
      bringBack(house, 2, 1)
      expect(lotIn(house, one).available).toBe(0)
      const reversed = customers.map((customer) => lotIn(house, customer).reversed)
      expect(reversed.reduce((all, points) => all + points, 0)).toBe(10)
      expect(deficits(house)).toEqual([0, 0, 0, 0])
    }
  })

  test('and lies in parts in several accounts is claimed in each of them', () => {
    const nobody = customers[3]
    if (nobody === undefined) throw new Error('a house has four customers')
    const house = new House()
    const award = { ...awardOf(1, '2024-02-01', [[10, 2]], lasting), customerId: one }
    house.send(award, on('2024-02-01'))
    const hold = holdOf(1, 4, { minutes: 20_160, until: 'issue' }, lasting)
    house.send({ ...hold, membershipId: accountOf(one) }, on('2024-02-01'))
    house.merge(two, one, on('2024-02-02'))
    house.quiet(on('2024-02-02'))
    // From now on all would lie with somebody who is no member, and stays where it is.
    house.merge(nobody, two, on('2024-02-03'))
    house.quiet(on('2024-02-03'))
    house.send({ ...releaseOf(1), membershipId: accountOf(one) }, on('2024-02-04'))
    house.quiet(on('2024-02-04'))
    expect([lotIn(house, one), lotIn(house, two)].map(({ available }) => available)).toEqual([4, 6])
    bringBack(house, 1, 2)
    expect([lotIn(house, one), lotIn(house, two)].map(({ reversed }) => reversed)).toEqual([4, 6])
    expect(deficits(house)).toEqual([0, 0, 0, 0])
  })
})

const kinds: ReadonlyArray<HouseMove['kind']> = [
  ...(['award', 'award', 'award', 'hold', 'hold', 'release', 'redeem', 'undo', 'close'] as const),
  ...(['merge', 'merge', 'merge', 'unmerge', 'unmerge', 'deliver', 'deliver', 'deliver'] as const),
]
// Where lots lapse in one account after the other, and where they stay.
const rulesOfPlays = [houseRules({ expiry: { type: 'afterDays', days: 8 } }), lasting]

const move = (kind: HouseMove['kind'], who: number, other = 0): HouseMove => ({
  ...{ kind, who, other, daysLater: 0, which: 3, points: 14, quantity: 1, times: 1 },
})
const delivered = Array.from({ length: 8 }, () => move('deliver', 0))

// A part of a lot has left when all is to lie with somebody who is no member, and the rest comes free and stays where it is.
const parted: ReadonlyArray<HouseMove> = [
  ...[move('award', 0), { ...move('hold', 0), points: 5 }, move('merge', 1, 0), ...delivered],
  ...[move('merge', 3, 1), ...delivered, { ...move('release', 0), which: 0 }, ...delivered],
]

// Now and then all belongs to somebody who is no member: then it stays where it is.
const plays = fc
  .tuple(fc.constantFrom([], parted), housePlays(kinds, 40))
  .map(([first, moves]) => [
    ...first,
    ...moves.map((one) =>
      one.kind === 'merge' && one.which === 0 ? { ...one, who: 3, other: one.who } : one,
    ),
  ])

const isOf =
  ({ lots }: PointsAwarded) =>
  (lotId: LotId): boolean =>
    lots.some((lot) => lot.lotId === lotId)

// What there is of an award's lots to be claimed, in all accounts, told from the lots alone.
const thereIs = (house: House, award: PointsAwarded): number =>
  customers
    .flatMap((customer) => lotsOf(house.account(customer)))
    .filter(({ lotId, comes }) => isOf(award)(comes?.root ?? lotId))
    .reduce((all, { available, pending, expired }) => all + available + pending + expired, 0)

const sum = (takes: ReadonlyArray<{ readonly points: number }>): number =>
  takes.reduce((all, { points }) => all + points, 0)

// What came of a claim. What is owed where the award was recorded may be there before the claim, and take from its lots.
const cameOf = (log: ReadonlyArray<HouseEntry>, award: PointsAwarded) => {
  let [taken, owed, hops, absorbed] = [0, 0, 0, 0]
  let owedAtOnce = false
  for (const { event } of log) {
    if (event.type === 'DeficitAbsorbed') {
      absorbed += sum(event.takes.filter(({ lotId }) => isOf(award)(lotId)))
    }
    if (event.type === 'ReversalForwarded') hops += 1
    if (event.type !== 'PointsReversed' && event.type !== 'ReversalFollowed') continue
    taken += sum(event.takes)
    owed += event.owed
    owedAtOnce ||= event.type === 'PointsReversed' && event.owed > 0
  }
  return { taken, owed, hops, absorbed: owedAtOnce ? absorbed : 0 }
}

test('a claim finds all that there is of a lot, in whichever accounts, and only the rest is owed', () => {
  let severalPlaces = 0
  fc.assert(
    fc.property(plays, fc.constantFrom(...rulesOfPlays), (moves, rules) => {
      const house = new House()
      const end = playIn(house, moves, rules)
      house.quiet(end)
      house.settle(end)
      house.quiet(end)
      const awards = house.log.flatMap(({ event }) =>
        event.type === 'PointsAwarded' ? [event] : [],
      )
      for (const [index, award] of awards.entries()) {
        const { membershipId, awardId, points, lots } = award
        const found = Math.min(points, thereIs(house, award))
        const lines = lots.map(({ lineId, quantity }) => ({ lineId, quantity }))
        const returnId = idOf<ReturnId>('retu', 1000 + index)
        const before = house.log.length
        house.send({ type: 'ReverseAward', membershipId, awardId, returnId, lines }, end)
        house.quiet(end)
        const { taken, owed, hops, absorbed } = cameOf(house.log.slice(before), award)
        expect([taken + absorbed, owed - absorbed]).toEqual([found, points - found])
        if (hops > 1) severalPlaces += 1
      }
    }),
    { numRuns: 300 },
  )
  expect(severalPlaces).toBeGreaterThan(0)
})
