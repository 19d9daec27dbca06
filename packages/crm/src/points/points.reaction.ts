import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type {
  FollowReversal,
  ReceiveLots,
  ReceiveTransfer,
  ReturnLots,
  ReturnTransfer,
} from './commands.js'
import type {
  PointLotsMoved,
  PointLotsRefused,
  PointsTransferRefused,
  PointsTransferredOut,
  ReversalForwarded,
} from './events.js'
import { covers, members } from './members.projection.js'

type Source =
  | PointsTransferredOut
  | PointsTransferRefused
  | PointLotsMoved
  | PointLotsRefused
  | ReversalForwarded

interface Reads extends Readonly<Record<string, ViewRead>> {
  readonly members: { readonly of: typeof members; readonly key: string }
}

type Command = ReceiveTransfer | ReturnTransfer | ReceiveLots | ReturnLots | FollowReversal

const facts = ({ event }: LogEvent<Source>): Reads | undefined =>
  event.type === 'PointLotsMoved' && event.lots.length === 0 && event.debts.length === 0
    ? undefined
    : { members: { of: members, key: event.otherCustomerId } }

const react = (
  { event }: LogEvent<Source>,
  { members: known }: FactsOf<Reads>,
): ReadonlyArray<Command> => {
  const { membershipId: fromMembershipId, customerId: fromCustomerId, programmeId } = event
  const { other: membershipId, otherCustomerId: customerId } = event
  const isMember = (known.value?.memberships ?? []).some(
    (one) => one.membershipId === membershipId && covers(one, event.onDay),
  )
  const from = { fromMembershipId, fromCustomerId, programmeId, isMember }
  switch (event.type) {
    case 'PointsTransferredOut': {
      const { transferId, part, zone, lots } = event
      const what = { transferId, part, zone, lots }
      return [{ type: 'ReceiveTransfer', membershipId, customerId, ...from, ...what }]
    }
    case 'PointsTransferRefused': {
      const { transferId, part, because } = event
      return [{ type: 'ReturnTransfer', membershipId, transferId, part, because }]
    }
    case 'PointLotsMoved': {
      const { moveId, zone, lots, debts } = event
      const what = { moveId, zone, lots, debts }
      return [{ type: 'ReceiveLots', membershipId, customerId, ...from, ...what }]
    }
    case 'PointLotsRefused': {
      const { moveId, lots, debts, because } = event
      const back = { otherMembershipId: fromMembershipId, otherCustomerId: fromCustomerId }
      return [{ type: 'ReturnLots', membershipId, moveId, lots, debts, ...back, because }]
    }
    case 'ReversalForwarded': {
      const { moveId, awardId, returnId, origin, arisenAt, deficit, lots, visited } = event
      const claim = { moveId, awardId, returnId, origin, arisenAt, deficit, lots, visited }
      return [{ type: 'FollowReversal', membershipId, ...claim }]
    }
  }
}

/**
 * What an account does about what another one let go: it takes in what was given or moved, gets back what nobody could take
 * in, and goes after points that a return claims. Each step is an event, so that a crash in between loses nothing.
 */
export const pointsForPoints: Reaction<Source, Reads, Command> = {
  name: 'points_for_points',
  types: [
    'PointsTransferredOut',
    'PointsTransferRefused',
    'PointLotsMoved',
    'PointLotsRefused',
    'ReversalForwarded',
  ],
  startsFrom: 'beginning',
  facts,
  react,
}
