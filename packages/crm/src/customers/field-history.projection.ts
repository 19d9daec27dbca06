import type { Instant, LogEvent, Position, Projection } from '@patina/eventsourcing'
import type { CustomerId, EventId } from '../shared/ids.js'
import type { CustomersEvent } from './events.js'

/** All that was ever recorded of a customer, with who said it, what became of it and why: nothing is taken out. */
export interface FieldHistory {
  /** In the order of the log. */
  readonly entries: ReadonlyArray<FieldEntry>
}

export interface FieldEntry {
  /** What was recorded; what is personal in it stays sealed. The reason of a correction stands in the one that corrects. */
  readonly event: CustomersEvent
  /** Who recorded it: a user id of the application. */
  readonly by: string
  readonly occurredAt: Instant
  readonly position: Position
  /** The event that has corrected or retracted it; absent where it stands. */
  readonly supersededBy?: EventId
  /** Whether its accuracy is in doubt. */
  readonly isDoubted: boolean
}

const marked = (
  entries: ReadonlyArray<FieldEntry>,
  of: EventId,
  mark: Partial<FieldEntry>,
): ReadonlyArray<FieldEntry> =>
  entries.map((entry) =>
    'eventId' in entry.event && entry.event.eventId === of ? { ...entry, ...mark } : entry,
  )

const effectOn = (
  entries: ReadonlyArray<FieldEntry>,
  event: CustomersEvent,
): ReadonlyArray<FieldEntry> => {
  switch (event.type) {
    case 'AccuracyDoubted':
      return marked(entries, event.of, { isDoubted: true })
    case 'AccuracyConfirmed':
      return marked(entries, event.of, { isDoubted: false })
    case 'StatementRetracted':
      return marked(entries, event.of, { supersededBy: event.eventId })
    case 'NameRecorded':
    case 'PreferenceStated':
    case 'NeedRecorded':
    case 'OccasionRecorded':
    case 'RelationRecorded': {
      const { correction, eventId } = event
      return correction === undefined || eventId === undefined
        ? entries
        : marked(entries, correction.of, { supersededBy: eventId })
    }
    default:
      return entries
  }
}

const evolve = (
  { entries }: FieldHistory,
  { event, position, metadata: { actor, occurredAt } }: LogEvent<CustomersEvent>,
): FieldHistory => ({
  entries: [
    ...effectOn(entries, event),
    { event, by: actor, occurredAt, position, isDoubted: false },
  ],
})

const inOrder = (a: FieldEntry, b: FieldEntry): number =>
  a.position === b.position ? 0 : a.position < b.position ? -1 : 1

/** The history of a customer's fields: made from the log when somebody asks, not kept. */
export const fieldHistory: Projection<CustomerId, FieldHistory, CustomersEvent> = {
  name: 'customer_field_history',
  version: 1,
  types: [
    'CustomerRegistered',
    'CustomerStatusChanged',
    'OwnerAssigned',
    'NameRecorded',
    'IdentifierAdded',
    'IdentifierVerified',
    'IdentifierFoundInvalid',
    'IdentifierRemoved',
    'PreferenceStated',
    'NeedRecorded',
    'NeedClosed',
    'OccasionRecorded',
    'RelationRecorded',
    'RelationEnded',
    'StatementRetracted',
    'AccuracyDoubted',
    'AccuracyConfirmed',
  ],
  keyStandsInEvent: true,
  parts: (recorded) => [[recorded.event.customerId, recorded]],
  initial: () => ({ entries: [] }),
  evolve,
  combine: (members) => ({ entries: members.flatMap(({ entries }) => entries).sort(inOrder) }),
}
