import { expect, test } from 'vitest'
import { files, literalsIn, sourcesOfTests, textOf } from './documents.js'

// How many rows each chapter of the list of known pitfalls has. The list is kept outside of this repository.
const rows: Readonly<Record<string, number>> = {
  K: 16,
  S: 16,
  P: 10,
  L: 16,
  C: 8,
  I: 10,
  V: 6,
  R: 17,
  A: 7,
}

const isRow = (text: string): boolean => {
  const [, chapter = '', number = ''] = /^([A-Z])([1-9]\d*)$/.exec(text) ?? []
  return Number(number) >= 1 && Number(number) <= (rows[chapter] ?? 0)
}

/** What stands in brackets at the end of a title: `['P1', 'P10']` of `… [P1] [P10]`. */
const rowsOf = (title: string): ReadonlyArray<string> =>
  [...(/(?: \[[^\][]*\])+$/.exec(title)?.[0] ?? '').matchAll(/\[([^\]]*)\]/g)].map(
    ([, row = '']) => row,
  )

const looksLikeARow = (text: string): boolean => /^[A-Z] ?-?\d/.test(text)

test('a title that names a row of the pitfalls names one that exists, each in its own brackets at the end', () => {
  const wrong = sourcesOfTests.flatMap((path) =>
    [...literalsIn(path)]
      .filter((title) => title.includes(' '))
      .filter(
        (title) =>
          rowsOf(title).some((row) => looksLikeARow(row) && !isRow(row)) ||
          /\[[KSPLCIVRA]\d+\](?!(?: \[[^\]]+\])*$)/.test(title),
      )
      .map((title) => `${path}: ${title}`),
  )
  expect(wrong).toEqual([])
})

test('titles are sentences about the business: none says should', () => {
  const wrong = files
    .filter((path) => path.endsWith('.test.ts') && !path.startsWith('test/docs/'))
    .flatMap((path) =>
      [
        ...textOf(path).matchAll(
          /\b(?:test|it|describe)(?:\.\w+)*\(\s*['"`]([^'"`\n]*\bshould\b[^'"`\n]*)/g,
        ),
      ].map(([, title = '']) => `${path}: ${title}`),
    )
  expect(wrong).toEqual([])
})
