// Days that move with what an account does, in a house where lots go from account to account and come home.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lookUp } from '../../shared/table.js'
import type { Opened } from '../account.js'
import { balance } from '../balance.projection.js'
import { lastDayIn, rollsIn } from '../buckets.js'
import type { PointsEvent } from '../events.js'
import { lotIn } from '../lots.js'
import {
  customers,
  House,
  type HouseEntry,
  type HouseMove,
  housePlays,
  houseRules,
  lotsOf,
  playIn,
} from './house/arbitraries.js'

// Short enough for days to pass, and for those that move to do so.
const rules = houseRules({
  expiry: { type: 'inactivity', months: 1 },
  earn: { pointsPerMinor: [1, 1], rounding: 'floor', place: 'line', pendingDays: 2 },
})

const kinds: ReadonlyArray<HouseMove['kind']> = [
  ...(['award', 'award', 'award', 'hold', 'hold', 'redeem', 'undo', 'capture', 'release'] as const),
  ...(['merge', 'merge', 'unmerge', 'unmerge', 'deliver', 'deliver', 'deliver', 'close'] as const),
]

const move = (kind: HouseMove['kind'], who: number, other = 0): HouseMove => ({
  ...{ kind, who, other, daysLater: 0, which: 3, points: 9, quantity: 1, times: 1 },
})

// Two members have points, of which some are held when one of them turns out to be somebody else as well, or nobody does.
const plays: fc.Arbitrary<ReadonlyArray<HouseMove>> = fc
  .tuple(fc.nat(3), fc.nat(2), housePlays(kinds))
  .map(([survivor, who, moves]) => [
    ...[move('award', 0), move('award', 1), { ...move('hold', 0), daysLater: 2, points: 3 }],
    ...[move('merge', survivor, who), ...moves],
  ])

const pointsIn = (log: ReadonlyArray<HouseEntry>): ReadonlyArray<PointsEvent> =>
  log.flatMap(({ stream, event }) => (stream.startsWith('points-') ? [event as PointsEvent] : []))

interface Days {
  readonly lastDay?: string | undefined
  readonly rolls?: number | undefined
}

const summed = (parts: ReadonlyArray<readonly [key: string, points: number]>) => {
  const sums = new Map<string, number>()
  for (const [key, points] of parts) sums.set(key, (sums.get(key) ?? 0) + points)
  return [...sums].filter(([, points]) => points !== 0).sort(([a], [b]) => (a < b ? -1 : 1))
}

// What an account has, by bucket and day, as its lots say it.
const byLots = (account: Opened) => {
  const daysOf = ({ lastDay, rolls }: Days) => `${lastDay} ${rolls}`
  const lots = lotsOf(account)
  const held = account.openHolds.flatMap(({ holdId }) =>
    (lookUp(account.holds, holdId)?.takes ?? []).flatMap(({ lotId, points }) => {
      const lot = lotIn(account.lots, lotId)
      if (lot === undefined) throw new Error('a hold has points of lots that there are')
      const days = { lastDay: lastDayIn(account, lot), rolls: rollsIn(account, lot) }
      return [[`held ${holdId} ${daysOf(days)}`, points] as const]
    }),
  )
  return summed([
    ...held,
    ...lots.flatMap((lot) => {
      const days = daysOf({ lastDay: lastDayIn(account, lot), rolls: rollsIn(account, lot) })
      return [
        [`available ${days}`, lot.available],
        [`pending ${lot.availableOn} ${days}`, lot.pending],
      ] as const
    }),
  ])
}

const byBalance = (events: ReadonlyArray<PointsEvent>, { membershipId }: Opened) => {
  const view = events
    .filter((event) => event.membershipId === membershipId)
    .reduce(balance.evolve, balance.initial(membershipId))
  const daysOf = ({ lastDay, rolls }: { lastDay?: string; rolls?: { readonly months: number } }) =>
    `${lastDay} ${rolls?.months}`
  return summed([
    ...view.expiries.map((one) => [`available ${daysOf(one)}`, one.points] as const),
    ...view.coming.map((one) => [`pending ${one.availableOn} ${daysOf(one)}`, one.points] as const),
    ...view.holds.flatMap(({ holdId, expiries }) =>
      expiries.map((one) => [`held ${holdId} ${daysOf(one)}`, one.points] as const),
    ),
  ])
}

const opened = (house: House): ReadonlyArray<Opened> =>
  customers.flatMap((customer) => {
    const account = house.account(customer)
    return account._tag === 'Opened' ? [account] : []
  })

test('a balance has the days that the lots have, at every step', () => {
  fc.assert(
    fc.property(plays, (moves) => {
      const house = new House()
      const judge = () => {
        const events = pointsIn(house.log)
        for (const account of opened(house))
          expect(byBalance(events, account)).toEqual(byLots(account))
      }
      house.quiet(playIn(house, moves, rules, judge))
      judge()
    }),
    { numRuns: 150 },
  )
})

// The day with which each lot left an account that had moved it, told from the events alone; where nobody took the lot in, it
// has not left.
const leftWith = (events: ReadonlyArray<PointsEvent>) => {
  const days = new Map<string, string>()
  for (const event of events) {
    if (event.type !== 'PointLotsMoved' && event.type !== 'PointLotsReturned') continue
    for (const { lotId, lastDay, rolls } of event.lots) {
      if (rolls === undefined || lastDay === undefined) continue
      const key = `${event.membershipId} ${lotId}`
      if (event.type === 'PointLotsMoved') days.set(key, lastDay)
      else days.delete(key)
    }
  }
  return days
}

interface Mention extends Days {
  readonly lotId: string
}

const mentionsIn = (event: PointsEvent): ReadonlyArray<Mention> => {
  switch (event.type) {
    case 'PointsReleased':
    case 'PointsExpired':
    case 'DeficitAbsorbed':
    case 'PointsHeld':
    case 'PointsRedeemed':
      return event.takes
    case 'PointLotsMoved':
    case 'PointLotsReceived':
      return event.lots
    case 'RedemptionUndone':
      return event.back
    default:
      return []
  }
}

const days = (moves: ReadonlyArray<HouseMove>, judged: (house: House) => void) => {
  const house = new House()
  house.quiet(playIn(house, moves, rules))
  judged(house)
}

test('a lot that left an account that moved its day keeps that day for good, there and wherever it comes', () => {
  fc.assert(
    // An account that is closed until a day may end it sooner.
    fc.property(
      plays.map((moves) => moves.filter(({ kind }) => kind !== 'close')),
      (moves) =>
        days(moves, (house) => {
          const events = pointsIn(house.log)
          events.forEach((event, place) => {
            const left = leftWith(events.slice(0, place))
            for (const { lotId, lastDay, rolls } of mentionsIn(event)) {
              const known = left.get(`${event.membershipId} ${lotId}`)
              if (known !== undefined) expect({ lastDay, rolls }).toEqual({ lastDay: known })
              const first = [...left].find(([key]) => key.endsWith(lotId))
              if (event.type === 'PointLotsReceived' && first !== undefined) {
                expect(lastDay).toBe(first[1])
              }
            }
          })
          const left = leftWith(events)
          for (const account of opened(house)) {
            for (const lot of lotsOf(account)) {
              const known = left.get(`${account.membershipId} ${lot.lotId}`)
              if (known === undefined) continue
              expect({ day: lastDayIn(account, lot), rolls: rollsIn(account, lot) }).toEqual({
                day: known,
                rolls: undefined,
              })
            }
          }
        }),
    ),
    { numRuns: 150 },
  )
})

test('houses are drawn in which lots come home, are held while they go, and come back because nobody took them in', () => {
  const met = new Set<string>()
  for (const moves of fc.sample(plays, 400)) {
    days(moves, (house) => {
      const left = new Set<string>()
      for (const event of pointsIn(house.log)) {
        if (event.type === 'PointLotsMoved') {
          if ((event.held ?? []).length > 0) met.add('held')
          for (const { lotId, rolls } of event.lots) {
            if (rolls !== undefined) left.add(`${event.membershipId} ${lotId}`)
          }
        }
        if (event.type === 'PointLotsReturned' && event.held !== undefined) met.add('back')
        if (event.type !== 'PointLotsReceived') continue
        if (event.lots.some(({ lotId }) => left.has(`${event.membershipId} ${lotId}`)))
          met.add('home')
      }
    })
  }
  expect([...met].sort()).toEqual(['back', 'held', 'home'])
})
