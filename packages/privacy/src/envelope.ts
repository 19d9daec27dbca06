import type { Problem } from '@patina/eventsourcing'
import { below, describe, isStreamName, isTellable, isUuid } from '@patina/eventsourcing'
import { isBucket } from './kind.js'

/**
 * A sealed value as it is stored. It carries the place that it was sealed for, and opens with that place only: stream,
 * event and `path`, a JSON Pointer (RFC 6901) into the data of the event. Binary is base64url without padding.
 */
export interface Envelope {
  readonly sealed: 1
  readonly alg: 'A256GCM'
  /** The name of the key, 32 bytes that follow from the key itself. */
  readonly key: string
  /** Kind and version: `mobile@1`. */
  readonly kind: string
  readonly stream: string
  readonly event: string
  readonly path: string
  /** 12 bytes. */
  readonly nonce: string
  /** Ciphertext and the tag of 16 bytes. */
  readonly box: string
}

const members = ['sealed', 'alg', 'key', 'kind', 'stream', 'event', 'path', 'nonce', 'box'] as const

const tagBytes = 16
const nonceCharacters = 16
const keyCharacters = 43

const base64url = /^[A-Za-z0-9_-]*$/
// The last character of a text whose length leaves 2 or 3 has bits that stand for nothing; they are zero in the one form
// that we write, or one value would have several texts.
const lastOfTwo = /[AQgw]$/
const lastOfThree = /[AEIMQUYcgkosw048]$/

/** Says whether a text is base64url without padding, in its one canonical form. */
const isBase64url = (text: string): boolean => {
  if (!base64url.test(text)) return false
  const left = text.length % 4
  return (
    left === 0 || (left === 2 && lastOfTwo.test(text)) || (left === 3 && lastOfThree.test(text))
  )
}

const bytesIn = (text: string): number => Math.floor((text.length * 3) / 4)

const isBinary = (value: unknown, characters: number): boolean =>
  typeof value === 'string' && value.length === characters && isBase64url(value)

const isBox = (value: unknown): boolean =>
  typeof value === 'string' && isBucket(bytesIn(value) - tagBytes) && isBase64url(value)

const isPath = (value: unknown): boolean =>
  typeof value === 'string' && value.startsWith('/') && value.isWellFormed()

const checks: Readonly<
  Record<(typeof members)[number], readonly [string, (value: unknown) => boolean]>
> = {
  sealed: ['1', (value) => value === 1],
  alg: ['"A256GCM"', (value) => value === 'A256GCM'],
  key: ['32 bytes in base64url', (value) => isBinary(value, keyCharacters)],
  kind: [
    'a kind and its version',
    (value) => typeof value === 'string' && /^[a-z][A-Za-z0-9]*@[1-9]\d*$/.test(value),
  ],
  stream: ['the name of a stream', isStreamName],
  event: ['a UUID in lower case', isUuid],
  path: ['a JSON Pointer', isPath],
  nonce: ['12 bytes in base64url', (value) => isBinary(value, nonceCharacters)],
  box: ['ciphertext of a padded size with its whole tag', isBox],
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Says whether a value is an envelope in the one form that we write. Whether it opens is another question. */
export const isEnvelope = (value: unknown): value is Envelope => {
  if (!isObject(value)) return false
  for (const name of members) if (!checks[name][1](value[name])) return false
  let count = 0
  for (const _ in value) count++
  return count === members.length
}

const none: ReadonlyArray<Problem> = []

/** Every member of a value that keeps it from being an envelope; none for one that is. */
export const problemsOfEnvelope = (path: string, value: unknown): ReadonlyArray<Problem> => {
  // Nearly every one that is asked about is one: only for the others is it said member by member what is wrong.
  if (isEnvelope(value)) return none
  if (!isObject(value)) return [{ path, expected: 'a sealed value', found: describe(value) }]
  const wrong = members.flatMap((name): ReadonlyArray<Problem> => {
    const [expected, is] = checks[name]
    const at = below(path, name)
    return is(value[name]) ? [] : [{ path: at, expected, found: describe(value[name]) }]
  })
  const unknown = Object.keys(value)
    .filter((name) => !(members as ReadonlyArray<string>).includes(name))
    .map((name) =>
      isTellable(name)
        ? {
            path: below(path, name),
            expected: 'no member of this name',
            found: describe(value[name]),
          }
        : {
            path,
            expected: 'only members that are known here',
            found: `a member whose name is ${describe(name)}`,
          },
    )
  return [...wrong, ...unknown]
}

/** Says whether two envelopes are the same, member by member. */
export const isSameEnvelope = (one: Envelope, other: Envelope): boolean =>
  members.every((name) => one[name] === other[name])
