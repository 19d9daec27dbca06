// Why personal data is kept, and for how long each part of it: a class has one key for each scope, so that every part of a
// person ends on its own day.

/** Every retention class. A class says why data is kept, and so when it falls due. */
export const retentionClasses = [
  'identity',
  'contact',
  'profile',
  'marketing',
  'interaction',
  'transaction',
  'dispute',
  'evidence',
  'logbook',
] as const

/** Why a personal value is kept. */
export type RetentionClass = (typeof retentionClasses)[number]

/** Says whether a text names a retention class. */
export const isRetentionClass = (text: unknown): text is RetentionClass =>
  (retentionClasses as ReadonlyArray<unknown>).includes(text)

/** What a scope is made from: where a value stands, and the scope that its command named, if it named one. */
export interface ScopeSource {
  readonly named: string | undefined
  readonly stream: string
  readonly eventId: string
  /** When it happened in the world. */
  readonly occurredAt: string
  /** When it was decided. */
  readonly at: string
}

const hongKongOffsetMs = 8 * 60 * 60 * 1000

// Eight hours ahead of UTC at every turn of a year since 1947, but for the winter of 1973; and nothing that is kept here
// falls due by a year as old as that.
const yearInHongKong = (instant: string): string =>
  String(new Date(Date.parse(instant) + hongKongOffsetMs).getUTCFullYear())

/**
 * The scope within a class: the unit that falls due alone. An identifier's own id for `contact`, the consent's for
 * `evidence`, the stream for `interaction` and `dispute`, a year in Hong Kong for `transaction`, `marketing` and
 * `logbook`, and none for `identity` and `profile`.
 */
export const scopeOf = (of: RetentionClass, source: ScopeSource): string => {
  switch (of) {
    case 'identity':
    case 'profile':
      return ''
    case 'contact':
      return source.named ?? source.stream
    case 'evidence':
      return source.named ?? source.eventId
    case 'interaction':
    case 'dispute':
      return source.stream
    case 'transaction':
      return yearInHongKong(source.occurredAt)
    case 'marketing':
    case 'logbook':
      return yearInHongKong(source.at)
  }
}
