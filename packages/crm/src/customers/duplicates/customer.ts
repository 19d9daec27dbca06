// What is compared: the values of customers, opened at the reading edge and held in memory only.
import type { CivilDate } from '../../shared/civil-date.js'
import type { CustomerId } from '../../shared/ids.js'

/**
 * A customer with opened values, as they were written: spellings are brought into one form here. What is not known, empty,
 * or no such thing (a telephone number of two digits) counts neither for nor against anything.
 */
export interface OpenedCustomer {
  readonly customerId: CustomerId
  /** In Latin letters. */
  readonly familyName?: string
  /** In Latin letters: all names that are not the family's. */
  readonly givenName?: string
  /** The whole name in Han characters. */
  readonly hanName?: string
  readonly bornOn?: CivilDate
  readonly phones?: ReadonlyArray<string>
  readonly emails?: ReadonlyArray<string>
  /** Numbers that the shop or somebody else gave to one person: of a member's card, of a document. */
  readonly cardNumbers?: ReadonlyArray<string>
  readonly address?: string
}

/** What two customers are compared in, in the order in which it is explained. */
export const fields = [
  'familyName',
  'givenName',
  'hanName',
  'bornOn',
  'phone',
  'email',
  'cardNumber',
  'address',
] as const

export type Field = (typeof fields)[number]

/** How alike two values are: the same, Jaro-Winkler from 0.92, from 0.85, or less. */
export const levels = ['exact', 'close', 'near', 'different'] as const

export type Level = (typeof levels)[number]

/** Two customers, in the order of their ids. */
export type CustomerPair = readonly [CustomerId, CustomerId]
