// A register of made-up customers, some of whom stand in it twice, written otherwise.
import { type CustomerId, civilDate } from '@patina/crm'
import type { OpenedCustomer } from '@patina/crm/duplicates'
import { type Chance, chanceOf, idOf, wholeBelow } from '../made-up-shop/chance.js'

/** Customers, and which of them are one person: those of one number. */
export interface Register {
  readonly customers: ReadonlyArray<OpenedCustomer>
  readonly personOf: ReadonlyMap<CustomerId, string>
}

const sounds =
  'ba be bo da di do fa fe ga go ha ka ki la le lo ma mi mo na ni no pa po ra ri ro sa se so ta ti to va ve wa wo ya yo za'.split(
    ' ',
  )
// Traditional and simplified: no family's name, but characters that have two forms.
const han =
  '陳陈 張张 劉刘 黃黄 趙赵 吳吴 葉叶 蘇苏 許许 鄭郑 馮冯 謝谢 羅罗 蕭萧 華华 國国 偉伟 麗丽 蘭兰 寶宝 慶庆 榮荣 輝辉 錦锦 潔洁 瑩莹 詠咏 軒轩'.split(
    ' ',
  )

const pick = <A>(chance: Chance, all: ReadonlyArray<A>): A =>
  all[wholeBelow(chance, all.length)] as A
const name = (chance: Chance, length: number): string =>
  Array.from({ length }, () => pick(chance, sounds)).join('')

// A few names are very common, many are rare: the n-th comes 1/n as often as the first.
const byRank = (chance: Chance, names: ReadonlyArray<string>): string =>
  names[Math.min(names.length - 1, Math.floor(names.length ** chance()) - 1)] as string

const two = (part: number): string => String(part).padStart(2, '0')
const day = (chance: Chance) =>
  civilDate(
    `${1940 + wholeBelow(chance, 65)}-${two(1 + wholeBelow(chance, 12))}-${two(1 + wholeBelow(chance, 28))}`,
  )
const digits = (chance: Chance, length: number): string =>
  Array.from({ length }, () => wholeBelow(chance, 10)).join('')
const phone = (chance: Chance): string => `${pick(chance, ['5', '6', '9'])}${digits(chance, 7)}`

type Values = Omit<OpenedCustomer, 'customerId'>

const person = (
  chance: Chance,
  families: ReadonlyArray<string>,
  givens: ReadonlyArray<string>,
): Values => {
  const has = (share: number): boolean => chance() < share
  const familyName = byRank(chance, families)
  const givenName = byRank(chance, givens)
  return {
    familyName,
    givenName,
    ...(has(0.5) ? { hanName: [1, 2, 3].map(() => pick(chance, han)[0]).join('') } : {}),
    ...(has(0.8) ? { bornOn: day(chance) } : {}),
    ...(has(0.9) ? { phones: [phone(chance)] } : {}),
    ...(has(0.6) ? { emails: [`${givenName}.${digits(chance, 3)}@example.test`] } : {}),
    ...(has(0.3) ? { cardNumbers: [digits(chance, 9)] } : {}),
    ...(has(0.5) ? { address: `${1 + wholeBelow(chance, 200)} ${name(chance, 3)} road` } : {}),
  }
}

// One letter is wrong, missing, or in the place of its neighbour.
const mistyped = (chance: Chance, text: string): string => {
  const at = wholeBelow(chance, text.length - 1)
  const [start, one, other, end] = [text.slice(0, at), text[at], text[at + 1], text.slice(at + 2)]
  return pick(chance, [
    `${start}${other}${one}${end}`,
    `${start}${one}${end}`,
    `${start}x${other}${end}`,
  ])
}

type Change = (values: Values, chance: Chance) => Values

const without =
  (field: keyof Values): Change =>
  (values) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => name !== field))

const simplified = (text: string): string =>
  Array.from(text, (one) => han.find(([traditional]) => traditional === one)?.[1] ?? one).join('')

/** How a second record comes to differ from the first. */
const changes: ReadonlyArray<Change> = [
  (values, chance) => ({ ...values, givenName: mistyped(chance, values.givenName ?? 'none') }),
  (values, chance) => ({ ...values, familyName: mistyped(chance, values.familyName ?? 'none') }),
  ({ familyName = '', givenName = '', ...values }) => ({
    ...values,
    familyName: givenName,
    givenName: familyName,
  }),
  ({ bornOn, ...values }) =>
    bornOn === undefined || bornOn.slice(8) > '12'
      ? values
      : {
          ...values,
          bornOn: civilDate(`${bornOn.slice(0, 5)}${bornOn.slice(8)}-${bornOn.slice(5, 7)}`),
        },
  ({ bornOn, ...values }, chance) =>
    bornOn === undefined ? values : { ...values, bornOn: day(chance) },
  (values, chance) => ({ ...values, phones: [phone(chance)] }),
  (values, chance) => ({ ...values, emails: [`${name(chance, 4)}@example.test`] }),
  (values) => ({ ...values, familyName: (values.familyName ?? '').toUpperCase() }),
  (values) =>
    values.hanName === undefined ? values : { ...values, hanName: simplified(values.hanName) },
  without('phones'),
  without('emails'),
  without('bornOn'),
  without('cardNumbers'),
  without('address'),
]

/** So many records, a tenth of which are a second one of a person. The same seed gives the same register. */
export const madeUpRegister = (records: number, seed: number): Register => {
  const chance = chanceOf(seed)
  const families = Array.from({ length: 2_000 }, () => name(chance, 2 + wholeBelow(chance, 2)))
  const givens = Array.from({ length: 8_000 }, () => name(chance, 2 + wholeBelow(chance, 3)))
  const people = Array.from({ length: records - Math.floor(records / 10) }, () =>
    person(chance, families, givens),
  )
  const all = people.map((values, number) => ({ values, number }))
  while (all.length < records) {
    const number = wholeBelow(chance, people.length)
    let values = people[number] as Values
    for (let left = 1 + wholeBelow(chance, 3); left > 0; left--)
      values = pick(chance, changes)(values, chance)
    all.push({ values, number })
  }
  const personOf = new Map<CustomerId, string>()
  const customers = all.map(({ values, number }, index) => {
    const customerId = idOf('customer', index) as CustomerId
    personOf.set(customerId, String(number))
    return { customerId, ...values }
  })
  return { customers, personOf }
}
