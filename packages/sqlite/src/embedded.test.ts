import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { left, newEvents, newStream, readLog, right, temporaryFolder } from './arbitraries.js'
import { embedded } from './index.js'

const folder = temporaryFolder()
let folders = 0
const newFolder = (): string => join(folder, `shop-${folders++}`)

test('a folder holds the log and the views, one file each when they are closed', async () => {
  const own = newFolder()
  const adapters = embedded(own, { logId: 'shop' })
  expect(existsSync(own)).toBe(false)
  const { store, views, close } = await right(adapters.open)
  expect(store.logId).toBe('shop')
  await right(store.append(newStream(), 'none', newEvents(2)))
  expect(await right(views.tables)).toStrictEqual([])
  await close()
  expect(readdirSync(own).sort()).toStrictEqual(['log.db', 'views.db'])

  // The views can be lost.
  rmSync(join(own, 'views.db'))
  const again = await right(adapters.open)
  expect(await readLog(again.store)).toHaveLength(2)
  await again.close()
})

test('the folders around it are not created: with a disk that is not mounted a log would begin anew', async () => {
  const own = join(newFolder(), 'deep')
  expect(await left(embedded(own).open)).toMatchObject({
    file: join(own, 'log.db'),
    reason: 'no-folder',
  })
})

test('when the views cannot be opened the log is closed again', async () => {
  const own = newFolder()
  mkdirSync(own)
  writeFileSync(join(own, 'views.db'), 'no views at all, but a text of some length'.repeat(100))
  expect(await left(embedded(own).open)).toMatchObject({
    file: join(own, 'views.db'),
    reason: 'not-a-database',
  })
  expect(readdirSync(own).sort()).toStrictEqual(['log.db', 'views.db'])
})

test('a folder that may only be read is not created', async () => {
  const own = newFolder()
  expect(await left(embedded(own, { isReadOnly: true }).open)).toMatchObject({
    reason: 'no-folder',
  })
  expect(existsSync(own)).toBe(false)
})

test('a folder without a name would be whichever one the program runs in, and is none', () => {
  expect(() => embedded('')).toThrow('expected a folder, found empty text')
})
