import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { stored } from '../shared/arbitraries.js'
import { valuesOf } from '../shared/table.js'
import { dayOf } from '../shared/zone.js'
import {
  account,
  type Play,
  playsOf,
  pointsEvents,
  redemptionOf,
  settleIt,
  type Turn,
  turnsOf,
} from './arbitraries.js'
import { balance } from './balance.projection.js'
import type { Lot } from './buckets.js'
import type { PointsCommand } from './commands.js'
import * as Points from './index.js'
import { inConsumptionOrder } from './open-lots.js'
import { type Account, deficitOf } from './state.js'

const lotsOf = (of: Account): ReadonlyArray<Lot> => (of._tag === 'Opened' ? valuesOf(of.lots) : [])
const sum = <A>(of: ReadonlyArray<A>, figure: (one: A) => number): number =>
  of.reduce((all, one) => all + figure(one), 0)

const overPlays = (judge: (play: Play, turns: ReadonlyArray<Turn>) => void, numRuns = 150): void =>
  fc.assert(
    fc.property(playsOf(), (play) => judge(play, turnsOf(play))),
    { numRuns },
  )

describe('any account, at any time', () => {
  test('has every point of a lot in exactly one place, and none below nothing', () => {
    overPlays((_, turns) => {
      for (const { after } of turns) {
        for (const lot of lotsOf(after)) {
          const { points, available, held, spent, expired, reversed, absorbed, moved } = lot
          const buckets = [available, held, spent, expired, reversed, absorbed, moved]
          expect(sum(buckets, (one) => one)).toBe(points)
          expect(Math.min(...buckets)).toBeGreaterThanOrEqual(0)
        }
      }
    })
  })

  test('has what its lots have, and offers them in the order of spending [L3]', () => {
    overPlays((_, turns) => {
      for (const { after } of turns) {
        if (after._tag === 'NotOpened') continue
        const open = lotsOf(after).filter(({ available }) => available > 0)
        expect(after.available).toBe(sum(open, ({ available }) => available))
        expect(after.open.flatMap(({ lotIds }) => lotIds)).toEqual(
          open.toSorted(inConsumptionOrder).map(({ lotId }) => lotId),
        )
      }
    })
  })

  test('holds of each lot what its open holds took, and no hold is open beyond its end', () => {
    overPlays((_, turns) => {
      for (const { after } of turns) {
        if (after._tag === 'NotOpened') continue
        const open = valuesOf(after.holds).filter(({ end }) => end === undefined)
        expect(after.openHolds).toHaveLength(open.length)
        for (const { endsAt } of after.openHolds) expect(endsAt > after.clock).toBe(true)
        for (const { lotId, held } of lotsOf(after)) {
          const takes = open.flatMap((hold) => hold.takes).filter((take) => take.lotId === lotId)
          expect(held).toBe(sum(takes, ({ points }) => points))
        }
      }
    })
  })

  test('never owes and has points at once, and owes what it was claimed and has not made good', () => {
    overPlays((_, turns) => {
      const events = turns.flatMap((turn) => turn.events)
      const after = turns.at(-1)?.after ?? Points.initial
      const owed = sum(events, (event) => (event.type === 'PointsReversed' ? event.owed : 0))
      const absorbed = sum(events, (event) => (event.type === 'DeficitAbsorbed' ? event.points : 0))
      expect(deficitOf(after)).toBe(owed - absorbed)
      if (after._tag === 'Opened') expect(Math.min(after.available, deficitOf(after))).toBe(0)
    })
  })

  test('has a clock that never goes back', () => {
    overPlays((_, turns) => {
      const clocks = turns.flatMap(({ events }) => events.map(({ at }) => at))
      expect(clocks).toEqual(clocks.toSorted())
    })
  })

  test('says in each event what adds up', () => {
    overPlays((_, turns) => {
      for (const event of turns.flatMap(({ events }) => events)) {
        expect(stored(Points.eventCodecs, event)).toEqual(E.right(event))
        switch (event.type) {
          case 'PointsAwarded':
            expect(event.points).toBe(sum(event.lots, ({ points }) => points))
            break
          case 'PointsReversed':
            expect(event.points).toBe(sum(event.byLine, ({ points }) => points))
            expect(event.points).toBe(
              sum(event.takes, ({ points }) => points) + event.owed + event.forgiven,
            )
            break
          case 'RedemptionUndone':
            expect(event.points).toBe(
              sum([...event.back, ...event.graceLots], ({ points }) => points),
            )
            break
          case 'DeficitAbsorbed':
            expect(event.points).toBe(sum(event.debts, ({ points }) => points))
            expect(event.points).toBe(sum(event.takes, ({ points }) => points))
            break
          case 'PointsHoldRefused':
          case 'PointsCaptureRefused':
            break
          default:
            expect(event.points).toBe(sum(event.takes, ({ points }) => points))
        }
      }
    })
  })

  test('takes a command once: the second time adds nothing [L1]', () => {
    overPlays((_, turns) => {
      for (const { command, issued, after, outcome } of turns) {
        if (E.isLeft(outcome)) continue
        expect(Points.decide(command, after, issued)).toEqual(E.right([]))
        const muchLater = { ...issued, at: '2031-01-01T00:00:00.000Z' as typeof issued.at }
        if (command.type === 'SettleAccount') continue
        expect(Points.decide(command, after, muchLater)).toEqual(E.right([]))
      }
    })
  })

  test('folds any history, whatever it says', () => {
    fc.assert(
      fc.property(fc.array(pointsEvents, { maxLength: 10 }), playsOf(5), (senseless, play) => {
        const events = [...senseless, ...turnsOf(play).flatMap((turn) => turn.events), ...senseless]
        for (const order of [events, events.toReversed()]) {
          expect(() => order.reduce(Points.evolve, Points.initial)).not.toThrow()
        }
      }),
    )
  })
})

describe('a sweep', () => {
  test('changes no balance that anybody can read, and no decision', () => {
    overPlays((_, turns) => {
      for (const [index, { command, issued, before, events }] of turns.entries()) {
        const history = turns.slice(0, index).flatMap((turn) => turn.events)
        const swept = Points.decide(settleIt, before, issued)
        const sweep = E.isRight(swept) ? swept.right : []
        const fold = (all: typeof history) => all.reduce(balance.evolve, balance.initial(account))
        const at = before._tag === 'Opened' && before.clock > issued.at ? before.clock : issued.at
        expect(balance.read?.(fold([...history, ...sweep]), at)).toEqual(
          balance.read?.(fold(history), at),
        )
        const after = Points.decide(command, sweep.reduce(Points.evolve, before), issued)
        const together = E.isRight(after) ? [...sweep, ...after.right] : []
        if (events.length > 0) expect(together).toEqual(events)
      }
    })
  })

  test('done at once finds what many sweeps found on the way', () => {
    overPlays((_, turns) => {
      const last = turns.at(-1)
      if (last === undefined) return
      const sweepAt = (of: Account, day: number): Account => {
        const clock = last.after._tag === 'Opened' ? last.after.clock : last.issued.at
        const at = new Date(Date.parse(clock) + day * 86_400_000).toISOString() as typeof clock
        const swept = Points.decide(settleIt, of, { ...last.issued, at })
        return E.isRight(swept) ? swept.right.reduce(Points.evolve, of) : of
      }
      const often = [1, 3, 5, 40, 400].reduce(sweepAt, last.after)
      const once = sweepAt(last.after, 400)
      const shown = (of: Account) => lotsOf(of).toSorted(inConsumptionOrder)
      expect(shown(often)).toEqual(shown(once))
      expect(deficitOf(often)).toBe(deficitOf(once))
    })
  })
})

const hongKongDay = (at: string): string =>
  dayOf(at as Turn['issued']['at'], 'Asia/Hong_Kong' as Parameters<typeof dayOf>[1])

// The account again, as simply as it can be said: no persistent table, no order kept, everything looked for each time.
interface PlainLot {
  readonly id: string
  readonly line: string
  readonly earnedOn: string
  readonly lastDay: string
  available: number
  held: number
  spent: number
  expired: number
}

interface PlainHold {
  readonly endsAt: string
  readonly graceDays: number
  parts: { readonly lot: PlainLot; points: number }[]
}

const plainBalance = (turns: ReadonlyArray<Turn>) => {
  const lots: PlainLot[] = []
  const lines = new Map<
    string,
    { points: number; quantity: number; returned: number; isCarried: boolean }
  >()
  const spendings = new Map<string, { lot: PlainLot; points: number }[]>()
  const graceDays = new Map<string, number>()
  const holds = new Map<string, PlainHold>()
  let debt = 0
  let earned = 0
  let reversed = 0
  let absorbed = 0
  let forgiven = 0
  let clock = ''
  const inOrder = () =>
    lots.toSorted((a, b) =>
      `${a.lastDay}|${a.earnedOn}|${a.id}` < `${b.lastDay}|${b.earnedOn}|${b.id}` ? -1 : 1,
    )
  const letGo = (id: string) => {
    for (const { lot, points } of holds.get(id)?.parts ?? []) {
      lot.held -= points
      lot.available += points
    }
    holds.delete(id)
  }
  // Every moment at which a hold is over is a moment to settle at.
  const settleUntil = (at: string) => {
    const ends = [...holds.values()].map(({ endsAt }) => endsAt).filter((end) => end <= at)
    for (const end of [...new Set(ends)].sort()) {
      for (const [id, { endsAt }] of [...holds]) if (endsAt === end) letGo(id)
      settle(hongKongDay(end))
    }
    settle(hongKongDay(at))
  }
  const settle = (today: string) => {
    for (const lot of lots) {
      if (lot.lastDay >= today) continue
      lot.expired += lot.available
      lot.available = 0
    }
    for (const lot of inOrder()) {
      const part = Math.min(debt, lot.available)
      lot.available -= part
      debt -= part
      absorbed += part
    }
  }
  const carryOut = (command: PointsCommand, at: string, events: Turn['events']): void => {
    const today = hongKongDay(at)
    switch (command.type) {
      case 'AwardPoints': {
        const { rules } = command.rules
        const [n, d] = rules.earn.pointsPerMinor
        // Which points a line gets is judged by a law of its own; here it is read from the event.
        const event = events.find((one) => one.type === 'PointsAwarded')
        const given = new Map(event?.lots.map(({ lineId, points }) => [lineId, points]))
        const raw = sum(command.lines, ({ basisMinor }) => basisMinor) * n
        expect(Math.abs(sum([...given.values()], (points) => points) * d - raw)).toBeLessThan(
          d * command.lines.length,
        )
        for (const { lineId, quantity } of command.lines) {
          const points = given.get(lineId) ?? 0
          const line = `${command.awardId}/${lineId}`
          lines.set(line, { points, quantity, returned: 0, isCarried: rules.deficit === 'carry' })
          earned += points
          if (points === 0) continue
          const lastDay = Points.lastDayOf(rules.expiry, command.earnedOn) ?? '~'
          const id = Points.lotIdOf(command.awardId, lineId)
          lots.push({
            id,
            line,
            earnedOn: command.earnedOn,
            lastDay,
            available: points,
            held: 0,
            spent: 0,
            expired: 0,
          })
        }
        break
      }
      case 'ReverseAward': {
        let missing = 0
        let isCarried = true
        for (const { lineId, quantity } of command.lines) {
          const name = `${command.awardId}/${lineId}`
          const line = lines.get(name)
          if (line === undefined) throw new Error('a line that was never awarded came back')
          const kept = (pieces: number) =>
            Math.floor((line.points * (line.quantity - pieces)) / line.quantity)
          let claim = kept(line.returned) - kept(line.returned + quantity)
          line.returned += quantity
          isCarried = line.isCarried
          for (const lot of lots.filter((one) => one.line === name)) {
            for (const bucket of ['available', 'expired'] as const) {
              const part = Math.min(claim, lot[bucket])
              lot[bucket] -= part
              claim -= part
              reversed += part
            }
          }
          missing += claim
        }
        if (isCarried) debt += missing
        else forgiven += missing
        break
      }
      case 'RedeemPoints': {
        let missing = command.points
        const spending: { lot: PlainLot; points: number }[] = []
        for (const lot of inOrder()) {
          const points = Math.min(missing, lot.available)
          if (points === 0) continue
          lot.available -= points
          lot.spent += points
          missing -= points
          spending.push({ lot, points })
        }
        expect(missing).toBe(0)
        spendings.set(command.redemptionId, spending)
        graceDays.set(command.redemptionId, command.rules.rules.redemption.graceDays)
        break
      }
      case 'HoldPoints': {
        let missing = command.points
        const parts: PlainHold['parts'] = []
        for (const lot of inOrder()) {
          const points = Math.min(missing, lot.available)
          if (points === 0) continue
          lot.available -= points
          lot.held += points
          missing -= points
          parts.push({ lot, points })
        }
        expect(missing).toBe(0)
        const ends = Date.parse(at) + (command.minutes ?? 15) * 60_000
        const { graceDays } = command.rules.rules.redemption
        holds.set(command.holdId, { endsAt: new Date(ends).toISOString(), graceDays, parts })
        break
      }
      case 'CapturePoints': {
        const held = holds.get(command.holdId)
        if (held === undefined) throw new Error('what is not held was captured')
        let missing = command.points
        const spending: { lot: PlainLot; points: number }[] = []
        for (const part of held.parts) {
          const points = Math.min(missing, part.points)
          if (points === 0) continue
          part.points -= points
          part.lot.held -= points
          part.lot.spent += points
          missing -= points
          spending.push({ lot: part.lot, points })
        }
        expect(missing).toBe(0)
        letGo(command.holdId)
        spendings.set(command.redemptionId, spending)
        graceDays.set(command.redemptionId, held.graceDays)
        break
      }
      case 'ReleasePoints':
        letGo(command.holdId)
        break
      case 'UndoRedemption': {
        let missing = command.points
        const spending = spendings.get(command.redemptionId) ?? []
        while (missing > 0) {
          const last = spending.at(-1)
          if (last === undefined) throw new Error('more was undone than was spent')
          const points = Math.min(missing, last.points)
          last.points -= points
          if (last.points === 0) spending.pop()
          missing -= points
          last.lot.spent -= points
          if (last.lot.lastDay >= today) last.lot.available += points
          else {
            const grace = graceDays.get(command.redemptionId) ?? 0
            const lastDay = new Date(Date.parse(today) + grace * 86_400_000)
              .toISOString()
              .slice(0, 10)
            const id = events
              .flatMap((one) => (one.type === 'RedemptionUndone' ? one.graceLots : []))
              .find(({ from }) => from === last.lot.id)?.lotId
            lots.push({
              ...last.lot,
              id: id ?? '',
              lastDay,
              available: points,
              held: 0,
              spent: 0,
              expired: 0,
            })
          }
        }
        break
      }
      case 'SettleAccount':
        break
    }
  }
  for (const { command, issued, outcome, events, before } of turns) {
    if (E.isLeft(outcome) || (before._tag === 'NotOpened' && command.type !== 'AwardPoints'))
      continue
    const at = clock > issued.at ? clock : issued.at
    settleUntil(at)
    carryOut(command, at, events)
    settleUntil(at)
    if (events.length > 0) clock = at
  }
  const expiring = new Map<string, number>()
  for (const { lastDay, available } of lots) {
    if (available > 0) expiring.set(lastDay, (expiring.get(lastDay) ?? 0) + available)
  }
  return {
    available: sum(lots, ({ available }) => available),
    expiries: [...expiring]
      .filter(([lastDay]) => lastDay !== '~')
      .sort()
      .map(([lastDay, points]) => ({ lastDay, points })),
    lasting: expiring.get('~') ?? 0,
    held: sum(lots, ({ held }) => held),
    earned,
    spent: sum(lots, ({ spent }) => spent),
    expired: sum(lots, ({ expired }) => expired),
    reversed,
    absorbed,
    owed: debt,
    forgiven,
  }
}

const leavesOut = (
  turns: ReadonlyArray<Turn>,
  after: Account,
  issued: Turn['issued'],
  at: Turn['issued']['at'],
): void => {
  const events = turns.flatMap((turn) => turn.events)
  const shownAfter = (more: ReadonlyArray<Points.PointsEvent>) =>
    balance.read?.([...events, ...more].reduce(balance.evolve, balance.initial(account)), at)
  const seen = shownAfter([])
  const swept = Points.decide(settleIt, after, { ...issued, at })
  expect(shownAfter(E.isRight(swept) ? swept.right : [])).toEqual(seen)
  const asked = seen?.available ?? 0
  const rules = turns.flatMap(({ command }) => ('rules' in command ? [command.rules] : []))[0]
  if (rules === undefined) throw new Error('an open account was opened by an award')
  const redeem = (points: number) =>
    Points.decide(redemptionOf(999, points, rules), after, { ...issued, at })
  if (asked > 0) expect(E.isRight(redeem(asked))).toBe(true)
  expect(E.isLeft(redeem(asked + 1))).toBe(true)
}

describe('the balance', () => {
  test('is what an account kept in the plainest way has, with every expiry [L12]', () => {
    overPlays((_, turns) => {
      const events = turns.flatMap((turn) => turn.events)
      const view = events.reduce(balance.evolve, balance.initial(account))
      // A sweep that finds nothing is not recorded; the plain account has settled up to then.
      const { customerId: _customer, programmeId: _programme, zone: _zone, holds, ...shown } = view
      expect(shown).toEqual(plainBalance(turns))
      expect(sum(holds, ({ points }) => points)).toBe(shown.held)
    }, 300)
  })

  test('is the sum of what expires when and what stays, and all that was earned is somewhere [L3] [L12]', () => {
    overPlays((_, turns) => {
      const events = turns.flatMap((turn) => turn.events)
      const view = events.reduce(balance.evolve, balance.initial(account))
      const { available, expiries, lasting, held, earned, spent, expired, reversed, absorbed } =
        view
      expect(available).toBe(sum(expiries, ({ points }) => points) + lasting)
      expect(earned).toBe(available + held + spent + expired + reversed + absorbed)
    })
  })

  test('leaves out what has lapsed, whether anybody has swept or not [L11]', () => {
    overPlays((_, turns) => {
      for (const [index, { after, issued }] of turns.entries()) {
        if (after._tag === 'NotOpened') continue
        // Where something is held and something owed, time has most to do; else the end of the play is enough.
        const isLast = index === turns.length - 1
        if (!isLast && (after.openHolds.length === 0 || deficitOf(after) === 0)) continue
        for (const days of [0, 1, 3, 14, 700]) {
          const at = new Date(Date.parse(after.clock) + days * 86_400_000).toISOString()
          leavesOut(turns.slice(0, index + 1), after, issued, at as typeof after.clock)
        }
      }
    }, 300)
  })
})
