import type { Issued } from '@patina/eventsourcing'
import type { IdentityCommand } from '../commands.js'
import type { Register } from '../state.js'
import { authoriseMatching, dismissDuplicate, noteErasure, recordNotice } from './beside.js'
import type { Decision } from './decision.js'
import { completeMerge, mergeCustomers } from './merging.js'
import { completeUnmerge, unmergeCustomers } from './unmerging.js'

/**
 * What follows from a command about who is one person. Left for a merge `AlreadyOnePerson`, `MergeUnderWay`,
 * `MergeRecordedOtherwise`, `MergeUndone`, and `MergeRefused` with every reason at once; for an unmerge `NotMerged` and
 * `MergeUnderWay`; `AlreadyOnePerson` for a pair that is to be dismissed; `MatchingRecordedOtherwise`; `NoticeInFuture`.
 */
export const decide = (command: IdentityCommand, register: Register, issued: Issued): Decision => {
  switch (command.type) {
    case 'MergeCustomers':
      return mergeCustomers(command, register, issued)
    case 'CompleteMerge':
      return completeMerge(command, register)
    case 'UnmergeCustomers':
      return unmergeCustomers(command, register)
    case 'CompleteUnmerge':
      return completeUnmerge(command, register)
    case 'DismissDuplicate':
      return dismissDuplicate(command, register)
    case 'AuthoriseMatching':
      return authoriseMatching(command, register)
    case 'RecordAdverseActionNotice':
      return recordNotice(command, register, issued)
    case 'NoteErasure':
      return noteErasure(command, register)
  }
}
