import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newEvent } from '../arbitraries.js'
import {
  type Expected,
  judgeAppend,
  type NewEvent,
  newId,
  refusalOf,
  type StreamState,
  streamName,
} from '../index.js'

const streamOf = (ids: ReadonlyArray<string>): StreamState => ({
  last: ids.length - 1,
  revisionOf: (id) => (ids.includes(id) ? ids.indexOf(id) : undefined),
})

const write = { _tag: 'Write' }
const conflict = { _tag: 'Conflict' }
const already = (revision: number) => ({ _tag: 'Already', revision })

// The stream holds a, b, c at 0, 1, 2.
const abc = ['a', 'b', 'c']

describe('an append to a stream of a, b, c', () => {
  test.each<[row: string, expected: Expected, ids: string, verdict: object]>([
    ['2: at its end, all new, is written', 2, 'de', write],
    ['3: after its end conflicts', 3, 'd', conflict],
    ['3: after its end conflicts, even for ids that it holds', 3, 'abc', conflict],
    ['4: the first ids again from the start change nothing', 'none', 'ab', already(1)],
    ['4: all ids again from the start change nothing', 'none', 'abc', already(2)],
    ['4: the ids after a revision again change nothing', 0, 'bc', already(2)],
    ['4: one id after a revision again changes nothing', 1, 'c', already(2)],
    ['5: another id at the start conflicts', 'none', 'd', conflict],
    ['5: another id after a revision conflicts', 0, 'd', conflict],
    ['5: the right ids at the wrong place conflict', 0, 'ab', conflict],
    ['6: a later id that differs conflicts', 'none', 'ad', conflict],
    ['6: ids in another order conflict', 'none', 'ba', conflict],
    ['6: ids that run past the end conflict', 0, 'bcd', conflict],
    ['7: at its end, ids that it holds change nothing', 2, 'bc', already(2)],
    ['7: at its end, an old id changes nothing', 2, 'a', already(0)],
    ['7: at its end, ids of which it holds some conflict', 2, 'ad', conflict],
    ['7: at its end, a later id that it holds conflicts', 2, 'da', conflict],
    ['9: with any state, ids that it holds change nothing', 'any', 'ab', already(1)],
    ['9: with any state, ids that it holds far back change nothing', 'any', 'a', already(0)],
    ['9: where it must exist, ids that it holds change nothing', 'exists', 'bc', already(2)],
    ['10: with any state, new ids are written', 'any', 'de', write],
    ['10: where it must exist, new ids are written', 'exists', 'd', write],
    ['10: with any state, a later id that it holds conflicts', 'any', 'da', conflict],
    ['10: where it must exist, a later id that it holds conflicts', 'exists', 'db', conflict],
    [
      '11: with any state, a first id that it holds before a new one conflicts',
      'any',
      'ad',
      conflict,
    ],
    ['11: where it must exist, the same conflicts', 'exists', 'cd', conflict],
  ])('row %s', (_, expected, ids, verdict) => {
    expect(judgeAppend(expected, [...ids], streamOf(abc))).toEqual(verdict)
  })
})

describe('an append to a stream that has no event', () => {
  test.each<[row: string, expected: Expected, verdict: object]>([
    ['1: that should have none is written', 'none', write],
    ['3: that should have one conflicts', 0, conflict],
    ['3: that should have eight conflicts', 7, conflict],
    ['8: that must exist conflicts', 'exists', conflict],
    ['10: in whatever state is written', 'any', write],
  ])('row %s', (_, expected, verdict) => {
    expect(judgeAppend(expected, ['a', 'b'], streamOf([]))).toEqual(verdict)
  })
})

describe('the rules of an append', () => {
  const anyIds = fc.uniqueArray(fc.constantFrom(...'abcdef'), { minLength: 1, maxLength: 4 })
  const anyExpected = fc.oneof(
    fc.constantFrom<Expected>('none', 'any', 'exists'),
    fc.integer({ min: 0, max: 6 }),
  )

  test('never let a stream hold one id twice, and sending again never changes it', () => {
    const anyAppends = fc.array(fc.tuple(anyExpected, anyIds), { maxLength: 12 })
    fc.assert(
      fc.property(anyAppends, (appends) => {
        const stream: string[] = []
        for (const [expected, ids] of appends) {
          if (judgeAppend(expected, ids, streamOf(stream))._tag !== 'Write') continue
          const before = stream.length === 0 ? 'none' : stream.length - 1
          stream.push(...ids)
          expect(new Set(stream).size).toBe(stream.length)
          const last = stream.length - 1
          expect(judgeAppend(before, ids, streamOf(stream))).toEqual(already(last))
          expect(judgeAppend('any', ids, streamOf(stream))).toEqual(already(last))
        }
      }),
    )
  })
})

describe('the events of an append', () => {
  const stream = streamName('jar', newId())
  const event = newEvent({ type: 'CoinsPut', jar: newId() } as never)
  const named = (change: Partial<NewEvent>): NewEvent => ({ ...event, id: newId(), ...change })

  test('are kept when nothing is wrong with them', () => {
    expect(refusalOf(stream, [event, named({})])).toBeUndefined()
  })

  test('are at least one', () => {
    expect(refusalOf(stream, [])).toEqual({ _tag: 'EventRefused', problem: 'NoEvent', index: 0 })
  })

  test.each<[why: string, problem: string, change: Partial<NewEvent>]>([
    ['an id that stands there twice', 'IdTwice', { id: event.id }],
    ['an id in capitals', 'BadName', { id: newId().toUpperCase() }],
    ['an id that is none', 'BadName', { id: 'first' }],
    ['a type without a name', 'BadName', { type: '' }],
    ['a type of the store', 'BadName', { type: '$metadata' }],
    ['a type with a NUL', 'NotText', { type: 'Coins\0Put' }],
    ['a type cut inside a character', 'NotText', { type: 'CoinsPut\ud83d' }],
    ['data with a NUL', 'NotText', { data: '{"note":"a\0b"}' }],
    ['data cut inside a character', 'NotText', { data: '{"note":"\udc00"}' }],
    ['metadata with a NUL', 'NotText', { metadata: '{}\0' }],
    ['metadata cut inside a character', 'NotText', { metadata: '{"a":"\ud800"}' }],
  ])('are refused for %s, and which of them it is', (_, problem, change) => {
    const events = [event, named(change), named({ id: 'also wrong' })]
    expect(refusalOf(stream, events)).toEqual({ _tag: 'EventRefused', problem, index: 1 })
  })

  test.each(['$all', 'jar', `Jar-${newId().toUpperCase()}`, ''])(
    'do not go to a stream with the name "%s"',
    (name) => {
      expect(refusalOf(name, [event])).toMatchObject({ problem: 'BadName' })
    },
  )

  const mebibyte = 1024 * 1024
  test.each<[what: string, letter: string, bytes: number]>([
    ['letters of one byte', 'a', 1],
    ['letters of two bytes', 'é', 2],
    ['letters of three bytes', '金', 3],
    ['letters of four bytes', '💍', 4],
  ])('are refused from 1 MiB on, counted in bytes, with %s', (_, letter, bytes) => {
    const metadata = 'm'.repeat(mebibyte % bytes === 0 ? bytes : mebibyte % bytes)
    const data = letter.repeat((mebibyte - metadata.length) / bytes)
    expect(Buffer.byteLength(data) + Buffer.byteLength(metadata)).toBe(mebibyte)
    expect(refusalOf(stream, [named({ data, metadata })])).toMatchObject({ problem: 'TooLarge' })
    const oneLess = metadata.slice(1)
    expect(refusalOf(stream, [named({ data, metadata: oneLess })])).toBeUndefined()
  })
})
