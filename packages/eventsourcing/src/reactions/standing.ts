// What a reaction at work tells of itself.
import type { Either } from 'fp-ts/lib/Either.js'
import type { UnreadableEvent } from '../events/event.js'
import type { AheadOfLog } from '../outage.js'
import type { Position, StoreUnavailable } from '../ports.js'
import type { Thrown } from '../thrown.js'
import type { UnreadableView, ViewStopped } from '../views/folded-table.js'
import type { RunnerClosed, Superseded, UnknownView } from '../views/standing.js'

/** Why a reaction stands still. What it should have done is done when it is started again and the cause is gone. */
export interface ReactionStopped {
  readonly _tag: 'ReactionStopped'
  readonly reaction: string
  readonly reason:
    | UnreadableEvent
    | UnreadableView
    | ViewStopped
    | Superseded
    | UnknownView
    | ReactionThrew
  readonly position: Position
}

/** The reaction threw, which is a bug in it. */
export interface ReactionThrew extends Thrown {
  readonly _tag: 'ReactionThrew'
}

/** Why a reaction is not where somebody waits for it. */
export type NotReached = ReactionStopped | RunnerClosed | AheadOfLog | StoreUnavailable

/** Where a reaction stands. */
export interface ReactionStatus {
  readonly reaction: string
  readonly checkpoint: Position
  readonly stopped: ReactionStopped | undefined
  /** As in `ViewStatus`. */
  readonly outage: StoreUnavailable | undefined
}

/** A reaction at work. */
export interface RunningReaction {
  /**
   * Resolves when it has dealt with every event up to the position, or has stopped. A fault that lasts, and a position that nothing
   * comes to, are told after a while.
   */
  readonly reached: (position: Position) => Promise<Either<NotReached, Position>>
  readonly status: () => ReactionStatus
  readonly close: () => Promise<void>
}
