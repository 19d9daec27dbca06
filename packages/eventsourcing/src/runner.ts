import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Tagged } from './codec.js'
import type { EventReaders } from './event.js'
import { type FoldedTable, foldedTable, foldPage, saveInSlices, saveTables, type ViewStopped } from './fold.js'
import {
  beforeFirst,
  type CheckpointMoved,
  type EventStore,
  type KeptTable,
  type Position,
  type StoreUnavailable,
  type ViewStore,
  type ViewTable,
} from './ports.js'
import { type AnyView, tableOf } from './view.js'

/** What the runner needs. */
export interface RunnerShell {
  readonly store: EventStore
  readonly views: ViewStore
  /** The readers of every event type that some view wants. */
  readonly readers: EventReaders<Tagged>
  /** How long changes may wait to be folded together when nobody asks for them. Default 50 ms. */
  readonly idleMs?: number
  /** How many characters of view text may stay in memory for one table. Default 8 Mi. */
  readonly cacheLimit?: number
}

/** How a rebuild gets on: events read so far, and where in the log. */
export interface RebuildProgress {
  readonly events: number
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
  readonly stopped?: ViewStopped
}

/** The runner was closed while somebody waited for it. */
export interface RunnerClosed {
  readonly _tag: 'RunnerClosed'
}

/** Keeps views as folds of the log, for as long as it runs. */
export interface Runner {
  /** The table of a view, as soon as it is served and stands at the position or after it. */
  readonly atLeast: (
    view: AnyView,
    position: Position,
  ) => TaskEither<ViewStopped | RunnerClosed | StoreUnavailable, ViewTable>
  /** Folds views again from the first event, beside what is served, and swaps them in. */
  readonly rebuild: (
    views: ReadonlyArray<AnyView>,
    onProgress?: (progress: RebuildProgress) => void,
  ) => TaskEither<ViewStopped | RunnerClosed | CheckpointMoved | StoreUnavailable, void>
  readonly status: () => ReadonlyArray<ViewStatus>
  /** Stops after the page at hand. What is folded and not saved is folded again next time. */
  readonly close: () => Promise<void>
}
