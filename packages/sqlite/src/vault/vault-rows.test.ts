// What a vault leaves on the disk, and what the files of a vault are.
import { randomBytes } from 'node:crypto'
import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { newId } from '@patina/eventsourcing'
import type { NewKey, VaultRows } from '@patina/privacy/shell'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { left, right, sql, temporaryFolder } from '../arbitraries.js'
import { openFile } from '../file/open-file.js'
import { openEventStore, openVaultRows } from '../index.js'
import { vaultMigrations } from '../migrations/index.js'
import { vaultKind, vaultRowsOn } from './vault-rows.js'

const folder = temporaryFolder()
let files = 0
const newFile = (): string => join(folder, `vault-${files++}.db`)

const newKey = (subject: string): NewKey => ({
  keyId: randomBytes(32).toString('base64url'),
  unit: { subject, class: 'contact', scope: 'one' },
  generation: 0,
  kekId: 'kek',
  wrapped: new Uint8Array(randomBytes(60)),
})

// A house of 300, of whom every third is erased; some move to another key encryption key in between.
const liveThrough = async (
  rows: VaultRows,
): Promise<{
  readonly goneKeys: ReadonlyArray<Uint8Array>
  readonly goneTokens: ReadonlyArray<Uint8Array>
  readonly here: ReadonlyArray<Uint8Array>
}> => {
  const keys = Array.from({ length: 300 }, (_, index) => newKey(`s${index}`))
  await right(rows.mint(keys))
  const tokens = keys.map(() => new Uint8Array(randomBytes(32)))
  await right(
    rows.index(
      '1',
      keys.map(({ unit }, index) => ({ kind: 'phone', token: tokens[index] as Uint8Array, unit })),
      [],
    ),
  )
  const rewrapped = keys.slice(0, 90).map((key) => ({
    ...key,
    kekId: 'next',
    wrapped: new Uint8Array(randomBytes(60)),
  }))
  expect(await right(rows.rewrap(rewrapped))).toBe(90)
  const erased = keys.filter((_, index) => index % 3 === 0)
  const step = {
    step: 'fence',
    erasureId: newId(),
    why: 'due',
    at: 'now',
    parts: erased.map(({ unit }) => ({ subject: unit.subject, class: unit.class, generation: 0 })),
  } as const
  expect(await right(rows.carryOut(undefined, { revision: 0, id: newId() }, [step], []))).toBe(true)
  const isGone = (index: number): boolean => index % 3 === 0
  const now = [...rewrapped, ...keys.slice(90)]
  return {
    goneKeys: [
      ...now.filter((_, index) => isGone(index)).map(({ wrapped }) => wrapped),
      ...keys.slice(0, 90).map(({ wrapped }) => wrapped),
    ],
    goneTokens: tokens.filter((_, index) => isGone(index)),
    here: [
      ...now.filter((_, index) => !isGone(index)).map(({ wrapped }) => wrapped),
      ...tokens.filter((_, index) => !isGone(index)),
    ],
  }
}

const foundBeside = (file: string, needles: ReadonlyArray<Uint8Array>): number => {
  const name = file.slice(folder.length + 1)
  const bytes = readdirSync(folder)
    .filter((one) => one.startsWith(name))
    .map((one) => readFileSync(join(folder, one)))
  return needles.filter((needle) => bytes.some((all) => all.includes(Buffer.from(needle)))).length
}

const pieceLength = 12
// Every piece of these bytes, as text of one character a byte.
const piecesOf = (bytes: Uint8Array): ReadonlyArray<string> => {
  const text = Buffer.from(bytes).toString('latin1')
  return Array.from({ length: text.length - pieceLength + 1 }, (_, at) =>
    text.slice(at, at + pieceLength),
  )
}
const below = (limit: number): number => Math.floor(Math.random() * limit)

// People of every length come and go for a while, so that SQLite lays out many pages anew.
const comeAndGo = async (rows: VaultRows): Promise<ReadonlyArray<Uint8Array>> => {
  const gone: Array<Uint8Array> = []
  let here: Array<NewKey> = []
  let seen: { readonly revision: number; readonly id: string } | undefined
  for (let day = 0; day < 12; day++) {
    const come = Array.from({ length: 10 + below(120) }, () => ({
      ...newKey(`${newId()}${'s'.repeat(below(60))}`),
      kekId: 'k'.repeat(1 + below(30)),
    }))
    const atOnce = 1 + below(20)
    for (let at = 0; at < come.length; at += atOnce) {
      await right(rows.mint(come.slice(at, at + atOnce)))
    }
    const goes = [...here, ...come].map((key) => ({ key, isGoing: Math.random() < 0.3 }))
    here = goes.filter(({ isGoing }) => !isGoing).map(({ key }) => key)
    const going = goes.filter(({ isGoing }) => isGoing).map(({ key }) => key)
    for (let at = 0; at < going.length; at += atOnce) {
      const parts = going
        .slice(at, at + atOnce)
        .map(({ unit }) => ({ subject: unit.subject, class: unit.class, generation: 0 }))
      const next = { revision: (seen?.revision ?? -1) + 1, id: newId() }
      const step = { step: 'fence', erasureId: newId(), why: 'due', at: 'now', parts } as const
      expect(await right(rows.carryOut(seen, next, [step], []))).toBe(true)
      seen = next
    }
    gone.push(...going.map(({ wrapped }) => wrapped))
  }
  return gone
}

describe('the file of a vault', () => {
  test('holds no piece of a destroyed key, however its pages were laid out anew meanwhile [R12]', async () => {
    for (let round = 0; round < 4; round++) {
      const file = newFile()
      const rows = await right(openVaultRows(file))
      const pieces = new Set((await comeAndGo(rows)).flatMap(piecesOf))
      expect(pieces.size).toBeGreaterThan(1_000)
      expect(piecesOf(readFileSync(file)).filter((piece) => pieces.has(piece))).toEqual([])
      await rows.close()
    }
  }, 120_000)

  test('holds no byte of a key that was destroyed, while it is open and after it is closed, and of no token then [R12]', async () => {
    const file = newFile()
    const rows = await right(openVaultRows(file))
    const { goneKeys, goneTokens, here } = await liveThrough(rows)
    expect(foundBeside(file, goneKeys)).toBe(0)
    expect(foundBeside(file, here)).toBe(here.length)
    await rows.close()
    expect(foundBeside(file, [...goneKeys, ...goneTokens])).toBe(0)
    expect(readdirSync(folder).filter((name) => name.startsWith('vault-0.db'))).toEqual([
      'vault-0.db',
    ])
  })

  test('is written anew when it is closed or opened after an erasure, so that no copy of a token is left [R12]', async () => {
    const file = newFile()
    const rows = await right(openVaultRows(file))
    const { goneTokens } = await liveThrough(rows)
    const pieces = new Set(goneTokens.flatMap(piecesOf))
    const owed = (of: string) => sql(of, "SELECT count(*) FROM meta WHERE name = 'sweep_owed'")
    const crashed = newFile()
    copyFileSync(file, crashed)
    expect(await owed(crashed)).toEqual([[1]])

    await rows.close()
    const again = await right(openVaultRows(crashed))
    for (const swept of [file, crashed]) {
      expect(await owed(swept)).toEqual([[0]])
      expect(await sql(swept, 'PRAGMA freelist_count')).toEqual([[0]])
      expect(piecesOf(readFileSync(swept)).filter((piece) => pieces.has(piece))).toEqual([])
    }
    await again.close()
  })

  test('takes over the keys of a vault of an older release, the destroyed ones as destroyed', async () => {
    const file = newFile()
    const older = { ...vaultKind, migrations: vaultMigrations.slice(0, 2) }
    const opened = await openFile(older, file, {}, E.right)
    if (E.isLeft(opened)) throw new Error(JSON.stringify(opened.left))
    const insert = opened.right.database.change('INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    const keys = Array.from({ length: 50 }, (_, index) => newKey(`s${index}`))
    const isGone = (index: number): boolean => index % 7 === 0
    keys.forEach(({ keyId, unit, kekId, wrapped }, index) => {
      const columns = [keyId, unit.subject, unit.class, unit.scope, 0, kekId] as const
      insert.run(...columns, isGone(index) ? null : wrapped, isGone(index) ? 'erasure' : null)
    })
    opened.right.database.close()

    const rows = await right(openVaultRows(file))
    const standings = await right(rows.byId(keys.map(({ keyId }) => keyId)))
    expect(standings.map((standing) => standing?.row)).toEqual(
      keys.map((key, index) => (isGone(index) ? { ...key, wrapped: undefined } : key)),
    )
    expect(await right(rows.destroyedBy('erasure'))).toHaveLength(8)
    await rows.close()
  })

  test('would hold many if it were kept like the log: the search finds them', async () => {
    const file = newFile()
    const { isForgetful: _, ...careless } = vaultKind
    const opened = await openFile(careless, file, {}, E.right)
    if (E.isLeft(opened)) throw new Error(JSON.stringify(opened.left))
    const { goneTokens } = await liveThrough(vaultRowsOn(opened.right))
    expect(foundBeside(file, goneTokens)).toBeGreaterThan(50)
    opened.right.database.close()
  })

  test('is not taken for a log or for views, nor they for it', async () => {
    const file = newFile()
    await (await right(openVaultRows(file))).close()
    expect(await left(openEventStore(file))).toMatchObject({ reason: 'other-application' })
  })

  test('says that it is closed, and keeps its name and what it has seen', async () => {
    const file = newFile()
    const rows = await right(openVaultRows(file))
    const seen = { revision: 7, id: newId() }
    await right(rows.carryOut(undefined, seen, [], []))
    await rows.close()
    await rows.close()
    expect(await left(rows.seen)).toEqual({ _tag: 'VaultUnavailable', reason: 'closed' })
    expect(await left(rows.mint([newKey('a')]))).toEqual({
      _tag: 'VaultUnavailable',
      reason: 'closed',
    })
    const again = await right(openVaultRows(file))
    expect(again.vaultId).toBe(rows.vaultId)
    expect(await right(again.seen)).toEqual(seen)
    await again.close()
    expect(await sql(file, 'PRAGMA journal_mode')).toEqual([['delete']])
  })

  test('grants one living key to a unit, whoever writes', async () => {
    const file = newFile()
    await (await right(openVaultRows(file))).close()
    const insert = (keyId: string, at: number) =>
      `INSERT INTO keys (key_id, subject, class, scope, generation, kek_id, place)
       VALUES ('${keyId}', 's', 'contact', 'x', 0, 'k', ${at})`
    await sql(file, insert('one', 1))
    await expect(sql(file, insert('two', 2))).rejects.toThrow(/UNIQUE/)
  })
})

describe('a backup of a vault', () => {
  test('is the vault of one moment, made while it is open and written to', async () => {
    const rows = await right(openVaultRows(newFile()))
    expect(await right(rows.bind('log-1'))).toBe('log-1')
    const keys = Array.from({ length: 400 }, (_, index) => newKey(`s${index}`))
    await right(rows.mint(keys))
    const [erased, later] = [keys[0] as NewKey, newKey('later')]
    const { unit } = erased
    const parts = [{ subject: unit.subject, class: unit.class, generation: 0 }]
    const step = { step: 'fence', erasureId: newId(), why: 'due', at: 'now', parts } as const
    await right(rows.carryOut(undefined, { revision: 0, id: newId() }, [step], []))
    const copy = newFile()
    const [backup] = await Promise.all([right(rows.backup(copy)), right(rows.mint([later]))])
    expect(backup).toStrictEqual({ file: copy, bytes: readFileSync(copy).length })
    expect(await left(rows.backup(copy))).toMatchObject({ reason: 'target-exists' })

    const restored = await right(openVaultRows(copy))
    expect(restored.vaultId).toBe(rows.vaultId)
    expect(await right(restored.bind('another log'))).toBe('log-1')
    const ids = keys.map(({ keyId }) => keyId)
    expect(await right(restored.byId(ids))).toEqual(await right(rows.byId(ids)))
    expect(readFileSync(copy).includes(Buffer.from(erased.wrapped as Uint8Array))).toBe(false)
    await restored.close()
    await rows.close()
    expect(await left(rows.backup(newFile()))).toMatchObject({ reason: 'closed' })
  })
})
