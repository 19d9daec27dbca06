import { expect, test } from 'vitest'
import { files, guarantees, literalsIn } from './documents.js'

const notYet = 'What does not hold yet'
const promises = guarantees()

test('every guarantee names at least one test, and the page ends with what does not hold', () => {
  expect(promises.length).toBeGreaterThan(5)
  const bare = promises.filter(({ title, heldBy }) => title !== notYet && heldBy.length === 0)
  expect(bare.map(({ title }) => title)).toEqual([])
  expect(promises.at(-1)).toEqual({ title: notYet, heldBy: [] })
})

test('every test that a guarantee names stands in the source that it names, under this very title', () => {
  const stands = (source: string, name: string): boolean => {
    const literals = files.includes(source) ? literalsIn(source) : new Set<string>()
    return name.split(' > ').every((part) => literals.has(part))
  }
  const missing = promises.flatMap(({ title, heldBy }) =>
    heldBy
      .filter(({ source, test: name }) => !stands(source, name))
      .map(({ source, test: name }) => `${title}: ${source}: ${name}`),
  )
  expect(missing).toEqual([])
})
