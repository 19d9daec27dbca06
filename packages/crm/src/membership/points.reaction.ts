import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type { PointsAwarded, PointsReversed } from '../points/events.js'
import type { CivilDate } from '../shared/civil-date.js'
import { inForceOn } from '../shared/rules-in-force.js'
import type { AssessTier } from './commands.js'
import { tierRules } from './tier-rules.projection.js'
import { lookFor, type Told } from './tiers/asking.js'
import { type MemberTiers, memberTiers } from './tiers.projection.js'

type Source = PointsAwarded | PointsReversed

interface Reads extends Readonly<Record<string, ViewRead>> {
  readonly rules: { readonly of: typeof tierRules; readonly key: string }
  readonly tiers: { readonly of: typeof memberTiers; readonly key: string }
}

// What is claimed back counts back on the day of its award.
const dayOfAward = (
  { customerId, awardId }: Source,
  tiers: MemberTiers | undefined,
): CivilDate | undefined =>
  tiers?.records
    .find((one) => one.customerId === customerId)
    ?.awards.findLast((one) => one.awardId === awardId)?.day

const react = (
  { event, position, metadata: { occurredAt } }: LogEvent<Source>,
  { rules, tiers }: FactsOf<Reads>,
): ReadonlyArray<AssessTier> => {
  const { customerId, programmeId, points } = event
  const day = event.type === 'PointsAwarded' ? event.earnedOn : dayOfAward(event, tiers.value)
  if (day === undefined || points === 0) return []
  const adopted = rules.value?.adopted ?? []
  const inForce = inForceOn(adopted, programmeId, day)
  if (inForce?.rules.tiers?.measure !== 'points') return []
  const type = event.type === 'PointsAwarded' ? 'earned' : 'return'
  const told: Told = { type, customerId, day, occurredAt, position }
  return lookFor(told, inForce, tiers.value, adopted)
}

/** What membership does about points: in a programme whose tiers count them, what is earned counts, and what is claimed back. */
export const tiersForPoints: Reaction<Source, Reads, AssessTier> = {
  name: 'tiers_for_points',
  types: ['PointsAwarded', 'PointsReversed'],
  startsFrom: 'beginning',
  facts: ({ event: { customerId } }) => ({
    rules: { of: tierRules, key: 'all' },
    tiers: { of: memberTiers, key: customerId },
  }),
  react,
}
