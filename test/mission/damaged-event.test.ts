import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf, crm, customerId, storeId } from '@patina/crm'
import { profileView, streamOf } from '@patina/crm/customers'
import { salesByMonthView } from '@patina/crm/sales'
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

// By hand, as somebody would who opens the file with another program.
const damage = (file: string, stream: string): void => {
  const load = createRequire(import.meta.url)
  const drivers = ['node:sqlite', '@photostructure/sqlite']
  const script = `
    const load = require('node:module').createRequire(${JSON.stringify(load.resolve('@photostructure/sqlite'))})
    const { DatabaseSync } = ${JSON.stringify(drivers)}.map((name) => { try { return load(name) } catch {} }).find(Boolean)
    const database = new DatabaseSync(${JSON.stringify(file)})
    database.prepare('UPDATE events SET data = ? WHERE stream = ?').run('{"customerId": "dam', ${JSON.stringify(stream)})
    database.close()
  `
  execFileSync(process.execPath, ['-e', script], { stdio: 'pipe' })
}

test('an event whose text was damaged by hand is named by stream and revision, and everything else goes on [P9]', async () => {
  const shopFolder = join(folder, 'shop')
  const [broken, whole] = [customerId(newId()), customerId(newId())]
  const register = (id: typeof broken) =>
    ({
      type: 'RegisterCustomer',
      customerId: id,
      source: codeOf('walk-in'),
      storeId: storeId('SHOP-1'),
    }) as const
  const context = () => ({ commandId: newId(), actor: 'clerk-1' })

  const first = await orThrow(open(embedded(shopFolder), crm))
  await orThrow(first.send(register(broken), context()))
  await orThrow(first.send(register(whole), context()))
  await first.close()
  damage(join(shopFolder, 'log.db'), streamOf(register(broken)))

  const shop = await orThrow(open(embedded(shopFolder), crm))
  const stream = streamOf(register(broken))
  const problems = [{ path: '/data', expected: 'JSON', found: 'text of 19 characters' }]
  const unreadable = {
    _tag: 'UnreadableEvent',
    stream,
    revision: 0,
    eventType: 'CustomerRegistered',
    problems,
  }
  expect(await shop.history(stream)()).toMatchObject({ left: unreadable })
  // The stream itself takes no command, since nobody knows what it says; another one does.
  const buys = (id: typeof broken) =>
    ({ type: 'ChangeStatus', customerId: id, to: 'active', reasonCode: 'bought' }) as never
  expect(await shop.send(buys(broken), context())()).toMatchObject({ left: unreadable })
  expect(await shop.send(buys(whole), context())()).toMatchObject({
    right: { _tag: 'Appended', revision: 1 },
  })
  // A view that wants the event stops before it and says so; one that does not is rebuilt.
  const rebuilt = await shop.rebuild([profileView.name, salesByMonthView.name])()
  expect(rebuilt).toMatchObject({
    left: { _tag: 'ViewStopped', view: profileView.name, stream, revision: 0, reason: unreadable },
  })
  const { views } = await orThrow(shop.status)
  const generations = new Map(views.map(({ view, generation }) => [view, generation]))
  expect(generations.get(salesByMonthView.name)).toBe(2)
  expect(generations.get(profileView.name)).toBe(1)
  // What was folded before the damage is still served.
  expect(await orThrow(shop.read(profileView, broken))).toMatchObject({
    status: { value: 'prospect' },
  })
  await shop.close()
})
