import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { hold } from './hold.js'
import { main } from './main.js'
import { spend } from './spend.js'

const folder = mkdtempSync(join(tmpdir(), 'patina-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
const printed = (): string => print.mock.calls.map(([line]) => line).join('\n')
beforeEach(() => print.mockClear())

test('a member who buys for HK$4,800 has 480 points', async () => {
  await main(folder)
  expect(printed()).toBe(`480 points`)
})

test('a member with 480 points spends 300 of them once, not twice', async () => {
  await spend(folder)
  expect(printed()).toBe(`180 points left
{"_tag":"InsufficientPoints","asked":300,"available":180}
PointsAwarded: 480, balance 480
PointsRedeemed: -300, balance 180`)
})

test('a member with 180 points has 100 of them held, until they are paid or a quarter of an hour is over', async () => {
  await hold(folder)
  expect(printed()).toBe(`while the card machine is asked: 80 to spend, 100 held
a quarter of an hour later: 180 to spend, 0 held
{"_tag":"HoldNotOpen","cause":"ended"}
paid: 80 to spend, 0 held`)
})
