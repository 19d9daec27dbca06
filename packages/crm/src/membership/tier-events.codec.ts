import {
  type EventCodecs,
  eventCodec,
  integer,
  list,
  literal,
  optional,
  record,
} from '@patina/eventsourcing'
import type * as t from 'io-ts'
import {
  civilDateCodec,
  currencyCodec,
  customerIdCodec,
  membershipIdCodec,
  programmeIdCodec,
  qualifyingIdCodec,
  reasonCodeCodec,
  reversalIdCodec,
  staffIdCodec,
  tierIdCodec,
  zoneCodec,
} from '../shared/codecs.js'
import { rulesRefCodec, tierRulesCodec } from '../shared/programme-rules.codec.js'
import type { HeldTier, TierAhead, TierStanding } from '../shared/tiers.js'
import type {
  AboutTier,
  QualifyingRecorded,
  QualifyingReversed,
  TierCause,
  TierChanged,
  TierFigures,
  TierGranted,
  TierOutlookChanged,
  TierRenewed,
  TierRulesApplied,
} from './tier-events.js'

/** A path down has a step for each tier and a few for what still counts. */
const mostAhead = 200

export const tierAheadCodec: t.Type<ReadonlyArray<TierAhead>, unknown> = list(
  record<TierAhead>('TierAhead', {
    fromDay: civilDateCodec,
    tier: optional(tierIdCodec),
    lastDay: optional(civilDateCodec),
  }),
  { most: mostAhead },
)

const tierStandingCodec = record<TierStanding>('TierStanding', {
  held: optional(
    record<HeldTier>('HeldTier', { tier: tierIdCodec, lastDay: optional(civilDateCodec) }),
  ),
  granted: optional(
    record<Required<HeldTier>>('GrantedTier', { tier: tierIdCodec, lastDay: civilDateCodec }),
  ),
  tier: optional(tierIdCodec),
  lastDay: optional(civilDateCodec),
  earnsFrom: civilDateCodec,
  ahead: tierAheadCodec,
})

const ofTier = {
  membershipId: membershipIdCodec,
  programmeId: programmeIdCodec,
  customerId: customerIdCodec,
  onDay: civilDateCodec,
  standing: tierStandingCodec,
}

export const tierCauseCodec = literal<TierCause>(
  'earned',
  'periodEnd',
  'return',
  'override',
  'match',
)

export const tierWindowDaysCodec = record<TierFigures['window']>('TierWindowDays', {
  fromDay: civilDateCodec,
  toDay: civilDateCodec,
})

const figuresCodec = record<TierFigures>('TierFigures', {
  window: tierWindowDaysCodec,
  measured: integer(0),
})

const tierRulesApplied: t.Type<TierRulesApplied, unknown> = record<TierRulesApplied>(
  'TierRulesApplied',
  {
    type: literal('TierRulesApplied'),
    ...ofTier,
    rules: rulesRefCodec,
    zone: zoneCodec,
    currency: optional(currencyCodec),
    since: civilDateCodec,
    tiers: tierRulesCodec,
  },
)

const qualifyingRecorded: t.Type<QualifyingRecorded, unknown> = record<QualifyingRecorded>(
  'QualifyingRecorded',
  {
    type: literal('QualifyingRecorded'),
    ...ofTier,
    qualifyingId: qualifyingIdCodec,
    qualifiedOn: civilDateCodec,
    amount: integer(1),
  },
)

const qualifyingReversed: t.Type<QualifyingReversed, unknown> = record<QualifyingReversed>(
  'QualifyingReversed',
  {
    type: literal('QualifyingReversed'),
    ...ofTier,
    qualifyingId: qualifyingIdCodec,
    reversalId: reversalIdCodec,
    qualifiedOn: civilDateCodec,
    amount: integer(1),
  },
)

const tierGranted: t.Type<TierGranted, unknown> = record<TierGranted>('TierGranted', {
  type: literal('TierGranted'),
  ...ofTier,
  tier: tierIdCodec,
  lastDay: civilDateCodec,
  cause: literal('override', 'match'),
  reasonCode: reasonCodeCodec,
  approver: staffIdCodec,
})

const tierChanged: t.Type<TierChanged, unknown> = record<TierChanged>('TierChanged', {
  type: literal('TierChanged'),
  ...ofTier,
  from: optional(tierIdCodec),
  to: optional(tierIdCodec),
  cause: tierCauseCodec,
  lastDay: optional(civilDateCodec),
  threshold: optional(integer(0)),
  figures: optional(figuresCodec),
})

const tierRenewed: t.Type<TierRenewed, unknown> = record<TierRenewed>('TierRenewed', {
  type: literal('TierRenewed'),
  ...ofTier,
  tier: tierIdCodec,
  cause: tierCauseCodec,
  lastDay: optional(civilDateCodec),
  figures: optional(figuresCodec),
})

const tierOutlookChanged: t.Type<TierOutlookChanged, unknown> = record<TierOutlookChanged>(
  'TierOutlookChanged',
  {
    type: literal('TierOutlookChanged'),
    ...ofTier,
    cause: tierCauseCodec,
    figures: optional(figuresCodec),
  },
)

/** How the events about tiers are stored. */
export const tierEventCodecs: EventCodecs<AboutTier> = {
  TierRulesApplied: eventCodec(tierRulesApplied),
  QualifyingRecorded: eventCodec(qualifyingRecorded),
  QualifyingReversed: eventCodec(qualifyingReversed),
  TierGranted: eventCodec(tierGranted),
  TierChanged: eventCodec(tierChanged),
  TierRenewed: eventCodec(tierRenewed),
  TierOutlookChanged: eventCodec(tierOutlookChanged),
}
