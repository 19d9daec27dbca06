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
  for (const outcome of ['held', 'merged']) {
    expect(follows({ type: 'ErasureConcluded', ...of, outcome })).toEqual([
      { ...note, standing: 'held' },
    ])
  }
})

test('a merge goes from stream to stream, and nobody is one person before all of them know', () => {
  const mergeId = mergeOf(1)
  const [survivorId, mergedId] = [idOf('cust', 1), idOf('cust', 2)]
  expect(follows({ type: 'MergeBegun', mergeId, survivorId, mergedId })).toEqual([
    { type: 'ExpectConsent', mergeId, customerId: survivorId, from: mergedId },
  ])
  expect(
    follows({ type: 'ConsentExpected', mergeId, customerId: survivorId, from: mergedId }),
  ).toEqual([{ type: 'MoveConsent', mergeId, customerId: mergedId, to: survivorId }])
  const taken = { mergeId, members: [mergedId], entries: [] }
  expect(follows({ type: 'ConsentMoved', ...taken, customerId: mergedId, to: survivorId })).toEqual(
    [{ type: 'AdoptConsent', ...taken, customerId: survivorId, from: mergedId }],
  )
  expect(
    follows({ type: 'ConsentAdopted', ...taken, customerId: survivorId, from: mergedId }),
  ).toEqual([{ type: 'CompleteMerge', mergeId }])
})

test('a merge that was given up hands back what it had taken, as if it were undone', () => {
  const mergeId = mergeOf(1)
  const [survivorId, mergedId] = [idOf('cust', 1), idOf('cust', 2)]
  const members = [mergedId]
  expect(
    follows({ type: 'MergeGivenUp', mergeId, survivorId, mergedId, mergedMembers: members }),
  ).toEqual([{ type: 'ReturnConsent', mergeId, customerId: survivorId, to: mergedId, members }])
})

test('undoing it takes each customer back to their own stream, with what was entered meanwhile', () => {
  const mergeId = mergeOf(1)
  const [survivorId, mergedId] = [idOf('cust', 1), idOf('cust', 2)]
  const members = [mergedId]
  expect(
    follows({ type: 'UnmergeBegun', mergeId, survivorId, mergedId, mergedMembers: members }),
  ).toEqual([{ type: 'ReturnConsent', mergeId, customerId: survivorId, to: mergedId, members }])
  const taken = { mergeId, members, entries: [] }
  expect(
    follows({ type: 'ConsentReturned', ...taken, customerId: survivorId, to: mergedId }),
  ).toEqual([{ type: 'ReopenConsent', ...taken, customerId: mergedId }])
  expect(follows({ type: 'ConsentReopened', ...taken, customerId: mergedId })).toEqual([
    { type: 'CompleteUnmerge', mergeId },
  ])
})
