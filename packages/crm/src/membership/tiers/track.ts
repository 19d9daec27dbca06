// The tier of one membership: where it stands by what counts towards it, and where time alone will lead it. Reached at once
// and inclusive, valid through the end of the next period; a last day that passes is judged by what counted on it.
import type { CivilDate } from '../../shared/civil-date.js'
import { present, withMembers } from '../../shared/copies.js'
import type { TierId } from '../../shared/ids.js'
import type { RulesRef, TierRules } from '../../shared/programme-rules.js'
import type { HeldTier, TierStanding } from '../../shared/tiers.js'
import type { Zone } from '../../shared/zone.js'
import type { MembershipEvent } from '../events.js'
import type { AboutTier } from '../tier-events.js'
import type { Qualifying } from './qualifying.js'
import { type Days, dayAfter, isWithin, validThrough, windowOn } from './windows.js'

/** What decides about the tier of a membership, besides what counts towards it. */
export interface Tiers {
  readonly ref: RulesRef
  readonly rules: TierRules
  readonly zone: Zone
  readonly since: CivilDate
  /** The day of the last event: time never goes back. */
  readonly clock: CivilDate
  readonly standing: TierStanding
}

/** What a tier is judged by. */
export interface Basis {
  readonly rules: TierRules
  readonly since: CivilDate
  /** In the order of their recording. */
  readonly entries: ReadonlyArray<Qualifying>
}

/** What gives a member a tier: what was measured, and what somebody has granted. */
export interface Claims {
  readonly held?: HeldTier
  readonly granted?: Required<HeldTier>
}

/** Says whether an event is about the tier of a membership. */
export const isOfTier = (event: MembershipEvent): event is AboutTier => 'standing' in event

/** The tier after an event. `undefined` while no rules have been applied: what came before makes no sense. */
export const evolveTiers = (tiers: Tiers | undefined, event: AboutTier): Tiers | undefined => {
  const { standing, onDay: clock } = event
  if (event.type !== 'TierRulesApplied') return tiers && { ...tiers, clock, standing }
  const { rules: ref, tiers: rules, zone, since } = event
  return { ref, rules, zone, since, clock, standing }
}

type Kept = Pick<Qualifying, 'day' | 'amount'>

/** What counts in some days: minor units or points; or days on which something was bought and kept. */
export const measuredIn = (
  { rules, entries }: Pick<Basis, 'rules'> & { readonly entries: ReadonlyArray<Kept> },
  days: Days,
): number => {
  const counting = entries.filter(({ day, amount }) => isWithin(days, day) && amount > 0)
  return rules.measure === 'visits'
    ? new Set(counting.map(({ day }) => day)).size
    : counting.reduce((sum, { amount }) => sum + amount, 0)
}

/** The place of a tier among those of the rules, from 0; -1 for none. */
export const rankOf = ({ levels }: TierRules, tier: TierId | undefined): number =>
  levels.findIndex((level) => level.tier === tier)

/** The place of the highest tier whose threshold is reached, inclusively; -1 where none is. */
export const rankReached = ({ levels }: Pick<TierRules, 'levels'>, measured: number): number =>
  levels.findLastIndex(({ threshold }) => threshold <= measured)

/** A tier by its place, through a day: what asks for nothing, or is kept by the rules, has no last day. */
export const heldAt = (
  { levels, downgrade }: TierRules,
  rank: number,
  lastDay: CivilDate,
): HeldTier | undefined => {
  const level = levels[rank]
  if (level === undefined) return undefined
  const { tier, threshold } = level
  return threshold === 0 || downgrade === 'keep' ? { tier } : { tier, lastDay }
}

// What follows when the last day of a tier has passed: by what counted on that day.
const afterEnd = (basis: Basis, { tier }: HeldTier, end: CivilDate): HeldTier | undefined => {
  const { rules, since } = basis
  const reached = rankReached(rules, measuredIn(basis, windowOn(rules, since, end)))
  const rank = rankOf(rules, tier)
  const next = rules.downgrade === 'oneStep' ? Math.max(reached, rank - 1) : reached
  return heldAt(rules, next, validThrough(rules, since, end))
}

/** What time does next to the claims: from which day on, and what is left. `undefined` when it does nothing any more. */
export const nextStep = (
  basis: Basis,
  { held, granted }: Claims,
): { readonly fromDay: CivilDate; readonly claims: Claims } | undefined => {
  const ends = [held?.lastDay, granted?.lastDay].filter((day) => day !== undefined)
  const end = ends.toSorted()[0]
  const fromDay = end === undefined ? undefined : dayAfter(end)
  if (end === undefined || fromDay === undefined) return undefined
  const after = held?.lastDay === end ? afterEnd(basis, held, end) : held
  const floor = granted?.lastDay === end ? undefined : granted
  return { fromDay, claims: claimsOf(after, floor) }
}

/** Claims of what there is. */
export const claimsOf = (
  held: HeldTier | undefined,
  granted: Required<HeldTier> | undefined,
): Claims => present({ held, granted })

/** The tier in force: the higher of what was measured and what was granted, and of two that are equal the longer one. */
export const inForce = (rules: TierRules, { held, granted }: Claims): HeldTier | undefined => {
  if (held === undefined || granted === undefined) return held ?? granted
  const above = rankOf(rules, held.tier) - rankOf(rules, granted.tier)
  if (above !== 0) return above > 0 ? held : granted
  return held.lastDay === undefined || held.lastDay >= granted.lastDay ? held : granted
}

/** Says whether two tiers are the same through the same day. */
export const isSame = (a: HeldTier | undefined, b: HeldTier | undefined): boolean =>
  a?.tier === b?.tier && a?.lastDay === b?.lastDay

/** Where a membership stands with some claims, and where time alone will lead it. */
export const standingOf = (basis: Basis, claims: Claims, earnsFrom: CivilDate): TierStanding => {
  const now = inForce(basis.rules, claims)
  const ahead: TierStanding['ahead'][number][] = []
  let before = now
  let step = nextStep(basis, claims)
  while (step !== undefined) {
    const after = inForce(basis.rules, step.claims)
    if (!isSame(before, after)) ahead.push({ fromDay: step.fromDay, ...after })
    before = after
    step = nextStep(basis, step.claims)
  }
  return withMembers(withMembers(claims, now ?? {}), { earnsFrom, ahead })
}
