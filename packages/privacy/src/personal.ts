import type { Envelope } from './envelope.js'
import { type AnyKind, labelOf } from './kind.js'
import type { RetentionClass } from './retention.js'

declare const within: unique symbol

/** A personal value, whatever is inside. */
export interface AnyPersonal {
  readonly [within]: unknown
}

/**
 * A personal value that code can carry and not read: closed where it was decoded, opened where somebody reads it for a
 * purpose. It has no member at run time. Printing it shows its kind, or the sealed form, never what is inside.
 */
export interface Personal<A> extends AnyPersonal {
  readonly [within]: (a: A) => A
}

/** Decoded and not stored yet: whose it is and why it is kept were settled at its birth. */
export interface Clear {
  readonly _tag: 'Clear'
  readonly kind: AnyKind
  readonly value: unknown
  readonly subject: string
  readonly class: RetentionClass
  /** What the command named as the scope, for classes that have one of their own. */
  readonly scope: string | undefined
}

/** As it is stored. */
export interface Sealed {
  readonly _tag: 'Sealed'
  /** What the field that it was read from expects. */
  readonly kind: AnyKind
  readonly envelope: Envelope
  /** The class that it was sealed under, as long as it was not stored: a field of another class may not take it. */
  readonly sealedAs?: RetentionClass
}

export type Content = Clear | Sealed

// The one class of this library, for only a private field is out of the reach of every printer, walker and debugger.
class Closed {
  readonly #content: Content

  constructor(content: Content) {
    this.#content = content
  }

  static contentOf(value: unknown): Content | undefined {
    return typeof value === 'object' && value !== null && #content in value
      ? value.#content
      : undefined
  }

  toString(): string {
    return `Personal(${labelOf(this.#content.kind)})`
  }

  toJSON(): unknown {
    return this.#content._tag === 'Sealed' ? this.#content.envelope : this.toString()
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/** Closes a value. Inside this package only: what is closed comes out through the shell. */
export const close = <A>(content: Content): Personal<A> =>
  new Closed(content) as unknown as Personal<A>

/** What is inside, for the shell; `undefined` when it is no personal value. Not exported from the package's face. */
export const contentOf = (value: unknown): Content | undefined => Closed.contentOf(value)

/** Says whether a value is a personal one. */
export const isPersonal = (value: unknown): value is AnyPersonal => contentOf(value) !== undefined
