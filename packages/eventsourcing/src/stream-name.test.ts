import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { categoryOf, isStreamName, isUuid, newId, streamName } from './index.js'

const id = '3f0c1d2e-0000-4000-8000-00000000000a'

const anyCategory = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,12}$/)

describe('the name of a stream', () => {
  test('is a category, a hyphen and an id in lower case', () => {
    expect(streamName('points', id)).toBe(`points-${id}`)
  })

  test('gives its category back, split at the first hyphen as EventStoreDB does', () => {
    fc.assert(
      fc.property(anyCategory, fc.uuid(), (category, uuid) => {
        expect(categoryOf(streamName(category, uuid))).toBe(category)
      }),
    )
  })

  test.each([
    ['with an id in capitals', `points-${id.toUpperCase()}`],
    ['with an id in braces', `points-{${id}}`],
    ['without a category', `-${id}`],
    ['without an id', 'points-'],
    ['without a hyphen', 'points'],
    ['of the store', `$points-${id}`],
    ['with a hyphen in its category', `gift-cards-${id}`],
    ['whose category begins with a digit', `1points-${id}`],
    ['with a blank in its category', `po ints-${id}`],
    ['with a line break at its end', `points-${id}\n`],
    ['with a NUL in its category', `points\0-${id}`],
    ['in another script', `積分-${id}`],
    ['with something after the id', `points-${id}-2`],
  ])('is not one %s', (_, name) => {
    expect(isStreamName(name)).toBe(false)
  })

  test('is a text', () => {
    expect(isStreamName(undefined)).toBe(false)
    expect(isStreamName([`points-${id}`])).toBe(false)
  })

  test('cannot be made of malformed parts, which would be a bug', () => {
    expect(() => streamName('gift-cards', id)).toThrow(TypeError)
    expect(() => streamName('points', '42')).toThrow(TypeError)
  })

  test('does not quote a malformed id, which may be a telephone number', () => {
    expect(() => streamName('customers', '+85291234567')).not.toThrow('9123')
  })
})

describe('an id', () => {
  test('is in the one form that is stored', () => {
    expect(isUuid(id)).toBe(true)
    expect(isUuid(newId())).toBe(true)
    expect(isUuid(id.toUpperCase())).toBe(false)
    expect(isUuid(id.replaceAll('-', ''))).toBe(false)
    expect(isUuid(`urn:uuid:${id}`)).toBe(false)
    expect(isUuid(`${id}\n`)).toBe(false)
    expect(isUuid(42)).toBe(false)
  })

  test('is none any more when one character is another one that does not belong there', () => {
    const pattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
    const letters = fc.constantFrom('-', '0', '9', 'a', 'f', 'g', 'A', '`', '/', ':', ' ', '\u0661')
    fc.assert(
      fc.property(fc.uuid(), fc.nat(35), letters, (text, place, letter) => {
        const edited = text.slice(0, place) + letter + text.slice(place + 1)
        expect(isUuid(edited)).toBe(pattern.test(edited))
      }),
      { numRuns: 1000 },
    )
  })

  test('is new each time', () => {
    const ids = new Set(Array.from({ length: 1000 }, newId))
    expect(ids.size).toBe(1000)
  })
})
