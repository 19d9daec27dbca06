import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { customerCategoriesView } from '@patina/crm/categories'
import { profileView } from '@patina/crm/customers'
import { giftStandingsView } from '@patina/crm/gifts'
import { type AnyError, beforeFirst, type LoggedEvent, type Receipt } from '@patina/eventsourcing'
import { capabilities } from '@patina/examples/a-shops-year/capabilities'
import { openShopVault } from '@patina/examples/a-shops-year/vault'
import { type Digests, open, orThrow } from '@patina/patina'
import type { AnyPersonal } from '@patina/privacy'
import { embedded, openEventStore } from '@patina/sqlite'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const here = fileURLToPath(new URL('.', import.meta.url))
const sample = join(here, '../../examples/data/online-retail-sample.csv.gz')
// Compiled by the set-up of the tests: a process that is killed is a process of plain Node.
const child = join(here, '../dist/mission/import-child.js')
const lines = 1_500
const kills = 50
const minute = 60_000

let place: string
let file: string

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'patina-crash-'))
  file = join(place, 'sales.csv')
  const csv = gunzipSync(readFileSync(sample)).toString('utf8').split('\n')
  writeFileSync(file, `${csv.slice(0, lines).join('\n')}\n`)
})

afterAll(() => {
  rmSync(place, { recursive: true, force: true })
})

interface Shop {
  readonly folder: string
  readonly journal: string
}

const shop = (name: string): Shop => ({
  folder: join(place, name),
  journal: join(place, `${name}.journal`),
})

interface Running {
  readonly process: ChildProcess
  readonly opened: Promise<void>
  /** Whether it came to its end by itself. */
  readonly ended: Promise<boolean>
}

const start = ({ folder, journal }: Shop): Running => {
  const started = spawn(process.execPath, [child, folder, file, journal], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let complaint = ''
  started.stderr.on('data', (chunk) => {
    complaint += String(chunk)
  })
  const ended = new Promise<boolean>((resolve, reject) => {
    started.on('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve(false)
      else if (code === 0) resolve(true)
      else reject(new Error(`the import ended with ${String(code)}: ${complaint}`))
    })
  })
  const opened = new Promise<void>((resolve) => {
    started.stdout.on('data', (chunk) => {
      said += String(chunk)
      if (said.includes('open')) resolve()
    })
    started.on('close', () => resolve())
  })
  return { process: started, opened, ended }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

// The last line may be torn: then nobody has read that receipt.
const receiptsIn = (journal: string): ReadonlyArray<Receipt> =>
  existsSync(journal)
    ? readFileSync(journal, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Receipt)
    : []

const readLog = async (folder: string): Promise<ReadonlyMap<string, LoggedEvent>> => {
  const store = await orThrow(openEventStore(join(folder, 'log.db')))
  expect((await orThrow(store.verify())).faults).toEqual([])
  const byId = new Map<string, LoggedEvent>()
  let after = beforeFirst
  for (;;) {
    const page = await orThrow(store.readAll(after, 1000))
    for (const event of page.events) byId.set(`${event.stream} ${event.id}`, event)
    if (page.isEnd) break
    after = page.next
  }
  await store.close()
  return byId
}

const expectAcknowledged = async ({ folder, journal }: Shop): Promise<number> => {
  const log = await readLog(folder)
  const receipts = receiptsIn(journal)
  for (const receipt of receipts) {
    if (receipt._tag !== 'Appended') continue
    const last = receipt.events.at(-1) ?? ''
    expect(log.get(`${receipt.stream} ${last}`)).toMatchObject({
      revision: receipt.revision,
      position: receipt.position,
    })
    for (const id of receipt.events) expect(log.has(`${receipt.stream} ${id}`)).toBe(true)
  }
  return receipts.length
}

// Every name, number and address that the log holds, opened for the desk: a key that was lost with a kill would show here.
const expectPeopleOpen = async ({ folder }: Shop): Promise<number> => {
  const vault = await openShopVault(folder)
  if (vault._tag === 'Left') throw new Error(vault.left._tag)
  const { privacy } = vault.right
  const application = await orThrow(open(embedded(folder), capabilities, { privacy }))
  const profiles = await orThrow(application.list(profileView, { limit: 1000 }))
  const people = profiles.map(({ key, view: { names, identifiers } }) => ({
    subjects: [key],
    fields: Object.fromEntries(
      [...names.map(({ name }) => name), ...identifiers.map(({ value }) => value)].map(
        (field, index) => [String(index), field as AnyPersonal],
      ),
    ),
  }))
  const asking = { purpose: 'service', actor: 'desk-1', role: 'desk' }
  const opened = await orThrow(application.privacy?.openAll(asking, people) as never as Opened)
  for (const fields of opened) {
    const found = Object.values(fields)
    expect(found).toHaveLength(3)
    for (const one of found) expect(one).toMatchObject({ right: { _tag: 'Value' } })
  }
  await application.close()
  await vault.right.close()
  return opened.length
}

type Opened = TaskEither<AnyError, ReadonlyArray<Readonly<Record<string, unknown>>>>

const digestsOf = async ({ folder }: Shop): Promise<Digests> => {
  const application = await orThrow(open(embedded(folder), capabilities))
  const digests = await orThrow(application.digests)
  // The kills fall into the end of the year, too: there is one.
  const limit = 1000
  expect(await orThrow(application.list(customerCategoriesView, { limit }))).not.toEqual([])
  const gifts = await orThrow(application.list(giftStandingsView, { limit }))
  expect(gifts.map(({ view }) => view.stage)).toEqual(
    expect.arrayContaining(['collected', 'lapsed']),
  )
  await application.close()
  return digests
}

describe('an import that is killed at any moment', () => {
  test(
    'keeps what it acknowledged, and ends as one that nobody disturbed, through fifty kills [P6]',
    async () => {
      const calm = shop('calm')
      const began = performance.now()
      const running = start(calm)
      await running.opened
      const openedAfter = performance.now() - began
      expect(await running.ended).toBe(true)
      const importMs = performance.now() - began - openedAfter
      const undisturbed = await digestsOf(calm)
      const events = (await readLog(calm.folder)).size
      expect(events).toBeGreaterThan(100)

      let killed = 0
      let acknowledged = 0
      let finished = 0
      for (let round = 0; killed < kills; round++) {
        const one = shop(`round-${round}`)
        for (let isDone = false; !isDone; ) {
          const disturbed = start(one)
          await disturbed.opened
          // Once enough were killed, it may come to its end.
          if (killed < kills) {
            await wait(Math.random() * importMs * 0.6)
            disturbed.process.kill('SIGKILL')
          }
          isDone = await disturbed.ended
          if (!isDone) killed++
          acknowledged = Math.max(acknowledged, await expectAcknowledged(one))
        }
        finished++
        expect((await digestsOf(one)).comparable).toBe(undisturbed.comparable)
        expect((await readLog(one.folder)).size).toBe(events)
        expect(await expectPeopleOpen(one)).toBeGreaterThan(10)
      }
      expect(acknowledged).toBeGreaterThan(10)
      expect(finished).toBeGreaterThan(0)
    },
    30 * minute,
  )
})
