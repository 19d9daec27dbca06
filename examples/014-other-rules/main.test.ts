import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crm } from '@patina/crm'
import { beforeFirst, type EventStore } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { compare, explain, main, trade } from './main.js'

const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'patina-')))
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
const printed = (): string => print.mock.calls.map(([line]) => line).join('\n')
beforeEach(() => print.mockClear())

test('an award says why it is what it is, and other rules are tried on the same sales', async () => {
  await main(folders[0] as string)
  expect(printed()).toBe(`line 1: 240000 earns 360/1: 344 points
line 2: 9550 earns 191/20: 8 points
line 3: 6000 earns no-delivery: 0 points
over-2000: 48 points
400 points, of at most 400
taken back: 220 points, 48 for over-2000
180 points would be 271: 91
120 points would be 240: 120
in total 211`)
})

const bytesOf = async (store: EventStore): Promise<ReadonlyArray<unknown>> =>
  (await orThrow(store.readAll(beforeFirst, 1000))).events

test('trying other rules changes no byte of the log and of no view', async () => {
  const stores = await orThrow(embedded(folders[1] as string).open)
  const app = await orThrow(open({ open: TE.right(stores) }, crm))
  await trade(app)
  const [log, views] = [await bytesOf(stores.store), await orThrow(app.digests)]
  expect(log.length).toBeGreaterThan(8)
  await explain(app)
  await compare(app)
  expect(await bytesOf(stores.store)).toEqual(log)
  expect(await orThrow(app.digests)).toEqual(views)
  await app.close()
})
