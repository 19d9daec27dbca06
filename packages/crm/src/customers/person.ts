// The part of a profile that is personal: what a customer is called, and by what they are reached. All of it stays sealed.
import type { Position } from '@patina/eventsourcing'
import type { Personal } from '@patina/privacy'
import type { Code, EventId, IdentifierId } from '../shared/ids.js'
import type {
  IdentifierAdded,
  IdentifierFoundInvalid,
  IdentifierKind,
  IdentifierRemoved,
  IdentifierValues,
  IdentifierVerified,
  NameOrder,
  NameRecorded,
  NameRole,
  Script,
} from './events.js'
import type { Stated } from './stated.js'

/** What a customer is called and reached by. */
export interface Person {
  /** By role and script: of each the latest. */
  readonly names: ReadonlyArray<ProfileName>
  /** Those that were not removed, in the order of their ids. */
  readonly identifiers: ReadonlyArray<ProfileIdentifier>
}

export interface ProfileName {
  readonly role: NameRole
  readonly script: Script
  readonly order: NameOrder
  readonly name: Personal<string>
  /** The event that says so: by it the name can be doubted and corrected. */
  readonly eventId?: EventId
  readonly statedAt: Position
}

/** Whether an identifier is known to reach the customer. */
export type Standing = 'unproven' | 'verified' | 'invalid'

export type ProfileIdentifier = {
  readonly [K in IdentifierKind]: ProfileIdentifierOf<K>
}[IdentifierKind]

/** One kind of {@link ProfileIdentifier}. */
export interface ProfileIdentifierOf<K extends IdentifierKind> {
  readonly identifierId: IdentifierId
  readonly kind: K
  readonly value: Personal<IdentifierValues[K]>
  readonly label?: Code
  readonly isPrimary: boolean
  /** The event that says so: by it the value can be doubted. */
  readonly eventId?: EventId
  readonly standing: Stated<Standing>
}

/** The events that say something about the person. */
export type PersonEvent =
  | NameRecorded
  | IdentifierAdded
  | IdentifierVerified
  | IdentifierFoundInvalid
  | IdentifierRemoved

const keyOf = ({ role, script }: ProfileName): string => `${role} ${script}`

const joinedNames = (a: Person['names'], b: Person['names']): Person['names'] => {
  const latest = new Map<string, ProfileName>()
  for (const name of [...a, ...b]) {
    const before = latest.get(keyOf(name))
    if (before === undefined || name.statedAt >= before.statedAt) latest.set(keyOf(name), name)
  }
  return [...latest.values()].sort((x, y) => (keyOf(x) < keyOf(y) ? -1 : 1))
}

// A correction takes the place of what it corrects, and so is as old as that: where somebody is called otherwise by now, in this
// record or in another one of the same person, they still are.
const withName = (
  names: Person['names'],
  { type: _, customerId: __, correction, ...said }: NameRecorded,
  statedAt: Position,
): Person['names'] => {
  if (correction === undefined) return joinedNames(names, [{ statedAt, ...said }])
  return names.map((one) =>
    one.eventId === correction.of ? { statedAt: one.statedAt, ...said } : one,
  )
}

const byId = (a: ProfileIdentifier, b: ProfileIdentifier): number =>
  a.identifierId < b.identifierId ? -1 : 1

// Of an id that was never added nothing is known, so nothing changes.
const withStanding = (
  person: Person,
  id: IdentifierId,
  standing: Stated<Standing>,
): Pick<Person, 'identifiers'> => ({
  identifiers: person.identifiers.map((one) =>
    one.identifierId === id ? { ...one, standing } : one,
  ),
})

const withIdentifier = (
  { identifiers }: Person,
  event: IdentifierAdded,
  statedAt: Position,
): Pick<Person, 'identifiers'> => {
  const { type: _, customerId: __, ...identifier } = event
  if (identifiers.some((one) => one.identifierId === event.identifierId)) return { identifiers }
  const standing: Stated<Standing> = { value: 'unproven', statedAt }
  return { identifiers: [...identifiers, { standing, ...identifier }].sort(byId) }
}

/** What an event changes of a person, stated at a place of the log. */
export const changeOf = (
  person: Person,
  event: PersonEvent,
  statedAt: Position,
): Partial<Person> => {
  switch (event.type) {
    case 'NameRecorded':
      return { names: withName(person.names, event, statedAt) }
    case 'IdentifierAdded':
      return withIdentifier(person, event, statedAt)
    case 'IdentifierVerified':
      return withStanding(person, event.identifierId, { value: 'verified', statedAt })
    case 'IdentifierFoundInvalid':
      return withStanding(person, event.identifierId, { value: 'invalid', statedAt })
    case 'IdentifierRemoved':
      return {
        identifiers: person.identifiers.filter(
          ({ identifierId }) => identifierId !== event.identifierId,
        ),
      }
  }
}

/** Two records of people who turn out to be one: all identifiers, and of each name the later statement. */
export const joinedPerson = (a: Person, b: Person): Person => ({
  names: joinedNames(a.names, b.names),
  identifiers: [...a.identifiers, ...b.identifiers].sort(byId),
})
