import type { CivilDate } from '../shared/civil-date.js'
import type {
  Code,
  CustomerId,
  EventId,
  IdentifierId,
  NeedId,
  OccasionId,
  RelationId,
} from '../shared/ids.js'
import type {
  Correction,
  CustomerRegistered,
  CustomerStatus,
  CustomersEvent,
  NeedClosed,
  OwnerAssigned,
} from './events.js'

/** What decides the next command about a customer. */
export type Customer = Unknown | Registered

export interface Unknown {
  readonly _tag: 'Unknown'
}

export interface Registered {
  readonly _tag: 'Registered'
  /** The facts of the registration, to tell the same one from another. */
  readonly as: CustomerRegistered
  readonly status: CustomerStatus
  /** Every identifier that there ever was, and how it stands. Of its value nothing. */
  readonly identifiers: ReadonlyMap<IdentifierId, IdentifierStanding>
  readonly owner?: Pick<OwnerAssigned, 'ownerId' | 'storeId'>
  /** Every need that there ever was, and how it ended. */
  readonly needs: ReadonlyMap<NeedId, Pick<NeedClosed, 'outcome' | 'saleId'> | undefined>
  readonly occasions: ReadonlySet<OccasionId>
  /** The customer's own sides. */
  readonly relations: ReadonlyMap<RelationId, RelationStanding>
  /** Every statement that names itself, by its event. */
  readonly statements: ReadonlyMap<EventId, StatementStanding>
}

export interface RelationStanding {
  readonly otherId: CustomerId
  readonly fromDay?: CivilDate
  readonly toDay?: CivilDate
}

export interface StatementStanding {
  /** What it is about: only a statement about the same can correct it. */
  readonly about: string
  readonly isDoubted: boolean
  /** The event that has corrected or retracted it. */
  readonly by?: EventId
}

export type IdentifierStanding = Unproven | Verified | Invalid | Removed

/** Nobody has found out whether it reaches the customer. */
export interface Unproven {
  readonly _tag: 'Unproven'
}

export interface Verified {
  readonly _tag: 'Verified'
  readonly method: Code
}

export interface Invalid {
  readonly _tag: 'Invalid'
  readonly cause: Code
}

export interface Removed {
  readonly _tag: 'Removed'
}

/** A customer of whom nothing is recorded. */
export const initial: Customer = { _tag: 'Unknown' }

const withStanding = (
  customer: Registered,
  id: IdentifierId,
  standing: IdentifierStanding,
): Registered => ({
  ...customer,
  identifiers: new Map(customer.identifiers).set(id, standing),
})

const unsaid = {
  identifiers: new Map(),
  needs: new Map(),
  occasions: new Set<OccasionId>(),
  relations: new Map(),
  statements: new Map(),
}

/** The customer after an event. Total: an event that makes no sense leaves the customer as it was. */
export const evolve = (customer: Customer, event: CustomersEvent): Customer => {
  if (event.type === 'CustomerRegistered') {
    return customer._tag === 'Registered'
      ? customer
      : { _tag: 'Registered', as: event, status: event.status, ...unsaid }
  }
  if (customer._tag === 'Unknown') return customer
  switch (event.type) {
    case 'CustomerStatusChanged':
      return { ...customer, status: event.to }
    case 'OwnerAssigned': {
      const { ownerId, storeId } = event
      return { ...customer, owner: { ownerId, storeId } }
    }
    case 'NameRecorded':
    case 'PreferenceStated':
      return withStatement(customer, event)
    case 'IdentifierAdded':
      return customer.identifiers.has(event.identifierId)
        ? customer
        : withStanding(withStatement(customer, event), event.identifierId, { _tag: 'Unproven' })
    case 'IdentifierVerified':
      return changed(customer, event.identifierId, { _tag: 'Verified', method: event.method })
    case 'IdentifierFoundInvalid':
      return changed(customer, event.identifierId, { _tag: 'Invalid', cause: event.cause })
    case 'IdentifierRemoved':
      return changed(customer, event.identifierId, { _tag: 'Removed' })
    case 'NeedRecorded': {
      const needs = customer.needs.has(event.needId)
        ? customer.needs
        : new Map(customer.needs).set(event.needId, undefined)
      return withStatement({ ...customer, needs }, event)
    }
    case 'NeedClosed': {
      const { needId, outcome, saleId } = event
      const end = { outcome, ...(saleId === undefined ? {} : { saleId }) }
      return customer.needs.has(needId)
        ? { ...customer, needs: new Map(customer.needs).set(needId, end) }
        : customer
    }
    case 'OccasionRecorded': {
      const occasions = new Set(customer.occasions).add(event.occasionId)
      return withStatement({ ...customer, occasions }, event)
    }
    case 'RelationRecorded': {
      const { relationId, otherId, fromDay, toDay } = event
      const side = {
        otherId,
        ...(fromDay === undefined ? {} : { fromDay }),
        ...(toDay === undefined ? {} : { toDay }),
      }
      const relations = new Map(customer.relations).set(relationId, side)
      return withStatement({ ...customer, relations }, event)
    }
    case 'RelationEnded': {
      const before = customer.relations.get(event.relationId)
      if (before === undefined) return customer
      const side = { ...before, toDay: event.toDay }
      return { ...customer, relations: new Map(customer.relations).set(event.relationId, side) }
    }
    case 'StatementRetracted':
      return marked(customer, event.of, { by: event.eventId })
    case 'AccuracyDoubted':
      return marked(customer, event.of, { isDoubted: true })
    case 'AccuracyConfirmed':
      return marked(customer, event.of, { isDoubted: false })
  }
}

/** What a statement is about, in the words of the commands. Nothing of it is personal. */
export const aboutOf = (
  statement:
    | {
        readonly type: 'NameRecorded' | 'RecordName'
        readonly role: string
        readonly script: string
      }
    | { readonly type: 'IdentifierAdded'; readonly identifierId: string }
    | { readonly type: 'PreferenceStated' | 'StatePreference'; readonly topic: string }
    | { readonly type: 'NeedRecorded' | 'RecordNeed'; readonly needId: string }
    | { readonly type: 'OccasionRecorded' | 'RecordOccasion'; readonly occasionId: string }
    | {
        readonly type: 'RelationRecorded' | 'RecordRelation'
        readonly relationId: string
        readonly otherId: string
      },
): string => {
  switch (statement.type) {
    case 'NameRecorded':
    case 'RecordName':
      return `name ${statement.role} ${statement.script}`
    case 'IdentifierAdded':
      return `identifier ${statement.identifierId}`
    case 'PreferenceStated':
    case 'StatePreference':
      return `preference ${statement.topic}`
    case 'NeedRecorded':
    case 'RecordNeed':
      return `need ${statement.needId}`
    case 'OccasionRecorded':
    case 'RecordOccasion':
      return `occasion ${statement.occasionId}`
    case 'RelationRecorded':
    case 'RecordRelation':
      return `relation ${statement.relationId} ${statement.otherId}`
  }
}

// What is said names itself; what was stored before that cannot be doubted or corrected.
const withStatement = (
  customer: Registered,
  event: Parameters<typeof aboutOf>[0] & {
    readonly eventId?: EventId
    readonly correction?: Correction
  },
): Registered => {
  const { eventId, correction } = event
  if (eventId === undefined) return customer
  const { statements } =
    correction === undefined ? customer : marked(customer, correction.of, { by: eventId })
  const standing = { about: aboutOf(event), isDoubted: false }
  return { ...customer, statements: new Map(statements).set(eventId, standing) }
}

const marked = (
  customer: Registered,
  of: EventId,
  mark: Partial<StatementStanding>,
): Registered => {
  const before = customer.statements.get(of)
  return before === undefined
    ? customer
    : { ...customer, statements: new Map(customer.statements).set(of, { ...before, ...mark }) }
}

// What is removed stays removed, and what was never added cannot change.
const changed = (
  customer: Registered,
  id: IdentifierId,
  standing: IdentifierStanding,
): Registered => {
  const before = customer.identifiers.get(id)
  return before === undefined || before._tag === 'Removed'
    ? customer
    : withStanding(customer, id, standing)
}
