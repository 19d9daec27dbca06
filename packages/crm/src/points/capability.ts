import { type Capability, reaction, type StreamName, streamName } from '@patina/eventsourcing'
import { membershipIdOf } from '../shared/derived-ids.js'
import { type Account, initial } from './account.js'
import { balanceView } from './balance.codec.js'
import { commandCodecs, eventCodecs } from './codec.js'
import type { PointsCommand } from './commands.js'
import { decide } from './decide/index.js'
import { earnRulesView } from './earn-rules.codec.js'
import type { PointsEvent } from './events.js'
import { pointsForGifts } from './gifts.reaction.js'
import { pointsForIdentity } from './identity.reaction.js'
import { membersView } from './members.codec.js'
import { pointsForMembership } from './membership.reaction.js'
import { pointsForPoints } from './points.reaction.js'
import type { PointsRejection } from './rejections.js'
import { pointsForSales } from './sales.reaction.js'
import { evolve } from './state.js'

/** The stream that a command is decided on: the account of the membership. */
export const streamOf = (command: PointsCommand): StreamName =>
  streamName(
    'points',
    command.type === 'AwardPoints' || command.type === 'AdjustPoints'
      ? membershipIdOf(command.rules.programmeId, command.customerId)
      : command.membershipId,
  )

/** Bonus points: earned by sales, taken back with returns, spent, expired, owed. */
export const points: Capability<PointsCommand, Account, PointsEvent, PointsRejection> = {
  name: 'points',
  streamOf,
  decider: { initial, decide, evolve },
  commands: commandCodecs,
  events: eventCodecs,
  views: [balanceView, earnRulesView, membersView],
  reactions: [
    reaction(pointsForGifts),
    reaction(pointsForIdentity),
    reaction(pointsForMembership),
    reaction(pointsForPoints),
    reaction(pointsForSales),
  ],
  inner: ['RestAccount', 'ResumeAccount'],
}
