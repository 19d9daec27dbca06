// The categories of the shop, as data: who belongs to them says a rule, or the shop itself.
import { type CategoryId, categoryId, codeOf } from '@patina/crm'
import type { CategoryDefinition, Rule } from '@patina/crm/categories'
import { idOf, shop } from './shop.js'

const year = 365

const bought = (rule: { readonly withinDays: number; readonly atLeast: number }): Rule => ({
  type: 'count',
  of: 'purchases',
  ...rule,
})

const spent = (rule: { readonly withinDays: number; readonly atLeast: number }): Rule => ({
  type: 'sum',
  // Goods that came back are not spent, whether their sale was found or not.
  of: 'net',
  currency: shop.currency,
  ...rule,
})

/** The id of the category with this code. */
export const categoryOf = (code: string): CategoryId => categoryId(idOf('category', code))

// One rhythm at most.
const rhythm = codeOf('rhythm')

const rules: Readonly<Record<string, Pick<CategoryDefinition, 'rule' | 'exclusiveGroup'>>> = {
  // Ten thousand pieces of something in a year are for a shop of their own.
  bulkBuyer: { rule: { type: 'count', of: 'units', withinDays: year, atLeast: 10_000 } },
  // Once a month, and lately.
  regular: {
    exclusiveGroup: rhythm,
    rule: {
      type: 'all',
      of: [
        bought({ withinDays: year, atLeast: 12 }),
        { type: 'since', of: 'lastPurchase', atMost: 60 },
      ],
    },
  },
  // Came often, and has not been seen for a quarter.
  lapsingRegular: {
    exclusiveGroup: rhythm,
    rule: {
      type: 'all',
      of: [
        bought({ withinDays: year, atLeast: 5 }),
        { type: 'since', of: 'lastPurchase', atLeast: 90 },
      ],
    },
  },
  newcomer: { rule: { type: 'since', of: 'firstPurchase', atMost: 60 } },
  // More than half of what they spent in the year they spent in the sixty days before Christmas.
  giftBuyer: {
    rule: {
      type: 'all',
      of: [
        spent({ withinDays: 60, atLeast: 300_00 }),
        { type: 'not', of: spent({ withinDays: year, atLeast: 600_00 }) },
      ],
    },
  },
  abroad: {
    rule: {
      type: 'not',
      of: { type: 'compare', fact: 'market', isOneOf: ['United Kingdom'] },
    },
  },
  // Nobody but the shop itself says who is looked after in person.
  keyAccount: {},
}

/** Every category of the shop, in the order in which they are shown. */
export const shopCategories: ReadonlyArray<CategoryDefinition> = Object.entries(rules).map(
  ([code, more]) => ({ categoryId: categoryOf(code), version: 1, code: codeOf(code), ...more }),
)

const words: Readonly<Record<string, string>> = {
  bulkBuyer: 'bulk buyer: 10,000 pieces or more in a year',
  regular: 'regular: 12 purchases or more in a year, the last within 60 days',
  lapsingRegular: 'lapsing regular: 5 purchases or more in a year, none for 90 days',
  newcomer: 'newcomer: the first purchase within 60 days',
  giftBuyer: 'gift buyer: more than half of the year in its last 60 days',
  abroad: 'abroad: not in the United Kingdom',
  keyAccount: 'key account: the shop says so',
}

/** What a category is called on the screen, with what it takes. */
export const categoryWords = (code: string): string => words[code] ?? code

/** What a category is called in a sentence. */
export const categoryName = (code: string): string => categoryWords(code).split(':')[0] ?? code
