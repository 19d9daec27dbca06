import type { AnyView, Because, Instant, LogEvent, Tagged, ViewRow } from '@patina/eventsourcing'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'

/** Any projection at all. Written as methods, so that every `Projection` fits, whatever its key, view and events. */
export interface AnyProjection {
  readonly name: string
  readonly version: number
  readonly types: ReadonlyArray<string>
  parts(recorded: LogEvent<Tagged>): ReadonlyArray<readonly [string, unknown]>
  initial(key: string): unknown
  evolve(view: unknown, part: unknown): unknown
  combine?(members: ReadonlyNonEmptyArray<unknown>): unknown
  readonly occurredSafe?: true
  readonly keyStandsInEvent?: true
  read?(view: unknown, at: Instant): unknown
  because?(view: unknown, path: string): Because | undefined
}

/** Any view that `view(projection, spec)` made. */
export interface AnyKeptView extends AnyView {
  readonly projection: AnyProjection
}

/**
 * What the laws judge: a view with its codec and columns, or a projection alone, of which fewer laws can be asked. A
 * function makes it anew, as a new process would: only so are memories found that a projection hides outside of its views.
 */
export type Judged = AnyKeptView | AnyProjection | (() => AnyKeptView | AnyProjection)

/** A projection as the laws use it, with how it is kept, if that is known. */
export interface Subject {
  readonly projection: AnyProjection
  readonly kept: AnyKeptView | undefined
}

const subjectOf = (judged: AnyKeptView | AnyProjection): Subject =>
  'projection' in judged
    ? { projection: judged.projection, kept: judged }
    : { projection: judged, kept: undefined }

/** Makes the subject as a process that starts would. */
export type Renew = () => Subject

/** How to come by the subject again and again. */
export const renewing = (judged: Judged): Renew => {
  if (typeof judged === 'function') return () => subjectOf(judged())
  const subject = subjectOf(judged)
  return () => subject
}

/** A view as it is kept; one without codec is kept as it is. */
export type KeptForm = ViewRow | { readonly key: string; readonly view: unknown }

/** What one event hands to one view. */
export type Part = readonly [key: string, part: unknown]
