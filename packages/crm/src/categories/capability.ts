import {
  type Capability,
  ownViews,
  reaction,
  type StreamName,
  streamName,
} from '@patina/eventsourcing'
import { categoryMembersView } from './category-members.codec.js'
import { commandCodecs, eventCodecs } from './codec.js'
import type { CategoriesCommand } from './commands.js'
import { customerCategoriesView } from './customer-categories.codec.js'
import { categoriesForCustomers } from './customers.reaction.js'
import { decide } from './decide/index.js'
import { definitionsView } from './definitions.codec.js'
import type { CategoriesEvent } from './events.js'
import { customerFactsView } from './facts.codec.js'
import { categoriesForMembership } from './membership.reaction.js'
import type { CategoriesRejection } from './rejections.js'
import { categoriesForSales } from './sales.reaction.js'
import { type Categories, evolve, initial } from './state.js'

/**
 * The stream that a command is decided on: the category's, or that of the customer, in which all categories of the customer
 * stand.
 */
export const streamOf = (command: CategoriesCommand): StreamName => {
  switch (command.type) {
    case 'DefineCategory':
      return streamName('category', command.definition.categoryId)
    case 'RetireCategory':
      return streamName('category', command.categoryId)
    default:
      return streamName('customerCategories', command.customerId)
  }
}

/** Categories of customers: what they are, and who belongs to them, by word or by rule. */
export const categories: Capability<
  CategoriesCommand,
  Categories,
  CategoriesEvent,
  CategoriesRejection
> = {
  name: 'categories',
  streamOf,
  decider: { initial, decide, evolve },
  commands: commandCodecs,
  events: eventCodecs,
  views: [categoryMembersView, customerCategoriesView, definitionsView],
  reactions: [],
}

/**
 * Categories by rule at work: the facts of every customer, and what asks the rules again whenever one has changed. For shops
 * that have such rules, to be opened beside the rest, as in `open(adapters, [...crm, categoriesByRule])`: it costs every sale
 * a view and a reaction.
 */
export const categoriesByRule: Capability<never, undefined, never, never> = {
  ...ownViews('categoriesByRule', [customerFactsView]),
  reactions: [
    reaction(categoriesForCustomers),
    reaction(categoriesForMembership),
    reaction(categoriesForSales),
  ],
}
