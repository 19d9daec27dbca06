// The number of a card, over all members: nobody gets one that somebody has.
import {
  type CivilDate,
  cardId,
  codeOf,
  crm,
  customerId,
  programmeId,
  reasonCode,
  storeId,
} from '@patina/crm'
import { customerIndex, removedIdentifiers } from '@patina/crm/directory'
import { inMemoryEventStore, inMemoryViewStore, newId } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { inMemoryVaultRows, kekFromFunction, openVault } from '@patina/privacy/shell'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'

const programme = programmeId(newId())
const by = () => ({ commandId: newId(), actor: 'clerk-1' })

const newGround = async () => ({
  store: inMemoryEventStore(),
  views: inMemoryViewStore(),
  rows: inMemoryVaultRows(),
  kek: await orThrow(
    kekFromFunction(() => Promise.resolve(globalThis.crypto.getRandomValues(new Uint8Array(32)))),
  ),
})

const openOn = ({ store, views, rows, kek }: Awaited<ReturnType<typeof newGround>>) =>
  orThrow(
    open({ open: () => TE.right({ store, views, close: () => Promise.resolve() })() }, crm, {
      privacy: {
        vault: openVault({ rows, kek }),
        purposes: [],
        indexed: { kinds: customerIndex, forgets: removedIdentifiers },
      },
    }),
  )

type House = Awaited<ReturnType<typeof openOn>>

const join = async (house: House) => {
  const id = customerId(newId())
  const from = { source: codeOf('walk-in'), storeId: storeId('HARBOUR') }
  await orThrow(house.send({ type: 'RegisterCustomer', customerId: id, ...from }, by()))
  const since = '2025-01-01' as CivilDate
  const admit = { type: 'Admit', programmeId: programme, customerId: id, since } as const
  await orThrow(house.send(admit, by()))
  return id
}

const issue = (id: Awaited<ReturnType<typeof join>>, number: string, card = cardId(newId())) =>
  ({
    type: 'IssueCard',
    programmeId: programme,
    customerId: id,
    cardId: card,
    number,
  }) as const

const taken = {
  _tag: 'Left',
  left: { _tag: 'NumberTaken', kind: 'cardNumber', eventType: 'CardIssued', path: '/number' },
}

describe('the number of a card', () => {
  test('is refused to a second member, in any spelling, and says nothing of the first [K4]', async () => {
    const house = await openOn(await newGround())
    const [first, second] = [await join(house), await join(house)]
    const command = issue(first, 'EXAMPLE 10000001')
    const context = by()
    const receipt = await orThrow(house.send(command, context))
    expect(await house.send(issue(second, 'example-1000 0001'), by())()).toEqual(taken)
    // Sent again it is no second claim: the first receipt is the answer.
    expect(await orThrow(house.send(command, context))).toEqual(receipt)
    await orThrow(house.send(issue(second, 'EXAMPLE 10000002'), by()))
    await house.close()
  })

  test('goes to one of many members in two processes at once [K4]', async () => {
    const ground = await newGround()
    const houses = [await openOn(ground), await openOn(ground)] as const
    const members = await Promise.all(Array.from({ length: 6 }, () => join(houses[0])))
    const sent = await Promise.all(
      members.map((id, n) => (houses[n % 2] as House).send(issue(id, 'EXAMPLE 77'), by())()),
    )
    expect(sent.filter(({ _tag }) => _tag === 'Right')).toHaveLength(1)
    expect(sent.filter(({ _tag }) => _tag === 'Left')).toEqual(
      Array.from({ length: 5 }, () => taken),
    )
    for (const house of houses) await house.close()
  })

  test('stays with a card that was replaced, and is free when its member is erased [K5]', async () => {
    const house = await openOn(await newGround())
    const [first, second] = [await join(house), await join(house)]
    const lost = cardId(newId())
    await orThrow(house.send(issue(first, 'EXAMPLE 1', lost), by()))
    const replace = {
      type: 'ReplaceCard',
      programmeId: programme,
      customerId: first,
      cardId: lost,
      byCardId: cardId(newId()),
      number: 'EXAMPLE 2',
      reasonCode: reasonCode('lost'),
    } as const
    await orThrow(house.send(replace, by()))
    for (const number of ['EXAMPLE 1', 'EXAMPLE 2']) {
      expect(await house.send(issue(second, number), by())()).toEqual(taken)
    }
    const { privacy } = house
    if (privacy === undefined) throw new Error('opened without privacy')
    await orThrow(
      privacy.atFence(
        {
          type: 'BeginErasure',
          logId: privacy.vault.logId,
          erasureId: newId(),
          why: 'on-request',
          parts: [{ subject: first, class: 'identity' }],
        },
        by(),
      ),
    )
    await orThrow(house.send(issue(second, 'EXAMPLE 1'), by()))
    await house.close()
  })

  test('that was refused to a member is no claim: the next who asks gets it [K5]', async () => {
    const house = await openOn(await newGround())
    const [first, second] = [await join(house), await join(house)]
    const card = cardId(newId())
    await orThrow(house.send(issue(first, 'EXAMPLE 1', card), by()))
    // The card is known already: a rejection, before the number is looked at.
    expect(await house.send(issue(first, 'EXAMPLE 2', card), by())()).toMatchObject({
      left: { _tag: 'CardTaken' },
    })
    await orThrow(house.send(issue(second, 'EXAMPLE 2'), by()))
    expect(await orThrow((house.privacy as NonNullable<typeof house.privacy>).sweepClaims)).toEqual(
      {
        confirmed: 0,
        released: 0,
      },
    )
    await house.close()
  })
})
