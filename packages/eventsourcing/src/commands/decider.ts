import type { Either } from 'fp-ts/lib/Either.js'
import type { Instant } from '../instant.js'

/** What the shell fills in for a decision: plain data, so that deciding stays a function. */
export interface Issued {
  readonly commandId: string
  /** The moment that the decision is taken for: when it happened in the world. */
  readonly at: Instant
  readonly by: string
}

/**
 * How one kind of thing decides. All three are pure; a module that exports these names is a decider itself:
 * `import * as Points from '@patina/crm/points'`.
 */
export interface Decider<Command, State, Event, Rejection> {
  readonly initial: State
  /** The events that follow; none when it is already so. A rejection means "not now, and nothing happened". */
  readonly decide: (
    command: Command,
    state: State,
    issued: Issued,
  ) => Either<Rejection, ReadonlyArray<Event>>
  /** Total: history happened. An event that makes no sense leaves the state as it was. */
  readonly evolve: (state: State, event: Event) => State
}
