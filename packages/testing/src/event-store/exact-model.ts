// Generated appends to a store with exact ids, against the table read naively over the list of ids.
import type { Expected } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { fail, holds, same } from '../judgement.js'
import type { StoreCheck } from './trial.js'
import { append, idsOf, newEvents, newStream, readWhole } from './writing.js'

type Outcome = 'written' | 'known' | 'conflict'

// What the table says; `held` are the ids that the stream holds, in order.
const outcomeOf = (
  held: ReadonlyArray<string>,
  expected: Expected,
  sent: ReadonlyArray<string>,
): Outcome => {
  const last = held.length - 1
  const after = expected === 'none' ? -1 : expected
  if (expected === 'exists' && last === -1) return 'conflict'
  if (typeof after === 'number' && after > last) return 'conflict'
  if (typeof after === 'number' && after < last) {
    const there = held.slice(after + 1, after + 1 + sent.length)
    return there.join() === sent.join() ? 'known' : 'conflict'
  }
  const known = sent.filter((id) => held.includes(id)).length
  if (known === 0) return 'written'
  return known === sent.length ? 'known' : 'conflict'
}

const poolSize = 6

// Revisions are drawn relative to the end of the stream: that is where the rows part.
const drawnExpected = fc.oneof(
  fc.constantFrom('none' as const, 'any' as const, 'exists' as const),
  fc.integer({ min: -3, max: 2 }),
)
const drawnAppends = fc.array(
  fc.record({
    expected: drawnExpected,
    places: fc.uniqueArray(fc.nat(poolSize - 1), { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 10 },
)

const resolve = (drawn: Expected, last: number): Expected =>
  typeof drawn === 'number' ? Math.max(0, last + drawn) : drawn

export const exactModelCheck: StoreCheck = {
  name: 'with exact ids, every sequence of appends is answered as the table says',
  run: async ({ open, assert }) => {
    const { store } = await open()
    if (!store.exactIds) return
    const property = fc.asyncProperty(drawnAppends, async (appends) => {
      const stream = newStream()
      const pool = newEvents(poolSize)
      let held: ReadonlyArray<string> = []
      for (const { expected: drawn, places } of appends) {
        const expected = resolve(drawn, held.length - 1)
        const events = places.map((place) => pool[place] ?? fail('no such place'))
        const outcome = outcomeOf(held, expected, idsOf(events))
        const result = await append(store, stream, expected, events)
        const what = `expecting ${expected} of a stream of ${held.length} events`
        if (outcome === 'conflict') {
          holds(
            E.isLeft(result) && result.left._tag === 'WrongExpectedRevision',
            `${what} did not conflict`,
          )
        } else {
          const written = E.isRight(result)
            ? result.right
            : fail(`${what} failed: ${fc.stringify(result.left)}`)
          const revision = outcome === 'written' ? held.length + events.length - 1 : undefined
          if (revision !== undefined) same(`${what}: revision`, written.revision, revision)
          else
            holds(
              idsOf(events).includes(held[written.revision] ?? ''),
              `${what} answers ${written.revision}`,
            )
          if (outcome === 'written') held = [...held, ...idsOf(events)]
        }
        same(`${what}: stream`, idsOf(await readWhole(store, stream)), held)
      }
    })
    await assert(property)
  },
}
