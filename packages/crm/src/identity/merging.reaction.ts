// What keeps a merge from being half done: each step is a fact in one stream, and the next one follows from it.
import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type { ErasureConcluded, ErasureDecided } from '../privacy-requests/events.js'
import type { CompleteMerge, CompleteUnmerge, NoteErasure } from './commands.js'
import type { MergeBegun, UnmergeBegun } from './events.js'

type Source = MergeBegun | UnmergeBegun | ErasureDecided | ErasureConcluded
type Reads = Readonly<Record<string, ViewRead>>
type Command = CompleteMerge | CompleteUnmerge | NoteErasure

const react = ({ event }: LogEvent<Source>, _: FactsOf<Reads>): ReadonlyArray<Command> => {
  switch (event.type) {
    case 'MergeBegun':
      return [{ type: 'CompleteMerge', mergeId: event.mergeId }]
    case 'UnmergeBegun':
      return [{ type: 'CompleteUnmerge', mergeId: event.mergeId }]
    case 'ErasureDecided':
    case 'ErasureConcluded': {
      const { customerId, erasureId } = event
      const isHeld = event.type === 'ErasureConcluded' && event.outcome === 'held'
      return [{ type: 'NoteErasure', customerId, erasureId, standing: isHeld ? 'held' : 'decided' }]
    }
  }
}

/** Carries a merge, or its undoing, through the streams that have to know; and tells the register who is erased. */
export const merging: Reaction<Source, Reads, Command> = {
  name: 'merging',
  types: ['MergeBegun', 'UnmergeBegun', 'ErasureDecided', 'ErasureConcluded'],
  startsFrom: 'beginning',
  facts: () => ({}),
  react,
}
