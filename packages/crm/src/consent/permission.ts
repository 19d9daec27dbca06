// The one decision about every use of personal data that needs a consent: pure and total, so that a replay decides again.
import type { Instant } from '@patina/eventsourcing'
import type { CustomerId, PurposeCode } from '../shared/ids.js'
import { laterOf } from '../shared/moments.js'
import type {
  ClearConsentEntry,
  PrescribedConsentGiven,
  PrescribedConsentWithdrawn,
} from './events.js'
import { forMarketing } from './for-marketing.js'
import { byCustomer } from './people.js'
import { purposes } from './purposes.js'
import { isAfter } from './standing.js'
import type { Permission, PurposeUse, Use } from './use.js'

// The last that counts of what was said about a purpose: a consent that was received before a withdrawal does not undo it.
const prescribed = (
  entries: ReadonlyArray<ClearConsentEntry>,
  purpose: PurposeCode,
): PrescribedConsentGiven | PrescribedConsentWithdrawn | undefined => {
  let last: PrescribedConsentGiven | PrescribedConsentWithdrawn | undefined
  let withdrawnAt: Instant | undefined
  for (const entry of entries) {
    if (entry.type === 'PrescribedConsentWithdrawn' && entry.purpose === purpose) {
      last = entry
      withdrawnAt = laterOf(entry.receivedAt, withdrawnAt)
    }
    if (
      entry.type === 'PrescribedConsentGiven' &&
      entry.purpose === purpose &&
      isAfter(entry.receivedAt, withdrawnAt)
    ) {
      last = entry
    }
  }
  return last
}

const forPurpose = (
  entries: ReadonlyArray<ClearConsentEntry>,
  { purpose }: PurposeUse,
): Permission => {
  const entryOf = purposes.find(({ code }) => code === purpose)
  if (entryOf === undefined) {
    const reasons = [{ reason: 'unknownPurpose', section: 'DPP3' }] as const
    return { _tag: 'PermissionRefused', reasons }
  }
  if (entryOf.basis === 'law') return { _tag: 'PermissionGiven', by: [] }
  // Direct marketing is asked for kind by kind, as a marketing use: no purpose stands in for that.
  if (entryOf.basis === 'marketing') {
    const reasons = [{ reason: 'noConsent', section: 's.35E(1)(a)' }] as const
    return { _tag: 'PermissionRefused', reasons }
  }
  const original: ReadonlyArray<PurposeCode> =
    entryOf.basis === 'notice' ? [purpose, ...entryOf.relatedTo] : []
  const told = entries.find(
    (one) =>
      one.type === 'NoticePresented' &&
      one.notice.terms.type === 'collection' &&
      one.notice.terms.purposes.some((code) => original.includes(code)),
  )
  if (told !== undefined) return { _tag: 'PermissionGiven', by: [], eventId: told.eventId }
  const said = byCustomer(entries).map((one) => prescribed(one.entries, purpose))
  const last =
    said.find((one) => one?.type === 'PrescribedConsentWithdrawn') ??
    said.find((one) => one !== undefined)
  if (last?.type === 'PrescribedConsentGiven') {
    return { _tag: 'PermissionGiven', by: [], eventId: last.eventId }
  }
  return {
    _tag: 'PermissionRefused',
    reasons: [
      last === undefined
        ? { reason: 'noConsent', section: 'DPP3' }
        : { reason: 'withdrawn', section: 's.2(3)(b)', eventId: last.eventId },
    ],
  }
}

/**
 * Whether a use is permitted by what a customer has said, as of a moment: yes with the consent for each kind, or no with every
 * reason and its section.
 *
 * `entries` are the events of the customer's stream in the order of the log. That order decides, not a time that somebody
 * claims: an opt-out acts from its place on, on everything in its scope, and only a later consent that names the use and was
 * received after the opt-out undoes it.
 * Entries may be those of several customers who turned out to be one person: what one of them refuses is refused, unless a
 * consent that stands answers it; else it is given if one of them gives it. With `of` it must be given by that one, whose
 * address or number is to be used. A consent that does not count at the moment hides none that does. `at` matters for what expires and for what waits for a
 * confirmation.
 */
export const permission = (
  entries: ReadonlyArray<ClearConsentEntry>,
  use: Use,
  at: Instant,
  of?: CustomerId,
): Permission =>
  use._tag === 'PurposeUse'
    ? forPurpose(entries, use)
    : forMarketing(byCustomer(entries), use, at, of)
