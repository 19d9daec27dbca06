import {
  type EventStore,
  inMemoryEventStore,
  newId,
  type StoredEvent,
  streamName,
} from '@patina/eventsourcing'
import { beforeAll, describe, expect, test } from 'vitest'
import { clock, newHouse, right } from '../arbitraries.js'
import { fenceStream } from '../fence/capability.js'
import { giveBack } from './fence-restoring.js'
import type { VaultRows } from './index.js'

const all = 1_203

let rows: VaultRows
let logId: string
let fence: ReadonlyArray<StoredEvent>

const fenceOf = async (store: EventStore): Promise<ReadonlyArray<StoredEvent>> =>
  (await right(store.readStream(fenceStream(logId), -1, all + 1))).events

beforeAll(async () => {
  const house = await newHouse()
  rows = house.rows
  logId = house.store.logId
  for (let n = 0; n < all; n++) {
    const hold = { logId, holdId: newId(), subject: `guest ${n}`, why: 'claim' }
    await house.fence({ type: 'PlaceLegalHold', classes: ['contact'], ...hold })
  }
  await right(house.vault.catchUp)
  fence = await fenceOf(house.store)
})

// A log that was copied when its fence had so many events. Other things have happened since it was put back.
const copyWith = async (count: number): Promise<EventStore> => {
  const copy = inMemoryEventStore({ logId, clock })
  for (const [at, { id, type, data, metadata }] of fence.slice(0, count).entries()) {
    const expected = at === 0 ? 'none' : at - 1
    await right(copy.append(fenceStream(logId), expected, [{ id, type, data, metadata }]))
  }
  const sale = { id: newId(), type: 'SaleNoted', data: '{}', metadata: '{}' }
  await right(copy.append(streamName('sale', newId()), 'none', [sale]))
  return copy
}

const bare = ({ recordedAt: _, ...event }: StoredEvent) => event

describe('an old copy of a log', () => {
  test.each([0, 1, 499, 500, 501, 999, 1_000, 1_202, all])(
    'with %i events of its fence is given all that it lacks, once, in their order',
    async (count) => {
      const copy = await copyWith(count)
      expect(await right(() => giveBack(copy, rows))).toBe(all - count)
      expect((await fenceOf(copy)).map(bare)).toEqual(fence.map(bare))
      expect(await right(() => giveBack(copy, rows))).toBe(0)
    },
  )
})
