// What a store must be. An adapter implements these types and is judged by the contract suite of `@patina/testing`.
import type { Either } from 'fp-ts/lib/Either.js'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Branded } from './brand.js'
import type { Instant } from './instant.js'
import type { StreamName } from './stream-name.js'

/**
 * A place in the log: opaque text of fixed width, so that the order of the texts is the order of the log. Positions have
 * gaps: compare them, never count with them. {@link beforeFirst} stands before every event.
 */
export type Position = Branded<string, 'Position'>

/** The position before the first event of any log. */
export const beforeFirst = '' as Position

/** The revision before the first event of a stream: what `readStream` starts after to read all of it. */
export const beforeFirstRevision = -1

/** What the writer believes of the stream: its last revision, that it has no event, that it has some, or nothing at all. */
export type Expected = number | 'none' | 'any' | 'exists'

/** An event as it is written. `data` and `metadata` are JSON texts and are kept to the byte. */
export interface NewEvent {
  /** A UUID in lower case, unique within its stream. */
  readonly id: string
  readonly type: string
  /** A JSON object without a member `type`: the type has its own column. */
  readonly data: string
  readonly metadata: string
}

/** An event as it is kept. Its texts are the evidence: they are hashed as they stand. */
export interface StoredEvent extends NewEvent {
  readonly stream: StreamName
  /** 0, 1, 2 … without gaps within the stream. */
  readonly revision: number
  /** The store's clock; never falls along the log where the store has one writer. */
  readonly recordedAt: Instant
}

/** A stored event read from the whole log. A stream read need not know positions, so it does not promise them. */
export interface LoggedEvent extends StoredEvent {
  readonly position: Position
}

/** Some events, where to go on, and whether these were the last for now. A page may be empty and still not be the end. */
export interface Page<A, At> {
  readonly events: ReadonlyArray<A>
  /** Read after this next. */
  readonly next: At
  readonly isEnd: boolean
}

/** What an append wrote, or had written the first time: the last event's revision and position. */
export interface Written {
  readonly revision: number
  readonly position: Position
  /** Whether the store is sure that nothing of this was there before. One that cannot tell says `false`. */
  readonly isKnownNew: boolean
}

/**
 * The log. Semantics are EventStoreDB's, row by row (`docs/guide/stores.md`), so that one application runs on any of them.
 * Reads come in pages: a scan costs no promise per event.
 */
export interface EventStore {
  /** The name of the log: part of every proof, kept when a log moves to another store. */
  readonly logId: string
  /** Whether an id is never stored twice in one stream, however old it is. EventStoreDB's memory for ids is bounded. */
  readonly exactIds: boolean
  /** Writes all the events to the end of one stream, or none of them. The same ids sent again write nothing. */
  readonly append: (
    stream: StreamName,
    expected: Expected,
    events: ReadonlyNonEmptyArray<NewEvent>,
  ) => TaskEither<AppendError, Written>
  /** The events of one stream after a revision, at most `limit`. A stream that does not exist gives an empty last page. */
  readonly readStream: (
    stream: StreamName,
    after: number,
    limit: number,
  ) => TaskEither<StoreUnavailable, Page<StoredEvent, number>>
  /** The events of the whole log after a position, at most `limit`. An event that commits later never lies before it. */
  readonly readAll: (
    after: Position,
    limit: number,
  ) => TaskEither<StoreUnavailable, Page<LoggedEvent, Position>>
  /** The position of the last event that a read can see, {@link beforeFirst} for an empty log. */
  readonly head: TaskEither<StoreUnavailable, Position>
  /**
   * Everything after a position, then whatever is appended, for as long as the caller iterates. A page is empty only to say
   * that the end is reached. A passing fault is reported as a `Left` and the subscription goes on where it was; it ends by
   * itself after a final one. `return()` ends it at once, also while it waits.
   */
  readonly subscribe: (
    after: Position,
  ) => AsyncIterable<Either<StoreUnavailable, Page<LoggedEvent, Position>>>
}

/** Why an append did not happen. */
export type AppendError = WrongExpectedRevision | StoreUnavailable | EventRefused

/** The stream is not where the writer believed it to be. `actual` is its last revision. */
export interface WrongExpectedRevision {
  readonly _tag: 'WrongExpectedRevision'
  readonly stream: StreamName
  readonly expected: Expected
  readonly actual: number | 'none' | 'deleted'
}

/** The store could not do it now. With outcome `unknown` it may have been written: send the same ids again to find out. */
export interface StoreUnavailable {
  readonly _tag: 'StoreUnavailable'
  /**
   * What went wrong, as one word of the adapter: `locked`, `disk-full`, `unreachable`, `read-only` … One word is the port's:
   * a {@link ViewStore} says `table-gone` of a table that is not there.
   */
  readonly reason: string
  readonly outcome: 'not-written' | 'unknown'
  readonly cause?: { readonly type: string; readonly code?: string | number }
}

/** The events themselves cannot be stored; asking again does not help. `index` is the first one at fault. */
export interface EventRefused {
  readonly _tag: 'EventRefused'
  readonly problem: 'NoEvent' | 'IdTwice' | 'TooLarge' | 'NotText' | 'BadName'
  readonly index: number
}

/** A text or a whole number: what a column of a view holds. */
export type Scalar = string | number | null

/** One column that a projection declares beside the view itself, so that anyone can query the table with SQL. */
export interface Column {
  readonly name: string
  readonly kind: 'text' | 'integer'
  /** Whether rows are listed in the order of this column: the store keeps an index on it. */
  readonly isIndexed: boolean
}

/** Where one version of one projection keeps its rows. A rebuild of the same version goes to the next generation. */
export interface ViewTable {
  readonly name: string
  readonly version: number
  readonly generation: number
  readonly columns: ReadonlyArray<Column>
}

/** A table that exists: of which log, how far its rows have come, and whether readers are served from it. */
export interface KeptTable extends ViewTable {
  readonly logId: string
  readonly checkpoint: Position
  readonly isServed: boolean
}

/** One view: its key, itself as JSON text, and the values of the declared columns in their order. */
export interface ViewRow {
  readonly key: string
  readonly view: string
  readonly columns: ReadonlyArray<Scalar>
}

/** Rows of one table, with the checkpoint that they were folded from and the one that they stand at. */
export interface ViewSave {
  readonly table: ViewTable
  readonly expected: Position
  readonly next: Position
  readonly rows: ReadonlyArray<ViewRow>
}

/**
 * Which rows to list. Without `by` they come in the order of their keys. Texts stand in the order of their UTF-8 bytes, which
 * is not that of `<` in JavaScript; `null` stands before all else; rows with one value stand in the order of their keys.
 * `isDescending` turns all of that round. `limit` is 1 to 10,000.
 */
export interface ViewQuery {
  /** An indexed column. */
  readonly by?: string
  readonly isDescending?: boolean
  /** At most so many rows: 1 to {@link longestList}. */
  readonly limit: number
  /** Go on after the row of this key. */
  readonly afterKey?: string
}

/** The most rows that a list has. */
export const longestList = 10_000

/** Another runner moved the checkpoint: nothing was saved. */
export interface CheckpointMoved {
  readonly _tag: 'CheckpointMoved'
  readonly table: string
  readonly expected: Position
  readonly found: Position
}

/** Somebody else has made this table: nothing was created. */
export interface TableExists {
  readonly _tag: 'TableExists'
  readonly table: string
  readonly version: number
  readonly generation: number
}

/**
 * Keeps views by key, each table with the position of the log that it stands at. It can be lost: it is a fold. To load, save,
 * list or serve what is not there, or no longer since another table of the name is served, gives `StoreUnavailable` with the
 * reason `table-gone` and the outcome `not-written`: whoever gets it asks {@link ViewStore.tables} for the table of today.
 */
export interface ViewStore {
  /** Every table that is there, of whatever projection. */
  readonly tables: TaskEither<StoreUnavailable, ReadonlyArray<KeptTable>>
  /**
   * Creates tables: empty, before the first event of this log, not served. All of them, or none if one is there: so that
   * of two who would make the same generation one is told.
   */
  readonly create: (
    logId: string,
    tables: ReadonlyArray<ViewTable>,
  ) => TaskEither<TableExists | StoreUnavailable, void>
  /** The views of some keys in the order of the keys, `undefined` where there is none. */
  readonly load: (
    table: ViewTable,
    keys: ReadonlyArray<string>,
  ) => TaskEither<StoreUnavailable, ReadonlyArray<string | undefined>>
  /** Saves rows and checkpoints of several tables, all or nothing, if every checkpoint is still the expected one. */
  readonly save: (
    saves: ReadonlyArray<ViewSave>,
  ) => TaskEither<CheckpointMoved | StoreUnavailable, void>
  /** Rows in the order that {@link ViewQuery} says. `StoreUnavailable` where `by` names no indexed column. */
  readonly list: (
    table: ViewTable,
    query: ViewQuery,
  ) => TaskEither<StoreUnavailable, ReadonlyArray<ViewRow>>
  /** Lets the name stand for this table from now on and drops the others of that name. At once, for every reader. */
  readonly serve: (table: ViewTable) => TaskEither<StoreUnavailable, void>
  /** Lets a table go with its rows. One that is not there is gone already. */
  readonly drop: (table: ViewTable) => TaskEither<StoreUnavailable, void>
}
