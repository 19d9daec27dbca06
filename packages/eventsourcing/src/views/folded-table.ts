// A table while it is being folded, and why it stands still when it does.
import type { UnreadableEvent } from '../events/event.js'
import { beforeFirst, type LoggedEvent, type Position, type ViewTable } from '../ports.js'
import type { Problem } from '../problem.js'
import type { StreamName } from '../stream-name.js'
import { type Thrown, thrownBy } from '../thrown.js'
import { type AnyView, tableOf } from './view.js'
import { createViewCache, type ViewCache } from './view-cache.js'

/** Why a view stands still, and before which event. Appends and the other views go on. */
export interface ViewStopped {
  readonly _tag: 'ViewStopped'
  readonly view: string
  readonly reason: UnreadableEvent | FoldThrew | UnreadableView | UnkeepableView
  readonly stream: StreamName
  readonly revision: number
  readonly position: Position
}

/** The projection threw, which is a bug in it: a fold is total. */
export interface FoldThrew extends Thrown {
  readonly _tag: 'FoldThrew'
}

/** A kept view does not decode: it was damaged, or its codec changed without a new version. A rebuild mends it. */
export interface UnreadableView {
  readonly _tag: 'UnreadableView'
  readonly view: string
  readonly key: string
  readonly problems: ReadonlyArray<Problem>
}

/** A row of the view is nothing that a store keeps, which is a bug in its codec, its columns or its keys. */
export interface UnkeepableView {
  readonly _tag: 'UnkeepableView'
  readonly view: string
  readonly problem: Problem
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

/** What a fold threw, without its message. */
export const threw = (error: unknown): FoldThrew => ({
  _tag: 'FoldThrew',
  ...thrownBy(error),
})

const stoppedAt = (
  view: string,
  { stream, revision, position }: LoggedEvent,
  reason: ViewStopped['reason'],
): ViewStopped => ({ _tag: 'ViewStopped', view, reason, stream, revision, position })

/** Lets the table stand still before an event. */
export const stop = (table: FoldedTable, at: LoggedEvent, reason: ViewStopped['reason']): void => {
  table.stopped = stoppedAt(table.view.name, at, reason)
}

/** What is in memory cannot be trusted: the table goes back to what is saved. */
export const goBack = (table: FoldedTable): void => {
  table.cache.clear()
  table.folded = table.saved
}
