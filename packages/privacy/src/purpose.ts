import type { Instant, StreamName, Tagged } from '@patina/eventsourcing'

/** What personal data may be opened for: which kinds, by whom, and why that is allowed. One entry of a registry. */
export interface Purpose {
  readonly name: string
  /** Names of kinds. */
  readonly kinds: ReadonlyArray<string>
  readonly roles: ReadonlyArray<string>
  /** The legal basis, for the privacy statement and the access log: a code of the application's own list. */
  readonly basis: string
}

/** Who asks to see personal data, and what for. */
export interface Asking {
  readonly purpose: string
  /** A user id of the host application: never a name. */
  readonly actor: string
  readonly role: string
  /** Who else gets to see it: a code or an id, for the answer to "who was my data given to". */
  readonly recipient?: string
  /** A code, where the purpose alone does not say why. */
  readonly reason?: string
}

/** Why somebody may not open a value. */
export type Rule =
  | 'unknown-purpose'
  | 'role'
  | 'kind'
  | 'consent'
  | 'restriction'
  | 'accuracy-in-doubt'

/** What one value is asked for: the consent, restriction or doubt of now may forbid it. */
export interface Question {
  readonly asking: Asking
  /** The ids of the person, all that belong together. */
  readonly subjects: ReadonlyArray<string>
  /** The name of the kind. */
  readonly kind: string
  /** The stored event that the value was sealed in; absent for one that is not stored. */
  readonly eventId?: string
}

/**
 * What in the log may forbid to open a value at the moment. It reads nothing itself: whoever opens reads the streams that it
 * names, up to their ends, and asks.
 */
export interface OpeningGuard {
  /** The streams that tell. One that does not exist tells nothing. */
  readonly streams: (question: Question) => ReadonlyArray<StreamName>
  /** More streams that tell, by what was read so far: of one that has been handed over to another. By default none. */
  readonly follows?: (events: ReadonlyArray<Tagged>) => ReadonlyArray<StreamName>
  /** Why the value may not be opened, by the events of those streams, in their order; `undefined` when it may. */
  readonly forbids: (
    question: Question,
    events: ReadonlyArray<Tagged>,
    at: Instant,
  ) => Rule | undefined
}
