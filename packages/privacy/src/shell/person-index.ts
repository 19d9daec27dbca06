import type { KeyObject } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { tokenOf } from './cipher.js'
import type { KeyError, VaultError } from './errors.js'
import type { KeyVault } from './key-vault.js'
import type { ClaimRow, ClaimStanding, IndexRow, Unit } from './vault-rows.js'

/** A value that a person can be found by, in its normal form, and the unit that it falls due with. */
export interface Indexed {
  readonly kind: string
  readonly value: string
  readonly unit: Unit
}

/** A value that nobody else may have, for the event that will say whose it is. */
export interface Claim extends Indexed {
  readonly eventId: string
  readonly stream: string
  /** When it was claimed, as an instant in UTC. */
  readonly at: string
}

/** Finds people by a telephone number or an address, without keeping either in the clear. Several may have the same one. */
export interface PersonIndex {
  /** The people who have this value, each once, in the order of their ids. Erased ones are none. */
  readonly lookup: (
    kind: string,
    value: string,
  ) => TaskEither<VaultError | KeyError, ReadonlyArray<string>>
  /** Adds and removes, and moves on to a position of the log, all or nothing. Says how many were added. */
  readonly index: (
    through: string,
    put: ReadonlyArray<Indexed>,
    remove: ReadonlyArray<Unit>,
  ) => TaskEither<VaultError | KeyError, number>
  /** The position of the log that the index has reached; `''` before the first. */
  readonly through: TaskEither<VaultError, string>
  /**
   * Claims a value before the event is appended that says whose it is. Answers who has it: `claimed` for this event. Of
   * several who claim one value at once, one gets it.
   */
  readonly claim: (claim: Claim) => TaskEither<VaultError | KeyError, ClaimStanding>
  /** The events of these claims are in the log: the values are in the index from now on. */
  readonly confirm: (claims: ReadonlyArray<Claim>) => TaskEither<VaultError | KeyError, void>
  /** The events of these ids will not come: the values are free again. */
  readonly release: (eventIds: ReadonlyArray<string>) => TaskEither<VaultError, void>
  /** Removes everything of these people. Says how much that was. */
  readonly purge: (subjects: ReadonlyArray<string>) => TaskEither<VaultError, number>
}

/** A keyed hash of a value: without the key nobody can try out all the numbers there are. */
const tokenIn = async (
  vault: KeyVault,
  name: string,
  value: string,
): Promise<E.Either<VaultError | KeyError, Uint8Array>> =>
  E.map((key: KeyObject) => tokenOf(key, value))(await vault.secret(name)())

const rowOf = async (
  vault: KeyVault,
  { value, ...claim }: Claim,
): Promise<E.Either<VaultError | KeyError, ClaimRow>> =>
  E.map((token: Uint8Array) => ({ ...claim, token }))(
    await tokenIn(vault, `index:${claim.kind}`, value),
  )

/** The index of people in a vault. */
export const personIndex = (vault: KeyVault): PersonIndex => ({
  lookup: (kind, value) => async () => {
    // Somebody erased a moment ago must not be found.
    const caught = await vault.catchUp()
    if (E.isLeft(caught)) return caught
    const token = await tokenIn(vault, `index:${kind}`, value)
    if (E.isLeft(token)) return token
    return E.map((units: ReadonlyArray<Unit>) =>
      [...new Set(units.map(({ subject }) => subject))].sort(),
    )(await vault.rows.lookup(kind, token.right)())
  },
  index: (through, put, remove) => async () => {
    const caught = await vault.catchUp()
    if (E.isLeft(caught)) return caught
    const rows: IndexRow[] = []
    for (const { kind, value, unit } of put) {
      const token = await tokenIn(vault, `index:${kind}`, value)
      if (E.isLeft(token)) return token
      rows.push({ kind, token: token.right, unit })
    }
    return vault.rows.index(through, rows, remove)()
  },
  through: vault.rows.indexedThrough,
  claim: (claim) => async () => {
    const caught = await vault.catchUp()
    if (E.isLeft(caught)) return caught
    const row = await rowOf(vault, claim)
    return E.isLeft(row) ? row : vault.rows.claim(row.right)()
  },
  confirm: (claims) => async () => {
    // Somebody erased a moment ago must not come back with what they had.
    const caught = await vault.catchUp()
    if (E.isLeft(caught)) return caught
    const rows: ClaimRow[] = []
    for (const claim of claims) {
      const row = await rowOf(vault, claim)
      if (E.isLeft(row)) return row
      rows.push(row.right)
    }
    return vault.rows.confirm(rows)()
  },
  release: (eventIds) => vault.rows.release(eventIds),
  purge: (subjects) => vault.rows.purge(subjects),
})

/** A live entry of the log has no row here: an address that must be left alone may not be known. */
export interface SuppressionListIncomplete {
  readonly _tag: 'SuppressionListIncomplete'
  readonly entryIds: ReadonlyArray<string>
}

/**
 * Addresses that must be left alone. It outlives the people whom they belonged to, or the next list that is bought would
 * undo what they asked for. The log names entries and kinds; the addresses are here, as keyed hashes.
 */
export interface SuppressionList {
  readonly suppress: (
    entryId: string,
    kind: string,
    value: string,
  ) => TaskEither<VaultError | KeyError, void>
  readonly lift: (entryIds: ReadonlyArray<string>) => TaskEither<VaultError, void>
  /** Whether an address is to be left alone. `live` are the entries that the log says are in force: each must be here. */
  readonly isSuppressed: (
    kind: string,
    value: string,
    live: ReadonlyArray<string>,
  ) => TaskEither<VaultError | KeyError | SuppressionListIncomplete, boolean>
}

/** The suppression list in a vault. Its keys are its own: destroying a person's keys does not touch it. */
export const suppressionList = (vault: KeyVault): SuppressionList => ({
  suppress: (entryId, kind, value) => async () => {
    const token = await tokenIn(vault, `suppression:${kind}`, value)
    return E.isLeft(token) ? token : vault.rows.suppress([{ entryId, kind, token: token.right }])()
  },
  lift: (entryIds) => vault.rows.lift(entryIds),
  isSuppressed: (kind, value, live) => async () => {
    const missing = await vault.rows.missing(live)()
    if (E.isLeft(missing)) return missing
    if (missing.right.length > 0) {
      return E.left({ _tag: 'SuppressionListIncomplete', entryIds: missing.right })
    }
    const token = await tokenIn(vault, `suppression:${kind}`, value)
    if (E.isLeft(token)) return token
    return E.map((entryIds: ReadonlyArray<string>) => entryIds.some((id) => live.includes(id)))(
      await vault.rows.suppressing(kind, token.right)(),
    )
  },
})
