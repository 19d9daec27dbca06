import { describe, expect, test } from 'vitest'
import { jars, kept } from '../arbitraries.js'
import { type AnyView, beforeFirst, type KeptTable, type Position } from '../index.js'
import { fits } from './generations.js'
import { tableOf } from './view.js'

const position = (number: number): Position => String(number).padStart(20, '0') as Position

const coins = { name: 'coins', kind: 'integer', isIndexed: false } as const
const jarsView: AnyView = { ...kept(jars), columns: [coins] }
const table: KeptTable = {
  ...tableOf(jarsView, 3),
  logId: 'mine',
  checkpoint: position(7),
  isServed: true,
}

describe('a table that is there', () => {
  test.each([
    ['at the end of the log', position(7)],
    ['behind the end of the log', position(8)],
    ['of a log that is known to fit', undefined],
  ])('is folded on %s', (_, head) => {
    expect(fits(jarsView, 'mine', head, table)).toBe(true)
  })

  test.each<[what: string, change: Partial<KeptTable>]>([
    ['another name', { name: 'shelves' }],
    ['another version', { version: jarsView.version + 1 }],
    ['another log', { logId: 'another' }],
    ['rows that nobody has served yet', { isServed: false }],
    ['a column less', { columns: [] }],
    ['a column more', { columns: [coins, { ...coins, name: 'more' }] }],
    ['a column of another name', { columns: [{ ...coins, name: 'others' }] }],
    ['a column of another kind', { columns: [{ ...coins, kind: 'text' }] }],
    ['a column that is indexed', { columns: [{ ...coins, isIndexed: true }] }],
    ['more than the log, as after restoring a backup', { checkpoint: position(8) }],
  ])('is not folded on with %s', (_, change) => {
    expect(fits(jarsView, 'mine', position(7), { ...table, ...change })).toBe(false)
  })

  test('is not folded on when the log is empty and it is not', () => {
    expect(fits(jarsView, 'mine', beforeFirst, table)).toBe(false)
  })
})
