// A law of what readers see: whoever was named in the history cannot be read out of a view.

import { canonical } from '@patina/eventsourcing'
import { isPersonal } from '@patina/privacy'
import { fail } from '../judgement.js'
import { textWithin } from '../personal/sealed-values.js'
import { tracesOf } from '../personal/traces.js'
import { foldAll, rowsOf } from './fold.js'
import type { ProjectionLaw } from './law.js'
import { momentsOf } from './moments.js'

// Shorter ones occur by chance, in an id or in a word of somebody else.
const shortest = 6

const wordsOf = (json: unknown): ReadonlyArray<string> => {
  if (typeof json === 'string') return [json]
  if (typeof json === 'number') return [String(json)]
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(wordsOf) : []
}

const secretsIn = (value: unknown): ReadonlyArray<string> => {
  if (typeof value !== 'object' || value === null) return []
  if (!isPersonal(value)) return Object.values(value).flatMap(secretsIn)
  const text = textWithin(value)
  return text === undefined
    ? []
    : wordsOf(JSON.parse(text)).filter((word) => word.length >= shortest)
}

const fingerprint = (secret: string): string => `${secret.length} characters of a personal value`

/** Looks for what the history's personal values say, in every form, in all that a view shows or stores. */
export const nothingPersonalIsReadable: ProjectionLaw = {
  name: 'nothing personal can be read out of a view',
  judge: ({ renew, log, entries }) => {
    const secrets = [...new Set(entries.flatMap(({ event, also }) => secretsIn([event, also])))]
    if (secrets.length === 0) return
    const subject = renew()
    const views = foldAll(subject, log)
    const shown: [string, string][] = [...rowsOf(subject, views)]
    for (const [key, view] of views) {
      const kept = subject.kept?.encode(key, view)
      shown.push([key, JSON.stringify([key, kept])])
      for (const at of momentsOf(canonical(view))) {
        shown.push([key, canonical(subject.projection.read?.(view, at))])
      }
    }
    for (const secret of secrets) {
      for (const trace of tracesOf(secret)) {
        const found = shown.find(([key, text]) => key.includes(trace) || text.includes(trace))
        if (found !== undefined) fail(`the view shows ${fingerprint(secret)}`)
      }
    }
  },
}
