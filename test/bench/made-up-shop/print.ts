// Made-up events as the texts that a store keeps: printed here, and not by what is measured.
import { type NewEvent, type StreamName, streamName } from '@patina/eventsourcing'
import { idOf } from './chance.js'
import type { Happened, ShopEvent } from './history.js'

const streamOf = (event: ShopEvent): StreamName => {
  switch (event.type) {
    case 'CustomerRegistered':
    case 'CustomerStatusChanged':
      return streamName('customer', event.customerId)
    case 'ProgrammeRulesAdopted':
      return streamName('programme', event.programmeId)
    case 'MembershipActivated':
    case 'MembershipClosed':
      return streamName('membership', event.membershipId)
    case 'SaleRecorded':
    case 'SaleLinesReturned':
      return streamName('sale', event.saleId)
    case 'UnmatchedReturnRecorded':
      return streamName('return', event.returnId)
    default:
      return streamName('points', event.membershipId)
  }
}

const isReaction = ({ type }: ShopEvent): boolean =>
  type === 'PointsAwarded' || type === 'PointsReversed'

// Which version of its type an event is made up in.
const versionOf = ({ type }: ShopEvent): number => (type === 'SaleLinesReturned' ? 2 : 1)

/** An event that waits to be appended. */
export interface Printed extends NewEvent {
  readonly stream: StreamName
}

/** The texts of the event with this number. What a reaction did belongs to the command before it. */
export const printed = ({ event, occurredAt }: Happened, number: number): Printed => {
  const { type, ...data } = event
  const commandId = idOf('command', number)
  const cause = isReaction(event) ? idOf('event', number - 1) : commandId
  return {
    stream: streamOf(event),
    id: idOf('event', number),
    type,
    data: JSON.stringify(data),
    metadata: JSON.stringify({
      schemaVersion: versionOf(event),
      occurredAt,
      actor: isReaction(event) ? 'points_for_sales' : 'till',
      correlationId: cause,
      causationId: cause,
      commandId,
    }),
  }
}
