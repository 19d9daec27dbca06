import { expect, test, vi } from 'vitest'
import { main } from './main.js'

const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)

test('two records that may be one person are shown with what each field says, and never again when they are two', async () => {
  await main()
  expect(print.mock.calls.map(([line]) => line).join('\n')).toBe(`3 and 4: likely, 10.7
  familyName exact 2.8
  givenName close 2.3
  bornOn exact 2.8
  phone exact 2.8
1 and 2: likely, 9.9
  familyName exact 2.8
  givenName exact 2.8
  hanName exact 2.7
  bornOn close 1.5
1 of 2 left
16 customers, 78 values
3 and 4: likely, familyName, givenName, bornOn, phone
1 and 2: likely, familyName, givenName, hanName, bornOn
1 of 2 left`)
})
