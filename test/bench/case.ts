/** How large the runs are: `full` for figures that are quoted, `quick` to see that a benchmark works. */
export interface Scale {
  readonly commands: number
  readonly bulkEvents: number
  readonly streamEvents: number
  readonly logEvents: number
  readonly customers: number
  readonly pairs: number
}

export const fullScale: Scale = {
  commands: 6_000,
  bulkEvents: 100_000,
  streamEvents: 100_000,
  logEvents: 1_000_000,
  customers: 100_000,
  pairs: 5,
}

export const quickScale: Scale = {
  commands: 640,
  bulkEvents: 5_000,
  streamEvents: 5_000,
  logEvents: 20_000,
  customers: 2_000,
  pairs: 1,
}

/** What a case is run with: an empty folder of its own, and the full retail file if somebody has it. */
export interface CaseInput {
  readonly folder: string
  readonly scale: Scale
  readonly retailFile: string | undefined
}

/** What a case came to. Rates are medians over the pairs, the ratio is the median of the pairs' own ratios. */
export interface CaseResult {
  readonly name: string
  /** Events or commands in a second. */
  readonly perSecond: number
  readonly rawPerSecond: number
  readonly ratio: number
  readonly peers: Readonly<Record<string, number>>
  /** Resident memory at its highest, in megabytes, of the process that ran the case. */
  readonly peakMegabytes: number
  /** What else should be known about the figures, in a few words. */
  readonly notes: ReadonlyArray<string>
}

export type Case = (input: CaseInput) => Promise<Omit<CaseResult, 'peakMegabytes'>>
