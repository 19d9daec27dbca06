import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type { CustomersMerged, CustomersUnmerged } from '../identity/events.js'
import { membershipIdOf } from '../shared/derived-ids.js'
import type { MoveLots } from './commands.js'
import { earnRules } from './earn-rules.projection.js'

type Source = CustomersMerged | CustomersUnmerged

interface Reads extends Readonly<Record<string, ViewRead>> {
  readonly rules: { readonly of: typeof earnRules; readonly key: string }
}

const facts = (): Reads => ({ rules: { of: earnRules, key: 'all' } })

// Everybody's account is told, for any of them may have something of those whose representative is another one now.
const react = ({ event }: LogEvent<Source>, { rules }: FactsOf<Reads>): ReadonlyArray<MoveLots> => {
  const { survivorId, mergedId, survivorMembers, mergedMembers } = event
  const toCustomerId = event.type === 'CustomersMerged' ? survivorId : mergedId
  const zones = new Map(
    rules.value?.adopted.map(({ programmeId, rules: { zone } }) => [programmeId, zone]),
  )
  return [...zones].flatMap(([programmeId, zone]) =>
    [...mergedMembers, ...survivorMembers].map(
      (customerId): MoveLots => ({
        type: 'MoveLots',
        membershipId: membershipIdOf(programmeId, customerId),
        customerId,
        programmeId,
        zone,
        origins: mergedMembers.map((one) => membershipIdOf(programmeId, one)),
        to: membershipIdOf(programmeId, toCustomerId),
        toCustomerId,
      }),
    ),
  )
}

/**
 * What points do when customers turn out to be one person, or not after all: what the accounts of one side recorded lies in
 * the account of whoever represents them now, in every programme.
 */
export const pointsForIdentity: Reaction<Source, Reads, MoveLots> = {
  name: 'points_for_identity',
  types: ['CustomersMerged', 'CustomersUnmerged'],
  startsFrom: 'beginning',
  facts,
  react,
}
