// Codecs that refuse what they do not know. Stock io-ts drops unknown members in silence, forgets optional fields that a
// codec leaves out, and tries the members of a union one after the other; each of these has lost data somewhere.

import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import {
  below,
  describe,
  describeDate,
  describeFigure,
  isTellable,
  type Problem,
} from '../problem.js'
import { isStorable } from '../storable.js'

/** A field that may be absent. An explicit `undefined` is no absence: it is refused. */
export interface Optional<A> {
  readonly optional: t.Type<A, unknown>
}

/** Declares a field that may be absent. */
export const optional = <A>(codec: t.Type<A, unknown>): Optional<A> => ({ optional: codec })

/** A codec for every member of `A`: the compiler asks for the optional ones too, as {@link Optional}. */
export type Fields<A> = {
  readonly [K in keyof A]-?: undefined extends A[K]
    ? Optional<Exclude<A[K], undefined>>
    : t.Type<A[K], unknown>
}

// Codecs whose decoded value is the input itself. A record of such fields is decoded by looking, without a copy: this is
// what makes decoding every event on every read affordable.
const plain = new WeakSet<object>()

const markPlain = <C extends object>(codec: C, isPlain = true): C => {
  if (isPlain) plain.add(codec)
  return codec
}

/**
 * Says whether values of a codec are JSON as they stand: encoding changes nothing, and what decodes before it is printed
 * decodes to the same after it.
 */
export const isPlainCodec = (codec: object): boolean => plain.has(codec)

/**
 * A codec for values that are stored as they are: a check with a name that says what is expected. `show` describes a
 * wrong value; by default text is described and not quoted, for it may be personal.
 */
export const refined = <A>(
  expected: string,
  is: (value: unknown) => value is A,
  show: (value: unknown) => string = describe,
): t.Type<A, unknown> =>
  markPlain(
    new t.Type<A, unknown>(
      expected,
      is,
      (value, context) => (is(value) ? t.success(value) : t.failure(value, context, show(value))),
      t.identity,
    ),
  )

/** The text itself and no other: the discriminant of a union, a code of a closed list. */
export const literal = <const A extends string>(...texts: ReadonlyArray<A>): t.Type<A, unknown> =>
  refined(texts.map((text) => JSON.stringify(text)).join(' or '), (value): value is A =>
    texts.includes(value as A),
  )

/** A whole number from `least` to `most`, both included; by default every integer that a double holds exactly. */
export const integer = (
  least: number = Number.MIN_SAFE_INTEGER,
  most: number = Number.MAX_SAFE_INTEGER,
): t.Type<number, unknown> =>
  refined(
    `a whole number from ${least} to ${most}`,
    (value): value is number =>
      Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
    describeFigure,
  )

/** `true` or `false`. */
export const flag: t.Type<boolean, unknown> = refined(
  'true or false',
  (value): value is boolean => typeof value === 'boolean',
)

const ascii = /^[\x20-\x7e]*$/

/** Whether a text can be stored for ever: no lone surrogate, no NUL, and composed as Unicode NFC so that equals look equal. */
const isStorableText = (text: string): boolean =>
  ascii.test(text) || (isStorable(text) && text.normalize('NFC') === text)

/** A text of `least` to `most` UTF-16 units, well formed and in NFC. */
export const text = (most: number, least = 1): t.Type<string, unknown> =>
  refined(
    `text of ${least} to ${most} characters in NFC`,
    (value): value is string =>
      typeof value === 'string' &&
      value.length >= least &&
      value.length <= most &&
      isStorableText(value),
  )

/** A text that is a date or an instant: what is found is shown if it looks like one. */
export const dateText = <A extends string>(
  expected: string,
  is: (value: unknown) => value is A,
): t.Type<A, unknown> => refined(expected, is, describeDate)

/** A list of up to `most` entries (default 2,000; one invoice of a real shop has 1,114 lines). */
export const list = <A>(
  item: t.Type<A, unknown>,
  { least = 0, most = 2000 }: { readonly least?: number; readonly most?: number } = {},
): t.Type<ReadonlyArray<A>, unknown> => {
  const expected = `a list of ${least} to ${most} entries`
  const fits = (value: unknown): value is ReadonlyArray<unknown> =>
    Array.isArray(value) && value.length >= least && value.length <= most
  const is = (value: unknown): value is ReadonlyArray<A> => {
    if (!fits(value)) return false
    for (let i = 0; i < value.length; i++) if (!item.is(value[i])) return false
    return true
  }
  const isPlain = plain.has(item)
  const validate = (value: unknown, context: t.Context): t.Validation<ReadonlyArray<A>> => {
    if (isPlain && is(value)) return t.success(value)
    if (!fits(value)) return t.failure(value, context, describe(value))
    const errors: t.ValidationError[] = []
    const decoded: A[] = []
    // By index: `forEach` would pass over holes, and what is not there is no entry.
    for (let index = 0; index < value.length; index++) {
      const entry: unknown = value[index]
      const result = item.validate(entry, t.appendContext(context, String(index), item, entry))
      if (E.isLeft(result)) errors.push(...result.left)
      else decoded.push(result.right)
    }
    return errors.length > 0 ? t.failures(errors) : t.success(decoded)
  }
  return markPlain(
    new t.Type<ReadonlyArray<A>, unknown>(expected, is, validate, (entries) =>
      isPlain ? entries : entries.map((entry) => item.encode(entry)),
    ),
    isPlain,
  )
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

// Has no members but its own: what JSON.parse gives, and what a literal is.
const inheritsNothing = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

// Stands in the path of a problem where a member has a name that the record does not know.
const unknownMember = refined('no member of this name', (_): _ is never => false)
// Where the name is none that a program gives: it may be somebody's, and is not told.
const onlyKnownMembers = refined('only members that are known here', (_): _ is never => false)

const unknownMemberIn = (context: t.Context, key: string, member: unknown): t.ValidationError => {
  const parent = context.at(-1)
  if (isTellable(key) || parent === undefined) {
    const at = t.appendContext(context, key, unknownMember, member)
    return { value: member, context: at, message: describe(member) }
  }
  const at = [...context.slice(0, -1), { ...parent, type: onlyKnownMembers }]
  return { value: member, context: at, message: `a member whose name is ${describe(key)}` }
}

interface Member {
  readonly key: string
  readonly codec: t.Type<unknown, unknown>
  readonly isOptional: boolean
}

const membersOf = (fields: object): ReadonlyArray<Member> =>
  Object.entries(
    fields as Readonly<Record<string, t.Type<unknown, unknown> | Optional<unknown>>>,
  ).map(([key, field]) =>
    'optional' in field
      ? { key, codec: field.optional, isOptional: true }
      : { key, codec: field, isOptional: false },
  )

/**
 * A codec for an object with exactly these members. Unknown members are refused with their path; the compiler demands a
 * codec for every member of `A`, the optional ones included, so that none is lost on the way to the store and back.
 */
export const record = <A extends object>(name: string, fields: Fields<A>): t.Type<A, unknown> => {
  const members = membersOf(fields)
  const known = new Set(members.map((member) => member.key))
  const isPlain = members.every((member) => plain.has(member.codec))
  // Side by side, for `is` runs at every read of an event and of every line in it. What must be there comes first.
  const ordered = [
    ...members.filter(({ isOptional }) => !isOptional),
    ...members.filter(({ isOptional }) => isOptional),
  ]
  const required = members.filter(({ isOptional }) => !isOptional).length
  const keys = ordered.map(({ key }) => key)
  const codecs = ordered.map(({ codec }) => codec)

  const is = (value: unknown): value is A => {
    if (!isObject(value)) return false
    // Inherited members would be lost when it is printed: they do not count.
    if (!inheritsNothing(value)) return E.isRight(validateMembers(value, []))
    for (let i = 0; i < required; i++) {
      if (codecs[i]?.is(value[keys[i] as string]) !== true) return false
    }
    // Counting is enough: what is there besides is looked for among what may be there, until all of it is found. So what is
    // absent costs next to nothing, and one more member is one that nobody knows.
    let unknown = -required
    for (const _ in value) unknown++
    for (let i = required; unknown > 0 && i < keys.length; i++) {
      const key = keys[i] as string
      const member = value[key]
      if (member === undefined && !(key in value)) continue
      if (codecs[i]?.is(member) !== true) return false
      unknown--
    }
    return unknown === 0
  }

  const validate = (value: unknown, context: t.Context): t.Validation<A> => {
    if (!isObject(value)) return t.failure(value, context, describe(value))
    return isPlain && is(value) ? t.success(value) : validateMembers(value, context)
  }

  const validateMembers = (
    value: Readonly<Record<string, unknown>>,
    context: t.Context,
  ): t.Validation<A> => {
    const errors: t.ValidationError[] = []
    const decoded: Record<string, unknown> = {}
    for (const { key, codec, isOptional } of members) {
      const isPresent = Object.hasOwn(value, key)
      if (isOptional && !isPresent) continue
      const member = isPresent ? value[key] : undefined
      const result = codec.validate(member, t.appendContext(context, key, codec, member))
      if (E.isLeft(result)) errors.push(...result.left)
      else decoded[key] = result.right
    }
    for (const key in value) {
      if (known.has(key) && Object.hasOwn(value, key)) continue
      errors.push(unknownMemberIn(context, key, value[key]))
    }
    return errors.length > 0 ? t.failures(errors) : t.success(decoded as A)
  }

  const encode = (value: A): unknown => {
    if (isPlain) return value
    const encoded: Record<string, unknown> = {}
    for (const { key, codec } of members) {
      const member = (value as Readonly<Record<string, unknown>>)[key]
      if (member !== undefined) encoded[key] = codec.encode(member)
    }
    return encoded
  }
  return markPlain(new t.Type<A, unknown>(name, is, validate, encode), isPlain)
}

/** What is stored or sent says what it is by its `type`; what lives in memory by its `_tag`. */
export type Tagged = { readonly type: string }

/** One codec for each member of a union that is told apart by a discriminant: a member whose text says what the rest is. */
export type ByText<K extends string, A extends Readonly<Record<K, string>>> = {
  readonly [T in A[K]]: t.Type<Extract<A, Readonly<Record<K, T>>>, unknown>
}

/** One codec for each member of a union that is told apart by `type`. */
export type ByType<A extends Tagged> = ByText<'type', A>

/** A union that is told apart by a member of this name first, so that a problem's path names the member and no other. */
export const oneOfBy = <const K extends string, A extends Readonly<Record<K, string>>>(
  discriminant: K,
  name: string,
  byText: ByText<K, A>,
): t.Type<A, unknown> => {
  const codecs = byText as unknown as Readonly<Record<string, t.Type<A, unknown>>>
  const expected = literal(...Object.keys(codecs))
  const codecOf = (value: unknown): t.Type<A, unknown> | undefined => {
    const tag = isObject(value) ? value[discriminant] : undefined
    return typeof tag === 'string' && Object.hasOwn(codecs, tag) ? codecs[tag] : undefined
  }
  const isPlain = Object.values(codecs).every((codec) => plain.has(codec))
  return markPlain(
    new t.Type<A, unknown>(
      name,
      (value): value is A => codecOf(value)?.is(value) ?? false,
      (value, context) => {
        if (!isObject(value)) return t.failure(value, context, describe(value))
        const tag = value[discriminant]
        const at = t.appendContext(context, discriminant, expected, tag)
        return codecOf(value)?.validate(value, context) ?? t.failure(tag, at, describe(tag))
      },
      (value) => (codecOf(value) as t.Type<A, unknown>).encode(value),
    ),
    isPlain,
  )
}

/** A union of what is stored or sent, told apart by its `type`. */
export const oneOf = <A extends Tagged>(name: string, codecs: ByType<A>): t.Type<A, unknown> =>
  oneOfBy<'type', A>('type', name, codecs)

const problemOf = ({ context, message }: t.ValidationError): Problem => ({
  path: context.slice(1).reduce((path, { key }) => below(path, key), ''),
  expected: context.at(-1)?.type.name ?? 'a value',
  found: message ?? 'another value',
})

/** Decodes with an io-ts codec and tells every problem with its path. */
export const decodeWith =
  <A>(codec: t.Type<A, unknown>) =>
  (value: unknown): Either<ReadonlyArray<Problem>, A> => {
    // Looking first: a plain value that fits needs neither a context nor a copy.
    if (plain.has(codec) && codec.is(value)) return E.right(value)
    return E.mapLeft((errors: t.Errors) => errors.map(problemOf))(codec.decode(value))
  }
