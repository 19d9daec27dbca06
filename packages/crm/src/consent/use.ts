// What may be asked about a use of personal data, and what the answer says.
import type { DataKind, EventId, PurposeCode, RecipientClass, SubjectClass } from '../shared/ids.js'
import type { AllowedBy } from './events.js'

/** A use of personal data that needs a consent. */
export type Use = MarketingUse | ProvisionUse | PurposeUse

/** The shop's own direct marketing: all of these kinds of data are used, for one class of marketing subjects. */
export interface MarketingUse {
  readonly _tag: 'MarketingUse'
  readonly kinds: ReadonlyArray<DataKind>
  readonly class: SubjectClass
}

/** Handing the data to somebody else for their direct marketing. */
export interface ProvisionUse {
  readonly _tag: 'ProvisionUse'
  readonly kinds: ReadonlyArray<DataKind>
  readonly class: SubjectClass
  readonly recipientClass: RecipientClass
  readonly forGain: boolean
}

/** Using the data for a purpose of the registry. */
export interface PurposeUse {
  readonly _tag: 'PurposeUse'
  readonly purpose: PurposeCode
}

/** Yes, with what allows it, or no, with every reason. */
export type Permission = PermissionGiven | PermissionRefused

export interface PermissionGiven {
  readonly _tag: 'PermissionGiven'
  /** One for each kind, in the order of the use. A purpose has no kinds: none. */
  readonly by: ReadonlyArray<AllowedBy>
  /** What allows a purpose: the notice or the consent. Absent where a law does, and for direct marketing. */
  readonly eventId?: EventId
}

export interface PermissionRefused {
  readonly _tag: 'PermissionRefused'
  readonly reasons: ReadonlyArray<PermissionReason>
}

/** One reason why a use is not permitted, and the provision that says so. */
export interface PermissionReason {
  readonly reason:
    | 'noConsent'
    | 'notCovered'
    | 'optedOut'
    | 'notConfirmed'
    | 'confirmationMissed'
    | 'expired'
    | 'withdrawn'
    | 'unknownPurpose'
  /** A section of the PDPO, or `house rule`. */
  readonly section: string
  readonly kind?: DataKind
  /** The opt-out, the withdrawal or the consent that does not count. */
  readonly eventId?: EventId
}
