// Below the capabilities, for more than one of them must know who is one person.
import type { LogEvent, Position, Projection } from '@patina/eventsourcing'
import type { Code, CustomerId, MergeId } from './ids.js'

/** A field of the profile that is shown as one of the customers has it, until it is stated again. */
export interface Pin {
  /** What the projection calls it, such as `market`. */
  readonly field: Code
  readonly customerId: CustomerId
}

/** The two sides of a merge, by whom each is represented without it, and everybody in it, in the order of their ids. */
export interface BothSides {
  readonly mergeId: MergeId
  /** Who represents the one side, and both while they are merged. */
  readonly survivorId: CustomerId
  readonly mergedId: CustomerId
  readonly survivorMembers: ReadonlyArray<CustomerId>
  readonly mergedMembers: ReadonlyArray<CustomerId>
}

/** What an event must say to tell who is about to be one person. */
type MergeToCome = Pick<BothSides, 'mergeId' | 'survivorId' | 'mergedId'>

/** What an event must say to tell who is one person, or is about to be. */
export type PersonChange =
  | (MergeToCome & { readonly type: 'MergeBegun' })
  | (MergeToCome & { readonly type: 'MergeGivenUp' })
  | (BothSides & { readonly type: 'CustomersMerged'; readonly pins: ReadonlyArray<Pin> })
  | (BothSides & { readonly type: 'CustomersUnmerged' })

/** Which person a customer is: an alias, for ever. A customer who was never to be merged has no view: it is a person of its own. */
export interface Person {
  /** Who represents the person by now. */
  readonly representativeId: CustomerId
  /** All records of the person, this one among them, in the order of their ids. */
  readonly members: ReadonlyArray<CustomerId>
  /** Whoever has represented this customer at some time, in the order of their ids: a command may have been carried out there. */
  readonly represented: ReadonlyArray<CustomerId>
  /** Those of the merges that led to this very customer. They go with their merge. */
  readonly pins: ReadonlyArray<StandingPin>
  /** Merges of this very customer that have begun, and are neither complete nor given up. */
  readonly joining: ReadonlyArray<Joining>
}

/** A merge that has begun, and the representative of the other side. */
export interface Joining {
  readonly mergeId: MergeId
  readonly customerId: CustomerId
}

/** A pin, the merge that it came with, and its place in the log: what was stated later stands. */
export interface StandingPin extends Pin {
  readonly mergeId: MergeId
  readonly statedAt: Position
}

// The customer whose view it is, and what happened.
type Told = readonly [CustomerId, LogEvent<PersonChange>]
type Change = Extract<PersonChange, BothSides>
type Changed = readonly [CustomerId, LogEvent<Change>]

const isChange = (told: Told): told is Changed =>
  told[1].event.type === 'CustomersMerged' || told[1].event.type === 'CustomersUnmerged'

// Where everybody is after the event.
const sideOf = ([customerId, { event }]: Changed): Pick<Person, 'representativeId' | 'members'> => {
  const { survivorId, mergedId, survivorMembers, mergedMembers } = event
  if (event.type === 'CustomersMerged') {
    return { representativeId: survivorId, members: [...survivorMembers, ...mergedMembers].sort() }
  }
  return mergedMembers.includes(customerId)
    ? { representativeId: mergedId, members: mergedMembers }
    : { representativeId: survivorId, members: survivorMembers }
}

const pinsAfter = (
  { pins }: Person,
  [customerId, { event, position }]: Changed,
): Person['pins'] => {
  const others = pins.filter(({ mergeId }) => mergeId !== event.mergeId)
  if (event.type === 'CustomersUnmerged' || event.survivorId !== customerId) return others
  const { mergeId } = event
  return [...others, ...event.pins.map((pin) => ({ ...pin, mergeId, statedAt: position }))]
}

const joiningAfter = ({ joining }: Person, [customerId, { event }]: Told): Person['joining'] => {
  const { mergeId, survivorId, mergedId } = event
  const others = joining.filter((one) => one.mergeId !== mergeId)
  if (event.type !== 'MergeBegun') return others
  return [...others, { mergeId, customerId: customerId === survivorId ? mergedId : survivorId }]
}

const evolve = (before: Person, told: Told): Person => {
  const person = { ...before, joining: joiningAfter(before, told) }
  if (!isChange(told)) return person
  const side = sideOf(told)
  const { representativeId } = side
  const isNew = representativeId !== told[0] && !person.represented.includes(representativeId)
  return {
    ...person,
    ...side,
    represented: isNew ? [...person.represented, representativeId].sort() : person.represented,
    pins: pinsAfter(person, told),
  }
}

// Those whom an event tells something: of a merge that is to come, whoever represents the sides. Nobody else is a person of one.
const toldBy = (event: PersonChange): ReadonlyArray<CustomerId> =>
  event.type === 'MergeBegun' || event.type === 'MergeGivenUp'
    ? [event.survivorId, event.mergedId]
    : [...event.survivorMembers, ...event.mergedMembers]

/** Which person each customer is, that was ever to be merged with another. */
export const person: Projection<CustomerId, Person, PersonChange, Told> = {
  name: 'person',
  version: 2,
  types: ['MergeBegun', 'MergeGivenUp', 'CustomersMerged', 'CustomersUnmerged'],
  parts: (recorded) => toldBy(recorded.event).map((one) => [one, [one, recorded]] as const),
  initial: (customerId) => ({
    representativeId: customerId,
    members: [customerId],
    represented: [],
    pins: [],
    joining: [],
  }),
  evolve,
  keyStandsInEvent: true,
}
