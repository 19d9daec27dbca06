import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { right } from 'fp-ts/lib/Either.js'
import { afterEach, expect, test, vi } from 'vitest'
import { main } from './main.js'
import { eventCodecs } from './wishes/codec.js'

const folder = mkdtempSync(join(tmpdir(), 'patina-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a sale grants the wish for what was sold, and nobody has more than twenty wishes', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await main(folder)
  const printed = print.mock.calls.map(([line]) => line)
  expect(printed.join('\n')).toBe(`Still wished for: CLOCK-7
Come true: 1
Wish 20 more: {"_tag":"TooManyWishes","limit":20}`)
})

test('wishes of every version that was ever stored still decode', () => {
  const sample = (version: number): unknown => ({
    ...JSON.parse(
      readFileSync(
        join(import.meta.dirname, 'wishes/__stored__', `WishMade.v${version}.json`),
        'utf8',
      ),
    ),
    type: 'WishMade',
  })
  const { decode, upcast } = eventCodecs.WishMade
  const wish = { type: 'WishMade', customerId: '00000000-0000-4000-8000-00000000a11a' }
  expect(upcast?.(1, sample(1))).toEqual(
    right([{ ...wish, sku: 'RING-3', madeAt: '2024-11-30T03:00:00.000Z' }]),
  )
  expect(decode(sample(2))).toEqual(
    right({ ...wish, sku: 'RING-3', madeAt: '2025-02-28T03:00:00.000Z' }),
  )
})
