import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createViewCache } from './view-cache.js'

const keys = ['a', 'b', 'c', 'd', 'e', 'f']

interface Step {
  readonly what: 'load' | 'change' | 'save' | 'shrink'
  readonly key: string
  readonly size: number
}

const anySteps: fc.Arbitrary<ReadonlyArray<Step>> = fc.array(
  fc.record({
    what: fc.constantFrom('load', 'change', 'save', 'shrink'),
    key: fc.constantFrom(...keys),
    size: fc.integer({ min: 1, max: 30 }),
  }),
  { maxLength: 40 },
)

describe('the views of a table in memory', () => {
  test('that have changed stay until they are saved, and of the others no more than the limit', () => {
    fc.assert(
      fc.property(fc.boolean(), anySteps, (isTableEmpty, steps) => {
        const cache = createViewCache(isTableEmpty)
        const unsaved = new Map<string, number>()
        const lengths = new Map<string, number>()
        let count = 0
        for (const { what, key, size } of steps) {
          if (what === 'load' && cache.get(key) === undefined) {
            cache.put(key, -1, size)
            lengths.set(key, size)
          } else if (what === 'change') {
            cache.change(cache.get(key) ?? cache.put(key, -1, 0), count)
            unsaved.set(key, count++)
          } else if (what === 'save') {
            const changed = cache.changed()
            expect(changed.map((one) => one.key).sort()).toEqual([...unsaved.keys()].sort())
            for (const one of changed) lengths.set(one.key, size)
            cache.saved(
              changed.map((one) => ({ key: one.key, view: 'v'.repeat(size), columns: [] })),
            )
            unsaved.clear()
          } else if (what === 'shrink') {
            // What was used since the last time is passed over once.
            cache.shrink(size)
            cache.shrink(size)
            const there = keys.filter((one) => cache.get(one) !== undefined)
            expect(cache.size()).toBe(there.length)
            if (there.length < lengths.size) expect(cache.isWhole()).toBe(false)
            for (const one of lengths.keys()) if (!there.includes(one)) lengths.delete(one)
            const clean = there.filter((one) => !unsaved.has(one))
            const all = [...lengths.values()].reduce((sum, length) => sum + length, 0)
            if (clean.length > 0) expect(all).toBeLessThanOrEqual(size)
          }
          for (const [one, view] of unsaved) expect(cache.get(one)?.view).toBe(view)
        }
        cache.clear()
        expect([cache.size(), cache.changed(), cache.isWhole()]).toEqual([0, [], false])
      }),
    )
  })
})
