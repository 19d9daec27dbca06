// What every view store keeps: looked at before a row gets there, for a store that refuses one refuses it again each time.
import type { Column, ViewRow } from '../ports.js'
import { below, describe, type Problem } from '../problem.js'
import { isStorable } from '../storable.js'

const isText = (value: unknown): boolean => typeof value === 'string' && isStorable(value)

const fitsColumn = ({ kind }: Column, value: unknown): boolean =>
  value === null || (kind === 'text' ? isText(value) : Number.isSafeInteger(value))

const expectedOf = ({ kind }: Column): string =>
  kind === 'text'
    ? 'null or text without zeros and lone surrogates'
    : 'null or a whole number that JavaScript holds exactly'

/** What keeps a row from being kept; `undefined` where nothing does. */
export const flawOfRow = (
  columns: ReadonlyArray<Column>,
  { key, view, columns: values }: ViewRow,
): Problem | undefined => {
  if (!isText(key)) {
    return {
      path: '/key',
      expected: 'text without zeros and lone surrogates',
      found: describe(key),
    }
  }
  if (typeof view !== 'string') {
    return { path: '/view', expected: 'what JSON can say', found: describe(view) }
  }
  for (const [index, column] of columns.entries()) {
    const value = values[index]
    if (fitsColumn(column, value)) continue
    return { path: below('', column.name), expected: expectedOf(column), found: describe(value) }
  }
  return undefined
}
