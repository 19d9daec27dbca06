// What the server was told to do wrong, and what it has seen.
import type { AppendFate, Endpoint, Member, Stats } from './control.js'

/** The orders in force. The commands change them, the services look at them. */
export interface Behaviour {
  /** The fate of the append that has just arrived. */
  readonly nextFate: () => AppendFate | undefined
  readonly treatAppends: (fate: AppendFate, times: number, after: number) => void
  silent: 'features' | 'reads' | 'subscriptions' | 'nothing'
  denied: 'appends' | 'reads' | 'nothing'
  leader: Endpoint | undefined
  members: ReadonlyArray<Member>
  dropEvery: number
  repeatsFirst: boolean
  skewMs: number
  readonly seen: Seen
  /** Ends the open subscriptions. */
  readonly dropping: Set<(how: 'Error' | 'End') => void>
}

/** Counters that tests ask for. */
export type Seen = {
  -readonly [Name in keyof Omit<Stats, 'connections' | 'openConnections' | 'names'>]: number
} & { inFlight: number; readonly names: Set<string> }

/** A server that does all it should. */
export const wellBehaved = (): Behaviour => {
  let fate: { readonly fate: AppendFate; times: number; after: number } | undefined
  return {
    treatAppends: (what, times, after) => {
      fate = { fate: what, times, after }
    },
    nextFate: () => {
      if (fate === undefined || fate.times <= 0) return undefined
      if (fate.after > 0) {
        fate.after--
        return undefined
      }
      fate.times--
      return fate.fate
    },
    silent: 'nothing',
    denied: 'nothing',
    leader: undefined,
    members: [],
    dropEvery: 0,
    repeatsFirst: false,
    skewMs: 0,
    seen: {
      batchStreams: 0,
      openReads: 0,
      openSubscriptions: 0,
      appends: 0,
      mostInFlight: 0,
      reads: 0,
      subscriptions: 0,
      inFlight: 0,
      names: new Set(),
    },
    dropping: new Set(),
  }
}
