// Events as they will be stored: printed, and looked at before they are.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { Tagged } from '../events/codec.js'
import { decodeStored, unreadableAsPrinted } from '../events/decode-event.js'
import {
  type EventCodec,
  type EventCodecs,
  encodeEvent,
  type UnreadableEvent,
} from '../events/event.js'
import type { NewEvent, StoredEvent } from '../ports.js'
import type { StreamName } from '../stream-name.js'
import type { Folding, Unfolded } from './aggregate.js'
import type { Checked } from './context.js'

/** Events as they will be stored, and what will be folded of them once they are. */
export interface Printed<Event> {
  readonly events: ReadonlyNonEmptyArray<NewEvent>
  readonly unfolded: ReadonlyArray<Unfolded<Event>>
}

/** Where events come to stand, and what all of them will know. */
interface Behind extends Checked {
  readonly stream: StreamName
  /** Of the event before the first of them; -1 where there is none. */
  readonly revision: number
}

/** How the events of a decider are read and printed. */
export interface Printing<Event> {
  readonly decode: Folding<unknown, Event>['decode']
  /** Prints the events and makes sure that the texts can be read: an event that could not be is not written. */
  readonly print: (
    decided: ReadonlyNonEmptyArray<Event>,
    ids: ReadonlyArray<string>,
    behind: Behind,
  ) => Either<UnreadableEvent, Printed<Event>>
}

/** Reads and prints with these codecs. */
export const printingWith = <Event extends Tagged>(codecs: EventCodecs<Event>): Printing<Event> => {
  const codecOf = codecs as unknown as Readonly<Record<string, EventCodec<Event>>>
  // An event of a type without a codec is printed as it is, and then refused when it is read.
  const unknownType: EventCodec<Event> = {
    version: 1,
    decode: () => E.left([]),
    encode: (event) => event,
  }
  const decode = decodeStored<Event>(codecOf)

  return {
    decode,
    print: (decided, ids, { stream, revision, issued, metadata }) => {
      const unfolded: Unfolded<Event>[] = []
      const events: NewEvent[] = []
      for (const [index, one] of decided.entries()) {
        const codec = codecOf[one.type] ?? unknownType
        const event = encodeEvent(codec, one, ids[index] as string, metadata)
        const { id, type, data, metadata: knowing } = event
        const asStored = (): StoredEvent => ({
          id,
          type,
          data,
          metadata: knowing,
          stream,
          revision: revision + 1 + index,
          recordedAt: issued.at,
        })
        events.push(event)
        if (codec.isPlain === true) {
          const fault = unreadableAsPrinted(codec, one, metadata, asStored)
          if (fault !== undefined) return E.left(fault)
          unfolded.push({ type: event.type, data: event.data })
        } else {
          const decoded = decode(asStored())
          if (E.isLeft(decoded)) return decoded
          unfolded.push({ read: decoded.right.map(({ event: read }) => read) })
        }
      }
      return E.right({ events: events as unknown as ReadonlyNonEmptyArray<NewEvent>, unfolded })
    },
  }
}
