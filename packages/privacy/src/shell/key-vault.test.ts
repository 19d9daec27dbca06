// What the vault makes of rows that somebody changed, and how often it asks for them.
import {
  beforeFirst,
  type EventStore,
  inMemoryEventStore,
  newId,
  streamName,
} from '@patina/eventsourcing'
import * as fc from 'fast-check'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { type Guest, left, newHouse, right } from '../arbitraries.js'
import { retentionClasses } from '../retention.js'
import { inMemoryVaultRows, openVault, type Unit, type VaultRows } from './index.js'
import type { KeyRow, KeyStanding } from './vault-rows.js'

const unit = (subject: string): Unit => ({ subject, class: 'identity', scope: '' })

const withRows = (rows: VaultRows, change: (row: KeyRow) => KeyRow): VaultRows => ({
  ...rows,
  byId: (keyIds) =>
    TE.map((found: ReadonlyArray<KeyStanding | undefined>) =>
      found.map((one) => (one?.row === undefined ? one : { ...one, row: change(one.row) })),
    )(rows.byId(keyIds)),
})

describe('a row of a key', () => {
  test('that was changed in any column gives no key [R7]', async () => {
    const house = await newHouse({ cachedKeys: 0 })
    const [key] = await right(house.vault.sealingKeys([unit('a')]))
    const [other] = await right(house.vault.sealingKeys([unit('b')]))
    const keyId = key?.keyId ?? ''
    const [stranger] = await right(house.rows.byId([other?.keyId ?? '']))
    const tryWith = async (change: (row: KeyRow) => KeyRow): Promise<string | undefined> => {
      const rows = withRows(house.rows, change)
      const vault = await right(openVault({ rows, kek: house.kek })(house.store))
      return (await right(vault.openingKeys([keyId]))).get(keyId)?._tag
    }
    expect(await tryWith((row) => row)).toBe('UsableKey')
    const changes = fc.oneof(
      fc.uuid().map((subject) => (row: KeyRow) => ({ ...row, unit: { ...row.unit, subject } })),
      fc
        .constantFrom(...retentionClasses.filter((of) => of !== 'identity'))
        .map((of) => (row: KeyRow) => ({ ...row, unit: { ...row.unit, class: of } })),
      fc
        .string({ minLength: 1 })
        .map((scope) => (row: KeyRow) => ({ ...row, unit: { ...row.unit, scope } })),
      fc.integer({ min: 1, max: 9 }).map((generation) => (row: KeyRow) => ({ ...row, generation })),
      fc.constant((row: KeyRow) => ({ ...row, kekId: 'other' })),
      fc.constant((row: KeyRow) => ({ ...row, wrapped: stranger?.row?.wrapped })),
      fc.tuple(fc.nat({ max: 59 }), fc.nat({ max: 7 })).map(([byte, bit]) => (row: KeyRow) => {
        const wrapped = Uint8Array.from(row.wrapped ?? [])
        wrapped[byte] = (wrapped[byte] as number) ^ (1 << bit)
        return { ...row, wrapped }
      }),
    )
    await fc.assert(
      fc.asyncProperty(changes, async (change) => {
        expect(await tryWith(change)).toMatch(/^(KeyRowDamaged|WrongKek|WrongKey)$/)
      }),
    )
  })
})

describe('a vault', () => {
  test('asks the rows once for all the keys of a page of events, and not again for those it knows [R15]', async () => {
    const house = await newHouse()
    let asked = 0
    const counting: VaultRows = {
      ...inMemoryVaultRows(),
      ...house.rows,
      byId: (keyIds) => {
        asked++
        return house.rows.byId(keyIds)
      },
    }
    const units = Array.from({ length: 20 }, () => unit(newId()))
    const keys = await right(house.vault.sealingKeys(units))
    const vault = await right(openVault({ rows: counting, kek: house.kek })(house.store))
    const names = keys.map(({ keyId }) => keyId)
    await Promise.all(names.map((name) => right(vault.openingKeys([name, ...names]))))
    expect(asked).toBe(1)
    await right(vault.openingKeys(names))
    expect(asked).toBe(1)
  })

  test('makes the keys of those who come together in one transaction', async () => {
    const house = await newHouse()
    let minted = 0
    const rows: VaultRows = {
      ...house.rows,
      mint: (keys) => {
        minted++
        return house.rows.mint(keys)
      },
    }
    const vault = await right(openVault({ rows, kek: house.kek })(house.store))
    const units = Array.from({ length: 64 }, () => unit(newId()))
    const keys = await Promise.all(units.map((one) => right(vault.sealingKeys([one]))))
    expect(minted).toBe(1)
    expect(new Set(keys.flat().map(({ keyId }) => keyId)).size).toBe(64)
  })

  test('drops what it remembers when it learns of an erasure, whoever began it', async () => {
    const house = await newHouse()
    const [key] = await right(house.vault.sealingKeys([unit('guest')]))
    const keyId = key?.keyId ?? ''
    await right(house.vault.openingKeys([keyId]))
    const second = await newHouse({ store: house.store, rows: house.rows, kek: house.kek })
    await second.erase('guest')
    expect((await right(house.vault.openingKeys([keyId]))).get(keyId)?._tag).toBe('DeadKey')
  })

  test('does not say which keys an erasure has emptied while it cannot read the log', async () => {
    const house = await newHouse()
    const [key] = await right(house.vault.sealingKeys([unit('guest')]))
    let isLocked = false
    const locked = { _tag: 'StoreUnavailable', reason: 'locked', outcome: 'not-written' } as const
    const store: EventStore = {
      ...house.store,
      readStream: (...asked) => (isLocked ? TE.left(locked) : house.store.readStream(...asked)),
    }
    const vault = await right(openVault({ rows: house.rows, kek: house.kek })(store))
    const erasureId = await house.erase('guest')
    isLocked = true
    expect(await left(vault.destroyedBy(erasureId))).toMatchObject({ reason: 'locked' })
    isLocked = false
    expect(await right(vault.destroyedBy(erasureId))).toEqual([key?.keyId])
  })
})

describe('a vault without a key', () => {
  const guest = (): Guest => ({
    guestId: newId(),
    phoneId: newId(),
    name: 'Guest Example',
    phone: '51000000',
  })

  test('is not opened for a log that holds sealed values: its path may be misspelt', async () => {
    const house = await newHouse()
    const stream = await house.register(guest())
    const rows = inMemoryVaultRows()
    const { events } = await right(house.store.readAll(beforeFirst, 100))
    expect(await left(openVault({ rows, kek: house.kek })(house.store))).toEqual({
      _tag: 'VaultIsNew',
      vaultId: rows.vaultId,
      position: events.find((event) => event.stream === stream)?.position,
    })
    // The right one still opens.
    await right(openVault({ rows: house.rows, kek: house.kek })(house.store))
  })

  test('that takes the place of a lost one is opened as such, and without a word once it has keys', async () => {
    const house = await newHouse()
    await house.register(guest())
    const rows = inMemoryVaultRows()
    const { store, kek } = house
    const vault = await right(openVault({ rows, kek, isVaultLost: true })(store))
    expect((await left(openVault({ rows, kek })(store)))._tag).toBe('VaultIsNew')
    await right(vault.sealingKeys([unit('somebody else')]))
    await right(openVault({ rows, kek })(store))
  })

  test('is opened for a log in which nothing is sealed, whatever else its events say', async () => {
    const store = inMemoryEventStore()
    const said = [
      '{"sealed":1}',
      '{"note":"a \\"sealed\\":1 of them","sealed":1}',
      '{"sealed":1,"al',
    ]
    for (const data of said) {
      const event = { id: newId(), type: 'Noted', data, metadata: '{}' }
      await right(store.append(streamName('note', newId()), 'none', [event]))
    }
    await newHouse({ store })
  })

  test('for its keys were all destroyed is opened as before', async () => {
    const house = await newHouse()
    const one = guest()
    await house.register(one)
    await house.erase(one.guestId)
    await right(house.vault.catchUp)
    await newHouse({ store: house.store, rows: house.rows, kek: house.kek })
  })

  test('is opened where another process has made the first key meanwhile', async () => {
    const house = await newHouse()
    const rows: VaultRows = { ...house.rows }
    const store: EventStore = {
      ...house.store,
      readAll: (after, limit) => async () => {
        // What is sealed now was not when the rows were looked at.
        if (after === beforeFirst) await house.register(guest())
        return house.store.readAll(after, limit)()
      },
    }
    await right(openVault({ rows, kek: house.kek })(store))
  })
})
