// What a database implements to keep a vault: rows and no cryptography. Each call is one transaction.
import type { NewEvent } from '@patina/eventsourcing'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { RetentionClass } from '../retention.js'
import type { VaultUnavailable } from './errors.js'

/** What one key is for: a person, why the data is kept, and what of it falls due together. */
export interface Unit {
  readonly subject: string
  readonly class: RetentionClass
  readonly scope: string
}

/** A key as it is kept. What is destroyed stays as an emptied row, so that it is never taken for unknown. */
export interface KeyRow {
  readonly keyId: string
  readonly unit: Unit
  readonly generation: number
  readonly kekId: string
  /** 60 bytes; `undefined` when it was destroyed. */
  readonly wrapped: Uint8Array | undefined
}

/** A key that is to be kept. */
export interface NewKey extends KeyRow {
  readonly wrapped: Uint8Array
}

/** That something lies behind the fence: erased by which erasure, why and when. */
export interface Fenced {
  readonly erasureId: string
  readonly why: string
  readonly at: string
}

/** The last event of the fence stream that a vault has carried out. */
export interface Seen {
  readonly revision: number
  readonly id: string
}

/** One event of the fence, as what rows have to do about it. */
export type FenceStep = Fencing | Reopening | Destroyed

/** Forbid keys for these parts, and destroy those that are there. No scopes: all of the class. */
export interface Fencing extends Fenced {
  readonly step: 'fence'
  readonly parts: ReadonlyArray<{
    readonly subject: string
    readonly class: RetentionClass
    readonly generation: number
    readonly scopes?: ReadonlyArray<string>
  }>
}

/** Keys of this class are of another generation from now on. */
export interface Reopening {
  readonly step: 'reopen'
  readonly subject: string
  readonly class: RetentionClass
  readonly generation: number
}

/** A vault has destroyed these keys, maybe after the backup that this one was made from. */
export interface Destroyed {
  readonly step: 'destroyed'
  readonly erasureId: string
  readonly keyIds: ReadonlyArray<string>
}

/** What is known of a unit: its generation, its living key, and whether it is fenced. */
export interface UnitStanding {
  readonly generation: number
  readonly fenced: Fenced | undefined
  readonly key: KeyRow | undefined
}

/** What is known of a key by its name. `row` is absent where only the fence has heard of it. */
export interface KeyStanding {
  readonly row: KeyRow | undefined
  readonly fenced: Fenced | undefined
}

/** A key of the vault's own, such as that of an index, by its name. */
export interface NamedSecret {
  readonly name: string
  readonly kekId: string
  readonly wrapped: Uint8Array
}

/** One value of a person that can be looked for: its keyed hash, and what it falls due with. */
export interface IndexRow {
  readonly kind: string
  readonly token: Uint8Array
  readonly unit: Unit
}

/** A value that somebody is about to have and nobody else may: by the event that will say so, in which stream. */
export interface ClaimRow extends IndexRow {
  readonly eventId: string
  readonly stream: string
  /** When it was claimed, as an instant in UTC. */
  readonly at: string
}

/** Who has what was to be claimed: a claim, or somebody of whom the index knows. */
export type ClaimStanding = 'claimed' | 'indexed' | ClaimRow

/** An address that must not be written to, as its keyed hash. It outlives whom it belonged to. */
export interface SuppressionRow {
  readonly entryId: string
  readonly kind: string
  readonly token: Uint8Array
}

type Task<A> = TaskEither<VaultUnavailable, A>

/** Keeps the rows of a vault. It must not leave bytes of what it deletes, nor write any of it elsewhere. */
export interface VaultRows {
  /** A UUID that a new vault gets and a copy of it keeps. */
  readonly vaultId: string
  /** The log that this vault belongs to: the first one that asks. */
  readonly bind: (logId: string) => Task<string>
  readonly seen: Task<Seen | undefined>
  /** In the order of the units. */
  readonly byUnit: (units: ReadonlyArray<Unit>) => Task<ReadonlyArray<UnitStanding>>
  /** In the order of the names; `undefined` for one that nobody has heard of. */
  readonly byId: (keyIds: ReadonlyArray<string>) => Task<ReadonlyArray<KeyStanding | undefined>>
  /**
   * Keeps each key whose unit has no living one, is not fenced, and whose generation is the unit's. Answers, in order,
   * what is so afterwards: the living key may be somebody else's. Durable when it answers.
   */
  readonly mint: (keys: ReadonlyArray<NewKey>) => Task<ReadonlyArray<UnitStanding>>
  /**
   * Carries out steps and moves on to `next`, if `expected` is still what was seen; else does nothing and says `false`.
   * Empties the keys and deletes the index rows of what is fenced. `record` are the events themselves, which are kept.
   */
  readonly carryOut: (
    expected: Seen | undefined,
    next: Seen,
    steps: ReadonlyArray<FenceStep>,
    record: ReadonlyArray<NewEvent & Seen>,
  ) => Task<boolean>
  /** The events of the fence that were carried out, after a revision, in order. */
  readonly record: (after: number, limit: number) => Task<ReadonlyArray<NewEvent & Seen>>
  /** The names of the keys that an erasure emptied here, in their order. */
  readonly destroyedBy: (erasureId: string) => Task<ReadonlyArray<string>>
  /** Living keys that lie under another key encryption key than this one. */
  readonly notUnder: (kekId: string, limit: number) => Task<ReadonlyArray<NewKey>>
  /** Puts newly wrapped keys in the place of the old ones, where the key is still alive. Says how many. */
  readonly rewrap: (keys: ReadonlyArray<NewKey>) => Task<number>
  readonly secrets: Task<ReadonlyArray<NamedSecret>>
  /** Keeps each secret whose name is new, or whose wrapping is to be replaced. Answers what is there afterwards. */
  readonly keepSecrets: (
    secrets: ReadonlyArray<NamedSecret>,
    isReplacing: boolean,
  ) => Task<ReadonlyArray<NamedSecret>>
  /** The units that have this value. Fenced ones have none. */
  readonly lookup: (kind: string, token: Uint8Array) => Task<ReadonlyArray<Unit>>
  /** Up to which position of the log the index was made. */
  readonly indexedThrough: Task<string>
  /** Removes every row of the index, and is before the first position again. Claims stay. */
  readonly emptyIndex: Task<void>
  /** Adds and removes rows and moves on. What is fenced is left out. Says how many rows were added. */
  readonly index: (
    through: string,
    put: ReadonlyArray<IndexRow>,
    remove: ReadonlyArray<Unit>,
  ) => Task<number>
  /**
   * Claims a value for an event. `claimed` when it was free, or this very event has claimed it: then for the stream that it
   * names now. `indexed` when somebody else has it; else the claim that is in the way. Of several at once one gets it. Durable
   * when it answers.
   */
  readonly claim: (row: ClaimRow) => Task<ClaimStanding>
  /** Ends claims: their values are in the index from now on. What is fenced is left out. */
  readonly confirm: (rows: ReadonlyArray<ClaimRow>) => Task<void>
  /** Ends claims: their values are free again. */
  readonly release: (eventIds: ReadonlyArray<string>) => Task<void>
  /** The claims that were made before an instant and are still open, oldest first. */
  readonly claimsBefore: (at: string, limit: number) => Task<ReadonlyArray<ClaimRow>>
  /** Removes all rows of these people. Says how many. */
  readonly purge: (subjects: ReadonlyArray<string>) => Task<number>
  readonly suppress: (rows: ReadonlyArray<SuppressionRow>) => Task<void>
  readonly lift: (entryIds: ReadonlyArray<string>) => Task<void>
  /** The entries that suppress this value. */
  readonly suppressing: (kind: string, token: Uint8Array) => Task<ReadonlyArray<string>>
  /** Those of these entries that are not there. */
  readonly missing: (entryIds: ReadonlyArray<string>) => Task<ReadonlyArray<string>>
}
