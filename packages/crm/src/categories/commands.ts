// What can be asked of categories and of those who belong to them.
import type { CivilDate } from '../shared/civil-date.js'
import type { CategoryId, CustomerId, EventId, ReasonCode } from '../shared/ids.js'
import type { CategoryDefinition, DefinedCategory } from './definition.js'

export type CategoriesCommand =
  | DefineCategory
  | RetireCategory
  | AssignCategory
  | UnassignCategory
  | ApplyVerdict

/** Define a category, or its next version. */
export interface DefineCategory {
  readonly type: 'DefineCategory'
  readonly definition: CategoryDefinition
}

/** Take a category out of use. */
export interface RetireCategory {
  readonly type: 'RetireCategory'
  readonly categoryId: CategoryId
  /** The first day on which it is not in use. */
  readonly onDay: CivilDate
  readonly reasonCode: ReasonCode
}

/** Say that a customer belongs to a category, or that they do not, whatever its rule says. */
export interface AssignCategory {
  readonly type: 'AssignCategory'
  readonly customerId: CustomerId
  /** As the view of definitions shows it. */
  readonly category: DefinedCategory
  /** Default `member`. */
  readonly as?: 'member' | 'excluded'
  readonly fromDay: CivilDate
  readonly toDay?: CivilDate
  readonly reasonCode: ReasonCode
}

/** Take back what was said, from today on: the rule decides again. */
export interface UnassignCategory {
  readonly type: 'UnassignCategory'
  readonly customerId: CustomerId
  readonly categoryId: CategoryId
  readonly reasonCode: ReasonCode
}

/** Let what a rule says of a customer on a day take effect. */
export interface ApplyVerdict {
  readonly type: 'ApplyVerdict'
  readonly customerId: CustomerId
  readonly category: DefinedCategory
  readonly isMember: boolean
  readonly onDay: CivilDate
  readonly because: ReadonlyArray<EventId>
}
