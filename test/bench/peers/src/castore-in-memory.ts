import { Command, EventStore, EventType, tuple } from '@castore/core'
import { InMemoryEventStorageAdapter } from '@castore/event-storage-adapter-in-memory'
import type { Measures } from './peer.js'
import {
  type Account,
  type Award,
  award,
  awards,
  countChecked,
  evolve,
  highestBalance,
  indicesOf,
  inFlight,
  nobody,
  pointsOf,
  range,
  streamOf,
  timed,
} from './scenario.js'

type PointsAwarded = {
  aggregateId: string
  version: number
  type: 'PointsAwarded'
  timestamp: string
  payload: Award
}
type Membership = { aggregateId: string; version: number } & Account

const open = (initialEvents: PointsAwarded[] = []) => {
  const store = new EventStore({
    eventStoreId: 'MEMBERSHIPS',
    eventTypes: [new EventType<'PointsAwarded', Award>({ type: 'PointsAwarded' })],
    reducer: (membership: Membership, event: PointsAwarded): Membership => ({
      aggregateId: event.aggregateId,
      version: event.version,
      ...evolve(membership ?? nobody(), event.payload),
    }),
    eventStorageAdapter: new InMemoryEventStorageAdapter({ initialEvents }),
  })
  const awardPoints = new Command({
    commandId: 'AWARD_POINTS',
    requiredEventStores: tuple(store),
    eventAlreadyExistsRetries: 1_000,
    handler: async (
      { index, membershipId }: { index: number; membershipId: string },
      [memberships],
    ) => {
      const { aggregate } = await memberships.getAggregate(membershipId)
      const account = aggregate ?? nobody()
      if (account.points + pointsOf(index) > highestBalance) throw new Error('above the highest')
      await memberships.pushEvent({
        aggregateId: membershipId,
        version: (aggregate?.version ?? 0) + 1,
        type: 'PointsAwarded',
        payload: award(index, account),
      })
    },
  })
  const read = async (membershipId: string): Promise<Award[]> =>
    (await store.getEvents(membershipId)).events.map((event) => event.payload)
  const command = (index: number, streams: number) =>
    awardPoints.handler({ index, membershipId: streamOf(index, streams) }, [store])
  return { store, read, command }
}

const event = (aggregateId: string, payload: Award, index: number) =>
  ({ aggregateId, version: index + 1, type: 'PointsAwarded', payload }) as const

export const measures: Measures = {
  sequentialCommands: async (_, commands, streams) => {
    const { read, command } = open()
    return {
      seconds: await timed(async () => {
        for (let index = 0; index < commands; index++) await command(index, streams)
      }),
      count: await countChecked(commands, streams, read),
    }
  },

  concurrentCommands: async (_, commands, streams, atATime) => {
    const { read, command } = open()
    return {
      seconds: await timed(() => inFlight(commands, atATime, (index) => command(index, streams))),
      count: await countChecked(commands, streams, read),
    }
  },

  bulkAppend: async (_, events, perAppend) => {
    const { store, read } = open()
    const appends = Math.ceil(events / perAppend)
    const batches = range(appends).map((stream) => awards(indicesOf(stream, events, appends)))
    return {
      seconds: await timed(async () => {
        for (const [stream, batch] of batches.entries()) {
          const [first, ...rest] = batch.map((payload, index) =>
            store.groupEvent(event(`membership-${stream}`, payload, index)),
          )
          if (first !== undefined) await EventStore.pushEventGroup({}, first, ...rest)
        }
      }),
      count: await countChecked(events, appends, read),
    }
  },

  readStream: async (_, events) => {
    const timestamp = new Date().toISOString()
    const { read } = open(
      awards(range(events)).map((payload, index) => ({
        ...event('membership-0', payload, index),
        timestamp,
      })),
    )
    let stored: Award[] = []
    const seconds = await timed(async () => {
      stored = await read('membership-0')
    })
    return { seconds, count: await countChecked(events, 1, async () => stored) }
  },

  rebuild: async () => ({
    unavailable:
      'castore has no projections: it hands events to a message bus, views are the reader’s',
  }),
}
