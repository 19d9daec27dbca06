/** What a run took: wall time in seconds, and how many events or commands were read back after it. */
export interface Measured {
  readonly seconds: number
  readonly count: number
}

/** Why a peer, or one of its measures, cannot run here. Nothing was measured. */
export interface Unavailable {
  readonly unavailable: string
}

export type Outcome = Measured | Unavailable

/**
 * The measures of one peer, each in a folder of its own below `folder`, which it removes again.
 * Each reads everything back after the clock has stopped; a count, a fold or a view that is not
 * exactly what was asked for is thrown as an error: a figure of a wrong answer is no figure.
 */
export interface Measures {
  /** Commands one after the other, round robin over the streams: load, fold, decide, append one event. */
  readonly sequentialCommands: (
    folder: string,
    commands: number,
    streams: number,
  ) => Promise<Outcome>
  /** The same commands, with so many at a time under way. */
  readonly concurrentCommands: (
    folder: string,
    commands: number,
    streams: number,
    inFlight: number,
  ) => Promise<Outcome>
  /** Events in appends of `perAppend`, one append after the other, each to a new stream; no decision. */
  readonly bulkAppend: (folder: string, events: number, perAppend: number) => Promise<Outcome>
  /** Reads one stream of so many events, once. They were appended before the clock started. */
  readonly readStream: (folder: string, events: number) => Promise<Outcome>
  /** Brings a view of `keys` rows, cleared before, up to the whole log of so many events again. */
  readonly rebuild: (folder: string, events: number, keys: number) => Promise<Outcome>
}

export interface Peer extends Measures {
  readonly name: string
  /** Whether an event that was acknowledged outlives a loss of power, with our settings. */
  readonly isDurable: boolean
  /** Versions, settings, and what a reader of the figures has to know. */
  readonly settings: string
}

/** Tells a figure from the reason why there is none. */
export const isMeasured = (outcome: Outcome): outcome is Measured => 'seconds' in outcome
