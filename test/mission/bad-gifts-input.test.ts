import { crm } from '@patina/crm'
import { commandCodecs } from '@patina/crm/gifts'
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
const terms = { points: 100, worth: { currency: 'HKD', minor: 20_000 } }
const worth = terms.worth
const gift = { giftId: id }
const asked = {
  ...gift,
  customerId: id,
  storeId: 'HK1',
  item: { itemId: id, version: 1, sha256, terms },
  facts: { categories: [] },
}

// One well-formed command of each type, without what is optional.
const commands = [
  { type: 'ListGiftItem', itemId: id, terms },
  { type: 'WithdrawGiftItem', itemId: id, reasonCode: 'ended' },
  { type: 'ReceiveStock', itemId: id, storeId: 'HK1', deliveryId: id, count: 5 },
  {
    type: 'CorrectStock',
    itemId: id,
    storeId: 'HK1',
    correctionId: id,
    difference: -1,
    reasonCode: 'counted',
  },
  { type: 'RequestGift', ...asked, programmeId: id },
  { type: 'GrantGift', ...asked, reasonCode: 'goodwill' },
  { type: 'OfferForCollection', ...gift, collectByDay: '2024-06-03' },
  { type: 'CollectGift', ...gift, proof: 'card' },
  { type: 'ShipGift', ...gift, customerId: id, carrier: 'post' },
  { type: 'DeliverGift', ...gift },
  { type: 'CancelGift', ...gift, reasonCode: 'asked' },
  { type: 'ReturnGift', ...gift, condition: 'asNew', reasonCode: 'faulty' },
  { type: 'LapseGift', ...gift },
  { type: 'ContinueGift', ...gift, step: 'stock' },
  { type: 'RefuseGift', ...gift, step: 'stock', reasons: [{ type: 'NotForPoints' }] },
  {
    type: 'TakeAllowance',
    ...gift,
    customerId: id,
    itemId: id,
    under: { version: 1, sha256, worth, limits: { perGiftMinor: 1, perYearMinor: 1 } },
    onDay: '2024-06-03',
  },
  { type: 'GiveBackAllowance', ...gift, customerId: id },
  { type: 'ReserveStock', itemId: id, storeId: 'HK1', ...gift, version: 1, sha256 },
  { type: 'IssueStock', itemId: id, ...gift },
  { type: 'PutBackStock', itemId: id, ...gift, condition: 'asNew' },
]

const oversized = 'x'.repeat(1_000_000)
const mayLack = new Set(['collectByDay'])

const spoiled = (command: { readonly type: string }): ReadonlyArray<readonly [string, unknown]> => [
  ...Object.keys(command)
    .filter((field) => field !== 'type')
    .flatMap((field): ReadonlyArray<readonly [string, unknown]> => {
      const without = Object.entries(command).filter(([key]) => key !== field)
      return [
        // Only a difference may well be below nothing.
        [`/${field}`, { ...command, [field]: field === 'difference' ? -1_000_001 : -1 }],
        [`/${field}`, { ...command, [field]: oversized }],
        [`/${field}`, { ...command, [field]: new Array(10_000).fill(oversized) }],
        ...(mayLack.has(field) ? [] : [[`/${field}`, Object.fromEntries(without)] as const]),
        ...(/Day$/.test(field)
          ? [
              [`/${field}`, { ...command, [field]: '2024-02-30' }] as const,
              [`/${field}`, { ...command, [field]: '10000-01-01' }] as const,
            ]
          : []),
      ]
    }),
  ['/other', { ...command, other: 1 }],
]

// Words of a person, which no error may repeat.
const wordy = [
  [
    '/occasion',
    { type: 'GrantGift', ...asked, reasonCode: 'goodwill', occasion: 'xxx'.repeat(70) },
  ],
  ['/note', { type: 'GrantGift', ...asked, reasonCode: 'goodwill', note: 'xxx'.repeat(4000) }],
  ['/tracking', { type: 'ShipGift', ...gift, customerId: id, carrier: 'post', tracking: ['xxx'] }],
] as const

const expectRefused = async (path: string, bad: unknown): Promise<void> => {
  const answer = await shop.send(bad as never, { commandId: newId(), actor: 'web-1' })()
  expect(answer).toMatchObject({ left: { _tag: 'InvalidCommand' } })
  const { problems } = (answer as unknown as { left: { problems: ReadonlyArray<Problem> } }).left
  expect(problems.length).toBeGreaterThan(0)
  for (const problem of problems) expect(problem.path.startsWith(path)).toBe(true)
  // What was found is described, never quoted.
  expect(JSON.stringify(problems)).not.toContain('xxx')
}

describe('bad input about gifts', () => {
  test('is tried on every command', () => {
    expect(commands.map(({ type }) => type)).toEqual(Object.keys(commandCodecs))
  })

  test.each(commands)(
    '$type with a wrong, a missing, an unknown or an oversized field is refused by its path, and nothing is appended',
    async (command) => {
      const { head } = await orThrow(shop.status)
      for (const [path, bad] of spoiled(command)) await expectRefused(path, bad)
      expect((await orThrow(shop.status)).head).toBe(head)
    },
  )

  test('with too many words is refused without repeating one', async () => {
    const { head } = await orThrow(shop.status)
    for (const [path, bad] of wordy) await expectRefused(path, bad)
    expect((await orThrow(shop.status)).head).toBe(head)
  })
})
