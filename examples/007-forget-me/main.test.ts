import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { main } from './main.js'

const folder = mkdtempSync(join(tmpdir(), 'patina-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a guest who is forgotten is found nowhere, and the log alone proves it', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await main(folder)
  expect(print.mock.calls.map(([line]) => line).join('\n')).toBe(`has the number: 1
erasures that lack something: 0
name: Erased
has the number: 0
at hand: 0
certificate: 2 keys destroyed, kept: transaction
remnants ended: true
the log says: 2 keys destroyed, names at hand: 1
2 sealed values under them, 0 stored too late
completed`)
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name))
    expect([name, bytes.includes('陳大文')]).toEqual([name, false])
  }
})
