import type {
  Clock,
  StoreUnavailable,
  StreamEvent,
  StreamName,
  Tagged,
  UnreadableEvent,
} from '@patina/eventsourcing'
import type { Asking, OpeningGuard } from '@patina/privacy'
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

type Read = E.Either<UnreadableEvent | StoreUnavailable, ReadonlyArray<StreamEvent<Tagged>>>

// One opening asks about many values of one person: what was read for the first serves the others, and no later opening.
const readingOnce = (history: History) => {
  const openings = new WeakMap<Asking, Map<StreamName, Promise<Read>>>()
  return (asking: Asking, stream: StreamName): Promise<Read> => {
    const known = openings.get(asking) ?? new Map<StreamName, Promise<Read>>()
    openings.set(asking, known)
    const read = known.get(stream) ?? history(stream)()
    known.set(stream, read)
    return read
  }
}

/** What forbids an opening: the first of the guards, which read the log itself and no view, then what else does. */
export const guarded = (
  { history, clock }: { readonly history: History; readonly clock: Clock },
  guards: ReadonlyArray<OpeningGuard>,
  otherwise: Forbids | undefined,
): Forbids => {
  const readIn = readingOnce(history)
  return (question) => async () => {
    for (const guard of guards) {
      const events: Tagged[] = []
      const streams = new Set(guard.streams(question))
      // The set grows while it is walked: what a stream says may lead to another.
      for (const stream of streams) {
        const read = await readIn(question.asking, stream)
        if (E.isLeft(read)) return E.left({ _tag: 'VaultBehindLog', reason: reasonOf(read.left) })
        events.push(...read.right.map(({ event }) => event))
        for (const next of guard.follows?.(events) ?? []) streams.add(next)
      }
      const rule = guard.forbids(question, events, clock())
      if (rule !== undefined) return E.right(rule)
    }
    return otherwise === undefined ? E.right(undefined) : otherwise(question)()
  }
}
