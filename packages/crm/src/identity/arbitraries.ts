import type { HistoryEntry } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import {
  anyIds,
  codeTexts,
  customerIds,
  days,
  idOf,
  instants,
  issuedAt,
  noon,
  reasonCodes,
  records,
} from '../shared/arbitraries.js'
import {
  type CustomerId,
  codeOf,
  type ErasureId,
  type MatchingId,
  type MergeId,
  reasonCode,
} from '../shared/ids.js'
import { streamOf } from './capability.js'
import type { IdentityCommand, MergeCustomers } from './commands.js'
import { decide } from './decide/index.js'
import type { IdentityEvent, MergeEvidence, Pin } from './events.js'
import { evolve, initial, type Register } from './state.js'

const mergeIds = anyIds<MergeId>()
const matchingIds = anyIds<MatchingId>()

const evidences: fc.Arbitrary<MergeEvidence> = records<MergeEvidence, 'method'>(
  { method: codeTexts },
  {
    matching: fc.record({
      matchingId: matchingIds,
      people: fc.integer({ min: 2, max: 1_000_000_000 }),
    }),
  },
)

const pinLists: fc.Arbitrary<ReadonlyArray<Pin>> = fc.array(
  fc.record({ field: codeTexts, customerId: customerIds }),
  { maxLength: 3 },
)

const ofMerge = { mergeId: mergeIds, survivorId: customerIds, mergedId: customerIds }
const people = fc.array(customerIds, { minLength: 1, maxLength: 4 })
const bothSides = { ...ofMerge, survivorMembers: people, mergedMembers: people }
const grounds = fc.constantFrom(
  'prescribedConsent' as const,
  'commissionerConsent' as const,
  'gazettedClass' as const,
  'scheduledLaw' as const,
)
const standings = fc.constantFrom('decided' as const, 'held' as const)

/** Any event of the register. */
export const identityEvents: fc.Arbitrary<IdentityEvent> = fc.oneof(
  fc.record({
    type: fc.constant('MergeBegun' as const),
    ...ofMerge,
    asked: fc.record({ survivorId: customerIds, mergedId: customerIds }),
    pins: pinLists,
    evidence: evidences,
    isAdverse: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('CustomersMerged' as const),
    ...bothSides,
    pins: pinLists,
    evidence: evidences,
  }),
  fc.record({ type: fc.constant('MergeGivenUp' as const), ...bothSides, erased: people }),
  fc.record({ type: fc.constant('MergeTakenBack' as const), ...ofMerge }),
  fc.record({
    type: fc.constant('UnmergeBegun' as const),
    ...bothSides,
    reasonCode: reasonCodes,
  }),
  fc.record({
    type: fc.constant('CustomersUnmerged' as const),
    ...bothSides,
    intoId: customerIds,
    reasonCode: reasonCodes,
  }),
  fc.record({
    type: fc.constant('DuplicateDismissed' as const),
    a: customerIds,
    b: customerIds,
    reasonCode: reasonCodes,
  }),
  fc.record({
    type: fc.constant('MatchingAuthorised' as const),
    matchingId: matchingIds,
    ground: grounds,
    citation: codeTexts,
  }),
  fc.record({
    type: fc.constant('AdverseActionNoticeReceived' as const),
    matchingId: matchingIds,
    customerId: customerIds,
    receivedAt: instants,
    receivedOn: days,
  }),
  fc.record({
    type: fc.constant('ErasureNoted' as const),
    customerId: customerIds,
    erasureId: anyIds<ErasureId>(),
    standing: standings,
  }),
)

const merges: fc.Arbitrary<MergeCustomers> = records<
  MergeCustomers,
  'type' | 'mergeId' | 'survivorId' | 'mergedId' | 'evidence'
>(
  { type: fc.constant('MergeCustomers' as const), ...ofMerge, evidence: evidences },
  { pins: pinLists, isAdverse: fc.boolean(), overridesDismissal: fc.boolean() },
)

/** Any command about who is one person. */
export const identityCommands: fc.Arbitrary<IdentityCommand> = fc.oneof(
  merges,
  fc.record({ type: fc.constant('CompleteMerge' as const), mergeId: mergeIds }),
  fc.record({
    type: fc.constant('UnmergeCustomers' as const),
    mergeId: mergeIds,
    reasonCode: reasonCodes,
  }),
  fc.record({ type: fc.constant('CompleteUnmerge' as const), mergeId: mergeIds }),
  fc.record({
    type: fc.constant('DismissDuplicate' as const),
    customerId: customerIds,
    otherId: customerIds,
    reasonCode: reasonCodes,
  }),
  fc.record({
    type: fc.constant('AuthoriseMatching' as const),
    matchingId: matchingIds,
    ground: grounds,
    citation: codeTexts,
  }),
  fc.record({
    type: fc.constant('RecordAdverseActionNotice' as const),
    matchingId: matchingIds,
    customerId: customerIds,
    receivedAt: instants,
  }),
  fc.record({
    type: fc.constant('NoteErasure' as const),
    customerId: customerIds,
    erasureId: anyIds<ErasureId>(),
    standing: standings,
  }),
)

/** One thing that somebody does to the register, by small numbers. */
export type Turn =
  | {
      readonly kind: 'merge'
      readonly survivor: number
      readonly merged: number
      readonly pin: number
      /** An erasure is decided while the merge is under way, and comes to nothing when the merge is over. */
      readonly isCrossed: boolean
    }
  | { readonly kind: 'unmerge'; readonly which: number }
  | { readonly kind: 'dismiss'; readonly survivor: number; readonly merged: number }

const few = fc.nat(6)

/** What happens to seven customers: who is merged, and unmerged, again and again. */
export const turns: fc.Arbitrary<ReadonlyArray<Turn>> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('merge' as const),
        survivor: few,
        merged: few,
        pin: fc.nat(9),
        isCrossed: fc.nat(4).map((n) => n === 0),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('unmerge' as const), which: fc.nat(20) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('dismiss' as const), survivor: few, merged: few }),
    },
  ),
  { maxLength: 20, size: 'max' },
)

/** The customer of a number. */
export const customer = (n: number): CustomerId => idOf('cust', n)

/** The merge of a number: that of the turn with it. */
export const mergeOf = (n: number): MergeId => idOf('merg', n)

/** A merge as it is most often asked for. */
export const mergeIt = (
  n: number,
  survivorId: CustomerId,
  mergedId: CustomerId,
  more: Partial<MergeCustomers> = {},
): MergeCustomers => ({
  type: 'MergeCustomers',
  mergeId: mergeOf(n),
  survivorId,
  mergedId,
  evidence: { method: codeOf('counter') },
  ...more,
})

/** Undoing a merge. */
export const unmergeIt = (n: number): IdentityCommand => ({
  type: 'UnmergeCustomers',
  mergeId: mergeOf(n),
  reasonCode: reasonCode('mistaken'),
})

const commandOf = (turn: Turn, count: number): IdentityCommand => {
  switch (turn.kind) {
    case 'merge':
      return mergeIt(count, customer(turn.survivor), customer(turn.merged), {
        overridesDismissal: true,
        ...(turn.pin > 6
          ? {}
          : { pins: [{ field: codeOf('market'), customerId: customer(turn.pin) }] }),
      })
    case 'unmerge':
      return unmergeIt(turn.which)
    case 'dismiss':
      return {
        type: 'DismissDuplicate',
        customerId: customer(turn.survivor),
        otherId: customer(turn.merged),
        reasonCode: reasonCode('twins'),
      }
  }
}

/** A register at work. */
export interface Play {
  readonly register: Register
  readonly events: ReadonlyArray<IdentityEvent>
}

// What is refused changes nothing.
const carriedOut = ({ register, events }: Play, command: IdentityCommand): Play => {
  const decision = decide(command, register, issuedAt(noon('2024-06-01')))
  if (E.isLeft(decision)) return { register, events }
  return {
    register: decision.right.reduce(evolve, register),
    events: [...events, ...decision.right],
  }
}

// What is under way is completed, one after the other.
const completed = (play: Play): Play => {
  const [begun] = play.register.underWay
  if (begun === undefined) return play
  const type = begun.type === 'MergeBegun' ? 'CompleteMerge' : 'CompleteUnmerge'
  return completed(carriedOut(play, { type, mergeId: begun.mergeId }))
}

/** Carries out a command, and what completes it; what is refused changes nothing. */
export const played = (play: Play, command: IdentityCommand): Play =>
  completed(carriedOut(play, command))

/** The same with an erasure that is decided before it is complete, and that comes to nothing when all is over. */
export const crossed = (play: Play, command: IdentityCommand, customerId: CustomerId): Play => {
  const erasureId = idOf<ErasureId>('eras', play.events.length)
  const note = { type: 'NoteErasure' as const, customerId, erasureId }
  const noted = carriedOut(carriedOut(play, command), { ...note, standing: 'decided' })
  return carriedOut(completed(noted), { ...note, standing: 'held' })
}

const playedTurn = (play: Play, turn: Turn, count: number): Play =>
  turn.kind === 'merge' && turn.isCrossed
    ? crossed(play, commandOf(turn, count), customer(turn.merged))
    : played(play, commandOf(turn, count))

/** What comes of such turns. */
export const playOf = (all: ReadonlyArray<Turn>): Play =>
  all.reduce(playedTurn, { register: initial, events: [] } as Play)

/** Histories of a register. */
export const identityHistories: fc.Arbitrary<ReadonlyArray<HistoryEntry>> = turns.map((all) =>
  playOf(all).events.map((event) => ({
    stream: streamOf({ type: 'CompleteMerge', mergeId: mergeOf(0) }),
    event,
  })),
)
