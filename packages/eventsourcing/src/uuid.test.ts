import fc from 'fast-check'
import { v5 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { eventIdOf, isUuid, uuidV5 } from './index.js'

const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'
// Any code point but the surrogates, which are no text.
const anyName = fc
  .array(
    fc.nat(0x10f7ff).map((n) => String.fromCodePoint(n < 0xd800 ? n : n + 0x800)),
    { maxLength: 60 },
  )
  .map((letters) => letters.join(''))

const url = '6ba7b811-9dad-11d1-80b4-00c04fd430c8'

describe('a derived id', () => {
  test('is the one of RFC 9562, appendix A.4', () => {
    expect(uuidV5(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
  })

  test('is the one of the Python documentation', () => {
    expect(uuidV5(dns, 'python.org')).toBe('886313e1-3b8a-5372-9b90-0c9aee199e5d')
    expect(uuidV5(url, 'http://python.org/')).toBe('4c565f0d-3f5a-5890-b41b-20cf47701c5e')
  })

  test('is what the uuid package derives from any namespace and name', () => {
    fc.assert(
      fc.property(fc.uuid(), anyName, (namespace, name) => {
        const derived = uuidV5(namespace, name)
        expect(derived).toBe(v5(name, namespace))
        expect(isUuid(derived)).toBe(true)
      }),
    )
  })

  test('of a longer name than any before is derived from the whole of it, and so is the next short one', () => {
    const names = [
      'short',
      'z'.repeat(300),
      'short',
      '\u{1f48e}'.repeat(5000),
      'z'.repeat(19_999),
      'short',
    ]
    expect(names.map((name) => uuidV5(dns, name))).toEqual(names.map((name) => v5(name, dns)))
  })

  test.each([
    ['in capitals', dns.toUpperCase()],
    ['without hyphens', dns.replaceAll('-', '')],
    ['that is no id', 'customers'],
    ['that is empty', ''],
  ])('is not derived from a namespace %s', (_, namespace) => {
    expect(() => uuidV5(namespace, 'name')).toThrow(TypeError)
  })

  test('of an event tells the events of one command apart, and those of two commands', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: 5 }), (commandIds) => {
        const places = Array.from({ length: 12 }, (_, index) => index)
        const ids = commandIds.flatMap((id) => places.map((index) => eventIdOf(id, index)))
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })

  test('of an event is the same for ever', () => {
    const commandId = '00000000-0000-4000-8000-000000000001'
    expect(eventIdOf(commandId, 0)).toBe(v5('0', commandId))
    expect(eventIdOf(commandId, 11)).toBe(v5('11', commandId))
  })
})
