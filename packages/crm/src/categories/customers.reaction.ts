import type { Reaction } from '@patina/eventsourcing'
import type { CustomerRegistered, CustomerStatusChanged } from '../customers/events.js'
import type { ApplyVerdict } from './commands.js'
import { factsFor, type RuleReads, verdictsAfter } from './evaluating.js'

/** What categories do about the records of customers: after each change of a fact the rules are asked again. */
export const categoriesForCustomers: Reaction<
  CustomerRegistered | CustomerStatusChanged,
  RuleReads,
  ApplyVerdict
> = {
  name: 'categories_for_customers',
  types: ['CustomerRegistered', 'CustomerStatusChanged'],
  startsFrom: 'beginning',
  facts: factsFor,
  react: verdictsAfter,
}
