import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type { PointsAwarded, PointsReversed } from '../points/events.js'
import type { QualifyingId, ReversalId } from '../shared/ids.js'
import { inForceOn } from '../shared/rules-in-force.js'
import type { RecordQualifying, ReverseQualifying } from './commands.js'
import { tierRules } from './tier-rules.projection.js'

type Source = PointsAwarded | PointsReversed

interface Reads extends Readonly<Record<string, ViewRead>> {
  readonly rules: { readonly of: typeof tierRules; readonly key: string }
}

const react = (
  { event }: LogEvent<Source>,
  { rules }: FactsOf<Reads>,
): ReadonlyArray<RecordQualifying | ReverseQualifying> => {
  const { customerId, programmeId, awardId, points: amount } = event
  const own = (rules.value?.adopted ?? []).filter((one) => one.programmeId === programmeId)
  // What is counted is fixed by the first rules with tiers, so a reversal need not know the day of its award.
  const isCounted = own.some((one) => one.rules.tiers?.measure === 'points')
  if (!isCounted || amount === 0) return []
  const qualifyingId = awardId as string as QualifyingId
  if (event.type === 'PointsReversed') {
    const reversalId = event.returnId as string as ReversalId
    const back = { programmeId, customerId, qualifyingId, reversalId, amount }
    return [{ type: 'ReverseQualifying', ...back }]
  }
  const inForce = inForceOn(own, programmeId, event.earnedOn)
  if (inForce?.rules.tiers === undefined) return []
  const counted = { customerId, qualifyingId, qualifiedOn: event.earnedOn, amount }
  return [{ type: 'RecordQualifying', ...counted, rules: inForce }]
}

/** What membership does about points: in a programme whose tiers count them, what is earned counts, and what is claimed back. */
export const tiersForPoints: Reaction<Source, Reads, RecordQualifying | ReverseQualifying> = {
  name: 'tiers_for_points',
  types: ['PointsAwarded', 'PointsReversed'],
  startsFrom: 'beginning',
  facts: () => ({ rules: { of: tierRules, key: 'all' } }),
  react,
}
