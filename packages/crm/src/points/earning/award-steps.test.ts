import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adopted, eventsOf, issuedAt, noon } from '../../shared/arbitraries.js'
import { codeOf, lineId } from '../../shared/ids.js'
import { awardOf } from '../asking.arbitraries.js'
import type { PointsAwarded } from '../events.js'
import * as Points from '../index.js'
import { awardFor, playedEarning, purchases } from './arbitraries.js'
import { oracleRaw } from './oracle/arbitraries.js'

const awardedBy = (command: Parameters<typeof Points.decide>[0]): PointsAwarded =>
  eventsOf(Points.decide(command, Points.initial, issuedAt(noon('2025-06-01'))))[0] as PointsAwarded

describe('an award told step by step', () => {
  test('names what each line met, what of it was used, and what came of it', () => {
    const [low, high] = [codeOf('low'), codeOf('high')]
    const earn = {
      pointsPerMinor: [1, 1000] as const,
      rounding: 'halfUp' as const,
      place: 'line' as const,
      exclusions: [{ ruleId: codeOf('out'), scope: { brands: [codeOf('B')] } }],
      baseRules: [{ ruleId: codeOf('more'), pointsPerMinor: [1, 3000] as const }],
      multipliers: [
        { ruleId: low, value: [3, 2] as const, exclusive: true },
        { ruleId: high, value: [2, 1] as const, exclusive: true },
      ],
      bonuses: [{ ruleId: codeOf('hello'), points: 5 }],
      caps: { order: 20 },
    }
    const lines = [
      { lineId: lineId('1'), quantity: 1, basisMinor: 10_100 },
      { lineId: lineId('2'), quantity: 1, basisMinor: 5000, brand: codeOf('B') },
    ]
    const command = { ...awardOf(1, '2024-06-01', []), lines, rules: adopted({ earn }) }
    expect(Points.awardSteps(awardedBy(command))).toEqual({
      rounding: 'halfUp',
      place: 'line',
      lines: [
        {
          lineId: '1',
          basisMinor: 10_100,
          baseRules: [
            { pointsPerMinor: [1, 1000], raw: '101/10' },
            { ruleId: 'more', pointsPerMinor: [1, 3000], raw: '101/30' },
          ],
          multipliers: [
            { ruleId: 'low', value: [3, 2], isUsed: false },
            { ruleId: 'high', value: [2, 1], isUsed: true },
          ],
          raw: '404/15',
          uncut: 27,
          points: 17,
        },
        {
          lineId: '2',
          basisMinor: 5000,
          excludedBy: 'out',
          baseRules: [],
          multipliers: [],
          raw: '0/1',
          uncut: 0,
          points: 0,
        },
      ],
      bonuses: [{ ruleId: 'hello', uncut: 5, points: 3 }],
      leftByCaps: 20,
    })
  })

  test('is told of the plain rule too', () => {
    const { lines, bonuses } = Points.awardSteps(awardedBy(awardOf(1, '2024-06-01', [[3], [0]])))
    expect(lines).toMatchObject([
      { lineId: '1', basisMinor: 3000, raw: '3/1', uncut: 3, points: 3 },
      { lineId: '2', basisMinor: 0, raw: '0/1', uncut: 0, points: 0 },
    ])
    expect(bonuses).toEqual([])
  })

  test('comes to the points of the award, through figures that are exact', () => {
    fc.assert(
      fc.property(playedEarning, purchases, (earn, [first]) => {
        if (first === undefined) return
        const command = awardFor(0, first, earn)
        const event = awardedBy(command)
        const { lines, bonuses } = Points.awardSteps(event)
        const points = [...lines, ...bonuses].reduce((all, one) => all + one.points, 0)
        expect(points).toBe(event.points)
        const raw = new Map(lines.map((line) => [line.lineId, line.raw]))
        const counted = oracleRaw(command)
        for (const [at, { n }] of counted.lines.entries()) {
          const [a = '', b = ''] = raw.get(command.lines[at]?.lineId as never)?.split('/') ?? []
          expect(BigInt(a) * counted.d).toBe(n * BigInt(b))
        }
      }),
    )
  })
})
