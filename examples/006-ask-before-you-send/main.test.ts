import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { main } from './main.js'

const folder = mkdtempSync(join(tmpdir(), 'patina-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)

test('a mail is asked for before it is sent: allowed by a consent for its class, and refused with a section else', async () => {
  await main(folder)
  expect(
    print.mock.calls.map(([line]) => line).join('\n'),
  ).toBe(`watches: no, noConsent (s.35E(1)(a))
watches: yes
rings: no, notCovered (s.35E(1)(c))
watches: no, optedOut (s.35G)
0 of 1 uses lack a consent
PermissionRefused`)
})
