import { describe, expect, test } from 'vitest'
import { idOf } from '../../shared/arbitraries.js'
import { civilDate } from '../../shared/civil-date.js'
import { type CustomerId, type MembershipId, type ProgrammeId, tierId } from '../../shared/ids.js'
import type { TierRules } from '../../shared/programme-rules.js'
import { zone } from '../../shared/zone.js'
import { type MemberTier, type MemberTiers, memberTiers, tierIn } from '../tiers.projection.js'

const programmeId = idOf<ProgrammeId>('prog', 1)
const tiers: TierRules = {
  levels: ['silver', 'gold'].map((tier, n) => ({ tier: tierId(tier), threshold: 10 * (n + 1) })),
  measure: 'spend',
  window: { type: 'calendarYear' },
  downgrade: 'toEarned',
  returns: 'atPeriodEnd',
  leapRule: 'feb28',
}
const of = (n: number, tier: string, lastDay: string): MemberTiers => {
  const member: MemberTier = {
    membershipId: idOf<MembershipId>('memb', n),
    programmeId,
    customerId: idOf<CustomerId>('cust', n),
    since: civilDate('2024-01-01'),
    zone: zone('Asia/Hong_Kong'),
    rules: { version: 1, sha256: 'ab'.repeat(32) },
    tiers,
    onDay: civilDate('2024-06-01'),
    tier: tierId(tier),
    lastDay: civilDate(lastDay),
    ahead: [{ fromDay: civilDate('2026-01-01') }],
    isDue: false,
    window: { fromDay: civilDate('2024-01-01'), toDay: civilDate('2024-12-31') },
    measured: 0,
    movements: [],
  }
  return { memberships: [member], records: [] }
}

describe('customers who turn out to be one person', () => {
  const both = (a: MemberTiers, b: MemberTiers) =>
    tierIn(memberTiers.combine?.([a, b]) as MemberTiers, programmeId)

  test('have the higher tier, with its own last day, whoever is named first', () => {
    const [silver, gold] = [of(1, 'silver', '2026-12-31'), of(2, 'gold', '2025-12-31')]
    for (const found of [both(silver, gold), both(gold, silver)]) {
      expect(found).toMatchObject({ tier: 'gold', lastDay: '2025-12-31' })
    }
    // And each has their own again when it was a mistake: nothing was written.
    expect(tierIn(silver, programmeId)).toMatchObject({ tier: 'silver', lastDay: '2026-12-31' })
  })

  test('have the longer of two that are equal', () => {
    const [short, long] = [of(1, 'gold', '2025-12-31'), of(2, 'gold', '2026-12-31')]
    expect(both(short, long)?.lastDay).toBe('2026-12-31')
    expect(both(long, short)?.lastDay).toBe('2026-12-31')
    expect(tierIn(short, idOf('prog', 2))).toBeUndefined()
  })
})
