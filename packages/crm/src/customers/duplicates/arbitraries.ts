// Made-up customers who resemble one another, for the laws of duplicates. Left out of the build.
import fc from 'fast-check'
import { idOf } from '../../shared/arbitraries.js'
import { civilDate } from '../../shared/civil-date.js'
import type { CustomerId } from '../../shared/ids.js'
import type { OpenedCustomer } from './customer.js'

const families = ['Sample', 'Sampel', 'SÁMPLE', 'Specimen', 'Model', 'Pattern']
const givens = ['Any Body', 'Body Any', 'Anybody', 'Some-One', 'Someone', 'Sample', 'Specimen']
const hans = ['範本', '范本', '樣品', '样品']
const days = ['1990-02-01', '1990-01-02', '1990-02-11', '1991-02-01', '2000-12-31'].map(civilDate)
const phones = ['19990000', '+852 1999 0000', '1999 0001', '１９９９０００１', '1999-0012', '12']
const emails = ['any@example.test', ' ANY@example.test ', 'anny@example.test', 'one@example.test']
const cards = ['AB-12', 'ab 12', 'AB-21', '7']
const addresses = ['1 Nowhere Road', '1, nowhere rd', '9 Elsewhere Lane']

const maybe = <A>(pool: ReadonlyArray<A>): fc.Arbitrary<A | undefined> =>
  fc.option(fc.constantFrom(...pool), { nil: undefined, freq: 4 })

const some = (pool: ReadonlyArray<string>): fc.Arbitrary<ReadonlyArray<string>> =>
  fc.array(fc.constantFrom(...pool), { maxLength: 2 })

const values = fc
  .record({
    familyName: maybe(families),
    givenName: maybe(givens),
    hanName: maybe(hans),
    bornOn: maybe(days),
    phones: some(phones),
    emails: some(emails),
    cardNumbers: some(cards),
    address: maybe(addresses),
  })
  .map(
    (all) =>
      Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Omit<
        OpenedCustomer,
        'customerId'
      >,
  )

/** The id of a customer of a test. */
export const customer = (n: number): CustomerId => idOf('cust', n)

/** Up to a dozen customers, in any order, who share much. */
export const customers: fc.Arbitrary<ReadonlyArray<OpenedCustomer>> = fc
  .array(values, { maxLength: 12 })
  .chain((all) =>
    fc.shuffledSubarray(
      all.map((one, n) => ({ customerId: customer(n), ...one })),
      { minLength: all.length },
    ),
  )

/** Twenty people who share nothing with anybody, so that what is observed is more than the case. */
export const crowd: ReadonlyArray<OpenedCustomer> = Array.from({ length: 20 }, (_, n) => ({
  customerId: customer(100 + n),
  familyName: `${String.fromCharCode(98 + n).repeat(4)}ton`,
  givenName: `${String.fromCharCode(98 + n).repeat(3)}ina`,
  hanName: String.fromCodePoint(0x4e00 + 41 * n, 0x4e01 + 43 * n),
  bornOn: civilDate(`${1930 + 3 * n}-0${1 + (n % 9)}-${10 + (n % 18)}`),
  phones: [String(10000000 + n * 4321987)],
}))

/** The same among the crowd, so that agreeing says something. */
export const customersInACrowd: fc.Arbitrary<ReadonlyArray<OpenedCustomer>> = customers.map((all) =>
  all.flatMap((one, n) => [one, ...crowd.slice(2 * n, 2 * n + 2)]),
)

const placesIn = (text: string, letter: string): ReadonlyArray<number> =>
  text.split('').flatMap((one, place) => (one === letter ? [place] : []))

/**
 * Jaro-Winkler letter by letter, for comparison: of each letter the places in both texts are walked side by side, and the two
 * that stand first match, or the one that is too far ahead of the other waits.
 */
export const simpleJaroWinkler = (a: string, b: string): number => {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const inA: number[] = []
  const inB: number[] = []
  for (const letter of new Set(a.split(''))) {
    const [ofA, ofB] = [[...placesIn(a, letter)], [...placesIn(b, letter)]]
    for (;;) {
      const [first, second] = [ofA[0], ofB[0]]
      if (first === undefined || second === undefined) break
      if (Math.abs(first - second) <= reach) {
        inA.push(first)
        inB.push(second)
      }
      if (first - second <= reach) ofA.shift()
      if (second - first <= reach) ofB.shift()
    }
  }
  if (a === b) return 1
  if (inA.length === 0) return 0
  const ordered = (text: string, places: ReadonlyArray<number>): ReadonlyArray<string> =>
    places.toSorted((one, other) => one - other).map((place) => text[place] ?? '')
  const lettersOfB = ordered(b, inB)
  const moved = ordered(a, inA).filter((letter, place) => letter !== lettersOfB[place]).length
  const matches = inA.length
  const jaro =
    (matches / a.length + matches / b.length + (matches - Math.floor(moved / 2)) / matches) / 3
  const prefix = [1, 2, 3, 4].filter((n) => n <= a.length && a.slice(0, n) === b.slice(0, n)).length
  return jaro + prefix * 0.1 * (1 - jaro)
}
