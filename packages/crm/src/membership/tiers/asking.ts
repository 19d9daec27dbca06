// Who is asked to look at a tier, about what was sold, earned or brought back.
import type { Instant, Position } from '@patina/eventsourcing'
import type { CivilDate } from '../../shared/civil-date.js'
import { covers } from '../../shared/coverage.js'
import type { CustomerId } from '../../shared/ids.js'
import type { AdoptedRules } from '../../shared/programme-rules.js'
import { inForceOn } from '../../shared/rules-in-force.js'
import { dayOf } from '../../shared/zone.js'
import type { AssessTier } from '../commands.js'
import type { MemberTier, MemberTiers } from '../tiers.projection.js'
import { mustBeJudged, type TierNews } from './news.js'
import { qualifyingOf } from './qualifying.js'
import { measuredIn, rankOf, rankReached } from './track.js'
import { windowOn } from './windows.js'

/** What an event says that may change a tier. */
export interface Told {
  readonly type: TierNews['type']
  readonly customerId: CustomerId
  /** The day that it counts, or counts back, on. */
  readonly day: CivilDate
  readonly occurredAt: Instant
  readonly position: Position
}

/**
 * The look that an event asks for in a programme, by its rules with tiers of the day that counts: none where it can have changed
 * nothing, and none for who is no member on that day. `tiers` may know more of the log than the event: what came after it is
 * left out. `adopted` are all rules, in the order of their versions.
 */
export const lookFor = (
  told: Told,
  rules: AdoptedRules,
  tiers: MemberTiers | undefined,
  adopted: ReadonlyArray<AdoptedRules>,
): ReadonlyArray<AssessTier> => {
  const { programmeId } = rules
  const { currency, zone, tiers: wanted } = rules.rules
  const { type, customerId, day, occurredAt, position } = told
  const record = tiers?.records.find((one) => one.customerId === customerId)
  const days = record?.memberships.find((one) => one.programmeId === programmeId)
  if (wanted === undefined || record === undefined || days === undefined) return []
  if (!covers(days, day)) return []
  const counting = { programmeId, measure: wanted.measure, currency, zone }
  const before = qualifyingOf(record, counting, (at) => at < position)
  const after = qualifyingOf(record, counting, (at) => at <= position)
  const onDay = [day, before.at(-1)?.onDay ?? day].reduce(
    (latest, one) => (one > latest ? one : latest),
    dayOf(occurredAt, zone),
  )
  const seen = tiers?.memberships.find(
    (one) => one.customerId === customerId && one.programmeId === programmeId,
  )
  const news = { type, onDay, before, after }
  const newest = inForceOn(adopted, programmeId, onDay)
  const isNewer = [rules, newest].some((one) => isWithTiersAfter(seen, one))
  if (seen !== undefined && !isNewer && !changes(seen, news)) return []
  const cause = type === 'earned' ? { type } : { type, before }
  return [{ type: 'AssessTier', customerId, rules, counted: after, cause }]
}

const isWithTiersAfter = (
  seen: MemberTier | undefined,
  adopted: AdoptedRules | undefined,
): boolean =>
  adopted?.rules.tiers !== undefined && adopted.rules.version > (seen?.rules.version ?? 0)

// A tier that is reached and not held is given by the next look, whatever was missed before it.
const changes = ({ tiers: rules, since, tier }: MemberTier, news: TierNews): boolean => {
  const { onDay, after } = news
  const measured = measuredIn({ rules, entries: after }, windowOn(rules, since, onDay))
  return rankReached(rules, measured) > rankOf(rules, tier) || mustBeJudged(rules, since, news)
}
