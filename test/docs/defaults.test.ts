import { expect, test } from 'vitest'
import { files, textOf } from './documents.js'

const row = /^\| ([^|]+) \| ([\d,]+) \| `(\w+)` in `([^`]+)` \|/gm

// `16 * 1024 * 1024`, `5_000`: a product of whole numbers.
const productOf = (product: string): number =>
  product
    .split('*')
    .map((factor) => Number(factor.replaceAll('_', '').trim()))
    .reduce((all, factor) => all * factor, 1)

test('every default that the documents name is the one in the code [S13]', () => {
  const rows = [...textOf('docs/reference/defaults.md').matchAll(row)].map(
    ([, what = '', value = '', name = '', path = '']) => ({ what, value, name, path }),
  )
  expect(rows.length).toBeGreaterThan(15)
  for (const { what, value, name, path } of rows) {
    const source = files.includes(path) ? textOf(path) : ''
    const found = new RegExp(`const ${name} = ([\\d_ *]+)$`, 'm').exec(source)?.[1]
    expect([what, found === undefined ? `no ${name} in ${path}` : productOf(found)]).toEqual([
      what,
      Number(value.replaceAll(',', '')),
    ])
  }
})

test('every row of the tables of defaults is one that is checked', () => {
  const lines = textOf('docs/reference/defaults.md')
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (What|---)/.test(line))
  const checked = [...textOf('docs/reference/defaults.md').matchAll(row)].map(([line]) => line)
  expect(lines.filter((line) => !checked.some((start) => line.startsWith(start)))).toEqual([])
})
