// A gift in a whole application that dies between any two steps, and is opened again on what it has left.
import {
  codeOf,
  crm,
  currency,
  customerId as customer,
  dayOf,
  documentNumber,
  giftId,
  giftItemId,
  instantAt,
  lineId,
  programmeId as programme,
  reasonCode,
  sku,
  stockDeliveryId,
  storeId,
  zone,
} from '@patina/crm'
import { giftCatalogueView, giftStandingsView, giftsWorthView } from '@patina/crm/gifts'
import { membershipIdOf, type ProgrammeRules } from '@patina/crm/membership'
import { balanceView } from '@patina/crm/points'
import {
  type Adapters,
  type EventStore,
  type Instant,
  inMemoryEventStore,
  inMemoryViewStore,
  newId,
  type Stores,
  type ViewStore,
} from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'

type App = Application<typeof crm>

const hongKong = zone('Asia/Hong_Kong')
const now = instantAt('2026-03-02T12:00:00', hongKong)
const clock = (): Instant => now
const today = dayOf(now, hongKong)
const customerId = customer(newId())
const programmeId = programme(newId())
const itemId = giftItemId(newId())
const shop = storeId('HK1')
const account = membershipIdOf(programmeId, customerId)
const by = () => ({ commandId: newId(), actor: 'clerk-1' })

const rules: ProgrammeRules = {
  version: 1,
  effectiveOn: today,
  zone: hongKong,
  currency: currency('HKD'),
  earn: { pointsPerMinor: [1, 1000], rounding: 'floor', place: 'line' },
  expiry: { type: 'yearEnd', years: 1 },
  deficit: 'carry',
  redemption: { step: 1, minimum: 1, minorPerPoint: [10, 1], graceDays: 30 },
}

interface Ground {
  readonly store: EventStore
  readonly views: ViewStore
}

/** Counts what is written, and dies at one of these: nothing that is asked then is ever answered. */
interface Death {
  readonly step: number
  readonly isDone: boolean
  count: number
  readonly died: Promise<void>
  readonly die: () => void
}

const deathAt = (step: number, isDone: boolean): Death => {
  let die = (): void => undefined
  const died = new Promise<void>((resolve) => {
    die = resolve
  })
  return { step, isDone, count: 0, died, die }
}

const never = new Promise<never>(() => undefined)

// What a writing comes to: before its step as it is, at it done or not and never answered, and after it nothing at all.
const around =
  <A>(death: Death, write: () => Promise<A>): (() => Promise<A>) =>
  async () => {
    const at = death.count++
    if (at < death.step) return write()
    if (at === death.step && death.isDone) await write()
    death.die()
    return never
  }

const mortal = ({ store, views }: Ground, death: Death): Stores => ({
  store: {
    ...store,
    append: (stream, expected, events) => around(death, store.append(stream, expected, events)),
  },
  views: { ...views, save: (batches) => around(death, views.save(batches)) },
  close: () => Promise.resolve(),
})

const opened = (stores: Stores): Promise<App> => {
  const adapters: Adapters<never> = { open: TE.right(stores) }
  return orThrow(open(adapters, crm, { clock, random: () => 0, idleMs: 0 }))
}

const living = (ground: Ground): Promise<App> =>
  opened({ ...ground, close: () => Promise.resolve() })

const prepared = async (): Promise<Ground> => {
  const ground = { store: inMemoryEventStore({ clock }), views: inMemoryViewStore() }
  const app = await living(ground)
  await orThrow(app.send({ type: 'AdoptRules', programmeId, rules }, by()))
  await orThrow(app.send({ type: 'Admit', programmeId, customerId, since: today }, by()))
  const line = { lineId: lineId('1'), sku: sku('CLOCK-1'), quantity: 1 }
  const paid = { unitMinor: 200_000, paidMinor: 200_000 }
  await orThrow(
    app.send(
      {
        type: 'RecordSale',
        documentNumber: documentNumber('A-1'),
        storeId: shop,
        customerId,
        soldOn: today,
        currency: currency('HKD'),
        lines: [{ ...line, ...paid }],
      },
      by(),
    ),
  )
  await orThrow(app.send({ type: 'ListGiftItem', itemId, terms }, by()))
  const deliveryId = stockDeliveryId(newId())
  await orThrow(
    app.send({ type: 'ReceiveStock', itemId, storeId: shop, deliveryId, count: 1 }, by()),
  )
  await orThrow(app.settled)
  await app.close()
  return ground
}

const terms = {
  points: 150,
  worth: { currency: currency('HKD'), minor: 30_000 },
  capPerPerson: 1,
}

/** What happens to a gift, and how it must end: never otherwise, wherever the application dies. */
interface Course {
  readonly what: string
  readonly storeId?: string
  readonly after: 'nothing' | 'cancel' | 'return'
  readonly stage: string
  readonly points: number
  readonly onHand: number
  readonly gifts: number
}

const courses: ReadonlyArray<Course> = [
  { what: 'is issued', after: 'nothing', stage: 'issued', points: 50, onHand: 0, gifts: 1 },
  {
    what: 'is refused by the shelf',
    storeId: 'HK2',
    after: 'nothing',
    stage: 'refused',
    points: 200,
    onHand: 1,
    gifts: 0,
  },
  { what: 'is called off', after: 'cancel', stage: 'cancelled', points: 200, onHand: 1, gifts: 0 },
  { what: 'comes back', after: 'return', stage: 'returned', points: 200, onHand: 1, gifts: 0 },
]

const course = async (app: App, id: ReturnType<typeof giftId>, of: Course, ids: Ids) => {
  const catalogue = await orThrow(app.read(giftCatalogueView, itemId))
  if (catalogue?.listed === undefined) throw new Error('not listed')
  const send = (command: Parameters<App['send']>[0], commandId: string) =>
    orThrow(app.send(command, { commandId, actor: 'clerk-1' }) as TE.TaskEither<never, unknown>)
  await send(
    {
      type: 'RequestGift',
      giftId: id,
      customerId,
      programmeId,
      storeId: storeId(of.storeId ?? 'HK1'),
      item: { itemId, ...catalogue.listed },
      facts: { categories: [] },
    },
    ids.request,
  )
  if (of.after === 'cancel') {
    await send({ type: 'CancelGift', giftId: id, reasonCode: reasonCode('asked') }, ids.end)
  }
  if (of.after === 'return') {
    await orThrow(app.settled)
    await send({ type: 'CollectGift', giftId: id, proof: codeOf('card') }, ids.handOver)
    const back = { condition: 'asNew', reasonCode: reasonCode('unwanted') } as const
    await send({ type: 'ReturnGift', giftId: id, ...back }, ids.end)
  }
  await orThrow(app.settled)
}

interface Ids {
  readonly request: string
  readonly handOver: string
  readonly end: string
}

describe('a gift in an application that is killed at any step', () => {
  test('ends as it must all the same, captured if and only if issued [L9]', async () => {
    for (const [of, isDone] of courses.flatMap((of) => [
      [of, true] as const,
      [of, false] as const,
    ])) {
      for (let step = 0; ; step++) {
        const ground = await prepared()
        const id = giftId(newId())
        const ids = { request: newId(), handOver: newId(), end: newId() }
        const death = deathAt(step, isDone)
        const first = await Promise.race([opened(mortal(ground, death)), death.died])
        const ending =
          first === undefined
            ? undefined
            : await Promise.race([course(first, id, of, ids).then(() => 'lived'), death.died])
        // Another process opens what is left, and whoever asked asks again.
        const app = await living(ground)
        await course(app, id, of, ids)
        const gift = await orThrow(app.read(giftStandingsView, id))
        const balance = await orThrow(app.read(balanceView, account))
        const catalogue = await orThrow(app.read(giftCatalogueView, itemId))
        const worth = await orThrow(app.read(giftsWorthView, customerId))
        const stock = catalogue?.stock.find((one) => one.storeId === shop)
        expect({
          what: of.what,
          step,
          stage: gift?.stage,
          points: balance?.available,
          held: balance?.held,
          onHand: stock?.onHand,
          reserved: stock?.reserved,
          gifts: worth?.years[0]?.gifts ?? 0,
        }).toEqual({
          what: of.what,
          step,
          stage: of.stage,
          points: of.points,
          held: 0,
          onHand: of.onHand,
          reserved: 0,
          gifts: of.gifts,
        })
        for (const reaction of ['gifts_for_gifts', 'gifts_for_points', 'points_for_gifts']) {
          expect(await orThrow(app.refused(reaction))).toEqual([])
        }
        await app.close()
        if (ending === 'lived') {
          // It may still die while it closes, for then it stores the places of its reactions.
          await Promise.race([first?.close(), death.died])
          expect(step).toBeGreaterThan(5)
          break
        }
      }
    }
  }, 300_000)
})
