// What a process has appended itself it reads from memory: nobody may see a difference.
import { join } from 'node:path'
import {
  type LoggedEvent,
  newId,
  type Position,
  type StreamName,
  streamName,
} from '@patina/eventsourcing'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newEvent, puzzle, right, temporaryFolder } from '../arbitraries.js'
import { openEventStore } from '../index.js'
import { positionOf } from './position.js'
import { createLogTail } from './tail.js'

const folder = temporaryFolder()

const eventAt = (row: number): LoggedEvent => ({
  ...newEvent({ row }),
  stream: 'points-00000000-0000-4000-8000-000000000000' as StreamName,
  revision: row,
  recordedAt: '2026-01-01T00:00:00.000Z' as LoggedEvent['recordedAt'],
  position: positionOf(row),
})
const rowsOf = (events: ReadonlyArray<LoggedEvent>): ReadonlyArray<number> =>
  events.map(({ revision }) => revision)

describe('the tail of a log', () => {
  test('has the last events in a row, and never one behind a gap', () => {
    const runs = fc.array(
      fc.record({ skipped: fc.nat({ max: 2 }), count: fc.integer({ min: 1, max: 9 }) }),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(runs, fc.integer({ min: 50, max: 1_000 }), (steps, most) => {
        const tail = createLogTail(most)
        const lengthOfOne = 50
        let end = 0
        let afterGap = 0
        for (const { skipped, count } of steps) {
          if (skipped > 0) afterGap = end + skipped
          end += skipped
          tail.add(Array.from({ length: count }, (_, index) => eventAt(end + 1 + index)))
          end += count
          for (let row = 0; row <= end + 1; row++) {
            const found = rowsOf(tail.after(row, 4))
            const all = Array.from({ length: Math.min(4, end - row) }, (_, i) => row + 1 + i)
            expect(found.length === 0 ? all.slice(0, 0) : all).toEqual(found)
            if (row < afterGap) expect(found).toEqual([])
          }
          // It is worth having: what has just been added is there, as far as it fits.
          const fits = Math.min(count, Math.floor(most / 2 / lengthOfOne) - 1)
          if (fits > 0) expect(tail.after(end - fits, fits)).toHaveLength(fits)
        }
      }),
    )
  })

  test('is what the file says, whoever else writes to it, whatever was refused', async () => {
    let files = 0
    const step = fc.record({
      writer: fc.nat({ max: 1 }),
      appends: fc.array(puzzle, { minLength: 1, maxLength: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 7 }),
        async (steps, limit) => {
          const file = join(folder, `log-${files++}.db`)
          const writers = [await right(openEventStore(file)), await right(openEventStore(file))]
          const streams = [0, 1, 2].map(() => streamName('points', newId()))
          const ids = Array.from({ length: 10 }, newId)
          for (const { writer, appends } of steps) {
            // Together, so that they share a group: some of it is refused.
            await Promise.all(
              appends.map(({ stream, expected, ids: [first = 0, ...rest] }) =>
                writers[writer]?.append(streams[stream] as StreamName, expected, [
                  newEvent({ text: '手錶 \ud800' }, ids[first]),
                  ...rest.map((id) => newEvent({ id }, ids[id])),
                ])(),
              ),
            )
          }
          // One that has written nothing has nothing in memory.
          const reader = await right(openEventStore(file))
          let after = '' as Position
          for (;;) {
            const told = await right(reader.readAll(after, limit))
            for (const writer of writers) {
              const page = await right(writer.readAll(after, limit))
              expect(page.events).toEqual(told.events.slice(0, page.events.length))
              expect(page.next).toBe(page.events.at(-1)?.position ?? after)
              expect(page.isEnd).toBe(told.isEnd && page.events.length === told.events.length)
              expect(page.events.length > 0).toBe(told.events.length > 0)
            }
            if (told.isEnd) break
            after = told.next
          }
          await Promise.all([...writers, reader].map((store) => store.close()))
        },
      ),
      { numRuns: 40 },
    )
  })
})
