// Events of the client as events of the port.
import {
  type Instant,
  instantOf,
  type LoggedEvent,
  type Position,
  type StoredEvent,
} from '@patina/eventsourcing'
import type { WireRecorded, WireResolved } from './client.js'
import type { Naming } from './naming.js'
import { isKnown, positionOf } from './position.js'
import { textsOf } from './texts.js'

const epoch = instantOf(0)

const recordedAt = (created: Date): Instant => {
  try {
    return instantOf(created.getTime())
  } catch {
    return epoch
  }
}

const storedOf = (event: WireRecorded, naming: Naming): StoredEvent | undefined => {
  // Links and the server's own events are no events of the log.
  const stream = event.type.startsWith('$') ? undefined : naming.ofServer(event.streamId)
  if (stream === undefined) return undefined
  return {
    id: event.id,
    type: event.type,
    ...textsOf(event),
    stream,
    revision: Number(event.revision),
    recordedAt: recordedAt(event.created),
  }
}

/** An event read from its stream; `undefined` for one that is not of this log. It carries no position. */
export const streamEventOf = ({ event }: WireResolved, naming: Naming): StoredEvent | undefined =>
  event && storedOf(event, naming)

/** Where an event read from all streams lies. */
export const placeInLog = ({ event }: WireResolved): Position | undefined =>
  isKnown(event?.position) ? positionOf(event.position) : undefined

/** An event read from all streams, with its place; `undefined` for one that is not of this log. */
export const logEventOf = (
  { event }: WireResolved,
  naming: Naming,
  position: Position,
): LoggedEvent | undefined => {
  const stored = event && storedOf(event, naming)
  return stored && { ...stored, position }
}
