// How a membership rests, goes on, runs out and ends.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { CivilDate } from '../../shared/civil-date.js'
import { membershipIdOf } from '../../shared/derived-ids.js'
import { differencesBetween } from '../../shared/differences.js'
import { latestDayAt } from '../../shared/zone.js'
import type { Close, Lapse, MembershipCommand, Renew, Resume, Suspend } from '../commands.js'
import type { MembershipClosed } from '../events.js'
import type { MembershipRejection } from '../rejections.js'
import type { Active, Closed, Lapsed, Standing, Suspended } from '../state.js'
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
const earliestFor = ({ days }: Member): CivilDate => {
  const last = days.gaps?.at(-1)
  return last?.resumesOn ?? last?.fromDay ?? days.since
}

const tooEarly = (member: Member, found: CivilDate): MembershipRejection | undefined => {
  const earliest = earliestFor(member)
  return found < earliest ? { _tag: 'DayTooEarly', earliest, found } : undefined
}

export const suspend = (command: Suspend, standing: Standing): Decision => {
  if (!isMember(standing)) return E.left(noMember(standing))
  const { fromDay, reasonCode } = command
  if (standing._tag === 'Suspended') {
    const { suspended } = standing
    return suspended.fromDay === fromDay && suspended.reasonCode === reasonCode
      ? E.right([])
      : E.left({ _tag: 'NotActive', standing: 'Suspended' })
  }
  if (standing._tag === 'Lapsed') return E.left({ _tag: 'NotActive', standing: 'Lapsed' })
  const refusal = tooEarly(standing, fromDay)
  return refusal === undefined
    ? E.right([{ type: 'MembershipSuspended', ...of(command), fromDay, reasonCode }])
    : E.left(refusal)
}

export const resume = (command: Resume, standing: Standing): Decision => {
  if (!isMember(standing)) return E.left(noMember(standing))
  if (standing._tag === 'Active') return E.right([])
  if (standing._tag === 'Lapsed') return E.left({ _tag: 'NotActive', standing: 'Lapsed' })
  const { fromDay } = command
  const refusal = tooEarly(standing, fromDay)
  return refusal === undefined
    ? E.right([{ type: 'MembershipResumed', ...of(command), fromDay }])
    : E.left(refusal)
}

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
  const refusal = tooEarly(standing, fromDay)
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
  if (standing._tag === 'Closed') return closedAlready(standing, closed)
  if (until < since) return E.left({ _tag: 'EndsBeforeItBegins', since, until })
  // What becomes of points is done at once, and until its last day the member still earns some.
  const today = latestDayAt(at)
  return points !== undefined && until > today
    ? E.left({ _tag: 'StillRunning', through: until, today })
    : E.right([closed])
}

const closedAlready = (standing: Closed, closed: MembershipClosed): Decision =>
  differencesBetween(standing.closed, closed).length === 0
    ? E.right([])
    : E.left({ _tag: 'MembershipEnded', until: standing.closed.until })
