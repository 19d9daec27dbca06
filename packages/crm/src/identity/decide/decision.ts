// What the decisions about merges share.
import type { Either } from 'fp-ts/lib/Either.js'
import type { CustomerId } from '../../shared/ids.js'
import type { IdentityEvent } from '../events.js'
import type { IdentityRejection, MergeUnderWay } from '../rejections.js'
import type { Register } from '../state.js'

export type Decision = Either<IdentityRejection, ReadonlyArray<IdentityEvent>>

/** What is under way about one of these representatives: until it is done nobody can say whom they represent. */
export const underWayOf = (
  { underWay }: Register,
  representatives: ReadonlyArray<CustomerId>,
): MergeUnderWay | undefined => {
  const mergeIds = underWay
    .filter(
      ({ survivorId, mergedId }) =>
        representatives.includes(survivorId) || representatives.includes(mergedId),
    )
    .map(({ mergeId }) => mergeId)
  return mergeIds.length === 0 ? undefined : { _tag: 'MergeUnderWay', mergeIds }
}
