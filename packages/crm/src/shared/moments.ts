// Arithmetic on instants, and the ids of events, for decisions that know no clock.
import { type Instant, type Issued, eventIdOf as idOfEvent, instantOf } from '@patina/eventsourcing'
import type { EventId } from './ids.js'

/** The instant so many minutes later. */
export const plusMinutes = (at: Instant, minutes: number): Instant =>
  instantOf(Date.parse(at) + minutes * 60_000)

/** The later of two instants; the one that is there when the other is not. */
export const laterOf = (at: Instant, other: Instant | undefined): Instant =>
  other !== undefined && other > at ? other : at

/** The id that the store will give to an event of this command, by its place among them: so that others can name it. */
export const eventIdOf = ({ commandId }: Issued, index = 0): EventId =>
  idOfEvent(commandId, index) as EventId
