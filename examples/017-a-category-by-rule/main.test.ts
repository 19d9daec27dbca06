import { expect, test, vi } from 'vitest'
import { main } from './main.js'

const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)

test('a customer enters a category by its rule, with the reasons, and leaves it for a word', async () => {
  await main()
  expect(print.mock.calls.map(([line]) => line).join('\n')).toBe(`After the first sale: none
After the second: friend
all: true
  any: true
    sum: true, events: 2
    count: false, events: 2
  since: true, events: 1
  count: true, events: 0
After somebody has said so: press`)
})
