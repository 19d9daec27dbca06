import type { Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { CategoryId } from '../shared/ids.js'
import type { DefinedCategory } from './definition.js'
import type { CategoryDefined, CategoryRetired } from './events.js'

/** Every category in its newest version, in the order of their ids. */
export interface Definitions {
  readonly categories: ReadonlyArray<DefinedCategory>
}

const inOrder = (a: DefinedCategory, b: DefinedCategory): number =>
  a.definition.categoryId < b.definition.categoryId ? -1 : 1

const retired = (one: DefinedCategory, retiredOn: CivilDate): DefinedCategory => ({
  ...one,
  retiredOn,
})

/** The categories of the shop: what `AssignCategory` and `ApplyVerdict` are handed. One view, of key `all`. */
export const definitions: Projection<
  'all',
  Definitions,
  CategoryDefined | CategoryRetired,
  CategoryDefined | CategoryRetired
> = {
  name: 'category_definitions',
  version: 1,
  types: ['CategoryDefined', 'CategoryRetired'],
  parts: ({ event }) => [['all', event]],
  initial: () => ({ categories: [] }),
  evolve: ({ categories }, event) => {
    const isIt = ({ definition }: DefinedCategory): boolean =>
      definition.categoryId === event.categoryId
    switch (event.type) {
      case 'CategoryDefined': {
        const { definition, sha256 } = event
        const others = categories.filter((one) => !isIt(one))
        return { categories: [...others, { definition, sha256 }].sort(inOrder) }
      }
      case 'CategoryRetired':
        return {
          categories: categories.map((one) => (isIt(one) ? retired(one, event.onDay) : one)),
        }
    }
  },
}

/** The categories above one, the nearest first. Total: a circle of parents ends where it began. */
export const categoriesAbove = (
  { categories }: Definitions,
  categoryId: CategoryId,
): ReadonlyArray<CategoryId> => {
  const parentOf = (id: CategoryId): CategoryId | undefined =>
    categories.find(({ definition }) => definition.categoryId === id)?.definition.parent
  const found: CategoryId[] = []
  for (
    let parent = parentOf(categoryId);
    parent !== undefined && parent !== categoryId && !found.includes(parent);
    parent = parentOf(parent)
  ) {
    found.push(parent)
  }
  return found
}
