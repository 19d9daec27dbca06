// What has happened to categories and to those who belong to them. Stored for ever: add, never edit.
import type { CivilDate } from '../shared/civil-date.js'
import type { CategoryId, Code, CustomerId, EventId, ReasonCode } from '../shared/ids.js'
import type { CategoryDefinition } from './definition.js'

export type CategoriesEvent =
  | CategoryDefined
  | CategoryRetired
  | CategoryAssigned
  | CategoryUnassigned
  | CategoryEntered
  | CategoryLeft

/** What has happened to one customer: all but the defining. */
export type CategoryEntry = Exclude<CategoriesEvent, CategoryDefined | CategoryRetired>

/** There is a category, or a new version of it. */
export interface CategoryDefined {
  readonly type: 'CategoryDefined'
  readonly categoryId: CategoryId
  readonly definition: CategoryDefinition
  readonly sha256: string
}

/** A category is not in use any more, from a day on. */
export interface CategoryRetired {
  readonly type: 'CategoryRetired'
  readonly categoryId: CategoryId
  readonly onDay: CivilDate
  readonly reasonCode: ReasonCode
}

interface OfCategory {
  readonly customerId: CustomerId
  readonly categoryId: CategoryId
}

/** Somebody has said that a customer belongs to a category, or that they do not: it goes before any rule. */
export interface CategoryAssigned extends OfCategory {
  readonly type: 'CategoryAssigned'
  readonly version: number
  readonly exclusiveGroup?: Code
  readonly as: 'member' | 'excluded'
  readonly fromDay: CivilDate
  /** Its last day. */
  readonly toDay?: CivilDate
  readonly reasonCode: ReasonCode
}

/** What somebody has said of a customer and a category counts no more, from a day on. */
export interface CategoryUnassigned extends OfCategory {
  readonly type: 'CategoryUnassigned'
  readonly onDay: CivilDate
  readonly reasonCode: ReasonCode
}

/** By its rule a customer belongs to a category from a day on. */
export interface CategoryEntered extends OfCategory {
  readonly type: 'CategoryEntered'
  readonly exclusiveGroup?: Code
  readonly onDay: CivilDate
  readonly ruleVersion: number
  /** The events that made the rule true. */
  readonly because: ReadonlyArray<EventId>
}

/** By a rule, or by a word that goes before it, a customer does not belong to a category from a day on. */
export interface CategoryLeft extends OfCategory {
  readonly type: 'CategoryLeft'
  readonly onDay: CivilDate
  readonly ruleVersion: number
  /** The events that the rule was false by. */
  readonly because: ReadonlyArray<EventId>
  /** The category of the same exclusive group that the customer was assigned to instead. */
  readonly by?: CategoryId
}
