// What is said to those who wait for a place in the log while a store fails, or where there is no such place.
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { EventStore, Position, StoreUnavailable } from './ports.js'

/** Nothing of the log lies at that position, and nothing has come there for a while: it may be of another log. */
export interface AheadOfLog {
  readonly _tag: 'AheadOfLog'
  readonly position: Position
  readonly head: Position
}

/** What keeps something that goes on by itself from going on, while it tries again and again. */
export interface Outage {
  /** This work failed. */
  readonly began: (work: string, error: StoreUnavailable) => void
  /** It went well again. */
  readonly ended: (work: string) => void
  /** The fault that stands; `undefined` while all goes well. */
  readonly now: () => StoreUnavailable | undefined
  /** The same where nobody need wait for its end: of a damaged file, and of what somebody has waited for in vain. */
  readonly lasting: () => StoreUnavailable | undefined
  /** The fault that stands, after somebody has waited for long: from now on it is a lasting one. */
  readonly outlasted: () => StoreUnavailable | undefined
}

/** All goes well. */
export const createOutage = (): Outage => {
  const faults = new Map<string, StoreUnavailable>()
  const outlasted = new Set<string>()
  const now = (): StoreUnavailable | undefined => [...faults.values()][0]
  return {
    began: (work, error) => {
      faults.set(work, error)
    },
    ended: (work) => {
      faults.delete(work)
      outlasted.delete(work)
    },
    now,
    lasting: () =>
      [...faults].find(([work, { reason }]) => reason === 'corrupted' || outlasted.has(work))?.[1],
    outlasted: () => {
      for (const work of faults.keys()) outlasted.add(work)
      return now()
    },
  }
}

/** How long somebody waits before it is asked whether that is in vain. */
export const defaultPatienceMs = 5000

/** Why somebody who has waited for long waits in vain; `undefined` while that cannot be said. */
export const inVain =
  <Reason, Found>(
    { head: headOf }: Pick<EventStore, 'head'>,
    { outlasted }: Outage,
    settle: (name: string, position: Position) => Either<Reason, Found> | undefined,
  ) =>
  async (
    name: string,
    position: Position,
  ): Promise<Either<Reason | AheadOfLog | StoreUnavailable, Found> | undefined> => {
    const fault = outlasted()
    const known = settle(name, position)
    if (known !== undefined || fault !== undefined)
      return known ?? E.left(fault as StoreUnavailable)
    const head = await headOf()
    if (E.isLeft(head)) return head
    return head.right < position
      ? E.left({ _tag: 'AheadOfLog', position, head: head.right })
      : settle(name, position)
  }
