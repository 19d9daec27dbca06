import type { Tagged } from '@patina/eventsourcing'
import type { PartToErase } from '../fence/commands.js'
import type { RetentionClass } from '../retention.js'

/** What a capability has decided to erase. */
export interface DecidedErasure {
  readonly erasureId: string
  /** A code: why it is erased. */
  readonly why: string
  /** Whose stream the decision stands in. */
  readonly subject: string
  /** Nothing to erase where it is empty: then nothing follows. */
  readonly parts: ReadonlyArray<PartToErase>
  /** What is not erased now, and why. */
  readonly kept: ReadonlyArray<KeptClass>
}

/** A class of data that a law keeps. */
export interface KeptClass {
  readonly class: RetentionClass
  readonly law: string
  readonly citation: string
  /** The day from which it is not kept any more. */
  readonly until: string
}

/**
 * How an erasure ends for whoever decided it: everything is gone; or nothing is, because a hold at the fence kept it, or because
 * who was to be erased had become one person with somebody else about whom nothing was decided.
 */
export type ErasureOutcome = 'carriedOut' | 'held' | 'merged'

/**
 * How erasures follow the decisions of a capability, which keeps holds, open requests and periods in one stream with them.
 * From its decision until it is told the outcome it takes no hold on what it decided to erase.
 */
export interface ErasureDecisions<
  Decided extends Tagged = Tagged,
  Concluded extends Tagged = Tagged,
  Conclude extends Tagged = Tagged,
> {
  /** The type of the event that decides. */
  readonly decided: Decided['type']
  // Written as methods, so that the decisions of any capability fit: each gets back only what it gave.
  read(event: Decided): DecidedErasure
  /** The type of the event that says the outcome; it has the same `erasureId`, and an `outcome`. */
  readonly concluded: Concluded['type']
  /** The type of the command that tells the outcome. Only the application itself sends it. */
  readonly concludes: Conclude['type']
  conclude(of: Pick<DecidedErasure, 'erasureId' | 'subject'>, outcome: ErasureOutcome): Conclude
}
