import type { ViewRow } from '../ports.js'

/** A view in memory: as it stands after the last fold, and how long its text was when it was last saved. */
export interface CachedView {
  readonly key: string
  view: unknown
  bytes: number
  isDirty: boolean
  isRecent: boolean
}

/** The views of one table that are in memory. Those that changed stay until they are saved; of the rest the unused go. */
export interface ViewCache {
  readonly get: (key: string) => CachedView | undefined
  readonly put: (key: string, view: unknown, bytes: number) => CachedView
  readonly change: (cached: CachedView, view: unknown) => void
  /** Whether every view of the table is here, so that a key that is not here has no view yet. */
  readonly isWhole: () => boolean
  /** The views that changed since they were saved. */
  readonly changed: () => ReadonlyArray<CachedView>
  /** Puts the changed views into the order of their keys: rows that come sorted are saved in half the time. */
  readonly sortChanged: () => void
  /** Takes note that the changed views were saved as these rows, in their order. */
  readonly saved: (rows: ReadonlyArray<ViewRow>) => void
  /** Lets unused views go until the others stand for at most so many characters. */
  readonly shrink: (limit: number) => void
  readonly clear: () => void
  /** How many views are in memory. */
  readonly size: () => number
}

/** A cache of a table that is known to be empty, or of one that has rows. */
export const createViewCache = (isTableEmpty: boolean): ViewCache => {
  const views = new Map<string, CachedView>()
  let changed: CachedView[] = []
  let total = 0
  let isWhole = isTableEmpty

  // Second chance: a view that was used since the last round is passed over once, and moves to the end.
  const letGo = (cached: CachedView): void => {
    views.delete(cached.key)
    if (cached.isDirty || cached.isRecent) {
      cached.isRecent = false
      views.set(cached.key, cached)
      return
    }
    total -= cached.bytes
    isWhole = false
  }

  return {
    get: (key) => views.get(key),
    put: (key, view, bytes) => {
      const cached = { key, view, bytes, isDirty: false, isRecent: true }
      views.set(key, cached)
      total += bytes
      return cached
    },
    change: (cached, view) => {
      cached.view = view
      cached.isRecent = true
      if (cached.isDirty) return
      cached.isDirty = true
      changed.push(cached)
    },
    isWhole: () => isWhole,
    changed: () => changed,
    sortChanged: () => {
      changed.sort((a, b) => (a.key < b.key ? -1 : 1))
    },
    saved: (rows) => {
      for (const [index, { view }] of rows.entries()) {
        const cached = changed[index] as CachedView
        total += view.length - cached.bytes
        cached.bytes = view.length
        cached.isDirty = false
      }
      changed = changed.slice(rows.length)
    },
    shrink: (limit) => {
      if (total <= limit) return
      for (const cached of [...views.values()]) {
        if (total <= limit) return
        letGo(cached)
      }
    },
    clear: () => {
      views.clear()
      changed = []
      total = 0
      isWhole = false
    },
    size: () => views.size,
  }
}
