import type { Instant, LogEvent, Projection, Tagged } from '@patina/eventsourcing'
import type {
  ErasedPart,
  ErasureBegun,
  ErasureWithdrawn,
  SubjectKeyDestroyed,
  WithdrawnFor,
} from '../fence/events.js'
import type { DecidedErasure, ErasureDecisions, ErasureOutcome } from './decisions.js'
import type { ErasureEvent } from './events.js'

/** How far an erasure has come. What is absent has not happened. */
export interface Erasure {
  readonly decided?: Omit<DecidedErasure, 'erasureId'> & {
    /** The type of the event that decided: it says who is told the outcome. */
    readonly by: string
    readonly at: Instant
  }
  /** The point of no return, and what lies behind it. */
  readonly begun?: {
    readonly why: string
    readonly at: Instant
    readonly parts: ReadonlyArray<ErasedPart>
  }
  /** The vaults that have destroyed their keys, and how many. */
  readonly destroyed: ReadonlyArray<VaultEmptied>
  /** Who owes a receipt. */
  readonly ordered?: {
    readonly places: ReadonlyArray<string>
    readonly processors: ReadonlyArray<string>
  }
  readonly purged: ReadonlyArray<PlacePurged>
  readonly confirmed: ReadonlyArray<ProcessorDone>
  readonly completedAt?: Instant
  /** It was given up before it began. */
  readonly withdrawnAt?: Instant
  /** Why it was: absent for a hold that kept some of it. */
  readonly withdrawnFor?: WithdrawnFor
  /** What the capability that decided it was told. */
  readonly outcome?: ErasureOutcome
}

/** A vault that has destroyed the keys of an erasure. */
export interface VaultEmptied {
  readonly vaultId: string
  readonly keys: number
  readonly at: Instant
}

/** The receipt of a place. */
export interface PlacePurged {
  readonly place: string
  readonly count: number
  readonly at: Instant
}

/** The word of a processor. */
export interface ProcessorDone {
  readonly processor: string
  readonly at: Instant
}

type Step =
  | ErasureBegun
  | ErasureWithdrawn
  | SubjectKeyDestroyed
  | ErasureEvent
  | {
      readonly type: 'Decided'
      readonly decided: DecidedErasure
      readonly by: string
      readonly at: Instant
    }
  | { readonly type: 'Concluded'; readonly outcome: ErasureOutcome }

const ours: ReadonlyArray<string> = [
  'ErasureBegun',
  'ErasureWithdrawn',
  'SubjectKeyDestroyed',
  'PurgeOrdered',
  'DerivedDataPurged',
  'ProcessorConfirmedErasure',
  'ErasureCompleted',
]

// An entry that stands there already is the first one, and stays.
const withOne = <A>(all: ReadonlyArray<A>, one: A, isSame: (other: A) => boolean) =>
  all.some(isSame) ? all : [...all, one]

const evolve = (erasure: Erasure, step: Step): Erasure => {
  switch (step.type) {
    case 'Decided': {
      const { by, at } = step
      const { erasureId: _, ...decided } = step.decided
      return erasure.decided === undefined
        ? { ...erasure, decided: { ...decided, by, at } }
        : erasure
    }
    case 'ErasureBegun': {
      const { why, at, parts } = step
      return { ...erasure, begun: { why, at, parts } }
    }
    case 'ErasureWithdrawn':
      return {
        ...erasure,
        withdrawnAt: step.at,
        ...(step.why === undefined ? {} : { withdrawnFor: step.why }),
      }
    case 'SubjectKeyDestroyed': {
      const { vaultId, keyIds, at } = step
      const one = { vaultId, keys: keyIds.length, at }
      const destroyed = withOne(erasure.destroyed, one, (other) => other.vaultId === vaultId)
      return { ...erasure, destroyed }
    }
    case 'PurgeOrdered': {
      const { places, processors } = step
      return { ...erasure, ordered: { places, processors } }
    }
    case 'DerivedDataPurged': {
      const { place, count, at } = step
      const purged = withOne(erasure.purged, { place, count, at }, (one) => one.place === place)
      return { ...erasure, purged }
    }
    case 'ProcessorConfirmedErasure': {
      const { processor, at } = step
      const isSame = (one: ProcessorDone): boolean => one.processor === processor
      return { ...erasure, confirmed: withOne(erasure.confirmed, { processor, at }, isSame) }
    }
    case 'ErasureCompleted':
      return { ...erasure, completedAt: step.at }
    case 'Concluded':
      return { ...erasure, outcome: step.outcome }
  }
}

/**
 * How far each erasure has come, by its id: over the fence, the receipts, and the decisions of the capabilities that decide, if
 * there are any. Nothing in it is personal.
 */
export const erasuresOf = (
  decisions: ReadonlyArray<ErasureDecisions>,
): Projection<string, Erasure, Tagged, Step> => ({
  name: 'erasures',
  // With decisions the same log gives other rows than without, and with more of them more.
  version: 3 + decisions.length,
  types: [...ours, ...decisions.flatMap(({ decided, concluded }) => [decided, concluded])],
  keyStandsInEvent: true,
  parts: ({ event, metadata }: LogEvent<Tagged>) => {
    const { type: by } = event
    const decided = decisions.find((one) => one.decided === by)?.read(event)
    if (decided !== undefined) {
      const at = metadata.occurredAt
      return decided.parts.length === 0
        ? []
        : [[decided.erasureId, { type: 'Decided', decided, by, at }]]
    }
    if (decisions.some(({ concluded }) => concluded === by)) {
      const { erasureId, outcome } = event as unknown as Concluding
      return [[erasureId, { type: 'Concluded', outcome }]]
    }
    const step = event as ErasureBegun | ErasureWithdrawn | SubjectKeyDestroyed | ErasureEvent
    return [[step.erasureId, step]]
  },
  initial: () => ({ destroyed: [], purged: [], confirmed: [] }),
  evolve,
})

interface Concluding {
  readonly erasureId: string
  readonly outcome: ErasureOutcome
}
