// What a directory keeps: texts to search in, and where in the log the values stand. It is never written anywhere.
import type { StreamName } from '@patina/eventsourcing'
import type { Unit } from './vault-rows.js'

/** A value in memory: what it is searched by, and where it can be opened again. */
export interface Remembered {
  readonly unit: Unit
  readonly kind: string
  readonly texts: ReadonlyArray<string>
  readonly stream: StreamName
  readonly revision: number
  /** The JSON Pointer into the event as it is stored. */
  readonly path: string
}

/** A person of whom some values match. */
export interface Hit {
  readonly subject: string
  readonly matches: ReadonlyArray<Remembered>
}

// The whole text before its beginning, and that before a part inside.
const rankOf = (text: string, parts: ReadonlyArray<string>): number => {
  const joined = parts.join(' ')
  if (text === joined) return 0
  return text.startsWith(parts[0] ?? '') ? 1 : 2
}

const rankIn = (texts: ReadonlyArray<string>, parts: ReadonlyArray<string>): number | undefined => {
  let best: number | undefined
  for (const text of texts) {
    if (!parts.every((part) => text.includes(part))) continue
    const rank = rankOf(text, parts)
    if (best === undefined || rank < best) best = rank
  }
  return best
}

/** People by their ids, with the values that they are found by. */
export const rememberedPeople = () => {
  const people = new Map<string, Remembered[]>()
  let values = 0

  return {
    put: (value: Remembered): void => {
      const known = people.get(value.unit.subject)
      if (known === undefined) people.set(value.unit.subject, [value])
      else known.push(value)
      values++
    },
    /** Without a scope all of a class. Says how many values that were. */
    drop: (units: ReadonlyArray<Omit<Unit, 'scope'> & { readonly scope?: string }>): number => {
      const before = values
      for (const { subject, class: of, scope } of units) {
        const known = people.get(subject)
        if (known === undefined) continue
        const left = known.filter(
          ({ unit }) => unit.class !== of || (scope !== undefined && unit.scope !== scope),
        )
        values -= known.length - left.length
        if (left.length === 0) people.delete(subject)
        else people.set(subject, left)
      }
      return before - values
    },
    of: (subject: string): ReadonlyArray<Remembered> => people.get(subject) ?? [],
    size: (): { readonly people: number; readonly values: number } => ({
      people: people.size,
      values,
    }),
    /** By kind the parts that one text must have all of; none finds nobody. The best match first, then by id. */
    search: (wanted: ReadonlyMap<string, ReadonlyArray<string>>): ReadonlyArray<Hit> => {
      const hits: (Hit & { readonly rank: number })[] = []
      for (const [subject, known] of people) {
        let rank = 3
        const matches: Remembered[] = []
        for (const value of known) {
          const parts = wanted.get(value.kind)
          if (parts === undefined || parts.length === 0) continue
          const found = rankIn(value.texts, parts)
          if (found === undefined) continue
          matches.push(value)
          rank = Math.min(rank, found)
        }
        if (matches.length > 0) hits.push({ subject, matches, rank })
      }
      return hits.sort((a, b) => a.rank - b.rank || (a.subject < b.subject ? -1 : 1))
    },
  }
}
