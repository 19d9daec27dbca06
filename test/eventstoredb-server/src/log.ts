// What was written, in memory: one order over all streams, and each stream with its own numbers.
import { type Decision, decide, type Expected } from './append-rules.js'
import { openJournal } from './journal.js'
import type { Proposed, Recorded } from './records.js'
import { metadataOf, type StreamMetadata, settingsType, visibleFrom } from './stream-metadata.js'

/** What became of an append: where its last event stands, or why it was refused. */
export type Outcome =
  | { readonly _tag: 'Written'; readonly revision: bigint; readonly position: number }
  | Extract<Decision, { readonly _tag: 'Wrong' | 'Deleted' }>

interface Stream {
  readonly events: Recorded[]
  isTombstoned: boolean
}

/** The number of the event that says that a stream is gone for good. */
const tombstoneRevision = 2n ** 63n - 1n

const overheadBytes = 100
const firstPosition = 1_000
const deletedForNow = Buffer.from(`{"$tb":${tombstoneRevision}}`)
const none = Buffer.alloc(0)

/** Where the log keeps itself, and what the time is. */
export interface LogOptions {
  readonly rememberedIds: number
  readonly journal?: string | undefined
  readonly now: () => number
}

/** The log of one server. */
export interface Log {
  readonly events: ReadonlyArray<Recorded>
  /** The revision of the last event of a stream, -1 for none, `deleted` for one that is gone for good. */
  readonly lastRevision: (stream: string) => bigint | 'deleted'
  readonly metadataOf: (stream: string) => StreamMetadata
  /** The last event of a stream, whatever its metadata says. */
  readonly lastOf: (stream: string) => Recorded | undefined
  /** The events of a stream that its metadata does not hide; `undefined` for one that is missing or was deleted. */
  readonly visible: (stream: string) => ReadonlyArray<Recorded> | undefined
  readonly append: (stream: string, expected: Expected, events: ReadonlyArray<Proposed>) => Outcome
  /** Marks a stream as deleted: a new append revives it. */
  readonly softDelete: (stream: string) => Outcome
  /** Ends a stream for good. */
  readonly tombstone: (stream: string) => Outcome
  /** Writes past every rule. */
  readonly write: (stream: string, events: ReadonlyArray<Proposed>) => Outcome
  /** What a restart does to the memory for ids. */
  readonly forgetIds: () => void
  /** Calls back at every write until the function that it returns is called. */
  readonly listen: (onNews: () => void) => () => void
  /** The index of the first event after a position. */
  readonly indexAfter: (position: number) => number
}

const notUnique = (prefix: string): (() => string) => {
  let count = 0
  return () => `00000000-0000-4000-${prefix}-${String(count++).padStart(12, '0')}`
}

/** Opens a log: an empty one, or what its journal holds. */
export const openLog = ({ rememberedIds, journal, now }: LogOptions): Log => {
  const events: Recorded[] = []
  const streams = new Map<string, Stream>()
  const ids = new Map<string, { readonly stream: string; readonly revision: bigint }>()
  const listeners = new Set<() => void>()
  const systemId = notUnique('8000')
  let position = firstPosition
  let lastTicks = 0n

  const remember = (id: string, stream: string, revision: bigint): void => {
    ids.delete(id)
    ids.set(id, { stream, revision })
    const [oldest] = ids.keys()
    if (ids.size > rememberedIds && oldest !== undefined) ids.delete(oldest)
  }

  const tick = (): bigint => {
    const ticks = BigInt(now()) * 10_000n
    lastTicks = ticks > lastTicks ? ticks : lastTicks + 1n
    return lastTicks
  }

  const put = (
    stream: string,
    proposed: ReadonlyArray<Proposed>,
    isTombstone: boolean,
    ticksOf: (at: number) => bigint,
  ): ReadonlyArray<Recorded> => {
    const kept = streams.get(stream) ?? { events: [], isTombstoned: false }
    streams.set(stream, kept)
    return proposed.map((event, at) => {
      const revision = isTombstone ? tombstoneRevision : BigInt(kept.events.length)
      const recorded = { ...event, stream, revision, position, ticks: ticksOf(at) }
      position += overheadBytes + event.data.length + event.metadata.length
      events.push(recorded)
      if (isTombstone) kept.isTombstoned = true
      else kept.events.push(recorded)
      remember(event.id, stream, revision)
      return recorded
    })
  }

  const keep =
    journal === undefined
      ? () => undefined
      : openJournal(journal, (stream, isTombstone, stored) => {
          put(stream, stored, isTombstone, (at) => stored[at]?.ticks ?? 0n)
        })
  ids.clear()

  const writeAs = (
    stream: string,
    proposed: ReadonlyArray<Proposed>,
    isTombstone: boolean,
  ): Outcome => {
    const written = put(stream, proposed, isTombstone, tick)
    keep(stream, isTombstone, written)
    for (const listener of [...listeners]) listener()
    const last = written.at(-1)
    return { _tag: 'Written', revision: last?.revision ?? -1n, position: last?.position ?? -1 }
  }
  const write: Log['write'] = (stream, proposed) => writeAs(stream, proposed, false)

  const systemEvent = (type: string, data: Uint8Array): Proposed => ({
    id: systemId(),
    type,
    isJson: true,
    data,
    metadata: none,
  })

  const lastRevision: Log['lastRevision'] = (stream) => {
    const kept = streams.get(stream)
    return kept?.isTombstoned === true ? 'deleted' : BigInt(kept?.events.length ?? 0) - 1n
  }
  const lastOf: Log['lastOf'] = (stream) => streams.get(stream)?.events.at(-1)
  const settingsOf: Log['metadataOf'] = (stream) => metadataOf(lastOf(`$$${stream}`))

  return {
    events,
    lastRevision,
    lastOf,
    metadataOf: settingsOf,
    visible: (stream) => {
      const kept = streams.get(stream)
      if (kept === undefined || kept.events.length === 0) return undefined
      const metadata = settingsOf(stream)
      if (metadata.isDeleted) return undefined
      const from = visibleFrom(metadata, kept.events, now())
      return from === 0 ? kept.events : kept.events.slice(from)
    },
    append: (stream, expected, proposed) => {
      const last = lastRevision(stream)
      const isSoftDeleted = settingsOf(stream).isDeleted
      const decision = decide(
        expected,
        proposed.map(({ id }) => id),
        {
          last,
          isSoftDeleted,
          hasMetadata: lastOf(`$$${stream}`) !== undefined,
          idAt: (revision) => streams.get(stream)?.events[Number(revision)]?.id,
          remembered: (id) => {
            const found = ids.get(id)
            return found?.stream === stream ? found.revision : undefined
          },
        },
      )
      switch (decision._tag) {
        case 'Wrong':
        case 'Deleted':
          return decision
        case 'Already': {
          const event = streams.get(stream)?.events[Number(decision.revision)]
          return { _tag: 'Written', revision: decision.revision, position: event?.position ?? -1 }
        }
        case 'Write':
          if (isSoftDeleted && last !== 'deleted') {
            write(`$$${stream}`, [systemEvent(settingsType, Buffer.from(`{"$tb":${last + 1n}}`))])
          }
          return write(stream, proposed)
      }
    },
    softDelete: (stream) => write(`$$${stream}`, [systemEvent(settingsType, deletedForNow)]),
    tombstone: (stream) => writeAs(stream, [systemEvent('$streamDeleted', none)], true),
    write,
    forgetIds: () => ids.clear(),
    listen: (onNews) => {
      const listener = (): void => onNews()
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    indexAfter: (after) => {
      let low = 0
      let high = events.length
      while (low < high) {
        const middle = (low + high) >>> 1
        if ((events[middle] as Recorded).position <= after) low = middle + 1
        else high = middle
      }
      return low
    },
  }
}
