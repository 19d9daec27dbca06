import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { main } from './main.js'

const folder = mkdtempSync(join(tmpdir(), 'patina-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a balance and a status say which events they come from, and whose they are', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await main(folder)
  const printed = print.mock.calls.map(([line]) => line)
  print.mockRestore()
  expect(printed.join('\n')).toBe(`660 points, after looking at 8 events
  PointsAwarded by reaction:points_for_sales: 0 to 480
  PointsAwarded by reaction:points_for_sales: 480 to 960
  PointsRedeemed by till-2: 960 to 660
blocked, for clerk-9 said so: CustomerStatusChanged
5 events are about the customer, 2 about it`)
})
