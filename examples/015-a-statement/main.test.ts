import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { main } from './main.js'

const folder = mkdtempSync(join(tmpdir(), 'patina-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a member can read what came, what went, and until when the rest can be spent', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await main(folder)
  const printed = print.mock.calls.map(([line]) => line).join('\n')
  expect(
    printed,
  ).toBe(`{"_tag":"Left","left":{"_tag":"TransferRefused","reasons":[{"_tag":"AccountTooYoung","from":"2024-05-30"}]}}
2024-03-01     0     0  earned, 480 to come
2024-03-15  +480   480  can be spent now
2024-04-10   +50   530  with our apologies
2024-06-20  -120   410  given to another member
2024-11-02  -200   210  spent
210 until 2025-12-31
2024-11-03: 330 points outstanding, HK$33
2026-01-01: 0 points outstanding, HK$0`)
})
