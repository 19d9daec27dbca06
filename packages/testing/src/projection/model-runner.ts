// A runner in a few lines, without clock or store: what the real one does to a projection, at the moments that a law chooses.
// It is not the real runner on purpose: a law that fails accuses the projection and nothing else.
import { beforeFirst, type Position } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { groupBy } from '../group-by.js'
import { fail } from '../judgement.js'
import { type Log, partsOf, type Rows, rowsOf } from './fold.js'
import type { KeptForm, Part, Renew, Subject } from './subject.js'

export interface ModelRunner {
  /** Hands over a page; what lies at or before the place that is folded already is passed over. */
  readonly deliver: (page: Log) => void
  /** Saves what has changed, and the checkpoint with it. */
  readonly save: () => void
  /** Lets go of views in memory that are saved: they are loaded when they are needed again. */
  readonly forget: () => void
  /** Loses all that is not saved, as after a fault of the store, and goes on in the same process. */
  readonly lose: () => void
  /** Loses all that is not saved, and goes on as a new process. */
  readonly crash: () => void
  /** What is saved. */
  readonly rows: () => Rows
}

const decodeKept = ({ kept }: Subject, form: KeptForm): unknown => {
  if (kept === undefined) return form.view
  const decoded = kept.decode(form.view as string)
  return E.isRight(decoded)
    ? decoded.right
    : fail(
        `the kept view of ${JSON.stringify(form.key)} does not decode: ${JSON.stringify(decoded.left)}`,
      )
}

const keep = ({ kept }: Subject, key: string, view: unknown): KeptForm =>
  kept === undefined ? { key, view } : kept.encode(key, view)

// All parts of one view together, as a runner may do that takes a page key by key.
const byKey = (parts: ReadonlyArray<Part>): ReadonlyArray<Part> =>
  [...groupBy(parts, ([key]) => key).values()].flat()

/** A runner that starts on empty tables. */
export const createModelRunner = (
  renew: Renew,
  { isByKey = false }: { readonly isByKey?: boolean } = {},
): ModelRunner => {
  let subject = renew()
  const saved = new Map<string, KeptForm>()
  const memory = new Map<string, unknown>()
  const changed = new Set<string>()
  let checkpoint: Position = beforeFirst
  let folded: Position = beforeFirst

  const viewOf = (key: string): unknown => {
    if (memory.has(key)) return memory.get(key)
    const form = saved.get(key)
    return form === undefined ? subject.projection.initial(key) : decodeKept(subject, form)
  }

  const save = (): void => {
    for (const key of changed) saved.set(key, keep(subject, key, memory.get(key)))
    changed.clear()
    checkpoint = folded
  }

  const lose = (): void => {
    memory.clear()
    changed.clear()
    folded = checkpoint
  }

  return {
    deliver: (page) => {
      const fresh = page.filter(({ position }) => position > folded)
      const parts = partsOf(subject, fresh)
      for (const [key, part] of isByKey ? byKey(parts) : parts) {
        memory.set(key, subject.projection.evolve(viewOf(key), part))
        changed.add(key)
      }
      folded = fresh.at(-1)?.position ?? folded
    },
    save,
    forget: () => {
      save()
      memory.clear()
    },
    lose,
    crash: () => {
      lose()
      subject = renew()
    },
    rows: () => {
      const views = [...saved].map(([key, form]): [string, unknown] => [
        key,
        decodeKept(subject, form),
      ])
      return rowsOf(subject, new Map(views))
    },
  }
}

/** The log in pages of so many stored events; what one stored event was upcast to stays together. */
export const pagesOf = (log: Log, size: number): ReadonlyArray<Log> => {
  const stored = [...groupBy(log, ({ position }) => position).values()]
  const pages: Log[] = []
  for (let at = 0; at < stored.length; at += size) pages.push(stored.slice(at, at + size).flat())
  return pages
}
