// Laws of a view that is kept: what is written can be read again and says the same.
import { type Column, instantOf, type Scalar, type ViewRow } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { canonical } from '../canonical.js'
import { history } from '../history.js'
import { fail, holds } from '../judgement.js'
import { foldAll, partsOf } from './fold.js'
import type { LawTrial, ProjectionLaw } from './law.js'
import { isStorableText } from './storable.js'
import type { AnyKeptView, Subject } from './subject.js'

const isKept = ({ kept }: Subject): boolean => kept !== undefined

// Looks at every view that the history leads through, not only at the last ones.
const everyView = (
  { renew, log }: LawTrial,
  look: (kept: AnyKeptView, key: string, view: unknown) => void,
): void => {
  const subject = renew()
  const { projection } = subject
  const views = new Map<string, unknown>()
  for (const [key, part] of partsOf(subject, log)) {
    const before = views.has(key) ? views.get(key) : projection.initial(key)
    views.set(key, projection.evolve(before, part))
    look(subject.kept as AnyKeptView, key, views.get(key))
  }
}

const decoded = (kept: AnyKeptView, { key, view }: ViewRow): unknown => {
  const result = kept.decode(view)
  return E.isRight(result)
    ? result.right
    : fail(
        `the view of ${JSON.stringify(key)} does not decode: ${canonical(result.left)}\n  text ${view}`,
      )
}

/** Compared in memory, not as text: what a codec forgets in both directions looks the same as text. */
export const survivesItsCodec: ProjectionLaw = {
  name: 'a view that is kept comes back as it was',
  appliesTo: isKept,
  judge: (trial) =>
    everyView(trial, (kept, key, view) => {
      const row = kept.encode(key, view)
      holds(
        row.key === key,
        `the row of ${JSON.stringify(key)} is kept under ${JSON.stringify(row.key)}`,
      )
      const back = decoded(kept, row)
      const [expected, found] = [canonical(view), canonical(back)]
      holds(
        found === expected,
        `the view of ${JSON.stringify(key)} was ${expected}\n  and came back as ${found}`,
      )
      const again = kept.encode(key, back)
      const [first, second] = [canonical(JSON.parse(row.view)), canonical(JSON.parse(again.view))]
      holds(
        second === first,
        `the view of ${JSON.stringify(key)} is written as ${first}\n  and then as ${second}`,
      )
    }),
}

const fitsColumn = ({ kind }: Column, value: Scalar | undefined): boolean => {
  if (value === null) return true
  return kind === 'integer'
    ? Number.isSafeInteger(value)
    : typeof value === 'string' && isStorableText(value)
}

/** `undefined`, fractions and promises have no place in a table. */
export const columnsHoldWhatTheyDeclare: ProjectionLaw = {
  name: 'columns hold whole numbers and texts as declared',
  appliesTo: isKept,
  judge: (trial) =>
    everyView(trial, (kept, key, view) => {
      const row = kept.encode(key, view)
      const { columns } = row
      holds(
        columns.length === kept.columns.length,
        `${columns.length} values for ${kept.columns.length} columns`,
      )
      for (const [index, column] of kept.columns.entries()) {
        const value = columns[index]
        const isFit = fitsColumn(column, value)
        holds(
          isFit,
          `column ${column.name} of ${JSON.stringify(key)} is ${canonical(value)}, declared ${column.kind}`,
        )
      }
      const again = kept.encode(key, decoded(kept, row)).columns
      holds(
        canonical(again) === canonical(columns),
        `columns of the kept view differ: ${canonical(columns)}, then ${canonical(again)}`,
      )
    }),
}

const comparables = (
  subject: Subject,
  log: LawTrial['log'],
): ReadonlyArray<readonly [string, string]> =>
  [...foldAll(subject, log)].map(([key, view]) => [
    key,
    canonical(JSON.parse((subject.kept as AnyKeptView).comparable(view))),
  ])

const dayMs = 86_400_000

/**
 * A view that says what of it is compared across logs leaves out positions and recorded times, or two engines with one
 * history never agree. A view that says nothing is not asked.
 */
export const comparesWithoutPlaceAndTime: ProjectionLaw = {
  name: 'what is compared across logs hangs on no position and no recorded time',
  appliesTo: isKept,
  judge: ({ renew, entries, log }) => {
    const subject = renew()
    const { encode, comparable } = subject.kept as AnyKeptView
    const views = [...foldAll(subject, log)]
    if (views.every(([key, view]) => comparable(view) === encode(key, view).view)) return
    const elsewhere = history(entries, (index) => (index % 2 === 0 ? 1_001 : 1)).map(
      (recorded, index) => ({
        ...(log[index] as typeof recorded),
        position: recorded.position,
        recordedAt: instantOf(Date.parse(recorded.recordedAt) + dayMs),
      }),
    )
    const expected = new Map(comparables(subject, log))
    for (const [key, found] of comparables(renew(), elsewhere)) {
      const here = expected.get(key)
      holds(
        found === here,
        `what is compared of ${JSON.stringify(key)} is ${here}\n  and in another log ${found}`,
      )
    }
  },
}
