// Customers with names: imported, opened for the desk, forgotten. On a small file, with a vault in the folder.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EventStore } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { capabilities, type Shop } from './capabilities.js'
import { type Forgotten, forget } from './forgetting.js'
import { forgottenText } from './forgotten-text.js'
import { importRetail } from './import.js'
import { countEvents, sumOf, topCustomers } from './report.js'
import { storesOf } from './stores.js'
import { retailText } from './test-files.js'
import { openShopVault } from './vault.js'

let place: string
let file: string

const lines = ['14001', '14002', '14003'].flatMap((customer, index) => [
  `53636${index},A,ARTICLE,${6 - index},2010-12-01 08:26:00,2.55,${customer}.0,EIRE`,
  `53637${index},B,ARTICLE,2,2011-01-05 08:26:00,10.0,${customer}.0,EIRE`,
])

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'patina-people-'))
  file = join(place, 'sales.csv')
  writeFileSync(file, retailText(...lines))
})
afterAll(() => rmSync(place, { recursive: true, force: true }))

const inShop = async <A>(
  folder: string,
  use: (shop: Shop, log: EventStore) => Promise<A>,
  withVault = true,
): Promise<A> => {
  const data = join(place, folder)
  const args = { file, data, store: undefined, namespace: 'n', json: undefined }
  const stores = await storesOf({ ...args, withoutPeople: !withVault })
  const vault = withVault ? await openShopVault(data, stores.vaultName) : undefined
  if (vault !== undefined && E.isLeft(vault)) throw new Error(vault.left._tag)
  const privacy = vault === undefined ? {} : { privacy: vault.right.privacy }
  const shop = await orThrow(open(stores.adapters, capabilities, privacy))
  try {
    return await use(shop, stores.log() as EventStore)
  } finally {
    await shop.close()
    await vault?.right.close()
  }
}

const importPeople = async (shop: Shop): Promise<number> => {
  // Of what an earlier application has sent, views need not know yet.
  await orThrow(shop.settled)
  const before = sumOf(await countEvents(shop))
  const imported = await importRetail(shop, file, {}, { withPeople: true })
  expect(imported).toMatchObject({ right: { refused: [] } })
  await orThrow(shop.settled)
  return sumOf(await countEvents(shop)) - before
}

const forgetLast = async (shop: Shop, log: EventStore): Promise<Forgotten> => {
  if (shop.privacy === undefined) throw new Error('no vault')
  const customers = await topCustomers(shop, 5, undefined)
  const { customerId } = customers.at(-1) ?? expect.fail('no customer')
  return forget(shop, shop.privacy, log, customerId, undefined)
}

test('every customer has a name, a number and an address, once, and no file holds any of them', async () => {
  await inShop('once', async (shop) => {
    expect(await importPeople(shop)).toBeGreaterThan(9)
    const counts = await countEvents(shop)
    expect([counts.get('NameRecorded'), counts.get('IdentifierAdded')]).toEqual([3, 6])
    expect(await importPeople(shop)).toBe(0)
  })
  const files = readdirSync(join(place, 'once'))
  expect(files).toEqual(expect.arrayContaining(['log.db', 'vault.db', 'vault.kek', 'views.db']))
  expect(statSync(join(place, 'once', 'vault.kek')).mode & 0o777).toBe(0o600)
  for (const name of files) {
    const bytes = readFileSync(join(place, 'once', name))
    for (const said of ['Sample Person', '+852000140', 'shop.invalid']) {
      expect([name, said, bytes.includes(said)]).toEqual([name, said, false])
    }
  }
})

test('what was imported without people gets them from a later run', async () => {
  await inShop(
    'later',
    async (shop) => {
      const imported = await importRetail(shop, file)
      expect(imported).toMatchObject({ right: { refused: [] } })
    },
    false,
  )
  await inShop('later', async (shop) => {
    expect(await importPeople(shop)).toBe(9)
  })
})

test('who is forgotten stays forgotten, and nothing else has changed', async () => {
  const first = await inShop('forgotten', async (shop, log) => {
    await importPeople(shop)
    return forgetLast(shop, log)
  })
  expect(first.before).toMatchObject({
    name: { _tag: 'Value', value: expect.stringMatching(/^Sample Person 1400/) as string },
    phone: { _tag: 'Value', value: expect.stringMatching(/^\+85200014/) as string },
    email: { _tag: 'Value', value: expect.stringMatching(/@shop\.invalid$/) as string },
    sales: 2,
  })
  const { name, phone, email, ...figures } = first.after
  for (const field of [name, phone, email]) expect(field).toMatchObject({ _tag: 'Erased' })
  expect(first.before).toMatchObject(figures)
  expect(first.unchanged).toMatchObject({ views: true, log: true })
  expect(forgottenText(first)).not.toContain('NOT THE SAME')

  const second = await inShop('forgotten', async (shop, log) => {
    expect(await importPeople(shop)).toBe(0)
    return forgetLast(shop, log)
  })
  expect(second.before).toBeUndefined()
  expect(second.after).toEqual(first.after)
  expect(second.customerId).toBe(first.customerId)
  expect(forgottenText(second)).toContain('An earlier run has erased this customer')
})

test('one who is not forgotten still opens', async () => {
  await inShop('other', async (shop, log) => {
    await importPeople(shop)
    const { customerId } = await forgetLast(shop, log)
    const others = (await topCustomers(shop, 5, undefined)).filter(
      (one) => one.customerId !== customerId,
    )
    expect(others).toHaveLength(2)
    for (const { customerId: other, profile } of others) {
      const asking = { purpose: 'service', actor: 'desk-1', role: 'desk' }
      const opened = await orThrow(
        shop.privacy?.open(asking, {
          subjects: [other],
          fields: { name: profile.names[0]?.name },
        }) ?? expect.fail('no vault'),
      )
      expect(opened.name).toMatchObject({ right: { _tag: 'Value' } })
    }
  })
})

test('a vault is never given another key', async () => {
  await inShop('key', importPeople)
  rmSync(join(place, 'key', 'vault.kek'))
  expect(await openShopVault(join(place, 'key'))).toMatchObject({
    left: { _tag: 'KekUnavailable', reason: 'not-found' },
  })
})
