import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { EventStore, ViewStore } from './ports.js'
import { type InMemoryOptions, inMemoryEventStore } from './stores/in-memory-event-store.js'
import { inMemoryViewStore } from './stores/in-memory-view-store.js'

/** The stores of one application, opened. `close` resolves when nothing of them is held any more. */
export interface Stores {
  readonly store: EventStore
  readonly views: ViewStore
  readonly close: () => Promise<void>
}

/** How an application comes to its stores: what an adapter package hands out, and what `open` of `@patina/patina` takes. */
export interface Adapters<OpenError> {
  readonly open: TaskEither<OpenError, Stores>
}

/** Stores that live and end with the process. */
export const inMemory = (options: InMemoryOptions = {}): Adapters<never> => ({
  open: TE.fromIO(() => {
    const [store, views] = [inMemoryEventStore(options), inMemoryViewStore()]
    const close = async (): Promise<void> => {
      await store.close()
      await views.close()
    }
    return { store, views, close }
  }),
})
