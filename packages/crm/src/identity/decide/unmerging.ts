import * as E from 'fp-ts/lib/Either.js'
import { lookUp } from '../../shared/table.js'
import type { CompleteUnmerge, UnmergeCustomers } from '../commands.js'
import { below, representativeOf } from '../forest.js'
import type { Register } from '../state.js'
import { type Decision, underWayOf } from './decision.js'

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
  const survivorMembers = below(forest, survivorId).filter((one) => !mergedMembers.includes(one))
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
