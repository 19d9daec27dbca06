import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { StreamEvent, UnreadableEvent } from '../events/event.js'
import type { EventStore, Position, StoredEvent, StoreUnavailable } from '../ports.js'
import type { StreamName } from '../stream-name.js'

/** The events that one command led to. The position is known only if this process appended them. */
export interface CarriedOut {
  readonly firstRevision: number
  readonly ids: ReadonlyArray<string>
  readonly position?: Position
}

/**
 * An event that this process appended and has not folded yet: the text that the log holds of it, or what was read of such a
 * text. Never the object that was decided, for whoever sent the command may still hold parts of it and change them.
 */
export type Unfolded<Event> = PlainText | { readonly read: ReadonlyArray<Event> }

/** The text of an event whose codec is plain: it was looked at before it was printed, so parsing is reading. */
export interface PlainText {
  readonly type: string
  readonly data: string
}

/** A stream as far as it is known: its state, and what was carried out on it under which command id. */
export interface Aggregate<State> {
  /** Of all events but the unfolded ones. */
  state: State
  /** What comes after the state: folded when a command needs it, and most streams of a shop are written only once. */
  unfolded: ReadonlyArray<Unfolded<unknown>>
  /** Of the last event, folded or not. */
  revision: number
  /** How many bytes of event data have been folded: what the cache weighs it by. */
  bytes: number
  /** Whether more is known to have been appended than has been folded. */
  isBehind: boolean
  readonly commands: Map<string, CarriedOut>
}

/** What it takes to fold a stored event of the stream. */
export interface Folding<State, Event> {
  readonly evolve: (state: State, event: Event) => State
  readonly decode: (
    stored: StoredEvent,
  ) => Either<UnreadableEvent, ReadonlyArray<StreamEvent<Event>>>
}

const pageLimit = 500
// What an aggregate takes besides what its events became, in bytes and roughly.
const baseWeight = 200
const commandWeight = 150

/** The aggregate of a stream of which nothing has been read. */
export const unread = <State>(initial: State): Aggregate<State> => ({
  state: initial,
  unfolded: [],
  revision: -1,
  bytes: 0,
  isBehind: false,
  commands: new Map(),
})

const eventsOf = <Event>(one: Unfolded<Event>): ReadonlyArray<Event> => {
  if ('read' in one) return one.read
  const event = JSON.parse(one.data) as { type?: string }
  event.type = one.type
  return [event as Event]
}

/** Brings the state up to the revision. */
export const foldUp = <State, Event>(
  { evolve }: Pick<Folding<State, Event>, 'evolve'>,
  aggregate: Aggregate<State>,
): void => {
  if (aggregate.unfolded.length === 0) return
  for (const one of aggregate.unfolded as ReadonlyArray<Unfolded<Event>>) {
    for (const event of eventsOf(one)) aggregate.state = evolve(aggregate.state, event)
  }
  aggregate.unfolded = []
}

/** Folds the next stored event into the aggregate, which is folded up to it. An event that cannot be read leaves it as it was. */
const foldIn = <State, Event>(
  { evolve, decode }: Folding<State, Event>,
  aggregate: Aggregate<State>,
  stored: StoredEvent,
): Either<UnreadableEvent, void> => {
  const decoded = decode(stored)
  if (E.isLeft(decoded)) return decoded
  for (const { event } of decoded.right) aggregate.state = evolve(aggregate.state, event)
  aggregate.revision = stored.revision
  aggregate.bytes += stored.data.length + stored.metadata.length
  const commandId = decoded.right[0]?.metadata.commandId
  if (commandId !== undefined) {
    const before = aggregate.commands.get(commandId)
    aggregate.commands.set(commandId, {
      firstRevision: before?.firstRevision ?? stored.revision,
      ids: before === undefined ? [stored.id] : [...before.ids, stored.id],
    })
  }
  return E.right(undefined)
}

/** Reads on from where the aggregate stands to the end of its stream. */
export const readOn = async <State, Event>(
  store: EventStore,
  folding: Folding<State, Event>,
  stream: StreamName,
  aggregate: Aggregate<State>,
): Promise<Either<StoreUnavailable | UnreadableEvent, void>> => {
  let after = aggregate.revision
  for (;;) {
    const page = await store.readStream(stream, after, pageLimit)()
    if (E.isLeft(page)) return page
    for (const stored of page.right.events) {
      const folded = foldIn(folding, aggregate, stored)
      if (E.isLeft(folded)) return folded
    }
    if (page.right.isEnd) {
      aggregate.isBehind = false
      return E.right(undefined)
    }
    // Where the page says, for it may be empty and still not be the end.
    after = page.right.next
  }
}

/** The aggregates that were used last, up to a number of bytes of event data that they stand for. */
export interface HotAggregates<State> {
  readonly take: (stream: StreamName) => Aggregate<State> | undefined
  readonly keep: (stream: StreamName, aggregate: Aggregate<State>) => void
  /** Keeps one for whose stream this was the first command: most of them never see another. */
  readonly keepNewcomer: (stream: StreamName, aggregate: Aggregate<State>) => void
}

type Kept<State> = Pick<HotAggregates<State>, 'take' | 'keep'>

// The share of newcomers, that they cannot push out what is used again and again.
const newcomersShare = 1 / 8

const weightOf = ({ bytes, commands }: Aggregate<unknown>): number =>
  baseWeight + commands.size * commandWeight + bytes

/**
 * A cache by last use, and by how often, with a part for newcomers. `take` removes what it returns: whoever has an aggregate in
 * hand is the only one, and puts it back when nothing went wrong.
 */
export const createHotAggregates = <State>(limitBytes: number): HotAggregates<State> => {
  const settled = createLastUsed<State>(limitBytes * (1 - newcomersShare))
  const newcomers = createNewcomers<State>(limitBytes * newcomersShare)
  return {
    take: (stream) => settled.take(stream) ?? newcomers.take(stream),
    keep: settled.keep,
    keepNewcomer: newcomers.keep,
  }
}

// Almost every one is forgotten without being asked for, so forgetting is what must cost nothing: half of them at once.
const createNewcomers = <State>(limitBytes: number): Kept<State> => {
  let young = new Map<StreamName, Aggregate<State>>()
  let old = young
  let youngBytes = 0
  return {
    take: (stream) => {
      const aggregate = young.get(stream) ?? old.get(stream)
      if (aggregate === undefined) return undefined
      young.delete(stream)
      old.delete(stream)
      return aggregate
    },
    keep: (stream, aggregate) => {
      if (weightOf(aggregate) > limitBytes / 2) return
      young.set(stream, aggregate)
      youngBytes += weightOf(aggregate)
      if (youngBytes <= limitBytes / 2) return
      old = young
      young = new Map()
      youngBytes = 0
    },
  }
}

/** One that stays, and how often it is still passed over before it goes. */
interface Settled<State> {
  readonly aggregate: Aggregate<State>
  chances: number
}

// Whoever comes back often is read again in full whenever it was let go, and has grown by then: so it is passed over once for so
// many commands. On a shop's year that reads a fifth less again than going by last use alone (GCLOCK: Smith, "Sequentiality and
// prefetching in database systems", ACM TODS 3, 1978).
const commandsPerChance = 8
const mostChances = 15

const chancesOf = ({ commands }: Aggregate<unknown>): number =>
  Math.min(mostChances, Math.floor(commands.size / commandsPerChance))

const createLastUsed = <State>(limitBytes: number): Kept<State> => {
  const kept = new Map<StreamName, Settled<State>>()
  let total = 0
  const take = (stream: StreamName): Aggregate<State> | undefined => {
    const settled = kept.get(stream)
    if (settled === undefined) return undefined
    kept.delete(stream)
    total -= weightOf(settled.aggregate)
    return settled.aggregate
  }
  const passOver = (stream: StreamName, settled: Settled<State>): void => {
    settled.chances--
    kept.delete(stream)
    kept.set(stream, settled)
  }
  const keep = (stream: StreamName, aggregate: Aggregate<State>): void => {
    take(stream)
    // One that is larger than all that may be kept would push out the others and then go itself.
    if (weightOf(aggregate) > limitBytes) return
    kept.set(stream, { aggregate, chances: chancesOf(aggregate) })
    total += weightOf(aggregate)
    for (const [oldest, settled] of kept) {
      if (total <= limitBytes) break
      if (oldest === stream) continue
      if (settled.chances > 0) passOver(oldest, settled)
      else take(oldest)
    }
  }
  return { take, keep }
}
