// What has been told of a membership: its days, and whether it is active, rests, has lapsed or was closed.
import { present } from './copies.js'
import { type Coverage, type CoverageTurn, coverageAfter, coverageTypes } from './coverage.js'

/**
 * What the events about a membership say of it, without a clock. One that ran out is `active` until somebody records that it
 * has lapsed, and one that was closed is `closed`, also where its last day lies ahead: its days say the rest.
 */
export type MembershipStanding = 'active' | 'suspended' | 'lapsed' | 'closed'

/** The days of a membership, and how it stands by what has been told. */
export interface ToldMembership extends Coverage {
  readonly standing: MembershipStanding
}

/** What an event about a membership says of how it stands. */
export type StandingTurn = CoverageTurn | { readonly type: 'MembershipLapsed' }

/** The events that say how a membership stands. */
export const standingTypes = [
  ...coverageTypes,
  'MembershipLapsed',
] as const satisfies ReadonlyArray<StandingTurn['type']>

const standingOf = {
  MembershipActivated: 'active',
  MembershipSuspended: 'suspended',
  MembershipResumed: 'active',
  MembershipRenewed: 'active',
  MembershipLapsed: 'lapsed',
  MembershipClosed: 'closed',
} as const satisfies Record<StandingTurn['type'], MembershipStanding>

/** What is told of a membership after an event; `undefined` for one of which no day is known yet. */
export const toldAfter = (
  before: ToldMembership | undefined,
  turn: StandingTurn,
): ToldMembership | undefined => {
  const days = turn.type === 'MembershipLapsed' ? before : coverageAfter(before, turn)
  if (days === undefined) return undefined
  // Nothing opens again what was closed.
  const standing = before?.standing === 'closed' ? 'closed' : standingOf[turn.type]
  const { since, through, until, gaps } = days
  return present({ since, through, until, gaps, standing })
}
