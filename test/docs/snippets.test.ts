import { expect, test } from 'vitest'
import { type Block, blocksOf, documents, files, literalsIn, textOf } from './documents.js'

const all: ReadonlyArray<Block> = documents.flatMap(blocksOf)
const of = (...languages: ReadonlyArray<string>): ReadonlyArray<Block> =>
  all.filter(({ language }) => languages.includes(language))
const at = ({ document, line }: Block): string => `${document}:${line}`

// What runs: examples, tests, the packages themselves.
const sources = files.filter((path) =>
  /^(?:examples\/.*|packages\/[^/]+\/src\/.*|test\/.*\.test)\.ts$/.test(path),
)

const indentOf = (line: string): number => line.length - line.trimStart().length

// Takes off what every line is indented by, for a snippet may be cut from the body of a function.
const flush = (lines: ReadonlyArray<string>): string => {
  const least = Math.min(...lines.filter((line) => line !== '').map(indentOf))
  return lines.map((line) => line.slice(least)).join('\n')
}

const occursIn = (text: string) => {
  const wanted = text.split('\n')
  const first = (wanted[0] ?? '').trim()
  const snippet = flush(wanted)
  return (path: string): boolean => {
    const lines = textOf(path).split('\n')
    return lines.some(
      (line, index) =>
        line.trim() === first && flush(lines.slice(index, index + wanted.length)) === snippet,
    )
  }
}

test('every ts block of a document occurs word for word in an example, a test or a source [K15]', () => {
  const invented = of('ts', 'typescript').filter(({ text }) => !sources.some(occursIn(text)))
  expect(invented.map(at)).toEqual([])
})

test('code is in blocks whose language says how it is checked', () => {
  const known = ['ts', 'sh', 'sql', 'json', 'output', 'text']
  expect(all.filter(({ language }) => !known.includes(language)).map(at)).toEqual([])
})

test('every sql block of a document occurs word for word in an example', () => {
  const invented = of('sql').filter(
    ({ text }) =>
      !files.some((path) => /^examples\/.*\.(ts|sql)$/.test(path) && occursIn(text)(path)),
  )
  expect(invented.map(at)).toEqual([])
})

test('every output that a document shows is one that the test of an example expects', () => {
  const expected = files
    .filter((path) => /^examples\/.*\.test\.ts$/.test(path))
    .flatMap((path) => [...literalsIn(path)])
  const invented = of('output').filter(({ text }) => !expected.some((one) => one.includes(text)))
  expect(invented.map(at)).toEqual([])
})

test('every json block of a document is JSON', () => {
  const broken = of('json').filter(({ text }) => {
    try {
      JSON.parse(text)
      return false
    } catch {
      return true
    }
  })
  expect(broken.map(at)).toEqual([])
})

test('every npm script that a document names is there', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
  const known = new Set(Object.keys(scripts))
  const named = documents.flatMap((document) =>
    [...textOf(document).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(
      ([, run, short]) => ({ document, script: run ?? short ?? '' }),
    ),
  )
  expect(named.filter(({ script }) => !known.has(script))).toEqual([])
  expect(named.map(({ script }) => script)).toEqual(expect.arrayContaining(['start', 'test']))
})
