import {
  canonical,
  type Explanation,
  explain,
  figureOf,
  type KeptView,
  type LogEvent,
  type Tagged,
} from '@patina/eventsourcing'
import { history } from '@patina/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { peopleHistories, shopHistories } from './arbitraries.js'
import { crm } from './index.js'

type Any = KeptView<string, unknown, Tagged, unknown>
type Log = ReadonlyArray<LogEvent<Tagged>>

const views = crm.flatMap((capability) => capability.views as unknown as ReadonlyArray<Any>)

// The member of a stored view, folded here and by nothing that is under test.
const member = (view: Any, key: string, name: string, log: Log): string => {
  const folded = log
    .filter(({ event }) => view.types.includes(event.type))
    .flatMap((recorded) => view.projection.parts(recorded))
    .reduce(
      (before, [of, part]) => (of === key ? view.projection.evolve(before, part) : before),
      view.projection.initial(key),
    )
  const stored = JSON.parse(view.encode(key, folded).view) as Readonly<Record<string, unknown>>
  return canonical(stored[name])
}

const keysIn = (view: Any, log: Log): ReadonlyArray<string> => [
  ...new Set(
    log
      .filter(({ event }) => view.types.includes(event.type))
      .flatMap((recorded) => view.projection.parts(recorded).map(([key]) => key)),
  ),
]

const eventsOf = (log: Log, { witness }: Explanation): Log =>
  log.filter(({ stream, revision }) =>
    witness?.events.some((one) => one.stream === stream && one.revision === revision),
  )

describe.each(views.map((view) => ({ name: view.name, view })))('$name', ({ view }) => {
  test('has members that are each made by their witness, and by none of it less', () => {
    const histories = fc.oneof(shopHistories, peopleHistories)
    fc.assert(
      fc.property(histories, fc.nat(), (entries, which) => {
        const log = history(entries)
        const keys = keysIn(view, log)
        const key = keys[which % keys.length]
        if (key === undefined) return
        const about = log.filter((recorded) => keysIn(view, [recorded]).includes(key))
        const stored = explain(view.projection, [key], log, figureOf(view)).figure as object
        for (const name of Object.keys(stored)) {
          const figure = figureOf(view, { path: `/${name}` })
          const explanation = explain(view.projection, [key], log, figure)
          expect(explanation).toEqual(explain(view.projection, [key], about, figure))
          const expected = member(view, key, name, log)
          expect(canonical(explanation.figure)).toBe(expected)
          const some = eventsOf(log, explanation)
          expect(member(view, key, name, some)).toBe(expected)
          for (const one of some) {
            const less = some.filter((other) => other !== one)
            expect(member(view, key, name, less)).not.toBe(expected)
          }
        }
      }),
      { numRuns: 12 },
    )
  })
})
