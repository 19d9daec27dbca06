import type { Tagged } from '@patina/eventsourcing'
import type { HistoryEntry } from '../history.js'
import type { Log } from './fold.js'
import type { Renew, Subject } from './subject.js'

/** One history that a law is judged on. */
export interface LawTrial {
  readonly renew: Renew
  readonly entries: ReadonlyArray<HistoryEntry<Tagged>>
  readonly log: Log
  /** Whether the integrator says that combining a view with itself gives that view. */
  readonly isIdempotent: boolean
}

/** Something that every projection keeps, on every history. */
export interface ProjectionLaw {
  /** A sentence about the projection. */
  readonly name: string
  /** Whether it can be asked of this one; by default it can. */
  readonly appliesTo?: (subject: Subject, options: { readonly isIdempotent: boolean }) => boolean
  /** Throws what is wrong. */
  readonly judge: (trial: LawTrial) => void
}
