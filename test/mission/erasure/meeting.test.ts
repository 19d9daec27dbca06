// An erasure meets what is under way: an event that was sealed already, an application that was closed.
import { privacyRequests } from '@patina/crm/privacy-requests'
import { handle, newId, systemClock } from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import { describe, expect, test } from 'vitest'
import { by, decisionOf, newGround, openShop, seen, sideOf, typesIn, visit } from './shop.js'
import { visitorsView } from './visitors.js'

const person = { name: 'Visitor 0b77 Example', mobile: '+85251000000' }

describe('an erasure', () => {
  test('makes an event unreadable that was sealed just before it and stored just after it, and views go on [R4]', async () => {
    const ground = await newGround()
    const visitorId = newId()
    let isErasing = false
    const shop = await openShop({
      ...ground,
      store: {
        ...ground.store,
        append: (stream, expected, events) => async () => {
          // The values are sealed by now. Before they are stored, the person is erased. An append that is refused for its
          // revision is sealed again, and that would be refused, too: this one is for the right revision.
          if (events[0].type === 'VisitNoted' && expected !== 'none' && isErasing) {
            isErasing = false
            await orThrow(shop.send(decisionOf(visitorId), by()))
            expect(await orThrow(sideOf(shop).erasures.resume)).toEqual([])
          }
          return ground.store.append(stream, expected, events)()
        },
      },
    })
    await visit(shop, visitorId, person)
    isErasing = true
    await visit(shop, visitorId, person)
    const types = await typesIn(ground.store)
    expect(types.lastIndexOf('VisitNoted')).toBeGreaterThan(types.indexOf('ErasureBegun'))
    expect(await seen(shop, visitorId)).toMatchObject({ name: 'Erased', mobile: 'Erased' })
    expect((await orThrow(shop.read(visitorsView, visitorId)))?.points).toBe(20)
    expect(await orThrow(sideOf(shop).find('mobile', person.mobile))).toEqual([])
    await expect(visit(shop, visitorId, person)).rejects.toThrow('SubjectErased')
    await shop.close()
  })

  test('that was decided while no application was open begins when one is opened, unasked', async () => {
    const ground = await newGround()
    const shop = await openShop(ground)
    const visitorId = newId()
    await visit(shop, visitorId, person)
    await shop.close()
    const carryOut = handle({ store: ground.store, clock: systemClock, random: Math.random })
    const command = decisionOf(visitorId)
    await orThrow(
      carryOut(privacyRequests.decider, privacyRequests.events)(
        privacyRequests.streamOf(command),
        command,
        by(),
      ),
    )
    const opened = await openShop(ground)
    // Closing waits for what was begun by opening.
    await opened.close()
    expect((await typesIn(ground.store)).at(-1)).toBe('ErasureConcluded')
  })
})
