import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { describe } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { kekIdOf, secretOf } from './cipher.js'

/** A key encryption key: it wraps the keys in the vault, and is never kept beside them. */
export interface Kek {
  readonly id: string
  readonly key: KeyObject
}

/** There is no usable key encryption key where one was looked for. */
export interface KekUnavailable {
  readonly _tag: 'KekUnavailable'
  readonly from: 'file' | 'environment' | 'function'
  /** The path of the file, or the name of the variable. */
  readonly name?: string
  readonly reason: 'not-found' | 'not-readable' | 'not-32-bytes'
  /** Where it is not 32 bytes: how long what was found is, and nothing else of it. */
  readonly found?: string
}

type Place = Pick<KekUnavailable, 'from' | 'name'>

const keyBytes = 32
const characters = 43

const kekOf = (
  place: Place,
  bytes: Buffer,
  found = `${bytes.length} bytes`,
): E.Either<KekUnavailable, Kek> => {
  if (bytes.length !== keyBytes) {
    bytes.fill(0)
    return E.left({ _tag: 'KekUnavailable', ...place, reason: 'not-32-bytes', found })
  }
  const key = secretOf(bytes)
  return E.right({ id: kekIdOf(key), key })
}

// 43 characters and nothing else around them but blanks; read again, or a typing error would be another key.
const fromText = (text: string): Buffer => {
  const trimmed = text.trim()
  const bytes = Buffer.from(trimmed, 'base64url')
  return trimmed.length === characters && bytes.toString('base64url') === trimmed
    ? Buffer.from(bytes)
    : Buffer.alloc(0)
}

/** A key from a file: 32 bytes as they are, or as base64url text of 43 characters. */
export const kekFromFile =
  (path: string): TaskEither<KekUnavailable, Kek> =>
  async () => {
    const place = { from: 'file', name: path } as const
    let bytes: Buffer
    try {
      bytes = await readFile(path)
    } catch (error) {
      const isMissing = (error as { readonly code?: unknown }).code === 'ENOENT'
      const reason = isMissing ? 'not-found' : 'not-readable'
      return E.left({ _tag: 'KekUnavailable', ...place, reason })
    }
    if (bytes.length === keyBytes) return kekOf(place, bytes)
    const decoded = fromText(bytes.toString('latin1'))
    bytes.fill(0)
    return kekOf(place, decoded, `${bytes.length} bytes`)
  }

/** A key from a variable of the environment: base64url text of 43 characters. The variable stays where it is. */
export const kekFromEnvironment =
  (
    name: string,
    environment: Readonly<Record<string, string | undefined>> = process.env,
  ): TaskEither<KekUnavailable, Kek> =>
  () => {
    const place = { from: 'environment', name } as const
    const text = environment[name]
    return Promise.resolve(
      text === undefined
        ? E.left({ _tag: 'KekUnavailable', ...place, reason: 'not-found' } as const)
        : kekOf(place, fromText(text), describe(text.trim())),
    )
  }

/** A key that a function fetches, from a key service for instance: 32 bytes, which are zeroed when they were taken over. */
export const kekFromFunction =
  (fetchKey: () => Promise<Uint8Array>): TaskEither<KekUnavailable, Kek> =>
  async () => {
    try {
      const bytes = await fetchKey()
      const own = Buffer.from(bytes)
      bytes.fill(0)
      return kekOf({ from: 'function' }, own)
    } catch {
      return E.left({ _tag: 'KekUnavailable', from: 'function', reason: 'not-readable' })
    }
  }
