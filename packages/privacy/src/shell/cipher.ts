// All the cryptography of sealed values. AES-256-GCM accepts short tags and hands out plaintext before it has checked the
// tag; so only this file calls it, always with the whole tag, and nothing leaves before `final`.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomFillSync,
} from 'node:crypto'
import type { Envelope } from '../envelope.js'

const algorithm = 'aes-256-gcm'
const tagBytes = 16
const nonceBytes = 12
const keyBytes = 32
const lengthBytes = 4

const one = Buffer.from([1])

// HKDF-Expand of RFC 5869 for one block of output: the key is random already, so there is nothing to extract.
const derived = (secret: KeyObject, label: string): Buffer =>
  createHmac('sha256', secret).update(label, 'utf8').update(one).digest()

/** A secret of 32 bytes that no printer shows. The bytes handed in are zeroed. */
export const secretOf = (bytes: Buffer): KeyObject => {
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}

/** 32 random bytes. Not from the pool that small buffers share: what is wiped here is nowhere else. */
export const randomSecret = (): Buffer => randomFillSync(Buffer.alloc(keyBytes))

/** The name of a data key: it follows from the key and tells nothing of it, and no second key has the same one. */
export const keyIdOf = (dek: KeyObject): string =>
  derived(dek, 'patina/key-id/v1').toString('base64url')

/** The key that encrypts, from a data key. */
export const encryptingKeyOf = (dek: KeyObject): KeyObject =>
  secretOf(derived(dek, 'patina/enc/v1'))

/** The name of a key encryption key. */
export const kekIdOf = (kek: KeyObject): string =>
  derived(kek, 'patina/kek-id/v1').toString('base64url')

/** The keyed hash of a text: 32 bytes. */
export const tokenOf = (indexKey: KeyObject, text: string): Uint8Array =>
  createHmac('sha256', indexKey).update(text, 'utf8').digest()

// What is bound to a value is no secret, and the cipher takes it in at once: one buffer serves every value.
let scratch = Buffer.allocUnsafe(1024)

// Writes the items behind `start`, and gives the end of the last.
const putPrefixed = (items: ReadonlyArray<string>, start: number): number => {
  // A UTF-16 unit is at most three bytes of UTF-8.
  const needed = items.reduce((sum, item) => sum + lengthBytes + 3 * item.length, start)
  if (needed > scratch.length) {
    scratch = Buffer.concat([scratch.subarray(0, start), Buffer.alloc(2 * needed - start)])
  }
  let at = start
  for (const item of items) {
    if (!item.isWellFormed()) throw new TypeError('a lone surrogate cannot be bound to a place')
    const length = scratch.write(item, at + lengthBytes, 'utf8')
    scratch.writeUInt32BE(length, at)
    at += lengthBytes + length
  }
  return at
}

/**
 * Each item as 4 bytes of length, big-endian, and its UTF-8. Never joined by a separator: two lists would then look alike
 * when an item has one inside. Throws a `TypeError` for a lone surrogate, which UTF-8 cannot say: that is a bug.
 */
export const lengthPrefixed = (items: ReadonlyArray<string>): Buffer => {
  lastPlace = undefined
  return Buffer.from(scratch.subarray(0, putPrefixed(items, 0)))
}

/** Where a value stands, and the key that it is sealed under. */
type Bound = Omit<Envelope, 'sealed' | 'nonce' | 'box'>

// The fields of an event come one after the other, and share the longer part of what is bound to them.
interface LastPlace {
  readonly alg: string
  readonly logId: string
  readonly stream: string
  readonly event: string
  readonly end: number
}
let lastPlace: LastPlace | undefined

// What is bound to a value, in the scratch buffer: to be used before the next one is asked for.
const boundTo = (logId: string, { alg, stream, event, path, kind, key }: Bound): Buffer => {
  let start = lastPlace?.end ?? 0
  if (
    lastPlace === undefined ||
    lastPlace.event !== event ||
    lastPlace.stream !== stream ||
    lastPlace.logId !== logId ||
    lastPlace.alg !== alg
  ) {
    lastPlace = undefined
    start = putPrefixed(['patina/sealed/v1', alg, logId, stream, event], 0)
    lastPlace = { alg, logId, stream, event, end: start }
  }
  return scratch.subarray(0, putPrefixed([path, kind, key], start))
}

/** What a sealed value is bound to, as additional data of the encryption. */
export const additionalData = (logId: string, bound: Bound): Buffer =>
  Buffer.from(boundTo(logId, bound))

const smallestSizes = [64, 128, 256, 512]

const paddedSize = (bytes: number, bucket: number): number => {
  const needed = Math.max(bytes, bucket)
  return smallestSizes.find((size) => size >= needed) ?? Math.ceil(needed / 1024) * 1024
}

// Length, text, zeros.
const padded = (text: string, bucket: number): Buffer => {
  const length = Buffer.byteLength(text, 'utf8')
  const bytes = Buffer.alloc(paddedSize(lengthBytes + length, bucket))
  bytes.writeUInt32BE(length, 0)
  bytes.write(text, lengthBytes, 'utf8')
  return bytes
}

// Nonces come from a buffer that is filled now and then: asking for twelve random bytes costs more than encrypting.
const pool = Buffer.alloc(nonceBytes * 256)
let used = pool.length

const nextNonce = (): Buffer => {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += nonceBytes
  return pool.subarray(used - nonceBytes, used)
}

const encrypted = (key: KeyObject, nonce: Buffer, aad: Buffer, plain: Buffer): Buffer => {
  if (nonce.length !== nonceBytes) throw new TypeError('a nonce has 12 bytes')
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(aad)
  const text = cipher.update(plain)
  cipher.final()
  return Buffer.concat([text, cipher.getAuthTag()])
}

// `undefined` when anything is not as it was written: there is no telling what, and no part of it is handed out.
const decrypted = (
  key: KeyObject,
  nonce: Uint8Array,
  aad: Buffer,
  box: Uint8Array,
): Buffer | undefined => {
  if (nonce.length !== nonceBytes || box.length < tagBytes) return undefined
  const end = box.length - tagBytes
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(aad)
  decipher.setAuthTag(box.subarray(end))
  const plain = decipher.update(box.subarray(0, end))
  try {
    decipher.final()
    return plain
  } catch {
    plain.fill(0)
    return undefined
  }
}

/** Where a value is sealed for, and what it is. */
export interface SealingPlace {
  readonly stream: string
  readonly event: string
  readonly path: string
  readonly kind: string
}

/** Seals a text under a key for a place. The nonce is random unless a test says which. */
export const sealText = (
  logId: string,
  { keyId, key }: { readonly keyId: string; readonly key: KeyObject },
  { stream, event, path, kind }: SealingPlace,
  bucket: number,
  text: string,
  nonce: Buffer = nextNonce(),
): Envelope => {
  const bound = { alg: 'A256GCM', key: keyId, kind, stream, event, path } as const
  const plain = padded(text, bucket)
  const box = encrypted(key, nonce, boundTo(logId, bound), plain)
  plain.fill(0)
  return {
    sealed: 1,
    ...bound,
    nonce: nonce.toString('base64url'),
    box: box.toString('base64url'),
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const unpadded = (plain: Buffer): string | undefined => {
  const end = plain.length < lengthBytes ? -1 : lengthBytes + plain.readUInt32BE(0)
  if (end < 0 || end > plain.length) return undefined
  for (let at = end; at < plain.length; at++) if (plain[at] !== 0) return undefined
  const text = plain.toString('utf8', lengthBytes, end)
  // Bytes that are no text become this character; so only where it stands must one ask whether it was meant.
  if (!text.includes('\ufffd')) return text
  try {
    return strictUtf8.decode(plain.subarray(lengthBytes, end))
  } catch {
    return undefined
  }
}

/** The text of a sealed value; `undefined` when the value, its place or its key is not the one that it was sealed with. */
export const openText = (logId: string, key: KeyObject, envelope: Envelope): string | undefined => {
  const plain = decrypted(
    key,
    Buffer.from(envelope.nonce, 'base64url'),
    boundTo(logId, envelope),
    Buffer.from(envelope.box, 'base64url'),
  )
  if (plain === undefined) return undefined
  const text = unpadded(plain)
  plain.fill(0)
  return text
}

const wrappedBytes = nonceBytes + keyBytes + tagBytes

/** Wraps 32 secret bytes under a key encryption key, bound to what the row says of them: 60 bytes. */
export const wrap = (kek: KeyObject, bound: ReadonlyArray<string>, secret: Buffer): Uint8Array => {
  const nonce = nextNonce()
  return Buffer.concat([nonce, encrypted(kek, nonce, lengthPrefixed(bound), secret)])
}

/** The secret that was wrapped; `undefined` when the row is not the one that it was wrapped for. */
export const unwrap = (
  kek: KeyObject,
  bound: ReadonlyArray<string>,
  wrapped: Uint8Array,
): Buffer | undefined =>
  wrapped.length === wrappedBytes
    ? decrypted(
        kek,
        wrapped.subarray(0, nonceBytes),
        lengthPrefixed(bound),
        wrapped.subarray(nonceBytes),
      )
    : undefined
