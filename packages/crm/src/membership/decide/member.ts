import * as E from 'fp-ts/lib/Either.js'
import { membershipIdOf } from '../../shared/derived-ids.js'
import { differencesBetween } from '../../shared/differences.js'
import type { Admit, Close } from '../commands.js'
import type { MembershipActivated, MembershipClosed } from '../events.js'
import type { Standing } from '../state.js'
import type { Decision } from './decision.js'

export const admit = ({ programmeId, customerId, since }: Admit, standing: Standing): Decision => {
  const activated: MembershipActivated = {
    type: 'MembershipActivated',
    membershipId: membershipIdOf(programmeId, customerId),
    programmeId,
    customerId,
    since,
  }
  switch (standing._tag) {
    case 'NoMember':
      return E.right([activated])
    case 'Active': {
      const differences = differencesBetween(standing.activated, activated)
      return differences.length === 0 ? E.right([]) : E.left({ _tag: 'AlreadyMember', differences })
    }
    case 'Closed':
      return E.left({ _tag: 'MembershipEnded', until: standing.closed.until })
  }
}

export const close = (command: Close, standing: Standing): Decision => {
  if (standing._tag === 'NoMember') return E.left({ _tag: 'NotAMember' })
  const { programmeId, customerId, until, by, reasonCode } = command
  const { since } = standing.activated
  const closed: MembershipClosed = {
    type: 'MembershipClosed',
    membershipId: membershipIdOf(programmeId, customerId),
    programmeId,
    customerId,
    since,
    until,
    by,
    reasonCode,
  }
  if (standing._tag === 'Closed') {
    return differencesBetween(standing.closed, closed).length === 0
      ? E.right([])
      : E.left({ _tag: 'MembershipEnded', until: standing.closed.until })
  }
  return until < since ? E.left({ _tag: 'EndsBeforeItBegins', since, until }) : E.right([closed])
}
