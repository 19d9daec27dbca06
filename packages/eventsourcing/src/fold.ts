// Folds pages of the log into the views of several tables at once: each event is read and decoded one time, whoever wants
// it. The live runner and a rebuild both stand on this.

import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { UnreadableEvent } from './event.js'
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

type Part = readonly [key: string, part: unknown]

// What a piece of a page does to a table: parts in order, and for each event that has some the place after its last one. Two
// lists instead of one of pairs, since a rebuild makes millions of them.
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

const touch = (
  touches: Touches,
  view: AnyView,
  stored: LoggedEvent,
  decoded: ReturnType<EventDecoder>,
): void => {
  if (E.isLeft(decoded)) {
    touches.halt = { at: stored, reason: decoded.left }
    return
  }
  try {
    for (const event of decoded.right) {
      for (const part of view.parts(event)) touches.parts.push(part)
    }
  } catch (error) {
    touches.halt = { at: stored, reason: threw(error) }
    touches.parts.length = touches.ends.at(-1) ?? 0
    return
  }
  touches.events.push(stored)
  touches.ends.push(touches.parts.length)
}

/** The tables that want events of a type. */
type Wanting = (type: string) => ReadonlyArray<FoldedTable>

// Asked for each type that a page has, and not for each event: most views want few of the types that there are.
const wantingOf = (tables: ReadonlyArray<FoldedTable>): Wanting => {
  const found = new Map<string, ReadonlyArray<FoldedTable>>()
  return (type) => {
    const known = found.get(type)
    if (known !== undefined) return known
    const wanting = tables.filter(({ types }) => types.has(type))
    found.set(type, wanting)
    return wanting
  }
}

const takes = (
  { stopped, folded }: FoldedTable,
  { halt }: Touches,
  { position }: LoggedEvent,
): boolean => stopped === undefined && halt === undefined && position > folded

// Which views the events touch, table by table, up to the event that the table cannot take. An event is decoded once, and
// only if somebody takes it.
const touchesOf = (
  decode: EventDecoder,
  wanting: Wanting,
  events: ReadonlyArray<LoggedEvent>,
): ReadonlyMap<FoldedTable, Touches> => {
  const all = new Map<FoldedTable, Touches>()
  for (const stored of events) {
    let decoded: ReturnType<EventDecoder> | undefined
    for (const table of wanting(stored.type)) {
      let touches = all.get(table)
      if (touches === undefined) {
        touches = { parts: [], events: [], ends: [] }
        all.set(table, touches)
      }
      if (!takes(table, touches, stored)) continue
      decoded ??= decode(stored)
      touch(touches, table.view, stored, decoded)
    }
  }
  return all
}

const cachedOf = ({ cache, view }: FoldedTable, key: string): CachedView =>
  cache.get(key) ?? cache.put(key, view.initial(key), 0)

// Which of the keys memory does not have, and the table may.
const missingOf = <A>(
  { cache }: FoldedTable,
  all: ReadonlyArray<A>,
  keyOf: (a: A) => string,
): ReadonlyArray<string> => {
  if (cache.isWhole()) return []
  const keys = new Set<string>()
  for (const one of all) keys.add(keyOf(one))
  return [...keys].filter((key) => cache.get(key) === undefined)
}

// Loads what memory does not have, in one go.
const load = async (
  views: ViewStore,
  { cache, view, table }: FoldedTable,
  missing: ReadonlyArray<string>,
): Promise<Either<StoreUnavailable | UnreadableView, void>> => {
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

const keyOfPart = ([key]: Part): string => key

const none: Touches = { parts: [], events: [], ends: [] }

// All that the views need is in memory: folds the parts, and moves the table on.
const foldInto = (
  table: FoldedTable,
  touches: Touches,
  page: Page<LoggedEvent, Position>,
): void => {
  const { parts, halt } = touches
  let index = 0
  try {
    for (; index < parts.length; index++) {
      const [key, part] = parts[index] as Part
      const cached = cachedOf(table, key)
      table.cache.change(cached, table.view.evolve(cached.view, part))
    }
  } catch (error) {
    // Half of an event may be folded by now.
    goBack(table)
    stop(table, eventOf(touches, index), threw(error))
    return
  }
  table.touchedLast = touches.events.at(-1) ?? table.touchedLast
  table.folded = halt === undefined ? page.next : lastBefore(page, halt.at, table.folded)
  if (halt !== undefined) stop(table, halt.at, halt.reason)
}

const foldPiece = async (
  views: ViewStore,
  decode: EventDecoder,
  tables: ReadonlyArray<FoldedTable>,
  wanting: Wanting,
  piece: Page<LoggedEvent, Position>,
): Promise<Either<StoreUnavailable, void>> => {
  const touched = touchesOf(decode, wanting, piece.events)
  for (const table of tables) {
    if (table.stopped !== undefined || piece.next <= table.folded) continue
    const touches = touched.get(table) ?? none
    const missing = missingOf(table, touches.parts, keyOfPart)
    // Most have all that they need in memory, and waiting for nothing takes longer than folding a few events.
    const loaded = missing.length === 0 ? undefined : await load(views, table, missing)
    if (loaded === undefined || E.isRight(loaded)) foldInto(table, touches, piece)
    else if (loaded.left._tag === 'StoreUnavailable') return E.left(loaded.left)
    else stop(table, touches.events[0] as LoggedEvent, loaded.left)
  }
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
  const wanting = wantingOf(tables)
  for (const piece of piecesOf(page)) {
    const folded = await foldPiece(views, decode, tables, wanting, piece)
    if (E.isLeft(folded)) return folded
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
): Promise<Either<StoreUnavailable | UnreadableView, ReadonlyArray<unknown>>> => {
  const missing = missingOf(table, keys, (key) => key)
  const loaded = missing.length === 0 ? undefined : await load(views, table, missing)
  return loaded !== undefined && E.isLeft(loaded)
    ? loaded
    : E.right(keys.map((key) => table.cache.get(key)?.view))
}

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
