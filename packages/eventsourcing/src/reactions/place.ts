// A reaction is kept like a view: its checkpoint is its place in the log, its rows are the commands that were refused, and
// both are saved as one.

import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import {
  beforeFirst,
  type EventStore,
  type KeptTable,
  type Position,
  type StoreUnavailable,
  type ViewRow,
  type ViewStore,
  type ViewTable,
} from '../ports.js'
import type { StreamName } from '../stream-name.js'
import type { AnyReaction } from './reaction.js'

/** Any error or rejection: all that a reaction looks at is which it is. */
export interface AnyError {
  readonly _tag: string
}

/** A command of a reaction that was refused: kept, so that somebody can see to it, while the rest goes on. */
export interface RefusedReaction {
  readonly reaction: string
  readonly eventId: string
  readonly position: Position
  readonly stream: StreamName
  readonly commandType: string
  readonly rejection: AnyError
}

/** Where a reaction keeps its place and what was refused. */
export const reactionTable = (name: string): ViewTable => ({
  name: `refused_${name}`,
  version: 1,
  generation: 1,
  columns: [
    { name: 'stream', kind: 'text', isIndexed: false },
    { name: 'command_type', kind: 'text', isIndexed: false },
    { name: 'rejection', kind: 'text', isIndexed: false },
  ],
})

/** The row of a refused command. */
export const refusedRow = (commandId: string, refused: RefusedReaction): ViewRow => ({
  key: commandId,
  view: JSON.stringify(refused),
  columns: [refused.stream, refused.commandType, refused.rejection._tag],
})

interface PlaceShell {
  readonly store: EventStore
  readonly views: ViewStore
}

/** Where the reaction stands in the store, `undefined` where it has not begun on this log. */
export const placeOf = async (
  { store, views }: PlaceShell,
  reaction: AnyReaction,
): Promise<Either<StoreUnavailable, KeptTable | undefined>> => {
  const tables = await views.tables()
  if (E.isLeft(tables)) return tables
  const { name } = reactionTable(reaction.name)
  return E.right(
    tables.right.find((one) => one.name === name && one.logId === store.logId && one.isServed),
  )
}

const moveTo = async (
  { views }: PlaceShell,
  table: ViewTable,
  expected: Position,
  next: Position,
): Promise<Either<StoreUnavailable, Position>> => {
  const saved = await views.save([{ table, expected, next, rows: [] }])()
  if (E.isRight(saved)) return E.right(next)
  return saved.left._tag === 'CheckpointMoved' ? E.right(saved.left.found) : E.left(saved.left)
}

// Served last: a table that is not served yet says that the reaction has not begun, whatever became of who made it. Else a
// reaction that starts now would, after a crash in between, start with what happened years ago.
const createPlace = async (
  shell: PlaceShell,
  reaction: AnyReaction,
  head: Position,
): Promise<Either<StoreUnavailable, Position>> => {
  const table = reactionTable(reaction.name)
  const tables = await shell.views.tables()
  if (E.isLeft(tables)) return tables
  const found = tables.right.find(({ name }) => name === table.name)
  // Of another log: it says nothing about this one. One of this log may be another instance's, which begins right now.
  const isForeign = found !== undefined && found.logId !== shell.store.logId
  const dropped = isForeign ? await shell.views.drop(found)() : E.right(undefined)
  if (E.isLeft(dropped)) return dropped
  const created = await shell.views.create(shell.store.logId, [table])()
  if (E.isLeft(created) && created.left._tag === 'StoreUnavailable') return E.left(created.left)
  const start = reaction.startsFrom === 'beginning' ? beforeFirst : head
  const moved =
    start === beforeFirst ? E.right(start) : await moveTo(shell, table, beforeFirst, start)
  if (E.isLeft(moved)) return moved
  const served = await shell.views.serve(table)()
  return E.isLeft(served) ? served : moved
}

/**
 * Where to begin: at the stored place; for a reaction that is new to the log, where it says, and that is stored. A place
 * beyond the head means that an older backup of the log was restored, and then what it had sent may be missing from it. One
 * that starts from the beginning goes back there: what the log has of it is known by its ids. One that starts from now goes
 * to the head, for what it should leave alone is not known any more.
 */
export const beginAt = async (
  shell: PlaceShell,
  reaction: AnyReaction,
): Promise<Either<StoreUnavailable, Position>> => {
  // The place first: another instance may move on between the two, and then no place is ahead of the head.
  const kept = await placeOf(shell, reaction)
  if (E.isLeft(kept)) return kept
  const head = await shell.store.head()
  if (E.isLeft(head)) return head
  if (kept.right === undefined) return createPlace(shell, reaction, head.right)
  const { checkpoint } = kept.right
  if (checkpoint <= head.right) return E.right(checkpoint)
  const start = reaction.startsFrom === 'beginning' ? beforeFirst : head.right
  return moveTo(shell, reactionTable(reaction.name), checkpoint, start)
}
