import type { Instant, LogEvent, Position, Projection } from '@patina/eventsourcing'
import type {
  MembershipEvent,
  ProgrammeRulesAdopted,
  QualifyingRecorded,
  QualifyingReversed,
  TierRulesApplied,
} from '../membership/events.js'
import type { PointsEvent } from '../points/events.js'
import type { SaleClaimed, TradeEntry } from '../sales/events.js'
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId } from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import type { CustomersEvent } from './events.js'

/** All that has happened with a customer, over all capabilities, in the order in which it happened. */
export interface Timeline {
  readonly entries: ReadonlyArray<TimelineEntry>
}

export interface TimelineEntry {
  readonly kind: TimelineEvent['type']
  readonly occurredAt: Instant
  readonly position: Position
  /** Its place among what one stored event was read as. */
  readonly part: number
  /** The day that the event itself names. */
  readonly day?: CivilDate
  /** What the entry is about: a document number, or the id of what was touched. */
  readonly reference: string
  /** Pieces sold or taken back. */
  readonly units?: number
  readonly currency?: Currency
  /** What the customer paid, or got back below 0. */
  readonly amountMinor?: number
  /** Points that came in, or went out below 0. */
  readonly points?: number
}

/** The events that a timeline shows. */
export type TimelineEvent =
  | CustomersEvent
  | TradeEntry
  | SaleClaimed
  // What a tier is judged by, and each thing that counts towards it, are told by the sales and by what they lead to.
  | Exclude<
      MembershipEvent,
      ProgrammeRulesAdopted | TierRulesApplied | QualifyingRecorded | QualifyingReversed
    >
  // Points that are held have neither come in nor gone out, and where those of one person lie is no dealing with them.
  | Extract<
      PointsEvent,
      {
        readonly type:
          | 'PointsAwarded'
          | 'PointsReversed'
          | 'PointsRedeemed'
          | 'RedemptionUndone'
          | 'PointsExpired'
          | 'DeficitAbsorbed'
          | 'PointsAdjusted'
          | 'PointsTransferredOut'
          | 'PointsTransferredIn'
          | 'TransferReturned'
          | 'PointsAccountClosed'
      }
    >

type Shown = Pick<
  TimelineEntry,
  'day' | 'reference' | 'units' | 'currency' | 'amountMinor' | 'points'
>

const shownOf = (event: TimelineEvent): Shown => {
  switch (event.type) {
    case 'CustomerRegistered':
      return { reference: event.storeId }
    case 'CustomerStatusChanged':
      return { reference: event.to }
    // Of what is personal only that it was said: nothing sealed is carried on.
    case 'NameRecorded':
      return { reference: event.role }
    case 'IdentifierAdded':
    case 'IdentifierVerified':
    case 'IdentifierFoundInvalid':
    case 'IdentifierRemoved':
      return { reference: event.identifierId }
    case 'SaleRecorded':
    case 'SaleClaimed': {
      const { soldOn: day, documentNumber: reference, units, currency, totalMinor } = event
      return { day, reference, units, currency, amountMinor: totalMinor }
    }
    case 'SaleVoided': {
      const { soldOn: day, documentNumber: reference, units, currency, totalMinor } = event
      return { day, reference, units, currency, amountMinor: 0 - totalMinor }
    }
    case 'SaleLinesReturned':
    case 'UnmatchedReturnRecorded': {
      const { returnedOn: day, returnDocument: reference, units, currency, refundMinor } = event
      return { day, reference, units, currency, amountMinor: 0 - refundMinor }
    }
    case 'MembershipApplied':
      return { day: event.appliedOn, reference: event.programmeId }
    case 'TermsAccepted':
      return { day: event.acceptedOn, reference: event.programmeId }
    case 'MembershipActivated':
      return { day: event.since, reference: event.programmeId }
    case 'MembershipSuspended':
    case 'MembershipResumed':
    case 'MembershipRenewed':
      return { day: event.fromDay, reference: event.programmeId }
    case 'MembershipLapsed':
      return { day: event.through, reference: event.programmeId }
    case 'MembershipClosed':
      return { day: event.until, reference: event.programmeId }
    case 'CardIssued':
    case 'CardReplaced':
    case 'CardBlocked':
      return { reference: event.cardId }
    case 'ReferralRecorded':
      return { day: event.referredOn, reference: event.programmeId }
    case 'TierGranted':
    case 'TierRenewed':
      return { day: event.onDay, reference: event.tier }
    case 'TierChanged':
      return { day: event.onDay, reference: event.to ?? event.programmeId }
    case 'PointsAwarded':
      return { day: event.earnedOn, reference: event.awardId, points: event.points }
    case 'PointsReversed':
      return { day: event.onDay, reference: event.awardId, points: 0 - event.points }
    case 'PointsRedeemed':
      return { day: event.onDay, reference: event.redemptionId, points: -event.points }
    case 'RedemptionUndone':
      return { day: event.onDay, reference: event.redemptionId, points: event.points }
    case 'PointsExpired':
    case 'DeficitAbsorbed':
      return { day: event.onDay, reference: event.membershipId, points: -event.points }
    case 'PointsAdjusted':
      return { day: event.onDay, reference: event.adjustmentId, points: event.points }
    case 'PointsTransferredOut':
      return { day: event.onDay, reference: event.transferId, points: -event.points }
    case 'PointsTransferredIn':
    case 'TransferReturned':
      return { day: event.onDay, reference: event.transferId, points: event.points }
    case 'PointsAccountClosed':
      return { day: event.onDay, reference: event.membershipId }
  }
}

const entryOf = ({
  event,
  position,
  part,
  metadata: { occurredAt },
}: LogEvent<TimelineEvent>): TimelineEntry => ({
  kind: event.type,
  occurredAt,
  position,
  part,
  ...shownOf(event),
})

const inOrder = (a: TimelineEntry, b: TimelineEntry): number => {
  if (a.occurredAt !== b.occurredAt) return a.occurredAt < b.occurredAt ? -1 : 1
  if (a.position !== b.position) return a.position < b.position ? -1 : 1
  return a.part - b.part
}

const evolve = ({ entries }: Timeline, entry: TimelineEntry): Timeline => {
  const last = entries.at(-1)
  const all = [...entries, entry]
  // Most entries come in the order in which they happened; one that was recorded late goes where it belongs.
  return { entries: last === undefined || inOrder(last, entry) <= 0 ? all : all.sort(inOrder) }
}

/** The timeline of a customer: made from the log when somebody asks, not kept. */
export const timeline: Projection<CustomerId, Timeline, TimelineEvent, TimelineEntry> = {
  name: 'customer_timeline',
  version: 3,
  types: [
    'CustomerRegistered',
    'CustomerStatusChanged',
    'NameRecorded',
    'IdentifierAdded',
    'IdentifierVerified',
    'IdentifierFoundInvalid',
    'IdentifierRemoved',
    'SaleRecorded',
    'SaleVoided',
    'SaleClaimed',
    'SaleLinesReturned',
    'UnmatchedReturnRecorded',
    'MembershipApplied',
    'TermsAccepted',
    'MembershipActivated',
    'MembershipSuspended',
    'MembershipResumed',
    'MembershipRenewed',
    'MembershipLapsed',
    'MembershipClosed',
    'CardIssued',
    'CardReplaced',
    'CardBlocked',
    'ReferralRecorded',
    'TierGranted',
    'TierChanged',
    'TierRenewed',
    'PointsAwarded',
    'PointsReversed',
    'PointsRedeemed',
    'RedemptionUndone',
    'PointsExpired',
    'DeficitAbsorbed',
    'PointsAdjusted',
    'PointsTransferredOut',
    'PointsTransferredIn',
    'TransferReturned',
    'PointsAccountClosed',
  ],
  keyStandsInEvent: true,
  parts: (recorded) => {
    const { customerId } = recorded.event
    return customerId === undefined ? [] : [[customerId, entryOf(recorded)]]
  },
  initial: () => ({ entries: [] }),
  evolve,
  combine: (members) => ({ entries: members.flatMap(({ entries }) => entries).sort(inOrder) }),
  occurredSafe: true,
}
