import type { Tagged } from '@patina/eventsourcing'
import { entriesOf, type HistoryEntry, projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import { entriesOfCustomer as consentEntries } from '../consent/arbitraries.js'
import type { CustomerId } from '../shared/ids.js'
import { breachEvents, entriesOfCustomer } from './arbitraries.js'
import { obligationsView } from './obligations.codec.js'
import type { ObligationEvent } from './obligations.projection.js'

const wanted: ReadonlyArray<string> = obligationsView.types
const isWanted = (event: Tagged): boolean => wanted.includes(event.type)

// What an obligation is about belongs to one stream: its id ends as that of the stream does.
const ownedBy = <Event extends object>(event: Event, id: string): Event => {
  const own = (value: unknown, key: string): unknown => {
    if (typeof value === 'string' && /^(?:request|consent|provision)Ids?$/.test(key)) {
      return `${value.slice(0, -8)}${id.slice(-8)}`
    }
    if (Array.isArray(value)) return value.map((one: unknown) => own(one, key))
    return typeof value === 'object' && value !== null ? ownedBy(value, id) : value
  }
  return Object.fromEntries(
    Object.entries(event).map(([key, value]) => [key, own(value, key)]),
  ) as Event
}

const histories: fc.Arbitrary<ReadonlyArray<HistoryEntry<ObligationEvent>>> = fc.array(
  fc.oneof(
    entriesOf('privacyRequests', (id) =>
      entriesOfCustomer(fc.constant(id as CustomerId))
        .filter(isWanted)
        .map((event) => ownedBy(event as ObligationEvent, id)),
    ),
    entriesOf('consent', (id) =>
      consentEntries(fc.constant(id as CustomerId))
        .filter(isWanted)
        .map((event) => ownedBy(event as ObligationEvent, id)),
    ),
    entriesOf('breach', (id) =>
      breachEvents(fc.constant(id as never)).map((event) => event as ObligationEvent),
    ),
  ),
  { maxLength: 12 },
)

projectionLaws(obligationsView, histories, { numRuns: 30 })
