import * as E from 'fp-ts/lib/Either.js'
import type { CustomerId, MergeId } from '../../shared/ids.js'
import { lookUp } from '../../shared/table.js'
import type { CompleteUnmerge, UnmergeCustomers } from '../commands.js'
import { below, representativeOf } from '../forest.js'
import type { Register } from '../state.js'
import { type Decision, underWayOf } from './decision.js'

// A later merge may have been asked for under an id of the one side and be an edge to the representative, on the other side: to cut
// the tree at this merge would leave two as one of whom nobody has said so. The last merge of a tree can always be undone.
const acrossOf = (
  { forest, merges }: Register,
  mergeId: MergeId,
  members: ReadonlyArray<CustomerId>,
  mergedMembers: ReadonlyArray<CustomerId>,
): ReadonlyArray<MergeId> => {
  const isMerged = (one: CustomerId): boolean => mergedMembers.includes(one)
  return members
    .flatMap((one) => lookUp(forest.edges, one)?.mergeId ?? [])
    .filter((other) => {
      const asked = other === mergeId ? undefined : lookUp(merges, other)?.begun.asked
      return asked !== undefined && isMerged(asked.survivorId) !== isMerged(asked.mergedId)
    })
    .sort()
}

export const unmergeCustomers = (
  { mergeId, reasonCode }: UnmergeCustomers,
  register: Register,
): Decision => {
  const merge = lookUp(register.merges, mergeId)
  if (merge === undefined || merge.erased !== undefined) {
    return E.left({ _tag: 'NotMerged', mergeId })
  }
  if (merge.standing === 'undone' || merge.standing === 'parting') return E.right([])
  const { forest } = register
  const { mergedId } = merge.begun
  const survivorId = representativeOf(forest, mergedId)
  // A merge that has only begun is under way itself.
  const underWay = underWayOf(register, [survivorId])
  if (underWay !== undefined) return E.left(underWay)
  const mergedMembers = below(forest, mergedId)
  const members = below(forest, survivorId)
  const across = acrossOf(register, mergeId, members, mergedMembers)
  if (across.length > 0) return E.left({ _tag: 'LaterMergesStand', mergeIds: across })
  const survivorMembers = members.filter((one) => !mergedMembers.includes(one))
  return E.right([
    {
      type: 'UnmergeBegun',
      mergeId,
      survivorId,
      mergedId,
      survivorMembers,
      mergedMembers,
      reasonCode,
    },
  ])
}

/** What was moved for a merge is back: of one that is undone, or of one that was given up before it was complete. */
export const completeUnmerge = ({ mergeId }: CompleteUnmerge, register: Register): Decision => {
  const merge = lookUp(register.merges, mergeId)
  if (merge === undefined) return E.left({ _tag: 'NotMerged', mergeId })
  const begun = register.underWay.find((one) => one.mergeId === mergeId)
  if (begun?.type === 'MergeGivenUp') {
    const { survivorId, mergedId } = begun
    return E.right([{ type: 'MergeTakenBack', mergeId, survivorId, mergedId }])
  }
  if (begun?.type !== 'UnmergeBegun') return E.right([])
  return E.right([{ ...begun, type: 'CustomersUnmerged', intoId: merge.begun.survivorId }])
}
