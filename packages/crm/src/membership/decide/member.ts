// How a membership rests, goes on, runs out and ends.
import type { Instant, Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { CivilDate } from '../../shared/civil-date.js'
import { type Coverage, resumedFrom } from '../../shared/coverage.js'
import { membershipIdOf } from '../../shared/derived-ids.js'
import { differencesBetween } from '../../shared/differences.js'
import { earliestDayAt, latestDayAt } from '../../shared/zone.js'
import type { Close, Lapse, MembershipCommand, Renew, Resume, Suspend } from '../commands.js'
import type { MembershipClosed } from '../events.js'
import type { MembershipRejection } from '../rejections.js'
import {
  type Active,
  type Closed,
  type Lapsed,
  type Standing,
  type Suspended,
  standingAt,
} from '../state.js'
import type { Decision } from './decision.js'

type Member = Active | Suspended | Lapsed

const noMember = (standing: Exclude<Standing, Member>): MembershipRejection =>
  standing._tag === 'Closed'
    ? { _tag: 'MembershipEnded', until: standing.closed.until }
    : { _tag: 'NotAMember' }

const isMember = (standing: Standing): standing is Member =>
  standing._tag === 'Active' || standing._tag === 'Suspended' || standing._tag === 'Lapsed'

const of = ({ programmeId, customerId }: Exclude<MembershipCommand, { rules: unknown }>) => ({
  membershipId: membershipIdOf(programmeId, customerId),
  programmeId,
  customerId,
})

// The first day that something can happen on: the day of joining, or the day that a rest began or was over.
const earliestFor = ({ since, gaps }: Coverage): CivilDate => {
  const last = gaps?.at(-1)
  return last?.resumesOn ?? last?.fromDay ?? since
}

const tooEarly = (days: Coverage, found: CivilDate): MembershipRejection | undefined => {
  const earliest = earliestFor(days)
  return found < earliest ? { _tag: 'DayTooEarly', earliest, found } : undefined
}

// Of one that was closed and goes on until then: after its last day nothing can happen to it.
const tooLate = (standing: Standing, found: CivilDate): MembershipRejection | undefined =>
  standing._tag === 'Closed' && standing.closed.until < found ? noMember(standing) : undefined

export const suspend = (command: Suspend, told: Standing, { at }: Issued): Decision => {
  const standing = standingAt(told, at)
  if (!isMember(standing)) return E.left(noMember(standing))
  const { fromDay, reasonCode } = command
  if (standing._tag === 'Suspended') {
    const { suspended } = standing
    return suspended.fromDay === fromDay && suspended.reasonCode === reasonCode
      ? E.right([])
      : E.left({ _tag: 'NotActive', standing: 'Suspended' })
  }
  if (standing._tag === 'Lapsed') return E.left({ _tag: 'NotActive', standing: 'Lapsed' })
  const refusal = tooEarly(standing.days, fromDay) ?? tooLate(told, fromDay)
  if (refusal !== undefined) return E.left(refusal)
  const until = told._tag === 'Closed' ? { until: told.closed.until } : {}
  return E.right([{ type: 'MembershipSuspended', ...of(command), fromDay, reasonCode, ...until }])
}

export const resume = (command: Resume, told: Standing, { at }: Issued): Decision => {
  const standing = standingAt(told, at)
  if (!isMember(standing)) return E.left(noMember(standing))
  if (standing._tag === 'Active') return E.right([])
  if (standing._tag === 'Lapsed') return E.left({ _tag: 'NotActive', standing: 'Lapsed' })
  const { fromDay } = command
  const refusal = tooEarly(resumable(standing, at), fromDay) ?? tooLate(told, fromDay)
  return refusal === undefined
    ? E.right([{ type: 'MembershipResumed', ...of(command), fromDay }])
    : E.left(refusal)
}

// A rest that has begun nowhere on earth can still be called off: then the days are those of before.
const resumable = ({ days, suspended }: Suspended, at: Instant): Coverage =>
  suspended.fromDay > latestDayAt(at) ? resumedFrom(days, suspended.fromDay) : days

export const renew = (command: Renew, standing: Standing): Decision => {
  if (!isMember(standing)) return E.left(noMember(standing))
  if (standing._tag === 'Suspended') return E.left({ _tag: 'NotActive', standing: 'Suspended' })
  const { fromDay, through } = command
  const before = standing.days.through
  if (before === undefined) return E.left({ _tag: 'WithoutEnd' })
  if (through === before) return E.right([])
  if (through < before) return E.left({ _tag: 'DayTooEarly', earliest: before, found: through })
  if (through < fromDay) {
    return E.left({ _tag: 'EndsBeforeItBegins', since: fromDay, until: through })
  }
  const refusal = tooEarly(standing.days, fromDay)
  return refusal === undefined
    ? E.right([{ type: 'MembershipRenewed', ...of(command), fromDay, through }])
    : E.left(refusal)
}

export const lapse = (command: Lapse, standing: Standing, { at }: Issued): Decision => {
  if (!isMember(standing)) return E.left(noMember(standing))
  if (standing._tag === 'Lapsed') return E.right([])
  const { through } = standing.days
  if (through === undefined) return E.left({ _tag: 'WithoutEnd' })
  // Whatever the command says, it is no later than it is anywhere on earth.
  const latest = latestDayAt(at)
  const today = command.today < latest ? command.today : latest
  return through < today
    ? E.right([{ type: 'MembershipLapsed', ...of(command), through }])
    : E.left({ _tag: 'StillRunning', through, today })
}

export const close = (command: Close, standing: Standing, { at }: Issued): Decision => {
  if (standing._tag === 'NoMember' || standing._tag === 'Applied') {
    return E.left({ _tag: 'NotAMember' })
  }
  const { until, by, reasonCode, points } = command
  const { since } = standing.activated
  const closed: MembershipClosed = {
    type: 'MembershipClosed',
    ...of(command),
    since,
    until,
    by,
    reasonCode,
    ...(points === undefined ? {} : { points }),
  }
  if (standing._tag === 'Closed') {
    if (differencesBetween(standing.closed, closed).length === 0) return E.right([])
    const refusal = againstMoving(standing, until, at)
    if (refusal !== undefined) return E.left(refusal)
  }
  if (until < since) return E.left({ _tag: 'EndsBeforeItBegins', since, until })
  // What becomes of points is done at once, and until its last day the member still earns some.
  const today = latestDayAt(at)
  return points !== undefined && until > today
    ? E.left({ _tag: 'StillRunning', through: until, today })
    : E.right([closed])
}

// An end that lies ahead may be moved to a day before it that is not over everywhere: until now there was a member.
const againstMoving = (
  standing: Closed,
  found: CivilDate,
  at: Instant,
): MembershipRejection | undefined => {
  const { until } = standing.closed
  if (standingAt(standing, at) === standing || found >= until) return noMember(standing)
  const earliest = earliestDayAt(at)
  return found < earliest ? { _tag: 'DayTooEarly', earliest, found } : undefined
}
