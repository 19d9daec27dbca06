import { crm } from '@patina/crm'
import { inMemory, newId, type Problem } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let shop: Application<typeof crm>
beforeAll(async () => {
  shop = await orThrow(open(inMemory(), crm))
})
afterAll(() => shop.close())

const id = '6f1d2c3b-0000-4000-8000-000000000001'
const sha256 = 'ab'.repeat(32)
const party = { programmeId: id, customerId: id }
const terms = { version: 1, sha256 }
const tiers = {
  levels: [{ tier: 'gold', threshold: 5000 }],
  measure: 'spend',
  window: { type: 'rolling', months: 12 },
  downgrade: 'oneStep',
  returns: 'atOnce',
  leapRule: 'mar1',
}
const rules = {
  version: 1,
  effectiveOn: '2026-01-15',
  zone: 'Asia/Hong_Kong',
  currency: 'HKD',
  earn: { pointsPerMinor: [1, 1000], rounding: 'floor', place: 'line' },
  expiry: { type: 'never' },
  deficit: 'carry',
  redemption: { step: 1, minimum: 1, graceDays: 30 },
  tiers,
}
const adopted = { programmeId: id, sha256, rules }

const adopt = (change: object) => ({
  type: 'AdoptRules',
  programmeId: id,
  rules: { ...rules, tiers: { ...tiers, ...change } },
})
const apply = { type: 'Apply', ...party, appliedOn: '2026-01-15', terms }
const accept = { type: 'AcceptTerms', ...party, terms, acceptedOn: '2026-01-15' }
const admit = { type: 'Admit', ...party, since: '2026-01-15' }
const suspend = { type: 'Suspend', ...party, fromDay: '2026-01-15', reasonCode: 'disputed' }
const resume = { type: 'Resume', ...party, fromDay: '2026-01-15' }
const renew = { type: 'Renew', ...party, fromDay: '2026-01-15', through: '2027-01-14' }
const lapse = { type: 'Lapse', ...party, today: '2026-01-15' }
const close = {
  type: 'Close',
  ...party,
  until: '2026-01-15',
  by: 'member',
  reasonCode: 'moved',
  points: { type: 'until', lastDay: '2026-06-30' },
}
const refer = {
  type: 'Refer',
  ...party,
  byCustomerId: id,
  areOneHousehold: false,
  referredOn: '2026-01-15',
}
const counted = [{ day: '2026-01-15', onDay: '2026-01-15', amount: 1 }]
const assess = { type: 'AssessTier', customerId: id, rules: adopted, counted }
const counting = (change: object): object => ({
  ...assess,
  counted: [{ ...counted[0], ...change }],
})
const grant = {
  type: 'OverrideTier',
  customerId: id,
  tier: 'gold',
  lastDay: '2026-12-31',
  reasonCode: 'goodwill',
  approver: 'manager-1',
  rules: adopted,
  counted,
}

const without = (command: object, member: string): object =>
  Object.fromEntries(Object.entries(command).filter(([key]) => key !== member))
const levels = Array.from({ length: 21 }, (_, n) => ({ tier: `tier-${n}`, threshold: n }))

// What was expected may be worded otherwise tomorrow; where it is wrong and what was found may not.
const malformed: ReadonlyArray<readonly [string, unknown, Omit<Problem, 'expected'>]> = [
  [
    'no tiers in a list',
    adopt({ levels: [] }),
    { path: '/rules/tiers/levels', found: 'a list of 0' },
  ],
  ['too many tiers', adopt({ levels }), { path: '/rules/tiers/levels', found: 'a list of 21' }],
  [
    'a negative threshold',
    adopt({ levels: [{ tier: 'gold', threshold: -1 }] }),
    { path: '/rules/tiers/levels/0/threshold', found: '-1' },
  ],
  [
    'a window of no months',
    adopt({ window: { type: 'rolling', months: 0 } }),
    { path: '/rules/tiers/window/months', found: '0' },
  ],
  [
    'an unknown measure',
    adopt({ measure: 'money' }),
    { path: '/rules/tiers/measure', found: 'text of 5 characters' },
  ],
  [
    'terms without a version',
    { ...apply, terms: { sha256 } },
    { path: '/terms/version', found: 'nothing' },
  ],
  [
    'terms by another hash',
    { ...accept, terms: { version: 1, sha256: 'AB' } },
    { path: '/terms/sha256', found: 'text of 2 characters' },
  ],
  [
    'an application without a day',
    without(apply, 'appliedOn'),
    { path: '/appliedOn', found: 'nothing' },
  ],
  ['an age in years', { ...admit, isOldEnough: 17 }, { path: '/isOldEnough', found: '17' }],
  [
    'a last day that does not exist',
    { ...admit, through: '2027-02-29' },
    { path: '/through', found: '2027-02-29' },
  ],
  [
    'a rest without a reason',
    without(suspend, 'reasonCode'),
    { path: '/reasonCode', found: 'nothing' },
  ],
  ['a rest that nobody knows', { ...suspend, until: 1 }, { path: '/until', found: '1' }],
  ['going on from a number', { ...resume, fromDay: 5 }, { path: '/fromDay', found: '5' }],
  [
    'a renewal to the year 10000',
    { ...renew, through: '10000-01-01' },
    { path: '/through', found: 'text of 11 characters' },
  ],
  ['running out without a day', without(lapse, 'today'), { path: '/today', found: 'nothing' }],
  [
    'points until no day',
    { ...close, points: { type: 'until' } },
    { path: '/points/lastDay', found: 'nothing' },
  ],
  [
    'points that are burnt',
    { ...close, points: { type: 'burn' } },
    { path: '/points/type', found: 'text of 4 characters' },
  ],
  [
    'a household that is a text',
    { ...refer, areOneHousehold: 'no' },
    { path: '/areOneHousehold', found: 'text of 2 characters' },
  ],
  [
    'a referral by nobody',
    without(refer, 'byCustomerId'),
    { path: '/byCustomerId', found: 'nothing' },
  ],
  ['nothing that counts', counting({ amount: 0 }), { path: '/counted/0/amount', found: '0' }],
  ['half a point', counting({ amount: 0.5 }), { path: '/counted/0/amount', found: '0.5' }],
  [
    'what counts without a day',
    { ...assess, counted: [without(counted[0] as object, 'onDay')] },
    { path: '/counted/0/onDay', found: 'nothing' },
  ],
  ['a look by no rules', without(assess, 'rules'), { path: '/rules', found: 'nothing' }],
  ['a look at nothing', without(assess, 'counted'), { path: '/counted', found: 'nothing' }],
  [
    'a look for a reason that nobody knows',
    { ...assess, cause: { type: 'whim' } },
    { path: '/cause/type', found: 'text of 4 characters' },
  ],
  [
    'a return that does not say what had counted',
    { ...assess, cause: { type: 'return' } },
    { path: '/cause/before', found: 'nothing' },
  ],
  [
    'a look by rules without a hash',
    { ...assess, rules: { ...adopted, sha256: '' } },
    { path: '/rules/sha256', found: 'empty text' },
  ],
  ['a grant of no tier', without(grant, 'tier'), { path: '/tier', found: 'nothing' }],
  [
    'a match with an unknown member',
    { ...grant, type: 'MatchTier', from: 'elsewhere' },
    { path: '/from', found: 'text of 9 characters' },
  ],
  [
    'a tier with a name too long',
    { ...grant, tier: 'x'.repeat(65) },
    { path: '/tier', found: 'text of 65 characters' },
  ],
]

const send = (command: unknown) =>
  shop.send(command as never, { commandId: newId(), actor: 'clerk-7' } as never)()

describe('bad input about memberships', () => {
  test.each(malformed)(
    '%s is refused by its path, and nothing is appended',
    async (_title, command, problem) => {
      const { head } = await orThrow(shop.status)
      expect(await send(command)).toMatchObject({
        left: { _tag: 'InvalidCommand', problems: [problem] },
      })
      expect((await orThrow(shop.status)).head).toBe(head)
    },
  )

  test('is each time one step from what is well formed: the commands themselves are no bad input', async () => {
    for (const command of [accept, suspend, resume, renew, lapse, close, refer, assess, grant]) {
      expect(await send(command)).toMatchObject({ left: { _tag: 'NotAMember' } })
    }
    const told = { ...assess, cause: { type: 'return', before: counted } }
    expect(await send(told)).toMatchObject({ right: { _tag: 'AlreadySo' } })
    for (const command of [apply, admit]) {
      expect(await send(command)).toMatchObject({ right: { _tag: 'Appended' } })
    }
  })
})
