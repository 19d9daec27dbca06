import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf, crm, customerId, storeId } from '@patina/crm'
import { profileView } from '@patina/crm/customers'
import { newId } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'patina-damage-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const pageBytes = 4096
const openShop = () => orThrow(open(embedded(folder), crm))
const register = (shop: Awaited<ReturnType<typeof openShop>>): Promise<unknown> =>
  orThrow(
    shop.send(
      {
        type: 'RegisterCustomer',
        customerId: customerId(newId()),
        source: codeOf('walk-in'),
        storeId: storeId('SHOP-1'),
      },
      { commandId: newId(), actor: 'clerk-1' },
    ),
  )

const spoilPages = (file: string, pages: ReadonlyArray<number>): void => {
  const size = statSync(file).size
  const opened = openSync(file, 'r+')
  for (const page of pages) {
    expect((page + 1) * pageBytes).toBeLessThan(size)
    writeSync(opened, Buffer.alloc(pageBytes, 0xa5), 0, pageBytes, page * pageBytes)
  }
  closeSync(opened)
}

test('a log whose pages were damaged is named to everybody who would have to wait for it [P9]', async () => {
  const first = await openShop()
  for (let one = 0; one < 400; one++) await register(first)
  await first.close()
  // Without the views the log has to be read again.
  rmSync(join(folder, 'views.db'))
  spoilPages(join(folder, 'log.db'), [20, 30, 40, 50])

  const shop = await openShop()
  const corrupted = { _tag: 'StoreUnavailable', reason: 'corrupted' }
  const someone = customerId(newId())
  expect(await shop.read(profileView, someone)()).toMatchObject({ left: corrupted })
  expect(await shop.list(profileView, { limit: 5 })()).toMatchObject({ left: corrupted })
  expect(await shop.settled()).toMatchObject({ left: corrupted })
  expect(await shop.asOf(profileView, someone)()).toMatchObject({ left: corrupted })
  expect(await shop.rebuild(['customer_profile'])()).toMatchObject({ left: corrupted })
  const { views, reactions } = await orThrow(shop.status)
  for (const { view, stopped, outage } of views)
    expect([view, stopped ?? outage]).toMatchObject([view, corrupted])
  for (const { reaction, outage } of reactions)
    expect([reaction, outage]).toMatchObject([reaction, corrupted])
  await shop.close()
})
