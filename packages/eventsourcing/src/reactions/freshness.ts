// How fresh the facts of a reaction must be that comes after others.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { EventStore, Position } from '../ports.js'
import type { Asked } from './facts.js'
import type { AnyReaction } from './reaction.js'
import type { NotReached, RunningReaction } from './standing.js'

/** Another reaction at work, once all of them are. `undefined` where it is not run here. */
export type OtherReaction = (name: string) => Promise<Pick<RunningReaction, 'reached'> | undefined>

/** As fresh as their events, which is `undefined`, or as all that the reactions before this one made of them. */
export type Freshness = (
  asked: ReadonlyArray<Asked>,
) => Promise<Either<NotReached, Position | undefined>>

/** Asks the reactions before this one, and as seldom as will do. */
export const freshnessFor = (
  { after }: AnyReaction,
  store: EventStore,
  other: OtherReaction | undefined,
): Freshness => {
  // How far those before this one were when the log was last looked at, and how far the log was then. Whoever lags behind them
  // finds all that they made of its events before that head, and need not wait at every page until views are at the newest one.
  let seen: { readonly dealtWith: Position; readonly head: Position } | undefined

  return async (asked) => {
    const last = asked.at(-1)?.recorded.position
    if (last === undefined || after === undefined) return E.right(undefined)
    if (seen !== undefined && last <= seen.dealtWith) return E.right(seen.head)
    let dealtWith: Position | undefined
    for (const name of after) {
      const reached = await (await other?.(name))?.reached(last)
      if (reached === undefined) continue
      if (E.isLeft(reached)) return reached
      if (dealtWith === undefined || reached.right < dealtWith) dealtWith = reached.right
    }
    const head = await store.head()
    if (E.isRight(head)) seen = { dealtWith: dealtWith ?? last, head: head.right }
    return head
  }
}
