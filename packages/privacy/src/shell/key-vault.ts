import type { KeyObject } from 'node:crypto'
import type { EventStore } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { inBatches } from './batches.js'
import { encryptingKeyOf } from './cipher.js'
import type {
  KeyError,
  SubjectErased,
  VaultError,
  VaultIsNew,
  VaultOpenError,
  VaultUnavailable,
  WrongKek,
} from './errors.js'
import { followFence } from './fence-follower.js'
import { giveBack } from './fence-restoring.js'
import { firstSealed } from './first-sealed.js'
import type { Kek } from './kek.js'
import { keyringOf } from './keyring.js'
import type {
  Fenced,
  KeyRow,
  KeyStanding,
  NamedSecret,
  NewKey,
  Unit,
  UnitStanding,
  VaultRows,
} from './vault-rows.js'

/** A key that seals or opens, and what it is for. It never leaves the shell. */
export interface UsableKey {
  readonly _tag: 'UsableKey'
  readonly keyId: string
  readonly unit: Unit
  readonly key: KeyObject
}

/** A key that an erasure covers. The unit is unknown where this vault never had the key. */
export interface DeadKey {
  readonly _tag: 'DeadKey'
  readonly keyId: string
  readonly unit: Unit | undefined
  readonly fenced: Fenced
}

/** What is found under the name of a key. */
export type FoundKey = UsableKey | DeadKey | KeyError

/** Keeps a key for each person, retention class and scope, and destroys them for good. */
export interface KeyVault {
  readonly vaultId: string
  readonly logId: string
  /** A key for each unit, in order: found, or made and durable. Left when a unit is erased: nothing is made then. */
  readonly sealingKeys: (
    units: ReadonlyArray<Unit>,
  ) => TaskEither<VaultError | KeyError | SubjectErased, ReadonlyArray<UsableKey>>
  /** What each name stands for. Left only when the vault as a whole cannot answer. */
  readonly openingKeys: (
    keyIds: ReadonlyArray<string>,
  ) => TaskEither<VaultError, ReadonlyMap<string, FoundKey>>
  /** Carries out the erasures that the log holds and this vault has not seen. Says how many events that were. */
  readonly catchUp: TaskEither<VaultError, number>
  /** The names of the keys that an erasure has destroyed here. */
  readonly destroyedBy: (erasureId: string) => TaskEither<VaultError, ReadonlyArray<string>>
  /**
   * Puts every living key under another key encryption key, and uses that from now on. Says how many. May be repeated when
   * it was interrupted; from its end on the old one opens nothing here any more.
   */
  readonly rotate: (kek: Kek) => TaskEither<VaultError | KeyError, number>
  /** The name of the key encryption key that new keys are wrapped under. */
  readonly kekId: () => string
  /** Opens a secret of the vault's own by its name, made when it is new. For the indexes of this package. */
  readonly secret: (name: string) => TaskEither<VaultError | KeyError, KeyObject>
  readonly rows: VaultRows
}

/** What a vault is opened with. */
export interface VaultOptions {
  readonly rows: VaultRows
  readonly kek: Kek
  /** Former ones, after a rotation that was interrupted. */
  readonly olderKeks?: ReadonlyArray<Kek>
  /** How many unwrapped keys may stay in memory. Default 10,000; 0 keeps none. */
  readonly cachedKeys?: number
  /**
   * Says that an old copy of the log was put back. Then the log is given, under their ids, the events of the fence that it lacks
   * and this vault has seen, and the index of people is made anew. Default `false`: such a log is refused, for it may be the
   * wrong one.
   */
  readonly isLogRestored?: boolean
  /**
   * Says that the vault of this log is lost, and that this one begins anew: what was sealed before opens never again. Default
   * `false`: a vault without a key is refused for a log that holds sealed values, for its path may be misspelt.
   */
  readonly isVaultLost?: boolean
}

const defaultCachedKeys = 10_000
const rotationPage = 500

// No part has a NUL inside, so that no two units have the same text.
const textOfUnit = ({ subject, class: of, scope }: Unit): string => `${of}\0${subject}\0${scope}`

/**
 * Opens a vault for a log. It refuses a vault of another log; an empty one for a log with sealed values; one whose keys lie under a key encryption key that is not handed
 * in, for it would go on under a second one; and one that has seen more erasures than the log holds unless that is known to be
 * a copy that was put back.
 */
export const openVault =
  ({
    rows,
    kek,
    olderKeks = [],
    cachedKeys = defaultCachedKeys,
    isLogRestored = false,
    isVaultLost = false,
  }: VaultOptions) =>
  (store: EventStore): TaskEither<VaultOpenError, KeyVault> =>
  async () => {
    const keks = [kek, ...olderKeks] as const
    const bound = await rows.bind(store.logId)()
    if (E.isLeft(bound)) return bound
    if (bound.right !== store.logId) {
      return E.left({ _tag: 'OtherLog', found: bound.right, asked: store.logId })
    }
    const fitting = await fittingKeks(rows, keks)
    if (E.isLeft(fitting)) return fitting
    const known = isVaultLost ? E.right(undefined) : await knownToLog(store, rows)
    if (E.isLeft(known)) return known
    const ready = await readyIndex(store, rows, isLogRestored)
    if (E.isLeft(ready)) return ready
    if (isLogRestored) {
      const given = await giveBack(store, rows)
      if (E.isLeft(given)) return given
    }
    const vault = vaultOn(store, rows, keks, cachedKeys)
    const caught = await vault.catchUp()
    return E.isLeft(caught) ? caught : E.right(vault)
  }

// Looks at the vault's own secrets, and at one key that does not lie under the first of these: it tells of another one.
const fittingKeks = async (
  rows: VaultRows,
  keks: readonly [Kek, ...ReadonlyArray<Kek>],
): Promise<E.Either<VaultError | WrongKek, void>> => {
  const secrets = await rows.secrets()
  if (E.isLeft(secrets)) return secrets
  const others = await rows.notUnder(keks[0].id, 1)()
  if (E.isLeft(others)) return others
  const kept = [...secrets.right.map((one) => ({ ...one, keyId: one.name })), ...others.right]
  const strange = kept.find(({ kekId }) => !keks.some(({ id }) => id === kekId))
  return strange === undefined
    ? E.right(undefined)
    : E.left({ _tag: 'WrongKek', keyId: strange.keyId, kekId: strange.kekId })
}

// A vault that has been used has a secret or a key, or has seen the fence by which its keys were destroyed.
const isEmpty = async (rows: VaultRows): Promise<E.Either<VaultError, boolean>> => {
  const secrets = await rows.secrets()
  if (E.isLeft(secrets)) return secrets
  const keys = await rows.notUnder('', 1)()
  if (E.isLeft(keys)) return keys
  return E.map(
    (seen: unknown) => secrets.right.length + keys.right.length === 0 && seen === undefined,
  )(await rows.seen())
}

const knownToLog = async (
  store: EventStore,
  rows: VaultRows,
): Promise<E.Either<VaultError | VaultIsNew, void>> => {
  const empty = await isEmpty(rows)
  if (E.isLeft(empty) || !empty.right) return E.map(() => undefined)(empty)
  const sealed = await firstSealed(store)
  if (E.isLeft(sealed)) return sealed
  const position = sealed.right
  if (position === undefined) return E.right(undefined)
  // Asked again: another process may have begun both in between, and it makes keys before it appends.
  const still = await isEmpty(rows)
  if (E.isLeft(still) || !still.right) return E.map(() => undefined)(still)
  return E.left({ _tag: 'VaultIsNew', vaultId: rows.vaultId, position })
}

// An index that is ahead of its log was made of events that are gone: it would pass over those that come in their places.
const readyIndex = async (
  store: EventStore,
  rows: VaultRows,
  isLogRestored: boolean,
): Promise<E.Either<VaultError, void>> => {
  const through = await rows.indexedThrough()
  if (E.isLeft(through)) return through
  const head = await store.head()
  if (E.isLeft(head)) return E.left({ _tag: 'VaultBehindLog', reason: head.left.reason })
  return isLogRestored || through.right > head.right ? rows.emptyIndex() : E.right(undefined)
}

type SealingAnswer = E.Either<VaultError | KeyError | SubjectErased, ReadonlyArray<UsableKey>>
type OpeningAnswer = E.Either<VaultError, ReadonlyMap<string, FoundKey>>

const vaultOn = (
  store: EventStore,
  rows: VaultRows,
  keks: ReadonlyArray<Kek>,
  cachedKeys: number,
): KeyVault => {
  const { vaultId } = rows
  const keyring = keyringOf(vaultId, keks)
  // Unwrapped keys by name, and the name of the living key of a unit. Both are dropped whole when the fence moves.
  const byId = new Map<string, UsableKey>()
  const byUnit = new Map<string, UsableKey>()
  const secrets = new Map<string, KeyObject>()

  const forget = (): void => {
    byId.clear()
    byUnit.clear()
  }

  const remember = (key: UsableKey): UsableKey => {
    if (cachedKeys === 0) return key
    if (byId.size >= cachedKeys) forget()
    byId.set(key.keyId, key)
    return key
  }

  const catchUp = followFence(store, rows, forget)

  const usable = (row: KeyRow): E.Either<KeyError, UsableKey> => {
    const cached = byId.get(row.keyId)
    if (cached !== undefined) return E.right(cached)
    return E.map((dek: KeyObject) =>
      remember({
        _tag: 'UsableKey',
        keyId: row.keyId,
        unit: row.unit,
        key: encryptingKeyOf(dek),
      }),
    )(keyring.dekOf(row))
  }

  const newKey = (unit: Unit, generation: number): NewKey => {
    const { dek, row } = keyring.mint(unit, generation)
    // It is used at once, and only if the rows take it: what they answer decides which key is remembered.
    remember({ _tag: 'UsableKey', keyId: row.keyId, unit, key: encryptingKeyOf(dek) })
    return row
  }

  // The living key of every unit, those that are new made in one transaction. A generation that moved in between is tried
  // again with the new one.
  const standings = async (
    units: ReadonlyArray<Unit>,
  ): Promise<E.Either<VaultUnavailable, ReadonlyArray<UnitStanding>>> => {
    const found = await rows.byUnit(units)()
    if (E.isLeft(found)) return found
    const result = [...found.right]
    for (;;) {
      const lacking = [...result.entries()].filter(
        ([, { key, fenced }]) => key === undefined && fenced === undefined,
      )
      if (lacking.length === 0) return E.right(result)
      const minted = await rows.mint(
        lacking.map(([index, { generation }]) => newKey(units[index] as Unit, generation)),
      )()
      if (E.isLeft(minted)) return minted
      for (const [place, [index]] of lacking.entries()) {
        result[index] = minted.right[place] as UnitStanding
      }
    }
  }

  const keyFor = (
    unit: Unit,
    { key, fenced }: UnitStanding,
  ): E.Either<KeyError | SubjectErased, UsableKey> => {
    if (fenced !== undefined || key === undefined) {
      const { subject, class: of } = unit
      const erasureId = fenced?.erasureId ?? ''
      return E.left({ _tag: 'SubjectErased', subject, class: of, erasureId })
    }
    return usable(key)
  }

  const answerSealing = async (
    questions: ReadonlyArray<ReadonlyArray<Unit>>,
  ): Promise<ReadonlyArray<SealingAnswer>> => {
    const caught = await catchUp()
    if (E.isLeft(caught)) return questions.map(() => caught)
    const wanted = new Map<string, Unit>()
    for (const unit of questions.flat()) {
      const text = textOfUnit(unit)
      if (!byUnit.has(text)) wanted.set(text, unit)
    }
    const units = [...wanted.values()]
    const stood: E.Either<VaultUnavailable, ReadonlyArray<UnitStanding>> = units.length === 0
      ? E.right([])
      : await standings(units)
    if (E.isLeft(stood)) return questions.map(() => stood)
    const fresh = new Map(
      units.map((unit, index) => [
        textOfUnit(unit),
        keyFor(unit, stood.right[index] as UnitStanding),
      ]),
    )
    const answers = questions.map((asked): SealingAnswer => {
      const keys: UsableKey[] = []
      for (const unit of asked) {
        const text = textOfUnit(unit)
        const cached = byUnit.get(text)
        const key = cached === undefined ? fresh.get(text) : E.right(cached)
        if (key === undefined || E.isLeft(key)) return key as SealingAnswer
        keys.push(key.right)
      }
      return E.right(keys)
    })
    if (cachedKeys > 0) {
      if (byUnit.size + fresh.size > cachedKeys) byUnit.clear()
      for (const [text, key] of fresh) if (E.isRight(key)) byUnit.set(text, key.right)
    }
    return answers
  }

  const foundFor = (keyId: string, standing: KeyStanding | undefined): FoundKey => {
    if (standing === undefined) return { _tag: 'UnknownKey', keyId }
    const { row, fenced } = standing
    if (fenced !== undefined) return { _tag: 'DeadKey', keyId, unit: row?.unit, fenced }
    if (row === undefined) return { _tag: 'UnknownKey', keyId }
    return E.getOrElseW((error: KeyError) => error)(usable(row))
  }

  const answerOpening = async (
    questions: ReadonlyArray<ReadonlyArray<string>>,
  ): Promise<ReadonlyArray<OpeningAnswer>> => {
    const caught = await catchUp()
    if (E.isLeft(caught)) return questions.map(() => caught)
    const found = new Map<string, FoundKey>()
    const wanted: string[] = []
    for (const keyId of new Set(questions.flat())) {
      const cached = byId.get(keyId)
      if (cached === undefined) wanted.push(keyId)
      else found.set(keyId, cached)
    }
    if (wanted.length > 0) {
      const standing = await rows.byId(wanted)()
      if (E.isLeft(standing)) return questions.map(() => standing)
      for (const [index, keyId] of wanted.entries()) {
        found.set(keyId, foundFor(keyId, standing.right[index]))
      }
    }
    return questions.map(() => E.right(found))
  }

  const askSealing = inBatches(answerSealing)
  const askOpening = inBatches(answerOpening)

  const secret = async (name: string): Promise<E.Either<VaultError | KeyError, KeyObject>> => {
    const cached = secrets.get(name)
    if (cached !== undefined) return E.right(cached)
    const kept = await rows.keepSecrets([keyring.newSecret(name)], false)()
    if (E.isLeft(kept)) return kept
    const row = kept.right.find((one) => one.name === name)
    if (row === undefined) return E.left({ _tag: 'KeyLost', keyId: name })
    const opened = keyring.openSecret(row)
    if (E.isRight(opened)) secrets.set(name, opened.right)
    return opened
  }

  const rotateSecrets = async (next: Kek): Promise<E.Either<VaultError | KeyError, void>> => {
    const all = await rows.secrets()
    if (E.isLeft(all)) return all
    const moved: NamedSecret[] = []
    for (const row of all.right.filter(({ kekId }) => kekId !== next.id)) {
      const one = keyring.rewrappedSecret(row, next)
      if (E.isLeft(one)) return one
      moved.push(one.right)
    }
    const kept = await rows.keepSecrets(moved, true)()
    return E.isLeft(kept) ? kept : E.right(undefined)
  }

  const rotate = async (next: Kek): Promise<E.Either<VaultError | KeyError, number>> => {
    const caught = await catchUp()
    if (E.isLeft(caught)) return caught
    // From now on new keys lie under the next one, so that the last page is the end.
    keyring.use(next)
    const secretsMoved = await rotateSecrets(next)
    if (E.isLeft(secretsMoved)) return secretsMoved
    let count = 0
    for (;;) {
      const page = await rows.notUnder(next.id, rotationPage)()
      if (E.isLeft(page)) return page
      if (page.right.length === 0) {
        keyring.dropOlder()
        return E.right(count)
      }
      const moved: NewKey[] = []
      for (const row of page.right) {
        const one = keyring.rewrapped(row, next)
        if (E.isLeft(one)) return one
        moved.push(one.right)
      }
      const written = await rows.rewrap(moved)()
      if (E.isLeft(written)) return written
      count += written.right
    }
  }

  return {
    vaultId,
    logId: store.logId,
    rows,
    sealingKeys: (units) => () => askSealing(units),
    openingKeys: (keyIds) => () => askOpening(keyIds),
    catchUp,
    destroyedBy: (erasureId) => async () => {
      const caught = await catchUp()
      return E.isLeft(caught) ? caught : rows.destroyedBy(erasureId)()
    },
    rotate: (next) => () => rotate(next),
    kekId: keyring.kekId,
    secret: (name) => () => secret(name),
  }
}
