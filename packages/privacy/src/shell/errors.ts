import type { Position, Problem } from '@patina/eventsourcing'
import type { RetentionClass } from '../retention.js'

/** The rows of the vault cannot be reached now. Nothing was changed, or the same call can be made again. */
export interface VaultUnavailable {
  readonly _tag: 'VaultUnavailable'
  /** One word of the adapter: `locked`, `disk-full`, `closed`, `no-vault` … */
  readonly reason: string
  readonly cause?: { readonly type: string; readonly code?: string | number }
}

/** The vault cannot read the fence of the log up to its head, so it does not know what is erased. */
export interface VaultBehindLog {
  readonly _tag: 'VaultBehindLog'
  readonly reason: string
}

/**
 * The log lacks erasures that the vault has carried out: an old copy of it was put back, or it is another log. No key is served.
 * A vault that is opened with `isLogRestored` gives a copy what it lacks.
 */
export interface LogBehindVault {
  readonly _tag: 'LogBehindVault'
  /** The revision of the fence that the vault has seen. */
  readonly seen: number
}

/** The vault belongs to another log. */
export interface OtherLog {
  readonly _tag: 'OtherLog'
  readonly found: string
  readonly asked: string
}

/** Nobody has ever heard of this key: neither the vault nor the fence. */
export interface UnknownKey {
  readonly _tag: 'UnknownKey'
  readonly keyId: string
}

/** The key is gone from the vault, and the log knows of no erasure. */
export interface KeyLost {
  readonly _tag: 'KeyLost'
  readonly keyId: string
}

/** The key lies under a key encryption key that was not handed in. */
export interface WrongKek {
  readonly _tag: 'WrongKek'
  readonly keyId: string
  readonly kekId: string
}

/**
 * The vault has no key, and the log holds sealed values: the path of the vault is misspelt, or the vault is lost. A lost one is
 * begun anew with `isVaultLost`.
 */
export interface VaultIsNew {
  readonly _tag: 'VaultIsNew'
  readonly vaultId: string
  /** Of the first event with a sealed value. */
  readonly position: Position
}

/** What the vault keeps of the key does not unwrap: the row was changed, or moved from another person. */
export interface KeyRowDamaged {
  readonly _tag: 'KeyRowDamaged'
  readonly keyId: string
}

/** The key in the row is another one than its name says. */
export interface WrongKey {
  readonly _tag: 'WrongKey'
  readonly keyId: string
}

/** What keeps a single key from being used. */
export type KeyError = UnknownKey | KeyLost | WrongKek | KeyRowDamaged | WrongKey

/** Why a vault is not opened. */
export type VaultOpenError = VaultError | WrongKek | VaultIsNew

/** What keeps a vault from working at all. */
export type VaultError = VaultUnavailable | VaultBehindLog | LogBehindVault | OtherLog

/** The person, or this part of them, is erased: no key is made any more. */
export interface SubjectErased {
  readonly _tag: 'SubjectErased'
  readonly subject: string
  readonly class: RetentionClass
  readonly erasureId: string
}

/** A member of an event is called `sealed`: that name belongs to sealed values. */
export interface ReservedMember {
  readonly _tag: 'ReservedMember'
  readonly eventType: string
  readonly path: string
}

/** An event carries a value that was sealed for another event. */
export interface AlreadySealed {
  readonly _tag: 'AlreadySealed'
  readonly eventType: string
  readonly path: string
}

/** A class needs a stream, an id or a year that is no text which can be stored. A bug of a command's codec. */
export interface ScopeUnusable {
  readonly _tag: 'ScopeUnusable'
  readonly eventType: string
  readonly path: string
}

/** Somebody else has the number, or is about to: nobody may have it twice. Of whom it is, nothing is said. */
export interface NumberTaken {
  readonly _tag: 'NumberTaken'
  /** The name of its kind. */
  readonly kind: string
  readonly eventType: string
  readonly path: string
}

/** Whether somebody else has a number cannot be found out now. `reason` is the tag of what is in the way. */
export interface ClaimUnavailable {
  readonly _tag: 'ClaimUnavailable'
  readonly reason: string
}

/** Why the personal values of events cannot be sealed. Nothing was appended. */
export type SealError =
  | VaultError
  | KeyError
  | SubjectErased
  | ReservedMember
  | AlreadySealed
  | ScopeUnusable
  | NumberTaken
  | ClaimUnavailable

/** The value belongs to somebody else, or to another kind. */
export interface Misplaced {
  readonly _tag: 'Misplaced'
}

/** What is stored is not what was written. */
export interface Tampered {
  readonly _tag: 'Tampered'
}

/** It opened, and is not what its kind says it is. */
export interface Unreadable {
  readonly _tag: 'Unreadable'
  readonly problems: ReadonlyArray<Problem>
}

/** The value was never stored: there is nothing to open. */
export interface NotSealedYet {
  readonly _tag: 'NotSealedYet'
}

/** Why one value does not open. */
export type OpeningError = VaultError | KeyError | Misplaced | Tampered | Unreadable | NotSealedYet
