// What is put into personal fields to be looked for: texts that occur nowhere else, made anew from a seed for each run.
import { createHmac } from 'node:crypto'
import { decodeWith } from '@patina/eventsourcing'
import type { AnyKind } from '@patina/privacy'
import * as E from 'fp-ts/lib/Either.js'
import { type Needle, needlesOfText } from './needles.js'

/** A value for one field of one person, and the texts in it that give it away. */
export interface Canary {
  readonly of: string
  readonly value: unknown
  readonly texts: ReadonlyArray<string>
}

// Seldom written, so that a few of them in a row are nobody's words.
const rare = Array.from({ length: 64 }, (_, index) => String.fromCharCode(0x9ea4 + index))
const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ']
const digits = [...'0123456789']

const drawn = (bytes: Buffer, from: ReadonlyArray<string>, length: number): string =>
  Array.from(bytes.subarray(0, length), (byte) => from[byte % from.length]).join('')

/**
 * A canary for a field of a kind: the first of a text in two scripts, a word, a telephone number, a day, an amount and an address
 * of e-mail that the kind takes. Throws when it takes none: then it needs a form of its own here.
 */
export const canaryFor = (seed: string, of: string, kind: AnyKind): Canary => {
  const bytes = createHmac('sha512', seed).update(of).digest()
  const latin = drawn(bytes, letters, 16)
  const han = drawn(bytes.subarray(16), rare, 8)
  const number = `8529${drawn(bytes.subarray(24), digits, 7)}`
  const year = 4000 + (bytes.readUInt32BE(40) % 5000)
  const amount = 100_000_000_000 + (bytes.readUIntBE(44, 6) % 900_000_000_000)
  const candidates: ReadonlyArray<Omit<Canary, 'of'>> = [
    { value: `${latin} ${han}`, texts: [latin, han] },
    { value: latin, texts: [latin] },
    { value: `+${number}`, texts: [number] },
    // A year that no other day of the house lies in, and an amount of twelve digits.
    { value: `${year}-02-28`, texts: [`${year}-02-28`] },
    { value: { currency: 'HKD', mostMinor: amount }, texts: [String(amount)] },
    { value: `${latin.toLowerCase()}@example.invalid`, texts: [latin.toLowerCase()] },
  ]
  const fitting = candidates.find(({ value }) => E.isRight(decodeWith(kind.codec)(value)))
  if (fitting === undefined) throw new Error(`no canary for the kind ${kind.name} of ${of}`)
  return { of, ...fitting }
}

/** What is looked for of canaries. */
export const needlesOf = (canaries: ReadonlyArray<Canary>): ReadonlyArray<Needle> =>
  canaries.flatMap(({ of, texts }) => texts.flatMap((text) => needlesOfText(of, text)))
