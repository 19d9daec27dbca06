// What an erasure touches, counted and not timed: it must not grow with the log.
import { type EventStore, newId, type ViewStore } from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import type { VaultRows } from '@patina/privacy/shell'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, test } from 'vitest'
import { by, decisionOf, newGround, openShop, sideOf, visit } from './shop.js'

/** Whatever was read or written since the last time that it was cleared, each once. */
type Touched = Set<string>

const tapped = <L, A>(task: TE.TaskEither<L, A>, note: (result: A) => void) =>
  TE.map((result: A) => {
    note(result)
    return result
  })(task)

const watchedStore = (store: EventStore, touched: Touched): EventStore => ({
  ...store,
  append: (stream, expected, events) => {
    for (const { id } of events) touched.add(`write ${stream} ${id}`)
    return store.append(stream, expected, events)
  },
  readStream: (...of) =>
    tapped(store.readStream(...of), ({ events }) => {
      for (const { stream, id } of events) touched.add(`event ${stream} ${id}`)
    }),
  readAll: (...of) =>
    tapped(store.readAll(...of), ({ events }) => {
      for (const { stream, id } of events) touched.add(`event ${stream} ${id}`)
    }),
})

const watchedViews = (views: ViewStore, touched: Touched): ViewStore => ({
  ...views,
  load: (table, keys) => {
    for (const key of keys) touched.add(`row ${table.name} ${key}`)
    return views.load(table, keys)
  },
  list: (table, query) =>
    tapped(views.list(table, query), (rows) => {
      for (const { key } of rows) touched.add(`row ${table.name} ${key}`)
    }),
})

const watchedRows = (rows: VaultRows, touched: Touched): VaultRows => ({
  ...rows,
  byUnit: (units) => {
    for (const unit of units) touched.add(`unit ${JSON.stringify(unit)}`)
    return rows.byUnit(units)
  },
  byId: (keyIds) => {
    for (const keyId of keyIds) touched.add(`key ${keyId}`)
    return rows.byId(keyIds)
  },
  carryOut: (expected, next, steps, record) => {
    for (const step of steps) touched.add(`step ${JSON.stringify(step)}`)
    return rows.carryOut(expected, next, steps, record)
  },
  destroyedBy: (erasureId) =>
    tapped(rows.destroyedBy(erasureId), (keyIds) => {
      for (const keyId of keyIds) touched.add(`key ${keyId}`)
    }),
})

const kindsOf = (touched: Touched): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const one of touched) {
    const [kind = ''] = one.split(' ')
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

const touchedBy = async (visits: number): Promise<Readonly<Record<string, number>>> => {
  const ground = await newGround()
  const touched: Touched = new Set()
  const shop = await openShop({
    ...ground,
    store: watchedStore(ground.store, touched),
    views: watchedViews(ground.views, touched),
    rows: watchedRows(ground.rows, touched),
  })
  const visitorId = newId()
  for (let n = 0; n < visits; n++) {
    const id = n === 0 ? visitorId : newId()
    await visit(shop, id, { name: `Visitor ${n}`, mobile: '+85200000000' })
  }
  await orThrow(shop.settled)
  await orThrow(sideOf(shop).erasures.resume)
  touched.clear()
  const command = decisionOf(visitorId, { classes: ['identity', 'contact', 'transaction'] })
  // The sale was seven years ago.
  await orThrow(
    shop.send(
      {
        type: 'StartRetention',
        customerId: visitorId,
        class: 'transaction',
        since: '2010-01-01',
      } as never,
      by(),
    ),
  )
  await orThrow(shop.send(command, by()))
  expect(await orThrow(sideOf(shop).erasures.resume)).toEqual([])
  await orThrow(shop.settled)
  await shop.close()
  return kindsOf(touched)
}

test('an erasure touches as many events, rows and keys in a log that is ten times as long', async () => {
  const short = await touchedBy(12)
  // It counts something: three keys are read of, and each of its events is written.
  expect(short['key']).toBe(3)
  expect(short['write']).toBe(7)
  expect(await touchedBy(120)).toEqual(short)
})
