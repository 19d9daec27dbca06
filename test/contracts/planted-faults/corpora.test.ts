// The corpora that the suites are judged by, counted: a fault that is taken out, or said twice, shows here.
import { describe, expect, test } from 'vitest'
import { faults } from './projections.js'
import { rightProjections } from './right-projections.js'
import { faultyStores, rightStores } from './stores.js'
import { faultyViewStores, rightViewStores } from './view-stores.js'

const corpora: ReadonlyArray<readonly [what: string, least: number, names: ReadonlyArray<string>]> =
  [
    ['projections that break a law', 100, faults.map(({ that }) => that)],
    ['projections that break none', 38, rightProjections.map(({ what }) => what)],
    ['event stores that break the contract', 99, faultyStores.map(({ that }) => that)],
    ['event stores that keep it', 8, rightStores.map(({ what }) => what)],
    ['view stores that break the contract', 45, faultyViewStores.map(({ that }) => that)],
    ['view stores that keep it', 5, rightViewStores.map(({ what }) => what)],
  ]

describe('the suites are judged by enough', () => {
  test.each(corpora)('%s, each in a way of its own', (_what, least, names) => {
    expect(names.length).toBeGreaterThanOrEqual(least)
    expect(new Set(names).size).toBe(names.length)
  })

  test('laws and checks, a fault for each that is named', () => {
    expect(new Set(faults.map(({ law }) => law)).size).toBeGreaterThanOrEqual(23)
    expect(new Set(faultyStores.map(({ check }) => check)).size).toBeGreaterThanOrEqual(40)
    expect(new Set(faultyViewStores.map(({ check }) => check)).size).toBeGreaterThanOrEqual(20)
  })
})
