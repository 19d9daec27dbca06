import { type ByType, integer, list, literal, oneOf, optional, record } from '@patina/eventsourcing'
import {
  civilDateCodec,
  customerIdCodec,
  reasonCodeCodec,
  staffIdCodec,
  tierIdCodec,
} from '../shared/codecs.js'
import { adoptedRulesCodec } from '../shared/programme-rules.codec.js'
import type {
  AssessTier,
  MatchTier,
  OverrideTier,
  QualifyingEarned,
  QualifyingReturned,
} from './commands.js'
import type { Qualifying } from './tiers/qualifying.js'

/** More than a shop sells to anybody in a lifetime. */
const mostCounted = 100_000

const countedCodec = list(
  record<Qualifying>('Qualifying', {
    day: civilDateCodec,
    onDay: civilDateCodec,
    amount: integer(1),
  }),
  { most: mostCounted },
)

const causeCodec = oneOf<QualifyingEarned | QualifyingReturned>('what gives rise to it', {
  earned: record<QualifyingEarned>('earned', { type: literal('earned') }),
  return: record<QualifyingReturned>('return', { type: literal('return'), before: countedCodec }),
})

const judged = {
  customerId: customerIdCodec,
  rules: adoptedRulesCodec,
  counted: countedCodec,
}

const granted = {
  ...judged,
  tier: tierIdCodec,
  lastDay: civilDateCodec,
  reasonCode: reasonCodeCodec,
  approver: optional(staffIdCodec),
}

/** Which commands about tiers are let in. */
export const tierCommandCodecs: ByType<AssessTier | OverrideTier | MatchTier> = {
  AssessTier: record<AssessTier>('AssessTier', {
    type: literal('AssessTier'),
    ...judged,
    cause: optional(causeCodec),
  }),
  OverrideTier: record<OverrideTier>('OverrideTier', {
    type: literal('OverrideTier'),
    ...granted,
  }),
  MatchTier: record<MatchTier>('MatchTier', { type: literal('MatchTier'), ...granted }),
}
