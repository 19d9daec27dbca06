import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyTable, lookUp, put, putAll, type Table, valuesOf } from './table.js'

// Many keys, few of them the same, and some whose ends are all alike.
const keys = fc.oneof(
  fc.uuid(),
  fc.nat(300).map((n) => `key-${n}`),
  fc.nat(300).map((n) => `the-same-head-${n}-the-same-tail`),
  fc.constantFrom('', 'a', '__proto__', 'constructor'),
)
const batches = fc.array(fc.array(fc.tuple(keys, fc.nat()), { maxLength: 40 }), { maxLength: 12 })

test('a table says what a map says, and every older table still says what it said', () => {
  fc.assert(
    fc.property(batches, (all) => {
      const map = new Map<string, number>()
      let table: Table<number> = emptyTable
      const older: (readonly [Table<number>, ReadonlyMap<string, number>])[] = []
      for (const batch of all) {
        older.push([table, new Map(map)])
        table = putAll(table, batch)
        for (const [key, value] of batch) map.set(key, value)
      }
      for (const [then, expected] of [...older, [table, map] as const]) {
        for (const [key] of map) expect(lookUp(then, key)).toBe(expected.get(key))
        expect(valuesOf(then).toSorted()).toEqual([...expected.values()].toSorted())
      }
    }),
  )
})

test('one entry at a time is as good as many', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(keys, fc.nat()), { maxLength: 60 }), (entries) => {
      const one = entries.reduce<Table<number>>(
        (table, [key, value]) => put(table, key, value),
        emptyTable,
      )
      const many = putAll<number>(emptyTable, entries)
      for (const [key] of entries) expect(lookUp(one, key)).toBe(lookUp(many, key))
      expect(lookUp(one, 'nobody')).toBeUndefined()
    }),
  )
})
