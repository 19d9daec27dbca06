import { comparePersonal, tracesOf } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import {
  idOf,
  plainRules,
  problemsOf,
  sampleProblems,
  spoiled,
  stored,
} from '../shared/arbitraries.js'
import { membershipCommands, membershipEvents, saidCards } from './arbitraries.js'
import { commandCodecs, eventCodecs } from './codec.js'

comparePersonal()

describe('the events of membership', () => {
  test('come back from the store as they were, absent members included', () => {
    fc.assert(
      fc.property(membershipEvents, (event) => {
        expect(stored(eventCodecs, event)).toEqual(E.right(event))
      }),
    )
  })

  test('that were ever stored still decode', () => {
    const samples = import.meta.glob('./__stored__/*.json', { eager: true, import: 'default' })
    expect(sampleProblems(eventCodecs, samples)).toEqual([])
  })
})

const commands = [
  { type: 'AdoptRules', programmeId: idOf('prog', 1), rules: plainRules },
  { type: 'Admit', programmeId: idOf('prog', 1), customerId: idOf('cust', 1), since: '2024-06-01' },
  {
    type: 'Close',
    programmeId: idOf('prog', 1),
    customerId: idOf('cust', 1),
    until: '2024-06-01',
    by: 'member',
    reasonCode: 'moved',
  },
  {
    type: 'IssueCard',
    programmeId: idOf('prog', 1),
    cardId: idOf('card', 1),
    number: 'EXAMPLE 10000001',
    customerId: idOf('cust', 1),
  },
  {
    type: 'ReplaceCard',
    programmeId: idOf('prog', 1),
    cardId: idOf('card', 1),
    byCardId: idOf('card', 2),
    number: 'EXAMPLE 10000002',
    reasonCode: 'lost',
    customerId: idOf('cust', 1),
  },
  {
    type: 'BlockCard',
    programmeId: idOf('prog', 1),
    customerId: idOf('cust', 1),
    cardId: idOf('card', 1),
    reasonCode: 'stolen',
  },
]

const ofCustomer = { programmeId: idOf('prog', 1), customerId: idOf('cust', 1) }
const tiers = {
  levels: [{ tier: 'gold', threshold: 5000 }],
  measure: 'spend',
  window: { type: 'rolling', months: 12 },
  downgrade: 'keep',
  returns: 'atOnce',
  leapRule: 'mar1',
}
const rules = { programmeId: idOf('prog', 1), sha256: 'ab'.repeat(32), rules: plainRules }
const counted = [{ day: '2024-05-31', onDay: '2024-06-01', amount: 1 }]
const granted = {
  customerId: idOf('cust', 1),
  tier: 'gold',
  lastDay: '2024-12-31',
  reasonCode: 'goodwill',
  rules,
  counted,
}
const newer = [
  { type: 'Apply', ...ofCustomer, appliedOn: '2024-06-01' },
  {
    type: 'AcceptTerms',
    ...ofCustomer,
    terms: { version: 1, sha256: 'ab'.repeat(32) },
    acceptedOn: '2024-06-01',
  },
  { type: 'Suspend', ...ofCustomer, fromDay: '2024-06-01', reasonCode: 'disputed' },
  { type: 'Resume', ...ofCustomer, fromDay: '2024-06-01' },
  { type: 'Renew', ...ofCustomer, fromDay: '2024-06-01', through: '2025-05-31' },
  { type: 'Lapse', ...ofCustomer, today: '2024-06-01' },
  {
    type: 'Refer',
    ...ofCustomer,
    byCustomerId: idOf('cust', 2),
    areOneHousehold: false,
    referredOn: '2024-06-01',
  },
  { type: 'AssessTier', customerId: idOf('cust', 1), rules, counted },
  {
    type: 'AssessTier',
    customerId: idOf('cust', 1),
    rules,
    counted,
    cause: { type: 'return', before: counted },
  },
  { type: 'OverrideTier', ...granted },
  { type: 'MatchTier', ...granted },
]
// `true` and `-1` may be what a yes, or a sum, looks like.
const isRight = (field: string, value: unknown): boolean =>
  (field === 'areOneHousehold' && value === true) ||
  // Nothing may count, and nothing but time need give rise to a look.
  (field === 'counted' && Array.isArray(value)) ||
  (field === 'cause' && value === undefined)

describe('the commands about membership', () => {
  for (const command of newer) {
    const wrong = spoiled(command).filter(({ path, command: said }) => {
      const field = path.slice(1)
      return !isRight(field, (said as Readonly<Record<string, unknown>>)[field])
    })
    test.each(wrong)(`${command.type} is refused when $what`, ({ path, command }) => {
      const paths = problemsOf(commandCodecs, command).map((problem) => problem.path)
      expect(paths.length).toBeGreaterThan(0)
      for (const found of paths) expect(found.startsWith(path)).toBe(true)
    })
  }

  test.each([
    [{ levels: [] }, '/rules/tiers/levels'],
    [{ levels: [{ tier: 'gold', threshold: -1 }] }, '/rules/tiers/levels/0/threshold'],
    [{ levels: [{ tier: ' gold', threshold: 1 }] }, '/rules/tiers/levels/0/tier'],
    [{ measure: 'money' }, '/rules/tiers/measure'],
    [{ window: { type: 'rolling', months: 0 } }, '/rules/tiers/window/months'],
    [{ window: { type: 'week' } }, '/rules/tiers/window/type'],
    [{ downgrade: 'never' }, '/rules/tiers/downgrade'],
    [{ returns: 'never' }, '/rules/tiers/returns'],
    [{ leapRule: 'none' }, '/rules/tiers/leapRule'],
    [{ colour: 'gold' }, '/rules/tiers/colour'],
  ])('AdoptRules is refused for tiers with %j', (change, path) => {
    const command = { type: 'AdoptRules', programmeId: idOf('prog', 1) }
    const adopting = { ...command, rules: { ...plainRules, tiers: { ...tiers, ...change } } }
    expect(problemsOf(commandCodecs, adopting).map((problem) => problem.path)).toEqual([path])
  })

  test('are let in when they are well formed', () => {
    fc.assert(
      fc.property(
        fc.oneof(membershipCommands, saidCards),
        (command) => problemsOf(commandCodecs, command).length === 0,
      ),
    )
  })

  for (const command of commands) {
    test.each(spoiled(command))(`${command.type} is refused when $what`, ({ path, command }) => {
      const paths = problemsOf(commandCodecs, command).map((problem) => problem.path)
      expect(paths.length).toBeGreaterThan(0)
      // Whose a number is stands in the command: without it the number is refused as well.
      const also = path === '/customerId' ? '/number' : path
      for (const found of paths) expect(found.startsWith(path) || found === also).toBe(true)
    })
  }

  test('say nothing of a number that is refused', () => {
    const number = ` EXAMPLE ${'9'.repeat(80)}`
    const problems = problemsOf(commandCodecs, { ...commands[3], number })
    expect(problems).toMatchObject([{ path: '/number', found: 'text of 89 characters' }])
    for (const trace of tracesOf(number)) expect(JSON.stringify(problems)).not.toContain(trace)
  })

  const rational =
    '[numerator, denominator], whole, the denominator above 0, both up to 1000000000, at most 1000'

  test.each([
    [{ version: 0 }, '/rules/version', 'a whole number from 1 to 1000000', '0'],
    [
      { zone: 'Hong Kong' },
      '/rules/zone',
      'a time zone of the IANA database',
      'text of 9 characters',
    ],
    [
      { zone: '__proto__' },
      '/rules/zone',
      'a time zone of the IANA database',
      'text of 9 characters',
    ],
    [{ currency: 'HK$' }, '/rules/currency', 'a currency of ISO 4217', 'text of 3 characters'],
    [
      { earn: { ...plainRules.earn, pointsPerMinor: [1, 0] } },
      '/rules/earn/pointsPerMinor',
      rational,
      'a list of 2',
    ],
    [
      { earn: { ...plainRules.earn, pointsPerMinor: [1001, 1] } },
      '/rules/earn/pointsPerMinor',
      rational,
      'a list of 2',
    ],
    [
      { earn: { ...plainRules.earn, pointsPerMinor: 0.1 } },
      '/rules/earn/pointsPerMinor',
      rational,
      '0.1',
    ],
    [
      { earn: { ...plainRules.earn, place: 'sale' } },
      '/rules/earn/place',
      '"line" or "order"',
      'text of 4 characters',
    ],
    [
      { expiry: { type: 'sometime' } },
      '/rules/expiry/type',
      '"afterDays" or "afterMonths" or "monthEnd" or "yearEnd" or "fixedDate" or "inactivity" or "never"',
      'text of 8 characters',
    ],
    [
      { expiry: { type: 'afterDays', months: 1 } },
      '/rules/expiry/days',
      'a whole number from 0 to 36600',
      'nothing',
    ],
    [
      { expiry: { type: 'fixedDate', month: 13, day: 1 } },
      '/rules/expiry/month',
      'a whole number from 1 to 12',
      '13',
    ],
    [
      { redemption: { ...plainRules.redemption, step: 0 } },
      '/rules/redemption/step',
      'a whole number from 1 to 1000000000',
      '0',
    ],
    [
      { redemption: { ...plainRules.redemption, graceDays: 0 } },
      '/rules/redemption/graceDays',
      'a whole number from 1 to 3660',
      '0',
    ],
  ])(
    'say of rules with %j where it is wrong, what was expected and what was found',
    (changes, path, expected, found) => {
      const command = { ...commands[0], rules: { ...plainRules, ...changes } }
      expect(problemsOf(commandCodecs, command)[0]).toEqual({ path, expected, found })
    },
  )
})
