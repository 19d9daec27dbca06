import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type { CustomersMerged, CustomersUnmerged } from '../identity/events.js'
import type { MembershipActivated } from '../membership/events.js'
import { membershipIdOf } from '../shared/derived-ids.js'
import type { CustomerId, ProgrammeId } from '../shared/ids.js'
import { person } from '../shared/person.projection.js'
import type { Zone } from '../shared/zone.js'
import type { MoveLots } from './commands.js'
import { earnRules } from './earn-rules.projection.js'

type Change = CustomersMerged | CustomersUnmerged
type Source = Change | MembershipActivated

interface Reads extends Readonly<Record<string, ViewRead>> {
  readonly rules: { readonly of: typeof earnRules; readonly key: string }
  readonly person: { readonly of: typeof person; readonly key: CustomerId }
}

const facts = ({ event }: LogEvent<Source>): Reads => ({
  rules: { of: earnRules, key: 'all' },
  person: {
    of: person,
    key: event.type === 'MembershipActivated' ? event.customerId : event.survivorId,
  },
})

/** Whose lots lie in whose account from now on, and whose accounts are told. */
interface Moving {
  readonly origins: ReadonlyArray<CustomerId>
  readonly to: CustomerId
  readonly told: ReadonlyArray<CustomerId>
}

// Everybody's account is told, for any of them may have something of those whose representative is another one now.
const movingBy = ({
  type,
  survivorId,
  mergedId,
  survivorMembers,
  mergedMembers,
}: Change): Moving => ({
  origins: mergedMembers,
  to: type === 'CustomersMerged' ? survivorId : mergedId,
  told: [...mergedMembers, ...survivorMembers],
})

const moveIn = (
  programmeId: ProgrammeId,
  zone: Zone,
  { origins, to, told }: Moving,
): ReadonlyArray<MoveLots> =>
  told.map((customerId) => ({
    type: 'MoveLots',
    membershipId: membershipIdOf(programmeId, customerId),
    customerId,
    programmeId,
    zone,
    origins: origins.map((one) => membershipIdOf(programmeId, one)),
    to: membershipIdOf(programmeId, to),
    toCustomerId: to,
  }))

const react = ({ event }: LogEvent<Source>, found: FactsOf<Reads>): ReadonlyArray<MoveLots> => {
  const zones = new Map(
    found.rules.value?.adopted.map(({ programmeId, rules: { zone } }) => [programmeId, zone]),
  )
  if (event.type !== 'MembershipActivated') {
    const moving = movingBy(event)
    return [...zones].flatMap(([programmeId, zone]) => moveIn(programmeId, zone, moving))
  }
  // Who was made one person with others before any of them was a member has no account that a merge has told.
  const { programmeId } = event
  const zone = zones.get(programmeId)
  const { representativeId: to, members = [] } = found.person.value ?? {}
  if (zone === undefined || to === undefined) return []
  const origins = members.filter((one) => one !== to)
  return origins.length === 0 ? [] : moveIn(programmeId, zone, { origins, to, told: members })
}

/**
 * What points do when customers turn out to be one person, or not after all, and when one of them becomes a member later: what
 * the accounts of one side recorded lies in the account of whoever represents them now, in every programme.
 */
export const pointsForIdentity: Reaction<Source, Reads, MoveLots> = {
  name: 'points_for_identity',
  types: ['CustomersMerged', 'CustomersUnmerged', 'MembershipActivated'],
  startsFrom: 'beginning',
  facts,
  react,
}
