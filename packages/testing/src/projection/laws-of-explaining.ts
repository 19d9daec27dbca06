// A law of where views come from: a few events make each, and what a projection names as causes are those.
import {
  canonical,
  type Explanation,
  explain,
  figureOf,
  type KeptView,
  type Projection,
  type Tagged,
} from '@patina/eventsourcing'
import { holds } from '../judgement.js'
import { foldAll, type Log, rowOf, viewIn } from './fold.js'
import type { ProjectionLaw } from './law.js'
import type { Subject } from './subject.js'

// Every view is folded about as often as events touched it, so a few of each history are asked.
const keysAsked = 2

type Any = Projection<string, unknown, Tagged, unknown>

const explained = (subject: Subject, key: string, log: Log, path: string): Explanation => {
  const projection = subject.projection as unknown as Any
  const of = (subject.kept ?? projection) as Any | KeptView<string, unknown, Tagged, unknown>
  return explain(projection, [key], log, figureOf(of, { path }))
}

const placeOf = ({ stream, revision }: { readonly stream: string; readonly revision: number }) =>
  `${stream} ${revision}`

/** Judged by folding again with the kit's own fold: with the witness, and with the witness less each of its events. */
export const isMadeByItsWitness: ProjectionLaw = {
  name: 'every view is made by a few events, and what it names as causes makes it',
  judge: ({ renew, log }) => {
    const subject = renew()
    const views = foldAll(subject, log)
    const rowWith = (key: string, places: ReadonlySet<string>): string => {
      const some = log.filter((recorded) => places.has(placeOf(recorded)))
      return rowOf(subject, key, viewIn(subject, foldAll(subject, some), key))
    }
    for (const key of [...views.keys()].slice(0, keysAsked)) {
      const { witness, figure } = explained(subject, key, log, '')
      const expected = rowOf(subject, key, viewIn(subject, views, key))
      const events = witness?.events ?? []
      const places = new Set(events.map(placeOf))
      holds(
        rowWith(key, places) === expected,
        `the view of ${JSON.stringify(key)} is not what its witness of ${events.length} events makes`,
      )
      for (const place of places) {
        const others = new Set([...places].filter((one) => one !== place))
        holds(
          rowWith(key, others) !== expected,
          `the view of ${JSON.stringify(key)} is the same without ${place}`,
        )
      }
      if (subject.projection.because === undefined) continue
      const members = typeof figure === 'object' && figure !== null ? Object.keys(figure) : []
      for (const path of ['', ...members.map((name) => `/${name}`)]) {
        const because = subject.projection.because(views.get(key), path)
        if (because === undefined) continue
        const found = explained(subject, key, log, path)
        holds(
          found.unknownCauses.length === 0,
          `it names for ${JSON.stringify(path)} what is no event of its view: ${canonical(found.unknownCauses)}`,
        )
        holds(
          found.witness?.isNamed === true,
          `what it names for ${JSON.stringify(path)} does not make ${canonical(found.figure)}`,
        )
      }
    }
  },
}
