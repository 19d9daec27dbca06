import type { Instant } from '@patina/eventsourcing'
import { type Coverage, renewedThrough, resumedFrom, suspendedFrom } from '../shared/coverage.js'
import type { CardId } from '../shared/ids.js'
import { latestDayAt } from '../shared/zone.js'
import type {
  MembershipActivated,
  MembershipApplied,
  MembershipClosed,
  MembershipEvent,
  MembershipSuspended,
  ProgrammeRulesAdopted,
  ReferralRecorded,
  TermsRef,
} from './events.js'
import { evolveTiers, isOfTier, type Tiers } from './tiers/track.js'

/** What decides the next command: the rules of a programme, or one membership. A stream holds one of the two. */
export interface Membership {
  /** In the order of their versions. */
  readonly adopted: ReadonlyArray<ProgrammeRulesAdopted>
  readonly applied?: MembershipApplied
  /** The newest terms that were accepted. */
  readonly accepted?: TermsRef
  readonly standing: Standing
  /** Every card that there ever was. Of its number nothing. */
  readonly cards: ReadonlyMap<CardId, CardStanding>
  /** By whom the member was brought. */
  readonly referral?: ReferralRecorded
  /** Of a membership whose programme has tiers, since it was first looked at. */
  readonly tiers?: Tiers
}

export type CardStanding = 'active' | 'blocked' | 'replaced'

export type Standing = NoMember | Applied | Active | Suspended | Lapsed | Closed

export interface NoMember {
  readonly _tag: 'NoMember'
}

export interface Applied {
  readonly _tag: 'Applied'
}

interface OfMember {
  readonly activated: MembershipActivated
  readonly days: Coverage
}

export interface Active extends OfMember {
  readonly _tag: 'Active'
}

export interface Suspended extends OfMember {
  readonly _tag: 'Suspended'
  readonly suspended: MembershipSuspended
}

export interface Lapsed extends OfMember {
  readonly _tag: 'Lapsed'
}

/** What goes on through its last day, where that lies ahead, and is over after it. */
export interface Closed extends OfMember {
  readonly _tag: 'Closed'
  readonly closed: MembershipClosed
  /** How it stands until then. */
  readonly running: Active | Suspended | Lapsed
}

/** A programme without rules, a customer who is no member. */
export const initial: Membership = {
  adopted: [],
  standing: { _tag: 'NoMember' },
  cards: new Map(),
}

/** What stands after an event. Total: an event that makes no sense leaves it as it was. */
export const evolve = (membership: Membership, event: MembershipEvent): Membership => {
  const { adopted, cards } = membership
  if (isOfTier(event)) {
    const tiers = evolveTiers(membership.tiers, event)
    return tiers === undefined ? membership : { ...membership, tiers }
  }
  switch (event.type) {
    case 'ProgrammeRulesAdopted':
      return { ...membership, adopted: [...adopted, event] }
    case 'MembershipApplied':
      return applied(membership, event)
    case 'TermsAccepted':
      return { ...membership, accepted: newest(membership.accepted, event.terms) }
    case 'CardIssued':
      return cards.has(event.cardId) ? membership : withCard(membership, event.cardId, 'active')
    // A card that was never issued cannot change, and one that was replaced does not come back.
    case 'CardReplaced':
      return cards.has(event.cardId) ? withCard(membership, event.cardId, 'replaced') : membership
    case 'CardBlocked':
      return cards.get(event.cardId) === 'active'
        ? withCard(membership, event.cardId, 'blocked')
        : membership
    case 'ReferralRecorded':
      return membership.referral === undefined ? { ...membership, referral: event } : membership
    default:
      return { ...membership, standing: standingAfter(membership.standing, event) }
  }
}

const newest = (before: TermsRef | undefined, terms: TermsRef): TermsRef =>
  before !== undefined && before.version >= terms.version ? before : terms

const applied = (membership: Membership, event: MembershipApplied): Membership => {
  const { standing, accepted } = membership
  if (standing._tag !== 'NoMember') return membership
  return {
    ...membership,
    applied: event,
    ...(event.terms === undefined ? {} : { accepted: newest(accepted, event.terms) }),
    standing: { _tag: 'Applied' },
  }
}

type Turn = Extract<
  MembershipEvent,
  {
    readonly type:
      | 'MembershipActivated'
      | 'MembershipSuspended'
      | 'MembershipResumed'
      | 'MembershipRenewed'
      | 'MembershipLapsed'
      | 'MembershipClosed'
  }
>

const standingAfter = (standing: Standing, event: Turn): Standing => {
  if (event.type === 'MembershipActivated') {
    const { since, through } = event
    const days = through === undefined ? { since } : { since, through }
    return standing._tag === 'NoMember' || standing._tag === 'Applied'
      ? { _tag: 'Active', activated: event, days }
      : standing
  }
  if (standing._tag === 'NoMember' || standing._tag === 'Applied') return standing
  if (event.type === 'MembershipClosed') {
    return closedBy(event, standing._tag === 'Closed' ? standing.running : standing)
  }
  if (standing._tag !== 'Closed') return memberAfter(standing, event)
  // Until its end lies behind it rests and goes on as others do, and nothing prolongs it.
  return event.type === 'MembershipSuspended' || event.type === 'MembershipResumed'
    ? closedBy(standing.closed, memberAfter(standing.running, event))
    : standing
}

type Member = Active | Suspended | Lapsed

const closedBy = (closed: MembershipClosed, running: Member): Closed => {
  const { activated, days } = running
  return { _tag: 'Closed', activated, days: { ...days, until: closed.until }, closed, running }
}

const memberAfter = (
  standing: Member,
  event: Exclude<Turn, MembershipActivated | MembershipClosed>,
): Member => {
  const { activated, days } = standing
  switch (event.type) {
    case 'MembershipSuspended':
      return standing._tag === 'Active'
        ? {
            _tag: 'Suspended',
            activated,
            days: suspendedFrom(days, event.fromDay),
            suspended: event,
          }
        : standing
    case 'MembershipResumed':
      return standing._tag === 'Suspended'
        ? { _tag: 'Active', activated, days: resumedFrom(days, event.fromDay) }
        : standing
    case 'MembershipRenewed':
      return standing._tag === 'Suspended'
        ? standing
        : {
            _tag: 'Active',
            activated,
            days: renewedThrough(days, event.fromDay, event.through),
          }
    case 'MembershipLapsed':
      return { _tag: 'Lapsed', activated, days }
  }
}

/**
 * How a membership stands at an instant: one that was closed stands as it did before, as long as its last day is over nowhere
 * on earth.
 */
export const standingAt = (standing: Standing, at: Instant): Standing =>
  standing._tag === 'Closed' && standing.closed.until >= latestDayAt(at)
    ? standing.running
    : standing

const withCard = (membership: Membership, id: CardId, standing: CardStanding): Membership => ({
  ...membership,
  cards: new Map(membership.cards).set(id, standing),
})
