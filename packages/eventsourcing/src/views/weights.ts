// What the views of a table weigh in memory, about: nobody knows how long they are before they are printed.
import type { FoldedTable } from './folded-table.js'
import type { CachedView } from './view-cache.js'

/** In characters of its text. Most views are shorter, and take as much memory for what is around them. */
export const usualLength = 256

/** What the views of some tables weigh. */
export interface Weights {
  /** Looks at one more view of each table: once for each page is enough. */
  readonly look: (tables: ReadonlyArray<FoldedTable>) => void
  /** For how many views of usual length those of this table stand. Short ones are counted as usual. */
  readonly weigh: (table: FoldedTable) => number
}

// Views grow while they are folded: what was seen long ago counts no more.
const mostLooks = 32

interface Seen {
  readonly looks: number
  readonly mean: number
}

// A view that cannot be printed stops its table when it is saved, and not here.
const lengthOf = ({ view }: FoldedTable, { key, view: found }: CachedView): number => {
  try {
    return view.encode(key, found).view.length
  } catch {
    return 0
  }
}

/** Nothing has been looked at yet. */
export const createWeights = (): Weights => {
  const all = new Map<FoldedTable, Seen>()
  let turn = 0
  return {
    look: (tables) => {
      turn++
      for (const table of tables) {
        const changed = table.cache.changed()
        // Here and there, for those that changed first have grown the longest.
        const one = changed[(turn * 7919) % changed.length]
        if (one === undefined) continue
        const { looks, mean } = all.get(table) ?? { looks: 0, mean: 0 }
        const next = Math.min(looks + 1, mostLooks)
        all.set(table, { looks: next, mean: mean + (lengthOf(table, one) - mean) / next })
      }
    },
    weigh: (table) => table.cache.size() * Math.max(1, (all.get(table)?.mean ?? 0) / usualLength),
  }
}
