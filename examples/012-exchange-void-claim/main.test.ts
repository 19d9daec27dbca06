import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { main } from './main.js'

const folder = mkdtempSync(join(tmpdir(), 'patina-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a sale is voided, another one claimed, and a ring exchanged for a clock', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await main(folder)
  expect(print.mock.calls.map(([line]) => line).join('\n')).toBe(`open: INV-1
SaleClaimed INV-1: HK$1100
SaleLinesReturned RET-1: HK$-825
SaleRecorded INV-3: HK$1200
by card: HK$1100
by cash: HK$1200
ALPHA: 50 % of pieces
BETA: 50 % of pieces
{"_tag":"NotEnoughGaps","gaps":0,"needed":4}`)
})
