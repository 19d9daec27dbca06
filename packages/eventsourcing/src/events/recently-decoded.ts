// Several follow one log, each right behind its writer: what one of them has decoded is what the others are about to decode.
import type { Either } from 'fp-ts/lib/Either.js'
import type { LoggedEvent } from '../ports.js'
import type { Tagged } from './codec.js'
import { decodeLogged } from './decode-event.js'
import type { EventReaders, LogEvent, UnreadableEvent } from './event.js'

/** Decodes an event of the log, as {@link decodeLogged} does. */
export type EventDecoder = (
  stored: LoggedEvent,
) => Either<UnreadableEvent, ReadonlyArray<LogEvent<Tagged>>>

// In UTF-16 units of data and metadata. As much as a store that hands out its tail keeps: what is forgotten sooner is decoded
// once for each of them.
const defaultMost = 3 * 1024 * 1024

/**
 * Decodes, and remembers the last of it, up to events of so many characters. Only the very same stored event finds it, so a
 * store gains by it that hands out what was just appended to each of its readers as one object.
 */
export const rememberingDecoder = (
  readers: EventReaders<Tagged>,
  most = defaultMost,
): EventDecoder => {
  const decode = decodeLogged(readers)
  let young = new Map<LoggedEvent, ReturnType<EventDecoder>>()
  let old = young
  let length = 0
  return (stored) => {
    const known = young.get(stored) ?? old.get(stored)
    if (known !== undefined) return known
    const decoded = decode(stored)
    young.set(stored, decoded)
    length += stored.data.length + stored.metadata.length
    // Half of it is forgotten at once, which costs nothing.
    if (length > most / 2) {
      old = young
      young = new Map()
      length = 0
    }
    return decoded
  }
}
