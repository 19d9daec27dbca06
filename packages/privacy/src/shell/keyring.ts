// Keys as they lie in the rows of a vault: wrapped under a key encryption key, and bound to all that the row says of them.
import type { KeyObject } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { keyIdOf, randomSecret, secretOf, unwrap, wrap } from './cipher.js'
import type { KeyError } from './errors.js'
import type { Kek } from './kek.js'
import type { KeyRow, NamedSecret, NewKey, Unit } from './vault-rows.js'

/** Wraps and unwraps the keys and secrets of one vault. Bytes of keys are wiped as soon as they are wrapped. */
export interface Keyring {
  /** The name of the key encryption key that new keys are wrapped under. */
  readonly kekId: () => string
  /** A new key of a unit, and its row. */
  readonly mint: (
    unit: Unit,
    generation: number,
  ) => { readonly dek: KeyObject; readonly row: NewKey }
  /** The data key of a row, checked against everything that the row says of it. */
  readonly dekOf: (row: KeyRow) => E.Either<KeyError, KeyObject>
  /** The same key under another key encryption key. */
  readonly rewrapped: (row: NewKey, next: Kek) => E.Either<KeyError, NewKey>
  /** A new secret of the vault's own. */
  readonly newSecret: (name: string) => NamedSecret
  readonly openSecret: (row: NamedSecret) => E.Either<KeyError, KeyObject>
  /** The same secret under another key encryption key. */
  readonly rewrappedSecret: (row: NamedSecret, next: Kek) => E.Either<KeyError, NamedSecret>
  /** From now on new keys lie under this one; the others still open what lies under them. */
  readonly use: (next: Kek) => void
  /** Nothing lies under the others any more. */
  readonly dropOlder: () => void
}

const boundOf = (
  vaultId: string,
  { keyId, unit, generation, kekId }: Omit<KeyRow, 'wrapped'>,
): ReadonlyArray<string> => [
  'patina/wrap/v1',
  vaultId,
  keyId,
  unit.subject,
  unit.class,
  unit.scope,
  String(generation),
  kekId,
]

const boundOfSecret = (
  vaultId: string,
  { name, kekId }: Omit<NamedSecret, 'wrapped'>,
): ReadonlyArray<string> => ['patina/secret/v1', vaultId, name, kekId]

const wrapped = (kek: Kek, bound: ReadonlyArray<string>, bytes: Buffer): Uint8Array => {
  const text = wrap(kek.key, bound, bytes)
  bytes.fill(0)
  return text
}

/** Wraps under the first of these; the others are former ones. */
export const keyringOf = (vaultId: string, keks: ReadonlyArray<Kek>): Keyring => {
  let [kek, ...older] = keks as [Kek, ...Kek[]]

  const kekOf = (kekId: string): Kek | undefined =>
    kek.id === kekId ? kek : older.find(({ id }) => id === kekId)

  const dekOf: Keyring['dekOf'] = (row) => {
    const { keyId, kekId, wrapped: text } = row
    if (text === undefined) return E.left({ _tag: 'KeyLost', keyId })
    const under = kekOf(kekId)
    if (under === undefined) return E.left({ _tag: 'WrongKek', keyId, kekId })
    const secret = unwrap(under.key, boundOf(vaultId, row), text)
    if (secret === undefined) return E.left({ _tag: 'KeyRowDamaged', keyId })
    const dek = secretOf(secret)
    // The name commits to the key: without this one ciphertext could open in two ways under two keys.
    return keyIdOf(dek) === keyId ? E.right(dek) : E.left({ _tag: 'WrongKey', keyId })
  }

  const openSecret: Keyring['openSecret'] = (row) => {
    const { name, kekId } = row
    const under = kekOf(kekId)
    if (under === undefined) return E.left({ _tag: 'WrongKek', keyId: name, kekId })
    const opened = unwrap(under.key, boundOfSecret(vaultId, row), row.wrapped)
    return opened === undefined
      ? E.left({ _tag: 'KeyRowDamaged', keyId: name })
      : E.right(secretOf(opened))
  }

  const secretUnder = (name: string, under: Kek, bytes: Buffer): NamedSecret => {
    const row = { name, kekId: under.id }
    return { ...row, wrapped: wrapped(under, boundOfSecret(vaultId, row), bytes) }
  }

  return {
    kekId: () => kek.id,
    mint: (unit, generation) => {
      const secret = randomSecret()
      const dek = secretOf(Buffer.from(secret))
      const key = { keyId: keyIdOf(dek), unit, generation, kekId: kek.id }
      return { dek, row: { wrapped: wrapped(kek, boundOf(vaultId, key), secret), ...key } }
    },
    dekOf,
    rewrapped: (row, next) =>
      E.map((dek: KeyObject): NewKey => {
        const moved = { ...row, kekId: next.id }
        return { ...moved, wrapped: wrapped(next, boundOf(vaultId, moved), dek.export()) }
      })(dekOf(row)),
    newSecret: (name) => secretUnder(name, kek, randomSecret()),
    openSecret,
    rewrappedSecret: (row, next) =>
      E.map((secret: KeyObject) => secretUnder(row.name, next, secret.export()))(openSecret(row)),
    use: (next) => {
      older = [kek, ...older]
      kek = next
    },
    dropOlder: () => {
      older = []
    },
  }
}
