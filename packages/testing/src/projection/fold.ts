// The plainest fold that there is, which all others are compared with.
import type { LogEvent, Tagged } from '@patina/eventsourcing'
import { canonical } from '@patina/eventsourcing'
import { fail } from '../judgement.js'
import type { Part, Subject } from './subject.js'

export type Log = ReadonlyArray<LogEvent<Tagged>>

/** Views by key, in memory. */
export type Views = ReadonlyMap<string, unknown>

/** Views by key, as texts to compare: each with the values of its columns. */
export type Rows = ReadonlyMap<string, string>

/** What stored type the runner sees: that of the first part. Parts of one stored event stand next to each other. */
export const storedTypes = (log: Log): ReadonlyArray<string> => {
  let type = ''
  return log.map((recorded) => {
    if (recorded.part === 0) type = recorded.event.type
    return type
  })
}

/** The events that the runner hands to a projection: those of the types that it declares. */
export const wantedOf = ({ projection }: Subject, log: Log): Log => {
  const types = storedTypes(log)
  return log.filter((_, index) => projection.types.includes(types[index] as string))
}

/** All that the projection makes of the wanted events, in order. */
export const partsOf = (subject: Subject, log: Log): ReadonlyArray<Part> =>
  wantedOf(subject, log).flatMap((recorded) => subject.projection.parts(recorded))

/** The view of a key, or what it begins with. */
export const viewIn = ({ projection }: Subject, views: Views, key: string): unknown =>
  views.has(key) ? views.get(key) : projection.initial(key)

/** Folds parts, one after the other, onto views that begin with nothing. */
export const foldParts = (subject: Subject, parts: ReadonlyArray<Part>): Views => {
  const views = new Map<string, unknown>()
  for (const [key, part] of parts) {
    views.set(key, subject.projection.evolve(viewIn(subject, views, key), part))
  }
  return views
}

/** Folds a log in one pass, in memory. */
export const foldAll = (subject: Subject, log: Log): Views =>
  foldParts(subject, partsOf(subject, log))

/** A view as a text to compare: in its kept form, where there is one. */
export const rowOf = ({ kept }: Subject, key: string, view: unknown): string => {
  if (kept === undefined) return canonical(view)
  const row = kept.encode(key, view)
  return canonical({ view: JSON.parse(row.view), columns: row.columns })
}

/** All views as texts to compare. */
export const rowsOf = (subject: Subject, views: Views): Rows =>
  new Map([...views].map(([key, view]) => [key, rowOf(subject, key, view)]))

/** The rows that a log makes. */
export const rowsAfter = (subject: Subject, log: Log): Rows =>
  rowsOf(subject, foldAll(subject, log))

// How two sets of rows differ, `undefined` if they do not.
const differenceOf = (expected: Rows, found: Rows): string | undefined => {
  for (const [key, row] of expected) {
    const other = found.get(key)
    if (other === undefined) return `the view of ${JSON.stringify(key)} is missing, expected ${row}`
    if (other !== row) {
      return `the view of ${JSON.stringify(key)} differs\n  expected ${row}\n  found    ${other}`
    }
  }
  const extra = [...found.keys()].find((key) => !expected.has(key))
  return extra === undefined
    ? undefined
    : `a view of ${JSON.stringify(extra)} is there and should not be: ${found.get(extra)}`
}

/** Demands that two ways of folding gave the same rows. */
export const demandSameRows = (expected: Rows, found: Rows, when: string): void => {
  const difference = differenceOf(expected, found)
  if (difference !== undefined) fail(`${when}: ${difference}`)
}
