// What an auditor asks of a customer's history: was each use allowed where it stands?
import type { EventId } from '../shared/ids.js'
import type {
  AllowedBy,
  ClearConsentEntry,
  DataProvided,
  MarketingUseAuthorised,
} from './events.js'
import { permission, type Use } from './permission.js'

/** What came of deciding every use of a history again. */
export interface Redecision {
  /** Uses in direct marketing and provisions to others. */
  readonly uses: number
  /** Those that the entries before them do not allow, or that name other consents than these do. Must be empty. */
  readonly lacking: ReadonlyArray<EventId>
  /** Uses that went out after an opt-out had come, on an authorisation from before. */
  readonly overtaken: ReadonlyArray<EventId>
  /** Uses between the receipt of an opt-out and its entry: lawful where nobody could know, and never hidden. */
  readonly beforeEntry: ReadonlyArray<EventId>
}

type Decided = MarketingUseAuthorised | DataProvided

const isDecided = (entry: ClearConsentEntry): entry is Decided =>
  entry.type === 'MarketingUseAuthorised' || entry.type === 'DataProvided'

const useOf = (entry: Decided): Use =>
  entry.type === 'MarketingUseAuthorised'
    ? { _tag: 'MarketingUse', kinds: entry.kinds, class: entry.class }
    : {
        _tag: 'ProvisionUse',
        kinds: entry.kinds,
        class: entry.class,
        recipientClass: entry.recipientClass,
        forGain: entry.forGain,
      }

const isSame = (a: ReadonlyArray<AllowedBy>, b: ReadonlyArray<AllowedBy>): boolean =>
  a.length === b.length &&
  a.every(({ kind, eventId }, index) => b[index]?.kind === kind && b[index].eventId === eventId)

/**
 * Decides each use of one customer's history again, on the entries before it. Facts that were told with a command, such as a
 * suppressed address, are not in it: an authorisation shows that there were none.
 */
export const redecide = (entries: ReadonlyArray<ClearConsentEntry>): Redecision => {
  const decided = entries.filter(isDecided)
  const lacking = decided.filter((entry) => {
    const before = entries.slice(0, entries.indexOf(entry))
    const answer = permission(before, useOf(entry), entry.decidedAt)
    return answer._tag === 'PermissionRefused' || !isSame(answer.by, entry.by)
  })
  const overtaken = entries.filter(
    (entry) => entry.type === 'UseHandedOver' && entry.overtakenBy !== undefined,
  )
  const beforeEntry = entries.flatMap((opted, place) =>
    opted.type === 'MarketingOptedOut'
      ? decided.filter(
          (entry) =>
            entries.indexOf(entry) < place &&
            entry.decidedAt >= opted.receivedAt &&
            permission([...entries.slice(0, place), opted], useOf(entry), entry.decidedAt)._tag ===
              'PermissionRefused',
        )
      : [],
  )
  return {
    uses: decided.length,
    lacking: lacking.map(({ eventId }) => eventId),
    overtaken: overtaken.map(({ eventId }) => eventId),
    beforeEntry: [...new Set(beforeEntry.map(({ eventId }) => eventId))],
  }
}
