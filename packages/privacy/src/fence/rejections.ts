import type { RetentionClass } from '../retention.js'
import type { WithdrawnFor } from './events.js'

export type FenceRejection =
  | HoldInForce
  | ErasureGivenUp
  | ErasureUnderWay
  | ErasureUnknown
  | ClassStaysClosed
  | HoldUnknown

/** Holds keep some of what was to be erased. */
export interface HoldInForce {
  readonly _tag: 'HoldInForce'
  readonly holdIds: ReadonlyArray<string>
}

/** The erasure was withdrawn before it began. */
export interface ErasureGivenUp {
  readonly _tag: 'ErasureGivenUp'
  readonly erasureId: string
  /** Absent: for a hold. */
  readonly why?: WithdrawnFor
}

/** The hold comes too late: these classes are being erased. */
export interface ErasureUnderWay {
  readonly _tag: 'ErasureUnderWay'
  readonly classes: ReadonlyArray<RetentionClass>
}

/** No such erasure was begun. */
export interface ErasureUnknown {
  readonly _tag: 'ErasureUnknown'
  readonly erasureId: string
}

/** Who was erased comes back as a new person, not as a new generation of the old one. */
export interface ClassStaysClosed {
  readonly _tag: 'ClassStaysClosed'
  readonly class: RetentionClass
}

/** No such hold was placed. */
export interface HoldUnknown {
  readonly _tag: 'HoldUnknown'
  readonly holdId: string
}
