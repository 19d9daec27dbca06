import { createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { words } from '../arbitraries.js'
import type { Envelope } from '../envelope.js'
import { isEnvelope } from '../envelope.js'
import {
  additionalData,
  encryptingKeyOf,
  keyIdOf,
  lengthPrefixed,
  openText,
  sealText,
  secretOf,
  unwrap,
  wrap,
} from './cipher.js'

const count = (from: number, length: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, index) => from + index))

const place = {
  stream: 'customer-00000000-0000-4000-8000-000000000001',
  event: '00000000-0000-5000-8000-000000000002',
  path: '/mobile',
  kind: 'mobile@1',
}
const logId = 'patina.example/log-1'

const keyOf = (bytes: Buffer) => {
  const dek = secretOf(Buffer.from(bytes))
  return { keyId: keyIdOf(dek), key: encryptingKeyOf(dek) }
}

describe('a sealed value', () => {
  const dek = count(0, 32)

  test('is the one of the published vector, to the byte', () => {
    const key = keyOf(dek)
    const envelope = sealText(logId, key, place, 64, '"+85200000000"', count(0xa0, 12))
    expect(envelope).toEqual({
      sealed: 1,
      alg: 'A256GCM',
      key: 'RIg3_isyryg6TI4-8eHRwqcUpDSN5GzmDQ8B9CrS-Rg',
      ...place,
      nonce: count(0xa0, 12).toString('base64url'),
      box: 'slnJlAeAVUFy8VTTKYfeEF_cOOdupksVn95behF3Hgofn9FV2AS24xfz86616xyN1MshtUzmBVE_RGZRk0Ji66d8BCAWs2kVSpUafCr0bks',
    })
    const aad = createHash('sha256').update(additionalData(logId, envelope)).digest('hex')
    expect(aad).toBe('cc9b03ca7a5baa4779ffdbda2faf993c97d99556058cf84a2d3c8052648a3284')
    expect(openText(logId, key.key, envelope)).toBe('"+85200000000"')
  })

  test('has keys that are HKDF-Expand of the data key', () => {
    // An independent way: HKDF with an empty salt extracts HMAC(zeros, ikm); Expand of that is compared block by block.
    const prk = createHmac('sha256', Buffer.alloc(32)).update(dek).digest()
    const expected = Buffer.from(hkdfSync('sha256', dek, Buffer.alloc(0), 'patina/key-id/v1', 32))
    expect(keyIdOf(secretOf(prk))).toBe(expected.toString('base64url'))
  })

  test('opens again to the same text, whatever the text and the place, and with another reader of AES-GCM', () => {
    fc.assert(
      fc.property(
        words(600),
        words(30),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.constantFrom(64, 128, 256, 512, 1024, 2048),
        (text, segment, secret, bucket) => {
          const at = { ...place, path: `/${segment}` }
          const dekBytes = Buffer.from(secret)
          const key = keyOf(dekBytes)
          const envelope = sealText(logId, key, at, bucket, JSON.stringify(text))
          expect(isEnvelope(JSON.parse(JSON.stringify(envelope)))).toBe(true)
          expect(openText(logId, key.key, envelope)).toBe(JSON.stringify(text))

          const enc = createHmac('sha256', dekBytes).update('patina/enc/v1\u0001').digest()
          const box = Buffer.from(envelope.box, 'base64url')
          const decipher = createDecipheriv(
            'aes-256-gcm',
            enc,
            Buffer.from(envelope.nonce, 'base64url'),
          )
          decipher.setAAD(additionalData(logId, envelope))
          decipher.setAuthTag(box.subarray(-16))
          const plain = Buffer.concat([decipher.update(box.subarray(0, -16)), decipher.final()])
          expect(plain.length).toBeGreaterThanOrEqual(bucket)
          expect(JSON.parse(plain.subarray(4, 4 + plain.readUInt32BE(0)).toString())).toBe(text)
        },
      ),
    )
  })

  test('is another one each time, and no nonce comes twice [R9]', () => {
    const key = keyOf(dek)
    const sealed = Array.from({ length: 2_000 }, () => sealText(logId, key, place, 64, '"same"'))
    expect(new Set(sealed.map(({ nonce }) => nonce)).size).toBe(2_000)
    expect(new Set(sealed.map(({ box }) => box)).size).toBe(2_000)
  })

  test('tells no more of its length than the size that it is padded to', () => {
    const key = keyOf(dek)
    const lengths = [1, 20, 57].map(
      (length) => sealText(logId, key, place, 64, JSON.stringify('x'.repeat(length))).box.length,
    )
    expect(new Set(lengths).size).toBe(1)
  })

  test('does not open when any bit of it or any part of its place is another', () => {
    const key = keyOf(dek)
    const envelope = sealText(logId, key, place, 64, '"+85200000000"')
    const box = Buffer.from(envelope.box, 'base64url')
    for (let bit = 0; bit < box.length * 8; bit++) {
      const flipped = Buffer.from(box)
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(
        openText(logId, key.key, { ...envelope, box: flipped.toString('base64url') }),
      ).toBeUndefined()
    }
    const nonce = Buffer.from(envelope.nonce, 'base64url')
    nonce[0] = (nonce[0] as number) ^ 1
    const changes: ReadonlyArray<Partial<Record<keyof Envelope, unknown>>> = [
      { stream: 'customer-00000000-0000-4000-8000-000000000003' },
      { event: '00000000-0000-5000-8000-000000000003' },
      { path: '/other' },
      { kind: 'mobile@2' },
      { kind: 'email@1' },
      { key: keyOf(count(1, 32)).keyId },
      { alg: 'A128GCM' },
      { nonce: nonce.toString('base64url') },
    ]
    for (const change of changes) {
      expect(openText(logId, key.key, { ...envelope, ...change } as Envelope)).toBeUndefined()
    }
    expect(openText('patina.example/log-2', key.key, envelope)).toBeUndefined()
    expect(openText(logId, keyOf(count(1, 32)).key, envelope)).toBeUndefined()
  })

  test('does not open with a tag of 4, 8 or 12 bytes, which the cipher itself would take', () => {
    const key = keyOf(dek)
    const envelope = sealText(logId, key, place, 64, '"+85200000000"')
    const box = Buffer.from(envelope.box, 'base64url')
    for (const bytes of [0, 4, 8, 12, 15]) {
      const cut = {
        ...envelope,
        box: box.subarray(0, box.length - 16 + bytes).toString('base64url'),
      }
      expect(isEnvelope(cut)).toBe(false)
      expect(openText(logId, key.key, cut)).toBeUndefined()
    }
  })

  test('cannot be made for two keys: the name of a key follows from the key [R14]', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (one, other) => {
          const isSame = Buffer.from(one).equals(Buffer.from(other))
          expect(keyOf(Buffer.from(one)).keyId === keyOf(Buffer.from(other)).keyId).toBe(isSame)
        },
      ),
    )
  })
})

test('a list of items is bound as that list: no other one gives the same bytes [R8]', () => {
  const items = fc.array(fc.stringMatching(/^[ab/\0|]{0,4}$/), { maxLength: 4 })
  fc.assert(
    fc.property(items, items, (one, other) => {
      const isSame = JSON.stringify(one) === JSON.stringify(other)
      expect(lengthPrefixed(one).equals(lengthPrefixed(other))).toBe(isSame)
    }),
  )
  expect(() => lengthPrefixed(['\ud800'])).toThrow(TypeError)
})

test('what is bound to a value does not depend on what was bound before it', () => {
  const item = fc.oneof(
    fc.constantFrom('a', 'b', ''),
    fc.string({ unit: 'binary', maxLength: 400 }),
  )
  const bound = fc.record({
    alg: item,
    stream: item,
    event: item,
    path: item,
    kind: item,
    key: item,
  })
  const anySteps = fc.array(fc.tuple(fc.constantFrom('log', 'other log'), bound, fc.boolean()), {
    minLength: 2,
    maxLength: 12,
  })
  // Each item by itself, as the format says.
  const prefixed = (text: string): Buffer => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(Buffer.byteLength(text))
    return Buffer.concat([length, Buffer.from(text)])
  }
  fc.assert(
    fc.property(anySteps, (steps) => {
      for (const [log, { alg, stream, event, path, kind, key }, isBetween] of steps) {
        if (isBetween) lengthPrefixed([path, kind])
        const expected = ['patina/sealed/v1', alg, log, stream, event, path, kind, key].map(
          prefixed,
        )
        const found = additionalData(log, { alg: alg as 'A256GCM', stream, event, path, kind, key })
        expect(found.equals(Buffer.concat(expected))).toBe(true)
      }
    }),
  )
})

test('a wrapped key unwraps for the row that it was wrapped for, and for no other', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.nat({ max: 60 * 8 - 1 }),
      (kekBytes, secret, bit) => {
        const kek = secretOf(Buffer.from(kekBytes))
        const wrapped = wrap(kek, ['row', 'one'], Buffer.from(secret))
        expect(wrapped.length).toBe(60)
        expect(unwrap(kek, ['row', 'one'], wrapped)).toEqual(Buffer.from(secret))
        expect(unwrap(kek, ['row', 'two'], wrapped)).toBeUndefined()
        const flipped = Buffer.from(wrapped)
        flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7))
        expect(unwrap(kek, ['row', 'one'], flipped)).toBeUndefined()
        expect(unwrap(kek, ['row', 'one'], wrapped.subarray(0, 48))).toBeUndefined()
      },
    ),
  )
})
