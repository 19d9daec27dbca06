// One way of writing each value, so that case, accents, punctuation and the order of words do not count.
import { normalEmail, normalPhone } from '@patina/privacy'
import type { CivilDate } from '../../shared/civil-date.js'
import type { CustomerId } from '../../shared/ids.js'
import type { Field, OpenedCustomer } from './customer.js'
import { foldHan } from './han.js'

/** A customer in normal forms: each field with its values, none when it is not known. */
export interface NormalCustomer {
  readonly id: CustomerId
  readonly values: Readonly<Record<Field, ReadonlyArray<string>>>
  /** Every word of the Latin name in the order of the alphabet, or the Han name. */
  readonly wholeNames: ReadonlyArray<string>
  readonly birthYear: string | undefined
}

// Letters that Unicode does not take apart, as the transform Latin-ASCII of the CLDR writes them.
const plain: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
}

/** The words of a text without case, accents and punctuation. An apostrophe parts no word. */
export const wordsOf = (text: string): ReadonlyArray<string> =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}'’‘ʻʼ`´]/gu, '')
    .replace(/[æœøßłđðþħı]/g, (letter) => plain[letter] ?? letter)
    .match(/[\p{L}\p{N}]+/gu) ?? []

const distinct = (values: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(values)]

/** A name in Latin letters as one word, as it is written and with its words in the order of the alphabet. */
export const normalLatinName = (name: string): ReadonlyArray<string> => {
  const words = wordsOf(name)
  return words.length === 0 ? [] : distinct([words.join(''), words.toSorted().join('')])
}

/** A name in Han characters, without blanks and punctuation, folded to simplified characters. */
export const normalHanName = (name: string): string =>
  foldHan((name.normalize('NFKC').match(/[\p{L}\p{N}]+/gu) ?? []).join(''))

/** The number of a card or document: letters and digits only, in upper case. */
export const normalCardNumber = (text: string): string =>
  (
    text
      .normalize('NFKC')
      .toUpperCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join('')

/** The day with day and month in each other's place, whether there is such a day or not. */
export const swappedDay = (day: string): string =>
  `${day.slice(0, 5)}${day.slice(8, 10)}-${day.slice(5, 7)}`

const some = (text: string): ReadonlyArray<string> => (text === '' ? [] : [text])

const each = (
  texts: ReadonlyArray<string> | undefined,
  normal: (text: string) => string | undefined,
): ReadonlyArray<string> => distinct((texts ?? []).flatMap((text) => some(normal(text) ?? '')))

const wholeNamesOf = (family: string, given: string, han: string): ReadonlyArray<string> => {
  // A family name alone is a block of its own already.
  const latin = family === '' || given === '' ? [] : [...wordsOf(family), ...wordsOf(given)]
  return distinct([...some(latin.toSorted().join('')), ...some(han)])
}

/** Brings the values of a customer into their normal forms. */
export const normalCustomer = (customer: OpenedCustomer): NormalCustomer => {
  const { customerId, familyName = '', givenName = '', address = '', bornOn } = customer
  const han = normalHanName(customer.hanName ?? '')
  const days: ReadonlyArray<CivilDate> = bornOn === undefined ? [] : [bornOn]
  return {
    id: customerId,
    values: {
      familyName: normalLatinName(familyName),
      givenName: normalLatinName(givenName),
      hanName: some(han),
      bornOn: days,
      phone: each(customer.phones, (text) => normalPhone(text)),
      email: each(customer.emails, normalEmail),
      cardNumber: each(customer.cardNumbers, normalCardNumber),
      address: some(wordsOf(address).join(' ')),
    },
    wholeNames: wholeNamesOf(familyName, givenName, han),
    birthYear: bornOn?.slice(0, 4),
  }
}
