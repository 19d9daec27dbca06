// The rules of an append that every exact store shares, as functions of what the stream holds. Rows are those of the
// table in docs/guide/stores.md.
import type { EventRefused, Expected, NewEvent } from '../ports.js'
import { isStorable } from '../storable.js'
import { isStreamName, isUuid } from '../stream-name.js'

/** What a store can say about a stream: its last revision (-1 when it has no event) and where an id stands in it. */
export interface StreamState {
  readonly last: number
  readonly revisionOf: (id: string) => number | undefined
}

/** Write after `last`; or it was written before, up to `revision`; or the stream is not where the writer believes. */
export type Verdict =
  | { readonly _tag: 'Write' }
  | { readonly _tag: 'Already'; readonly revision: number }
  | { readonly _tag: 'Conflict' }

const write: Verdict = { _tag: 'Write' }
const conflict: Verdict = { _tag: 'Conflict' }

const judgeBehind = (after: number, revisions: ReadonlyArray<number | undefined>): Verdict =>
  revisions.every((revision, index) => revision === after + 1 + index)
    ? { _tag: 'Already', revision: after + revisions.length } // row 4
    : conflict // rows 5 and 6

const judgeAtEnd = (revisions: ReadonlyArray<number | undefined>): Verdict => {
  const known = revisions.filter((revision) => revision !== undefined)
  if (known.length === 0) return write // rows 1, 2 and 10
  return known.length === revisions.length
    ? { _tag: 'Already', revision: Math.max(...known) } // rows 7 and 9
    : conflict // rows 7, 10 and 11
}

/** Judges an append of distinct ids to a stream, for a store that never stores one id twice in a stream. */
export const judgeAppend = (
  expected: Expected,
  ids: ReadonlyArray<string>,
  stream: StreamState,
): Verdict => {
  const after = expected === 'none' ? -1 : expected
  if (expected === 'exists' && stream.last < 0) return conflict // row 8
  // A stream without events knows no id: nothing needs to be looked up.
  if (stream.last < 0) return typeof after === 'number' && after > -1 ? conflict : write
  if (typeof after === 'number' && after > stream.last) return conflict // row 3
  const revisions = ids.map(stream.revisionOf)
  return typeof after === 'number' && after < stream.last
    ? judgeBehind(after, revisions)
    : judgeAtEnd(revisions)
}

/** The size from which an event is refused, in bytes of its texts: 1 MiB, the least that any engine allows. */
const eventLimitBytes = 1024 * 1024

const problemOf = (event: NewEvent): EventRefused['problem'] | undefined => {
  if (!isUuid(event.id) || event.type === '' || event.type.startsWith('$')) return 'BadName'
  if (!isStorable(event.type) || !isStorable(event.data) || !isStorable(event.metadata))
    return 'NotText'
  const isShort = (event.data.length + event.metadata.length) * 3 < eventLimitBytes
  if (isShort) return undefined
  return Buffer.byteLength(event.data) + Buffer.byteLength(event.metadata) < eventLimitBytes
    ? undefined
    : 'TooLarge'
}

const refused = (problem: EventRefused['problem'], index: number): EventRefused => ({
  _tag: 'EventRefused',
  problem,
  index,
})

/** What is wrong with the events themselves, whatever the stream holds; `undefined` when they can be stored. */
export const refusalOf = (
  stream: string,
  events: ReadonlyArray<NewEvent>,
): EventRefused | undefined => {
  if (events.length === 0) return refused('NoEvent', 0)
  if (!isStreamName(stream)) return refused('BadName', 0)
  // Most appends are of one event, and a set of one is not worth making.
  const seen = events.length > 1 ? new Set<string>() : undefined
  for (let index = 0; index < events.length; index++) {
    const event = events[index] as NewEvent
    const problem = seen?.has(event.id) === true ? 'IdTwice' : problemOf(event)
    if (problem !== undefined) return refused(problem, index)
    seen?.add(event.id)
  }
  return undefined
}
