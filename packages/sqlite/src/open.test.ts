import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { left, newEvents, newStream, readLog, right, sql, temporaryFolder } from './arbitraries.js'
import { isDriver, loadDriver } from './file/database.js'
import { type OpenFile, openFile } from './file/open-file.js'
import { openEventStore, openViewStore } from './index.js'
import { createLog } from './migrations/0001-log.js'

const folder = temporaryFolder()
let files = 0
const newFile = (): string => join(folder, `file-${files++}.db`)

const keep = (opened: OpenFile): E.Either<never, OpenFile> => E.right(opened)

const aLog = async (): Promise<string> => {
  const file = newFile()
  const store = await right(openEventStore(file))
  await right(store.append(newStream(), 'none', newEvents(2)))
  await store.close()
  return file
}

const refused = async (file: string, options = {}): Promise<object> => {
  const { _tag, file: named, ...problem } = await left(openEventStore(file, options))
  expect([_tag, named]).toStrictEqual(['OpenError', file])
  return problem
}

describe('what is no log', () => {
  test('is refused and left as it is: a text', async () => {
    const file = newFile()
    writeFileSync(file, 'Dear diary, '.repeat(200))
    expect(await refused(file)).toMatchObject({ reason: 'not-a-database' })
    expect(readFileSync(file, 'utf8')).toBe('Dear diary, '.repeat(200))
  })

  test('is refused: a short text', async () => {
    const file = newFile()
    writeFileSync(file, 'x')
    expect(await refused(file)).toMatchObject({ reason: 'not-a-database' })
    expect(readFileSync(file, 'utf8')).toBe('x')
  })

  test('is refused: a folder', async () => {
    const file = newFile()
    mkdirSync(file)
    expect(await refused(file)).toStrictEqual({ reason: 'not-a-database' })
  })

  test('is refused: a file in a folder that is not there, or in a file', async () => {
    expect(await refused(join(folder, 'nowhere', 'log.db'))).toStrictEqual({ reason: 'no-folder' })
    const file = newFile()
    writeFileSync(file, '')
    expect(await refused(join(file, 'log.db'))).toStrictEqual({ reason: 'no-folder' })
  })

  test('is refused and left as it is: the database of another application', async () => {
    const file = newFile()
    await sql(file, 'CREATE TABLE recipes (name TEXT)')
    const before = readFileSync(file)
    expect(await refused(file)).toStrictEqual({ reason: 'other-application', found: 0 })
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('is refused: views', async () => {
    const file = newFile()
    await (await right(openViewStore(file))).close()
    expect(await refused(file)).toStrictEqual({ reason: 'other-application', found: 0x50615677 })
  })

  test('is taken for a new one: an empty file', async () => {
    const file = newFile()
    writeFileSync(file, '')
    const store = await right(openEventStore(file))
    await right(store.append(newStream(), 'none', newEvents(1)))
    await store.close()
  })
})

describe('a log of another release', () => {
  test('is refused when it is newer', async () => {
    const file = await aLog()
    await sql(file, 'PRAGMA user_version = 7')
    expect(await refused(file)).toStrictEqual({ reason: 'newer-schema', found: 7, supported: 1 })
  })

  const tomorrow = {
    applicationId: 0x50614c67,
    synchronous: 'FULL' as const,
    checkpointPages: 1000,
    migrations: [createLog, 'ALTER TABLE events ADD COLUMN colour TEXT', 'CREATE TABLE more (a) '],
  }

  test('is brought up to date when it is older, and keeps its events', async () => {
    const file = await aLog()
    const opened = await openFile(tomorrow, file, {}, keep)
    if (E.isLeft(opened)) throw new Error(JSON.stringify(opened.left))
    const { database } = opened.right
    expect(database.query('SELECT count(*), max(colour) FROM events').get()).toStrictEqual([
      2,
      null,
    ])
    expect(database.query('PRAGMA user_version').get()).toStrictEqual([3])
    database.close()
  })

  test('is refused when it is older and may only be read', async () => {
    const file = await aLog()
    const opened = await openFile(tomorrow, file, { isReadOnly: true }, keep)
    expect(opened).toMatchObject({ left: { reason: 'older-schema', found: 1, supported: 3 } })
  })

  test('stays as it was when a migration fails half-way', async () => {
    const file = await aLog()
    const migrations = [createLog, 'CREATE TABLE more (a)', 'CREATE TABLE events (a)']
    const opened = await openFile({ ...tomorrow, migrations }, file, {}, keep)
    expect(E.isLeft(opened)).toBe(true)
    expect(await sql(file, 'PRAGMA user_version')).toStrictEqual([[1]])
    const store = await right(openEventStore(file))
    expect(await readLog(store)).toHaveLength(2)
    await store.close()
  })
})

describe('a log under another name', () => {
  test('is refused', async () => {
    const file = newFile()
    await (await right(openEventStore(file, { logId: 'shop' }))).close()
    expect(await refused(file, { logId: 'depot' })).toStrictEqual({
      reason: 'other-log',
      found: 'shop',
      asked: 'depot',
    })
  })
})

describe('a log that may only be read', () => {
  test('is read, and refuses appends', async () => {
    const file = await aLog()
    const before = readFileSync(file)
    const store = await right(openEventStore(file, { isReadOnly: true }))
    expect(await readLog(store)).toHaveLength(2)
    expect((await right(store.verify())).isSound).toBe(true)
    expect(await left(store.append(newStream(), 'none', newEvents(1)))).toStrictEqual({
      _tag: 'StoreUnavailable',
      reason: 'read-only',
      outcome: 'not-written',
    })
    await store.close()
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('is read while another store writes to it', async () => {
    const file = newFile()
    const writer = await right(openEventStore(file))
    const reader = await right(openEventStore(file, { isReadOnly: true }))
    await right(writer.append(newStream(), 'none', newEvents(3)))
    expect(await readLog(reader)).toHaveLength(3)
    await reader.close()
    await writer.close()
  })

  test('is not created', async () => {
    const file = newFile()
    expect(await refused(file, { isReadOnly: true })).toStrictEqual({ reason: 'not-found' })
    writeFileSync(file, '')
    expect(await refused(file, { isReadOnly: true })).toStrictEqual({ reason: 'not-found' })
  })
})

describe('damage', () => {
  test('in the header is named', async () => {
    const file = await aLog()
    const bytes = readFileSync(file)
    bytes.fill(0xee, 0, 16)
    writeFileSync(file, bytes)
    expect(await refused(file)).toMatchObject({ reason: 'not-a-database' })
  })

  test('to the tables is named', async () => {
    const file = await aLog()
    await sql(file, 'DROP TABLE events')
    expect(await refused(file)).toMatchObject({ reason: 'corrupted' })
    const views = newFile()
    await (await right(openViewStore(views))).close()
    await sql(views, 'DROP TABLE _tables')
    expect(await left(openViewStore(views))).toMatchObject({ reason: 'corrupted' })
  })

  test('in the schema is named', async () => {
    const file = await aLog()
    const bytes = readFileSync(file)
    bytes.fill(0xee, 100, 400)
    writeFileSync(file, bytes)
    expect(await refused(file)).toMatchObject({
      reason: 'corrupted',
      cause: { type: 'SQLITE_CORRUPT' },
    })
  })
})

describe('the driver', () => {
  test('is the one that is asked for, or nothing', async () => {
    const asked = await loadDriver('photostructure')
    expect(isDriver(asked) && asked.name).toBe('photostructure')
    const node = await loadDriver('node')
    const hasOwn = process.getBuiltinModule('node:sqlite') !== undefined
    expect(isDriver(node)).toBe(hasOwn)
    if (!isDriver(node))
      expect(node).toMatchObject({ platform: process.platform, cause: 'NoNodeSqlite' })
  })

  test('that is missing is named with the platform', async () => {
    const before = process.env['PATINA_SQLITE']
    process.env['PATINA_SQLITE'] = 'node'
    const file = newFile()
    const opened = await openEventStore(file)()
    if (before === undefined) delete process.env['PATINA_SQLITE']
    else process.env['PATINA_SQLITE'] = before
    if (E.isRight(opened)) return opened.right.close()
    expect(opened.left).toStrictEqual({
      _tag: 'OpenError',
      file,
      reason: 'no-driver',
      platform: process.platform,
      arch: process.arch,
      cause: { type: 'NoNodeSqlite' },
    })
  })
})
