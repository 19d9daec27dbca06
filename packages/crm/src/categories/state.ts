import type { CivilDate } from '../shared/civil-date.js'
import type { CategoryDefinition } from './definition.js'
import type { CategoriesEvent } from './events.js'
import { type Holding, withEntry } from './holdings.js'

/**
 * What decides the next command: the newest version of a category, or how one customer stands to all of them. A stream holds
 * one of the two. All of a customer's categories stand in one stream, so that no two commands can pass each other and leave
 * the customer in two categories of one exclusive group.
 */
export interface Categories {
  readonly definition?: CategoryDefinition
  readonly sha256?: string
  readonly retiredOn?: CivilDate
  readonly holdings: ReadonlyArray<Holding>
}

/** A category that nobody has defined, a customer who belongs to none. */
export const initial: Categories = { holdings: [] }

/** What stands after an event. */
export const evolve = (state: Categories, event: CategoriesEvent): Categories => {
  switch (event.type) {
    case 'CategoryDefined':
      return { ...state, definition: event.definition, sha256: event.sha256 }
    case 'CategoryRetired':
      return { ...state, retiredOn: event.onDay }
    case 'CategoryAssigned':
    case 'CategoryUnassigned':
    case 'CategoryEntered':
    case 'CategoryLeft':
      return { ...state, holdings: withEntry(state.holdings, event) }
  }
}
