// Which of the tables that are there are a view's own, and new ones beside them.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import {
  beforeFirst,
  type Column,
  type KeptTable,
  type Position,
  type StoreUnavailable,
  type ViewStore,
} from '../ports.js'
import { type FoldedTable, foldedTable } from './folded-table.js'
import type { Superseded } from './standing.js'
import type { AnyView } from './view.js'

const isSameColumn = (a: Column, b: Column | undefined): boolean =>
  a.name === b?.name && a.kind === b.kind && a.isIndexed === b.isIndexed

const hasColumnsOf = ({ columns }: AnyView, kept: KeptTable): boolean =>
  kept.columns.length === columns.length &&
  kept.columns.every((column, index) => isSameColumn(column, columns[index]))

/**
 * Says whether a table can be folded on: it is this version's, with these columns, of this log, and not ahead of it, as after
 * restoring an older backup.
 */
export const fits = (
  view: AnyView,
  logId: string,
  head: Position | undefined,
  kept: KeptTable,
): boolean =>
  kept.name === view.name &&
  kept.version === view.version &&
  kept.logId === logId &&
  kept.isServed &&
  hasColumnsOf(view, kept) &&
  (head === undefined || kept.checkpoint <= head)

/** The newer version of a view that another process serves, if there is one. */
export const supersededBy = (
  { name, version }: AnyView,
  tables: ReadonlyArray<KeptTable>,
): Superseded | undefined => {
  const newer = tables.find(
    (table) => table.name === name && table.isServed && table.version > version,
  )
  return newer && { _tag: 'Superseded', view: name, version, by: newer.version }
}

/** This version of a view with other columns, which another process serves, if there is one. */
export const displacedBy = (
  view: AnyView,
  logId: string,
  tables: ReadonlyArray<KeptTable>,
): Superseded | undefined => {
  const { name, version } = view
  const other = tables.find(
    (table) =>
      table.name === name &&
      table.version === version &&
      table.logId === logId &&
      table.isServed &&
      !hasColumnsOf(view, table),
  )
  return other && { _tag: 'Superseded', view: name, version, by: version }
}

/** New tables for these views, which nobody else folds. */
export const nextGeneration = async (
  views: ViewStore,
  logId: string,
  again: ReadonlyArray<AnyView>,
): Promise<Either<StoreUnavailable, ReadonlyArray<FoldedTable>>> => {
  for (;;) {
    const existing = await views.tables()
    if (E.isLeft(existing)) return existing
    const tables = again.map((view) => {
      const generations = existing.right.filter(({ name }) => name === view.name)
      const last = Math.max(0, ...generations.map(({ generation }) => generation))
      return foldedTable(view, last + 1, beforeFirst)
    })
    const created = await views.create(
      logId,
      tables.map(({ table }) => table),
    )()
    if (E.isRight(created)) return E.right(tables)
    if (created.left._tag !== 'TableExists') return E.left(created.left)
  }
}
