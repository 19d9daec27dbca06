// What a notice says, as far as a decision depends on it. Stored for ever: add, never edit.
import type {
  Code,
  DataKind,
  NoticeId,
  PurposeCode,
  RecipientClass,
  SubjectClass,
} from '../shared/ids.js'

/** What a notice tells customers: a personal information collection statement, their rights, or direct marketing. */
export type NoticeTerms = CollectionTerms | RightsTerms | MarketingTerms

interface Terms {
  readonly noticeId: NoticeId
  /** 1, 2, 3 … without gaps. A version that was adopted is never changed. */
  readonly version: number
  /** The wordings, one for each language. */
  readonly texts: ReadonlyArray<NoticeText>
}

/** One wording of a notice. */
export interface NoticeText {
  readonly lang: Language
  /** SHA-256 of the exact bytes that are shown, in lower-case hexadecimal. */
  readonly sha256: string
}

/** A language in which the law of Hong Kong lets a notice be given. */
export type Language = 'en' | 'zh-Hant' | 'zh-Hans'

/** On or before collecting (PDPO DPP1(3)(a) and (b)(i)). */
export interface CollectionTerms extends Terms {
  readonly type: 'collection'
  readonly purposes: ReadonlyArray<PurposeCode>
  /** Kinds without which the shop cannot serve the customer; the wording says what follows when they are withheld. */
  readonly obligatory: ReadonlyArray<DataKind>
  readonly voluntary: ReadonlyArray<DataKind>
  /** Classes of persons to whom the data may be transferred. */
  readonly transferees: ReadonlyArray<RecipientClass>
}

/** On or before the first use (PDPO DPP1(3)(b)(ii)): rights to access and correction, and who handles a request. */
export interface RightsTerms extends Terms {
  readonly type: 'rights'
  readonly handler: Handler
}

/** Who handles requests for access and correction: a post of the shop, never a person's name. */
export interface Handler {
  readonly jobTitle: string
  readonly address: string
}

/** Before data is used in direct marketing, or provided to others for theirs (PDPO s.35C, s.35J). */
export interface MarketingTerms extends Terms {
  readonly type: 'marketing'
  readonly kinds: ReadonlyArray<DataKind>
  readonly classes: ReadonlyArray<SubjectClass>
  /** How a customer can answer without charge. */
  readonly responseChannels: ReadonlyArray<Code>
  /** What it says about providing the data to others. Without it nothing may be provided. */
  readonly provision?: ProvisionTerms
}

/** What a notice says about providing data to others (PDPO s.35J(2)(b)). */
export interface ProvisionTerms {
  readonly recipients: ReadonlyArray<RecipientClass>
  readonly forGain: boolean
}

/** A notice as the shop has adopted it. */
export interface AdoptedNotice {
  readonly terms: NoticeTerms
  /** SHA-256 of the terms as JSON without spaces, members in alphabetical order; lower-case hexadecimal. */
  readonly sha256: string
}
