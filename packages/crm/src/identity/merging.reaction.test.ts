import { expect, test } from 'vitest'
import { idOf } from '../shared/arbitraries.js'
import { mergeOf } from './arbitraries.js'
import { merging } from './merging.reaction.js'

const follows = (event: object) => {
  const recorded = { event } as unknown as Parameters<typeof merging.react>[0]
  expect(merging.facts(recorded)).toEqual({})
  return merging.react(recorded, {})
}

test('an erasure is noted in the register when it is decided, and no more when it was held', () => {
  const of = { customerId: idOf('cust', 1), erasureId: idOf('eras', 1) }
  const note = { type: 'NoteErasure', ...of }
  expect(follows({ type: 'ErasureDecided', ...of })).toEqual([{ ...note, standing: 'decided' }])
  expect(follows({ type: 'ErasureConcluded', ...of, outcome: 'carriedOut' })).toEqual([
    { ...note, standing: 'decided' },
  ])
  expect(follows({ type: 'ErasureConcluded', ...of, outcome: 'held' })).toEqual([
    { ...note, standing: 'held' },
  ])
})

test('a merge that has begun is completed, and so is its undoing', () => {
  const mergeId = mergeOf(1)
  expect(follows({ type: 'MergeBegun', mergeId })).toEqual([{ type: 'CompleteMerge', mergeId }])
  expect(follows({ type: 'UnmergeBegun', mergeId })).toEqual([{ type: 'CompleteUnmerge', mergeId }])
})
