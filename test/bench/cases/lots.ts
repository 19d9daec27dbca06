import { join } from 'node:path'
import type { AwardId, CivilDate, Currency, LineId, Zone } from '@patina/crm'
import {
  type AwardPoints,
  type HoldPoints,
  type PointsCommand,
  type PointsEvent,
  points,
  type RedeemPoints,
} from '@patina/crm/points'
import type { Instant, Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { Case, CaseFigures, CaseInput } from '../case.js'
import { idOf } from '../made-up-shop/chance.js'
import { programmeId } from '../made-up-shop/points-events.js'
import { compare, expectSame, median, type Timed, timed } from '../pairs.js'
import { withRaw } from '../raw.js'

const { decide, evolve, initial } = points.decider
type Account = typeof initial

const pointsOfLot = 3
const lotsPerDay = 28
const day = (n: number): CivilDate =>
  new Date(Date.UTC(2024, 0, 1) + n * 86_400_000).toISOString().slice(0, 10) as CivilDate
const issuedOn = (on: string): Issued => ({
  commandId: idOf('command', 1),
  at: `${on}T12:00:00.000Z` as Instant,
  by: 'till',
})

const rules: AwardPoints['rules'] = {
  programmeId,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  rules: {
    version: 1,
    effectiveOn: day(0),
    zone: 'Europe/London' as Zone,
    currency: 'GBP' as Currency,
    earn: { pointsPerMinor: [1, 100], rounding: 'floor', place: 'line' },
    expiry: { type: 'afterMonths', months: 24 },
    deficit: 'carry',
    redemption: { step: 1, minimum: 1, graceDays: 30 },
  },
}

const award = (index: number): AwardPoints => ({
  type: 'AwardPoints',
  customerId: idOf('customer', 1) as AwardPoints['customerId'],
  awardId: idOf('award', index) as AwardId,
  earnedOn: day(Math.floor(index / lotsPerDay)),
  lines: [{ lineId: '1' as LineId, quantity: 1, basisMinor: 100 * pointsOfLot }],
  rules,
})

const decided = (command: PointsCommand, account: Account, on: string): readonly PointsEvent[] => {
  const outcome = decide(command, account, issuedOn(on))
  if (E.isLeft(outcome)) throw new Error(outcome.left._tag, { cause: outcome.left })
  return outcome.right
}

const after = (account: Account, events: ReadonlyArray<PointsEvent>): Account =>
  events.reduce(evolve, account)

const accountOf = (lots: number): Account => {
  let account = initial
  for (let index = 0; index < lots; index++) {
    const command = award(index)
    account = after(account, decided(command, account, command.earnedOn))
  }
  return account
}

/** One decision, and how many points its events must speak of. */
interface Decision {
  readonly name: string
  readonly command: PointsCommand
  readonly on: string
  readonly points: number
  readonly account: Account
}

const decisionsOn = (account: Account, lots: number): ReadonlyArray<Decision> => {
  const [command] = decided(award(0), initial, day(0))
  if (command === undefined) throw new Error('an award says nothing')
  const { membershipId } = command
  const all = lots * pointsOfLot
  const today = day(Math.floor(lots / lotsPerDay))
  const redeem = (asked: number): RedeemPoints => ({
    type: 'RedeemPoints',
    membershipId,
    redemptionId: idOf('redemption', 1) as RedeemPoints['redemptionId'],
    points: asked,
    for: 'voucher' as RedeemPoints['for'],
    rules,
  })
  const holdId = idOf('redemption', 2) as HoldPoints['holdId']
  const hold: HoldPoints = { ...redeem(all), type: 'HoldPoints', holdId }
  const settle: PointsCommand = { type: 'SettleAccount', membershipId }
  const of = { account, on: today }
  const held = after(account, decided(hold, account, today))
  return [
    { ...of, name: 'award', command: award(lots), points: pointsOfLot },
    { ...of, name: 'redeem 20', command: redeem(20), points: 20 },
    { ...of, name: 'redeem all', command: redeem(all), points: all },
    { ...of, name: 'hold all', command: hold, points: all },
    { name: 'end a hold of all', command: settle, points: all, account: held, on: day(400) },
    {
      ...of,
      name: 'close and forfeit all',
      command: { type: 'CloseAccount', membershipId, policy: 'forfeit' },
      points: all,
    },
    { ...of, name: 'expire all', command: settle, points: all, on: '2030-01-01' },
  ]
}

const pointsIn = (events: ReadonlyArray<PointsEvent>): number =>
  events.reduce((all, event) => all + ('points' in event ? event.points : 0), 0)

// The middle of several, after some that warm up.
const millisecondsOf = ({ name, command, account, on, points: expected }: Decision): number => {
  const times: number[] = []
  for (let round = 0; round < 30; round++) {
    const start = performance.now()
    const events = decided(command, account, on)
    if (round >= 10) times.push(performance.now() - start)
    expectSame(name, pointsIn(events), expected)
  }
  return median(times)
}

// The same redemption of all lots in a table of lots, one statement for each lot, and nothing recorded of it.
const rawRedemptions = (folder: string, lots: number, times: number): Promise<Timed> =>
  withRaw(join(folder, 'lots.db'), (database) => {
    database.exec(
      'CREATE TABLE lots (last_day TEXT, id TEXT, free INTEGER, PRIMARY KEY (last_day, id)) STRICT, WITHOUT ROWID; BEGIN',
    )
    const insert = database.prepare('INSERT INTO lots VALUES (?, ?, ?)')
    for (let index = 0; index < lots; index++) {
      insert.run(day(730 + Math.floor(index / lotsPerDay)), idOf('lot', index), pointsOfLot)
    }
    database.exec('COMMIT')
    const open = database.prepare('SELECT last_day, id FROM lots WHERE free > 0 ORDER BY 1, 2')
    const take = database.prepare('UPDATE lots SET free = 0 WHERE last_day = ? AND id = ?')
    return timed(() => {
      let taken = 0
      for (let round = 0; round < times; round++) {
        database.exec('BEGIN')
        const rows = [...open.iterate()] as { readonly last_day: string; readonly id: string }[]
        for (const { last_day, id } of rows) take.run(last_day, id)
        taken += rows.length
        database.exec('ROLLBACK')
      }
      expectSame('lots taken', taken, lots * times)
      return times
    })
  })

const run = async ({ folder, scale }: CaseInput): Promise<CaseFigures> => {
  const account = accountOf(scale.lots)
  const decisions = decisionsOn(account, scale.lots)
  const all = decisions.find(({ name }) => name === 'redeem all')
  if (all === undefined) throw new Error('nothing redeems all')
  const times = 20
  const { spread, ...compared } = await compare(
    folder,
    scale.pairs,
    {
      ours: () =>
        timed(() => {
          for (let round = 0; round < times; round++) decided(all.command, account, all.on)
          return times
        }),
      raw: (own) => rawRedemptions(own, scale.lots, times),
    },
    true,
  )
  const each = decisions.map((one) => `${one.name} ${millisecondsOf(one).toFixed(2)} ms`)
  return {
    ...compared,
    peers: {},
    notes: [
      `ratios ${spread}; raw updates a row for each lot and records nothing of it`,
      `one decision on ${scale.lots} lots: ${each.join(', ')}; each says all of its points`,
    ],
  }
}

/** Decisions about one account of very many lots: all of them redeemed at once, and what else touches all of them. */
export const lots: Case = { unit: 'commands', run }
