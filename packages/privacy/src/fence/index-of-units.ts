// A map that is copied in part when it changes: the fence of a large shop has many thousands of entries, and folding it must
// not copy all of them at every event.

const buckets = 1024

/** A map by text. It is never changed: `put` gives another one, which shares nearly everything with this one. */
export type IndexOfUnits<A> = ReadonlyArray<ReadonlyMap<string, A> | undefined>

/** The map without entries. */
export const noUnits: IndexOfUnits<never> = []

const bucketOf = (key: string): number => {
  let hash = 7
  for (let i = 0; i < key.length; i++) hash = (hash * 31 + key.charCodeAt(i)) | 0
  return Math.abs(hash) % buckets
}

/** What stands under a key. */
export const unitAt = <A>(index: IndexOfUnits<A>, key: string): A | undefined =>
  index[bucketOf(key)]?.get(key)

/** The map with this entry. */
export const withUnit = <A>(index: IndexOfUnits<A>, key: string, value: A): IndexOfUnits<A> => {
  const at = bucketOf(key)
  const copy = index.slice()
  copy[at] = new Map(index[at]).set(key, value)
  return copy
}
