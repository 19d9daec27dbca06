import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { main } from './main.js'

const folder = mkdtempSync(join(tmpdir(), 'patina-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a guest opens for the desk until the guest is erased, and no file ever holds the name', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await main(folder)
  const printed = print.mock.calls.map(([line]) => line)
  expect(printed.join('\n')).toBe(`1 visit of Personal(guestName@1)
opens: 陳大文 Example
1 visit of Personal(guestName@1)
erased: on-request
in the log: no name`)
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name))
    for (const said of ['陳大文', 'Example', '+85200000000']) {
      expect([name, said, bytes.includes(said)]).toEqual([name, said, false])
      expect([name, said, bytes.includes(Buffer.from(said, 'utf16le'))]).toEqual([
        name,
        said,
        false,
      ])
    }
  }
})
