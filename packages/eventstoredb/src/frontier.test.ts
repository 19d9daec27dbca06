import { beforeFirst, type Position } from '@patina/eventsourcing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFrontier } from './frontier.js'

const at = (n: number): Position =>
  n === 0 ? beforeFirst : (String(n).padStart(3, '0') as Position)

describe('what is known of the places between events', () => {
  test('leads over a stretch without an event of the log, and no further', () => {
    const frontier = createFrontier()
    frontier.blank(at(10), at(50))
    expect([9, 10, 30, 49, 50, 60].map((n) => frontier.skip(at(n)))).toEqual(
      [9, 50, 50, 50, 50, 60].map(at),
    )
  })

  test('begins anew behind the last event when the end moves', () => {
    const frontier = createFrontier()
    frontier.extend(at(10), at(50))
    frontier.extend(at(70), at(90))
    frontier.extend(at(1), at(20))
    expect([frontier.last(), frontier.lookedTo()]).toEqual([at(70), at(90)])
    expect([20, 50, 60, 70, 80].map((n) => frontier.skip(at(n)))).toEqual(
      [50, 50, 60, 90, 90].map(at),
    )
  })

  test('never leads past an event of the log', () => {
    const places = fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 20 })
    const looks = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 200 })),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(places, looks, fc.integer({ min: 0, max: 200 }), (events, stretches, from) => {
        const frontier = createFrontier()
        for (const [after, upTo] of stretches) {
          if (!events.some((event) => event > after && event <= upTo))
            frontier.blank(at(after), at(upTo))
        }
        const skipped = frontier.skip(at(from))
        expect(skipped >= at(from)).toBe(true)
        expect(events.some((event) => at(event) > at(from) && at(event) <= skipped)).toBe(false)
      }),
    )
  })
})
