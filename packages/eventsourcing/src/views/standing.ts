// What the runner tells those who read its views.
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { AheadOfLog } from '../outage.js'
import type { Position, StoreUnavailable, ViewTable } from '../ports.js'
import type { UnreadableView, ViewStopped } from './folded-table.js'
import type { RebuildProgress } from './rebuild.js'

/** A table that readers get, and the position that its rows stand at. */
export interface Standing {
  readonly table: ViewTable
  readonly position: Position
}

/** Views as they stand in memory, in the order of the keys that were asked for. */
export interface InMemory {
  readonly views: ReadonlyArray<unknown>
  readonly position: Position
}

/** Where a view stands. */
export interface ViewStatus {
  readonly view: string
  readonly version: number
  readonly generation: number
  readonly checkpoint: Position
  /** Whether readers get this version. A new one is served as soon as it has caught up. */
  readonly isServed: boolean
  readonly stopped: ViewStopped | Superseded | StoreUnavailable | undefined
  /** What a store answers that keeps it from going on at the moment: it is tried again and again. */
  readonly outage: StoreUnavailable | undefined
}

/** The runner was closed while somebody waited for it. */
export interface RunnerClosed {
  readonly _tag: 'RunnerClosed'
}

/** The view is not among those that the runner keeps. */
export interface UnknownView {
  readonly _tag: 'UnknownView'
  readonly view: string
}

/**
 * Another process serves a newer version of the view, or has put this version with other columns in its place: this one is out
 * of date and keeps its hands off.
 */
export interface Superseded {
  readonly _tag: 'Superseded'
  readonly view: string
  readonly version: number
  readonly by: number
}

/** Keeps views as folds of the log, for as long as it runs. */
export interface Runner {
  /**
   * The table of a view, as soon as it is served and stands at the position or after it. A fault that lasts, and a position that
   * nothing comes to, are told after a while.
   */
  readonly atLeast: (
    view: string,
    position: Position,
  ) => TaskEither<
    ViewStopped | Superseded | RunnerClosed | AheadOfLog | UnknownView | StoreUnavailable,
    Standing
  >
  /**
   * The views with these keys, as soon as they have folded everything up to the position, which need not be saved by then:
   * for reactions, which ask again for every few events.
   */
  readonly inMemory: (
    view: string,
    position: Position,
    keys: ReadonlyArray<string>,
  ) => TaskEither<
    | ViewStopped
    | Superseded
    | RunnerClosed
    | AheadOfLog
    | UnknownView
    | UnreadableView
    | StoreUnavailable,
    InMemory
  >
  /**
   * Folds views again from the first event, beside what is served, and swaps them in. A view that cannot be folded to the
   * end stays as it was, and the first such is the `Left`. Where another process serves a newer version, nothing is folded.
   */
  readonly rebuild: (
    views: ReadonlyArray<string>,
    onProgress?: (progress: RebuildProgress) => void,
  ) => TaskEither<ViewStopped | Superseded | RunnerClosed | UnknownView | StoreUnavailable, void>
  /** Says that a table was found gone: another process has swapped it. Resolves when the runner knows what is served. */
  readonly lookAgain: (gone: ViewTable) => Promise<void>
  readonly status: () => ReadonlyArray<ViewStatus>
  /** Stops after the page at hand and saves what is folded. What is not saved is folded again next time. */
  readonly close: () => Promise<void>
}
