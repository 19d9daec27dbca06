import type { AnyKind, DirectoryKind } from '@patina/privacy'
import {
  cardNumber,
  chatName,
  email,
  externalNumber,
  mobile,
  personName,
} from '../../shared/kinds.js'
import { foldHan } from '../duplicates/han.js'
import { normalCardNumber, wordsOf } from '../duplicates/normal-forms.js'

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const some = (text: string): ReadonlyArray<string> => (text === '' ? [] : [text])

// Case, accents, punctuation and the form of Han characters do not count, nor does the order in which words are asked for.
const foldedWords = (text: string): ReadonlyArray<string> =>
  wordsOf(foldHan(text.normalize('NFKC')))

const byWords = (kind: AnyKind): DirectoryKind => ({
  kind,
  texts: (value) => some(foldedWords(textOf(value)).join(' ')),
  parts: foldedWords,
})

// Below that almost every number has it.
const leastDigits = 3
const digitsOf = (text: string): string => text.normalize('NFKC').replace(/\D/g, '')
const isNumber = (text: string): boolean => /^[\d\s()+./-]+$/.test(text.normalize('NFKC'))

const telephone: DirectoryKind = {
  kind: mobile,
  texts: (value) => some(digitsOf(textOf(value))),
  parts: (query) => {
    const digits = digitsOf(query)
    return isNumber(query) && digits.length >= leastDigits ? [digits] : []
  },
}

const card: DirectoryKind = {
  kind: cardNumber,
  texts: (value) => some(normalCardNumber(textOf(value))),
  parts: (query) => {
    const number = normalCardNumber(query)
    return number.length >= leastDigits ? [number] : []
  },
}

const address: DirectoryKind = {
  kind: email,
  texts: (value) => some(textOf(value).normalize('NFKC').toLowerCase()),
  parts: (query) => some(query.normalize('NFKC').trim().toLowerCase()),
}

/**
 * By what customers are searched at the desk: parts of names, of telephone and card numbers, of e-mail addresses and of what
 * others call them. A name is found in any case, without its accents, in traditional and simplified characters, and with its
 * words in another order. At least three digits of a number.
 */
export const customerDirectory: ReadonlyArray<DirectoryKind> = [
  byWords(personName),
  telephone,
  card,
  address,
  byWords(chatName),
  byWords(externalNumber),
]
