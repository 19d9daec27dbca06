import type { Decider, Instant, Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { deepFreeze } from './deep-freeze.js'
import { fail, same } from './judgement.js'

/** What came of a command: exactly one of these is expected. */
export interface Outcome<Event, Rejection> {
  /** Exactly these events, in this order. */
  readonly expect: (...events: ReadonlyArray<Event>) => void
  /** No event: it was so already. */
  readonly expectNothing: () => void
  /** Exactly this rejection. */
  readonly expectRejection: (rejection: Rejection) => void
}

/** A history that is waiting for a command. */
export interface Story<Command, Event, Rejection> {
  /** Decides the command. What the shell would fill in can be given for this command alone. */
  readonly when: (command: Command, issued?: Partial<Issued>) => Outcome<Event, Rejection>
}

/** How stories about one decider begin. */
export interface Stories<Command, Event, Rejection> {
  /** What has happened before: literal events, none for a thing that never was. */
  readonly given: (...events: ReadonlyArray<Event>) => Story<Command, Event, Rejection>
}

const usually: Issued = {
  commandId: '00000000-0000-4000-8000-000000000001',
  at: '2026-01-15T04:05:06.789Z' as Instant,
  by: 'tester',
}

// The stack of a failure begins where the story stands, not in here.
const tell = (teller: (...args: never) => unknown, check: () => void): void => {
  try {
    check()
  } catch (error) {
    if (error instanceof Error) Error.captureStackTrace(error, teller)
    throw error
  }
}

const show = (value: unknown): string => JSON.stringify(value, undefined, 2)

/**
 * Stories about a decider, or a module that is one: `given(...events).when(command).expect(...events)`. `issued` is what
 * the shell would fill in; by default 15 January 2026, 04:05:06.789 in UTC, by `tester`. Events and commands are frozen, so
 * that a decider that changes them is found.
 *
 * @example
 * const { given } = stories(Points)
 * given(awarded(100)).when(redeem(150)).expectRejection({ _tag: 'InsufficientPoints', available: 100, asked: 150 })
 */
export const stories = <Command, State, Event, Rejection>(
  decider: Decider<Command, State, Event, Rejection>,
  { issued: always = {} }: { readonly issued?: Partial<Issued> } = {},
): Stories<Command, Event, Rejection> => {
  const outcomeOf = (
    events: ReadonlyArray<Event>,
    command: Command,
    issued: Partial<Issued>,
  ): Outcome<Event, Rejection> => {
    const state = deepFreeze(events).reduce(decider.evolve, decider.initial)
    const decision = decider.decide(deepFreeze(command), state, {
      ...usually,
      ...always,
      ...issued,
    })

    const demandEvents = (expected: ReadonlyArray<Event>): void =>
      E.isRight(decision)
        ? same('the decision led to other events', [...decision.right], [...expected])
        : fail(`expected ${expected.length} events, but it was rejected: ${show(decision.left)}`)

    const expectEvents = (...expected: ReadonlyArray<Event>): void =>
      tell(expectEvents, () => demandEvents(expected))
    const expectNothing = (): void => tell(expectNothing, () => demandEvents([]))
    const expectRejection = (expected: Rejection): void =>
      tell(expectRejection, () =>
        E.isLeft(decision)
          ? same('it was rejected for another reason', decision.left, expected)
          : fail(`expected a rejection, but it led to ${show(decision.right)}`),
      )
    return { expect: expectEvents, expectNothing, expectRejection }
  }
  return {
    given: (...events) => ({ when: (command, issued = {}) => outcomeOf(events, command, issued) }),
  }
}
