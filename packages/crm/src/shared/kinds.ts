// The kinds of personal data of a shop: one entry each. Their names are the words that notices, consents and purposes use.
import { type Branded, refined, text } from '@patina/eventsourcing'
import { inClass, kind, normalPhone } from '@patina/privacy'
import * as t from 'io-ts'

/** A telephone number as E.164, without an extension: `+85200000000`. */
export type PhoneNumber = Branded<string, 'PhoneNumber'>
/** An e-mail address in NFC, its domain in lower case and ASCII, what stands before the `@` as its owner writes it. */
export type EmailAddress = Branded<string, 'EmailAddress'>

// A letter or one of these signs begins an extension: what follows belongs to no number of E.164, and is not dropped unseen.
const extension = /[\p{L}#;,]/u

const normalNumber = (written: string): PhoneNumber | undefined =>
  extension.test(written) ? undefined : (normalPhone(written) as PhoneNumber | undefined)

const mostOfEmail = 254
const address = /^([^\s@]+)@([a-z0-9-]+(?:\.[a-z0-9-]+)+)$/

// Only the domain means the same in either case (RFC 5321, 2.4); full-width characters are what an input method leaves.
const normalAddress = (written: string): EmailAddress | undefined => {
  if (!written.isWellFormed() || written.includes('\0')) return undefined
  const text = written.normalize('NFC').trim()
  const at = text.lastIndexOf('@')
  const domain = text
    .slice(at + 1)
    .normalize('NFKC')
    .toLowerCase()
  const normal = `${text.slice(0, Math.max(at, 0))}@${domain}`
  return normal.length <= mostOfEmail && address.test(normal) ? (normal as EmailAddress) : undefined
}

// Decodes every way of writing a value to the one that is sealed.
const normalised = <A extends string>(
  expected: string,
  normal: (written: string) => A | undefined,
): t.Type<A, unknown> =>
  new t.Type<A, unknown>(
    expected,
    (value): value is A => typeof value === 'string' && normal(value) === value,
    (value, context) => {
      const found = typeof value === 'string' ? normal(value) : undefined
      return found === undefined ? t.failure(value, context) : t.success(found)
    },
    t.identity,
  )

/** A text in which a blank at an end would make two of one, and a blank alone is none. */
export const words = (most: number): t.Type<string, unknown> => {
  const any = text(most)
  return refined(
    `text of 1 to ${most} characters in NFC, no blank at either end`,
    (value): value is string => any.is(value) && value.trim() === value,
  )
}

const phoneText = 'a telephone number without an extension'
const emailText = `an e-mail address of up to ${mostOfEmail} characters, its domain in ASCII`

const must = <A>(expected: string, found: A | undefined): A => {
  // What was found is not said: it may be somebody's.
  if (found === undefined) throw new TypeError(`expected ${expected}`)
  return found
}

/** A telephone number in its normal form. Throws a `TypeError` for a text that is none, or that has an extension. */
export const phoneNumber = (written: string): PhoneNumber => must(phoneText, normalNumber(written))

/** An e-mail address in its normal form. Throws a `TypeError` for a text that is none. */
export const emailAddress = (written: string): EmailAddress =>
  must(emailText, normalAddress(written))

/** A name of a person, in one script. */
export const personName = kind('name', 'identity', words(200))
/** A telephone number. */
export const mobile = kind('mobile', 'contact', normalised(phoneText, normalNumber))
/** An e-mail address. */
export const email = kind('email', 'contact', normalised(emailText, normalAddress))
/** A postal address, as it is written on an envelope. */
export const postalAddress = kind('postalAddress', 'contact', words(1000), { bucket: 256 })
/** What somebody is called in a chat service. */
export const chatName = kind('chatName', 'contact', words(200))
/** What another system calls a person. */
export const externalNumber = kind('externalNumber', 'contact', words(200))
/** The number on a member's card. */
export const cardNumber = kind('cardNumber', 'identity', words(64))
/** The name of a buyer, kept as long as the record of the sale must be. */
export const buyerName = inClass(personName, 'transaction')
/** The size of a piece as it was sold: of a ring, of a bracelet. Kept as long as the record of the sale must be. */
export const soldSize = kind('soldSize', 'transaction', words(64))
