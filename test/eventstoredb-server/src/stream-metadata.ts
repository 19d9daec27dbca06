// What the stream `$$name` says about the stream `name`: what is hidden of it, and who may do what.
import type { Recorded } from './records.js'

/** Who may do what with a stream, as far as it is said. */
export interface AccessList {
  readonly $r?: string | ReadonlyArray<string>
  readonly $w?: string | ReadonlyArray<string>
  readonly $d?: string | ReadonlyArray<string>
  readonly $mr?: string | ReadonlyArray<string>
  readonly $mw?: string | ReadonlyArray<string>
}

/** The metadata of a stream. */
export interface StreamMetadata {
  readonly isDeleted: boolean
  readonly truncateBefore: number
  readonly maxCount: number
  readonly maxAgeMs: number
  readonly access: AccessList
}

/** The type of the events that carry metadata. */
export const settingsType = '$metadata'

interface Stored {
  readonly $tb?: number
  readonly $maxCount?: number
  readonly $maxAge?: number
  readonly $acl?: AccessList
}

/** The content of an event as an object; an empty one where it has none. */
export const contentOf = (event: Recorded | undefined): object => {
  if (event === undefined) return {}
  try {
    const content: unknown = JSON.parse(Buffer.from(event.data).toString('utf8'))
    return typeof content === 'object' && content !== null ? content : {}
  } catch {
    return {}
  }
}

// 2^63 - 1 is no number that JSON.parse can give back.
const deletedFrom = 2 ** 63

/** What the last event of `$$name` says. */
export const metadataOf = (event: Recorded | undefined): StreamMetadata => {
  const stored: Stored = contentOf(event)
  const truncateBefore = stored.$tb ?? 0
  return {
    isDeleted: truncateBefore >= deletedFrom,
    truncateBefore,
    maxCount: stored.$maxCount ?? Number.POSITIVE_INFINITY,
    maxAgeMs: (stored.$maxAge ?? Number.POSITIVE_INFINITY) * 1000,
    access: stored.$acl ?? {},
  }
}

/** The index of the first event of a stream that its metadata does not hide. */
export const visibleFrom = (
  { truncateBefore, maxCount, maxAgeMs }: StreamMetadata,
  events: ReadonlyArray<Recorded>,
  now: number,
): number => {
  const youngEnough = Number.isFinite(maxAgeMs)
    ? events.findIndex(({ ticks }) => Number(ticks / 10_000n) >= now - maxAgeMs)
    : 0
  return Math.max(
    truncateBefore,
    events.length - maxCount,
    youngEnough < 0 ? events.length : youngEnough,
    0,
  )
}
