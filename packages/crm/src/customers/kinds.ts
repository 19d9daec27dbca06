// What customers say of themselves: it is their profile, and kept as long as their identity.
import { integer, record, refined } from '@patina/eventsourcing'
import { kind } from '@patina/privacy'
import { isCivilDate } from '../shared/civil-date.js'
import { currencyCodec } from '../shared/codecs.js'
import { words } from '../shared/kinds.js'
import { type Currency, mostMinor } from '../shared/money.js'

/** What somebody would spend at most, in minor units. */
export interface Budget {
  readonly currency: Currency
  readonly mostMinor: number
}

/**
 * A day of the year, and the year where it is known: `--02-29` or `1990-02-29` (RFC 6350, 4.3.1, with hyphens). 29 February
 * needs no leap year before it is known which year it was.
 */
export const isOccasionDate = (value: unknown): value is string =>
  typeof value === 'string' &&
  (isCivilDate(value) || (value.startsWith('--') && isCivilDate(`2000-${value.slice(2)}`)))

/** What somebody likes, must have or avoids. Notices and consents call it so, too. */
export const preferences = kind('preferences', 'profile', words(1000))
/** What somebody looks for. */
export const need = kind('need', 'profile', words(2000))
/** What they would spend. */
export const budget = kind(
  'budget',
  'profile',
  record<Budget>('Budget', { currency: currencyCodec, mostMinor: integer(0, mostMinor) }),
)
/** What a day of the year is to somebody. */
export const occasion = kind('occasion', 'profile', words(200))
/** Which day of the year it is. */
export const occasionDate = kind(
  'occasionDate',
  'profile',
  refined('a day as --MM-DD or YYYY-MM-DD', isOccasionDate),
)
/** What one person is to another. */
export const relation = kind('relation', 'profile', words(200))
