import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  left,
  newEvent,
  newEvents,
  newStream,
  readLog,
  right,
  temporaryFolder,
} from '../arbitraries.js'
import { embedded, openEventStore } from '../index.js'

const folder = temporaryFolder()
let folders = 0
const newFolder = (): string => {
  const path = join(folder, `folder-${folders++}`)
  mkdirSync(path)
  return path
}

describe('a backup', () => {
  test('is the log of one moment, made while appends go on', async () => {
    const own = newFolder()
    const store = await right(openEventStore(join(own, 'log.db'), { logId: 'shop' }))
    for (let index = 0; index < 40; index++) {
      await right(store.append(newStream(), 'none', [newEvent({ note: 'x'.repeat(300_000) })]))
    }
    const before = await right(store.head)
    const copying = { isDone: false }
    let acknowledged = 0
    const appending = (async () => {
      while (!copying.isDone) {
        await right(store.append(newStream(), 'none', newEvents(2)))
        acknowledged += 1
      }
    })()
    const progress: number[] = []
    const copy = join(own, 'copy.db')
    const backup = await right(
      store.backup(copy, ({ pages, totalPages }) => progress.push(pages / totalPages)),
    )
    copying.isDone = true
    await appending
    expect(acknowledged).toBeGreaterThan(0)
    expect(progress.length).toBeGreaterThan(0)
    expect(progress).toStrictEqual([...progress].sort((a, b) => a - b))
    expect(backup).toStrictEqual({ file: copy, bytes: readFileSync(copy).length })
    expect(readdirSync(own).filter((name) => name.startsWith('copy'))).toStrictEqual(['copy.db'])

    const restored = await right(openEventStore(copy, { isReadOnly: true }))
    const log = await readLog(restored)
    expect(restored.logId).toBe('shop')
    expect((await right(restored.head)) >= before).toBe(true)
    expect(log).toStrictEqual((await readLog(store)).slice(0, log.length))
    // No append is in it by half.
    expect((log.length - 40) % 2).toBe(0)
    expect((await right(restored.verify())).isSound).toBe(true)
    await restored.close()
    await store.close()
  })

  test('of an open log can be opened, and goes on as a log of its own', async () => {
    const own = newFolder()
    const stores = await right(embedded(own).open)
    await right(stores.store.append(newStream(), 'none', newEvents(2)))
    await right(stores.store.backup(join(own, 'copy.db')))
    const copy = await right(openEventStore(join(own, 'copy.db')))
    await right(copy.append(newStream(), 'none', newEvents(2)))
    expect(await readLog(copy)).toHaveLength(4)
    expect(await readLog(stores.store)).toHaveLength(2)
    await copy.close()
    await stores.close()
  })

  test('is refused where something is, and leaves it as it is', async () => {
    const own = newFolder()
    const store = await right(openEventStore(join(own, 'log.db')))
    const target = join(own, 'copy.db')
    writeFileSync(target, 'precious')
    expect(await left(store.backup(target))).toStrictEqual({
      _tag: 'BackupFailed',
      reason: 'target-exists',
    })
    expect(readFileSync(target, 'utf8')).toBe('precious')
    expect(await left(store.backup(own))).toMatchObject({ reason: 'target-exists' })
    expect(await left(store.backup(join(own, 'nowhere', 'copy.db')))).toMatchObject({
      reason: 'no-folder',
    })
    await store.close()
  })

  test('leaves nothing behind when it fails half-way, be it by a bug of the one who watches it', async () => {
    const own = newFolder()
    const store = await right(openEventStore(join(own, 'log.db')))
    for (let index = 0; index < 30; index++) {
      await right(store.append(newStream(), 'none', [newEvent({ note: 'x'.repeat(300_000) })]))
    }
    const target = join(own, 'copy.db')
    const backup = store.backup(target, () => {
      throw new TypeError('no such bar')
    })
    await expect(backup()).rejects.toThrow('no such bar')
    expect(existsSync(target)).toBe(false)
    expect(readdirSync(own).filter((name) => name.startsWith('copy'))).toStrictEqual([])
    await right(store.backup(target))
    await store.close()
  })

  test('of two made at once to one target, one wins and the other is refused', async () => {
    const own = newFolder()
    const store = await right(openEventStore(join(own, 'log.db')))
    await right(store.append(newStream(), 'none', newEvents(3)))
    const target = join(own, 'copy.db')
    const results = await Promise.all([store.backup(target)(), store.backup(target)()])
    expect(results.map(({ _tag }) => _tag).sort()).toStrictEqual(['Left', 'Right'])
    expect(results.find(({ _tag }) => _tag === 'Left')).toMatchObject({
      left: { reason: 'target-exists' },
    })
    await store.close()
  })
})
