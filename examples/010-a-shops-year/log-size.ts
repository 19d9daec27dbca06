// How many events of each type the log holds: a view of the example's own, beside those of the capabilities.

import { crm } from '@patina/crm'
import {
  integer,
  type LogEvent,
  type Projection,
  record,
  type Tagged,
  view,
} from '@patina/eventsourcing'
import { imports } from './imported-files.js'

export interface EventCount {
  readonly events: number
}

const types = [...crm, imports].flatMap(({ events }) => Object.keys(events))

const eventCounts: Projection<string, EventCount, Tagged> = {
  name: 'event_counts',
  version: 1,
  types,
  // What an old event was upcast to counts once: by its first part.
  parts: (recorded: LogEvent<Tagged>) =>
    recorded.part === 0 ? [[recorded.event.type, recorded]] : [],
  initial: () => ({ events: 0 }),
  evolve: ({ events }) => ({ events: events + 1 }),
  combine: (members) => ({ events: members.reduce((sum, { events }) => sum + events, 0) }),
  occurredSafe: true,
}

export const eventCountsView = view(eventCounts, {
  codec: record<EventCount>('EventCount', { events: integer(0) }),
  columns: { events: { kind: 'integer', of: ({ events }) => events } },
})
