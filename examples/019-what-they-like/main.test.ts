import { expect, test, vi } from 'vitest'
import { main } from './main.js'

const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)

test('what a customer likes shows in what they keep, and how often they buy in the days between', async () => {
  await main()
  expect(
    print.mock.calls.map(([line]) => line).join('\n'),
  ).toBe(`of 6 pieces: strand 83.3 %, meridian 16.7 %
of what was paid: strand 66.2 %, meridian 33.8 %
of what was paid, by category: watch 94.2 %, strap 5.8 %
gaps of 50, 42, 52, 47 days: 49 as a rule, next about 2025-09-07
The one of another brand comes back.
of 5 pieces: strand 100 %
of what was paid: strand 100 %
of what was paid, by category: watch 91.2 %, strap 8.8 %
3 gaps, and 4 are needed to see a rhythm`)
})
