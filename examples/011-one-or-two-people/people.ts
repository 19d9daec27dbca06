// Nobody: names, numbers and addresses are made up to be seen through.
import { civilDate, customerId } from '@patina/crm'
import type { OpenedCustomer } from '@patina/crm/duplicates'

const id = (n: number) => customerId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`)

/** A customer's id for readers: the number that it ends in. */
export const short = (of: string): string => String(Number(of.slice(-12)))

// Customers who resemble nobody: agreeing says little among four people.
const passersBy: ReadonlyArray<OpenedCustomer> = [
  'Alpha',
  'Bravo',
  'Charlie',
  'Delta',
  'Echo',
  'Foxtrot',
  'Golf',
  'Hotel',
  'India',
  'Juliett',
  'Kilo',
  'Lima',
].map((word, n) => ({
  customerId: id(100 + n),
  familyName: word,
  givenName: `${word.slice(2)}ou`,
  hanName: String.fromCodePoint(0x4e00 + 41 * n, 0x4e01 + 43 * n),
  bornOn: civilDate(`${1950 + 4 * n}-0${1 + (n % 9)}-${13 + n}`),
  phones: [`1999 ${1000 + 613 * n}`],
}))

/** The customers of a shop, with their values opened. */
export const people: ReadonlyArray<OpenedCustomer> = [
  {
    customerId: id(1),
    familyName: 'Specimen',
    givenName: 'Tai Man',
    hanName: '陳樣品',
    bornOn: civilDate('1990-02-11'),
    phones: ['+852 1999 0001'],
  },
  {
    customerId: id(2),
    familyName: 'SPECIMEN',
    givenName: 'Tai-man',
    hanName: '陈样品',
    bornOn: civilDate('1990-11-02'),
    emails: ['taiman@example.test'],
  },
  {
    customerId: id(3),
    familyName: 'Template',
    givenName: 'Ann',
    bornOn: civilDate('1960-05-05'),
    phones: ['1999-0003'],
  },
  {
    customerId: id(4),
    familyName: 'Template',
    givenName: 'Anne',
    bornOn: civilDate('1960-05-05'),
    phones: ['１９９９ ０００３'],
  },
  ...passersBy,
]
