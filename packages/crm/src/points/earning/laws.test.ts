import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventsOf, issuedAt, noon } from '../../shared/arbitraries.js'
import type { EarningRules } from '../../shared/earning-rules.js'
import { reversalOf } from '../asking.arbitraries.js'
import type { AwardPoints, ReverseAward } from '../commands.js'
import type { PointsAwarded, PointsReversed } from '../events.js'
import * as Points from '../index.js'
import { awardFor, type Purchase, playedEarning, purchases } from './arbitraries.js'
import { earnedPoints } from './earned-points.js'
import {
  type OracleAccount,
  oracleAward,
  oracleRaw,
  oracleReversal,
  oracleRounded,
} from './oracle/arbitraries.js'

// What is bought and brought back in turn: every purchase, and behind it what comes back of it and of the one before.
type Step = AwardPoints | ReverseAward

const stepsOf = (all: ReadonlyArray<Purchase>, earn: EarningRules): ReadonlyArray<Step> => {
  const left = new Map<string, number>()
  let returns = 0
  return all.flatMap((purchase, n): ReadonlyArray<Step> => {
    const award = awardFor(n, purchase, earn)
    for (const { lineId, quantity } of award.lines) left.set(`${n}/${lineId}`, quantity)
    const back = purchase.back.flatMap((pieces, which): ReadonlyArray<Step> => {
      const of = which % 2 === 0 ? n : Math.max(0, n - 1)
      const lines = (all[of]?.lines ?? []).flatMap(({ lineId }, index): [number, number][] => {
        const name = `${of}/${lineId}`
        const some = Math.min(left.get(name) ?? 0, pieces[index] ?? 0)
        left.set(name, (left.get(name) ?? 0) - some)
        return some === 0 ? [] : [[index + 1, some]]
      })
      return lines.length === 0 ? [] : [reversalOf(of, returns++, lines)]
    })
    return [award, ...back]
  })
}

type Decided = PointsAwarded | PointsReversed

const played = (steps: ReadonlyArray<Step>): ReadonlyArray<Decided> => {
  let state = Points.initial
  return steps.flatMap((step) => {
    const events = eventsOf(Points.decide(step, state, issuedAt(noon('2025-06-01'))))
    state = events.reduce(Points.evolve, state)
    return events.filter(
      (event) => event.type === 'PointsAwarded' || event.type === 'PointsReversed',
    )
  })
}

const overPlays = (judge: (steps: ReadonlyArray<Step>, decided: ReadonlyArray<Decided>) => void) =>
  fc.assert(
    fc.property(playedEarning, purchases, (earn, all) => {
      const steps = stepsOf(all, earn)
      judge(steps, played(steps))
    }),
    { numRuns: 300 },
  )

const byLine = ({ lots, withoutPoints }: PointsAwarded): ReadonlyMap<string, number> =>
  new Map([
    ...lots.map(({ lineId, points }) => [lineId, points] as const),
    ...withoutPoints.map(({ lineId }) => [lineId, 0] as const),
  ])

const basesOf = ({ lots, withoutPoints, explanation }: PointsAwarded): ReadonlyArray<number> => {
  const bases = new Map([...lots, ...withoutPoints].map((one) => [one.lineId, one.basisMinor]))
  return (explanation?.lines ?? []).map(({ lineId }) => bases.get(lineId) ?? 0)
}

describe('awards and reversals, whatever the rules and whatever is bought and brought back', () => {
  test('are what the sentences of the guide say, figure by figure [L7]', () => {
    overPlays((steps, decided) => {
      const known: OracleAccount = []
      for (const [n, step] of steps.entries()) {
        const event = decided[n]
        if (step.type === 'AwardPoints' && event?.type === 'PointsAwarded') {
          const expected = oracleAward(known, step)
          expect([...byLine(event)].sort()).toEqual([...expected.lines].sort())
          expect((event.bonuses ?? []).map(({ ruleId, points }) => [ruleId, points])).toEqual(
            [...expected.bonuses].filter(([, points]) => points > 0),
          )
        } else if (step.type === 'ReverseAward' && event?.type === 'PointsReversed') {
          const expected = oracleReversal(known, step)
          expect(event.byLine.map(({ points }) => points)).toEqual(expected.lines)
          expect((event.byBonus ?? []).map(({ ruleId, points }) => [ruleId, points])).toEqual(
            expected.bonuses,
          )
        } else expect.unreachable('a step led to something else')
      }
    })
  })

  test('say of themselves what gives the same points again', () => {
    overPlays((_, decided) => {
      for (const event of decided) {
        if (event.type !== 'PointsAwarded' || event.explanation === undefined) continue
        const { lines, bonuses } = earnedPoints(event.earn, event.explanation, basesOf(event))
        const points = byLine(event)
        expect(lines).toEqual(event.explanation.lines.map(({ lineId }) => points.get(lineId)))
        expect(bonuses.filter((one) => one > 0)).toEqual(
          (event.bonuses ?? []).map((one) => one.points),
        )
      }
    })
  })

  test('never leave more in a day than its cap, net of what came back', () => {
    overPlays((steps, decided) => {
      const standing = new Map<string, number>()
      const days = new Map<string, string>()
      for (const [n, event] of decided.entries()) {
        const step = steps[n]
        if (event.type === 'PointsAwarded') days.set(event.awardId, event.earnedOn)
        const day = days.get(event.awardId) ?? ''
        const change = event.type === 'PointsAwarded' ? event.points : -event.points
        standing.set(day, (standing.get(day) ?? 0) + change)
        const cap = step?.type === 'AwardPoints' ? step.rules.rules.earn.caps?.day : undefined
        if (cap !== undefined) expect(standing.get(day)).toBeLessThanOrEqual(cap)
      }
    })
  })

  test('take back all that was given once all has come back, in whatever order and split [L5]', () => {
    fc.assert(
      fc.property(playedEarning, purchases, fc.array(fc.nat(30)), (earn, [first], draws) => {
        if (first === undefined) return
        const pieces = first.lines.flatMap(({ quantity }, n) => Array<number>(quantity).fill(n + 1))
        const order = pieces
          .map((line, n) => ({ line, at: draws[n] ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ line }) => line)
        const oneByOne = played([
          awardFor(0, first, earn),
          ...order.map((line, n) => reversalOf(0, n, [[line, 1]])),
        ])
        const atOnce = played([
          awardFor(0, first, earn),
          reversalOf(
            0,
            0,
            first.lines.map(({ quantity }, n) => [n + 1, quantity]),
          ),
        ])
        const given = oneByOne[0]?.points ?? 0
        const taken = (events: ReadonlyArray<Decided>) =>
          events.slice(1).reduce((all, { points }) => all + points, 0)
        expect(taken(oneByOne)).toBe(given)
        expect(taken(atOnce)).toBe(given)
        expect(clawedByLine(oneByOne)).toEqual(clawedByLine(atOnce))
      }),
      { numRuns: 200 },
    )
  })
})

const clawedByLine = (events: ReadonlyArray<Decided>): Readonly<Record<string, number>> => {
  const claws: Record<string, number> = {}
  for (const event of events) {
    if (event.type !== 'PointsReversed') continue
    for (const { lineId, points } of event.byLine) claws[lineId] = (claws[lineId] ?? 0) + points
    for (const { ruleId, points } of event.byBonus ?? []) claws[ruleId] = points
  }
  return claws
}

const totalOf = (purchase: Purchase, earn: EarningRules): number =>
  played([awardFor(0, purchase, earn)])[0]?.points ?? 0

describe('the points of a purchase', () => {
  test('never become fewer when more is paid', () => {
    fc.assert(
      fc.property(playedEarning, purchases, fc.nat(3), fc.nat(5000), (earn, all, which, more) => {
        const first = all[0] as Purchase
        const lines = first.lines.map((line, n) =>
          n === which % first.lines.length ? { ...line, basisMinor: line.basisMinor + more } : line,
        )
        expect(totalOf({ ...first, lines }, earn)).toBeGreaterThanOrEqual(totalOf(first, earn))
      }),
      { numRuns: 200 },
    )
  })

  test('never become fewer when a multiplier becomes greater', () => {
    fc.assert(
      fc.property(playedEarning, purchases, fc.nat(2), fc.nat(5), (earn, all, which, more) => {
        const first = all[0] as Purchase
        const multipliers = (earn.multipliers ?? []).map((one, n) =>
          n === which ? { ...one, value: [one.value[0] + more, one.value[1]] as const } : one,
        )
        const greater = earn.multipliers === undefined ? earn : { ...earn, multipliers }
        expect(totalOf(first, greater)).toBeGreaterThanOrEqual(totalOf(first, earn))
      }),
      { numRuns: 200 },
    )
  })

  test('are those of the order as a whole where the order is rounded', () => {
    fc.assert(
      fc.property(playedEarning, purchases, (earn, [first]) => {
        if (first === undefined) return
        const { caps: _, bonuses: __, ...rules } = earn
        const awarded = played([awardFor(0, first, { ...rules, place: 'order' })])[0]
        const { d, lines } = oracleRaw(awardFor(0, first, rules))
        const raw = lines.reduce((all, { n }) => all + n, 0n)
        expect(BigInt(awarded?.points ?? 0)).toBe(oracleRounded(raw, d, rules.rounding))
      }),
    )
  })
})
