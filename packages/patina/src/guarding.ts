import type {
  Clock,
  StoreUnavailable,
  StreamEvent,
  StreamName,
  Tagged,
  UnreadableEvent,
} from '@patina/eventsourcing'
import type { OpeningGuard } from '@patina/privacy'
import type { OpenerShell } from '@patina/privacy/shell'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'

/** Reads all of one stream. */
export type History = (
  stream: StreamName,
) => TaskEither<UnreadableEvent | StoreUnavailable, ReadonlyArray<StreamEvent<Tagged>>>

type Forbids = NonNullable<OpenerShell['forbids']>

// What cannot be read may forbid it, so nothing is opened then.
const reasonOf = (error: UnreadableEvent | StoreUnavailable): string =>
  error._tag === 'StoreUnavailable' ? error.reason : 'unreadable-event'

/** What forbids an opening: the first of the guards, which read the log itself and no view, then what else does. */
export const guarded =
  (
    { history, clock }: { readonly history: History; readonly clock: Clock },
    guards: ReadonlyArray<OpeningGuard>,
    otherwise: Forbids | undefined,
  ): Forbids =>
  (question) =>
  async () => {
    for (const guard of guards) {
      const events: Tagged[] = []
      const streams = new Set(guard.streams(question))
      // The set grows while it is walked: what a stream says may lead to another.
      for (const stream of streams) {
        const read = await history(stream)()
        if (E.isLeft(read)) return E.left({ _tag: 'VaultBehindLog', reason: reasonOf(read.left) })
        events.push(...read.right.map(({ event }) => event))
        for (const next of guard.follows?.(events) ?? []) streams.add(next)
      }
      const rule = guard.forbids(question, events, clock())
      if (rule !== undefined) return E.right(rule)
    }
    return otherwise === undefined ? E.right(undefined) : otherwise(question)()
  }
