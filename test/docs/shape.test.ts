import { describe, expect, test } from 'vitest'
import { documents, files, headingsOf, proseOf, textOf } from './documents.js'

const linesOf = (document: string): number => textOf(document).trimEnd().split('\n').length

const titlesOf = (document: string, level: number): ReadonlyArray<string> =>
  headingsOf(document)
    .filter((heading) => heading.level === level)
    .map(({ title }) => title)

test('the README and the page on architecture stay short', () => {
  expect(linesOf('README.md')).toBeLessThanOrEqual(120)
  expect(linesOf('ARCHITECTURE.md')).toBeLessThanOrEqual(150)
})

test('the README of every package has the five headings', () => {
  const packages = files
    .filter((path) => /^packages\/[^/]+\/package\.json$/.test(path))
    .map((path) => path.replace('package.json', 'README.md'))
  expect(packages.filter((path) => !files.includes(path))).toEqual([])
  for (const readme of packages) {
    expect([readme, titlesOf(readme, 2)]).toEqual([
      readme,
      ['What', 'Install', 'Use', 'Guarantees', 'Limits'],
    ])
  }
})

describe('a record of a decision', () => {
  const records = documents.filter((path) => path.startsWith('docs/adr/'))

  test('has the four headings, its number, and room on one page', () => {
    for (const record of records) {
      const number = Number(/\/(\d{4})-/.exec(record)?.[1])
      expect([record, titlesOf(record, 2)]).toEqual([
        record,
        ['Context', 'Options', 'Outcome', 'Consequences'],
      ])
      expect(titlesOf(record, 1)[0]).toMatch(new RegExp(`^${number}\\. `))
      expect([record, linesOf(record) <= 80]).toEqual([record, true])
    }
  })

  test('is numbered without gaps', () => {
    const numbers = records.map((path) => Number(/\/(\d{4})-/.exec(path)?.[1]))
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  })
})

test('every page has one title, and no heading skips a level', () => {
  for (const document of documents) {
    const levels = headingsOf(document).map(({ level }) => level)
    expect([document, levels.filter((level) => level === 1).length]).toEqual([document, 1])
    const skips = levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)
    expect([document, skips]).toEqual([document, []])
  }
})

test('a document points at no numbered section, for sections have names', () => {
  const pointing = documents.filter((path) => /\bsections? \d/i.test(proseOf(path)))
  expect(pointing).toEqual([])
})
