// Where the exceptions of the client stop. They may hold the connection string, so that only a word and a code go further.
import type { StoreUnavailable } from '@patina/eventsourcing'
import type { Endpoint } from './connection.js'

/** What an exception of the client means to us. */
export type Fault =
  /** The server's answer: the stream is not where the writer believes. */
  | { readonly _tag: 'Conflict'; readonly actual: number | 'none' }
  /** The stream was ended for good, or deleted and expected to exist. */
  | { readonly _tag: 'Deleted'; readonly cause: Cause }
  | { readonly _tag: 'Missing' }
  /** It was refused before anything was written, by a node that knows who leads. */
  | { readonly _tag: 'NotLeader'; readonly leader: Endpoint | undefined; readonly cause: Cause }
  /** Nobody knows whether it was written; the same may succeed later. */
  | { readonly _tag: 'Passing'; readonly reason: 'unreachable' | 'timeout'; readonly cause: Cause }
  /** It was refused, and will be refused again. */
  | {
      readonly _tag: 'Refused'
      readonly reason: 'denied' | 'too-large' | 'refused'
      readonly cause: Cause
    }

type Cause = NonNullable<StoreUnavailable['cause']>

interface Thrown {
  readonly type?: unknown
  readonly code?: unknown
  readonly details?: unknown
  readonly message?: unknown
  readonly actualVersion?: unknown
  readonly leader?: { readonly address?: unknown; readonly port?: unknown }
}

// Words of the client and of Node, and nothing that could be data.
const word = /^[A-Za-z0-9_-]{1,60}$/

// What Node says of a certificate that it cannot check travels in the text of gRPC's error, behind the same code as a host
// that is down. The text goes no further, but what it is about must be told: only a person can mend it.
const isOfCertificate = ({ message, details }: Thrown): boolean =>
  [message, details].some(
    (text) => typeof text === 'string' && /\bcertificate\b|\baltnames\b/i.test(text),
  )

const typeOf = (thrown: Thrown): string => {
  if (isOfCertificate(thrown)) return 'certificate'
  return typeof thrown.type === 'string' && word.test(thrown.type) ? thrown.type : 'raw'
}

const codeOf = ({ code }: Thrown): Pick<Cause, 'code'> => ({
  ...(typeof code === 'number' || (typeof code === 'string' && word.test(code)) ? { code } : {}),
})

const causeOf = (thrown: Thrown): Cause => ({
  type: typeOf(thrown),
  ...codeOf(thrown),
})

const leaderOf = ({ leader }: Thrown): Endpoint | undefined =>
  typeof leader?.address === 'string' && typeof leader.port === 'number'
    ? { address: leader.address, port: leader.port }
    : undefined

const actualOf = ({ actualVersion }: Thrown): number | 'none' =>
  typeof actualVersion === 'bigint' && actualVersion >= 0n ? Number(actualVersion) : 'none'

const thrownOf = (error: unknown): Thrown =>
  typeof error === 'object' && error !== null ? error : {}

/** What an exception means. One that is not known is taken for a broken link: nobody knows what became of the call. */
export const faultOf = (error: unknown): Fault => {
  const thrown = thrownOf(error)
  const cause = causeOf(thrown)
  switch (thrown.type) {
    case 'wrong-expected-version':
      return { _tag: 'Conflict', actual: actualOf(thrown) }
    case 'stream-deleted':
      return { _tag: 'Deleted', cause }
    case 'stream-not-found':
    case 'no-stream':
      return { _tag: 'Missing' }
    case 'not-leader':
      return { _tag: 'NotLeader', leader: leaderOf(thrown), cause }
    case 'timeout':
    case 'deadline-exceeded':
      return { _tag: 'Passing', reason: 'timeout', cause }
    case 'unavailable':
    case 'cancelled':
    case 'unknown':
      return { _tag: 'Passing', reason: 'unreachable', cause }
    case 'access-denied':
      return { _tag: 'Refused', reason: 'denied', cause }
    case 'maximum-append-size-exceeded':
      return { _tag: 'Refused', reason: 'too-large', cause }
    default:
      return typeof thrown.type === 'string' && word.test(thrown.type)
        ? { _tag: 'Refused', reason: 'refused', cause }
        : { _tag: 'Passing', reason: 'unreachable', cause }
  }
}

/** A fault of ours: no answer came in time. */
export const noAnswer: Fault = {
  _tag: 'Passing',
  reason: 'timeout',
  cause: { type: 'no-answer' },
}

/**
 * Whether the whole link failed, and not this call alone. The answer to one append has a type and no code; what ends the
 * stream that all appends share has the code of gRPC, or is no error of the client at all.
 */
export const isOfTheLink = (error: unknown): boolean => {
  const { type, code } = thrownOf(error)
  return typeof type !== 'string' || code !== undefined
}

/** The store's error for a fault of a read, which never writes anything. */
export const unreadableFor = (fault: Fault): StoreUnavailable => {
  switch (fault._tag) {
    case 'Conflict':
    case 'Missing':
      return unavailable('refused')
    case 'Deleted':
      return unavailable('stream-deleted', 'not-written', fault.cause)
    case 'NotLeader':
      return unavailable('not-leader', 'not-written', fault.cause)
    case 'Passing':
    case 'Refused':
      return unavailable(fault.reason, 'not-written', fault.cause)
  }
}

/** The store could not do it. */
export const unavailable = (
  reason: string,
  outcome: StoreUnavailable['outcome'] = 'not-written',
  cause?: Cause,
): StoreUnavailable => ({
  _tag: 'StoreUnavailable',
  reason,
  outcome,
  ...(cause === undefined ? {} : { cause }),
})
