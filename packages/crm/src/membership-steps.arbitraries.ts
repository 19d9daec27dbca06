// What a made-up shop does about its members: programmes, cards and tiers.
import type { CardIssued, MembershipCommand, MembershipEvent } from './membership/index.js'
import { membershipIdOf } from './membership/index.js'
import type { PointsCommand } from './points/index.js'
import { idOf, plainRules } from './shared/arbitraries.js'
import { type CivilDate, endOfMonth } from './shared/civil-date.js'
import {
  type CardId,
  type CustomerId,
  type ProgrammeId,
  reasonCode,
  staffId,
  tierId,
} from './shared/ids.js'
import type { Expiry, ProgrammeRules } from './shared/programme-rules.js'
import type { Shop } from './shop.arbitraries.js'
import {
  customers,
  type MembershipStep,
  type Moment,
  programmes,
  type Step,
} from './steps.arbitraries.js'

const expiries: ReadonlyArray<Expiry> = [
  { type: 'never' },
  { type: 'afterDays', days: 30 },
  { type: 'afterMonths', months: 2 },
  { type: 'yearEnd', years: 1 },
]

/** Rules with tiers, by small numbers. */
export const rulesOf = (
  version: number,
  effectiveOn: CivilDate,
  which: number,
): ProgrammeRules => ({
  ...plainRules,
  version,
  effectiveOn,
  earn: {
    pointsPerMinor: [3, 2],
    rounding: which % 2 === 0 ? 'floor' : 'halfUp',
    place: which % 3 === 0 ? 'line' : 'order',
  },
  expiry: expiries[which % expiries.length] as Expiry,
  deficit: which % 2 === 0 ? 'carry' : 'forgive',
  redemption: { ...plainRules.redemption, step: 1, minimum: 1, graceDays: 1 + which },
  tiers: {
    levels: [30, 60, 90].map((threshold, index) => ({ tier: tierId(`tier-${index}`), threshold })),
    measure: 'spend',
    window: which % 2 === 0 ? { type: 'calendarYear' } : { type: 'rolling', months: 2 },
    downgrade: which % 3 === 0 ? 'oneStep' : 'toEarned',
    returns: which % 2 === 0 ? 'atPeriodEnd' : 'atOnce',
    leapRule: 'feb28',
  },
})

// What becomes of a membership after it has begun, or before, by small numbers. Whoever rests goes on the next time.
const standingCommand = (
  { which, who, amounts: [amount = 1] }: Step,
  shop: Shop,
  today: CivilDate,
): MembershipCommand => {
  const programmeId = programmes[0] as ProgrammeId
  const party = { programmeId, customerId: customers[amount % 2] as CustomerId }
  const terms = { version: 1 + (amount % 3), sha256: 'ab'.repeat(32) }
  switch (which) {
    case 0:
    case 1: {
      const turn = shop
        .entries()
        .map(({ event }) => event as MembershipEvent)
        .findLast(({ type }) => type === 'MembershipSuspended' || type === 'MembershipResumed')
      return turn?.type === 'MembershipSuspended'
        ? { type: 'Resume', programmeId, customerId: turn.customerId, fromDay: today }
        : { type: 'Suspend', ...party, fromDay: today, reasonCode: reasonCode('said') }
    }
    // The second customer is a member through a day, and nobody else.
    case 2: {
      const ending = { programmeId, customerId: customers[1] as CustomerId }
      return amount % 2 === 0
        ? { type: 'Lapse', ...ending, today }
        : { type: 'Renew', ...ending, fromDay: today, through: endOfMonth(today, 1 + amount) }
    }
    case 3:
      return { type: 'AcceptTerms', ...party, terms, acceptedOn: today }
    case 4: {
      const customerId = customers[who] ?? party.customerId
      const applying = programmes[1] as ProgrammeId
      return { type: 'Apply', programmeId: applying, customerId, appliedOn: today, terms }
    }
    default: {
      const byCustomerId = customers[(amount + 1) % 2] as CustomerId
      return { type: 'Refer', ...party, byCustomerId, areOneHousehold: false, referredOn: today }
    }
  }
}

/** What is asked of the programmes. Where one has no rules yet, nothing comes of looking at a tier. */
export const membershipCommand = (
  kind: MembershipStep,
  { step, shop, today, count, programme, known, amount, earlier, nextVersion }: Moment,
): MembershipCommand | PointsCommand => {
  const { which } = step
  switch (kind) {
    case 'card': {
      const { number } = step.person
      const cardId = idOf<CardId>('card', count)
      return { type: 'IssueCard', programmeId: programme, customerId: known, cardId, number }
    }
    case 'newCard':
    case 'block': {
      const of = earlier<CardIssued>('CardIssued')
      const card = {
        programmeId: of?.programmeId ?? programme,
        customerId: of?.customerId ?? known,
        cardId: of?.cardId ?? idOf<CardId>('card', 0),
        reasonCode: reasonCode('lost'),
      }
      if (kind === 'block') return { type: 'BlockCard', ...card }
      const { number } = step.person
      return { type: 'ReplaceCard', ...card, byCardId: idOf('card', count), number }
    }
    case 'admit':
      return {
        type: 'Admit',
        programmeId: programme,
        customerId: known,
        since: today,
        ...(amount % 2 === 0 ? { through: endOfMonth(today, 1) } : {}),
      }
    case 'standing':
      return standingCommand(step, shop, today)
    case 'tier': {
      const rules = shop.rulesOn(programmes[0] as ProgrammeId, today)
      if (rules === undefined)
        return { type: 'SettleAccount', membershipId: membershipIdOf(programme, known) }
      const counted = shop.countedFor(known, rules)
      return which % 2 === 0
        ? { type: 'AssessTier', customerId: known, rules, counted }
        : {
            type: which === 1 ? 'MatchTier' : 'OverrideTier',
            customerId: known,
            tier: tierId(`tier-${amount % 2}`),
            lastDay: endOfMonth(today, amount % 4),
            reasonCode: reasonCode('said'),
            approver: staffId('manager-1'),
            rules,
            counted,
          }
    }
    case 'close':
      return {
        type: 'Close',
        programmeId: programme,
        customerId: known,
        until: today,
        by: 'member',
        reasonCode: reasonCode('said'),
      }
    case 'newRules': {
      const version = nextVersion()
      const effectiveOn = amount % 2 === 0 ? today : endOfMonth(today)
      return {
        type: 'AdoptRules',
        programmeId: programme,
        rules: rulesOf(version, effectiveOn, which),
      }
    }
  }
}
