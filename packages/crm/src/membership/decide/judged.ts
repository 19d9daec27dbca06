// Whose tier is judged, on which day, and by which entries.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { CivilDate } from '../../shared/civil-date.js'
import { covers } from '../../shared/coverage.js'
import type { AdoptedRules } from '../../shared/programme-rules.js'
import { dayOf } from '../../shared/zone.js'
import type { MembershipRejection } from '../rejections.js'
import type { Active, Closed, Lapsed, Standing, Suspended } from '../state.js'
import type { Qualifying } from '../tiers/qualifying.js'
import type { Tiers } from '../tiers/track.js'

/** A membership that goes on. Left `NotAMember` or `MembershipEnded`. */
export const memberOf = (
  standing: Standing,
): E.Either<MembershipRejection, Active | Suspended | Lapsed> => {
  switch (standing._tag) {
    case 'NoMember':
    case 'Applied':
      return E.left({ _tag: 'NotAMember' })
    case 'Closed':
      return E.left({ _tag: 'MembershipEnded', until: standing.closed.until })
    default:
      return E.right(standing)
  }
}

/** The day that something is decided on: never before that of the last event about the tier. */
export const dayFor = (
  tiers: Tiers | undefined,
  { rules }: AdoptedRules,
  { at }: Issued,
): CivilDate => {
  const today = dayOf(at, rules.zone)
  return tiers !== undefined && tiers.clock > today ? tiers.clock : today
}

/** What counts on days of the membership: whoever looked it up may not have known the newest of them. */
export const coveredBy = (
  { days }: Active | Suspended | Lapsed | Closed,
  counted: ReadonlyArray<Qualifying>,
): ReadonlyArray<Qualifying> => counted.filter(({ day }) => covers(days, day))
