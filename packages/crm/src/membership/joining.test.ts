import { describe, test } from 'vitest'
import { idOf, noon, plainRules, storiesAt } from '../shared/arbitraries.js'
import { type CivilDate, civilDate } from '../shared/civil-date.js'
import { customerId, programmeId, reasonCode, tierId } from '../shared/ids.js'
import type { ProgrammeRules, TierRules } from '../shared/programme-rules.js'
import { sha256Of } from '../shared/sha256.js'
import type { MembershipEvent } from './index.js'
import * as Membership from './index.js'

const given = storiesAt(Membership, noon('2024-06-01'))
const party = { programmeId: programmeId(idOf('prog', 1)), customerId: customerId(idOf('cust', 1)) }
const of = {
  membershipId: Membership.membershipIdOf(party.programmeId, party.customerId),
  ...party,
}
const day = (text: string): CivilDate => civilDate(text)
const termsOf = (version: number, of = 'ab') => ({ version, sha256: of.repeat(32) })

const apply = { type: 'Apply', ...party, appliedOn: day('2024-05-20') } as const
const applied = { ...apply, type: 'MembershipApplied', ...of } as const
const admit = { type: 'Admit', ...party, since: day('2024-06-01') } as const
const member = { type: 'MembershipActivated', ...of, since: day('2024-06-01') } as const
const forAYear = { ...member, through: day('2025-05-31') } as const
const left: MembershipEvent = {
  ...member,
  type: 'MembershipClosed',
  until: day('2024-07-01'),
  by: 'member',
  reasonCode: reasonCode('moved'),
}
const accept = (terms: Membership.TermsRef) =>
  ({ type: 'AcceptTerms', ...party, terms, acceptedOn: day('2024-06-01') }) as const
const accepted = (terms: Membership.TermsRef) =>
  ({ type: 'TermsAccepted', ...of, terms, acceptedOn: day('2024-06-01') }) as const

describe('who wants to become a member', () => {
  test('applies once, with the terms that are accepted with it or without', () => {
    given().when(apply).expect(applied)
    given(applied).when(apply).expectNothing()
    given(applied, member).when(apply).expectNothing()
    given(applied)
      .when({ ...apply, terms: termsOf(1) })
      .expectRejection({
        _tag: 'AlreadyApplied',
        differences: [
          { path: '/terms/version', recorded: null, found: 1 },
          { path: '/terms/sha256', recorded: null, found: 'ab'.repeat(32) },
        ],
      })
    given(member).when(apply).expectRejection({ _tag: 'AlreadyMember', differences: [] })
    given(member, left)
      .when(apply)
      .expectRejection({ _tag: 'MembershipEnded', until: day('2024-07-01') })
  })

  test('is admitted when the terms are accepted and the age is reached, and hears all that is missing', () => {
    const asked = { ...admit, terms: termsOf(2), isOldEnough: true }
    given(applied, accepted(termsOf(2)))
      .when(asked)
      .expect(member)
    given({ ...applied, terms: termsOf(3) })
      .when(asked)
      .expect(member)
    given({ ...applied, terms: termsOf(1) })
      .when({ ...asked, isOldEnough: false })
      .expectRejection({
        _tag: 'AdmissionRefused',
        reasons: [
          { _tag: 'TermsNotAccepted', required: termsOf(2), accepted: termsOf(1) },
          { _tag: 'TooYoung' },
        ],
      })
    given()
      .when(asked)
      .expectRejection({
        _tag: 'AdmissionRefused',
        reasons: [{ _tag: 'TermsNotAccepted', required: termsOf(2), accepted: null }],
      })
    given({ ...applied, terms: termsOf(2, 'cd') })
      .when(asked)
      .expectRejection({
        _tag: 'AdmissionRefused',
        reasons: [{ _tag: 'TermsNotAccepted', required: termsOf(2), accepted: termsOf(2, 'cd') }],
      })
    given()
      .when({ ...admit, through: day('2025-05-31') })
      .expect(forAYear)
    given()
      .when({ ...admit, through: day('2024-05-31') })
      .expectRejection({
        _tag: 'EndsBeforeItBegins',
        since: day('2024-06-01'),
        until: day('2024-05-31'),
      })
  })

  test('accepts each version of the terms once, and no older one after a newer one', () => {
    given(applied)
      .when(accept(termsOf(2)))
      .expect(accepted(termsOf(2)))
    for (const terms of [termsOf(2), termsOf(1)]) {
      given(applied, accepted(termsOf(2)))
        .when(accept(terms))
        .expectNothing()
    }
    given(applied, accepted(termsOf(2)))
      .when(accept(termsOf(2, 'cd')))
      .expectRejection({
        _tag: 'TermsDiffer',
        accepted: termsOf(2),
        found: termsOf(2, 'cd'),
      })
    given()
      .when(accept(termsOf(1)))
      .expectRejection({ _tag: 'NotAMember' })
  })

  test('is brought by one other member, who is neither themselves nor of their household', () => {
    const other = customerId(idOf('cust', 2))
    const refer = {
      type: 'Refer',
      ...party,
      byCustomerId: other,
      areOneHousehold: false,
      referredOn: day('2024-06-01'),
    } as const
    const recorded = {
      type: 'ReferralRecorded',
      ...of,
      byCustomerId: other,
      byMembershipId: Membership.membershipIdOf(party.programmeId, other),
      referredOn: day('2024-06-01'),
    } as const
    given(member).when(refer).expect(recorded)
    given(applied).when(refer).expect(recorded)
    given(member, recorded).when(refer).expectNothing()
    given(member, recorded)
      .when({ ...refer, byCustomerId: customerId(idOf('cust', 3)) })
      .expectRejection({
        _tag: 'AlreadyReferred',
        byCustomerId: other,
        referredOn: day('2024-06-01'),
      })
    const self = { _tag: 'SelfReferral' } as const
    given(member)
      .when({ ...refer, byCustomerId: party.customerId })
      .expectRejection(self)
    given(member)
      .when({ ...refer, areOneHousehold: true })
      .expectRejection(self)
    given().when(refer).expectRejection({ _tag: 'NotAMember' })
  })
})

const suspend = {
  type: 'Suspend',
  ...party,
  fromDay: day('2024-07-01'),
  reasonCode: reasonCode('disputed'),
} as const
const resting = { ...suspend, type: 'MembershipSuspended', ...of } as const
const resume = { type: 'Resume', ...party, fromDay: day('2024-08-01') } as const
const resumed = { ...resume, type: 'MembershipResumed', ...of } as const
const renew = {
  type: 'Renew',
  ...party,
  fromDay: day('2025-05-20'),
  through: day('2026-05-31'),
} as const
const renewed = { ...renew, type: 'MembershipRenewed', ...of } as const
const lapsed = { type: 'MembershipLapsed', ...of, through: day('2025-05-31') } as const

describe('a membership', () => {
  test('rests from a day on and goes on from a day on', () => {
    given(member).when(suspend).expect(resting)
    given(member, resting).when(suspend).expectNothing()
    given(member, resting)
      .when({ ...suspend, fromDay: day('2024-07-02') })
      .expectRejection({ _tag: 'NotActive', standing: 'Suspended' })
    given(member, resting).when(resume).expect(resumed)
    given(member, resting, resumed).when(resume).expectNothing()
    given(member, resting)
      .when({ ...resume, fromDay: day('2024-06-30') }, noon('2024-07-01'))
      .expectRejection({
        _tag: 'DayTooEarly',
        earliest: day('2024-07-01'),
        found: day('2024-06-30'),
      })
    given(member, resting, resumed)
      .when({ ...suspend, fromDay: day('2024-07-31') })
      .expectRejection({
        _tag: 'DayTooEarly',
        earliest: day('2024-08-01'),
        found: day('2024-07-31'),
      })
    given().when(suspend).expectRejection({ _tag: 'NotAMember' })
  })

  test('runs out the day after its last one, which a sweep records, and can be renewed', () => {
    const lapse = { type: 'Lapse', ...party, today: day('2025-06-01') } as const
    given(forAYear).when(lapse, noon('2025-06-01')).expect(lapsed)
    given(forAYear, lapsed).when(lapse, noon('2025-06-01')).expectNothing()
    // It is no later than it is anywhere on earth, whatever the command says.
    given(forAYear)
      .when({ ...lapse, today: day('2030-01-01') }, noon('2025-05-30'))
      .expectRejection({
        _tag: 'StillRunning',
        through: day('2025-05-31'),
        today: day('2025-05-30'),
      })
    given(member).when(lapse).expectRejection({ _tag: 'WithoutEnd' })
    given(forAYear).when(renew).expect(renewed)
    given(forAYear, lapsed).when(renew).expect(renewed)
    given(forAYear, renewed).when(renew).expectNothing()
    given(member).when(renew).expectRejection({ _tag: 'WithoutEnd' })
    given(forAYear, resting)
      .when(renew)
      .expectRejection({ _tag: 'NotActive', standing: 'Suspended' })
    given(forAYear)
      .when({ ...renew, through: day('2025-05-30') })
      .expectRejection({
        _tag: 'DayTooEarly',
        earliest: day('2025-05-31'),
        found: day('2025-05-30'),
      })
  })

  test('that lapsed while it rested is active once it is renewed', () => {
    const suspendAgain = { ...suspend, fromDay: day('2025-07-01') }
    given(forAYear, resting, lapsed).when(renew).expect(renewed)
    given(forAYear, resting, lapsed)
      .when({ ...renew, fromDay: day('2024-06-30') })
      .expectRejection({
        _tag: 'DayTooEarly',
        earliest: day('2024-07-01'),
        found: day('2024-06-30'),
      })
    given(forAYear, resting, lapsed, renewed)
      .when({ ...resume, fromDay: renew.fromDay })
      .expectNothing()
    given(forAYear, resting, lapsed, renewed)
      .when(suspendAgain)
      .expect({ ...resting, fromDay: suspendAgain.fromDay })
    // It was without from its rest to its renewal, and nothing happens before that.
    given(forAYear, resting, lapsed, renewed)
      .when({ ...suspend, fromDay: day('2025-05-19') })
      .expectRejection({
        _tag: 'DayTooEarly',
        earliest: day('2025-05-20'),
        found: day('2025-05-19'),
      })
  })

  test('does not rest where it was to rest from a mistyped day: it goes on, and may rest from another', () => {
    const mistyped = { ...resting, fromDay: day('2999-07-01') }
    const called = { ...resumed, fromDay: day('2024-06-01') }
    given(member, mistyped)
      .when({ ...resume, fromDay: day('2024-06-01') })
      .expect(called)
    given(member, mistyped)
      .when({ ...resume, fromDay: day('2024-05-31') })
      .expectRejection({
        _tag: 'DayTooEarly',
        earliest: day('2024-06-01'),
        found: day('2024-05-31'),
      })
    for (const fromDay of [day('2024-06-01'), mistyped.fromDay]) {
      given(member, mistyped, { ...called, fromDay })
        .when(suspend)
        .expect(resting)
    }
  })

  test('says at its end what becomes of its points', () => {
    const points = { type: 'until', lastDay: day('2024-12-31') } as const
    const { membershipId: _, since: __, type: ___, ...facts } = left
    storiesAt(
      Membership,
      noon('2024-07-01'),
    )(member)
      .when({ type: 'Close', ...facts, points })
      .expect({ ...left, points })
  })

  test('that lies ahead does not say what becomes of its points: it still earns some', () => {
    const { membershipId: _, since: __, type: ___, ...facts } = left
    const close = (until: string) => ({ type: 'Close', ...facts, until: day(until) }) as const
    const points = { type: 'forfeit' } as const
    const [today, tomorrow] = [day('2024-06-01'), day('2024-06-02')]
    given(member)
      .when(close(tomorrow))
      .expect({ ...left, until: tomorrow })
    given(member)
      .when({ ...close(today), points })
      .expect({ ...left, until: today, points })
    given(member)
      .when({ ...close(tomorrow), points })
      .expectRejection({ _tag: 'StillRunning', through: tomorrow, today })
  })
})

describe('a membership that was closed through a day that lies ahead', () => {
  const { membershipId: _, since: __, type: ___, ...facts } = left
  const close = (until: string) => ({ type: 'Close', ...facts, until: day(until) }) as const
  const ahead = { ...left, until: day('2052-07-01') }
  const ended = { _tag: 'MembershipEnded', until: ahead.until } as const

  test('ends earlier where that was mistyped, and neither later nor before today', () => {
    given(member, ahead).when(close('2052-07-01')).expectNothing()
    given(member, ahead)
      .when(close('2025-07-01'))
      .expect({ ...left, until: day('2025-07-01') })
    given(member, ahead).when(close('2052-07-02')).expectRejection(ended)
    given(member, ahead, { ...left, until: day('2025-07-01') })
      .when(close('2052-07-01'))
      .expectRejection({ ...ended, until: day('2025-07-01') })
    given(member, ahead)
      .when(close('2024-06-29'), noon('2024-07-01'))
      .expectRejection({
        _tag: 'DayTooEarly',
        // At noon in Hong Kong it is still the day before on some islands.
        earliest: day('2024-06-30'),
        found: day('2024-06-29'),
      })
    given(member, ahead)
      .when({ ...close('2024-07-01'), points: { type: 'forfeit' } }, noon('2024-07-01'))
      .expect({ ...left, points: { type: 'forfeit' } })
    given(member, left)
      .when(close('2024-06-30'), noon('2024-07-02'))
      .expectRejection({ ...ended, until: left.until })
  })

  test('goes on until then: it rests and goes on, accepts terms, and is not prolonged', () => {
    const rests = { ...resting, until: ahead.until }
    given(member, ahead).when(suspend).expect(rests)
    given(member, ahead, rests).when(suspend).expectNothing()
    given(member, ahead, rests).when(resume).expect(resumed)
    given(member, resting, ahead).when(resume).expect(resumed)
    given(member, ahead, rests, resumed).when(resume).expectNothing()
    given(member, ahead)
      .when(accept(termsOf(1)))
      .expect(accepted(termsOf(1)))
    for (const command of [
      { ...suspend, fromDay: day('2052-07-02') },
      { ...renew, fromDay: day('2024-06-01') },
      { type: 'Lapse', ...party, today: day('2024-06-01') } as const,
    ]) {
      given(member, ahead).when(command).expectRejection(ended)
    }
    given(member, ahead, rests)
      .when({ ...resume, fromDay: day('2052-07-02') })
      .expectRejection(ended)
  })

  test('has ended the day after', () => {
    for (const command of [suspend, resume, accept(termsOf(1))]) {
      given(member, left)
        .when({ ...command, fromDay: day('2024-06-01') } as typeof command, noon('2024-07-02'))
        .expectRejection({ ...ended, until: left.until })
    }
  })
})

describe('tiers of new rules', () => {
  const tiers: TierRules = {
    levels: [
      { tier: tierId('silver'), threshold: 1000 },
      { tier: tierId('gold'), threshold: 5000 },
    ],
    measure: 'spend',
    window: { type: 'calendarYear' },
    downgrade: 'toEarned',
    returns: 'atPeriodEnd',
    leapRule: 'feb28',
  }
  const rulesOf = (version: number, changes: Partial<TierRules> = {}): ProgrammeRules => ({
    ...plainRules,
    version,
    effectiveOn: day('2024-06-01'),
    tiers: { ...tiers, ...changes },
  })
  const { programmeId: programme } = party
  const adopt = (rules: ProgrammeRules) =>
    ({ type: 'AdoptRules', programmeId: programme, rules }) as const
  const adopted = (rules: ProgrammeRules) =>
    ({
      type: 'ProgrammeRulesAdopted',
      programmeId: programme,
      rules,
      sha256: sha256Of(rules),
    }) as const

  test('ascend, have each name once, keep what members hold, and count what was always counted', () => {
    given()
      .when(adopt(rulesOf(1)))
      .expect(adopted(rulesOf(1)))
    const levels = [
      { tier: tierId('gold'), threshold: 1000 },
      { tier: tierId('gold'), threshold: 1000 },
    ]
    given(adopted(rulesOf(1)))
      .when(adopt(rulesOf(2, { levels, measure: 'visits' })))
      .expectRejection({
        _tag: 'RulesRefused',
        reasons: [
          {
            _tag: 'ThresholdsNotAscending',
            tier: tierId('gold'),
            threshold: 1000,
            below: 1000,
          },
          { _tag: 'TierTwice', tier: tierId('gold') },
          { _tag: 'TierMissing', tier: tierId('silver') },
          { _tag: 'MeasureFixed', fixed: 'spend', found: 'visits' },
        ],
      })
  })
})
