import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type {
  MembershipClosed,
  MembershipLapsed,
  MembershipRenewed,
  MembershipResumed,
  MembershipSuspended,
} from '../membership/events.js'
import { plusDays } from '../shared/civil-date.js'
import type { CloseAccount, RestAccount, ResumeAccount } from './commands.js'
import { type EarnRules, earnRules, rulesInForce } from './earn-rules.projection.js'

type Rest = MembershipSuspended | MembershipLapsed | MembershipResumed | MembershipRenewed
type Source = MembershipClosed | Rest
type Sent = CloseAccount | RestAccount | ResumeAccount

interface Reads extends Readonly<Record<string, ViewRead>> {
  readonly rules: { readonly of: typeof earnRules; readonly key: string }
}

const facts = ({ event }: LogEvent<Source>): Reads | undefined =>
  event.type === 'MembershipClosed' && event.points === undefined
    ? undefined
    : { rules: { of: earnRules, key: 'all' } }

const closing = (
  { membershipId, programmeId, points, until: day }: MembershipClosed,
  known: EarnRules | undefined,
): ReadonlyArray<CloseAccount> => {
  if (points === undefined) return []
  const close = { type: 'CloseAccount', membershipId, policy: points.type } as const
  if (points.type === 'until') return [{ ...close, until: points.lastDay }]
  if (points.type === 'forfeit' || known === undefined) return [close]
  const rules = rulesInForce(known, programmeId, day)
  return [rules === undefined ? close : { ...close, rules }]
}

const react = (
  { event }: LogEvent<Source>,
  { rules: { value: known } }: FactsOf<Reads>,
): ReadonlyArray<Sent> => {
  if (event.type === 'MembershipClosed') return closing(event, known)
  const { membershipId, customerId, programmeId } = event
  const zone = known?.adopted.find((one) => one.programmeId === programmeId)?.rules.zone
  const account = { membershipId, customerId, programmeId, ...(zone === undefined ? {} : { zone }) }
  switch (event.type) {
    case 'MembershipSuspended':
      return [{ type: 'RestAccount', ...account, fromDay: event.fromDay }]
    case 'MembershipLapsed':
      return [{ type: 'RestAccount', ...account, fromDay: plusDays(event.through, 1) }]
    case 'MembershipResumed':
    case 'MembershipRenewed':
      return [{ type: 'ResumeAccount', ...account, fromDay: event.fromDay }]
  }
}

/**
 * What points do when a membership rests, goes on or ends: the account rests and goes on with it, and is closed as was
 * agreed. Where nothing was said, points live out their days.
 */
export const pointsForMembership: Reaction<Source, Reads, Sent> = {
  name: 'points_for_membership',
  types: [
    'MembershipClosed',
    'MembershipSuspended',
    'MembershipLapsed',
    'MembershipResumed',
    'MembershipRenewed',
  ],
  startsFrom: 'beginning',
  facts,
  react,
}
