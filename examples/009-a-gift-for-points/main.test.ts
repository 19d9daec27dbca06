import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { main } from './main.js'

const folder = mkdtempSync(join(tmpdir(), 'patina-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
const printed = (): string => print.mock.calls.map(([line]) => line).join('\n')

test('a member with 480 points gets one umbrella for 200, not two, and has her points again when she brings it back', async () => {
  await main(folder)
  expect(printed()).toBe(`asked for: issued, 280 points, 0 on the shelf
and another: refused for CapReached, 280 points, 0 on the shelf
handed over: collected, 280 points, 0 on the shelf
brought back: returned, 480 points, 1 on the shelf`)
})
