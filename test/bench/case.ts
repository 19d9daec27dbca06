/** How large the runs are: `full` for figures that are quoted, `quick` to see that a benchmark works. */
export interface Scale {
  readonly commands: number
  readonly bulkEvents: number
  readonly streamEvents: number
  readonly logEvents: number
  readonly customers: number
  /** Of the one account that is asked for all it has. */
  readonly lots: number
  readonly pairs: number
  /** Of cases that take long: an import, a rebuild of all. */
  readonly longPairs: number
  /** Peers that need a transaction for each event get through less. */
  readonly peerCommands: number
  readonly peerEvents: number
}

export const fullScale: Scale = {
  commands: 8_000,
  bulkEvents: 100_000,
  streamEvents: 100_000,
  logEvents: 1_000_000,
  customers: 100_000,
  lots: 10_000,
  pairs: 7,
  longPairs: 3,
  peerCommands: 4_000,
  peerEvents: 20_000,
}

export const quickScale: Scale = {
  commands: 640,
  bulkEvents: 5_000,
  streamEvents: 5_000,
  logEvents: 20_000,
  customers: 2_000,
  lots: 500,
  pairs: 1,
  longPairs: 1,
  peerCommands: 200,
  peerEvents: 1_000,
}

/** What a case is run with: an empty folder of its own, and the full retail file if somebody has it. */
export interface CaseInput {
  readonly folder: string
  readonly scale: Scale
  readonly retailFile: string | undefined
  /** The folder of the FEBRL data sets, if somebody has them. */
  readonly febrlFolder: string | undefined
}

/** What a case came to. Rates are medians over the pairs, the ratio is the median of the pairs' own ratios. */
export interface CaseFigures {
  /** Events, commands or documents in a second. */
  readonly perSecond: number
  readonly rawPerSecond: number
  readonly ratio: number
  readonly peers: Readonly<Record<string, number>>
  /** Of the work itself, where it ran in a process of its own. */
  readonly peakMegabytes?: number
  /** What else should be known about the figures, in a few words. */
  readonly notes: ReadonlyArray<string>
}

/** The figures with the name of their case. */
export interface CaseResult extends CaseFigures {
  readonly name: string
  /** What a second counts. */
  readonly unit: 'commands' | 'events' | 'documents' | 'fields' | 'customers'
  /** Resident memory at its highest, in megabytes, of the process that did the work. */
  readonly peakMegabytes: number
  /** What the ratio should be at least, where there is a goal. */
  readonly goal?: number
}

/** One benchmark. */
export interface Case {
  readonly unit: CaseResult['unit']
  readonly goal?: number
  readonly run: (input: CaseInput) => Promise<CaseFigures>
}
