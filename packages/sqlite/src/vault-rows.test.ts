// What a vault leaves on the disk, and what the files of a vault are.
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { newId } from '@patina/eventsourcing'
import type { NewKey, VaultRows } from '@patina/privacy/shell'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { left, right, sql, temporaryFolder } from './arbitraries.js'
import { openEventStore, openVaultRows } from './index.js'
import { openFile } from './open-file.js'
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
  readonly gone: ReadonlyArray<Uint8Array>
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
    gone: [
      ...now.filter((_, index) => isGone(index)).map(({ wrapped }) => wrapped),
      ...keys.slice(0, 90).map(({ wrapped }) => wrapped),
      ...tokens.filter((_, index) => isGone(index)),
    ],
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

describe('the file of a vault', () => {
  test('holds no byte of a key or a token that was destroyed, while it is open and after it is closed [R12]', async () => {
    const file = newFile()
    const rows = await right(openVaultRows(file))
    const { gone, here } = await liveThrough(rows)
    expect(foundBeside(file, gone)).toBe(0)
    expect(foundBeside(file, here)).toBe(here.length)
    await rows.close()
    expect(foundBeside(file, gone)).toBe(0)
    expect(readdirSync(folder).filter((name) => name.startsWith('vault-0.db'))).toEqual([
      'vault-0.db',
    ])
  })

  test('would hold many if it were kept like the log: the search finds them', async () => {
    const file = newFile()
    const { isForgetful: _, ...careless } = vaultKind
    const opened = await openFile(careless, file, {}, E.right)
    if (E.isLeft(opened)) throw new Error(JSON.stringify(opened.left))
    const { gone } = await liveThrough(vaultRowsOn(opened.right))
    expect(foundBeside(file, gone)).toBeGreaterThan(50)
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
    const insert = (keyId: string) =>
      `INSERT INTO keys (key_id, subject, class, scope, generation, kek_id, wrapped)
       VALUES ('${keyId}', 's', 'contact', 'x', 0, 'k', x'00')`
    await sql(file, insert('one'))
    await expect(sql(file, insert('two'))).rejects.toThrow(/UNIQUE/)
  })
})
