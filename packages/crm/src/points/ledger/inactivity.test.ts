// What becomes of days that move with what an account does when the lots go to another account of the same person.
import { type Instant, instantOf } from '@patina/eventsourcing'
import { expect, test } from 'vitest'
import { noon } from '../../shared/arbitraries.js'
import { awardOf, holdOf, releaseOf } from '../asking.arbitraries.js'
import type { Balance } from '../balance.js'
import { balance } from '../balance.projection.js'
import { lastDayIn, rollsIn } from '../buckets.js'
import type { PointsEvent } from '../events.js'
import { accountOf, customers, House, houseRules, lotsOf } from './house/arbitraries.js'

const [one, other] = customers
if (one === undefined || other === undefined) throw new Error('a house has customers')

const rules = houseRules({ expiry: { type: 'inactivity', months: 6 } })
const on = (day: string): Instant => instantOf(Date.parse(noon(day)))

const award = (house: House, customer: typeof one, n: number, day: string): void => {
  house.send({ ...awardOf(n, day, [[10]], rules), customerId: customer }, on(day))
}

// The lot of the first award, as an account has it.
const lotIn = (house: House, customer: typeof one) => {
  const account = house.account(customer)
  if (account._tag === 'NotOpened') throw new Error('the account was never opened')
  const [lot] = lotsOf(account).filter(({ earnedOn }) => earnedOn === '2024-01-31')
  if (lot === undefined) throw new Error('the account does not have the lot')
  const { available } = lot
  return { available, lastDay: lastDayIn(account, lot), rolls: rollsIn(account, lot) }
}

const balanceOf = (house: House, customer: typeof one, day: string): Balance => {
  const events = house.log
    .map(({ event }) => event as PointsEvent)
    .filter((event) => 'membershipId' in event && event.membershipId === accountOf(customer))
  const view = events.reduce(balance.evolve, balance.initial(accountOf(customer)))
  return balance.read?.(view, on(day)) ?? view
}

// A lot of the other one went to the account of the first, which then does something.
const joined = (): House => {
  const house = new House()
  award(house, other, 1, '2024-01-31')
  house.merge(one, other, on('2024-02-01'))
  house.quiet(on('2024-02-01'))
  award(house, one, 2, '2024-03-31')
  house.quiet(on('2024-03-31'))
  return house
}

test('a lot that a merge has moved keeps the day that it had then, whatever its new account does', () => {
  expect(lotIn(joined(), one)).toEqual({ available: 10, lastDay: '2024-07-31', rolls: undefined })
})

test('a lot that is back where it was earned keeps the day that it had when it left, and moves no more', () => {
  const house = joined()
  house.unmerge(0, on('2024-04-01'))
  house.quiet(on('2024-04-01'))
  expect(lotIn(house, one).available).toBe(0)
  expect(lotIn(house, other)).toEqual({ available: 10, lastDay: '2024-07-31', rolls: undefined })
  award(house, other, 3, '2024-05-31')
  house.quiet(on('2024-05-31'))
  expect(lotIn(house, other)).toEqual({ available: 10, lastDay: '2024-07-31', rolls: undefined })
  const seen = (day: string) => {
    const { expiries } = balanceOf(house, other, day)
    return expiries.map(({ lastDay, points }) => ({ lastDay, points }))
  }
  const newer = { lastDay: '2024-11-30', points: 10 }
  expect(seen('2024-07-31')).toEqual([{ lastDay: '2024-07-31', points: 10 }, newer])
  expect(seen('2024-08-01')).toEqual([newer])
})

const hold = (house: House, points: number, day: string): void => {
  const command = holdOf(1, points, { minutes: 20_160, until: 'issue' }, rules)
  house.send({ ...command, membershipId: accountOf(other) }, on(day))
}
const heldIn = (house: House, customer: typeof one, day: string) =>
  balanceOf(house, customer, day).holds.flatMap(({ expiries }) =>
    expiries.map(({ lastDay, points, rolls }) => ({ lastDay, points, rolls: rolls?.months })),
  )

test('what is held of a lot that left keeps the day of the lot, whatever the account does where it is held', () => {
  const house = new House()
  award(house, other, 1, '2024-01-31')
  hold(house, 4, '2024-02-01')
  expect(heldIn(house, other, '2024-02-01')).toEqual([
    { lastDay: '2024-07-31', points: 4, rolls: 6 },
  ])
  house.merge(one, other, on('2024-02-02'))
  house.quiet(on('2024-02-02'))
  award(house, other, 2, '2024-02-10')
  house.quiet(on('2024-02-10'))
  const kept = [{ lastDay: '2024-07-31', points: 4, rolls: undefined }]
  expect(heldIn(house, other, '2024-02-10')).toEqual(kept)
  house.unmerge(0, on('2024-02-11'))
  house.quiet(on('2024-02-11'))
  expect(heldIn(house, other, '2024-02-11')).toEqual(kept)
  house.send({ ...releaseOf(1), membershipId: accountOf(other) }, on('2024-02-12'))
  expect(lotIn(house, other)).toEqual({ available: 10, lastDay: '2024-07-31', rolls: undefined })
})

test('a lot that nobody took in moves with its account as if it had stayed, and so does what of it is held', () => {
  const [, , , nobody] = customers
  if (nobody === undefined) throw new Error('a house has four customers')
  const house = new House()
  award(house, other, 1, '2024-01-31')
  hold(house, 4, '2024-02-01')
  house.merge(nobody, other, on('2024-02-02'))
  // The account has let it go, and is told of a sale before it comes back.
  while (house.deliver('identity', on('2024-02-02')));
  expect(lotIn(house, other)).toEqual({ available: 0, lastDay: '2024-07-31', rolls: undefined })
  award(house, other, 2, '2024-02-10')
  house.quiet(on('2024-02-10'))
  expect(lotIn(house, other)).toEqual({ available: 6, lastDay: '2024-08-10', rolls: 6 })
  expect(heldIn(house, other, '2024-02-10')).toEqual([
    { lastDay: '2024-08-10', points: 4, rolls: 6 },
  ])
  award(house, other, 3, '2024-02-14')
  expect(lotIn(house, other)).toEqual({ available: 6, lastDay: '2024-08-14', rolls: 6 })
  expect(heldIn(house, other, '2024-02-14')).toEqual([
    { lastDay: '2024-08-14', points: 4, rolls: 6 },
  ])
})

test('points that are still to come, and expire when an account is paid out, have the days that this moves', () => {
  const house = new House()
  const earn = {
    pointsPerMinor: [1, 1],
    rounding: 'floor',
    place: 'line',
    pendingDays: 20,
  } as const
  const later = houseRules({ expiry: { type: 'inactivity', months: 6 }, earn })
  house.send({ ...awardOf(1, '2024-01-31', [[10]], rules), customerId: one }, on('2024-01-31'))
  house.send({ ...awardOf(2, '2024-02-01', [[10]], later), customerId: one }, on('2024-02-01'))
  const close = { type: 'CloseAccount', membershipId: accountOf(one), policy: 'payOut' } as const
  house.send({ ...close, rules }, on('2024-02-15'))
  expect(house.log.at(-1)?.event.type).toBe('PointsExpired')
  expect(balanceOf(house, one, '2024-02-15')).toMatchObject({
    available: 0,
    pending: 0,
    coming: [],
  })
})
