import type { Erasure } from './erasures.projection.js'

/** One thing that an erasure still lacks. */
export interface OpenItem {
  readonly what: 'begin' | 'destroyKeys' | 'purge' | 'confirm' | 'complete' | 'conclude'
  /** Of `purge` the place, of `confirm` the processor. */
  readonly name?: string
  /** Why it could not be done the last time, as one word. */
  readonly reason?: string
}

const receiptsOf = ({ ordered, purged, confirmed }: Erasure): ReadonlyArray<OpenItem> => {
  if (ordered === undefined) return []
  const places = ordered.places.filter((name) => !purged.some(({ place }) => place === name))
  const processors = ordered.processors.filter(
    (name) => !confirmed.some(({ processor }) => processor === name),
  )
  return [
    ...places.map((name): OpenItem => ({ what: 'purge', name })),
    ...processors.map((name): OpenItem => ({ what: 'confirm', name })),
  ]
}

/**
 * What an erasure still lacks, in the order in which it is done. None for one that is finished: completed or given up, and
 * whoever decided it knows.
 */
export const openItemsOf = (erasure: Erasure): ReadonlyArray<OpenItem> => {
  const { decided, begun, destroyed, completedAt, withdrawnAt, outcome } = erasure
  // Something of the erasure is told before it has begun: there is nothing to do about it.
  if (decided === undefined && begun === undefined) return []
  const concluding: ReadonlyArray<OpenItem> =
    decided === undefined || outcome !== undefined ? [] : [{ what: 'conclude' }]
  if (completedAt !== undefined || withdrawnAt !== undefined) return concluding
  return [
    ...(begun === undefined ? [{ what: 'begin' } as const] : []),
    ...(begun !== undefined && destroyed.length === 0 ? [{ what: 'destroyKeys' } as const] : []),
    ...receiptsOf(erasure),
    { what: 'complete' },
    ...concluding,
  ]
}
