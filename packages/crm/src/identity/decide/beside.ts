// What is recorded beside the merges: who is not one person, what a comparison rests on, who was told, who is erased.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { differencesBetween } from '../../shared/differences.js'
import { dayInHongKong } from '../../shared/hong-kong.js'
import { lookUp } from '../../shared/table.js'
import type {
  AuthoriseMatching,
  DismissDuplicate,
  NoteErasure,
  RecordAdverseActionNotice,
} from '../commands.js'
import type { MatchingAuthorised } from '../events.js'
import { representativeOf } from '../forest.js'
import { pairOf, type Register } from '../state.js'
import type { Decision } from './decision.js'

export const dismissDuplicate = (
  { customerId, otherId, reasonCode }: DismissDuplicate,
  register: Register,
): Decision => {
  const { forest, dismissed } = register
  const representativeId = representativeOf(forest, customerId)
  const others = representativeOf(forest, otherId)
  if (others === representativeId) {
    return E.left({ _tag: 'AlreadyOnePerson', representativeId })
  }
  // What is on the way between the two: they will be one person, or are just about to be two again.
  const between = register.underWay.filter(({ survivorId, mergedId }) =>
    [survivorId, mergedId].every((one) => one === representativeId || one === others),
  )
  if (between.length > 0) {
    return E.left({ _tag: 'MergeUnderWay', mergeIds: between.map(({ mergeId }) => mergeId) })
  }
  if (dismissed.has(pairOf(customerId, otherId))) return E.right([])
  const [a, b] = customerId < otherId ? [customerId, otherId] : [otherId, customerId]
  return E.right([{ type: 'DuplicateDismissed', a, b, reasonCode }])
}

export const authoriseMatching = (
  { matchingId, ground, citation }: AuthoriseMatching,
  { matchings }: Register,
): Decision => {
  const authorised: MatchingAuthorised = {
    type: 'MatchingAuthorised',
    matchingId,
    ground,
    citation,
  }
  const before = matchings.get(matchingId)
  if (before === undefined) return E.right([authorised])
  const differences = differencesBetween(before, authorised)
  return differences.length === 0
    ? E.right([])
    : E.left({ _tag: 'MatchingRecordedOtherwise', differences })
}

export const recordNotice = (
  { matchingId, customerId, receivedAt }: RecordAdverseActionNotice,
  { notices }: Register,
  { at }: Issued,
): Decision => {
  const isKnown = notices.some(
    (one) =>
      one.matchingId === matchingId &&
      one.customerId === customerId &&
      one.receivedAt === receivedAt,
  )
  if (isKnown) return E.right([])
  if (receivedAt > at) return E.left({ _tag: 'NoticeInFuture', receivedAt, now: at })
  const receivedOn = dayInHongKong(receivedAt)
  return E.right([
    { type: 'AdverseActionNoticeReceived', matchingId, customerId, receivedAt, receivedOn },
  ])
}

export const noteErasure = (
  { customerId, erasureId, standing }: NoteErasure,
  { erasures }: Register,
): Decision => {
  const isNoted = (lookUp(erasures, customerId) ?? []).includes(erasureId)
  return isNoted === (standing === 'decided')
    ? E.right([])
    : E.right([{ type: 'ErasureNoted', customerId, erasureId, standing }])
}
