// Rules by which customers belong to a category: values over facts that are not personal, so that each can be stored, read
// and tried out on any day.
import type { CategoryId, ProgrammeId, PurposeCode, TierId } from '../shared/ids.js'
import type { Currency } from '../shared/money.js'

/** What must hold. Every rule is true or false of any customer on any day. */
export type Rule =
  | AllOf
  | AnyOf
  | Not
  | Compare
  | CountOf
  | SumOf
  | Since
  | InCategory
  | TierIs
  | Permitted

/** Every one holds; none at all is true. */
export interface AllOf {
  readonly type: 'all'
  readonly of: ReadonlyArray<Rule>
}

/** At least one holds; none at all is false. */
export interface AnyOf {
  readonly type: 'any'
  readonly of: ReadonlyArray<Rule>
}

/** It does not hold. */
export interface Not {
  readonly type: 'not'
  readonly of: Rule
}

/** What is compared: facts of the registration, as they stand. */
export type ComparedFact = 'market' | 'status' | 'source' | 'storeId'

/** The fact is known and is one of these. */
export interface Compare {
  readonly type: 'compare'
  readonly fact: ComparedFact
  readonly isOneOf: ReadonlyArray<string>
}

interface Bounds {
  /** Of the days up to the one asked about, that one included; without it, of all days. */
  readonly withinDays?: number
  readonly atLeast?: number
  readonly atMost?: number
}

/**
 * So many purchases: sales of which something is left, or the pieces that are left of them, by the days of the sales. Or so
 * many returns: documents by which goods came back, or the pieces of them, by the days on which they did.
 */
export interface CountOf extends Bounds {
  readonly type: 'count'
  readonly of: 'purchases' | 'units' | 'returns' | 'returnedUnits'
}

/**
 * So much money, in minor units. `purchases`, which is the default: what was paid and not paid back for the sales of those
 * days. `net`: the same, less what was given back on those days for goods whose sale nobody found. `refunds`: what was given
 * back on those days, for whatever goods.
 */
export interface SumOf extends Bounds {
  readonly type: 'sum'
  readonly of?: 'purchases' | 'net' | 'refunds'
  readonly currency: Currency
}

/** So many days have passed since; false where it never was. */
export interface Since {
  readonly type: 'since'
  readonly of: 'registration' | 'firstPurchase' | 'lastPurchase'
  readonly atLeast?: number
  readonly atMost?: number
}

/** The customer belongs to another category on the day. */
export interface InCategory {
  readonly type: 'inCategory'
  readonly categoryId: CategoryId
}

/** The customer has this tier in a programme on the day. */
export interface TierIs {
  readonly type: 'tierIs'
  readonly programmeId: ProgrammeId
  readonly tier: TierId
}

/** The customer lets data be used for a purpose. Who evaluates the rule says whether that is so. */
export interface Permitted {
  readonly type: 'permitted'
  readonly purpose: PurposeCode
}

/** How deep rules may be nested. */
export const mostDepth = 10
/** How many rules one may consist of, itself included. */
export const mostNodes = 200

/** The depth and the number of nodes of a rule; a leaf has 1 and 1. */
export const sizeOf = (rule: Rule): { readonly depth: number; readonly nodes: number } => {
  const below =
    rule.type === 'all' || rule.type === 'any' ? rule.of : rule.type === 'not' ? [rule.of] : []
  const sizes = below.map(sizeOf)
  return {
    depth: 1 + Math.max(0, ...sizes.map(({ depth }) => depth)),
    nodes: 1 + sizes.reduce((sum, { nodes }) => sum + nodes, 0),
  }
}

/** Says whether a rule asks what a customer permits. */
export const asksPermission = (rule: Rule): boolean => {
  switch (rule.type) {
    case 'all':
    case 'any':
      return rule.of.some(asksPermission)
    case 'not':
      return asksPermission(rule.of)
    default:
      return rule.type === 'permitted'
  }
}
