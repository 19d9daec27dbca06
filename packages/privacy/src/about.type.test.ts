// What must not compile: a personal field of nobody, a value that is read, a state that holds one.
import { type Capability, literal, record, text, uuidCodec } from '@patina/eventsourcing'
import { expect, expectTypeOf, test } from 'vitest'
import { about, type HoldsPersonal, type Said } from './about.js'
import {
  type GuestRegistered,
  guestName,
  guests,
  phone,
  type RegisterGuest,
} from './arbitraries.js'
import type { Personal } from './personal.js'
import { personal } from './personal-codec.js'

interface Greet {
  readonly type: 'Greet'
  readonly guestId: string
  readonly name: Personal<string>
  readonly age?: Personal<number>
}

test('a personal field names a subject that the command has, and has the kind of its value', () => {
  const wrong = () => {
    // @ts-expect-error: there is no such member
    about<Greet>()('gestId', { name: guestName })
    // @ts-expect-error: a personal value says nothing of whose it is
    about<Greet>()('name', { name: guestName })
    // @ts-expect-error: no personal field
    about<Greet>()('guestId', { guestId: guestName })
    // @ts-expect-error: the age may be absent, so its kind is a `maybe`
    about<Greet>()('guestId', { age: guestName })
    // @ts-expect-error: every field of a record has a codec
    record<Greet>('Greet', { type: literal('Greet'), guestId: uuidCodec, name: text(9) })
  }
  expect(wrong).toBeInstanceOf(Function)
})

test('a personal value has no member, and one kind of value is not taken for another', () => {
  const wrong = (name: Personal<string>, age: Personal<number>) => {
    // @ts-expect-error: there is nothing to call
    name.toUpperCase()
    // @ts-expect-error: text is no number
    age satisfies Personal<string>
    // @ts-expect-error: what is closed is not what is inside
    name satisfies string
  }
  expect(wrong).toBeInstanceOf(Function)
  expectTypeOf(personal(phone)._A).toEqualTypeOf<Personal<string>>()
})

test('a command is said in the clear', () => {
  expectTypeOf<Said<RegisterGuest>>().toEqualTypeOf<{
    readonly type: 'RegisterGuest'
    readonly guestId: string
    readonly phoneId: string
    readonly name: string
    readonly buyer: string
    readonly phone: string
    readonly note?: string
  }>()
})

test('a state that holds a personal value anywhere is found by its type', () => {
  type StateOf<C> = C extends Capability<never, infer State, never, never> ? State : never
  expectTypeOf<HoldsPersonal<StateOf<typeof guests>>>().toEqualTypeOf<false>()
  expectTypeOf<HoldsPersonal<GuestRegistered>>().toEqualTypeOf<true>()
  expectTypeOf<
    HoldsPersonal<{ readonly a: ReadonlyArray<{ b: Personal<string> }> }>
  >().toEqualTypeOf<true>()
  expectTypeOf<HoldsPersonal<ReadonlyMap<string, Personal<string>>>>().toEqualTypeOf<true>()
  expectTypeOf<HoldsPersonal<{ readonly a?: Personal<string> }>>().toEqualTypeOf<true>()
  expectTypeOf<HoldsPersonal<{ readonly a: string; readonly b: Date }>>().toEqualTypeOf<false>()
  expect(guests.decider.initial).toBe(false)
})
