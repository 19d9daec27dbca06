// A full disk, for real where a small one can be mounted, and by SQLite's own limit of pages everywhere.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeFirst, type Position, type StreamName, systemClock } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, describe, expect, test } from 'vitest'
import { left, newEvent, newStream, readLog, right, temporaryFolder } from './arbitraries.js'
import { openFile } from './file/open-file.js'
import { openEventStore, openViewStore, type SqliteEventStore } from './index.js'
import { eventStoreOn } from './log/event-store.js'
import { createLog } from './migrations/0001-log.js'

const folder = temporaryFolder()

const full = { _tag: 'StoreUnavailable', reason: 'disk-full', outcome: 'not-written' }

// Appends until the store says that it cannot, eight at a time; gives the streams that were acknowledged.
const fill = async (store: SqliteEventStore): Promise<ReadonlyArray<StreamName>> => {
  const written: StreamName[] = []
  for (;;) {
    const streams = Array.from({ length: 8 }, newStream)
    const events = (): readonly [ReturnType<typeof newEvent>, ReturnType<typeof newEvent>] => [
      newEvent({ note: 'x'.repeat(3000) }),
      newEvent(),
    ]
    const results = await Promise.all(
      streams.map((stream) => store.append(stream, 'none', events())()),
    )
    written.push(...streams.filter((_, index) => results[index]?._tag === 'Right'))
    const refused = results.filter(E.isLeft)
    if (refused.length === 0) continue
    for (const { left: error } of refused) expect(error).toMatchObject(full)
    return written
  }
}

const expectExactly = async (
  store: SqliteEventStore,
  written: ReadonlyArray<StreamName>,
): Promise<void> => {
  const log = await readLog(store)
  expect(log.filter(({ revision }) => revision === 1).map(({ stream }) => stream)).toStrictEqual(
    written,
  )
  expect(log).toHaveLength(2 * written.length)
  expect((await right(store.verify())).faults).toStrictEqual([])
}

describe('a file that may not grow', () => {
  test('refuses appends as not written, keeps what it has, and goes on when it may', async () => {
    const kind = { applicationId: 1, synchronous: 'FULL', checkpointPages: 1000 } as const
    const log = { ...kind, migrations: [createLog] }
    const opened = await openFile(log, join(folder, 'log.db'), {}, E.right)
    if (E.isLeft(opened)) throw new Error(JSON.stringify(opened.left))
    const store = eventStoreOn(opened.right, 'log', systemClock)
    opened.right.database.exec('PRAGMA max_page_count = 60')
    const written = await fill(store)
    expect(written.length).toBeGreaterThan(0)
    await expectExactly(store, written)
    opened.right.database.exec('PRAGMA max_page_count = 1000000')
    const stream = newStream()
    await right(store.append(stream, 'none', [newEvent(), newEvent()]))
    await expectExactly(store, [...written, stream])
    await store.close()
  })
})

const disks: string[] = []

// A disk of 1 MiB, on which a file takes some of the space.
const smallDisk = (taken: number): { readonly disk: string; readonly giveSpace: () => void } => {
  const disk = join(folder, `disk-${disks.length}`)
  mkdirSync(disk)
  execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' })
  disks.push(disk)
  const ballast = join(disk, 'ballast')
  writeFileSync(ballast, Buffer.alloc(taken * 1024))
  return { disk, giveSpace: () => rmSync(ballast) }
}

const canMount = ((): boolean => {
  try {
    smallDisk(0)
    return true
  } catch {
    return false
  }
})()
if (!canMount) {
  console.info(
    'disk-full.test.ts: no disk could be mounted here, so none was filled; run it as root',
  )
}
afterAll(() => {
  for (const disk of disks) execFileSync('/bin/umount', ['-l', disk])
})

describe.skipIf(!canMount)('a full disk', () => {
  test('refuses appends as not written, keeps what it has, and takes appends when it has space', async () => {
    const { disk, giveSpace } = smallDisk(256)
    const file = join(disk, 'log.db')
    const store = await right(openEventStore(file))
    const written = [...(await fill(store))]
    expect(written.length).toBeGreaterThan(0)
    await expectExactly(store, written)
    giveSpace()
    const stream = newStream()
    await right(store.append(stream, 'none', [newEvent(), newEvent()]))
    written.push(stream)
    await expectExactly(store, written)
    // Full a second time, and closed while it is.
    written.push(...(await fill(store)))
    await expectExactly(store, written)
    await store.close()
    const again = await openEventStore(file)()
    if (E.isLeft(again)) expect(again.left).toMatchObject({ reason: 'disk-full' })
    else {
      await expectExactly(again.right, written)
      await again.right.close()
    }
  })

  test('is named when a log is to be created, and when a backup is made, and neither leaves anything', async () => {
    const whole = smallDisk(1024).disk
    expect(await left(openEventStore(join(whole, 'log.db')))).toMatchObject({ reason: 'disk-full' })
    const { disk } = smallDisk(900)
    const store = await right(openEventStore(join(folder, 'large.db')))
    for (let index = 0; index < 20; index++) {
      await right(store.append(newStream(), 'none', [newEvent({ note: 'x'.repeat(50_000) })]))
    }
    expect(await left(store.backup(join(disk, 'copy.db')))).toMatchObject({
      _tag: 'BackupFailed',
      reason: 'disk-full',
    })
    expect(readdirSync(disk)).toStrictEqual(['ballast'])
    await store.close()
  })

  test('refuses to save views, and takes them when it has space', async () => {
    const { disk, giveSpace } = smallDisk(512)
    const views = await right(openViewStore(join(disk, 'views.db')))
    const table = { name: 'balance', version: 1, generation: 0, columns: [] }
    await right(views.create('log', [table]))
    const rows = Array.from({ length: 500 }, (_, index) => ({
      key: `k${index}`,
      view: 'x'.repeat(2000),
      columns: [],
    }))
    const save = { table, expected: beforeFirst, next: '1' as Position, rows }
    expect(await left(views.save([save]))).toMatchObject(full)
    expect(await right(views.list(table, { limit: 10 }))).toStrictEqual([])
    giveSpace()
    await right(views.save([{ ...save, rows: rows.slice(0, 50) }]))
    expect(await right(views.tables)).toMatchObject([{ checkpoint: '1' }])
    await views.close()
  })
})
