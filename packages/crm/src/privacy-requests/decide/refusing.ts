// Refusals: on a ground of the law, with an entry in the log book that stands before the notice.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { eventIdOf } from '../../shared/moments.js'
import { dueDayOf } from '../../shared/retention.js'
import type { RefuseRequest } from '../commands.js'
import type { PrivacyRequestReceived } from '../events.js'
import { groundsAgainst, isMandatory } from '../grounds.js'
import type { PrivacyRequestsRejection } from '../rejections.js'
import type { PrivacyRequests } from '../state.js'
import { type Decision, ofType, openRequest, todayOf } from './request.js'

const controlledByOther = ['s.20(3)(d)', 's.24(3)(e)']

const against = (
  { ground, otherUser }: RefuseRequest,
  state: PrivacyRequests,
  request: PrivacyRequestReceived,
): PrivacyRequestsRejection | undefined => {
  const allowed = groundsAgainst(request.kind)
  if (!allowed.includes(ground)) return { _tag: 'UnknownGround', ground, allowed }
  if (controlledByOther.includes(ground) && otherUser === undefined) {
    return { _tag: 'OtherUserNeeded' }
  }
  if (ground !== 's.20(3)(c)') return undefined
  const found = ofType(state, 'PrivacyRequestReceived').filter(
    (one) =>
      one.kind === 'access' &&
      one.requestId !== request.requestId &&
      one.receivedAt < request.receivedAt,
  ).length
  return found < 2 ? { _tag: 'TwoEarlierRequestsNeeded', found } : undefined
}

export const refuseRequest = (
  command: RefuseRequest,
  state: PrivacyRequests,
  issued: Issued,
): Decision => {
  const { requestId, customerId, ground, extent, otherUser } = command
  const { particularsSha256, particulars } = command
  const isSame = ofType(state, 'RequestRefused').some(
    (one) => one.requestId === requestId && one.ground === ground && one.extent === extent,
  )
  if (isSame) return E.right([])
  const request = openRequest(state, requestId)
  if (E.isLeft(request)) return request
  const reason = against(command, state, request.right)
  if (reason !== undefined) return E.left(reason)
  const { kind, dueOn } = request.right
  const today = todayOf(issued)
  const isLate = today > dueOn
  if (isLate && !isMandatory(ground)) return E.left({ _tag: 'RefusalLate', dueOn, today })
  const keepUntil = dueDayOf('logbook', today)
  return E.right([
    {
      type: 'LogBookEntryRecorded',
      requestId,
      customerId,
      entryId: eventIdOf(issued),
      kind,
      ground,
      particularsSha256,
      enteredOn: today,
      keepUntil,
      ...(particulars === undefined ? {} : { particulars }),
    },
    {
      type: 'RequestRefused',
      requestId,
      customerId,
      ground,
      extent,
      ...(otherUser === undefined ? {} : { otherUser }),
      refusedOn: today,
      isLate,
    },
    { type: 'RetentionStarted', customerId, class: 'logbook', since: today, dueOn: keepUntil },
  ])
}
