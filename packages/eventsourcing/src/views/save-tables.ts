// Saves folded tables, with how far they have come.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type {
  CheckpointMoved,
  LoggedEvent,
  StoreUnavailable,
  ViewRow,
  ViewStore,
} from '../ports.js'
import { type FoldedTable, goBack, stop, threw, type ViewStopped } from './folded-table.js'
import { flawOfRow } from './keepable-row.js'
import type { CachedView } from './view-cache.js'

// The rows of views, or nothing where one cannot be printed or kept: then the table goes back to what is saved and stops.
const rowsOf = (
  table: FoldedTable,
  changed: ReadonlyArray<CachedView>,
): ReadonlyArray<ViewRow> | undefined => {
  const { view, touchedLast } = table
  const stopHere = (reason: ViewStopped['reason']): undefined => {
    goBack(table)
    stop(table, touchedLast as LoggedEvent, reason)
  }
  try {
    const rows: ViewRow[] = []
    for (const cached of changed) {
      const row = view.encode(cached.key, cached.view)
      const problem = flawOfRow(view.columns, row)
      if (problem !== undefined) {
        return stopHere({ _tag: 'UnkeepableView', view: view.name, problem })
      }
      rows.push(row)
    }
    return rows
  } catch (error) {
    return stopHere(threw(error))
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
