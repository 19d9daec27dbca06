import { expect, test, vi } from 'vitest'
import { main } from './main.js'

test('a member rises, is granted a tier for a summer, and falls without any job', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  await main()
  const printed = print.mock.calls.map((words) => words.join(' ').trimEnd())
  print.mockRestore()
  expect(printed).toEqual([
    '2026-03-01: silver, last day 2027-12-31 (HK$38000 to gold)',
    '2026-06-15: gold, last day 2026-08-31',
    '2026-09-01: silver, last day 2027-12-31 (HK$38000 to gold)',
    '2028-01-01: no tier, last day none (HK$10000 to silver)',
    '2026-03-01: none to silver, earned',
    '2026-06-15: silver to gold, override',
    '2026-09-01: gold to silver, periodEnd',
    '2028-01-01: silver to none, periodEnd',
  ])
})
