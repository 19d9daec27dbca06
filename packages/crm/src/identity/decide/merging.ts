import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { plusDays } from '../../shared/civil-date.js'
import { differencesBetween } from '../../shared/differences.js'
import { dayInHongKong } from '../../shared/hong-kong.js'
import type { CustomerId } from '../../shared/ids.js'
import { lookUp } from '../../shared/table.js'
import type { CompleteMerge, MergeCustomers } from '../commands.js'
import type { MergeBegun } from '../events.js'
import { below, representativeOf } from '../forest.js'
import type { MergeReason } from '../rejections.js'
import { type Merge, pairOf, type Register } from '../state.js'
import { type Decision, underWayOf } from './decision.js'

/** From how many people on a comparison is a matching procedure in the sense of the PDPO (s.2). */
const leastOfMatching = 10

/** Days from the receipt of a notice within which nothing may be taken away (PDPO s.30(5)). */
const noticeDays = 7

interface Sides {
  readonly survivors: ReadonlyArray<CustomerId>
  readonly merged: ReadonlyArray<CustomerId>
}

const byDismissal = (
  { overridesDismissal = false }: MergeCustomers,
  { dismissed }: Register,
  { survivors, merged }: Sides,
): ReadonlyArray<MergeReason> => {
  if (overridesDismissal || dismissed.size === 0) return []
  const pairs = survivors.flatMap((one) =>
    merged
      .filter((other) => dismissed.has(pairOf(one, other)))
      .map((other): readonly [CustomerId, CustomerId] =>
        one < other ? [one, other] : [other, one],
      ),
  )
  return pairs.length === 0 ? [] : [{ _tag: 'PairDismissed', pairs }]
}

const erasedOf = (
  { erasures }: Register,
  { survivors, merged }: Sides,
): ReadonlyArray<CustomerId> =>
  [...survivors, ...merged].filter((one) => (lookUp(erasures, one) ?? []).length > 0)

const byErasure = (register: Register, sides: Sides): ReadonlyArray<MergeReason> => {
  const customerIds = erasedOf(register, sides)
  return customerIds.length === 0 ? [] : [{ _tag: 'SubjectErased', customerIds }]
}

const byPins = (
  { pins = [] }: MergeCustomers,
  { survivors, merged }: Sides,
): ReadonlyArray<MergeReason> => {
  const strangers = pins
    .map(({ customerId }) => customerId)
    .filter((one) => !survivors.includes(one) && !merged.includes(one))
  return strangers.length === 0
    ? []
    : [{ _tag: 'PinOfStranger', customerIds: [...new Set(strangers)] }]
}

const byPinsTwice = ({ pins = [] }: MergeCustomers): ReadonlyArray<MergeReason> => {
  const names = pins.map(({ field }) => field)
  const fields = names.filter((field, index) => names.indexOf(field) !== index)
  return fields.length === 0 ? [] : [{ _tag: 'PinnedTwice', fields: [...new Set(fields)] }]
}

// Both sides must have been told: if the match is wrong, they are two people, and either may be the one who loses.
const byMatching = (
  { evidence: { matching }, isAdverse = false }: MergeCustomers,
  { matchings, notices }: Register,
  { survivors, merged }: Sides,
  { at }: Issued,
): ReadonlyArray<MergeReason> => {
  if (!isAdverse || matching === undefined || matching.people < leastOfMatching) return []
  const { matchingId } = matching
  const receivedBy = (side: ReadonlyArray<CustomerId>) =>
    notices.filter((one) => one.matchingId === matchingId && side.includes(one.customerId))
  const sides = [survivors, merged]
  const untold = sides.filter((side) => receivedBy(side).length === 0)
  const last = sides
    .flatMap(receivedBy)
    .map(({ receivedOn }) => receivedOn)
    .sort()
    .at(-1)
  const until = last === undefined ? undefined : plusDays(last, noticeDays)
  return [
    ...(matchings.has(matchingId) ? [] : [{ _tag: 'MatchingNotAuthorised', matchingId } as const]),
    ...(untold.length === 0
      ? []
      : [{ _tag: 'NoticeNotReceived', customerIds: untold.flat() } as const]),
    ...(until === undefined || dayInHongKong(at) > until
      ? []
      : [{ _tag: 'NoticePeriodRunning', until } as const]),
  ]
}

const factsOf = ({ asked, pins, evidence, isAdverse }: MergeBegun): object => ({
  asked,
  pins,
  evidence,
  isAdverse,
})

const again = ({ begun, standing, erased }: Merge, asked: MergeBegun): Decision => {
  const differences = differencesBetween(factsOf(begun), factsOf(asked))
  if (differences.length > 0) return E.left({ _tag: 'MergeRecordedOtherwise', differences })
  if (erased !== undefined) {
    const reasons = [{ _tag: 'SubjectErased', customerIds: erased } as const]
    return E.left({ _tag: 'MergeRefused', reasons })
  }
  return standing === 'undone' || standing === 'parting'
    ? E.left({ _tag: 'MergeUndone', mergeId: begun.mergeId })
    : E.right([])
}

export const mergeCustomers = (
  command: MergeCustomers,
  register: Register,
  issued: Issued,
): Decision => {
  const { mergeId, evidence, pins = [], isAdverse = false } = command
  const { forest, merges } = register
  const survivorId = representativeOf(forest, command.survivorId)
  const mergedId = representativeOf(forest, command.mergedId)
  const begun: MergeBegun = {
    type: 'MergeBegun',
    mergeId,
    survivorId,
    mergedId,
    asked: { survivorId: command.survivorId, mergedId: command.mergedId },
    pins,
    evidence,
    isAdverse,
  }
  const before = lookUp(merges, mergeId)
  if (before !== undefined) return again(before, begun)
  if (survivorId === mergedId) {
    return E.left({ _tag: 'AlreadyOnePerson', representativeId: survivorId })
  }
  const underWay = underWayOf(register, [survivorId, mergedId])
  if (underWay !== undefined) return E.left(underWay)
  const sides = { survivors: below(forest, survivorId), merged: below(forest, mergedId) }
  const reasons = [
    ...byDismissal(command, register, sides),
    ...byErasure(register, sides),
    ...byPins(command, sides),
    ...byPinsTwice(command),
    ...byMatching(command, register, sides, issued),
  ]
  return reasons.length === 0 ? E.right([begun]) : E.left({ _tag: 'MergeRefused', reasons })
}

// An erasure that was decided meanwhile goes on: who is erased would be half of a person. Everything is in its place by now, so
// all of it can be handed back as if the merge were undone.
export const completeMerge = ({ mergeId }: CompleteMerge, register: Register): Decision => {
  const merge = lookUp(register.merges, mergeId)
  if (merge === undefined) return E.left({ _tag: 'NotMerged', mergeId })
  if (merge.standing !== 'begun') return E.right([])
  const { survivorId, mergedId, pins, evidence } = merge.begun
  const survivorMembers = below(register.forest, survivorId)
  const mergedMembers = below(register.forest, mergedId)
  const both = { mergeId, survivorId, mergedId, survivorMembers, mergedMembers }
  const erased = erasedOf(register, { survivors: survivorMembers, merged: mergedMembers })
  return erased.length === 0
    ? E.right([{ type: 'CustomersMerged', ...both, pins, evidence }])
    : E.right([{ type: 'MergeGivenUp', ...both, erased: [...erased].sort() }])
}
