// What must not compile: a codec that drifts from its type. Each line that is expected to fail is checked by `tsc`; a line
// that begins to compile fails the build.
import type * as t from 'io-ts'
import { expect, expectTypeOf, test } from 'vitest'
import {
  decodeWith,
  type EventCodecs,
  eventCodec,
  flag,
  integer,
  list,
  literal,
  oneOf,
  optional,
  record,
  text,
} from '../index.js'

interface Note {
  readonly type: 'Note'
  readonly words: string
  readonly stars?: number
}

interface Mark {
  readonly type: 'Mark'
  readonly isGood: boolean
}

type Entry = Note | Mark

const note = record<Note>('Note', {
  type: literal('Note'),
  words: text(20),
  stars: optional(integer()),
})
const mark = record<Mark>('Mark', { type: literal('Mark'), isGood: flag })

test('a codec has every member of its type, the optional ones too', () => {
  // @ts-expect-error: `words` is missing
  record<Note>('Note', { type: literal('Note'), stars: optional(integer()) })
  // @ts-expect-error: `stars` is missing, though a Note need not have it
  record<Note>('Note', { type: literal('Note'), words: text(20) })
  expectTypeOf(note).toEqualTypeOf<t.Type<Note, unknown>>()
})

test('a codec has no member that its type does not have', () => {
  record<Mark>('Mark', {
    type: literal('Mark'),
    isGood: flag,
    // @ts-expect-error: a Mark has no `colour`
    colour: text(20),
  })
})

test('a member has the codec of its own type', () => {
  // @ts-expect-error: `words` is a text
  record<Note>('Note', { type: literal('Note'), words: integer(), stars: optional(integer()) })
  // @ts-expect-error: `stars` is a number
  record<Note>('Note', { type: literal('Note'), words: text(9), stars: optional(text(9)) })
  // @ts-expect-error: the discriminant is another one
  record<Mark>('Mark', { type: literal('Note'), isGood: flag })
  // @ts-expect-error: a closed list that is wider than the type
  record<Mark>('Mark', { type: literal('Mark', 'Note'), isGood: flag })
})

test('a member is optional in its codec if and only if it is in its type', () => {
  record<Note>('Note', {
    type: literal('Note'),
    // @ts-expect-error: `words` is not optional
    words: optional(text(9)),
    stars: optional(integer()),
  })
  // @ts-expect-error: `stars` is optional
  record<Note>('Note', { type: literal('Note'), words: text(20), stars: integer() })
})

test('a union has a codec for each of its members, each its own', () => {
  oneOf<Entry>('Entry', { Note: note, Mark: mark })
  // @ts-expect-error: Mark is forgotten
  oneOf<Entry>('Entry', { Note: note })
  // @ts-expect-error: Mark has the codec of Note
  oneOf<Entry>('Entry', { Note: note, Mark: note })
  // @ts-expect-error: there is no Blot
  oneOf<Entry>('Entry', { Note: note, Mark: mark, Blot: mark })
})

test('the events of a capability have a codec for each of their types', () => {
  const both: EventCodecs<Entry> = { Note: eventCodec(note), Mark: eventCodec(mark) }
  // @ts-expect-error: Mark is forgotten
  const one: EventCodecs<Entry> = { Note: eventCodec(note) }
  // @ts-expect-error: Mark has the codec of Note
  const same: EventCodecs<Entry> = { Note: eventCodec(note), Mark: eventCodec(note) }
  expect(Object.keys({ ...both, ...one, ...same })).toEqual(['Note', 'Mark'])
})

test('what is decoded has the type of its codec, and is read-only', () => {
  expectTypeOf(decodeWith(list(mark)))
    .returns.extract<{ readonly _tag: 'Right' }>()
    .toHaveProperty('right')
  const decoded = decodeWith(list(mark))([{ type: 'Mark', isGood: true }])
  if (decoded._tag === 'Left') throw new Error('a mark is a mark')
  expectTypeOf(decoded.right).toEqualTypeOf<ReadonlyArray<Mark>>()
})

test('a closed list of texts has the type of its texts', () => {
  expectTypeOf(literal('broken', 'unwanted')).toEqualTypeOf<
    t.Type<'broken' | 'unwanted', unknown>
  >()
})
