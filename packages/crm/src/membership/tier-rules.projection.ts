import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { AdoptedRules } from '../shared/programme-rules.js'
import { inOrderOfVersion } from '../shared/rules-in-force.js'
import type { MembershipEvent, ProgrammeRulesAdopted } from './events.js'

/** The rules of all programmes, as the tiers of members must know them. */
export interface TierRulesAdopted {
  /** In the order of programme and version; also those without tiers, for they end what was before them. */
  readonly adopted: ReadonlyArray<AdoptedRules>
}

const isAdoption = (event: MembershipEvent): event is ProgrammeRulesAdopted =>
  event.type === 'ProgrammeRulesAdopted'

/** The rules of all programmes, under one key, for programmes are few: what a sale must know to count towards a tier. */
export const tierRules: Projection<
  'all',
  TierRulesAdopted,
  MembershipEvent,
  ProgrammeRulesAdopted
> = {
  name: 'tier_rules',
  version: 1,
  types: ['ProgrammeRulesAdopted'],
  parts: ({ event }: LogEvent<MembershipEvent>) => (isAdoption(event) ? [['all', event]] : []),
  initial: () => ({ adopted: [] }),
  evolve: ({ adopted }, { programmeId, sha256, rules }) => ({
    adopted: [...adopted, { programmeId, sha256, rules }].sort(inOrderOfVersion),
  }),
  occurredSafe: true,
}
