// What the catalogue says of a gift item, and what a shop allows itself to give.
import type { CivilDate } from '../shared/civil-date.js'
import type { Code, GiftItemId } from '../shared/ids.js'
import type { Currency } from '../shared/money.js'

/** The terms on which an item is given. */
export interface GiftTerms {
  /** What the item is called. */
  readonly name?: string
  /** What it costs in points; absent for an item that is only granted. */
  readonly points?: number
  /** What a piece is worth to who gets it. */
  readonly worth: GiftWorth
  /** The first and the last day on which it is given, both included; days of Hong Kong. */
  readonly fromDay?: CivilDate
  readonly toDay?: CivilDate
  /** Whom it is for, by tier: one of these. Absent: any tier, or none. */
  readonly tiers?: ReadonlyArray<Code>
  /** Whom it is for, by category: in one of these. Absent: anybody. */
  readonly categories?: ReadonlyArray<Code>
  /** How many one person may have, ever. */
  readonly capPerPerson?: number
  /** Months between two of them for one person. */
  readonly noRepeatMonths?: number
}

/** What a gift is worth, in minor units. */
export interface GiftWorth {
  readonly currency: Currency
  readonly minor: number
}

/** Terms as they are listed: what a command carries, so that later terms never change the past. */
export interface ListedGift {
  readonly itemId: GiftItemId
  /** 1, 2, 3 … without gaps. */
  readonly version: number
  /** SHA-256 of the terms as JSON without spaces, members in alphabetical order; lower-case hexadecimal. */
  readonly sha256: string
  readonly terms: GiftTerms
}

/** Above it a gift needs an approver. In minor units of the worth of the item. */
export interface GiftLimits {
  readonly perGiftMinor: number
  /** All that one person gets in a calendar year, in that currency. */
  readonly perYearMinor: number
}

/** What is known of the person when the gift is asked for, as codes. */
export interface GiftFacts {
  readonly tier?: Code
  readonly categories: ReadonlyArray<Code>
}

// HK$500 and HK$2,000.
const usualPerGiftMinor = 50_000
const usualPerYearMinor = 200_000
const currencyOfUsual = 'HKD'

/** The limits for a worth: what is said, else the usual ones, which there are in Hong Kong dollars only. */
export const limitsFor = (
  { currency }: GiftWorth,
  said: GiftLimits | undefined,
): GiftLimits | undefined => {
  if (said !== undefined) return said
  return currency === currencyOfUsual
    ? { perGiftMinor: usualPerGiftMinor, perYearMinor: usualPerYearMinor }
    : undefined
}
