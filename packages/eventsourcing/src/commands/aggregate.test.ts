// The memory of a handler, tested by itself: what it lets go of cannot be seen from outside.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jarStream } from '../arbitraries.js'
import { newId, type StreamName } from '../index.js'
import { type Aggregate, createHotAggregates, unread } from './aggregate.js'

const streams = Array.from({ length: 6 }, () => jarStream(newId()))
const weighing = (bytes: number, revision = 0): Aggregate<null> => ({
  ...unread(null),
  bytes,
  revision,
})

const limit = 1_000_000
// An eighth is for newcomers.
const share = (limit * 7) / 8
// What an aggregate may weigh beyond the bytes of its events.
const slack = 10_000

describe('the memory of a handler', () => {
  test('gives what it keeps to one taker only', () => {
    const hot = createHotAggregates<null>(limit)
    const [stream] = streams as [StreamName]
    const aggregate = weighing(10)
    hot.keep(stream, aggregate)
    expect(hot.take(stream)).toBe(aggregate)
    expect(hot.take(stream)).toBeUndefined()
  })

  test('keeps what was used last, as far as its limit goes and no byte farther', () => {
    const anyUses = fc.array(
      fc.tuple(fc.nat(5), fc.integer({ min: slack, max: share + slack }), fc.boolean()),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(anyUses, (uses) => {
        const hot = createHotAggregates<null>(limit)
        let byLastUse: [index: number, bytes: number][] = []
        for (const [index, bytes, isTaken] of uses) {
          if (isTaken) hot.take(streams[index] as StreamName)
          byLastUse = byLastUse.filter(([one]) => one !== index)
          if (isTaken) continue
          hot.keep(streams[index] as StreamName, weighing(bytes))
          byLastUse.push([index, bytes])
        }
        const found = streams.map((stream) => hot.take(stream))
        const kept = byLastUse.filter(([index]) => found[index] !== undefined)
        expect(found.filter((one) => one !== undefined)).toHaveLength(kept.length)
        expect(kept.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeLessThanOrEqual(share)
        // The last ones, without a gap, of those that are not too large by themselves.
        const fits = ([, bytes]: [number, number]): boolean => bytes + slack <= share
        const small = kept.filter(fits)
        expect(small).toEqual(
          byLastUse.filter(fits).slice(byLastUse.filter(fits).length - small.length),
        )
        const last = uses.at(-1)
        if (last !== undefined && !last[2] && last[1] + slack <= share) {
          expect(kept.at(-1)).toEqual([last[0], last[1]])
        }
      }),
    )
  })

  test('passes over those that come often for a while, and never lets go of the newest', () => {
    const hot = createHotAggregates<null>(limit)
    const [regular, ...guests] = streams as [StreamName, ...StreamName[]]
    // Two of them fit, a third does not.
    const bytes = Math.floor((share - slack) / 2.5)
    const ofCommands = (commands: number): Aggregate<null> => ({
      ...weighing(bytes),
      commands: new Map(
        Array.from({ length: commands }, (_, n) => [`${n}`, { firstRevision: n, ids: [] }]),
      ),
    })
    hot.keep(regular, ofCommands(16))
    const visit = (visits: number): void => {
      for (let n = 0; n < visits; n++) {
        const guest = guests[n % guests.length] as StreamName
        hot.keep(guest, ofCommands(1))
        const newest = hot.take(guest)
        expect(newest).toBeDefined()
        hot.keep(guest, newest as Aggregate<null>)
      }
    }
    // By last use alone it would be gone with the second of them.
    visit(3)
    const found = hot.take(regular)
    expect(found).toBeDefined()
    // Nobody asks for it: its two chances are used up.
    hot.keep(regular, found as Aggregate<null>)
    visit(10)
    expect(hot.take(regular)).toBeUndefined()
    // Where all others are passed over, the newest stays all the same.
    const [other, newest] = guests as [StreamName, StreamName]
    for (const one of [regular, other]) hot.keep(one, ofCommands(16))
    hot.keep(newest, ofCommands(1))
    expect(hot.take(newest)).toBeDefined()
  })

  test('keeps nothing when it may keep no byte', () => {
    const hot = createHotAggregates<null>(0)
    for (const stream of streams) hot.keep(stream, weighing(1))
    expect(streams.map(hot.take)).toEqual(streams.map(() => undefined))
  })

  test('loses nothing to one that is too large by itself', () => {
    const hot = createHotAggregates<null>(limit)
    const [small, large] = streams as [StreamName, StreamName]
    hot.keep(small, weighing(10))
    hot.keep(large, weighing(limit + 1))
    expect(hot.take(large)).toBeUndefined()
    expect(hot.take(small)).toBeDefined()
  })

  test('never pushes out what was used again for newcomers', () => {
    const hot = createHotAggregates<null>(limit)
    const [used, ...others] = streams as [StreamName, ...StreamName[]]
    hot.keep(used, weighing(share - slack))
    for (const other of others) hot.keepNewcomer(other, weighing(limit / 16 - slack))
    expect(hot.take(used)).toBeDefined()
    expect(hot.take(others.at(-1) as StreamName)).toBeDefined()
    expect(hot.take(others.at(-1) as StreamName)).toBeUndefined()
  })

  test.each(['keep', 'keepNewcomer'] as const)(
    'lets go of the oldest that it was given by `%s`',
    (keep) => {
      const hot = createHotAggregates<null>(limit)
      const many = Array.from({ length: 1_000 }, () => jarStream(newId()))
      for (const stream of many) hot[keep](stream, weighing(10_000))
      const isKept = many.map((stream) => hot.take(stream) !== undefined)
      expect(isKept.filter((one) => one).length).toBeLessThanOrEqual(limit / 10_000)
      expect(isKept.indexOf(true)).toBeGreaterThan(0)
      expect(isKept.slice(isKept.indexOf(true))).not.toContain(false)
    },
  )

  test.each([
    ['do not exist', -1],
    ['hold next to nothing', 0],
  ])('does not grow without end with streams that %s', (_, revision) => {
    // Anybody can send commands to ids that nobody knows.
    const hot = createHotAggregates<null>(100_000)
    const many = Array.from({ length: 10_000 }, () => jarStream(newId()))
    for (const stream of many) hot.keep(stream, weighing(0, revision))
    const keptOnes = many.filter((stream) => hot.take(stream) !== undefined)
    expect(keptOnes.length).toBeLessThan(5_000)
  })
})
