// Which rules a tier is judged by: those of its last event, or newer ones that a command brings.
import type { CivilDate } from '../../shared/civil-date.js'
import { membershipIdOf } from '../../shared/derived-ids.js'
import type { CustomerId, ProgrammeId } from '../../shared/ids.js'
import type { AdoptedRules, TierRules } from '../../shared/programme-rules.js'
import type { HeldTier } from '../../shared/tiers.js'
import type { MembershipActivated } from '../events.js'
import type { Qualifying } from '../tiers/qualifying.js'
import { claimsOf, heldAt, rankOf, type Tiers } from '../tiers/track.js'
import { validThrough } from '../tiers/windows.js'
import {
  type Course,
  figuresOn,
  heldAfter,
  holding,
  moveTo,
  type OfMember,
  saidOn,
  settledTo,
} from './course.js'

const memberOf = (programmeId: ProgrammeId, customerId: CustomerId): OfMember => ({
  membershipId: membershipIdOf(programmeId, customerId),
  programmeId,
  customerId,
})

// Where the tier of a membership stands before a decision.
const courseOf = (
  { programmeId, customerId }: { programmeId: ProgrammeId; customerId: CustomerId },
  { rules, since, standing }: Tiers,
  entries: ReadonlyArray<Qualifying>,
): Course => {
  const { held, granted, earnsFrom } = standing
  return {
    of: memberOf(programmeId, customerId),
    basis: { rules, since, entries },
    claims: claimsOf(held, granted),
    earnsFrom,
    events: [],
  }
}

/** What a decision about a tier begins with. */
export interface Ruled {
  readonly customerId: CustomerId
  readonly rules: AdoptedRules
  readonly standing: { readonly activated: MembershipActivated }
  readonly tiers: Tiers | undefined
  /** What counted before that which is judged. */
  readonly entries: ReadonlyArray<Qualifying>
}

/**
 * What time has done by a day, and the rules of the command from then on, where they are newer than those that were applied.
 * A tier that was reached under other rules stays; one that the new ones already give is reached at once.
 */
export const ruledBy = (
  { customerId, rules, standing, tiers, entries }: Ruled,
  day: CivilDate,
): Course => {
  const { programmeId, sha256 } = rules
  const { version, zone, currency, tiers: wanted } = rules.rules
  const { since } = standing.activated
  const course =
    tiers === undefined
      ? undefined
      : settledTo(courseOf({ programmeId, customerId }, tiers, entries), day)
  if (course !== undefined && (tiers === undefined || tiers.ref.version >= version)) {
    return reached(course, day)
  }
  // The callers have looked: rules without tiers are refused before.
  const judged = wanted as TierRules
  const before: Course = course ?? {
    of: memberOf(programmeId, customerId),
    basis: { rules: judged, since, entries },
    claims: {},
    earnsFrom: since,
    events: [],
  }
  const basis = { ...before.basis, rules: judged }
  // What is everybody's is every member's from their first day; what had counted before anybody looked counts from now on.
  const known = course === undefined ? { ...basis, entries: [] } : basis
  const kept = fitted(judged, since, before.claims.held, day)
  const held = heldAfter(known, kept, day, false)
  const applied = moveTo({ ...before, basis }, holding(before.claims, held), 'earned', day, {
    about: (after) => ({
      type: 'TierRulesApplied',
      ...saidOn(after, day),
      rules: { version, sha256 },
      zone,
      currency,
      since,
      tiers: judged,
    }),
    figures: figuresOn(known, day),
    ...(course === undefined ? { since } : {}),
  })
  return reached(applied, day)
}

// The tier that is reached already, where nobody has looked in time.
const reached = (course: Course, day: CivilDate): Course => {
  const { basis, claims } = course
  const held = heldAfter(basis, claims.held, day, false)
  return moveTo(course, holding(claims, held), 'earned', day, { figures: figuresOn(basis, day) })
}

// What is held ends as the new rules say: with a day where it had none, without where it needs none any more.
const fitted = (
  rules: TierRules,
  since: CivilDate,
  held: HeldTier | undefined,
  day: CivilDate,
): HeldTier | undefined =>
  held && heldAt(rules, rankOf(rules, held.tier), held.lastDay ?? validThrough(rules, since, day))
