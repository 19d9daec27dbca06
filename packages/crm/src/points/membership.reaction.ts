import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type {
  ClosingPoints,
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

const facts = (): Reads => ({ rules: { of: earnRules, key: 'all' } })

const closing = (
  { membershipId, programmeId, until: day }: MembershipClosed,
  points: ClosingPoints,
  known: EarnRules | undefined,
): CloseAccount => {
  const close = { type: 'CloseAccount', membershipId, policy: points.type } as const
  if (points.type === 'until') return { ...close, until: points.lastDay }
  if (points.type === 'forfeit' || known === undefined) return close
  const rules = rulesInForce(known, programmeId, day)
  return rules === undefined ? close : { ...close, rules }
}

const react = (
  { event }: LogEvent<Source>,
  { rules: { value: known } }: FactsOf<Reads>,
): ReadonlyArray<Sent> => {
  const { membershipId, customerId, programmeId } = event
  const zone = known?.adopted.find((one) => one.programmeId === programmeId)?.rules.zone
  const account = { membershipId, customerId, programmeId, ...(zone === undefined ? {} : { zone }) }
  switch (event.type) {
    case 'MembershipClosed':
      // Nobody could let it go on any more, if it rests now.
      return event.points === undefined
        ? [{ type: 'ResumeAccount', ...account, fromDay: plusDays(event.until, 1) }]
        : [closing(event, event.points, known)]
    case 'MembershipSuspended': {
      const rest: RestAccount = { type: 'RestAccount', ...account, fromDay: event.fromDay }
      // What was closed before it rested cannot go on by itself, and its points can be spent after its last day.
      const { until } = event
      return until === undefined
        ? [rest]
        : [rest, { type: 'ResumeAccount', ...account, fromDay: plusDays(until, 1) }]
    }
    case 'MembershipLapsed':
      return [{ type: 'RestAccount', ...account, fromDay: plusDays(event.through, 1) }]
    case 'MembershipResumed':
    case 'MembershipRenewed':
      return [{ type: 'ResumeAccount', ...account, fromDay: event.fromDay }]
  }
}

/**
 * What points do when a membership rests, goes on or ends: the account rests and goes on with it, and is closed as was
 * agreed. Where nothing was said, points live out their days, and an account that rests goes on for that.
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
