import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { decodeWith, optional, record, text } from '../events/codec.js'
import { instantCodec, type Metadata, uuidCodec } from '../events/event.js'
import { type Clock, type Instant, instantOf } from '../instant.js'
import type { Problem } from '../problem.js'
import type { Issued } from './decider.js'

/** What every command comes with. */
export interface Context {
  /** A UUID that the caller chose. The same id sent again changes nothing and gives the first receipt. */
  readonly commandId: string
  /** A user id of the host application: never a name. */
  readonly actor: string
  /** By default the command's own id. */
  readonly correlationId?: string
  /** By default the command's own id. */
  readonly causationId?: string
  /** When it happened, if that is not now. At most five minutes after the clock. */
  readonly occurredAt?: Instant
  readonly purpose?: string
}

/** The command, or what came with it, is malformed; every problem is named. Nothing was appended. */
export interface InvalidCommand {
  readonly _tag: 'InvalidCommand'
  readonly problems: ReadonlyArray<Problem>
}

/** The command is dated more than five minutes after the clock. */
export interface OccurredInFuture {
  readonly _tag: 'OccurredInFuture'
  readonly occurredAt: Instant
  readonly now: Instant
}

const toleranceMs = 5 * 60 * 1000

const latestAt = (now: Instant): Instant => instantOf(Date.parse(now) + toleranceMs)

const decodeContext = decodeWith(
  record<Context>('Context', {
    commandId: uuidCodec,
    actor: text(200),
    correlationId: optional(uuidCodec),
    causationId: optional(uuidCodec),
    occurredAt: optional(instantCodec),
    purpose: optional(text(200)),
  }),
)

/** A command's context, checked and complete: what is decided with, and what its events will know. */
export interface Checked {
  readonly issued: Issued
  /** Of every event of the command, but for the version of its schema. */
  readonly metadata: Omit<Metadata, 'schemaVersion'>
}

/** Checks what came with a command, once and before anything is awaited: the caller may use the object again. */
export const check = (
  clock: Clock,
  context: Context,
): Either<InvalidCommand | OccurredInFuture, Checked> => {
  const decoded = decodeContext(context)
  if (E.isLeft(decoded)) {
    const problems = decoded.left.map((one) => ({ ...one, path: `/context${one.path}` }))
    return E.left({ _tag: 'InvalidCommand', problems })
  }
  const { commandId, actor, occurredAt, purpose } = decoded.right
  const { correlationId = commandId, causationId = commandId } = decoded.right
  const now = clock()
  // Almost nothing is dated after the clock, and then nothing needs to be computed.
  if (occurredAt !== undefined && occurredAt > now && occurredAt > latestAt(now)) {
    return E.left({ _tag: 'OccurredInFuture', occurredAt, now })
  }
  const at = occurredAt ?? now
  return E.right({
    issued: { commandId, at, by: actor },
    metadata: {
      occurredAt: at,
      actor,
      correlationId,
      causationId,
      commandId,
      ...(purpose === undefined ? {} : { purpose }),
    },
  })
}
