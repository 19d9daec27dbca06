import type { Instant, LogEvent, Position, Projection } from '@patina/eventsourcing'
import type { CustomerId } from '../shared/ids.js'
import { type Shown, shownOf, type TimelineEvent } from './timeline-shown.js'

export type { TimelineEvent } from './timeline-shown.js'

/** All that has happened with a customer, over all capabilities, in the order in which it happened. */
export interface Timeline {
  readonly entries: ReadonlyArray<TimelineEntry>
}

export interface TimelineEntry extends Shown {
  readonly kind: TimelineEvent['type']
  readonly occurredAt: Instant
  readonly position: Position
  /** Its place among what one stored event was read as. */
  readonly part: number
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

// What concerns two records of one person stands in the log once, and is told once when the two are read as one.
const toldOnce = (entries: ReadonlyArray<TimelineEntry>): ReadonlyArray<TimelineEntry> =>
  entries.filter((entry, index) => {
    const before = entries[index - 1]
    return before === undefined || inOrder(before, entry) !== 0
  })

const evolve = (before: Timeline, entry: TimelineEntry): Timeline => {
  const { entries } = before
  const last = entries.at(-1)
  const order = last === undefined ? -1 : inOrder(last, entry)
  if (order < 0) return { entries: [...entries, entry] }
  // Most entries come in the order in which they happened; one that was recorded late goes where it belongs.
  return order === 0 ? before : { entries: toldOnce([...entries, entry].sort(inOrder)) }
}

// To whom it happened: a merge to both of those whom it makes one.
const whose = (event: TimelineEvent): ReadonlyArray<CustomerId> => {
  if (event.type === 'CustomersMerged' || event.type === 'CustomersUnmerged') {
    return [event.survivorId, event.mergedId]
  }
  return event.customerId === undefined ? [] : [event.customerId]
}

/** The timeline of a customer: made from the log when somebody asks, not kept. */
export const timeline: Projection<CustomerId, Timeline, TimelineEvent, TimelineEntry> = {
  name: 'customer_timeline',
  version: 5,
  types: [
    'CustomerRegistered',
    'CustomerStatusChanged',
    'OwnerAssigned',
    'NameRecorded',
    'IdentifierAdded',
    'IdentifierVerified',
    'IdentifierFoundInvalid',
    'IdentifierRemoved',
    'PreferenceStated',
    'NeedRecorded',
    'NeedClosed',
    'OccasionRecorded',
    'RelationRecorded',
    'RelationEnded',
    'StatementRetracted',
    'AccuracyDoubted',
    'AccuracyConfirmed',
    'CategoryAssigned',
    'CategoryUnassigned',
    'CategoryEntered',
    'CategoryLeft',
    'CustomersMerged',
    'CustomersUnmerged',
    'GiftRequested',
    'GiftGranted',
    'GiftIssued',
    'GiftRefused',
    'GiftReadyForCollection',
    'GiftCollected',
    'GiftShipped',
    'GiftDelivered',
    'GiftCancelled',
    'GiftReturned',
    'GiftLapsed',
    'HouseholdJoined',
    'HouseholdLeft',
    'NoticePresented',
    'SourceNoticeReceived',
    'DataCollected',
    'MarketingConsentGiven',
    'OralConsentConfirmed',
    'ElectronicConsentConfirmed',
    'MarketingOptedOut',
    'PrescribedConsentGiven',
    'PrescribedConsentWithdrawn',
    'MarketingUseAuthorised',
    'UseHandedOver',
    'DataProvided',
    'RecipientToldToCease',
    'PrivacyRequestReceived',
    'RequesterVerified',
    'AccessFeeQuoted',
    'AccessFeePaid',
    'AccessCopySupplied',
    'NotHeldConfirmed',
    'ExtensionNoticeSent',
    'LogBookEntryRecorded',
    'RequestRefused',
    'DataDisclosed',
    'DataCorrected',
    'CorrectedCopySupplied',
    'ThirdPartyTold',
    'OpinionNoteAnnexed',
    'RetentionStarted',
    'RetentionHoldPlaced',
    'RetentionHoldReleased',
    'ErasureDecided',
    'ErasureConcluded',
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
    const entry = entryOf(recorded)
    return whose(recorded.event).map((customerId) => [customerId, entry] as const)
  },
  initial: () => ({ entries: [] }),
  evolve,
  combine: (members) => ({
    entries: toldOnce(members.flatMap(({ entries }) => entries).sort(inOrder)),
  }),
  occurredSafe: true,
}
