// An erasure from its decision to its certificate, through the whole application.
import { civilDate, codeOf } from '@patina/crm'
import type { DecideErasure } from '@patina/crm/privacy-requests'
import { newId } from '@patina/eventsourcing'
import { type DerivedPlace, orThrow } from '@patina/patina'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test, vi } from 'vitest'
import {
  by,
  decisionOf,
  newGround,
  newKek,
  openShop,
  type Shop,
  seen,
  sideOf,
  stepsIn,
  visit,
} from './shop.js'
import { visitorsView } from './visitors.js'

const person = { name: 'Visitor 7e41 Example', mobile: '+85200000000' }

const decide = (visitorId: string, erasureId: string): DecideErasure =>
  decisionOf(visitorId, {
    erasureId,
    exceptions: [
      {
        class: 'transaction',
        law: codeOf('IRO'),
        citation: codeOf('s.51C'),
        until: civilDate('2033-06-01'),
      },
    ],
  })

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
    expect(await stepsIn(ground.store)).toEqual([
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

  test('has remnants after a rotation that failed: nothing is recorded of it', async () => {
    const ground = await newGround()
    const full = { _tag: 'VaultUnavailable', reason: 'disk-full' } as const
    const shop = await openShop({
      ...ground,
      rows: { ...ground.rows, rewrap: () => TE.left(full) },
    })
    const [visitorId, other, erasureId] = [newId(), newId(), newId()]
    for (const one of [visitorId, other]) await visit(shop, one, person)
    await orThrow(shop.send(decide(visitorId, erasureId), by()))
    await finished(shop)
    expect(await sideOf(shop).rotate(await newKek(), by())()).toEqual(E.left(full))
    const { vaults } = await orThrow(sideOf(shop).erasures.certificate(erasureId))
    expect(vaults[0]?.residueEndedAt).toBeUndefined()
    expect(await stepsIn(ground.store)).not.toContain('KeyEncryptionKeyRotated')
    expect(await seen(shop, other)).toMatchObject(person)
    await shop.close()
  })

  test('has remnants as long as no rotation began after it, whatever was recorded later', async () => {
    const ground = await newGround()
    const shop = await openShop(ground)
    const ids = [newId(), newId(), newId()] as const
    const [early, late, erasureId] = ids
    for (const one of [early, late]) await visit(shop, one, person)
    const next = await newKek()
    // A rotation that was cut short: the keys lie under the next one already, and nothing is recorded.
    await orThrow(sideOf(shop).vault.rotate(next))
    await orThrow(shop.send(decide(late, erasureId), by()))
    await finished(shop)
    await orThrow(sideOf(shop).rotate(next, by()))
    const ended = async () =>
      (await orThrow(sideOf(shop).erasures.certificate(erasureId))).vaults[0]?.residueEndedAt
    expect(await ended()).toBeUndefined()
    await orThrow(sideOf(shop).rotate(await newKek(), by()))
    expect(await ended()).toBeDefined()
    await shop.close()
  })

  test('goes on by itself when a store that was away is there again', async () => {
    const ground = await newGround()
    let isAway = false
    const head: typeof ground.store.head = () =>
      isAway
        ? TE.left({ _tag: 'StoreUnavailable', reason: 'away', outcome: 'not-written' } as const)()
        : ground.store.head()
    const [visitorId, erasureId] = [newId(), newId()]
    // Away as soon as the decision is recorded.
    const append: typeof ground.store.append = (stream, expected, events) => async () => {
      const appended = await ground.store.append(stream, expected, events)()
      isAway ||= events.some(({ type }) => type === 'ErasureDecided')
      return appended
    }
    const shop = await openShop({ ...ground, store: { ...ground.store, head, append } })
    await visit(shop, visitorId, person)
    await orThrow(shop.send(decide(visitorId, erasureId), by()))
    expect(await sideOf(shop).erasures.resume()).toMatchObject({ left: { reason: 'away' } })
    expect(await stepsIn(ground.store)).not.toContain('ErasureBegun')
    isAway = false
    await vi.waitFor(
      async () => expect(await stepsIn(ground.store)).toContain('ErasureConcluded'),
      10_000,
    )
    await shop.close()
  })

  test('cannot be said to have ended by anybody but the application', async () => {
    const shop = await openShop(await newGround())
    const [visitorId, erasureId] = [newId(), newId()]
    const conclude = {
      type: 'ConcludeErasure',
      customerId: visitorId,
      erasureId,
      outcome: 'carriedOut',
    }
    expect(await shop.send(conclude as never, by())()).toMatchObject({
      left: { _tag: 'InvalidCommand', problems: [{ path: '/type' }] },
    })
    expect(await sideOf(shop).erasures.confirm('no-such', 'printer', by())()).toMatchObject({
      left: { _tag: 'PurgeNotOrdered' },
    })
    await shop.close()
  })

  test('PDPO s.26: stays open until every place and every processor has given its receipt [R12] [R13]', async () => {
    const ground = await newGround()
    let isReachable = false
    const outbox: DerivedPlace = {
      name: 'outbox',
      purge: () => (isReachable ? TE.right(3) : TE.left({ _tag: 'OutboxAway' })),
    }
    const broken: DerivedPlace = {
      name: 'exports',
      purge: () => {
        if (!isReachable) throw new Error('a bug')
        return TE.right(0)
      },
    }
    const options = { places: [outbox, broken], processors: ['printer'] }
    const shop = await openShop(ground, options)
    const [visitorId, erasureId] = [newId(), newId()]
    await visit(shop, visitorId, person)
    await orThrow(shop.send(decide(visitorId, erasureId), by()))
    const [one] = await orThrow(sideOf(shop).erasures.resume)
    expect(one?.open).toEqual([
      { what: 'purge', name: 'outbox', reason: 'OutboxAway' },
      { what: 'purge', name: 'exports', reason: 'PurgeThrew' },
      { what: 'confirm', name: 'printer' },
      { what: 'complete' },
      { what: 'conclude' },
    ])
    expect(await seen(shop, visitorId)).toMatchObject({ name: 'Erased' })
    expect(await sideOf(shop).erasures.certificate(erasureId)()).toMatchObject({
      left: { _tag: 'ErasureUnfinished' },
    })
    await shop.close()

    // Opened without them, they are missed all the same.
    const forgetful = await openShop(ground)
    const [still] = await orThrow(sideOf(forgetful).erasures.resume)
    expect(still?.open).toContainEqual({ what: 'purge', name: 'outbox', reason: 'NotHandedIn' })
    await forgetful.close()

    isReachable = true
    const again = await openShop(ground, options)
    const [waiting] = await orThrow(sideOf(again).erasures.resume)
    expect(waiting?.open[0]).toEqual({ what: 'confirm', name: 'printer' })
    await orThrow(sideOf(again).erasures.confirm(erasureId, 'printer', by()))
    await finished(again)
    const { purged, confirmed } = await orThrow(sideOf(again).erasures.certificate(erasureId))
    expect(purged).toMatchObject([{ place: 'outbox', count: 3 }, { place: 'exports' }])
    expect(confirmed).toMatchObject([{ processor: 'printer' }])
    await again.close()
  })

  test('that a hold at the fence keeps is void, and may be decided again when the hold is over', async () => {
    const ground = await newGround()
    const shop = await openShop(ground)
    const [visitorId, holdId] = [newId(), newId()]
    await visit(shop, visitorId, person)
    const { atFence, vault } = sideOf(shop)
    const { logId } = vault
    const classes = ['contact'] as const
    const why = 'proceedings'
    await orThrow(
      atFence({ type: 'PlaceLegalHold', logId, holdId, subject: visitorId, classes, why }, by()),
    )
    await orThrow(shop.send(decide(visitorId, newId()), by()))
    await finished(shop)
    expect((await stepsIn(ground.store)).slice(-2)).toEqual([
      'ErasureWithdrawn',
      'ErasureConcluded',
    ])
    expect(await seen(shop, visitorId)).toMatchObject(person)
    await orThrow(atFence({ type: 'ReleaseLegalHold', logId, holdId }, by()))
    await finished(shop)
    expect(await seen(shop, visitorId)).toMatchObject(person)
    await orThrow(shop.send(decide(visitorId, newId()), by()))
    await finished(shop)
    expect(await seen(shop, visitorId)).toMatchObject({ name: 'Erased', mobile: 'Erased' })
    await shop.close()
  })

  test('is the only way to begin one', async () => {
    const shop = await openShop(await newGround())
    const { atFence, vault } = sideOf(shop)
    const erasureId = newId()
    const parts = [{ subject: newId(), class: 'identity' }] as const
    const command = {
      type: 'BeginErasure',
      logId: vault.logId,
      erasureId,
      why: 'x',
      parts,
    } as const
    expect(await atFence(command, by())()).toMatchObject({
      left: { _tag: 'ErasureNotDecided', erasureId },
    })
    await shop.close()
  })

  test('adds nothing when it is sent, resumed and opened again, nor when all was erased before', async () => {
    const ground = await newGround()
    const shop = await openShop(ground)
    const [visitorId, erasureId] = [newId(), newId()]
    await visit(shop, visitorId, person)
    const context = by()
    await orThrow(shop.send(decide(visitorId, erasureId), context))
    await finished(shop)
    const types = await stepsIn(ground.store)
    await orThrow(shop.send(decide(visitorId, erasureId), context))
    await orThrow(shop.send(decide(visitorId, erasureId), by()))
    await finished(shop)
    await shop.close()
    const again = await openShop(ground)
    await finished(again)
    expect(await stepsIn(ground.store)).toEqual(types)
    const second = newId()
    await orThrow(again.send(decide(visitorId, second), by()))
    await finished(again)
    const { begunAt, vaults } = await orThrow(sideOf(again).erasures.certificate(second))
    expect([begunAt, vaults]).toEqual([undefined, []])
    await again.close()
  })
})

describe('what was kept', () => {
  test('IRO s.51C: leaves the buyer for seven years, and goes when it is due', async () => {
    const ground = await newGround()
    let now = '2026-06-01T04:00:00.000Z'
    const shop = await openShop(ground, { clock: () => now as never })
    const visitorId = newId()
    await visit(shop, visitorId, person)
    const since = '2026-06-01'
    const start = { type: 'StartRetention', customerId: visitorId, class: 'transaction', since }
    await orThrow(shop.send(start as never, by()))
    await orThrow(shop.send(decide(visitorId, newId()), by()))
    await finished(shop)
    expect((await seen(shop, visitorId))['buyer']).toBe(person.name)
    const due = (): DecideErasure =>
      ({
        ...decide(visitorId, newId()),
        why: 'retention',
        classes: ['transaction'],
        exceptions: [],
      }) as unknown as DecideErasure
    now = '2033-05-31T15:59:59.999Z'
    expect(await shop.send(due(), by())()).toMatchObject({ left: { _tag: 'FloorNotReached' } })
    now = '2033-05-31T16:00:00.000Z'
    await orThrow(shop.send(due(), by()))
    await finished(shop)
    expect((await seen(shop, visitorId))['buyer']).toBe('Erased')
    await shop.close()
  })

  test('is not written again for who is erased: a class is reopened by an event, a person never', async () => {
    const ground = await newGround()
    const shop = await openShop(ground)
    const visitorId = newId()
    await visit(shop, visitorId, person)
    await orThrow(shop.send(decide(visitorId, newId()), by()))
    await finished(shop)
    await expect(visit(shop, visitorId, person)).rejects.toThrow('SubjectErased')
    const { atFence, vault } = sideOf(shop)
    const reopen = (of: 'contact' | 'identity') =>
      atFence({ type: 'ReopenClass', logId: vault.logId, subject: visitorId, class: of }, by())()
    expect(await reopen('contact')).toMatchObject({ right: { _tag: 'Appended' } })
    expect(await reopen('identity')).toMatchObject({ left: { _tag: 'ClassStaysClosed' } })
    await visit(shop, newId(), person)
    expect(await seen(shop, visitorId)).toMatchObject({ name: 'Erased', mobile: 'Erased' })
    await shop.close()
  })
})
