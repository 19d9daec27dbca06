// An erasure from its decision to its certificate, through the whole application.
import type { DecideErasure } from '@patina/crm/privacy-requests'
import { newId } from '@patina/eventsourcing'
import { type DerivedPlace, orThrow } from '@patina/patina'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import {
  by,
  type Ground,
  newGround,
  newKek,
  openShop,
  type Shop,
  seen,
  sideOf,
  visit,
} from './shop.js'
import { visitorsView } from './visitors.js'

const person = { name: 'Visitor 7e41 Example', mobile: '+85200000000' }

const decide = (visitorId: string, erasureId: string): DecideErasure =>
  ({
    type: 'DecideErasure',
    customerId: visitorId,
    erasureId,
    why: 'request',
    classes: ['identity', 'contact'],
    exceptions: [{ class: 'transaction', law: 'IRO', citation: 's.51C', until: '2033-06-01' }],
  }) as unknown as DecideErasure

const directory = (): DerivedPlace & { readonly people: Set<string> } => {
  const people = new Set<string>()
  return {
    people,
    name: 'directory',
    purge: (parts) => () => {
      const before = people.size
      for (const { subject } of parts) people.delete(subject)
      return TE.right(before - people.size)()
    },
  }
}

const typesIn = async ({ store }: Ground): Promise<ReadonlyArray<string>> =>
  (await orThrow(store.readAll('' as never, 1000))).events
    .map(({ type }) => type)
    .filter((type) => !['VisitNoted', 'PersonalDataAccessed'].includes(type))

const finished = async (shop: Shop): Promise<void> => {
  expect(await orThrow(sideOf(shop).erasures.resume)).toEqual([])
}

describe('an erasure that was decided', () => {
  test('PDPO s.26: runs to its end by itself, and keeps what a law keeps', async () => {
    const ground = await newGround()
    const place = directory()
    const shop = await openShop(ground, { places: [place] })
    const [visitorId, other, erasureId] = [newId(), newId(), newId()]
    for (const one of [visitorId, other]) {
      await visit(shop, one, person)
      place.people.add(one)
    }
    await orThrow(shop.send(decide(visitorId, erasureId), by()))
    await finished(shop)
    expect(await typesIn(ground)).toEqual([
      'ErasureDecided',
      'ErasureBegun',
      'SubjectKeyDestroyed',
      'PurgeOrdered',
      'DerivedDataPurged',
      'ErasureCompleted',
      'ErasureConcluded',
    ])
    expect([...place.people]).toEqual([other])
    expect(await seen(shop, visitorId)).toEqual({
      name: 'Erased',
      mobile: 'Erased',
      buyer: person.name,
    })
    expect((await orThrow(shop.read(visitorsView, visitorId)))?.points).toBe(10)
    expect(await seen(shop, other)).toEqual({ ...person, buyer: person.name })
    await shop.close()
  })

  test('has a certificate, which says what is kept and when the last remnant ended', async () => {
    const ground = await newGround()
    const shop = await openShop(ground)
    const [visitorId, erasureId] = [newId(), newId()]
    await visit(shop, visitorId, person)
    await orThrow(shop.send(decide(visitorId, erasureId), by()))
    await finished(shop)
    const { erasures, rotate, vault } = sideOf(shop)
    const before = await orThrow(erasures.certificate(erasureId))
    expect(before.kept).toMatchObject([{ class: 'transaction', until: '2033-06-01' }])
    expect(before.vaults).toMatchObject([{ vaultId: vault.vaultId }])
    expect(before.vaults[0]?.keyIds).toHaveLength(2)
    expect(before.vaults[0]?.residueEndedAt).toBeUndefined()
    expect(JSON.stringify(before)).not.toContain('7e41')
    await orThrow(rotate(await newKek(), by()))
    const after = await orThrow(erasures.certificate(erasureId))
    expect(after.vaults[0]?.residueEndedAt).toBeDefined()
    await shop.close()
  })
})
