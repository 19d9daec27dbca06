// A shop whose log was lost, and an older copy of it put back: the vault has seen what the copy has not.
import {
  beforeFirst,
  type EventStore,
  inMemoryEventStore,
  inMemoryViewStore,
  newId,
  type StreamName,
} from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import { expect, test } from 'vitest'
import { by, decisionOf, newGround, openShop, type Shop, seen, sideOf, visit } from './shop.js'

const copyOf = async ({ logId, readAll }: EventStore): Promise<EventStore> => {
  const copy = inMemoryEventStore({ logId })
  const last = new Map<StreamName, number>()
  for (const event of (await orThrow(readAll(beforeFirst, 10_000))).events) {
    const { id, type, data, metadata, stream, revision } = event
    const expected = last.get(stream) ?? 'none'
    await orThrow(copy.append(stream, expected, [{ id, type, data, metadata }]))
    last.set(stream, revision)
  }
  return copy
}

const find = (shop: Shop, mobile: string) => orThrow(sideOf(shop).find('mobile', mobile))
const said = (mobile: string) => ({ name: 'Visitor', mobile })

test('an old copy of the log is refused, until it is said to be one: then who was erased stays erased, and numbers are found by what is in it', async () => {
  const ground = await newGround()
  const before = await openShop(ground)
  const [gone, stays, late] = [newId(), newId(), newId()]
  await visit(before, gone, said('51000000'))
  await visit(before, stays, said('52000000'))
  const store = await copyOf(ground.store)
  // All of this is lost with the log, and the vault knows of it.
  const decision = decisionOf(gone)
  await orThrow(before.send(decision, by()))
  expect(await orThrow(sideOf(before).erasures.resume)).toEqual([])
  await visit(before, late, said('53000000'))
  expect(await find(before, '53000000')).toEqual([late])
  await before.close()

  const restored = { ...ground, store, views: inMemoryViewStore() }
  await expect(openShop(restored)).rejects.toThrow('LogBehindVault')
  const after = await openShop(restored, { isLogRestored: true })
  expect(await seen(after, gone)).toMatchObject({ name: 'Erased', mobile: 'Erased' })
  expect(await seen(after, stays)).toMatchObject(said('52000000'))
  expect(await orThrow(sideOf(after).erasures.resume)).toEqual([])
  expect(await find(after, '51000000')).toEqual([])
  expect(await find(after, '53000000')).toEqual([])
  const another = newId()
  await visit(after, another, said('53000000'))
  expect(await find(after, '53000000')).toEqual([another])
  const { erasureId } = decision
  const certificate = await orThrow(sideOf(after).erasures.certificate(erasureId))
  expect(certificate.vaults).toMatchObject([{ vaultId: ground.rows.vaultId }])
  await after.close()

  // From then on it is the log.
  const again = await openShop(restored)
  expect(await find(again, '52000000')).toEqual([stays])
  await again.close()
})
