// Which customers are compared at all: those who share a key.
import type { CustomerId } from '../../shared/ids.js'
import type { NormalCustomer } from './normal-forms.js'

/** What two customers may share, so that they are compared. */
export const blockKinds = [
  'phone',
  'email',
  'cardNumber',
  'familyNameAndBirthYear',
  'wholeNameAndBirthYear',
] as const

export type BlockKind = (typeof blockKinds)[number]

/** A key that so many share that they were not compared for it. */
export interface LargeBlock {
  readonly sharing: BlockKind
  /** In the order of the texts. */
  readonly customerIds: ReadonlyArray<CustomerId>
}

/** Who shares a key: places in a list of customers, ascending. */
export interface Block {
  readonly kind: BlockKind
  readonly members: ReadonlyArray<number>
}

/** The keys of a customer. A year of birth that is not known makes no key: a family name alone is shared by thousands. */
export const keysOf = (
  customer: NormalCustomer,
): Readonly<Record<BlockKind, ReadonlyArray<string>>> => {
  const { values, wholeNames, birthYear } = customer
  const inYear = (names: ReadonlyArray<string>): ReadonlyArray<string> =>
    birthYear === undefined ? [] : names.map((name) => `${birthYear} ${name}`)
  return {
    phone: values.phone,
    email: values.email,
    cardNumber: values.cardNumber,
    familyNameAndBirthYear: inYear(values.familyName),
    wholeNameAndBirthYear: inYear(wholeNames),
  }
}

/** Every key that two or more share, with those who share it. */
export const blocksOf = (customers: ReadonlyArray<NormalCustomer>): ReadonlyArray<Block> => {
  const keys = customers.map(keysOf)
  return blockKinds.flatMap((kind) => {
    const members = new Map<string, number[]>()
    for (const [place, of] of keys.entries()) {
      for (const key of of[kind]) {
        const sharing = members.get(key)
        if (sharing === undefined) members.set(key, [place])
        else sharing.push(place)
      }
    }
    return [...members.values()]
      .filter((sharing) => sharing.length > 1)
      .map((sharing) => ({ kind, members: sharing }))
  })
}
