// Whether a personal value may be opened while the person has asked to restrict its use.
import { isUuid, streamName, type Tagged } from '@patina/eventsourcing'
import type { OpeningGuard } from '@patina/privacy'
import type { ClearPrivacyEntry } from './events.js'

// Asked for by somebody who has shown who they are, and not refused.
const isRestricted = (entries: ReadonlyArray<ClearPrivacyEntry>): boolean =>
  entries.some(
    (request) =>
      request.type === 'PrivacyRequestReceived' &&
      request.kind === 'restriction' &&
      entries.some(
        (one) => one.type === 'RequesterVerified' && one.requestId === request.requestId,
      ) &&
      !entries.some(
        (one) =>
          one.type === 'RequestRefused' &&
          one.requestId === request.requestId &&
          one.extent === 'whole',
      ),
  )

/**
 * Forbids by the rule `restriction` (GDPR 18) every purpose but those that are named, such as the handling of requests or a
 * duty by law, from the verification of a request to restrict on, as long as the request is not refused.
 */
export const restrictionGuard = (exempt: ReadonlyArray<string> = []): OpeningGuard => ({
  streams: ({ asking, subjects }) =>
    exempt.includes(asking.purpose)
      ? []
      : subjects.filter(isUuid).map((subject) => streamName('privacyRequests', subject)),
  forbids: ({ asking }, events: ReadonlyArray<Tagged>) =>
    !exempt.includes(asking.purpose) && isRestricted(events as ReadonlyArray<ClearPrivacyEntry>)
      ? 'restriction'
      : undefined,
})
