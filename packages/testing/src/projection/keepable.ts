// What it takes for a view to be kept: it comes back from its text as it was, and its columns hold what they declare.
import type { Column, Scalar, ViewRow } from '@patina/eventsourcing'
import { canonical } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { fail, holds } from '../judgement.js'
import { isStorableText } from './storable.js'
import type { AnyKeptView } from './subject.js'

const show = (key: string): string => JSON.stringify(key)

const decoded = (kept: AnyKeptView, { key, view }: ViewRow): unknown => {
  const result = kept.decode(view)
  return E.isRight(result)
    ? result.right
    : fail(`the view of ${show(key)} does not decode: ${canonical(result.left)}\n  text ${view}`)
}

/** Compared in memory, not as text: what a codec forgets in both directions looks the same as text. */
export const demandRoundTrip = (kept: AnyKeptView, key: string, view: unknown): void => {
  const row = kept.encode(key, view)
  holds(row.key === key, `the row of ${show(key)} is kept under ${show(row.key)}`)
  const back = decoded(kept, row)
  const [expected, found] = [canonical(view), canonical(back)]
  holds(found === expected, `the view of ${show(key)} was ${expected}\n  and came back as ${found}`)
  const again = kept.encode(key, back)
  const [first, second] = [canonical(JSON.parse(row.view)), canonical(JSON.parse(again.view))]
  holds(
    second === first,
    `the view of ${show(key)} is written as ${first}\n  and then as ${second}`,
  )
}

const fitsColumn = ({ kind }: Column, value: Scalar | undefined): boolean => {
  if (value === null) return true
  return kind === 'integer'
    ? Number.isSafeInteger(value)
    : typeof value === 'string' && isStorableText(value)
}

/** `undefined`, fractions and promises have no place in a table. */
export const demandColumns = (kept: AnyKeptView, key: string, view: unknown): void => {
  const row = kept.encode(key, view)
  const { columns } = row
  const declared = kept.columns.length
  holds(columns.length === declared, `${columns.length} values for ${declared} columns`)
  for (const [index, column] of kept.columns.entries()) {
    const value = columns[index]
    holds(
      fitsColumn(column, value),
      `column ${column.name} of ${show(key)} is ${canonical(value)}, declared ${column.kind}`,
    )
  }
  const again = kept.encode(key, decoded(kept, row)).columns
  holds(
    canonical(again) === canonical(columns),
    `columns of the kept view differ: ${canonical(columns)}, then ${canonical(again)}`,
  )
}
