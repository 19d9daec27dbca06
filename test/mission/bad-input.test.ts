import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crm } from '@patina/crm'
import { newId, type Problem } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let folder: string
let shop: Application<typeof crm>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'patina-bad-input-'))
  shop = await orThrow(open(embedded(join(folder, 'shop')), crm))
})

afterAll(async () => {
  await shop.close()
  rmSync(folder, { recursive: true, force: true })
})

const line = { lineId: '1', sku: 'RING-1', quantity: 1, unitMinor: 5000, paidMinor: 5000 }
const sale = {
  type: 'RecordSale',
  documentNumber: 'INV-1',
  storeId: 'SHOP-1',
  soldOn: '2026-01-15',
  currency: 'HKD',
  lines: [line],
}
const ofLine = (change: object): object => ({ ...sale, lines: [{ ...line, ...change }] })
const { soldOn: _, ...withoutDay } = sale
const longName = '錶'.repeat(200)
const hugeLines = Array.from({ length: 2000 }, (__, index) => ({
  ...line,
  lineId: String(index + 1),
  name: longName,
}))

// What was expected may be worded otherwise tomorrow; where it is wrong and what was found may not.
const malformed: ReadonlyArray<readonly [string, unknown, Omit<Problem, 'expected'>]> = [
  [
    'a quantity that is a text',
    ofLine({ quantity: '1' }),
    { path: '/lines/0/quantity', found: 'text of 1 characters' },
  ],
  ['a negative quantity', ofLine({ quantity: -1 }), { path: '/lines/0/quantity', found: '-1' }],
  [
    'a quantity that is no whole number',
    ofLine({ quantity: 0.5 }),
    { path: '/lines/0/quantity', found: '0.5' },
  ],
  [
    'an amount that is no number',
    ofLine({ paidMinor: Number.NaN }),
    { path: '/lines/0/paidMinor', found: 'NaN' },
  ],
  [
    'a day that does not exist',
    { ...sale, soldOn: '2026-02-30' },
    { path: '/soldOn', found: '2026-02-30' },
  ],
  [
    'a day in another form',
    { ...sale, soldOn: '15.1.2026' },
    { path: '/soldOn', found: 'text of 9 characters' },
  ],
  ['a missing day', withoutDay, { path: '/soldOn', found: 'nothing' }],
  ['an unknown member', { ...sale, discount: 5 }, { path: '/discount', found: '5' }],
  [
    'an unknown member of a line',
    ofLine({ colour: 'gold' }),
    { path: '/lines/0/colour', found: 'text of 4 characters' },
  ],
  [
    'a lone surrogate',
    ofLine({ name: 'ring \ud800' }),
    { path: '/lines/0/name', found: 'text with a lone surrogate' },
  ],
  [
    'a name that is too long',
    ofLine({ name: 'x'.repeat(201) }),
    { path: '/lines/0/name', found: 'text of 201 characters' },
  ],
  ['no lines', { ...sale, lines: [] }, { path: '/lines', found: 'a list of 0' }],
  [
    'too many lines',
    { ...sale, lines: Array.from({ length: 2001 }, () => line) },
    { path: '/lines', found: 'a list of 2001' },
  ],
  [
    'a list where a text belongs',
    { ...sale, storeId: ['SHOP-1'] },
    { path: '/storeId', found: 'a list of 1' },
  ],
  [
    'a member called __proto__',
    JSON.parse(`{"__proto__": {"x": 1}, ${JSON.stringify(sale).slice(1)}`),
    { path: '/__proto__', found: 'an object' },
  ],
  [
    'a command that nobody knows',
    { ...sale, type: 'SellEverything' },
    { path: '/type', found: 'text of 14 characters' },
  ],
  ['no command at all', null, { path: '', found: 'null' }],
]

const context = () => ({ commandId: newId(), actor: 'till-1' })
const send = (command: unknown, with_: object = context()) =>
  shop.send(command as never, with_ as never)()

describe('bad input', () => {
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

  test('in what comes with a command is refused by its path too', async () => {
    const { head } = await orThrow(shop.status)
    expect(await send(sale, { commandId: 'no-uuid', actor: '', reason: 1 })).toMatchObject({
      left: {
        _tag: 'InvalidCommand',
        problems: [
          { path: '/context/commandId' },
          { path: '/context/actor' },
          { path: '/context/reason' },
        ],
      },
    })
    expect((await orThrow(shop.status)).head).toBe(head)
  })

  test('that would make an event of 1 MiB and more is refused as too large', async () => {
    const { head } = await orThrow(shop.status)
    expect(await send({ ...sale, lines: hugeLines })).toEqual(
      E.left({ _tag: 'EventRefused', problem: 'TooLarge', index: 0 }),
    )
    expect((await orThrow(shop.status)).head).toBe(head)
  })
})
