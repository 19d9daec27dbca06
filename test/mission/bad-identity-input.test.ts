import { crm } from '@patina/crm'
import { consent } from '@patina/crm/consent'
import { commandCodecs, identity } from '@patina/crm/identity'
import { privacyRequests } from '@patina/crm/privacy-requests'
import { inMemory, newId, type Problem } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let shop: Application<typeof crm>
beforeAll(async () => {
  shop = await orThrow(open(inMemory(), crm))
})
afterAll(() => shop.close())

const id = '6f1d2c3b-0000-4000-8000-000000000001'
const other = '6f1d2c3b-0000-4000-8000-000000000002'
const merge = {
  type: 'MergeCustomers',
  mergeId: id,
  survivorId: id,
  mergedId: other,
  evidence: { method: 'counter' },
}

// One well-formed command of each type, without what is optional.
const commands = [
  merge,
  { type: 'UnmergeCustomers', mergeId: id, reasonCode: 'mistaken' },
  { type: 'DismissDuplicate', customerId: id, otherId: other, reasonCode: 'twins' },
  { type: 'AuthoriseMatching', matchingId: id, ground: 'scheduledLaw', citation: 'CAP 1' },
  {
    type: 'RecordAdverseActionNotice',
    matchingId: id,
    customerId: id,
    receivedAt: '2024-06-03T04:00:00.000Z',
  },
]
const inner = [
  ...(identity.inner ?? []),
  ...(consent.inner ?? []),
  ...(privacyRequests.inner ?? []),
]
const oversized = 'x'.repeat(1_000_000)

const spoiled = (command: { readonly type: string }): ReadonlyArray<readonly [string, unknown]> => [
  ...Object.keys(command)
    .filter((field) => field !== 'type')
    .flatMap(
      (field): ReadonlyArray<readonly [string, unknown]> => [
        [`/${field}`, { ...command, [field]: -1 }],
        [`/${field}`, { ...command, [field]: oversized }],
        [`/${field}`, { ...command, [field]: new Array(10_000).fill(oversized) }],
        [`/${field}`, Object.fromEntries(Object.entries(command).filter(([key]) => key !== field))],
      ],
    ),
  ['/other', { ...command, other: 1 }],
]

const matchedWith = (people: number): object => ({
  ...merge,
  evidence: { method: 'counter', matching: { matchingId: id, people } },
})

const more: ReadonlyArray<readonly [string, unknown]> = [
  ...commands.flatMap(spoiled),
  ['/evidence/matching/people', matchedWith(-1)],
  ['/evidence/matching/people', matchedWith(1)],
  ['/evidence/matching/people', matchedWith(1e12)],
  ['/evidence/method', { ...merge, evidence: {} }],
  ['/evidence/by', { ...merge, evidence: { method: 'counter', by: 'hand' } }],
  ['/pins', { ...merge, pins: new Array(101).fill({ field: 'market', customerId: id }) }],
  ['/pins/0/field', { ...merge, pins: [{ field: oversized, customerId: id }] }],
  ['/isAdverse', { ...merge, isAdverse: 'yes' }],
  ['/receivedAt', { ...commands[4], receivedAt: '2024-02-30T04:00:00.000Z' }],
  ['/receivedAt', { ...commands[4], receivedAt: '99999-01-01T00:00:00.000Z' }],
]

const problemsOf = async (command: unknown): Promise<ReadonlyArray<Problem>> => {
  const answer = await shop.send(command as never, { commandId: newId(), actor: 'web-1' })()
  expect(answer).toMatchObject({ left: { _tag: 'InvalidCommand' } })
  return (answer as unknown as { left: { problems: ReadonlyArray<Problem> } }).left.problems
}

describe('bad input about who is one person', () => {
  test('is tried on every command that others may send', () => {
    const all = Object.keys(commandCodecs)
    expect(commands.map(({ type }) => type)).toEqual(
      all.filter((type) => !inner.includes(type as never)),
    )
  })

  test('is refused by its path, and nothing is appended', async () => {
    const { head } = await orThrow(shop.status)
    for (const [path, bad] of more) {
      const problems = await problemsOf(bad)
      expect(problems.length).toBeGreaterThan(0)
      for (const problem of problems) expect(problem.path.startsWith(path)).toBe(true)
      expect(JSON.stringify(problems)).not.toContain('xxx')
    }
    expect((await orThrow(shop.status)).head).toBe(head)
  })

  test.each(inner)('%s is sent by a reaction and by nobody else', async (type) => {
    const { head } = await orThrow(shop.status)
    expect(await problemsOf({ type, mergeId: id, customerId: id })).toMatchObject([
      { path: '/type', found: 'one that only a reaction sends' },
    ])
    expect((await orThrow(shop.status)).head).toBe(head)
  })
})
