// What was sealed for a sale to somebody unknown goes with the customer who has claimed it, or with the sale.
import {
  type CustomerId,
  civilDate,
  codeOf,
  crm,
  currency,
  customerId,
  documentNumber,
  erasureId,
  lineId,
  type SaleId,
  sku,
  storeId,
} from '@patina/crm'
import { type DecideErasure, erasureDecisions, obligationsView } from '@patina/crm/privacy-requests'
import {
  eraseDueOn,
  type SalesEvent,
  saleErasureDecisions,
  saleIdOf,
  unclaimedView,
} from '@patina/crm/sales'
import { inMemoryViewStore, instantOf, newId, ownViews, streamName } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import { openVault } from '@patina/privacy/shell'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { by, type Ground, newGround } from './shop.js'

const capabilities = [...crm, ownViews('till', [unclaimedView])] as const
type House = Application<typeof capabilities>

/** A house whose clock is set by its test. */
interface Timed {
  readonly house: House
  readonly ground: Ground
  readonly goTo: (day: string) => void
}

const store = storeId('HARBOUR')
const asking = { purpose: 'desk', actor: 'u-1', role: 'desk' }

const openHouse = async (): Promise<Timed> => {
  let now = Date.parse('2024-06-01T04:00:00.000Z')
  const clock = () => {
    now += 1000
    return instantOf(now)
  }
  const ground = await newGround(clock)
  const house = await orThrow(
    open(
      {
        open: TE.right({
          store: ground.store,
          views: inMemoryViewStore(),
          close: () => Promise.resolve(),
        }),
      },
      capabilities,
      {
        clock,
        idleMs: 1,
        privacy: {
          vault: openVault({ rows: ground.rows, kek: ground.kek }),
          purposes: [
            { name: 'desk', kinds: ['name', 'soldSize'], roles: ['desk'], basis: 'contract' },
          ],
          decisions: [erasureDecisions, saleErasureDecisions],
        },
      },
    ),
  )
  const goTo = (day: string): void => {
    now = Date.parse(`${day}T04:00:00.000Z`)
  }
  return { house, ground, goTo }
}

const privacyOf = ({ privacy }: House) => {
  if (privacy === undefined) throw new Error('opened without privacy')
  return privacy
}

const sell = async (house: House, number: string, soldOn = '2024-06-01'): Promise<SaleId> => {
  const saleId = saleIdOf(store, documentNumber(number))
  await orThrow(
    house.send(
      {
        type: 'RecordSale',
        saleId,
        storeId: store,
        documentNumber: documentNumber(number),
        soldOn: civilDate(soldOn),
        currency: currency('HKD'),
        lines: [
          {
            lineId: lineId('1'),
            sku: sku('RING'),
            quantity: 1,
            unitMinor: 90_000,
            paidMinor: 90_000,
          },
        ],
        buyer: 'Buyer Example',
        sizes: [{ lineId: lineId('1'), size: 'HK 13' }],
      },
      by(),
    ),
  )
  return saleId
}

const claim = (house: House, saleId: SaleId, who: CustomerId) =>
  orThrow(house.send({ type: 'ClaimSale', saleId, customerId: who, proof: 'receipt' }, by()))

/** What the desk sees of what was sealed for a sale: the values, or what came instead. */
const seen = async (house: House, saleId: SaleId): Promise<ReadonlyArray<unknown>> => {
  const history = await orThrow(house.history(streamName('sale', saleId)))
  const events = history.map(({ event }) => event as unknown as SalesEvent)
  const buyer = events.find((one) => one.type === 'BuyerRecorded')?.buyer
  const size = events.find((one) => one.type === 'SizesRecorded')?.sizes[0]?.size
  const opened = await orThrow(
    privacyOf(house).open(asking, { subjects: [saleId], fields: { buyer, size } }),
  )
  return [opened.buyer, opened.size].map((one) =>
    one?._tag === 'Right' && one.right._tag === 'Value'
      ? one.right.value
      : one?._tag === 'Right'
        ? one.right._tag
        : one?.left._tag,
  )
}
const shown = ['Buyer Example', 'HK 13']
const gone = ['Erased', 'Erased']

const settle = async ({ house }: Timed): Promise<void> => {
  await orThrow(house.settled)
  expect(await orThrow(privacyOf(house).erasures.resume)).toEqual([])
}

const started = (house: House, who: CustomerId, since = '2024-06-01') =>
  orThrow(
    house.send(
      {
        type: 'StartRetention',
        customerId: who,
        class: 'transaction',
        since: civilDate(since),
      },
      by(),
    ),
  )

const decisionOf = (who: CustomerId, more: Partial<DecideErasure> = {}): DecideErasure => ({
  type: 'DecideErasure',
  customerId: who,
  erasureId: erasureId(newId()),
  why: 'retention',
  classes: ['transaction'],
  exceptions: [],
  ...more,
})

const register = async (house: House): Promise<CustomerId> => {
  const who = customerId(newId())
  await orThrow(
    house.send(
      { type: 'RegisterCustomer', source: codeOf('shop'), storeId: store, customerId: who },
      by(),
    ),
  )
  return who
}

describe('the buyer of a sale that was claimed', () => {
  test('IRO s.51C: goes with the record of the sales of the customer, and with nobody else', async () => {
    const timed = await openHouse()
    const { house, goTo } = timed
    const [who, other] = [await register(house), await register(house)]
    const [mine, theirs, nobodys] = [
      await sell(house, 'S-1'),
      await sell(house, 'S-2'),
      await sell(house, 'S-3'),
    ]
    await claim(house, mine, who)
    await claim(house, theirs, other)
    await settle(timed)
    await started(house, who)
    const early = await house.send(decisionOf(who), by())()
    expect(early).toMatchObject({ left: { _tag: 'FloorNotReached', until: '2031-06-01' } })
    goTo('2031-06-01')
    const decision = decisionOf(who)
    await orThrow(house.send(decision, by()))
    await settle(timed)
    expect(await seen(house, mine)).toEqual(gone)
    expect(await seen(house, theirs)).toEqual(shown)
    expect(await seen(house, nobodys)).toEqual(shown)
    // The certificate names it, and so does what each place is asked to purge.
    const certificate = await orThrow(privacyOf(house).erasures.certificate(decision.erasureId))
    expect(certificate.parts).toEqual([
      { subject: who, class: 'transaction' },
      { subject: mine, class: 'transaction' },
    ])
    // Asked again it is no news, also when more was claimed since.
    expect(await orThrow(house.send(decision, by()))).toMatchObject({ _tag: 'AlreadySo' })
    await house.close()
  })

  test('IRO s.51C: is kept as long as the law keeps the record of the sale, whatever else has fallen due', async () => {
    const timed = await openHouse()
    const { house, goTo } = timed
    const who = await register(house)
    await started(house, who, '2020-01-01')
    goTo('2026-06-01')
    const saleId = await sell(house, 'S-1', '2026-06-01')
    await claim(house, saleId, who)
    await settle(timed)
    goTo('2027-01-02')
    expect(await house.send(decisionOf(who), by())()).toMatchObject({
      left: { _tag: 'FloorNotReached', class: 'transaction', until: '2033-06-01' },
    })
    await house.close()
  })

  test('PDPO s.26: is owed again when the claim comes after the decision, and goes with the next one', async () => {
    const timed = await openHouse()
    const { house, goTo } = timed
    const who = await register(house)
    await started(house, who)
    goTo('2031-06-01')
    const saleId = await sell(house, 'S-1', '2031-06-01')
    await orThrow(house.send(decisionOf(who), by()))
    await claim(house, saleId, who)
    await settle(timed)
    expect(await seen(house, saleId)).toEqual(shown)
    const owed = await orThrow(house.list(obligationsView, { limit: 10 }))
    expect(owed.map(({ view }) => view)).toMatchObject([
      { kind: 'eraseWhenDue', customerId: who, reference: 'transaction', dueOn: '2038-06-01' },
    ])
    expect(owed[0]?.view).not.toHaveProperty('doneOn')
    goTo('2038-06-01')
    await orThrow(house.send(decisionOf(who), by()))
    await settle(timed)
    expect(await seen(house, saleId)).toEqual(gone)
    await house.close()
  })

  test('waits for a hold on the sale, and the decision is void', async () => {
    const timed = await openHouse()
    const { house, ground, goTo } = timed
    const who = await register(house)
    const saleId = await sell(house, 'S-1')
    await claim(house, saleId, who)
    await started(house, who)
    await settle(timed)
    const { logId } = ground.store
    const holdId = newId()
    const side = privacyOf(house)
    await orThrow(
      side.atFence(
        {
          type: 'PlaceLegalHold',
          logId,
          holdId,
          subject: saleId,
          classes: ['transaction'],
          why: 'proceedings',
        },
        by(),
      ),
    )
    goTo('2031-06-01')
    await orThrow(house.send(decisionOf(who), by()))
    await settle(timed)
    expect(await seen(house, saleId)).toEqual(shown)
    await orThrow(side.atFence({ type: 'ReleaseLegalHold', logId, holdId }, by()))
    await orThrow(house.send(decisionOf(who), by()))
    await settle(timed)
    expect(await seen(house, saleId)).toEqual(gone)
    await house.close()
  })
})

describe('the buyer of a sale that nobody has claimed', () => {
  test('IRO s.51C: is listed when its day comes, goes with the sale, and is listed no more', async () => {
    const timed = await openHouse()
    const { house, goTo } = timed
    const [first, second] = [await sell(house, 'S-1'), await sell(house, 'S-2', '2024-06-01')]
    const who = await register(house)
    await claim(house, second, who)
    await settle(timed)
    const listed = async () => {
      const query = { by: 'erase_due_on', isDescending: true, limit: 10 }
      const rows = await orThrow(house.list(unclaimedView, query))
      return rows.flatMap(({ key, view }) => {
        const dueOn = eraseDueOn(view)
        return dueOn === undefined ? [] : [[key, dueOn]]
      })
    }
    expect(await listed()).toEqual([[first, '2031-06-01']])
    const erase = (saleId: SaleId) => ({
      type: 'DecideSaleErasure' as const,
      saleId,
      erasureId: erasureId(newId()),
    })
    goTo('2031-05-31')
    expect(await house.send(erase(first), by())()).toMatchObject({
      left: { _tag: 'SaleErasureRefused', reasons: [{ _tag: 'RecordStillKept' }] },
    })
    goTo('2031-06-01')
    expect(await house.send(erase(second), by())()).toMatchObject({
      left: { _tag: 'SaleErasureRefused', reasons: [{ _tag: 'SaleHasOwner', customerId: who }] },
    })
    const decision = erase(first)
    await orThrow(house.send(decision, by()))
    await settle(timed)
    expect(await seen(house, first)).toEqual(gone)
    expect(await seen(house, second)).toEqual(shown)
    expect(await listed()).toEqual([])
    const certificate = await orThrow(privacyOf(house).erasures.certificate(decision.erasureId))
    expect(certificate.parts).toEqual([{ subject: first, class: 'transaction' }])
    // Nobody says by hand that it has ended.
    const told = { ...decision, type: 'ConcludeSaleErasure' as const, outcome: 'held' as const }
    expect(await house.send(told, by())()).toMatchObject({ left: { _tag: 'InvalidCommand' } })
    await house.close()
  })

  test('waits for a hold on the sale: the decision is void, and is made again under another id', async () => {
    const timed = await openHouse()
    const { house, ground, goTo } = timed
    const saleId = await sell(house, 'S-1')
    const holdId = newId()
    const { logId } = ground.store
    const hold = {
      type: 'PlaceLegalHold' as const,
      logId,
      holdId,
      subject: saleId,
      classes: ['transaction'] as const,
      why: 'proceedings',
    }
    await orThrow(privacyOf(house).atFence(hold, by()))
    goTo('2031-06-01')
    const erase = async () => {
      const command = {
        type: 'DecideSaleErasure' as const,
        saleId,
        erasureId: erasureId(newId()),
      }
      await orThrow(house.send(command, by()))
      await settle(timed)
    }
    await erase()
    expect(await seen(house, saleId)).toEqual(shown)
    await orThrow(privacyOf(house).atFence({ type: 'ReleaseLegalHold', logId, holdId }, by()))
    await erase()
    expect(await seen(house, saleId)).toEqual(gone)
    await house.close()
  })
})
