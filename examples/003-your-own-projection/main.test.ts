import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { main } from './main.js'

const folder = mkdtempSync(join(tmpdir(), 'patina-'))
afterEach(() => rmSync(folder, { recursive: true }))

test('a till says what was taken, what was known in the evening and what was so at noon', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await main(folder)
  const printed = print.mock.calls.map(([line]) => line)
  expect(printed.join('\n')).toBe(`Saturday: 2 sales, 42000 cents
2025-03-02: took 0 cents, paid 30000 back
2025-03-01: took 47000 cents, paid 0 back
Saturday, as it was known in the evening: 42000 cents
Saturday, as it was at noon: 30000 cents
Rebuilt, and the same: true`)
})
