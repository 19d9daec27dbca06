// Which views some events touch, table by table, and with what.
import * as E from 'fp-ts/lib/Either.js'
import type { EventDecoder } from '../events/recently-decoded.js'
import type { LoggedEvent } from '../ports.js'
import { type FoldedTable, threw, type ViewStopped } from './folded-table.js'
import type { AnyView } from './view.js'

/** What an event hands to one view. */
export type Part = readonly [key: string, part: unknown]

/**
 * What some events do to a table: parts in order, and for each event that has some the place after its last one. Two lists
 * instead of one of pairs, since a rebuild makes millions of them.
 */
export interface Touches {
  readonly parts: Part[]
  readonly events: LoggedEvent[]
  readonly ends: number[]
  /** The event that the table cannot take, and why. Nothing after it is touched. */
  halt?: { readonly at: LoggedEvent; readonly reason: ViewStopped['reason'] }
}

/** The event that a part came of. */
export const eventOf = ({ events, ends }: Touches, partIndex: number): LoggedEvent =>
  events[ends.findIndex((end) => partIndex < end)] as LoggedEvent

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
export type Wanting = (type: string) => ReadonlyArray<FoldedTable>

/** Asked once for each type, and not for each event: most views want few of the types that there are. */
export const wantingOf = (tables: ReadonlyArray<FoldedTable>): Wanting => {
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

/**
 * Which views the events touch, table by table, up to the event that the table cannot take. An event is decoded once, and
 * only if somebody takes it.
 */
export const touchesOf = (
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
