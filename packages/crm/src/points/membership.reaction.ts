import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type { MembershipClosed } from '../membership/events.js'
import type { CloseAccount } from './commands.js'
import { earnRules, rulesInForce } from './earn-rules.projection.js'

interface Reads extends Readonly<Record<string, ViewRead>> {
  readonly rules: { readonly of: typeof earnRules; readonly key: string }
}

const facts = ({ event }: LogEvent<MembershipClosed>): Reads | undefined =>
  event.points === undefined ? undefined : { rules: { of: earnRules, key: 'all' } }

const react = (
  { event }: LogEvent<MembershipClosed>,
  { rules: known }: FactsOf<Reads>,
): ReadonlyArray<CloseAccount> => {
  const { membershipId, programmeId, points, until: day } = event
  if (points === undefined) return []
  const close = { type: 'CloseAccount', membershipId, policy: points.type } as const
  if (points.type === 'until') return [{ ...close, until: points.lastDay }]
  if (points.type === 'forfeit' || known.value === undefined) return [close]
  const rules = rulesInForce(known.value, programmeId, day)
  return [rules === undefined ? close : { ...close, rules }]
}

/** What points do when a membership ends: the account is closed as was agreed. Where nothing was said, points live out their days. */
export const pointsForMembership: Reaction<MembershipClosed, Reads, CloseAccount> = {
  name: 'points_for_membership',
  types: ['MembershipClosed'],
  startsFrom: 'beginning',
  facts,
  react,
}
