import type * as t from 'io-ts'
import type { RetentionClass } from './retention.js'

/** A kind of personal data, whatever its values are. */
export interface AnyKind {
  readonly name: string
  /** Of the shape of the clear value. Older ones keep decoding. */
  readonly version: number
  readonly codec: t.Mixed
  /** Why such data is kept, unless a field says otherwise with {@link inClass}. */
  readonly class: RetentionClass
  /** The smallest size in bytes that a value is padded to, so that its length tells little. */
  readonly bucket: number
  readonly older: Readonly<Record<number, t.Mixed>>
}

/** A kind of personal data: what its clear value is, why it is kept. One value for each, in one place of an application. */
export interface Kind<A> extends AnyKind {
  readonly codec: t.Type<A, unknown>
}

/** What may be left out when a kind is declared. */
export interface KindOptions {
  /** Default 1. */
  readonly version?: number
  /** 64, 128, 256, 512 or 1,024 bytes, or whole KiB. Default 64. */
  readonly bucket?: number
  /** The codecs of older versions, by version; each decodes to what the newest does. */
  readonly older?: Readonly<Record<number, t.Mixed>>
}

const name = /^[a-z][A-Za-z0-9]*$/
const smallestBuckets: ReadonlySet<number> = new Set([64, 128, 256, 512])

/** Says whether a value may be padded to so many bytes. */
export const isBucket = (bytes: number): boolean =>
  smallestBuckets.has(bytes) || (bytes > 0 && bytes % 1024 === 0)

/**
 * Declares a kind of personal data. Throws a `TypeError` for a name that is no word of letters and digits, or a bucket
 * that is none: that is a bug.
 */
export const kind = <A>(
  named: string,
  of: RetentionClass,
  codec: t.Type<A, unknown>,
  { version = 1, bucket = 64, older = {} }: KindOptions = {},
): Kind<A> => {
  if (!name.test(named)) throw new TypeError('a kind is named by letters and digits')
  if (!isBucket(bucket)) throw new TypeError('a bucket has 64, 128, 256, 512 bytes or whole KiB')
  return { name: named, version, codec, class: of, bucket, older }
}

/** The same kind of data, kept for another reason: the buyer's name on a sale is kept as long as the sale must be. */
export const inClass = <A>(of: Kind<A>, other: RetentionClass): Kind<A> => ({ ...of, class: other })

/** How a kind is named in what is stored: `mobile@1`. */
export const labelOf = ({ name: named, version }: AnyKind): string => `${named}@${version}`

/** The codec of the version that a label names; `undefined` when it is not a version of this kind. */
export const codecOf = (of: AnyKind, label: string): t.Mixed | undefined => {
  if (label === labelOf(of)) return of.codec
  const version = label.startsWith(`${of.name}@`) ? Number(label.slice(of.name.length + 1)) : 0
  return Object.hasOwn(of.older, version) && label === `${of.name}@${version}`
    ? of.older[version]
    : undefined
}
