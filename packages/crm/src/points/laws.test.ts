import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { adopted, issuedAt, noon, stored } from '../shared/arbitraries.js'
import { type CivilDate, civilDate } from '../shared/civil-date.js'
import { valuesOf } from '../shared/table.js'
import { dayOf } from '../shared/zone.js'
import { type Account, deficitOf } from './account.js'
import { pointsEvents } from './arbitraries.js'
import {
  account,
  awardOf,
  closeIt,
  customer,
  redemptionOf,
  restOf,
  settleIt,
  transferOf,
} from './asking.arbitraries.js'
import { matured } from './balance.js'
import { balance } from './balance.projection.js'
import { lastDayIn, matured as maturedLots, openInOrder } from './buckets.js'
import type { PointsCommand } from './commands.js'
import * as Points from './index.js'
import type { Lot } from './lot.js'
import { allLots } from './lots.js'
import { inConsumptionOrder } from './open-lots.js'
import { plainBalance } from './plain/arbitraries.js'
import { type Play, playsOf, type Turn, turnsOf } from './plays.arbitraries.js'
import { restsOn } from './resting.js'

const lotsOf = (of: Account): ReadonlyArray<Lot> => (of._tag === 'Opened' ? allLots(of.lots) : [])
const sum = <A>(of: ReadonlyArray<A>, figure: (one: A) => number): number =>
  of.reduce((all, one) => all + figure(one), 0)

const overPlays = (judge: (play: Play, turns: ReadonlyArray<Turn>) => void, numRuns = 150): void =>
  fc.assert(
    fc.property(playsOf(), (play) => judge(play, turnsOf(play))),
    // Whoever wants more runs than the suite has says how many times as many.
    { numRuns: numRuns * Number(process.env['PATINA_LEDGER_RUNS'] ?? 1) },
  )

describe('any account, at any time', () => {
  test('has every point of a lot in exactly one place, and none below nothing', () => {
    overPlays((_, turns) => {
      for (const { after } of turns) {
        for (const lot of lotsOf(after)) {
          const { points, available, pending, held, spent, expired, reversed, absorbed } = lot
          const { moved, given, away } = lot
          const kept = [available, pending, held, spent, expired, reversed, absorbed]
          const buckets = [...kept, moved, given, away]
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
        const byDay = open.map((lot) => ({
          ...lot,
          lastDay: lastDayIn(after, lot),
          group: undefined,
        }))
        expect(openInOrder(after).flatMap(({ lotIds }) => lotIds)).toEqual(
          byDay.toSorted(inConsumptionOrder).map(({ lotId }) => lotId),
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
          case 'PointsAccountRested':
          case 'PointsAccountResumed':
            break
          case 'PointsAdjusted':
            expect(event.points).toBe(
              (event.lot?.points ?? 0) - sum(event.takes, ({ points }) => points),
            )
            break
          case 'PointsAccountClosed':
            break
          case 'PointsTransferredOut':
            expect(event.points).toBe(sum(event.lots, ({ points }) => points))
            break
          case 'PointsRedeemed':
          case 'PointsExpired':
          case 'PointsHeld':
          case 'PointsReleased':
            expect(event.points).toBe(sum(event.takes, ({ points }) => points))
            break
          case 'TransferReturned':
            expect(event.points).toBe(sum(event.back, ({ points }) => points))
            break
          default:
            throw new Error(`an account alone has no ${event.type}`)
        }
      }
    })
  })

  test('leaves nothing behind that a sweep at the same moment would find', () => {
    overPlays((_, turns) => {
      for (const { after, issued } of turns) {
        if (after._tag === 'NotOpened') continue
        expect(Points.decide(settleIt, after, { ...issued, at: after.clock })).toEqual(E.right([]))
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
      // That points have come on their day is not recorded.
      const shown = (of: Account) =>
        lotsOf(of._tag === 'Opened' ? maturedLots(of, civilDate('2034-01-01')) : of).toSorted(
          inConsumptionOrder,
        )
      expect(shown(often)).toEqual(shown(once))
      expect(deficitOf(often)).toBe(deficitOf(once))
    })
  })
})

describe('a resting account', () => {
  const asking = ['RedeemPoints', 'HoldPoints', 'AdjustPoints', 'TransferPoints']
  // At rest from long ago, told at the moment of the account itself: nothing else changes by it.
  const atRest = (before: Account, at: Turn['issued']['at'], { rules }: Play): Account =>
    Points.evolve(before, {
      type: 'PointsAccountRested',
      membershipId: account,
      customerId: customer,
      programmeId: adopted().programmeId,
      at,
      onDay: dayOf(at, rules.rules.zone),
      fromDay: civilDate('2000-01-01'),
    })

  test('redeems, holds, gives and is adjusted nothing, and all else goes on', () => {
    let refused = 0
    let wentOn = 0
    overPlays((played, turns) => {
      for (const { command, issued, before, outcome } of turns) {
        if (before.rests !== undefined || command.type === 'RestAccount') continue
        const isClosed = before._tag === 'Opened' && before.closed !== undefined
        const resting = atRest(before, before.clock ?? issued.at, played)
        const found = Points.decide(command, resting, issued)
        if (asking.includes(command.type) && !isClosed) {
          expect(found).toEqual(E.left({ _tag: 'MembershipNotActive' }))
          refused += 1
        } else if (command.type !== 'ResumeAccount') {
          expect(found).toEqual(outcome)
          wentOn += 1
        }
      }
    })
    expect(Math.min(refused, wentOn)).toBeGreaterThan(0)
  })

  test('can do what it could before, once it goes on', () => {
    overPlays((played, turns) => {
      for (const { command, issued, before, outcome } of turns) {
        if (before.rests !== undefined || command.type === 'RestAccount') continue
        const at = before.clock ?? issued.at
        const resting = atRest(before, at, played)
        const resume = restOf('resume', civilDate('2000-01-02'))
        const resumed = Points.decide(resume, resting, { ...issued, at })
        const after = (E.isRight(resumed) ? resumed.right : []).reduce(Points.evolve, resting)
        if (command.type === 'ResumeAccount') continue
        expect(Points.decide(command, after, issued)).toEqual(outcome)
      }
    }, 50)
  })
})

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
  const onDay = dayOf(at, rules.rules.zone)
  if (asked > 0) expect(E.isRight(redeem(asked))).toBe(!restsOn(after, onDay))
  expect(E.isLeft(redeem(asked + 1))).toBe(true)
}

// A view as its events left it, in the words of the plain account. That points have come on their day is not recorded.
const shownOn = (onDay: CivilDate | undefined, turns: ReadonlyArray<Turn>): object => {
  const events = turns.flatMap((turn) => turn.events)
  const left = events.reduce(balance.evolve, balance.initial(account))
  const view = onDay === undefined ? left : matured(left, onDay)
  const { customerId: _customer, programmeId: _programme, zone: _zone, ...all } = view
  const { holds, coming: _coming, ...rest } = all
  expect(sum(holds, ({ points }) => points)).toBe(rest.held)
  return { ...rest, expiries: byDay(rest.expiries) }
}

// Points of one day in one figure, whether the day is fixed or moves.
const byDay = (
  expiries: ReadonlyArray<{ readonly lastDay: string; readonly points: number }>,
): ReadonlyArray<object> => {
  const sums = new Map<string, number>()
  for (const { lastDay, points } of expiries) sums.set(lastDay, (sums.get(lastDay) ?? 0) + points)
  return [...sums].map(([lastDay, points]) => ({ lastDay, points }))
}

const expectPlain = (turns: ReadonlyArray<Turn>): void => {
  const { onDay, figures } = plainBalance(turns)
  expect(shownOn(onDay, turns)).toEqual(figures)
}

describe('the balance', () => {
  // Whoever wants more operations in one run than the suite has says how many.
  const wanted = Number(process.env['PATINA_LEDGER_OPERATIONS'] ?? 1000)

  test(
    'is what an account kept in the plainest way has, with every expiry [L12]',
    () => {
      let carriedOut = 0
      const judge = (_: Play, turns: ReadonlyArray<Turn>): void => {
        expectPlain(turns)
        carriedOut += turns.filter(({ events }) => events.length > 0).length
      }
      while (carriedOut < wanted) overPlays(judge, 300)
      expect(carriedOut).toBeGreaterThanOrEqual(wanted)
      if (wanted > 1000) process.stdout.write(`${carriedOut} operations were carried out\n`)
    },
    30_000 + 10 * wanted,
  )

  test('stays as it was recorded when what was done is asked for again, however late', () => {
    const transfer = { mostPoints: 1000, mostPointsAYear: 1000, leastDays: 0 }
    const rules = adopted({ expiry: { type: 'never' }, transfer })
    const given = transferOf(1, 1, undefined, rules)
    const because = 'accountClosed'
    const { transferId } = given
    const back = { type: 'ReturnTransfer', membershipId: account, transferId, part: 1, because }
    const on = (day: string, command: object): Play['asked'][number] => ({
      command: command as PointsCommand,
      issued: issuedAt(noon(day)),
    })
    const turns = turnsOf({
      rules,
      asked: [
        on('2024-01-28', awardOf(0, '2024-01-28', [[1]], rules)),
        on('2024-01-28', given),
        on('2024-01-28', { ...closeIt('until'), rules, until: '2024-01-29' }),
        on('2024-01-28', back),
        on('2024-02-09', back),
        on('2024-02-09', awardOf(6, '2024-02-09', [[0]], rules)),
      ],
    })
    // Points that have lapsed are gone for whoever reads, and recorded as gone with the next thing that happens.
    expect(shownOn(undefined, turns)).toMatchObject({ available: 1, expired: 0 })
    expectPlain(turns)
    expect(turns.slice(-2).flatMap(({ events }) => events)).toEqual([])
  })

  test('is the sum of what expires when and what stays, and all that was earned is somewhere [L3] [L12]', () => {
    overPlays((_, turns) => {
      const events = turns.flatMap((turn) => turn.events)
      const view = events.reduce(balance.evolve, balance.initial(account))
      const { available, expiries, lasting, pending, coming, held, earned, adjusted } = view
      const { spent, expired, reversed, absorbed, given, received, moved } = view
      expect(available).toBe(sum(expiries, ({ points }) => points) + lasting)
      expect(pending).toBe(sum(coming, ({ points }) => points))
      expect(earned + adjusted + received + moved).toBe(
        available + pending + held + spent + expired + reversed + absorbed + given,
      )
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
