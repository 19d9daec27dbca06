import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { main } from './main.js'

const folder = mkdtempSync(join(tmpdir(), 'patina-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a view of your own carries what is sealed, is sorted by what is clear, and rebuilds the same after an erasure', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await main(folder)
  expect(
    print.mock.calls.map(([line]) => line).join('\n'),
  ).toBe(`2 by sms, the last one Personal(optOutText@1)
opens: 請停止! Example
2 by sms, the last one Personal(optOutText@1)
erased: due
Rebuilt, and the same: true`)
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name))
    for (const said of ['請停止', 'STOP, please']) {
      expect([name, said, bytes.includes(said)]).toEqual([name, said, false])
    }
  }
})
