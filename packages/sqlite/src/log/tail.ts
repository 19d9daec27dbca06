// The events that this process appended last. Whoever follows the log, and several do, is nearly always right behind the
// writer, and would read from the file what has just been written to it.
import type { LoggedEvent } from '@patina/eventsourcing'
import { rowOf } from './position.js'

/** The end of a log as this process wrote it, without gaps. */
export interface LogTail {
  /** Takes events that were committed, in their order. What came before is dropped where others wrote in between. */
  readonly add: (events: ReadonlyArray<LoggedEvent>) => void
  /** Up to `limit` events after a row; none where they are not known, whatever the file holds. */
  readonly after: (row: number, limit: number) => ReadonlyArray<LoggedEvent>
}

// In UTF-16 units of data and metadata. Reactions are some hundred events behind the writer, and some reactions behind others:
// with a third of it, one follower in ten read from the file, and decoded again, what the others had in memory.
const defaultMost = 3 * 1024 * 1024

const rowOfEvent = ({ position }: LoggedEvent): number => rowOf(position) as number

const lengthOf = ({ data, metadata }: LoggedEvent): number => data.length + metadata.length

/** A tail without events, of at most so many characters. */
export const createLogTail = (most = defaultMost): LogTail => {
  let events: LoggedEvent[] = []
  let length = 0
  // Row of the first event; what follows lies behind it row by row.
  let first = 0

  const restart = (at: number): void => {
    events = []
    length = 0
    first = at
  }

  // Half of it at once, for moving up the rest costs as much for one as for many.
  const dropHalf = (): void => {
    let dropped = 0
    while (dropped < events.length && length > most / 2) {
      length -= lengthOf(events[dropped] as LoggedEvent)
      dropped++
    }
    events = events.slice(dropped)
    first += dropped
  }

  return {
    add: (more) => {
      const [next] = more
      if (next === undefined) return
      const row = rowOfEvent(next)
      if (row !== first + events.length) restart(row)
      for (const event of more) {
        events.push(event)
        length += lengthOf(event)
      }
      if (length > most) dropHalf()
    },
    after: (row, limit) => {
      const from = row + 1 - first
      return from < 0 ? [] : events.slice(from, from + limit)
    },
  }
}
