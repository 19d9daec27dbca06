import type { Instant } from '@patina/eventsourcing'
import { describe, expect, test } from 'vitest'
import { idOf, noon, storiesAt } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { codeOf, type ErasureId, type MatchingId, reasonCode } from '../shared/ids.js'
import { crossed, customer, mergeIt, mergeOf, played, unmergeIt } from './arbitraries.js'
import type { IdentityCommand, MergeCustomers } from './commands.js'
import type { IdentityEvent, MergeBegun } from './events.js'
import { representativeOf } from './forest.js'
import * as Identity from './index.js'

const given = storiesAt(Identity)
const [a, b, c, d] = [1, 2, 3, 4].map(customer) as [
  ReturnType<typeof customer>,
  ReturnType<typeof customer>,
  ReturnType<typeof customer>,
  ReturnType<typeof customer>,
]
const evidence = { method: codeOf('counter') }

const begun = (n: number, survivorId = a, mergedId = b): MergeBegun => ({
  type: 'MergeBegun',
  mergeId: mergeOf(n),
  survivorId,
  mergedId,
  asked: { survivorId, mergedId },
  pins: [],
  evidence,
  isAdverse: false,
})

// What has happened when all of these were obeyed, and completed.
const after = (...commands: ReadonlyArray<IdentityCommand>): ReadonlyArray<IdentityEvent> =>
  commands.reduce(played, { register: Identity.initial, events: [] }).events

const dismissed: IdentityCommand = {
  type: 'DismissDuplicate',
  customerId: b,
  otherId: a,
  reasonCode: reasonCode('twins'),
}

describe('two customers who turn out to be one', () => {
  test('are merged in two steps: decided, and then known to every stream', () => {
    given()
      .when(mergeIt(1, a, b))
      .expect(begun(1))
    given(begun(1))
      .when({ type: 'CompleteMerge', mergeId: mergeOf(1) })
      .expect({
        type: 'CustomersMerged',
        mergeId: mergeOf(1),
        survivorId: a,
        mergedId: b,
        survivorMembers: [a],
        mergedMembers: [b],
        pins: [],
        evidence,
      })
  })

  test('are merged once, and a merge keeps its facts', () => {
    given(begun(1))
      .when(mergeIt(1, a, b))
      .expectNothing()
    given(...after(mergeIt(1, a, b)))
      .when(mergeIt(1, a, b))
      .expectNothing()
    given(...after(mergeIt(1, a, b)))
      .when(mergeIt(1, a, c))
      .expectRejection({
        _tag: 'MergeRecordedOtherwise',
        differences: [{ path: '/asked/mergedId', recorded: b, found: c }],
      })
  })

  test('are one person already, under whichever of their ids', () => {
    given(...after(mergeIt(1, a, b), mergeIt(2, b, c)))
      .when(mergeIt(3, c, b))
      .expectRejection({ _tag: 'AlreadyOnePerson', representativeId: a })
    given()
      .when(mergeIt(3, c, c))
      .expectRejection({ _tag: 'AlreadyOnePerson', representativeId: c })
  })

  test('are replaced by whoever represents them', () => {
    given(...after(mergeIt(1, a, b), mergeIt(2, c, d)))
      .when(mergeIt(3, d, b))
      .expect({ ...begun(3, c, a), asked: { survivorId: d, mergedId: b } })
  })

  test('wait for what is under way about either', () => {
    const waiting = { _tag: 'MergeUnderWay', mergeIds: [mergeOf(1)] } as const
    given(begun(1))
      .when(mergeIt(2, c, b))
      .expectRejection(waiting)
    given(begun(1)).when(unmergeIt(1)).expectRejection(waiting)
    const merged = after(mergeIt(1, a, b))
    const parting = after(mergeIt(1, a, b), unmergeIt(1)).slice(0, -1)
    given(...parting)
      .when(mergeIt(2, c, b))
      .expectRejection(waiting)
    given(...parting)
      .when(mergeIt(2, c, a))
      .expectRejection(waiting)
    given(...merged, begun(2, c, d))
      .when(unmergeIt(1))
      .expect({
        type: 'UnmergeBegun',
        mergeId: mergeOf(1),
        survivorId: a,
        mergedId: b,
        survivorMembers: [a],
        mergedMembers: [b],
        reasonCode: reasonCode('mistaken'),
      })
  })
})

describe('a merge that was wrong', () => {
  test('goes in any order: what hung below it is represented by its own loser again', () => {
    given(...after(mergeIt(1, a, b), mergeIt(2, b, c), mergeIt(3, d, a)))
      .when(unmergeIt(3))
      .expect({
        type: 'UnmergeBegun',
        mergeId: mergeOf(3),
        survivorId: d,
        mergedId: a,
        survivorMembers: [d],
        mergedMembers: [a, b, c],
        reasonCode: reasonCode('mistaken'),
      })
    const [, unmerged] = after(mergeIt(1, a, b), mergeIt(3, d, a), unmergeIt(1)).slice(-2)
    expect(unmerged).toMatchObject({
      type: 'CustomersUnmerged',
      survivorId: d,
      mergedId: b,
      survivorMembers: [a, d],
      mergedMembers: [b],
      intoId: a,
    })
  })

  test('is undone once, and no merge of its id is made again', () => {
    const undone = after(mergeIt(1, a, b), unmergeIt(1))
    given(...undone)
      .when(unmergeIt(1))
      .expectNothing()
    given(...undone)
      .when(mergeIt(1, a, b))
      .expectRejection({ _tag: 'MergeUndone', mergeId: mergeOf(1) })
    given(...undone)
      .when(mergeIt(2, a, b))
      .expect(begun(2))
  })

  test('that nobody made cannot be undone', () => {
    const not = { _tag: 'NotMerged', mergeId: mergeOf(1) } as const
    given().when(unmergeIt(1)).expectRejection(not)
    given()
      .when({ type: 'CompleteMerge', mergeId: mergeOf(1) })
      .expectRejection(not)
    given()
      .when({ type: 'CompleteUnmerge', mergeId: mergeOf(1) })
      .expectRejection(not)
  })
})

describe('two customers who only look alike', () => {
  test('are remembered as two people, also when others of the two sides are merged [I6]', () => {
    given()
      .when(dismissed)
      .expect({ type: 'DuplicateDismissed', a, b, reasonCode: reasonCode('twins') })
    given(...after(dismissed))
      .when(dismissed)
      .expectNothing()
    given(...after(dismissed, mergeIt(1, c, b)))
      .when(mergeIt(2, a, c))
      .expectRejection({
        _tag: 'MergeRefused',
        reasons: [{ _tag: 'PairDismissed', pairs: [[a, b]] }],
      })
  })

  test('are merged when somebody knows better and says so', () => {
    given(...after(dismissed))
      .when(mergeIt(1, a, b, { overridesDismissal: true }))
      .expect(begun(1))
  })

  test('cannot be two people while they are one', () => {
    given(...after(mergeIt(1, a, b)))
      .when(dismissed)
      .expectRejection({ _tag: 'AlreadyOnePerson', representativeId: a })
  })
})

const matchingId = idOf<MatchingId>('matc', 1)
const adverse = (more: Partial<MergeCustomers> = {}): MergeCustomers =>
  mergeIt(1, a, b, {
    evidence: { ...evidence, matching: { matchingId, people: 10 } },
    isAdverse: true,
    ...more,
  })
const authorised: IdentityEvent = {
  type: 'MatchingAuthorised',
  matchingId,
  ground: 'prescribedConsent',
  citation: codeOf('FORM 7'),
}
const notice = (customerId: typeof a, day: string): IdentityEvent => ({
  type: 'AdverseActionNoticeReceived',
  matchingId,
  customerId,
  receivedAt: `${day}T15:59:59.999Z` as Instant,
  receivedOn: civilDate(day),
})

describe('a merge that takes something away after a comparison of many people', () => {
  const told = [authorised, notice(a, '2024-06-01'), notice(b, '2024-05-20')]

  test('PDPO s.30: needs an authority and a notice to both sides, and says all that is missing', () => {
    given()
      .when(adverse())
      .expectRejection({
        _tag: 'MergeRefused',
        reasons: [
          { _tag: 'MatchingNotAuthorised', matchingId },
          { _tag: 'NoticeNotReceived', customerIds: [a, b] },
        ],
      })
  })

  test('PDPO s.30: waits through the seventh day from receipt, by the days of Hong Kong', () => {
    const running = {
      _tag: 'MergeRefused',
      reasons: [{ _tag: 'NoticePeriodRunning', until: '2024-06-08' }],
    } as const
    given(...told)
      .when(adverse(), '2024-06-08T15:59:59.999Z')
      .expectRejection(running as never)
    given(...told)
      .when(adverse(), '2024-06-08T16:00:00.000Z')
      .expect({
        ...begun(1),
        isAdverse: true,
        evidence: { ...evidence, matching: { matchingId, people: 10 } },
      })
  })

  test('is any other merge when nothing is lost, few were compared, or a person compared them', () => {
    for (const more of [
      { isAdverse: false },
      { evidence: { ...evidence, matching: { matchingId, people: 9 } } },
      { evidence },
    ]) {
      const { outcome } = given().when(adverse(more))
      expect(outcome()).toMatchObject({ right: [{ type: 'MergeBegun' }] })
    }
  })

  test('has its authority recorded once, and otherwise not', () => {
    const { type: _, ...facts } = authorised as Extract<
      IdentityEvent,
      { type: 'MatchingAuthorised' }
    >
    given()
      .when({ type: 'AuthoriseMatching', ...facts })
      .expect(authorised)
    given(authorised)
      .when({ type: 'AuthoriseMatching', ...facts })
      .expectNothing()
    given(authorised)
      .when({ type: 'AuthoriseMatching', ...facts, ground: 'scheduledLaw' })
      .expectRejection({
        _tag: 'MatchingRecordedOtherwise',
        differences: [{ path: '/ground', recorded: 'prescribedConsent', found: 'scheduledLaw' }],
      })
  })

  test('has its notices recorded by the day in Hong Kong, and none from tomorrow', () => {
    const receivedAt = '2024-06-01T15:59:59.999Z' as Instant
    const record: IdentityCommand = {
      type: 'RecordAdverseActionNotice',
      matchingId,
      customerId: a,
      receivedAt,
    }
    given().when(record, noon('2024-06-02')).expect(notice(a, '2024-06-01'))
    given(notice(a, '2024-06-01')).when(record, noon('2024-06-02')).expectNothing()
    given()
      .when(record, noon('2024-06-01'))
      .expectRejection({ _tag: 'NoticeInFuture', receivedAt, now: noon('2024-06-01') as Instant })
  })
})

describe('two who are just being merged', () => {
  test('cannot be said to be two people before that is over', () => {
    const dismiss = (one: typeof a, other: typeof a): IdentityCommand => ({
      type: 'DismissDuplicate',
      customerId: one,
      otherId: other,
      reasonCode: reasonCode('two-people'),
    })
    for (const command of [dismiss(a, b), dismiss(b, a)]) {
      given(begun(1))
        .when(command)
        .expectRejection({ _tag: 'MergeUnderWay', mergeIds: [mergeOf(1)] })
    }
    // Of one of them and somebody else it can.
    given(begun(1))
      .when(dismiss(a, c))
      .expect({ type: 'DuplicateDismissed', a, b: c, reasonCode: reasonCode('two-people') })
  })

  test('are not shown as two of them have one field', () => {
    const pin = (customerId: typeof a) => ({ field: codeOf('market'), customerId })
    given()
      .when({ ...mergeIt(1, a, b), pins: [pin(a), pin(b)] } as IdentityCommand)
      .expectRejection({
        _tag: 'MergeRefused',
        reasons: [{ _tag: 'PinnedTwice', fields: [codeOf('market')] }],
      })
  })
})

describe('a merge under which a later one was asked for', () => {
  test('is undone after that one: else two would be left as one of whom nobody has said so', () => {
    const [ab, bc] = [mergeIt(1, a, b), mergeIt(2, b, c)]
    const both = after(ab, bc)
    given(...both)
      .when(unmergeIt(1))
      .expectRejection({ _tag: 'LaterMergesStand', mergeIds: [mergeOf(2)] })
    const apart = after(ab, bc, unmergeIt(2), unmergeIt(1), mergeIt(3, b, c))
    given(...apart)
      .when(mergeIt(3, b, c))
      .expectNothing()
    const { forest } = apart.reduce(Identity.evolve, Identity.initial)
    expect([a, b, c].map((one) => representativeOf(forest, one))).toEqual([a, b, b])
  })

  test('is undone at once where the later one was asked for under an id that stays', () => {
    const both = after(mergeIt(1, a, b), mergeIt(2, a, c))
    given(...both)
      .when(unmergeIt(1))
      .expect({
        type: 'UnmergeBegun',
        mergeId: mergeOf(1),
        survivorId: a,
        mergedId: b,
        survivorMembers: [a, c],
        mergedMembers: [b],
        reasonCode: reasonCode('mistaken'),
      })
  })
})

describe('a customer of whom nothing is to be left', () => {
  const erasureId = idOf<ErasureId>('eras', 1)
  const noted = (standing: 'decided' | 'held'): IdentityEvent => ({
    type: 'ErasureNoted',
    customerId: b,
    erasureId,
    standing,
  })

  test('is merged with nobody, and everything else that is wrong is said beside it', () => {
    given(noted('decided'), ...after(dismissed))
      .when(mergeIt(1, a, b, { pins: [{ field: codeOf('market'), customerId: c }] }))
      .expectRejection({
        _tag: 'MergeRefused',
        reasons: [
          { _tag: 'PairDismissed', pairs: [[a, b]] },
          { _tag: 'SubjectErased', customerIds: [b] },
          { _tag: 'PinOfStranger', customerIds: [c] },
        ],
      })
  })

  test('ends a merge that has begun: it is given up, and is over when all that was moved is back', () => {
    const complete: IdentityCommand = { type: 'CompleteMerge', mergeId: mergeOf(1) }
    const back: IdentityCommand = { type: 'CompleteUnmerge', mergeId: mergeOf(1) }
    const givenUp: IdentityEvent = {
      type: 'MergeGivenUp',
      mergeId: mergeOf(1),
      survivorId: a,
      mergedId: b,
      survivorMembers: [a],
      mergedMembers: [b],
      erased: [b],
    }
    const takenBack: IdentityEvent = {
      type: 'MergeTakenBack',
      mergeId: mergeOf(1),
      survivorId: a,
      mergedId: b,
    }
    given(begun(1), noted('decided')).when(complete).expect(givenUp)
    given(begun(1), noted('decided'), givenUp).when(complete).expectNothing()
    given(begun(1), noted('decided'), givenUp).when(back).expect(takenBack)
    given(begun(1), noted('decided'), givenUp, takenBack).when(back).expectNothing()
    // Whoever is left of it is free when nothing of it is on the way any more.
    given(begun(1), noted('decided'), givenUp)
      .when(mergeIt(2, a, c))
      .expectRejection({ _tag: 'MergeUnderWay', mergeIds: [mergeOf(1)] })
    given(begun(1), noted('decided'), givenUp, takenBack)
      .when(mergeIt(2, a, c))
      .expect(begun(2, a, c))
  })

  test('is told why a merge was given up, under its id; it was none, so it is not undone', () => {
    const over = crossed({ register: Identity.initial, events: [] }, mergeIt(1, a, b), b).events
    given(...over)
      .when(mergeIt(1, a, b))
      .expectRejection({
        _tag: 'MergeRefused',
        reasons: [{ _tag: 'SubjectErased', customerIds: [b] }],
      })
    given(...over)
      .when(unmergeIt(1))
      .expectRejection({ _tag: 'NotMerged', mergeId: mergeOf(1) })
    given(...over)
      .when(mergeIt(2, a, b))
      .expect(begun(2))
  })

  test('does not end a merge that is complete: the decision came too late', () => {
    given(...after(mergeIt(1, a, b)), noted('decided'))
      .when({ type: 'CompleteMerge', mergeId: mergeOf(1) })
      .expectNothing()
  })

  test('is like any other again when the erasure came to nothing', () => {
    given(noted('decided'), noted('held'))
      .when(mergeIt(1, a, b))
      .expect(begun(1))
    given(noted('decided'))
      .when({ type: 'NoteErasure', customerId: b, erasureId, standing: 'decided' })
      .expectNothing()
  })
})
