// Appends, repeated under one rule: the same events, the same ids, the same expected revision. Then the server's own table
// decides: stored the first time, it answers as the first time; overtaken by another, it is an honest conflict.
import {
  type AppendError,
  type EventStore,
  type Expected,
  type Position,
  refusalOf,
  type StoreUnavailable,
  type Written,
} from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { AppendLine, AppendRequest } from './append-line.js'
import type { WireExpected, WirePosition } from './client.js'
import { type Fault, unavailable } from './faults.js'
import type { Naming } from './naming.js'
import { type Pace, pause, waitBefore } from './pace.js'
import { isKnown, positionOf } from './position.js'
import { wireEventsOf } from './texts.js'

/** What appending needs. */
export interface AppendShell {
  readonly naming: Naming
  readonly pace: Pace
  /** The line to append over, or why there is none. */
  readonly line: () => Promise<Either<StoreUnavailable, AppendLine>>
  /** Finds an event near the end of the log, for a server that does not say where it wrote. */
  readonly locate: (id: string) => Promise<Either<StoreUnavailable, Position | undefined>>
  readonly isClosed: () => boolean
}

const noRevision = -1

// A revision that no stream can have would fail inside the client, in the stream that all appends share.
const wireExpectedOf = (expected: Expected): WireExpected | undefined => {
  switch (expected) {
    case 'any':
      return 'any'
    case 'exists':
      return 'stream_exists'
    case 'none':
    case noRevision:
      return 'no_stream'
    default:
      return Number.isSafeInteger(expected) && expected >= 0 ? BigInt(expected) : undefined
  }
}

type Outcome = Either<AppendError, Written>

/** Makes the `append` of a store. */
export const appending = (shell: AppendShell): EventStore['append'] => {
  const { naming, pace } = shell

  const writtenAt = async (
    revision: number,
    position: WirePosition | undefined,
    id: string,
  ): Promise<Outcome> => {
    // Row 4 of the table answers like a first time, so that newness is never certain.
    if (isKnown(position)) {
      return E.right({ revision, position: positionOf(position), isKnownNew: false })
    }
    const located = await shell.locate(id)
    if (E.isLeft(located)) return E.left({ ...located.left, outcome: 'unknown' })
    return located.right === undefined
      ? E.left(unavailable('no-position', 'unknown'))
      : E.right({ revision, position: located.right, isKnownNew: false })
  }

  // Whether the fault leaves it open if the events were stored. A node that does not lead writes nothing; but what it says
  // ends the stream of all appends, and an earlier one may have been stored while it still led.
  const isOpen = (fault: Fault, isAlone: boolean): boolean =>
    fault._tag === 'Passing' || (fault._tag === 'NotLeader' && !isAlone)

  const mayRepeat = (expected: Expected, isUnknown: boolean): boolean =>
    !isUnknown || (expected !== 'any' && expected !== 'exists') // rows 9 and 10

  const carryOut = async (
    line: AppendLine,
    request: AppendRequest,
    failure: (fault: Fault, isUnknown: boolean) => AppendError,
    expected: Expected,
  ): Promise<Outcome> => {
    const start = performance.now()
    const remaining = (): number => pace.patienceMs - (performance.now() - start)
    let isUnknown = false
    for (let attempt = 1; ; attempt++) {
      const answer = await line.send(request, {
        waitMs: Math.max(0, remaining()),
        deadlineMs: pace.appendDeadlineMs,
        timeoutMs: pace.appendTimeoutMs,
      })
      if (answer._tag === 'Written') {
        return writtenAt(answer.revision, answer.position, request.events.at(-1)?.id ?? '')
      }
      const known = (): StoreUnavailable['outcome'] => (isUnknown ? 'unknown' : 'not-written')
      if (answer._tag === 'NotSent') return E.left(unavailable(answer.reason, known()))
      const { fault, isAlone } = answer
      isUnknown ||= isOpen(fault, isAlone)
      const isPassing = fault._tag === 'Passing' || fault._tag === 'NotLeader'
      const wait = waitBefore(attempt, pace)
      const isLast =
        !isPassing ||
        attempt >= pace.attempts ||
        wait >= remaining() ||
        shell.isClosed() ||
        !mayRepeat(expected, isUnknown)
      if (isLast) return E.left(failure(fault, isUnknown))
      await pause(wait)
    }
  }

  return (stream, expected, events) => async () => {
    const refusal = refusalOf(stream, events)
    if (refusal !== undefined) return E.left(refusal)
    const sent = wireEventsOf(events)
    if ('_tag' in sent) return E.left(sent)
    const wireExpected = wireExpectedOf(expected)
    if (wireExpected === undefined) return E.left(unavailable('refused'))
    if (shell.isClosed()) return E.left(unavailable('closed'))
    const line = await shell.line()
    if (E.isLeft(line)) return line

    const failure = (fault: Fault, isUnknown: boolean): AppendError => {
      const outcome = isUnknown ? 'unknown' : 'not-written'
      switch (fault._tag) {
        case 'Conflict':
          return { _tag: 'WrongExpectedRevision', stream, expected, actual: fault.actual }
        case 'Deleted':
          return { _tag: 'WrongExpectedRevision', stream, expected, actual: 'deleted' }
        case 'Missing':
          return unavailable('refused', outcome)
        case 'NotLeader':
          return unavailable('not-leader', outcome, fault.cause)
        case 'Passing':
        case 'Refused':
          return unavailable(fault.reason, outcome, fault.cause)
      }
    }
    const request = { stream: naming.onServer(stream), expected: wireExpected, events: sent }
    return carryOut(line.right, request, failure, expected)
  }
}
