import type { ViewStore } from '@patina/eventsourcing'
import fc from 'fast-check'
import type { Check, Stage } from '../check.js'

/** A view store that was opened for one check, with whatever its author needs to close it or to open it again. */
export interface OpenedViewStore {
  readonly views: ViewStore
}

/** Opens a view store without tables. */
export type OpenViewStore<Opened extends OpenedViewStore> = () => Opened | Promise<Opened>

/** What the author of an adapter hands in beside `open`. */
export interface ViewStoreOptions<Opened extends OpenedViewStore> {
  readonly close?: (opened: Opened) => Promise<void>
  /** Closes the store and opens the same tables again, as a process that starts would. */
  readonly reopen?: (opened: Opened) => Promise<Opened>
  /** How many cases each generated check draws. Default 25. */
  readonly numRuns?: number
  /** Only to repeat a failure: by default every run draws its own. */
  readonly seed?: number
  /** Names of the checks that are made, of those that can be made; by default all. A name of no check throws. */
  readonly only?: ReadonlyArray<string>
  /** How long one check may take, in milliseconds. Default 25,000, just below the usual limit of a test. */
  readonly withinMs?: number
}

/** A view store in the hands of a check. */
export interface ViewSession {
  readonly views: ViewStore
  /** Closes it and opens the same tables again. */
  readonly reopen: () => Promise<ViewSession>
}

/** What a check of a view store works with. */
export interface ViewStoreTrial {
  readonly open: () => Promise<ViewSession>
  readonly assert: <Drawn>(property: fc.IAsyncProperty<Drawn>) => Promise<void>
}

/** One promise of the ViewStore port. */
export type ViewStoreCheck = Check<ViewStoreTrial, 'reopen'>

export const defaultWithinMs = 25_000
const defaultRuns = 25

/** Opens stores for one check and closes them behind it. */
export const viewStoreStage = <Opened extends OpenedViewStore>(
  open: OpenViewStore<Opened>,
  { close, reopen, numRuns = defaultRuns, seed }: ViewStoreOptions<Opened>,
): Stage<ViewStoreTrial> => {
  const living = new Set<Opened>()
  const sessionOf = (opened: Opened): ViewSession => {
    living.add(opened)
    return {
      views: opened.views,
      reopen: async () => {
        if (reopen === undefined) throw new Error('options.reopen is not given')
        living.delete(opened)
        return sessionOf(await reopen(opened))
      },
    }
  }
  const trial: ViewStoreTrial = {
    open: async () => sessionOf(await open()),
    assert: (property) => fc.assert(property, { numRuns, ...(seed === undefined ? {} : { seed }) }),
  }
  const dispose = async (): Promise<void> => {
    for (const opened of living) await close?.(opened)
    living.clear()
  }
  return { trial, dispose }
}
