// What becomes of days that move with what an account does when the lots go to another account of the same person.
import { type Instant, instantOf } from '@patina/eventsourcing'
import { expect, test } from 'vitest'
import { noon } from '../../shared/arbitraries.js'
import { awardOf } from '../arbitraries.js'
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

test('a lot that is back where it was earned has its day there, which moves with that account again', () => {
  const house = joined()
  house.unmerge(0, on('2024-04-01'))
  house.quiet(on('2024-04-01'))
  expect(lotIn(house, one).available).toBe(0)
  expect(lotIn(house, other)).toEqual({ available: 10, lastDay: '2024-07-31', rolls: 6 })
  award(house, other, 3, '2024-05-31')
  house.quiet(on('2024-05-31'))
  expect(lotIn(house, other)).toEqual({ available: 10, lastDay: '2024-11-30', rolls: 6 })
  const seen = (day: string) => {
    const { expiries } = balanceOf(house, other, day)
    return expiries.map(({ lastDay, points }) => ({ lastDay, points }))
  }
  expect(seen('2024-11-30')).toEqual([{ lastDay: '2024-11-30', points: 20 }])
  expect(seen('2024-12-01')).toEqual([])
})
