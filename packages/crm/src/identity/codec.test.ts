import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf, problemsOf, sampleProblems, spoiled, stored } from '../shared/arbitraries.js'
import { identityCommands, identityEvents } from './arbitraries.js'
import { commandCodecs, eventCodecs } from './codec.js'

describe('the events of the register', () => {
  test('come back from the store as they were, absent members included', () => {
    fc.assert(
      fc.property(identityEvents, (event) => {
        expect(stored(eventCodecs, event)).toEqual(E.right(event))
      }),
    )
  })

  test('that were ever stored still decode', () => {
    const samples = import.meta.glob('./__stored__/*.json', { eager: true, import: 'default' })
    expect(sampleProblems(eventCodecs, samples)).toEqual([])
  })
})

const [mergeId, matchingId] = [idOf('merg', 1), idOf('matc', 1)]
const [customerId, otherId] = [idOf('cust', 1), idOf('cust', 2)]

const commands = [
  {
    type: 'MergeCustomers',
    mergeId,
    survivorId: customerId,
    mergedId: otherId,
    evidence: { method: 'counter', matching: { matchingId, people: 12 } },
  },
  { type: 'CompleteMerge', mergeId },
  { type: 'UnmergeCustomers', mergeId, reasonCode: 'mistaken' },
  { type: 'CompleteUnmerge', mergeId },
  { type: 'DismissDuplicate', customerId, otherId, reasonCode: 'twins' },
  { type: 'AuthoriseMatching', matchingId, ground: 'scheduledLaw', citation: 'CAP 1' },
  {
    type: 'RecordAdverseActionNotice',
    matchingId,
    customerId,
    receivedAt: '2024-06-01T04:00:00.000Z',
  },
  { type: 'NoteErasure', customerId, erasureId: idOf('eras', 1), standing: 'decided' },
]

describe('the commands about who is one person', () => {
  test('are let in when they are well formed', () => {
    fc.assert(
      fc.property(identityCommands, (command) => problemsOf(commandCodecs, command).length === 0),
    )
  })

  for (const command of commands) {
    test.each(spoiled(command))(`${command.type} is refused when $what`, ({ path, command }) => {
      const found = problemsOf(commandCodecs, command)
      expect(found.length).toBeGreaterThan(0)
      for (const problem of found) expect(problem.path.startsWith(path)).toBe(true)
    })
  }

  test('are refused where a comparison is of one, or a pin of nobody', () => {
    const [merge] = commands
    const evidence = { method: 'counter', matching: { matchingId, people: 1 } }
    const pins = [{ field: 'market' }]
    expect(problemsOf(commandCodecs, { ...merge, evidence, pins }).map(({ path }) => path)).toEqual(
      ['/evidence/matching/people', '/pins/0/customerId'],
    )
  })
})
