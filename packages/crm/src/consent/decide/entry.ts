// What the decisions about one customer share.
import type { Instant, Issued } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import type { CustomerId, EventId } from '../../shared/ids.js'
import { eventIdOf, laterOf } from '../../shared/moments.js'
import type { ConsentEvent } from '../events.js'
import type { ClaimedInFuture, ConsentRejection } from '../rejections.js'
import type { Consent } from '../state.js'

export type Decision = Either<ConsentRejection, ReadonlyArray<ConsentEvent>>

/** What every entry says of itself. Its moment is never earlier than that of an entry before it. */
export const entryOf = (
  { customerId }: { readonly customerId: CustomerId },
  { decidedAt }: Consent,
  issued: Issued,
): { readonly eventId: EventId; readonly customerId: CustomerId; readonly decidedAt: Instant } => ({
  eventId: eventIdOf(issued),
  customerId,
  decidedAt: laterOf(issued.at, decidedAt),
})

/** The moment of a decision. */
export const nowIn = ({ decidedAt }: Consent, { at }: Issued): Instant => laterOf(at, decidedAt)

/** Says whether the very command has been entered before. */
export const isEntered = ({ entries }: Consent, issued: Issued): boolean =>
  entries.some(({ eventId }) => eventId === eventIdOf(issued))

/** Why a claimed moment cannot be: it lies after the one at which it is entered. */
export const inFuture = (claimed: Instant, now: Instant): ClaimedInFuture | undefined =>
  claimed > now ? { _tag: 'ClaimedInFuture', claimed, now } : undefined
