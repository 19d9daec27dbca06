// What a timeline shows of each event: a day, a reference and figures, and nothing that is sealed.
import type { CategoryEntry } from '../categories/events.js'
import type { ConsentEntry } from '../consent/events.js'
import type { GiftEntry } from '../gifts/events.js'
import type { HouseholdJoined, HouseholdLeft } from '../households/events.js'
import type { CustomersMerged, CustomersUnmerged } from '../identity/events.js'
import type {
  MembershipEvent,
  ProgrammeRulesAdopted,
  QualifyingRecorded,
  QualifyingReversed,
  TierOutlookChanged,
  TierRulesApplied,
} from '../membership/events.js'
import type { PointsEvent } from '../points/events.js'
import type { ClaimedSaleNoted, PrivacyEntry } from '../privacy-requests/events.js'
import type { SaleClaimed, TradeEntry } from '../sales/events.js'
import type { CivilDate } from '../shared/civil-date.js'
import type { Currency } from '../shared/money.js'
import type { CustomersEvent } from './events.js'

/** The events that a timeline shows. */
export type TimelineEvent =
  | CategoryEntry
  | ConsentEntry
  | CustomersEvent
  | CustomersMerged
  | CustomersUnmerged
  // The steps between asking and being issued are the shop's own.
  | Exclude<GiftEntry, { readonly type: 'GiftPointsHeld' | 'GiftAllowed' | 'GiftReserved' }>
  | HouseholdJoined
  | HouseholdLeft
  // What a tier is judged by, each thing that counts towards it, and where it may lead are told by the sales and by what follows.
  | Exclude<
      MembershipEvent,
      | ProgrammeRulesAdopted
      | TierRulesApplied
      | QualifyingRecorded
      | QualifyingReversed
      | TierOutlookChanged
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
  // The claim itself is shown.
  | Exclude<PrivacyEntry, ClaimedSaleNoted>
  | SaleClaimed
  | TradeEntry

/** What is shown of an event besides when it happened. */
export interface Shown {
  /** The day that the event itself names. */
  readonly day?: CivilDate
  /** What the entry is about: a document number, or the id of what was touched. */
  readonly reference: string
  /** Pieces sold or taken back. */
  readonly units?: number
  readonly currency?: Currency
  /** What the customer paid or is to pay, or got back below 0. */
  readonly amountMinor?: number
  /** Points that came in, or went out below 0. */
  readonly points?: number
}

/** What a timeline shows of an event. */
export const shownOf = (event: TimelineEvent): Shown => {
  switch (event.type) {
    case 'CustomerRegistered':
      return { reference: event.storeId }
    case 'CustomerStatusChanged':
      return { reference: event.to }
    case 'OwnerAssigned':
      return { reference: event.ownerId }
    // Of what is personal only that it was said: nothing sealed is carried on.
    case 'NameRecorded':
      return { reference: event.role }
    case 'IdentifierAdded':
    case 'IdentifierVerified':
    case 'IdentifierFoundInvalid':
    case 'IdentifierRemoved':
      return { reference: event.identifierId }
    case 'PreferenceStated':
      return { reference: event.topic }
    case 'NeedRecorded':
    case 'NeedClosed':
      return { reference: event.needId }
    case 'OccasionRecorded':
      return { reference: event.occasionId }
    case 'RelationRecorded':
      return { reference: event.otherId }
    case 'RelationEnded':
      return { day: event.toDay, reference: event.otherId }
    case 'StatementRetracted':
    case 'AccuracyDoubted':
    case 'AccuracyConfirmed':
      return { reference: event.of }
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
    case 'CategoryAssigned':
      return { day: event.fromDay, reference: event.categoryId }
    case 'CategoryUnassigned':
    case 'CategoryEntered':
    case 'CategoryLeft':
      return { day: event.onDay, reference: event.categoryId }
    case 'CustomersMerged':
    case 'CustomersUnmerged':
      return { reference: event.mergeId }
    case 'GiftRequested':
    case 'GiftGranted':
    case 'GiftIssued':
    case 'GiftRefused':
    case 'GiftReadyForCollection':
    case 'GiftCollected':
    case 'GiftShipped':
    case 'GiftDelivered':
    case 'GiftCancelled':
    case 'GiftReturned':
    case 'GiftLapsed':
      return { day: event.onDay, reference: event.giftId }
    case 'HouseholdJoined':
    case 'HouseholdLeft':
      return { reference: event.householdId }
    case 'NoticePresented':
      return { reference: event.notice.terms.noticeId }
    case 'SourceNoticeReceived':
      return { reference: event.sourceId }
    case 'DataCollected':
    case 'PrescribedConsentGiven':
    case 'PrescribedConsentWithdrawn':
      return { reference: event.purpose }
    case 'MarketingConsentGiven':
    case 'OralConsentConfirmed':
    case 'ElectronicConsentConfirmed':
      return { reference: event.consentId }
    case 'MarketingOptedOut':
      return { reference: event.channel }
    case 'MarketingUseAuthorised':
    case 'UseHandedOver':
      return { reference: event.useId }
    case 'DataProvided':
    case 'RecipientToldToCease':
      return { reference: event.recipientId }
    case 'PrivacyRequestReceived':
    case 'RequesterVerified':
    case 'AccessFeePaid':
      return { reference: event.requestId }
    case 'AccessFeeQuoted': {
      const { requestId: reference, currency, totalMinor } = event
      return { reference, currency, amountMinor: totalMinor }
    }
    case 'AccessCopySupplied':
    case 'CorrectedCopySupplied':
      return { day: event.suppliedOn, reference: event.requestId }
    case 'NotHeldConfirmed':
      return { day: event.confirmedOn, reference: event.requestId }
    case 'ExtensionNoticeSent':
      return { day: event.sentOn, reference: event.requestId }
    case 'LogBookEntryRecorded':
      return { day: event.enteredOn, reference: event.requestId }
    case 'RequestRefused':
      return { day: event.refusedOn, reference: event.requestId }
    case 'DataCorrected':
      return { day: event.correctedOn, reference: event.requestId }
    case 'ThirdPartyTold':
      return { day: event.toldOn, reference: event.recipientId }
    case 'OpinionNoteAnnexed':
      return { day: event.annexedOn, reference: event.requestId }
    case 'DataDisclosed':
      return { day: event.disclosedOn, reference: event.recipientId }
    case 'RetentionStarted':
      return { day: event.since, reference: event.class }
    case 'RetentionHoldPlaced':
    case 'RetentionHoldReleased':
      return { reference: event.holdId }
    case 'ErasureDecided':
      return { day: event.decidedOn, reference: event.erasureId }
    case 'ErasureConcluded':
      return { day: event.concludedOn, reference: event.erasureId }
  }
}
