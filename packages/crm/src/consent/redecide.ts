// What an auditor asks of a customer's history: was each use allowed where it stands?
import type { EventId } from '../shared/ids.js'
import type {
  AllowedBy,
  ClearConsentEntry,
  ConsentMove,
  DataProvided,
  MarketingUseAuthorised,
} from './events.js'
import { permission } from './permission.js'
import { type Consent, evolve, initial } from './state.js'
import type { Use } from './use.js'

/** What stands in a stream of consents: entries, and how entries came from other streams and left it. */
type Told = ClearConsentEntry | ConsentMove

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

const isDecided = (entry: Told): entry is Decided =>
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

// A decided use with what stood before it.
interface Before {
  readonly entry: Decided
  readonly before: Consent
}

const withBefore = (told: ReadonlyArray<Told>): ReadonlyArray<Before> => {
  const found: Before[] = []
  let before = initial
  for (const entry of told) {
    if (isDecided(entry)) found.push({ entry, before })
    before = evolve(before, entry)
  }
  return found
}

/**
 * Decides each use of one stream's history again, on what stood before it; a stream that has taken over those of others who
 * turned out to be the same person is given with these steps. Facts that were told with a command, such as a suppressed
 * address, are not in it: an authorisation shows that there were none.
 */
export const redecide = (told: ReadonlyArray<Told>): Redecision => {
  const decided = withBefore(told)
  const lacking = decided.filter(({ entry, before }) => {
    const answer = permission(before.entries, useOf(entry), entry.decidedAt, entry.customerId)
    return answer._tag === 'PermissionRefused' || !isSame(answer.by, entry.by)
  })
  const overtaken = told.filter(
    (entry) => entry.type === 'UseHandedOver' && entry.overtakenBy !== undefined,
  )
  let standing = initial
  const beforeEntry = told.flatMap((opted, place) => {
    const { entries } = standing
    standing = evolve(standing, opted)
    if (opted.type !== 'MarketingOptedOut') return []
    return decided
      .map(({ entry }) => entry)
      .filter(
        (entry) =>
          told.indexOf(entry) < place &&
          entry.decidedAt >= opted.receivedAt &&
          permission([...entries, opted], useOf(entry), entry.decidedAt, entry.customerId)._tag ===
            'PermissionRefused',
      )
  })
  return {
    uses: decided.length,
    lacking: lacking.map(({ entry }) => entry.eventId),
    overtaken: overtaken.flatMap((entry) => ('eventId' in entry ? [entry.eventId] : [])),
    beforeEntry: [...new Set(beforeEntry.map(({ eventId }) => eventId))],
  }
}
