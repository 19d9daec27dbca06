// What a category is, as it is defined and handed to the commands about customers.
import type { CivilDate } from '../shared/civil-date.js'
import type { CategoryId, Code } from '../shared/ids.js'
import type { Rule } from './rule.js'

/** A version of a category. */
export interface CategoryDefinition {
  readonly categoryId: CategoryId
  /** Counted without gaps, from 1. */
  readonly version: number
  readonly code: Code
  /** The category that it is a part of. */
  readonly parent?: CategoryId
  /** Of the categories of one group a customer belongs to at most one on any day. */
  readonly exclusiveGroup?: Code
  /** The days on which it is in use, both included; without one it is open on that side. */
  readonly fromDay?: CivilDate
  readonly toDay?: CivilDate
  /** Who belongs to it. Without a rule only those who are assigned. */
  readonly rule?: Rule
}

/** A version with what proves that nobody has altered it: SHA-256 as of the rules of a programme. */
export interface DefinedCategory {
  readonly definition: CategoryDefinition
  readonly sha256: string
  /** The first day on which it is not in use any more. */
  readonly retiredOn?: CivilDate
}
