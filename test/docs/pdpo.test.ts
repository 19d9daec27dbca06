import { expect, test } from 'vitest'
import { textOf } from './documents.js'
import {
  chapters,
  notYet,
  page,
  provisionOf,
  provisionTitles,
  rowsWithoutAPassingTest,
} from './pdpo-matrix.mjs'

const rows: ReadonlyArray<string> = chapters.flatMap(({ rows }) => rows.map(([row = '']) => row))
const missing: ReadonlyArray<string> = notYet.map(([row = '']) => row)
const titles = provisionTitles()

test('the matrix of the law is the one that the titles of the tests make', () => {
  expect(textOf('docs/pdpo.md')).toBe(page())
})

test('every row of the matrix has a test, and no row stands there twice', () => {
  const held = new Set(titles.map(({ provision }) => provision))
  expect(rows.length).toBeGreaterThan(15)
  expect(rows.filter((row) => !held.has(row))).toEqual([])
  expect(new Set([...rows, ...missing]).size).toBe(rows.length + missing.length)
})

test('every title that begins with a provision names a row of the matrix', () => {
  expect(titles.filter(({ provision }) => !rows.includes(provision))).toEqual([])
})

test('a row whose tests all failed, or did not run, is reported', () => {
  const [first = '', second = ''] = rows
  const others = rows.slice(2).map((row) => ({ name: `${row}: holds`, state: 'passed' }))
  const tests = [
    { name: `${first}: holds`, state: 'failed' },
    { name: `${first}(9): holds, but is another row`, state: 'passed' },
    { name: `${second}: holds`, state: 'skipped' },
    ...others,
  ]
  expect(rowsWithoutAPassingTest({ files: [{ tests }] })).toEqual([first, second])
  expect(provisionOf('a title: without a provision')).toBeUndefined()
})
