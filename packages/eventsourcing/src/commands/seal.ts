import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Tagged } from '../events/codec.js'
import type { Instant } from '../instant.js'
import type { StreamName } from '../stream-name.js'

/** Where the events of a command will stand: their stream, their ids in order, and the times that they will bear. */
export interface Placing {
  readonly stream: StreamName
  readonly ids: ReadonlyArray<string>
  readonly occurredAt: Instant
  readonly at: Instant
}

/**
 * What is done to decided events before they are encoded: whatever may not be stored in the clear is closed for its place.
 * Left: why not; then nothing is appended. Called again when the command is decided again.
 */
export type Seal<Err> = (
  placing: Placing,
  events: ReadonlyNonEmptyArray<Tagged>,
) => TaskEither<Err, ReadonlyNonEmptyArray<Tagged>>
