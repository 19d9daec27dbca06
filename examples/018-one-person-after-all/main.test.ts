import { expect, test, vi } from 'vitest'
import { main } from './main.js'

const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)

test('two customers turn out to be one person, and then not: each has what they would have had', async () => {
  await main()
  expect(print.mock.calls.map(([line]) => line).join('\n')).toBe(`together 2 sales
the person 2, the record 1
answered for by the card
card 1
web 2`)
})
