import type { Projection } from '@patina/eventsourcing'
import type { Personal } from '@patina/privacy'
import type { CivilDate } from '../shared/civil-date.js'
import { appended, withMembers } from '../shared/copies.js'
import type { CustomerId, EventId, RelationId } from '../shared/ids.js'
import type { RelationEnded, RelationRecorded } from './events.js'

/** To whom a customer is related, by what both sides have said. */
export interface Relations {
  /** In the order of their ids, and of the others'. */
  readonly relations: ReadonlyArray<Relation>
}

export interface Relation {
  readonly relationId: RelationId
  readonly otherId: CustomerId
  /** What the customer has said; absent as long as only the other side has. */
  readonly own?: RelationSide
  /** What the other is to the customer is theirs to say: of their side only that it is there, and its last day. */
  readonly theirs?: RelationHalf
}

export interface RelationHalf {
  readonly toDay?: CivilDate
}

export interface RelationSide extends RelationHalf {
  readonly eventId: EventId
  readonly kind: Personal<string>
  readonly fromDay?: CivilDate
}

/** The events that relations follow from. */
export type RelationsEvent = RelationRecorded | RelationEnded

/** What an event says to one of the two. */
export interface RelationPart {
  readonly isOwn: boolean
  readonly event: RelationsEvent
}

const ended = (toDay: CivilDate | undefined): RelationHalf => (toDay === undefined ? {} : { toDay })

const sideOf = ({ eventId, kind, fromDay, toDay }: RelationRecorded): RelationSide => ({
  eventId,
  kind,
  ...(fromDay === undefined ? {} : { fromDay }),
  ...ended(toDay),
})

const withHalf = (relation: Relation, { isOwn, event }: RelationPart): Relation => {
  const { own } = relation
  switch (event.type) {
    case 'RelationRecorded':
      return withMembers(relation, isOwn ? { own: sideOf(event) } : { theirs: ended(event.toDay) })
    case 'RelationEnded':
      if (!isOwn) return withMembers(relation, { theirs: ended(event.toDay) })
      if (own === undefined) return relation
      return { ...relation, own: withMembers(own, { toDay: event.toDay }) }
  }
}

const inOrder = (a: Relation, b: Relation): number =>
  a.relationId === b.relationId
    ? a.otherId < b.otherId
      ? -1
      : 1
    : a.relationId < b.relationId
      ? -1
      : 1

const evolve = ({ relations }: Relations, half: RelationPart): Relations => {
  const { relationId, customerId, otherId: named } = half.event
  const otherId = half.isOwn ? named : customerId
  const before = relations.find((one) => one.relationId === relationId && one.otherId === otherId)
  // Of a relation that nobody has recorded there is nothing to end.
  if (before === undefined && half.event.type !== 'RelationRecorded') return { relations }
  const others = relations.filter((one) => one !== before)
  return {
    relations: appended(others, withHalf(before ?? { relationId, otherId }, half)).sort(inOrder),
  }
}

/** The relations of each customer. One of which a side is missing is listed until that half arrives. */
export const relations: Projection<CustomerId, Relations, RelationsEvent, RelationPart> = {
  name: 'customer_relations',
  version: 1,
  types: ['RelationRecorded', 'RelationEnded'],
  parts: ({ event }) => [
    [event.customerId, { isOwn: true, event }],
    [event.otherId, { isOwn: false, event }],
  ],
  initial: () => ({ relations: [] }),
  evolve,
  combine: (members) => ({
    relations: members.flatMap(({ relations }) => relations).sort(inOrder),
  }),
}

/** Says whether one side of a relation has not been said. */
export const isOneSided = ({ own, theirs }: Relation): boolean =>
  own === undefined || theirs === undefined
