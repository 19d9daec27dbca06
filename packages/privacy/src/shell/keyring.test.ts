// What rows of keys and secrets give when they are not what they were, and what is left of a key in memory.
import type { KeyObject } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { newKek } from '../arbitraries.js'
import { keyIdOf, randomSecret, secretOf, wrap } from './cipher.js'
import { keyringOf } from './keyring.js'
import type { KeyRow, Unit } from './vault-rows.js'

const vaultId = 'vault-1'
const unit: Unit = { subject: 'a', class: 'identity', scope: '' }

// What `export` of a secret is called on is no public class.
interface Exporting {
  export: () => Buffer
}

const nameOf = (opened: E.Either<{ readonly _tag: string }, KeyObject>): string =>
  E.isRight(opened) ? keyIdOf(opened.right) : opened.left._tag

afterEach(() => {
  vi.restoreAllMocks()
})

describe('a keyring', () => {
  test('refuses a key that was properly wrapped under the name of another one', async () => {
    const kek = await newKek()
    const keyring = keyringOf(vaultId, [kek])
    const { dek, row } = keyring.mint(unit, 1)
    const bound = ['patina/wrap/v1', vaultId, row.keyId, 'a', 'identity', '', '1', kek.id]
    const wrappedAs = (bytes: Buffer): KeyRow => ({ ...row, wrapped: wrap(kek.key, bound, bytes) })
    expect(nameOf(keyring.dekOf(wrappedAs(dek.export())))).toBe(row.keyId)
    expect(nameOf(keyring.dekOf(wrappedAs(randomSecret())))).toBe('WrongKey')
  })

  test('opens a secret under its own name, in its own vault, and nowhere else', async () => {
    const kek = await newKek()
    const keyring = keyringOf(vaultId, [kek])
    const secret = keyring.newSecret('index/phone')
    expect(nameOf(keyring.openSecret(secret))).toHaveLength(43)
    expect(nameOf(keyring.openSecret({ ...secret, name: 'index/email' }))).toBe('KeyRowDamaged')
    expect(nameOf(keyringOf('vault-2', [kek]).openSecret(secret))).toBe('KeyRowDamaged')
    expect(nameOf(keyringOf(vaultId, [await newKek()]).openSecret(secret))).toBe('WrongKek')
  })

  test('opens what lies under any former key until those are dropped', async () => {
    const [first, second, third] = await Promise.all([newKek(), newKek(), newKek()])
    const keyring = keyringOf(vaultId, [first])
    const minted = keyring.mint(unit, 1)
    const secret = keyring.newSecret('index/phone')
    keyring.use(second)
    keyring.use(third)
    keyring.use(third)
    expect(keyring.kekId()).toBe(third.id)
    expect(nameOf(keyring.dekOf(minted.row))).toBe(minted.row.keyId)
    expect(nameOf(keyring.openSecret(secret))).toHaveLength(43)
    keyring.dropOlder()
    expect(nameOf(keyring.dekOf(minted.row))).toBe('WrongKek')
    expect(nameOf(keyring.openSecret(secret))).toBe('WrongKek')
    expect(keyring.mint(unit, 2).row.kekId).toBe(third.id)
  })

  test('puts the same key and the same secret under the next one, which alone opens them', async () => {
    const [first, second] = await Promise.all([newKek(), newKek()])
    const keyring = keyringOf(vaultId, [first])
    const { row } = keyring.mint(unit, 1)
    const secret = keyring.newSecret('index/phone')
    const alone = keyringOf(vaultId, [second])
    const opened = [E.map(alone.dekOf)(keyring.rewrapped(row, second))]
      .concat(E.map(alone.openSecret)(keyring.rewrappedSecret(secret, second)))
      .map(E.flatten)
      .map(nameOf)
    expect(opened).toEqual([row.keyId, nameOf(keyring.openSecret(secret))])
  })

  test('leaves no bytes of a key in memory that it took out to wrap', async () => {
    const secrets = Object.getPrototypeOf(secretOf(randomSecret())) as Exporting
    const exporting = vi.spyOn(secrets, 'export')
    const [first, second] = await Promise.all([newKek(), newKek()])
    const keyring = keyringOf(vaultId, [first])
    keyring.rewrapped(keyring.mint(unit, 1).row, second)
    keyring.rewrappedSecret(keyring.newSecret('index/phone'), second)
    const taken = exporting.mock.results.map(({ value }) => (value as Buffer).toString('hex'))
    expect(taken).toEqual(['00'.repeat(32), '00'.repeat(32)])
  })
})
