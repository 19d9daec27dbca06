import type { Clock, EventStore } from '@patina/eventsourcing'
import fc from 'fast-check'
import { type Check, type Stage, within } from '../check.js'

/** A store that was opened for one check, with whatever its author needs to close it or to open it again. */
export interface OpenedStore {
  readonly store: EventStore
}

/** Opens a store with an empty log that nobody else writes to. */
export type OpenStore<Opened extends OpenedStore> = () => Opened | Promise<Opened>

/** What the author of an adapter hands in beside `open`; each part brings checks that cannot be made without it. */
export interface StoreOptions<Opened extends OpenedStore> {
  readonly close?: (opened: Opened) => Promise<void>
  /** Closes the store and opens the same log again, as a process that starts would. */
  readonly reopen?: (opened: Opened) => Promise<Opened>
  /**
   * Opens a store that runs `commit` between the moment that positions are assigned and the moment that the events are
   * visible. If `commit` rejects, the append is rolled back.
   */
  readonly openWithCommit?: (commit: () => Promise<void>) => Opened | Promise<Opened>
  /** Opens a store that takes `recordedAt` from this clock. */
  readonly openWithClock?: (clock: Clock) => Opened | Promise<Opened>
  /** The largest event that must be accepted, in bytes of its two texts. Default 1 MiB less one byte. */
  readonly largestBytes?: number
  /** How many cases each generated check draws. Default 25. */
  readonly numRuns?: number
  /** Only to repeat a failure: by default every run draws its own. */
  readonly seed?: number
  /** Names of the checks that are made, of those that can be made; by default all. A name of no check throws. */
  readonly only?: ReadonlyArray<string>
  /** How long the store may take to deliver what is there, in milliseconds. Default 5,000. */
  readonly patienceMs?: number
  /** How long one check may take, in milliseconds. Default 25,000, just below the usual limit of a test. */
  readonly withinMs?: number
}

/** What some checks need beside a fresh store. */
export type StoreNeed = 'reopen' | 'openWithCommit' | 'openWithClock'

/** A store in the hands of a check. */
export interface Session {
  readonly store: EventStore
  /** Closes it and opens the same log again. */
  readonly reopen: () => Promise<Session>
}

/** What a check of an event store works with. */
export interface StoreTrial {
  readonly open: () => Promise<Session>
  readonly openWithCommit: (commit: () => Promise<void>) => Promise<Session>
  readonly openWithClock: (clock: Clock) => Promise<Session>
  readonly largestBytes: number
  /** Judges a property over as many cases as the options say, or so many times more where the harmful ones are rare. */
  readonly assert: <Drawn>(property: fc.IAsyncProperty<Drawn>, times?: number) => Promise<void>
  /** Whether some case breaks the property: what a control must do. */
  readonly isBroken: <Drawn>(property: fc.IAsyncProperty<Drawn>) => Promise<boolean>
  /** Waits for what the store owes. */
  readonly soon: <A>(what: string, promise: Promise<A>) => Promise<A>
}

/** One promise of the EventStore port. */
export type StoreCheck = Check<StoreTrial, StoreNeed>

export const defaultWithinMs = 25_000
const defaultPatienceMs = 5_000
const defaultRuns = 25
const controlRuns = 200

/** Opens stores for one check and closes them behind it. */
export const storeStage = <Opened extends OpenedStore>(
  open: OpenStore<Opened>,
  options: StoreOptions<Opened>,
): Stage<StoreTrial> => {
  const { close, reopen, openWithCommit, openWithClock, patienceMs = defaultPatienceMs } = options
  const living = new Set<Opened>()

  const sessionOf = (opened: Opened): Session => {
    living.add(opened)
    return {
      store: opened.store,
      reopen: async () => {
        if (reopen === undefined) throw new Error('options.reopen is not given')
        living.delete(opened)
        return sessionOf(await reopen(opened))
      },
    }
  }
  const given =
    <Arg>(name: string, make: ((arg: Arg) => Opened | Promise<Opened>) | undefined) =>
    async (arg: Arg): Promise<Session> => {
      if (make === undefined) throw new Error(`options.${name} is not given`)
      return sessionOf(await make(arg))
    }
  const parameters = <Drawn>(numRuns: number): fc.Parameters<Drawn> => ({
    numRuns,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  })

  const trial: StoreTrial = {
    open: async () => sessionOf(await open()),
    openWithCommit: given('openWithCommit', openWithCommit),
    openWithClock: given('openWithClock', openWithClock),
    largestBytes: options.largestBytes ?? 1024 * 1024 - 1,
    assert: (property, times = 1) =>
      fc.assert(property, parameters(times * (options.numRuns ?? defaultRuns))),
    isBroken: async (property) =>
      (await fc.check(property, { ...parameters(controlRuns), endOnFailure: true })).failed,
    soon: (what, promise) => within(what, patienceMs, promise),
  }
  const dispose = async (): Promise<void> => {
    for (const opened of living) await close?.(opened)
    living.clear()
  }
  return { trial, dispose }
}
