import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { MembershipEvent, ProgrammeRulesAdopted } from '../membership/events.js'
import type { CivilDate } from '../shared/civil-date.js'
import type { ProgrammeId } from '../shared/ids.js'
import type { AdoptedRules } from '../shared/programme-rules.js'
import { inForceOn, inOrderOfVersion } from '../shared/rules-in-force.js'

/** The one key of the view: programmes are few, and a sale must know those of all of a customer's memberships. */
export type EveryProgramme = 'all'

/** The rules of all programmes, as points must know them. */
export interface EarnRules {
  /** In the order of programme and version. */
  readonly adopted: ReadonlyArray<AdoptedRules>
}

const isAdoption = (event: MembershipEvent): event is ProgrammeRulesAdopted =>
  event.type === 'ProgrammeRulesAdopted'

/**
 * The rules of a programme that hold on a day: those that began last, and of two that began on one day the later version.
 * `undefined` before its first.
 */
export const rulesInForce = (
  { adopted }: EarnRules,
  programme: ProgrammeId,
  day: CivilDate,
): AdoptedRules | undefined => inForceOn(adopted, programme, day)

/** The rules of all programmes: what points must know to award a sale. */
export const earnRules: Projection<
  EveryProgramme,
  EarnRules,
  MembershipEvent,
  ProgrammeRulesAdopted
> = {
  name: 'points_rules',
  version: 1,
  types: ['ProgrammeRulesAdopted'],
  parts: ({ event }: LogEvent<MembershipEvent>) => (isAdoption(event) ? [['all', event]] : []),
  initial: () => ({ adopted: [] }),
  evolve: ({ adopted }, { programmeId, sha256, rules }) => ({
    adopted: [...adopted, { programmeId, sha256, rules }].sort(inOrderOfVersion),
  }),
  occurredSafe: true,
}
