import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expiries, plainRules } from './arbitraries.js'
import { civilDate, plusDays } from './civil-date.js'
import { earningFlaws } from './earning-flaws.js'
import type { EarningRules } from './earning-rules.js'
import { availableOnOf, lastDayOf } from './expiry.js'
import { codeOf, tierId } from './ids.js'
import type { Expiry, ProgrammeRules } from './programme-rules.js'

const rulesWith = (
  more: Partial<EarningRules>,
  expiry: Expiry = { type: 'never' },
): ProgrammeRules => ({
  ...plainRules,
  expiry,
  earn: { ...plainRules.earn, ...more },
})

const tiers = {
  measure: 'spend',
  window: { type: 'calendarYear' },
  downgrade: 'keep',
  returns: 'atOnce',
  leapRule: 'feb28',
} as const

describe('rules for earning', () => {
  test('are found faulty by the path of every fault, all of them at once', () => {
    const [from, until] = [civilDate('2024-06-02'), civilDate('2024-06-01')]
    const double = { ruleId: codeOf('x'), value: [2, 1] as const }
    const rules = rulesWith(
      {
        exclusions: [{ ruleId: codeOf('x'), scope: {} }],
        multipliers: [
          { ...double, from, until, tiers: [tierId('gold'), tierId('none')] },
          { ...double, ruleId: codeOf('y'), scope: {} },
        ],
        pendingDays: 30,
      },
      { type: 'afterDays', days: 29 },
    )
    const levels = [{ tier: tierId('gold'), threshold: 1 }]
    expect(earningFlaws({ ...rules, tiers: { ...tiers, levels } })).toEqual([
      { _tag: 'RuleIdTwice', path: '/rules/earn/multipliers/0/ruleId', ruleId: 'x' },
      { _tag: 'EmptyScope', path: '/rules/earn/exclusions/0/scope' },
      { _tag: 'EmptyScope', path: '/rules/earn/multipliers/1/scope' },
      { _tag: 'WindowEndsBeforeItBegins', path: '/rules/earn/multipliers/0/until', from, until },
      { _tag: 'RuleForUnknownTier', path: '/rules/earn/multipliers/0/tiers', tier: 'none' },
      {
        _tag: 'RuleNeverSpendable',
        path: '/rules/expiry',
        earnedOn: '2025-01-01',
        availableOn: '2025-01-31',
        lastDay: '2025-01-30',
      },
    ])
  })

  test.each<[string, Expiry, number]>([
    ['so many days', { type: 'afterDays', days: 30 }, 30],
    // From 31 January to 28 February.
    ['a month', { type: 'afterMonths', months: 1 }, 28],
    // From 31 December on.
    ['the end of the year', { type: 'yearEnd', years: 0 }, 0],
    // From 31 January on.
    ['the end of the next month', { type: 'monthEnd', months: 1 }, 28],
    ['a fixed date', { type: 'fixedDate', month: 2, day: 29 }, 366],
    ['for good', { type: 'never' }, 366],
  ])(
    'whose points last %s may keep them waiting for so many days and no more',
    (_, expiry, most) => {
      expect(earningFlaws(rulesWith({ pendingDays: most }, expiry))).toEqual([])
      if (most === 366) return
      expect(earningFlaws(rulesWith({ pendingDays: most + 1 }, expiry))).toMatchObject([
        { _tag: 'RuleNeverSpendable' },
      ])
      expect(earningFlaws(rulesWith({ returnWindowDays: most }, expiry))).toMatchObject([
        { _tag: 'RuleNeverSpendable' },
      ])
    },
  )

  test('that are found faultless let points be spent, on whatever day of a hundred years they are earned', () => {
    fc.assert(
      fc.property(expiries, fc.nat(366), fc.nat(36_524), (expiry, pendingDays, later) => {
        const rules = rulesWith({ pendingDays }, expiry)
        const day = plusDays(civilDate('2001-01-01'), later)
        const availableOn = availableOnOf(rules.earn, day)
        const last = lastDayOf(expiry, day, availableOn)
        const isSpendable = last === undefined || last >= availableOn
        if (!isSpendable)
          expect(earningFlaws(rules)).toMatchObject([{ _tag: 'RuleNeverSpendable' }])
      }),
      { numRuns: 100 },
    )
  })
})
