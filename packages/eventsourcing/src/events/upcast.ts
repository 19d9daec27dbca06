import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type * as t from 'io-ts'
import type { Problem } from '../problem.js'
import { decodeWith, type Tagged } from './codec.js'
import type { EventCodec } from './event.js'

/** An older version of an event type: its codec as it was, and what it says in today's words. */
export interface Upcaster<Event> {
  readonly version: number
  readonly decode: (data: unknown) => Either<ReadonlyArray<Problem>, ReadonlyNonEmptyArray<Event>>
}

/**
 * How one old version reads today: one event, or several in a stable order, for their place is part of derived ids.
 * Each old version leads straight to the newest, so that a change is one function and none is a chain.
 */
export const upcaster = <Old, Event extends Tagged>(
  version: number,
  codec: t.Type<Old, unknown>,
  convert: (old: Old) => ReadonlyNonEmptyArray<Event>,
): Upcaster<Event> => {
  const decode = decodeWith(codec)
  return { version, decode: (data) => E.map(convert)(decode(data)) }
}

/** The codec of an event type that has changed: the newest version, and the upcasters of all before it. */
export const versionedCodec = <Event extends Family, Family extends Tagged>(
  version: number,
  codec: t.Type<Event, unknown>,
  older: ReadonlyArray<Upcaster<Family>>,
): EventCodec<Event, Family> => {
  const byVersion = new Map(older.map((one) => [one.version, one]))
  return {
    version,
    decode: decodeWith(codec),
    encode: codec.encode,
    upcast: (found, data) => byVersion.get(found)?.decode(data),
  }
}
