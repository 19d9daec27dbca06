// What a consent lacks at a moment, by the days within which it must be confirmed.
import type { Instant } from '@patina/eventsourcing'
import { plusDays } from '../shared/civil-date.js'
import { dayInHongKong, oralConfirmationDays } from '../shared/hong-kong.js'
import type { ClearConsentEntry, MarketingConsentGiven } from './events.js'

/** Days within which the link of an electronic consent must have been followed: a rule of the house. */
export const linkDays = 7

/** What a consent lacks at a moment: nothing when it counts. */
export type Lack = 'notConfirmed' | 'confirmationMissed' | 'expired'

const isOver = (at: Instant, from: Instant, days: number): boolean =>
  dayInHongKong(at) > plusDays(dayInHongKong(from), days)

/** Says whether a moment is not before another one, and lies at most so many days in Hong Kong after its day. */
export const isWithin = (at: Instant, from: Instant, days: number): boolean =>
  at >= from && !isOver(at, from, days)

const waiting = (given: MarketingConsentGiven, days: number, at: Instant): Lack =>
  isOver(at, given.receivedAt, days) ? 'confirmationMissed' : 'notConfirmed'

/**
 * Why a consent does not count at a moment, by the confirmations that are recorded; nothing when it counts. An oral consent
 * counts once its confirmation was sent, not before it was received and by the 14th day in Hong Kong after that, an electronic
 * one once it was confirmed by the 7th.
 */
export const lackOf = (
  given: MarketingConsentGiven,
  entries: ReadonlyArray<ClearConsentEntry>,
  at: Instant,
): Lack | undefined => {
  if (given.expiresAt !== undefined && at >= given.expiresAt) return 'expired'
  const { consentId, receivedAt, medium } = given
  if (medium === 'oral') {
    const isConfirmed = entries.some(
      (one) =>
        one.type === 'OralConsentConfirmed' &&
        one.consentId === consentId &&
        isWithin(one.sentAt, receivedAt, oralConfirmationDays),
    )
    return isConfirmed ? undefined : waiting(given, oralConfirmationDays, at)
  }
  if (medium === 'electronic') {
    const isConfirmed = entries.some(
      (one) =>
        one.type === 'ElectronicConsentConfirmed' &&
        one.consentId === consentId &&
        isWithin(one.confirmedAt, receivedAt, linkDays),
    )
    return isConfirmed ? undefined : waiting(given, linkDays, at)
  }
  return undefined
}
