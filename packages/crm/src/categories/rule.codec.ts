// Rules as they come in. A rule contains rules, so its codec does; deeper than any rule may be, nothing is let in at all, so
// that no input can nest without end.
import { integer, list, literal, oneOf, optional, record, text } from '@patina/eventsourcing'
import type * as t from 'io-ts'
import {
  categoryIdCodec,
  currencyCodec,
  programmeIdCodec,
  purposeCodeCodec,
  tierIdCodec,
} from '../shared/codecs.js'
import type {
  AllOf,
  AnyOf,
  Compare,
  CountOf,
  InCategory,
  Not,
  Permitted,
  Rule,
  Since,
  SumOf,
  TierIs,
} from './rule.js'

const withinDays = optional(integer(1, 36_600))
const amount = optional(integer())
const days = optional(integer(0, 36_600))

const compare = record<Compare>('Compare', {
  type: literal('compare'),
  fact: literal('market', 'status', 'source', 'storeId'),
  isOneOf: list(text(64), { least: 1, most: 100 }),
})
const countOf = record<CountOf>('CountOf', {
  type: literal('count'),
  of: literal('purchases', 'units', 'returns', 'returnedUnits'),
  withinDays,
  atLeast: amount,
  atMost: amount,
})
const sumOf = record<SumOf>('SumOf', {
  type: literal('sum'),
  of: optional(literal('purchases', 'net', 'refunds')),
  currency: currencyCodec,
  withinDays,
  atLeast: amount,
  atMost: amount,
})
const since = record<Since>('Since', {
  type: literal('since'),
  of: literal('registration', 'firstPurchase', 'lastPurchase'),
  atLeast: days,
  atMost: days,
})
const inCategory = record<InCategory>('InCategory', {
  type: literal('inCategory'),
  categoryId: categoryIdCodec,
})
const tierIs = record<TierIs>('TierIs', {
  type: literal('tierIs'),
  programmeId: programmeIdCodec,
  tier: tierIdCodec,
})
const permitted = record<Permitted>('Permitted', {
  type: literal('permitted'),
  purpose: purposeCodeCodec,
})

const leaves = { compare, count: countOf, sum: sumOf, since, inCategory, tierIs, permitted }
const none: t.Type<Rule, unknown> = oneOf<Exclude<Rule, AllOf | AnyOf | Not>>(
  'Rule',
  leaves,
) as t.Type<Rule, unknown>

const around = (below: t.Type<Rule, unknown>): t.Type<Rule, unknown> =>
  oneOf<Rule>('Rule', {
    all: record<AllOf>('AllOf', { type: literal('all'), of: list(below) }),
    any: record<AnyOf>('AnyOf', { type: literal('any'), of: list(below) }),
    not: record<Not>('Not', { type: literal('not'), of: below }),
    ...leaves,
  })

/** How deep a rule may be nested to be looked at: what is refused by the business must be readable first. */
const deepestRead = 16

/** A rule, nested up to a depth; which depth is allowed, the decision says. */
export const ruleCodec: t.Type<Rule, unknown> = Array.from({ length: deepestRead - 1 }).reduce(
  (below: t.Type<Rule, unknown>) => around(below),
  none,
)
