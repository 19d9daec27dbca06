// What is wrong with a command about points is said by its path, and nothing comes of it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crm } from '@patina/crm'
import { points } from '@patina/crm/points'
import { newId, type Problem } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let folder: string
let shop: Application<typeof crm>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'patina-bad-points-'))
  shop = await orThrow(open(embedded(join(folder, 'shop')), crm))
})

afterAll(async () => {
  await shop.close()
  rmSync(folder, { recursive: true, force: true })
})

const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`
const rules = {
  programmeId: id(1),
  sha256: 'ab'.repeat(32),
  rules: {
    version: 1,
    effectiveOn: '2024-01-01',
    zone: 'Asia/Hong_Kong',
    currency: 'HKD',
    earn: { pointsPerMinor: [1, 1000], rounding: 'floor', place: 'line' },
    expiry: { type: 'never' },
    deficit: 'carry',
    redemption: { step: 1, minimum: 1, graceDays: 30 },
  },
}
const adjust = {
  type: 'AdjustPoints',
  customerId: id(2),
  adjustmentId: id(3),
  points: 10,
  reasonCode: 'goodwill',
  rules,
}
const transfer = {
  type: 'TransferPoints',
  membershipId: id(4),
  transferId: id(5),
  toCustomerId: id(6),
  points: 10,
  rules,
}
const close = { type: 'CloseAccount', membershipId: id(4), policy: 'forfeit' }
const lot = { from: id(7), lotId: id(8), points: 10, earnedOn: '2024-06-01' }
const receive = {
  type: 'ReceiveTransfer',
  membershipId: id(4),
  customerId: id(2),
  programmeId: id(1),
  zone: 'Asia/Hong_Kong',
  transferId: id(5),
  part: 1,
  fromMembershipId: id(9),
  fromCustomerId: id(6),
  isMember: true,
  lots: [lot],
}
const { reasonCode: _, ...withoutReason } = adjust
const under = (changes: object): object => ({ ...rules, rules: { ...rules.rules, ...changes } })

const malformed: ReadonlyArray<readonly [string, unknown, Omit<Problem, 'expected'>]> = [
  [
    'an adjustment by a text',
    { ...adjust, points: '10' },
    { path: '/points', found: 'text of 2 characters' },
  ],
  ['an adjustment by nothing', { ...adjust, points: 0 }, { path: '/points', found: '0' }],
  ['an adjustment by half a point', { ...adjust, points: 0.5 }, { path: '/points', found: '0.5' }],
  [
    'an adjustment beyond all measure',
    { ...adjust, points: 1_000_000_001 },
    { path: '/points', found: '1000000001' },
  ],
  ['an adjustment without a reason', withoutReason, { path: '/reasonCode', found: 'nothing' }],
  ['an adjustment that says more', { ...adjust, sum: 5 }, { path: '/sum', found: '5' }],
  [
    'a note that is too long',
    { ...adjust, note: 'x'.repeat(10_001) },
    { path: '/note', found: 'text of 10001 characters' },
  ],
  [
    'a transfer of less than nothing',
    { ...transfer, points: -1 },
    { path: '/points', found: '-1' },
  ],
  [
    'a transfer to somebody without an id',
    { ...transfer, toCustomerId: 'nobody' },
    { path: '/toCustomerId', found: 'text of 6 characters' },
  ],
  [
    'a transfer under rules that let nobody give, by a text',
    {
      ...transfer,
      rules: under({ transfer: { mostPoints: 'none', mostPointsAYear: 0, leastDays: 0 } }),
    },
    { path: '/rules/rules/transfer/mostPoints', found: 'text of 4 characters' },
  ],
  [
    'an inactivity of no months',
    { ...transfer, rules: under({ expiry: { type: 'inactivity', months: 0 } }) },
    { path: '/rules/rules/expiry/months', found: '0' },
  ],
  ['no lots to take in', { ...receive, lots: [] }, { path: '/lots', found: 'a list of 0' }],
  [
    'more lots than an event has room for',
    { ...receive, lots: Array.from({ length: 2001 }, () => lot) },
    { path: '/lots', found: 'a list of 2001' },
  ],
  [
    'a lot that was earned on no day',
    { ...receive, lots: [{ ...lot, earnedOn: '2023-02-29' }] },
    { path: '/lots/0/earnedOn', found: '2023-02-29' },
  ],
  ['a part before the first', { ...receive, part: 0 }, { path: '/part', found: '0' }],
  [
    'a closing by no policy',
    { ...close, policy: 'keep' },
    { path: '/policy', found: 'text of 4 characters' },
  ],
  [
    'a closing until no day',
    { ...close, until: '2024-02-30' },
    { path: '/until', found: '2024-02-30' },
  ],
  [
    'a move of nobody',
    {
      type: 'MoveLots',
      membershipId: id(4),
      customerId: id(2),
      programmeId: id(1),
      zone: 'Asia/Hong_Kong',
      origins: [],
      to: id(4),
      toCustomerId: id(2),
    },
    { path: '/origins', found: 'a list of 0' },
  ],
]

const rest = {
  type: 'RestAccount',
  membershipId: id(4),
  customerId: id(2),
  programmeId: id(1),
  zone: 'Asia/Hong_Kong',
  fromDay: '2024-06-10',
}

describe('bad input about points', () => {
  test.each(malformed)(
    '%s is refused by its path, and nothing is appended',
    async (_title, command, problem) => {
      const { head } = await orThrow(shop.status)
      const sent = await shop.send(command as never, { commandId: newId(), actor: 'till-1' })()
      expect(sent).toMatchObject({ left: { _tag: 'InvalidCommand', problems: [problem] } })
      expect((await orThrow(shop.status)).head).toBe(head)
    },
  )

  test.each(points.inner ?? [])('%s is sent by a reaction and by nobody else', async (type) => {
    const { head } = await orThrow(shop.status)
    const sent = await shop.send({ ...rest, type } as never, {
      commandId: newId(),
      actor: 'till-1',
    })()
    expect(sent).toMatchObject({
      left: {
        _tag: 'InvalidCommand',
        problems: [{ path: '/type', found: 'one that only a reaction sends' }],
      },
    })
    expect((await orThrow(shop.status)).head).toBe(head)
  })
})
