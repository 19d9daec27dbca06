import type { Instant, LogEvent, Projection } from '@patina/eventsourcing'
import { present, withMembers } from '../shared/copies.js'
import type { Code, CustomerId, DataKind, EventId, SubjectClass, UseId } from '../shared/ids.js'
import type { Channel, ConsentEvent, MarketingUseAuthorised, UseHandedOver } from './events.js'

/** One use in direct marketing: what allowed it, and what became of it. */
export interface MarketingUseRecord {
  readonly customerId?: CustomerId
  readonly channel?: Channel
  readonly class?: SubjectClass
  readonly kinds: ReadonlyArray<DataKind>
  readonly consentEventIds: ReadonlyArray<EventId>
  readonly authorisedAt?: Instant
  readonly campaignId?: Code
  readonly handedOverAt?: Instant
  /** The opt-out that came between authorisation and hand-over: at most five minutes lie between the two. */
  readonly overtakenBy?: EventId
}

type Told = MarketingUseAuthorised | UseHandedOver

const isTold = (event: ConsentEvent): event is Told =>
  event.type === 'MarketingUseAuthorised' || event.type === 'UseHandedOver'

const evolve = (use: MarketingUseRecord, event: Told): MarketingUseRecord => {
  if (event.type === 'UseHandedOver') {
    const { customerId, handedOverAt, overtakenBy } = event
    return withMembers(use, present({ customerId, handedOverAt, overtakenBy }))
  }
  const { customerId, channel, class: subject, kinds, by, decidedAt, campaignId } = event
  const authorised = {
    customerId,
    channel,
    class: subject,
    kinds,
    consentEventIds: [...new Set(by.map(({ eventId }) => eventId))],
    authorisedAt: decidedAt,
    campaignId,
  }
  return withMembers(use, present(authorised))
}

/** The uses in direct marketing, with those that an opt-out overtook. */
export const marketingUse: Projection<UseId, MarketingUseRecord, ConsentEvent, Told> = {
  name: 'marketing_use',
  version: 1,
  types: ['MarketingUseAuthorised', 'UseHandedOver'],
  parts: ({ event }: LogEvent<ConsentEvent>) => (isTold(event) ? [[event.useId, event]] : []),
  initial: () => ({ kinds: [], consentEventIds: [] }),
  evolve,
  occurredSafe: true,
}
