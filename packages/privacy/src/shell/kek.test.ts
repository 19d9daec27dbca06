import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, test } from 'vitest'
import { left, right } from '../arbitraries.js'
import { kekFromEnvironment, kekFromFile, kekFromFunction } from './kek.js'

const folder = mkdtempSync(join(tmpdir(), 'patina-privacy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const fileOf = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => 200 - index))
const text = bytes.toString('base64url')

describe('a key encryption key', () => {
  test('is the same one from bytes, from text, from the environment and from a function', async () => {
    const fetched = Buffer.from(bytes)
    const keks = [
      await right(kekFromFile(fileOf('raw', bytes))),
      await right(kekFromFile(fileOf('text', `${text}\n`))),
      await right(kekFromEnvironment('KEK', { KEK: text })),
      await right(kekFromFunction(() => Promise.resolve(fetched))),
    ]
    expect(new Set(keks.map(({ id }) => id)).size).toBe(1)
    expect(fetched.equals(Buffer.alloc(32))).toBe(true)
    expect(JSON.stringify(keks)).not.toContain(text)
  })

  test('is none when it is missing, unreadable or has not 32 bytes', async () => {
    const problem = async (
      task: Parameters<typeof left<{ readonly reason: string }, unknown>>[0],
    ) => (await left(task)).reason
    expect(await problem(kekFromFile(join(folder, 'none')))).toBe('not-found')
    expect(await problem(kekFromFile(folder))).toBe('not-readable')
    for (const content of ['', 'short', `${text}A`, text.slice(1), `${text.slice(0, -1)}B`]) {
      expect(await problem(kekFromFile(fileOf('bad', content)))).toBe('not-32-bytes')
      expect(await problem(kekFromEnvironment('KEK', { KEK: content }))).toBe('not-32-bytes')
    }
    expect(await problem(kekFromEnvironment('KEK', {}))).toBe('not-found')
    expect(await problem(kekFromFunction(() => Promise.reject(new Error('no'))))).toBe(
      'not-readable',
    )
    expect(await problem(kekFromFunction(() => Promise.resolve(new Uint8Array(31))))).toBe(
      'not-32-bytes',
    )
  })

  test('says where it was looked for, and of what was found only how long it is', async () => {
    const path = fileOf('short', 'a secret of somebody')
    expect(await kekFromFile(path)()).toEqual(
      E.left({
        _tag: 'KekUnavailable',
        from: 'file',
        name: path,
        reason: 'not-32-bytes',
        found: '20 bytes',
      }),
    )
    expect(await kekFromEnvironment('SHOP_KEK', { SHOP_KEK: 'a secret' })()).toEqual(
      E.left({
        _tag: 'KekUnavailable',
        from: 'environment',
        name: 'SHOP_KEK',
        reason: 'not-32-bytes',
        found: 'text of 8 characters',
      }),
    )
    expect(await kekFromEnvironment('SHOP_KEK', {})()).toMatchObject({ left: { name: 'SHOP_KEK' } })
  })
})
