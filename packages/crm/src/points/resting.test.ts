// An account whose membership is not active.
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { adopted, eventsOf, idOf, issuedAt, noon } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { pointsForGiftsName } from '../shared/process.js'
import type { Account } from './account.js'
import {
  account,
  adjustmentOf,
  awardOf,
  captureOf,
  closeIt,
  customer,
  holdOf,
  redemptionOf,
  releaseOf,
  restOf,
  reversalOf,
  transferOf,
  undoOf,
} from './asking.arbitraries.js'
import type { HoldForGift, PointsCommand } from './commands.js'
import * as Points from './index.js'

const rules = adopted({
  redemption: { step: 1, minimum: 1, graceDays: 30 },
  transfer: { mostPoints: 1000, mostPointsAYear: 1000, leastDays: 0 },
})
const rest = (day: string) => restOf('rest', civilDate(day), rules)
const resume = (day: string) => restOf('resume', civilDate(day), rules)

const decide = (before: Account, command: PointsCommand, day: string) =>
  Points.decide(command, before, {
    ...issuedAt(noon(day)),
    ...(command.type === 'HoldForGift' ? { by: `reaction:${pointsForGiftsName}` } : {}),
  })
type Step = readonly [command: PointsCommand, day: string]
const after = (before: Account, ...steps: ReadonlyArray<Step>): Account =>
  steps.reduce(
    (all, [command, day]) => eventsOf(decide(all, command, day)).reduce(Points.evolve, all),
    before,
  )

// A hundred points; ten of them are spent, and ten are held for a day.
const opened = after(
  Points.initial,
  [awardOf(1, '2024-06-01', [[100]], rules), '2024-06-01'],
  [redemptionOf(1, 10, rules), '2024-06-01'],
  [holdOf(1, 10, { minutes: 1440 }, rules), '2024-06-01'],
)
const resting = after(opened, [rest('2024-06-02'), '2024-06-01'])
const hold: HoldForGift = {
  type: 'HoldForGift',
  membershipId: account,
  customerId: customer,
  programmeId: rules.programmeId,
  holdId: idOf('hold', 7),
  points: 10,
  rules,
}
const { rules: _, ...holdWithoutRules } = hold
const asked: ReadonlyArray<PointsCommand> = [
  redemptionOf(2, 10, rules),
  holdOf(2, 10, {}, rules),
  transferOf(2, 10, undefined, rules),
  adjustmentOf(2, 10, {}, rules),
  adjustmentOf(2, -10, {}, rules),
]
const notActive = E.left({ _tag: 'MembershipNotActive' })

describe('an account that rests', () => {
  test.each(asked.map((command) => [command.type, command] as const))(
    'refuses %s from its first day on, and not on the eve of it',
    (_type, command) => {
      expect(E.isRight(decide(resting, command, '2024-06-01'))).toBe(true)
      expect(decide(resting, command, '2024-06-02')).toEqual(notActive)
      expect(decide(resting, command, '2030-06-02')).toEqual(notActive)
    },
  )

  test('refuses before all other reasons', () => {
    const other = adopted({ effectiveOn: civilDate('2031-01-01') }, idOf('prog', 2))
    for (const command of [
      redemptionOf(2, 1_000_000, other),
      holdOf(2, 1_000_000, { minutes: 20_000 }, other),
      transferOf(2, 1_000_000, customer, other),
    ]) {
      expect(decide(resting, command, '2024-06-02')).toEqual(notActive)
    }
    const adjusted = adjustmentOf(2, -1_000_000, {}, under())
    expect(decide(resting, adjusted, '2024-06-02')).toEqual(notActive)
  })

  test.each([
    ['with rules', hold],
    ['without rules', holdWithoutRules],
  ] as const)('holds nothing for a gift %s, and says so by an event', (_title, command) => {
    for (const before of [resting, after(Points.initial, [rest('2024-06-02'), '2024-06-01'])]) {
      expect(eventsOf(decide(before, command, '2024-06-02'))).toMatchObject([
        { type: 'PointsHoldRefused', reason: 'MembershipNotActive', onDay: '2024-06-02' },
      ])
    }
  })

  test('takes goods back, captures and releases what is held, undoes and is awarded earlier sales', () => {
    for (const command of [
      reversalOf(1, 1, [[1, 1]]),
      captureOf(2, 1, 10),
      releaseOf(1),
      undoOf(1, 1, 10),
      awardOf(2, '2024-06-01', [[10]], rules),
    ]) {
      const issued = { ...issuedAt('2024-06-02T02:00:00.000Z') }
      const decided = Points.decide(command, resting, issued)
      expect(eventsOf(decided).length).toBeGreaterThan(0)
      expect(decided).toEqual(Points.decide(command, opened, issued))
    }
  })

  test('says of what was done before that it is done', () => {
    expect(decide(resting, redemptionOf(1, 10, rules), '2024-06-02')).toEqual(E.right([]))
    expect(decide(resting, holdOf(1, 10, { minutes: 1440 }, rules), '2024-06-02')).toEqual(
      E.right([]),
    )
  })

  test('goes on from the day on which it is to, and spends again', () => {
    const later = after(resting, [resume('2024-07-01'), '2024-06-20'])
    expect(decide(later, redemptionOf(2, 10, rules), '2024-06-30')).toEqual(notActive)
    expect(eventsOf(decide(later, redemptionOf(2, 10, rules), '2024-07-01'))).toMatchObject([
      { type: 'PointsRedeemed', points: 10 },
    ])
    const again = after(later, [rest('2024-08-01'), '2024-06-20'])
    expect(decide(again, redemptionOf(2, 10, rules), '2024-06-30')).toEqual(notActive)
    expect(E.isRight(decide(again, redemptionOf(2, 10, rules), '2024-07-31'))).toBe(true)
    expect(decide(again, redemptionOf(2, 10, rules), '2024-08-01')).toEqual(notActive)
  })

  test('is told once; a rest that was to begin later begins earlier where it is told so', () => {
    expect(decide(resting, rest('2024-06-02'), '2024-06-05')).toEqual(E.right([]))
    expect(decide(resting, rest('2024-06-03'), '2024-06-05')).toEqual(E.right([]))
    const earlier = after(resting, [rest('2024-06-01'), '2024-06-01'])
    expect(decide(earlier, redemptionOf(2, 10, rules), '2024-06-01')).toEqual(notActive)
    const goneOn = after(earlier, [resume('2024-07-01'), '2024-07-01'])
    expect(E.isRight(decide(goneOn, redemptionOf(2, 10, rules), '2024-07-01'))).toBe(true)
    expect(decide(goneOn, resume('2024-07-01'), '2024-07-02')).toEqual(E.right([]))
    expect(decide(opened, resume('2024-07-01'), '2024-07-02')).toEqual(E.right([]))
  })

  test('may do so before its first point, which it cannot spend then', () => {
    const never = after(Points.initial, [rest('2024-06-02'), '2024-06-02'])
    expect(decide(never, rest('2024-06-02'), '2024-06-02')).toEqual(E.right([]))
    for (const command of asked) {
      expect(decide(never, command, '2024-06-02')).toEqual(notActive)
    }
    const late = after(never, [awardOf(1, '2024-06-01', [[100]], rules), '2024-06-03'])
    expect(decide(late, redemptionOf(2, 10, rules), '2024-06-03')).toEqual(notActive)
    const goneOn = after(late, [resume('2024-06-04'), '2024-06-04'])
    expect(E.isRight(decide(goneOn, redemptionOf(2, 10, rules), '2024-06-04'))).toBe(true)
  })

  test('and is closed rests no more: what was agreed says what may be spent', () => {
    const until = civilDate('2024-07-31')
    const closed = after(resting, [{ ...closeIt('until'), until }, '2024-06-02'])
    expect(E.isRight(decide(closed, redemptionOf(2, 10, rules), '2024-07-31'))).toBe(true)
    expect(decide(closed, adjustmentOf(2, 10, {}, rules), '2024-07-31')).toMatchObject(
      E.left({ _tag: 'AccountClosed' }),
    )
  })
})

function under(): typeof rules {
  return { ...rules, rules: { ...rules.rules, effectiveOn: civilDate('2031-01-01') } }
}
