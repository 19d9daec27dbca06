export { categories, categoriesByRule, streamOf } from './capability.js'
export { categoryMembersView } from './category-members.codec.js'
export {
  type CategoryMember,
  type CategoryMemberKey,
  categoryMembers,
  memberKeyOf,
} from './category-members.projection.js'
export { commandCodecs, eventCodecs } from './codec.js'
export type * from './commands.js'
export { customerCategoriesView } from './customer-categories.codec.js'
export {
  type CategoryStep,
  type CustomerCategories,
  categoriesOn,
  customerCategories,
} from './customer-categories.projection.js'
export { decide } from './decide/index.js'
export type * from './definition.js'
export { definitionsView } from './definitions.codec.js'
export { categoriesAbove, type Definitions, definitions } from './definitions.projection.js'
export { evaluate, type Permits, type RuleVerdict } from './evaluate.js'
export type * from './events.js'
export { customerFactsView } from './facts.codec.js'
export type * from './facts.js'
export { customerFacts, type FactEvent } from './facts.projection.js'
export { belongsOn, type Holding, type Stay, type Word } from './holdings.js'
export type * from './rejections.js'
export {
  type AllOf,
  type AnyOf,
  type Compare,
  type ComparedFact,
  type CountOf,
  type InCategory,
  mostDepth,
  mostNodes,
  type Not,
  type Permitted,
  type Rule,
  type Since,
  type SumOf,
  sizeOf,
  type TierIs,
} from './rule.js'
export { type Categories, evolve, initial } from './state.js'
export { type CategoriesDue, categoriesDue } from './sweep.js'
export { verdictsOn } from './verdicts.js'
