// How customers are compared in an application: by which of its views, and what their opened values are to the finder.
import type { AnyPersonal, Comparison, ViewToCompare } from '@patina/privacy'
import type { MemberCard } from '../../membership/index.js'
import { isCivilDate } from '../../shared/civil-date.js'
import type { CustomerId } from '../../shared/ids.js'
import type { NameOrder, NameRole, Script } from '../events.js'
import type { Interests } from '../interests.projection.js'
import type { CustomerProfile } from '../profile.projection.js'
import type { OpenedCustomer } from './customer.js'
import { type Duplicates, type FindOptions, findDuplicates } from './find.js'

/** What is opened of a customer for a comparison: values in the clear, held in memory only. */
export interface ComparedValues {
  readonly names?: ReadonlyArray<ComparedName>
  readonly phones?: ReadonlyArray<string>
  readonly emails?: ReadonlyArray<string>
  readonly addresses?: ReadonlyArray<string>
  readonly cardNumbers?: ReadonlyArray<string>
  readonly occasions?: ReadonlyArray<{ readonly kind: string; readonly date: string }>
}

interface ComparedName {
  readonly role: NameRole
  readonly script: Script
  readonly order: NameOrder
  readonly name: string
}

/** How duplicates are looked for among the customers of an application. */
export interface CustomerDuplicatesOptions extends Omit<FindOptions, 'dismissed' | 'together'> {
  /** What the shop calls a birthday among occasions: of that the day counts, where its year is known. `birthday` by default. */
  readonly birthday?: string
}

const isText = (value: unknown): value is string => typeof value === 'string'

const fromProfile: ViewToCompare<ComparedValues> = {
  view: 'customer_profile',
  rowOf: (subject, row) => {
    const { names, identifiers } = row as CustomerProfile
    const numbers = identifiers.filter(({ standing }) => standing.value !== 'invalid')
    const values: ReadonlyArray<AnyPersonal> = [
      ...names.map(({ name }) => name),
      ...numbers.map(({ value }) => value),
    ]
    return {
      subject,
      values,
      read: (opened) => {
        const of = (kind: string): ReadonlyArray<string> =>
          numbers.flatMap((one, at) => {
            const value = opened[names.length + at]
            return one.kind === kind && isText(value) ? [value] : []
          })
        return {
          names: names.flatMap(({ role, script, order }, at) => {
            const name = opened[at]
            return isText(name) ? [{ role, script, order, name }] : []
          }),
          phones: of('phone'),
          emails: of('email'),
          addresses: of('postal'),
        }
      },
    }
  },
}

const fromInterests: ViewToCompare<ComparedValues> = {
  view: 'customer_interests',
  rowOf: (subject, row) => {
    const { occasions } = row as Interests
    return {
      subject,
      values: occasions.flatMap(({ kind, date }): ReadonlyArray<AnyPersonal> => [kind, date]),
      read: (opened) => ({
        occasions: occasions.flatMap((_, at) => {
          const [kind, date] = [opened[2 * at], opened[2 * at + 1]]
          return isText(kind) && isText(date) ? [{ kind, date }] : []
        }),
      }),
    }
  },
}

const fromMembership: ViewToCompare<ComparedValues> = {
  view: 'member_card',
  rowOf: (_, row) => {
    const { customerId: subject, cards } = row as MemberCard
    if (subject === undefined) return undefined
    return {
      subject,
      values: cards.map(({ number }): AnyPersonal => number),
      read: (opened) => ({ cardNumbers: opened.filter(isText) }),
    }
  },
}

const roles: ReadonlyArray<NameRole> = ['legal', 'preferred', 'former']

// The family's name and the others, by the order in which they are written: a comma ends the family's wherever it is.
const partsOf = ({
  order,
  name,
}: ComparedName): Pick<OpenedCustomer, 'familyName' | 'givenName'> => {
  const [before = '', ...after] = name.split(',')
  if (after.length > 0) return { familyName: before, givenName: after.join(' ') }
  const words = name.split(/\s+/u).filter((word) => word !== '')
  const family = order === 'familyFirst' ? words.slice(0, 1) : words.slice(-1)
  const given = order === 'familyFirst' ? words.slice(1) : words.slice(0, -1)
  return { familyName: family.join(' '), givenName: given.join(' ') }
}

const firstName = (
  names: ReadonlyArray<ComparedName>,
  scripts: ReadonlyArray<Script>,
): ComparedName | undefined =>
  roles
    .flatMap((role) => scripts.map((script) => ({ role, script })))
    .map(({ role, script }) => names.find((one) => one.role === role && one.script === script))
    .find((name) => name !== undefined)

const openedCustomer = (
  customerId: CustomerId,
  parts: ReadonlyArray<ComparedValues>,
  birthday: string,
): OpenedCustomer => {
  const names = parts.flatMap((part) => part.names ?? [])
  const latin = firstName(names, ['Latn'])
  const han = firstName(names, ['Hant', 'Hans'])
  const bornOn = parts
    .flatMap(({ occasions = [] }) => occasions)
    .filter(({ kind }) => kind === birthday)
    .map(({ date }) => date)
    .find(isCivilDate)
  const address = parts.flatMap(({ addresses = [] }) => addresses)[0]
  return {
    customerId,
    ...(latin === undefined ? {} : partsOf(latin)),
    ...(han === undefined ? {} : { hanName: han.name }),
    ...(bornOn === undefined ? {} : { bornOn }),
    ...(address === undefined ? {} : { address }),
    phones: parts.flatMap(({ phones = [] }) => phones),
    emails: parts.flatMap(({ emails = [] }) => emails),
    cardNumbers: parts.flatMap(({ cardNumbers = [] }) => cardNumbers),
  }
}

/**
 * How duplicates are found among the customers of an application: what `people.duplicates` takes. It compares names (of a
 * script the legal one, else the preferred, else a former one), identifiers that were not found invalid, the numbers of
 * cards and the day of birth, as they stand. Records that are one person by now, and pairs that were dismissed, are left out.
 * The purpose that is asked for says by which kinds: `name`, `mobile`, `email`, `postalAddress`, `cardNumber`, `occasion` and
 * `occasionDate`. A name in Latin letters is taken apart at its comma, else at a blank: before the last word, or after the
 * first where the family's name comes first.
 */
export const customerDuplicates: Comparison<ComparedValues, CustomerDuplicatesOptions, Duplicates> =
  {
    views: [fromProfile, fromInterests, fromMembership],
    find: (people, { together, apart }, { birthday = 'birthday', ...options }) =>
      findDuplicates(
        [...people].map(([id, parts]) => openedCustomer(id as CustomerId, parts, birthday)),
        {
          ...options,
          together: together as ReadonlyArray<ReadonlyArray<CustomerId>>,
          dismissed: apart as NonNullable<FindOptions['dismissed']>,
        },
      ),
  }
