import type { LogEvent, Projection } from '@patina/eventsourcing'
import { type Month, monthOf } from '../shared/civil-date.js'
import type { ProgrammeId, TierId } from '../shared/ids.js'
import type { MembershipEvent, TierCause, TierChanged } from './events.js'

/** How members moved between tiers in a month. */
export interface TierMovement {
  /** In the order of programme, tiers and cause. */
  readonly moves: ReadonlyArray<TierMoves>
}

export interface TierMoves {
  readonly programmeId: ProgrammeId
  readonly from?: TierId
  readonly to?: TierId
  readonly cause: TierCause
  /** How often it happened. */
  readonly count: number
}

const isChange = (event: MembershipEvent): event is TierChanged => event.type === 'TierChanged'

const wordsOf = ({ programmeId, from, to, cause }: TierMoves): string =>
  JSON.stringify([programmeId, from ?? '', to ?? '', cause])

const inOrder = (a: TierMoves, b: TierMoves): number => (wordsOf(a) < wordsOf(b) ? -1 : 1)

const add = (moves: TierMovement['moves'], one: TierMoves): TierMovement['moves'] => {
  const index = moves.findIndex((move) => wordsOf(move) === wordsOf(one))
  const before = moves[index]
  return before === undefined
    ? [...moves, one].sort(inOrder)
    : moves.with(index, { ...before, count: before.count + one.count })
}

const movesOf = ({ programmeId, from, to, cause }: TierChanged): TierMoves => ({
  programmeId,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
  cause,
  count: 1,
})

/** How members moved between tiers, by the month of the day on which it was so; what only time has done, once it is recorded. */
export const tierMovement: Projection<Month, TierMovement, MembershipEvent, TierMoves> = {
  name: 'tier_movement',
  version: 1,
  types: ['TierChanged'],
  parts: ({ event }: LogEvent<MembershipEvent>) =>
    isChange(event) ? [[monthOf(event.onDay), movesOf(event)]] : [],
  initial: () => ({ moves: [] }),
  evolve: ({ moves }, one) => ({ moves: add(moves, one) }),
  combine: (months) => ({ moves: months.flatMap(({ moves }) => moves).reduce(add, []) }),
  occurredSafe: true,
}
