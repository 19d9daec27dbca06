// Personal fields of commands: the clear input is checked and closed at once, for the person that the command names.

import type { Optional } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { AnyKind, Kind } from './kind.js'
import { type AnyPersonal, close, contentOf, type Personal } from './personal.js'

/** A personal field that may be absent. */
export interface Maybe<A> {
  readonly maybe: Kind<A>
}

/** Declares a personal field of a command that may be absent. */
export const maybe = <A>(kind: Kind<A>): Maybe<A> => ({ maybe: kind })

/** The members of a command that are text in the clear: one of them says whom it is about. */
export type ClearKeys<Command> = {
  [K in keyof Command]-?: NonNullable<Command[K]> extends string ? K & string : never
}[keyof Command]

/** The kind of each personal member of a command. */
export type KindsOf<Command> = {
  readonly [K in keyof Command as NonNullable<Command[K]> extends AnyPersonal
    ? K
    : never]?: undefined extends Command[K]
    ? NonNullable<Command[K]> extends Personal<infer A>
      ? Maybe<A>
      : never
    : Command[K] extends Personal<infer A>
      ? Kind<A>
      : never
}

/** The codecs of the personal members of a command. */
export type About<Kinds> = {
  readonly [K in keyof Kinds]: Kinds[K] extends Maybe<infer A>
    ? Optional<Personal<A>>
    : Kinds[K] extends Kind<infer A>
      ? t.Type<Personal<A>, unknown>
      : never
}

// What a wrong value is, without any of it: even a number or a date may be somebody's.
const shapeOf = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (typeof value === 'string') {
    return value.isWellFormed()
      ? `text of ${value.length} characters`
      : 'text with a lone surrogate'
  }
  if (Array.isArray(value)) return `a list of ${value.length}`
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

// The nearest enclosing object that has one of these members as text says it. The first name goes before the second.
const nearest = (context: t.Context, names: ReadonlyArray<string>): string | undefined => {
  for (let level = context.length - 2; level >= 0; level--) {
    const around: unknown = context[level]?.actual
    if (!isObject(around)) continue
    for (const name of names) {
      const found = Object.hasOwn(around, name) ? around[name] : undefined
      if (typeof found === 'string' && found !== '') return found
    }
  }
  return undefined
}

// By the codec itself: a name can be anybody's.
const kindsOfFields = new WeakMap<object, AnyKind>()

/**
 * The kind of a personal field of a command, by the codec of the field; `undefined` for a codec of anything else. For who
 * must find every such field.
 */
export const kindOfField = (codec: object): AnyKind | undefined => kindsOfFields.get(codec)

const clearCodec = <A>(
  kind: Kind<A>,
  subjects: ReadonlyArray<string>,
  scope: string | undefined,
): t.Type<Personal<A>, unknown> => {
  const codec = new t.Type<Personal<A>, unknown>(
    kind.codec.name,
    (value): value is Personal<A> => contentOf(value)?.kind.name === kind.name,
    (value, context) => {
      const decoded = kind.codec.validate(value, context)
      if (E.isLeft(decoded)) {
        return t.failures(
          decoded.left.map((error) => ({
            value: undefined,
            context: error.context,
            message: shapeOf(error.value),
          })),
        )
      }
      const subject = nearest(context, subjects)
      if (subject === undefined) {
        return t.failure(undefined, context, `no ${subjects.join(' or ')} that says whose it is`)
      }
      return t.success(
        close({
          _tag: 'Clear',
          kind,
          value: decoded.right,
          subject,
          class: kind.class,
          scope: scope === undefined ? undefined : nearest(context, [scope]),
        }),
      )
    },
    () => {
      throw new TypeError(
        `a command with a personal value of the kind ${kind.name} is never stored`,
      )
    },
  )
  kindsOfFields.set(codec, kind)
  return codec
}

const isMaybe = (field: AnyKind | Maybe<never>): field is Maybe<never> => 'maybe' in field

/**
 * The codecs of a command's personal fields, to be spread into its `record`. `subject` names the member that says whom
 * they are about, or several of which the first that is there counts; `scope` the member that names the unit which falls
 * due alone. `Outer` is the command that a nested part belongs to. Curried, so that a misspelt member does not compile.
 */
export const about =
  <Command, Outer = Command>() =>
  <const Kinds extends KindsOf<Command>>(
    subject: ClearKeys<Command & Outer> | ReadonlyArray<ClearKeys<Command & Outer>>,
    kinds: Kinds,
    scope?: ClearKeys<Command & Outer>,
  ): About<Kinds> => {
    const subjects: ReadonlyArray<string> = typeof subject === 'string' ? [subject] : subject
    return Object.fromEntries(
      Object.entries(kinds as Readonly<Record<string, AnyKind | Maybe<never>>>).map(
        ([name, field]) =>
          isMaybe(field)
            ? [name, { optional: clearCodec(field.maybe, subjects, scope) }]
            : [name, clearCodec(field as Kind<unknown>, subjects, scope)],
      ),
    ) as About<Kinds>
  }

type Plain = string | number | boolean | bigint | symbol | null | undefined

/** A command as it is said: every personal field in the clear. What its codec decodes to has them closed. */
export type Said<Command> = Command extends Plain
  ? Command
  : Command extends Personal<infer A>
    ? A
    : { readonly [K in keyof Command]: Said<Command[K]> }

/** Whether there is a personal value anywhere within a type: a state must say `false`. */
export type HoldsPersonal<A> = true extends Holds<A, []> ? true : false

type Holds<A, Depth extends ReadonlyArray<unknown>> = Depth['length'] extends 12
  ? false
  : A extends Plain
    ? false
    : A extends AnyPersonal
      ? true
      : A extends ReadonlyMap<infer K, infer V>
        ? Holds<K | V, [...Depth, 0]>
        : A extends ReadonlySet<infer V>
          ? Holds<V, [...Depth, 0]>
          : A extends ReadonlyArray<infer V>
            ? Holds<V, [...Depth, 0]>
            : A extends (...args: never) => unknown
              ? false
              : { [K in keyof A]-?: Holds<A[K], [...Depth, 0]> }[keyof A]
