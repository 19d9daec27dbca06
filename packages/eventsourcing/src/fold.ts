// Folds pages of the log into the views of several tables at once: each event is read and decoded one time, whoever wants
// it. The live runner and a rebuild both stand on this.

import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Tagged } from './codec.js'
import type { LogEvent, UnreadableEvent } from './event.js'
import {
  beforeFirst,
  type CheckpointMoved,
  type LoggedEvent,
  type Page,
  type Position,
  type StoreUnavailable,
  type ViewRow,
  type ViewStore,
  type ViewTable,
} from './ports.js'
import type { Problem } from './problem.js'
import type { EventDecoder } from './recently-decoded.js'
import type { StreamName } from './stream-name.js'
import { type AnyView, tableOf } from './view.js'
import { type CachedView, createViewCache, type ViewCache } from './view-cache.js'

/** Why a view stands still, and before which event. Appends and the other views go on. */
export interface ViewStopped {
  readonly _tag: 'ViewStopped'
  readonly view: string
  readonly reason: UnreadableEvent | FoldThrew | UnreadableView
  readonly stream: StreamName
  readonly revision: number
  readonly position: Position
}

/** The projection threw, which is a bug in it: a fold is total. */
export interface FoldThrew {
  readonly _tag: 'FoldThrew'
  /** The kind of the exception. Its message may quote data and is left out. */
  readonly error: string
}

/** A kept view does not decode: it was damaged, or its codec changed without a new version. A rebuild mends it. */
export interface UnreadableView {
  readonly _tag: 'UnreadableView'
  readonly view: string
  readonly key: string
  readonly problems: ReadonlyArray<Problem>
}

/** A table while it is being folded. */
export interface FoldedTable {
  readonly view: AnyView
  readonly table: ViewTable
  readonly types: ReadonlySet<string>
  readonly cache: ViewCache
  /** How far the rows in the store have come. */
  saved: Position
  /** How far the views in memory have come. */
  folded: Position
  /** The last event that changed one of its views, while there is something to save. */
  touchedLast: LoggedEvent | undefined
  stopped: ViewStopped | undefined
}

/** A table to fold on from its checkpoint. */
export const foldedTable = (
  view: AnyView,
  generation: number,
  checkpoint: Position,
): FoldedTable => ({
  view,
  table: tableOf(view, generation),
  types: new Set(view.types),
  cache: createViewCache(checkpoint === beforeFirst),
  saved: checkpoint,
  folded: checkpoint,
  touchedLast: undefined,
  stopped: undefined,
})

interface DecodedEvent {
  readonly stored: LoggedEvent
  readonly events: Either<UnreadableEvent, ReadonlyArray<LogEvent<Tagged>>>
}

// Decodes what somebody wants of a page, and nothing else.
const decodePage = (
  decode: EventDecoder,
  tables: ReadonlyArray<FoldedTable>,
  { events }: Page<LoggedEvent, Position>,
): ReadonlyArray<DecodedEvent> => {
  const wanted = new Set(tables.flatMap(({ view }) => view.types))
  return events
    .filter(({ type }) => wanted.has(type))
    .map((stored) => ({ stored, events: decode(stored) }))
}

type Part = readonly [key: string, part: unknown]

// What a page does to a table: parts in order, and for each event that has some the place after its last one. Two lists
// instead of one of pairs, since a rebuild makes millions of them.
interface Touches {
  readonly parts: Part[]
  readonly events: LoggedEvent[]
  readonly ends: number[]
  /** The event that the table cannot take, and why. Nothing after it is touched. */
  halt?: { readonly at: LoggedEvent; readonly reason: ViewStopped['reason'] }
}

const eventOf = ({ events, ends }: Touches, partIndex: number): LoggedEvent =>
  events[ends.findIndex((end) => partIndex < end)] as LoggedEvent

const threw = (error: unknown): FoldThrew => ({
  _tag: 'FoldThrew',
  error: error instanceof Error ? error.name : typeof error,
})

const stoppedAt = (
  view: string,
  { stream, revision, position }: LoggedEvent,
  reason: ViewStopped['reason'],
): ViewStopped => ({ _tag: 'ViewStopped', view, reason, stream, revision, position })

const stop = (table: FoldedTable, at: LoggedEvent, reason: ViewStopped['reason']): void => {
  table.stopped = stoppedAt(table.view.name, at, reason)
}

// What is in memory cannot be trusted: the table goes back to what is saved.
const goBack = (table: FoldedTable): void => {
  table.cache.clear()
  table.folded = table.saved
}

// Which views the page touches, up to the event that the table cannot take.
const touchesOf = (table: FoldedTable, decoded: ReadonlyArray<DecodedEvent>): Touches => {
  const touches: Touches = { parts: [], events: [], ends: [] }
  for (const { stored, events } of decoded) {
    if (!table.types.has(stored.type) || stored.position <= table.folded) continue
    if (E.isLeft(events)) {
      touches.halt = { at: stored, reason: events.left }
      return touches
    }
    try {
      for (const event of events.right) touches.parts.push(...table.view.parts(event))
    } catch (error) {
      touches.halt = { at: stored, reason: threw(error) }
      touches.parts.length = touches.ends.at(-1) ?? 0
      return touches
    }
    touches.events.push(stored)
    touches.ends.push(touches.parts.length)
  }
  return touches
}

const cachedOf = ({ cache, view }: FoldedTable, key: string): CachedView =>
  cache.get(key) ?? cache.put(key, view.initial(key), 0)

// Loads what memory does not have, in one go.
const loadMissing = async (
  views: ViewStore,
  { cache, view, table }: FoldedTable,
  keys: Iterable<string>,
): Promise<Either<StoreUnavailable | UnreadableView, void>> => {
  if (cache.isWhole()) return E.right(undefined)
  const missing = [...new Set(keys)].filter((key) => cache.get(key) === undefined)
  if (missing.length === 0) return E.right(undefined)
  const loaded = await views.load(table, missing)()
  if (E.isLeft(loaded)) return loaded
  for (const [index, text] of loaded.right.entries()) {
    if (text === undefined) continue
    const key = missing[index] as string
    const decoded = view.decode(text)
    if (E.isLeft(decoded)) {
      return E.left({ _tag: 'UnreadableView', view: view.name, key, problems: decoded.left })
    }
    cache.put(key, decoded.right, text.length)
  }
  return E.right(undefined)
}

// The last position of the page that lies before the event a table stopped at.
const lastBefore = (
  { events }: Page<LoggedEvent, Position>,
  at: LoggedEvent,
  otherwise: Position,
): Position => events[events.indexOf(at) - 1]?.position ?? otherwise

const foldInto = async (
  views: ViewStore,
  table: FoldedTable,
  page: Page<LoggedEvent, Position>,
  decoded: ReadonlyArray<DecodedEvent>,
): Promise<Either<StoreUnavailable, void>> => {
  if (table.stopped !== undefined || page.next <= table.folded) return E.right(undefined)
  const touches = touchesOf(table, decoded)
  const loaded = await loadMissing(
    views,
    table,
    touches.parts.map(([key]) => key),
  )
  if (E.isLeft(loaded)) {
    if (loaded.left._tag === 'StoreUnavailable') return E.left(loaded.left)
    stop(table, touches.events[0] as LoggedEvent, loaded.left)
    return E.right(undefined)
  }
  let index = 0
  try {
    for (; index < touches.parts.length; index++) {
      const [key, part] = touches.parts[index] as Part
      const cached = cachedOf(table, key)
      table.cache.change(cached, table.view.evolve(cached.view, part))
    }
  } catch (error) {
    // Half of an event may be folded by now.
    goBack(table)
    stop(table, eventOf(touches, index), threw(error))
    return E.right(undefined)
  }
  const { halt } = touches
  table.touchedLast = touches.events.at(-1) ?? table.touchedLast
  table.folded = halt === undefined ? page.next : lastBefore(page, halt.at, table.folded)
  if (halt !== undefined) stop(table, halt.at, halt.reason)
  return E.right(undefined)
}

// What is decoded together is alive together. A few events at a time are gone again before the collector has to move them;
// a whole page would outlive two of its rounds, be taken for old, and have the whole heap searched for it.
const decodedAtOnce = 32

function* piecesOf(
  page: Page<LoggedEvent, Position>,
): Generator<Page<LoggedEvent, Position>, void, undefined> {
  const { events, next, isEnd } = page
  for (let from = 0; from < events.length; from += decodedAtOnce) {
    const piece = events.slice(from, from + decodedAtOnce)
    const isLast = from + decodedAtOnce >= events.length
    yield isLast
      ? { events: piece, next, isEnd }
      : { events: piece, next: (piece.at(-1) as LoggedEvent).position, isEnd: false }
  }
  // An empty page may still lead on.
  if (events.length === 0) yield page
}

/** Folds the next page of the log into every table that has not come so far. A table that cannot go on is stopped. */
export const foldPage = async (
  views: ViewStore,
  decode: EventDecoder,
  tables: ReadonlyArray<FoldedTable>,
  page: Page<LoggedEvent, Position>,
): Promise<Either<StoreUnavailable, void>> => {
  for (const piece of piecesOf(page)) {
    const decoded = decodePage(decode, tables, piece)
    for (const table of tables) {
      const folded = await foldInto(views, table, piece, decoded)
      if (E.isLeft(folded)) return folded
    }
  }
  return E.right(undefined)
}

/**
 * The views with these keys as they stand in memory, saved or not; `undefined` where there is none. Nobody may fold the table
 * meanwhile.
 */
export const foldedViews = async (
  views: ViewStore,
  table: FoldedTable,
  keys: ReadonlyArray<string>,
): Promise<Either<StoreUnavailable | UnreadableView, ReadonlyArray<unknown>>> =>
  E.map(() => keys.map((key) => table.cache.get(key)?.view))(await loadMissing(views, table, keys))

// The rows of views, or nothing when a codec or a column throws: then the table goes back to what is saved and stops.
const rowsOf = (
  table: FoldedTable,
  changed: ReadonlyArray<CachedView>,
): ReadonlyArray<ViewRow> | undefined => {
  try {
    return changed.map((cached) => table.view.encode(cached.key, cached.view))
  } catch (error) {
    goBack(table)
    stop(table, table.touchedLast as LoggedEvent, threw(error))
    return undefined
  }
}

/** Saves all that has changed in these tables, with their checkpoints, or nothing. */
export const saveTables = async (
  views: ViewStore,
  tables: ReadonlyArray<FoldedTable>,
  cacheLimit: number,
): Promise<Either<CheckpointMoved | StoreUnavailable, void>> => {
  const due = tables.filter(({ saved, folded }) => saved !== folded)
  if (due.length === 0) return E.right(undefined)
  const printed = due.flatMap((table) => {
    const rows = rowsOf(table, table.cache.changed())
    return rows === undefined ? [] : [{ table, rows }]
  })
  const result = await views.save(
    printed.map(({ table: { table, saved, folded }, rows }) => ({
      table,
      expected: saved,
      next: folded,
      rows,
    })),
  )()
  if (E.isLeft(result)) return result
  for (const { table, rows } of printed) {
    table.cache.saved(rows)
    table.cache.shrink(cacheLimit)
    table.saved = table.folded
  }
  return E.right(undefined)
}

const sliceLength = 4096

/**
 * Saves a table that nobody reads yet, slice by slice: the rows of a whole rebuild as text at once would take more memory
 * than the views. The checkpoint moves with the last slice, and what a crash leaves behind is never served.
 */
export const saveInSlices = async (
  views: ViewStore,
  table: FoldedTable,
): Promise<Either<CheckpointMoved | StoreUnavailable, void>> => {
  table.cache.sortChanged()
  for (;;) {
    const changed = table.cache.changed()
    const isLast = changed.length <= sliceLength
    const rows = rowsOf(table, changed.slice(0, sliceLength))
    if (rows === undefined) return E.right(undefined)
    const next = isLast ? table.folded : table.saved
    const result = await views.save([{ table: table.table, expected: table.saved, next, rows }])()
    if (E.isLeft(result)) return result
    table.cache.saved(rows)
    table.saved = next
    if (isLast) return E.right(undefined)
  }
}
