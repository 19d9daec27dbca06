// Why something was not done to a category, or to a customer's belonging to one.
import type { CivilDate } from '../shared/civil-date.js'
import type { CategoryId, Code } from '../shared/ids.js'

export type CategoriesRejection =
  | DefinitionRefused
  | UnknownCategory
  | CategoryAlreadyRetired
  | AssignmentRefused
  | VerdictRefused

/** A definition is refused, for every reason that there is. */
export interface DefinitionRefused {
  readonly _tag: 'DefinitionRefused'
  readonly reasons: ReadonlyArray<
    | CategoryVersionOutOfOrder
    | CategoryParentOfItself
    | ExclusiveGroupChanged
    | PeriodEndsTooEarly
    | RuleTooLarge
    | CategoryAlreadyRetired
  >
}

/** Versions are counted without gaps, and a version says one thing. */
export interface CategoryVersionOutOfOrder {
  readonly _tag: 'CategoryVersionOutOfOrder'
  readonly expected: number
  readonly found: number
}

/** A category is no part of itself. */
export interface CategoryParentOfItself {
  readonly _tag: 'CategoryParentOfItself'
  readonly categoryId: CategoryId
}

/** A category stays in its group: those who belong to it were let in by that. `null`: none. */
export interface ExclusiveGroupChanged {
  readonly _tag: 'ExclusiveGroupChanged'
  readonly from: Code | null
  readonly to: Code | null
}

/** A rule is nested too deep, or consists of too many. */
export interface RuleTooLarge {
  readonly _tag: 'RuleTooLarge'
  readonly depth: number
  readonly mostDepth: number
  readonly nodes: number
  readonly mostNodes: number
}

/** A period cannot end before it begins. */
export interface PeriodEndsTooEarly {
  readonly _tag: 'PeriodEndsTooEarly'
  readonly fromDay: CivilDate
  readonly toDay: CivilDate
}

/** Nobody has defined the category. */
export interface UnknownCategory {
  readonly _tag: 'UnknownCategory'
  readonly categoryId: CategoryId
}

/** The category is out of use, from another day on. */
export interface CategoryAlreadyRetired {
  readonly _tag: 'CategoryAlreadyRetired'
  readonly categoryId: CategoryId
  readonly onDay: CivilDate
}

/** An assignment is refused, for every reason that there is. */
export interface AssignmentRefused {
  readonly _tag: 'AssignmentRefused'
  readonly reasons: ReadonlyArray<
    CategoryAltered | CategoryNotInUse | PeriodEndsTooEarly | ExclusiveGroupTaken
  >
}

/** What a rule says is not carried out, for every reason that there is. */
export interface VerdictRefused {
  readonly _tag: 'VerdictRefused'
  readonly reasons: ReadonlyArray<
    CategoryAltered | CategoryWithoutRule | CategoryNotInUse | ExclusiveGroupTaken | VerdictInFuture
  >
}

/** The definition is not the one that its hash is of. */
export interface CategoryAltered {
  readonly _tag: 'CategoryAltered'
  readonly categoryId: CategoryId
  readonly expected: string
  readonly found: string
}

/** The category is not in use on all the days that are asked for; here are those on which it is, both included. */
export interface CategoryNotInUse {
  readonly _tag: 'CategoryNotInUse'
  readonly categoryId: CategoryId
  readonly fromDay?: CivilDate
  readonly toDay?: CivilDate
}

/** On some of these days the customer belongs to others of the same group. */
export interface ExclusiveGroupTaken {
  readonly _tag: 'ExclusiveGroupTaken'
  readonly group: Code
  readonly by: ReadonlyArray<CategoryId>
}

/** The category has no rule that could say anything. */
export interface CategoryWithoutRule {
  readonly _tag: 'CategoryWithoutRule'
  readonly categoryId: CategoryId
}

/** No rule knows what will be: the day is in no zone of the world yet. */
export interface VerdictInFuture {
  readonly _tag: 'VerdictInFuture'
  readonly onDay: CivilDate
  readonly latest: CivilDate
}
