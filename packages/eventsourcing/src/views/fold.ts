// Folds pages of the log into the views of several tables at once: each event is read and decoded one time, whoever wants
// it. The live runner and a rebuild both stand on this.

import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { EventDecoder } from '../events/recently-decoded.js'
import type { LoggedEvent, Page, Position, StoreUnavailable, ViewStore } from '../ports.js'
import { type FoldedTable, goBack, stop, threw, type UnreadableView } from './folded-table.js'
import { eventOf, type Part, type Touches, touchesOf, type Wanting, wantingOf } from './touches.js'
import type { CachedView } from './view-cache.js'

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

const nothingToLoad: Either<never, void> = E.right(undefined)

// Most have all that they need in memory, and waiting for nothing takes longer than folding a few events.
const loadMissing = <A>(
  views: ViewStore,
  table: FoldedTable,
  all: ReadonlyArray<A>,
  keyOf: (a: A) => string,
): ReturnType<typeof load> | undefined => {
  const missing = missingOf(table, all, keyOf)
  return missing.length === 0 ? undefined : load(views, table, missing)
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
    const loading = loadMissing(views, table, touches.parts, keyOfPart)
    const loaded = loading === undefined ? nothingToLoad : await loading
    if (E.isRight(loaded)) foldInto(table, touches, piece)
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
  const loaded = (await loadMissing(views, table, keys, (key) => key)) ?? nothingToLoad
  return E.map(() => keys.map((key) => table.cache.get(key)?.view))(loaded)
}
