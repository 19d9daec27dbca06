import { checkProjection, comparePersonal, projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { counterHistories, peopleHistories } from '../arbitraries.js'
import { idOf, sampleProblems, stored } from '../shared/arbitraries.js'
import type { CategoryId } from '../shared/ids.js'
import {
  categoryEntries,
  categoryHistories,
  definedOf,
  definitionEvents,
  definitionOf,
} from './arbitraries.js'
import { categoryMembersView } from './category-members.codec.js'
import { customerCategoriesView } from './customer-categories.codec.js'
import { definitionsView } from './definitions.codec.js'
import { categoriesAbove } from './definitions.projection.js'
import { customerFactsView } from './facts.codec.js'
import * as Categories from './index.js'

comparePersonal()

projectionLaws(categoryMembersView, categoryHistories, { numRuns: 30 })
projectionLaws(customerCategoriesView, categoryHistories, { numRuns: 30 })
projectionLaws(definitionsView, categoryHistories, { numRuns: 30 })
projectionLaws(customerFactsView, fc.oneof(peopleHistories, counterHistories), { numRuns: 30 })

describe('the events of categories', () => {
  test('come back from the store as they were, and any history of them folds', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(categoryEntries(), definitionEvents())), (events) => {
        for (const event of events) {
          expect(stored(Categories.eventCodecs, event)).toEqual(E.right(event))
        }
        expect(() => events.reduce(Categories.evolve, Categories.initial)).not.toThrow()
      }),
    )
  })

  test('that were ever stored still decode', () => {
    const samples = import.meta.glob('./__stored__/*.json', { eager: true, import: 'default' })
    expect(sampleProblems(Categories.eventCodecs, samples)).toEqual([])
  })

  test('are declared by each view that reacts to them', () => {
    const law = 'it declares every type that it reacts to'
    for (const { projection } of [categoryMembersView, customerCategoriesView, definitionsView]) {
      for (const type of projection.types) {
        const types = (projection.types as ReadonlyArray<string>).filter((one) => one !== type)
        const found = checkProjection({ ...projection, types }, categoryHistories, {
          only: [law],
          numRuns: 300,
        })
        expect([type, found.map((broken) => broken.law)]).toEqual([type, [law]])
      }
    }
  })
})

test('the categories above one are found, and a circle of parents ends', () => {
  const ids = [1, 2, 3].map((n) => idOf<CategoryId>('cate', n)) as [
    CategoryId,
    CategoryId,
    CategoryId,
  ]
  const tree = (parents: ReadonlyArray<CategoryId | undefined>) => ({
    categories: ids.map((id, index) => {
      const parent = parents[index]
      return definedOf(definitionOf(id, parent === undefined ? {} : { parent }))
    }),
  })
  expect(categoriesAbove(tree([ids[1], ids[2], undefined]), ids[0])).toEqual([ids[1], ids[2]])
  expect(categoriesAbove(tree([ids[1], ids[2], ids[0]]), ids[0])).toEqual([ids[1], ids[2]])
  expect(categoriesAbove(tree([ids[1], ids[2], ids[1]]), ids[0])).toEqual([ids[1], ids[2]])
})
