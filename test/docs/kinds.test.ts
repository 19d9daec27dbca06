import { expect, test } from 'vitest'
import { files, textOf } from './documents.js'

const declaration =
  /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport const \w+ = kind\(\s*'(\w+)',\s*'(\w+)'/g
const row = /^\| `(\w+)` \| `(\w+)` \| (.+) \|$/gm

const inCode = (): ReadonlyArray<readonly [name: string, of: string, is: string]> =>
  files
    .filter((path) => /^packages\/crm\/src\/.*\.ts$/.test(path) && !path.endsWith('.test.ts'))
    .flatMap((path) => [...textOf(path).matchAll(declaration)])
    .map(([, doc = '', name = '', of = '']) => [name, of, doc.replace(/\s*\n \* ?/g, ' ').trim()])

test('every kind of personal data is in the table of kinds, with its class and what it is', () => {
  const kinds = inCode()
  expect(kinds.length).toBeGreaterThan(20)
  const rows = [...textOf('docs/reference/kinds.md').matchAll(row)].map(
    ([, name = '', of = '', is = '']) => [name, of, is],
  )
  const inOrder = (all: ReadonlyArray<ReadonlyArray<string>>) =>
    all.map((one) => one.join(' | ')).toSorted()
  expect(inOrder(rows)).toEqual(inOrder(kinds))
})
