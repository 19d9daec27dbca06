// The scanner that other tests rely on: what it does not find, nobody would miss.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { fragmentsOf, needlesOfKey, needlesOfText } from './canary/needles.js'
import { scanFile, scanFolder, scannerFor } from './canary/scanner.js'

const place = mkdtempSync(join(tmpdir(), 'patina-scanner-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

const latin = fc
  .array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'), {
    minLength: 8,
    maxLength: 20,
  })
  .map((letters) => letters.join(''))
const han = fc
  .array(fc.constantFrom(...'鑫淼焱垚犇驫麤贔龘靐飝厵'), { minLength: 4, maxLength: 10 })
  .map((letters) => letters.join(''))
const numbers = fc
  .array(fc.constantFrom(...'0123456789'), { minLength: 11, maxLength: 15 })
  .map((digits) => digits.join(''))
const secrets = fc.oneof(latin, han, numbers)

// How others write a text: none of it shares code with what the scanner looks for.
const writers: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8': (text) => Buffer.from(new TextEncoder().encode(text)),
  'UTF-16LE': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16BE': (text) =>
    Buffer.from(Array.from(text, (c) => [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 255]).flat()),
  'upper case': (text) => Buffer.from(text.toUpperCase()),
  'lower case': (text) => Buffer.from(text.toLowerCase()),
  hex: (text) => Buffer.from(Buffer.from(text).toString('hex')),
  HEX: (text) => Buffer.from(Buffer.from(text).toString('hex').toUpperCase()),
  URL: (text) => Buffer.from(new URLSearchParams({ q: text }).toString()),
  'every byte as %xx': (text) =>
    Buffer.from(Buffer.from(text).toString('hex').replaceAll(/../g, '%$&')),
  'every byte as %XX': (text) =>
    Buffer.from(Buffer.from(text).toString('hex').toUpperCase().replaceAll(/../g, '%$&')),
  '\\uxxxx': (text) =>
    Buffer.from(Buffer.from(text, 'utf16le').swap16().toString('hex').replaceAll(/..../g, '\\u$&')),
  '\\uXXXX': (text) =>
    Buffer.from(
      Buffer.from(text, 'utf16le')
        .swap16()
        .toString('hex')
        .toUpperCase()
        .replaceAll(/..../g, '\\u$&'),
    ),
  JSON: (text) => Buffer.from(JSON.stringify({ name: text })),
}
const bytesAround = fc.uint8Array({ maxLength: 40 })
const put = (before: Uint8Array, bytes: Uint8Array, after: Uint8Array): Buffer =>
  Buffer.concat([before, bytes, after])
const finds = (text: string, bytes: Buffer): boolean =>
  scannerFor(needlesOfText('it', text)).inBytes(bytes).length > 0

describe('the scanner finds a text', () => {
  test.each(Object.entries(writers))('as %s, between any bytes', (_, write) => {
    fc.assert(
      fc.property(secrets, bytesAround, bytesAround, (text, before, after) => {
        expect(finds(text, put(before, write(text), after))).toBe(true)
      }),
    )
  })

  test.each(['base64', 'base64url'] as const)(
    'in %s, wherever it begins in what was encoded',
    (encoding) => {
      fc.assert(
        fc.property(
          secrets,
          bytesAround,
          bytesAround,
          bytesAround,
          (text, before, within, after) => {
            const encoded = Buffer.concat([within, Buffer.from(text), after]).toString(encoding)
            expect(finds(text, put(before, Buffer.from(encoded), after))).toBe(true)
          },
        ),
      )
    },
  )

  test('of which only a part is left, in any of these forms', () => {
    fc.assert(
      fc.property(
        secrets,
        fc.nat(),
        fc.constantFrom(...Object.values(writers)),
        (text, which, write) => {
          const parts = fragmentsOf(text)
          const part = parts[which % parts.length] as string
          expect(finds(text, write(part))).toBe(true)
        },
      ),
    )
  })

  test('in a file, wherever the file is cut into chunks', () => {
    const path = join(place, 'chunks')
    fc.assert(
      fc.property(secrets, fc.nat(300), fc.integer({ min: 1, max: 70 }), (text, before, chunk) => {
        writeFileSync(
          path,
          Buffer.concat([Buffer.alloc(before, '.'), Buffer.from(text), Buffer.alloc(9, '.')]),
        )
        const found = scanFile(scannerFor(needlesOfText('it', text)), path, chunk)
        const places = found.filter(({ form }) => form === 'UTF-8').map(({ offset }) => offset)
        const expected = fragmentsOf(text).map(
          (_, at) => before + Buffer.byteLength(text.slice(0, at)),
        )
        expect([...new Set(places)].sort((a, b) => a - b)).toEqual(expected)
      }),
    )
  })

  test('in a folder within a folder, and in the name of a file', () => {
    const folder = join(place, 'folder')
    mkdirSync(join(folder, 'deep'), { recursive: true })
    writeFileSync(join(folder, 'deep', 'a'), 'xx Quetzalcoatl xx')
    writeFileSync(join(folder, 'quetzalcoatl.txt'), 'nothing')
    const files = scanFolder(needlesOfText('it', 'Quetzalcoatl'), folder).map(({ file }) => file)
    expect(new Set(files)).toEqual(new Set(['deep/a', 'the name of quetzalcoatl.txt']))
  })
})

describe('the scanner finds a key', () => {
  test('of which twelve bytes are left, as they are, in hex or in base64', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 60 }),
        fc.nat(20),
        bytesAround,
        fc.constantFrom('latin1', 'hex', 'base64', 'base64url'),
        (key, from, before, encoding) => {
          const part = Buffer.concat([before, key.subarray(from, from + 12), before])
          const bytes = Buffer.from(part.toString(encoding), 'latin1')
          expect(scannerFor(needlesOfKey('it', key)).inBytes(bytes).length).toBeGreaterThan(0)
        },
      ),
    )
  })
})

test('the scanner finds nothing in random bytes, nor in the text of others', () => {
  fc.assert(
    fc.property(latin, fc.uint8Array({ minLength: 2000, maxLength: 4000 }), (text, bytes) => {
      const secret = `Zq${text}`
      const other = Buffer.from(bytes).toString('base64')
      expect(finds(secret, Buffer.from(bytes))).toBe(false)
      expect(finds(secret, Buffer.from(other))).toBe(false)
    }),
  )
})
