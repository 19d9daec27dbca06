// What keeps a merge from being half done: each step is a fact in one stream, and the next one follows from it.
//
// A merge:   MergeBegun → ConsentExpected (survivor) → ConsentMoved (loser) → ConsentAdopted (survivor) → CustomersMerged
// Given up:  … ConsentAdopted (survivor) → MergeGivenUp → ConsentReturned (survivor) → ConsentReopened (loser) → MergeTakenBack
// Undoing:   UnmergeBegun → ConsentReturned (representative) → ConsentReopened (loser) → CustomersUnmerged
//
// An erasure that is decided before a merge is adopted is noted before the merge would be complete, for one reaction sends both to
// the register in the order of the log. That is what decides which of the two goes on.
import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type {
  AdoptConsent,
  ConsentMove,
  ExpectConsent,
  MoveConsent,
  ReopenConsent,
  ReturnConsent,
} from '../consent/index.js'
import type { ErasureConcluded, ErasureDecided } from '../privacy-requests/events.js'
import type { CompleteMerge, CompleteUnmerge, NoteErasure } from './commands.js'
import type { MergeBegun, MergeGivenUp, UnmergeBegun } from './events.js'

type Source =
  | MergeBegun
  | MergeGivenUp
  | UnmergeBegun
  | ConsentMove
  | ErasureDecided
  | ErasureConcluded
type Reads = Readonly<Record<string, ViewRead>>
type Command =
  | ExpectConsent
  | MoveConsent
  | AdoptConsent
  | CompleteMerge
  | ReturnConsent
  | ReopenConsent
  | CompleteUnmerge
  | NoteErasure

const nextOf = (event: Source): Command => {
  switch (event.type) {
    case 'MergeBegun': {
      const { mergeId, survivorId, mergedId } = event
      return { type: 'ExpectConsent', customerId: survivorId, from: mergedId, mergeId }
    }
    case 'ConsentExpected': {
      const { mergeId, customerId, from } = event
      return { type: 'MoveConsent', customerId: from, to: customerId, mergeId }
    }
    case 'ConsentMoved': {
      const { mergeId, customerId, to, members, entries } = event
      return { type: 'AdoptConsent', customerId: to, from: customerId, mergeId, members, entries }
    }
    case 'ConsentAdopted':
      return { type: 'CompleteMerge', mergeId: event.mergeId }
    case 'MergeGivenUp':
    case 'UnmergeBegun': {
      const { mergeId, survivorId, mergedId, mergedMembers: members } = event
      return { type: 'ReturnConsent', customerId: survivorId, to: mergedId, mergeId, members }
    }
    case 'ConsentReturned': {
      const { mergeId, to, members, entries } = event
      return { type: 'ReopenConsent', customerId: to, mergeId, members, entries }
    }
    case 'ConsentReopened':
      return { type: 'CompleteUnmerge', mergeId: event.mergeId }
    case 'ErasureDecided':
    case 'ErasureConcluded': {
      const { customerId, erasureId } = event
      const isVoid = event.type === 'ErasureConcluded' && event.outcome !== 'carriedOut'
      return { type: 'NoteErasure', customerId, erasureId, standing: isVoid ? 'held' : 'decided' }
    }
  }
}

const react = ({ event }: LogEvent<Source>, _: FactsOf<Reads>): ReadonlyArray<Command> => [
  nextOf(event),
]

/** Carries a merge, or its undoing, through the streams that have to know; and tells the register who is erased. */
export const merging: Reaction<Source, Reads, Command> = {
  name: 'merging',
  types: [
    'MergeBegun',
    'ConsentExpected',
    'ConsentMoved',
    'ConsentAdopted',
    'MergeGivenUp',
    'UnmergeBegun',
    'ConsentReturned',
    'ConsentReopened',
    'ErasureDecided',
    'ErasureConcluded',
  ],
  startsFrom: 'beginning',
  facts: () => ({}),
  react,
}
