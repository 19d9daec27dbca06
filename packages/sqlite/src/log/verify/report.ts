// What a verification says, and how its steps say it.
import type { Position, StreamName } from '@patina/eventsourcing'
import { faultOf } from '../../file/fault.js'

/** How a verification gets on: first the structure of the file, then every event, then the revisions of every stream. */
export interface VerifyProgress {
  readonly step: 'structure' | 'events' | 'streams'
  readonly done: number
  readonly total: number
}

/** Something that does not fit, and where. */
export type LogFault =
  | BrokenStructure
  | PositionGap
  | RevisionGap
  | TimeFell
  | UnreadableRow
  | WrongLeaf

/** SQLite's own check of pages and indexes. `detail` is its sentence: it names pages and rows, never what is in them. */
export interface BrokenStructure {
  readonly _tag: 'BrokenStructure'
  readonly detail: string
}

/** Rows are missing before this one: the store itself leaves no gaps. */
export interface PositionGap {
  readonly _tag: 'PositionGap'
  readonly position: Position
  readonly missing: number
}

/** The event of a stream has not the next revision, or lies before the one that it follows. */
export interface RevisionGap {
  readonly _tag: 'RevisionGap'
  readonly position: Position
  readonly stream: StreamName
  readonly revision: number
  readonly expected: number
}

/** The store's clock fell. */
export interface TimeFell {
  readonly _tag: 'TimeFell'
  readonly position: Position
  readonly stream: StreamName
  readonly revision: number
}

/** The row is there and cannot be read. */
export interface UnreadableRow {
  readonly _tag: 'UnreadableRow'
  readonly position: Position
}

/** The row is not what was appended: some byte of it, or of the leaf, was changed. */
export interface WrongLeaf {
  readonly _tag: 'WrongLeaf'
  readonly position: Position
  readonly stream: StreamName
  readonly revision: number
}

/**
 * What a verification found. A log whose last events were cut off is a sound log: compare `head` with one that was noted
 * elsewhere.
 */
export interface VerifyReport {
  readonly isSound: boolean
  /** How many events were read. */
  readonly events: number
  readonly head: Position
  /** The first hundred. */
  readonly faults: ReadonlyArray<LogFault>
  readonly faultCount: number
}

/** Collects faults: all are counted, the first hundred are kept. */
export interface Findings {
  readonly add: (fault: LogFault) => void
  readonly faults: ReadonlyArray<LogFault>
  readonly count: () => number
}

const keptFaults = 100

/** No fault yet. */
export const createFindings = (): Findings => {
  const faults: LogFault[] = []
  let count = 0
  return {
    add: (fault) => {
      count += 1
      if (faults.length < keptFaults) faults.push(fault)
    },
    faults,
    count: () => count,
  }
}

/** What a read gives that meets damage. Damage is what is looked for; anything else ends the verification. */
export const damaged: unique symbol = Symbol('damaged')

/** Reads, or says that what is there cannot be read. */
export const readOr = <A>(read: () => A): A | typeof damaged => {
  try {
    return read()
  } catch (error) {
    const type = faultOf(error)?.type
    if (type === 'SQLITE_CORRUPT' || type === 'SQLITE_NOTADB') return damaged
    throw error
  }
}
