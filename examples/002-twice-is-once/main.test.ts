import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { main } from './main.js'

const folder = mkdtempSync(join(tmpdir(), 'patina-'))
afterEach(() => rmSync(folder, { recursive: true }))

test('a sale that is sent twice, typed twice and misspelt is recorded once', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await main(folder)
  const printed = print.mock.calls.map(([line]) => line)
  expect(printed.join('\n')).toBe(`The same receipt: true
Typed once more: AlreadySo

With another price:
{
  "_tag": "DocumentAlreadyRecorded",
  "documentNumber": "INV-2041",
  "differences": [
    {
      "path": "/lines/0/unitMinor",
      "recorded": 90000,
      "found": 95000
    },
    {
      "path": "/lines/0/paidMinor",
      "recorded": 180000,
      "found": 190000
    },
    {
      "path": "/totalMinor",
      "recorded": 180000,
      "found": 190000
    }
  ]
}

Malformed:
{
  "_tag": "InvalidCommand",
  "problems": [
    {
      "path": "/documentNumber",
      "expected": "text of 1 to 64 characters in NFC, no space at either end",
      "found": "text of 9 characters"
    },
    {
      "path": "/soldOn",
      "expected": "a day as YYYY-MM-DD, from 0001-01-01 to 9999-12-31",
      "found": "2025-02-30"
    },
    {
      "path": "/lines",
      "expected": "a list of 1 to 2000 entries",
      "found": "a list of 0"
    },
    {
      "path": "/colour",
      "expected": "no member of this name",
      "found": "text of 3 characters"
    }
  ]
}

Dated an hour from now: OccurredInFuture
Events in the history of the sale: 1`)
})
