// Certificates, users and rights, as the guide tells how to set them up.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventStoreDBClient } from '@eventstore/db-client'
import { beforeFirst, newId, streamName } from '@patina/eventsourcing'
import { type EventStoreDBStore, openEventStore } from '@patina/eventstoredb'
import { startServer, type TestServer } from '@patina/eventstoredb-server'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { someEvent } from './load.js'

const password = 'p@ss:w/rd'
let server: TestServer
let folder: string
let admin: EventStoreDBClient
const opened: EventStoreDBStore[] = []

beforeAll(async () => {
  server = await startServer({ isSecure: true })
  folder = await mkdtemp(join(tmpdir(), 'patina-certificate-'))
  await writeFile(join(folder, 'ca.pem'), server.certificate ?? '')
  await server.tell({ type: 'AddUser', login: 'patina', password, groups: [] })
  admin = new EventStoreDBClient(
    { endpoint: `localhost:${server.port}` },
    { rootCertificate: Buffer.from(server.certificate ?? '') },
    { username: 'admin', password: 'changeit' },
  )
})
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
})
afterAll(async () => {
  await admin.dispose()
  await server.stop()
  await rm(folder, { recursive: true })
})

const open = async (
  secret: string,
  trust = `?tlsCAFile=${encodeURIComponent(join(folder, 'ca.pem'))}`,
) => {
  const url = `esdb://patina:${encodeURIComponent(secret)}@localhost:${server.port}${trust}`
  const pace = { attempts: 2, firstWaitMs: 5, idleMs: 3_000 }
  const store = await openEventStore(url, { logId: 'shop', pace })()
  if (E.isLeft(store)) throw new Error(JSON.stringify(store.left))
  opened.push(store.right)
  return store.right
}

describe('the user of the application', () => {
  test('may not read the log before he was given the right', async () => {
    const store = await open(password)
    const denied = { _tag: 'StoreUnavailable', reason: 'denied', outcome: 'not-written' }
    expect(await store.readAll(beforeFirst, 10)()).toMatchObject(E.left(denied))
    expect(await store.head()).toMatchObject(E.left(denied))
    const pages = store.subscribe(beforeFirst)[Symbol.asyncIterator]()
    expect((await pages.next()).value).toMatchObject(E.left(denied))
    expect((await pages.next()).done).toBe(true)
  })

  test('may append and read the log with the rights that the guide gives him, and not delete', async () => {
    await admin.setStreamMetadata('$all', { acl: { readRoles: ['patina', '$admins'] } })
    const own = { $r: 'patina', $w: 'patina', $d: '$admins', $mr: 'patina', $mw: '$admins' }
    await admin.appendToStream('$settings', {
      id: newId(),
      contentType: 'application/json',
      type: 'update-default-acl',
      data: { $userStreamAcl: own },
      metadata: undefined,
    })
    const store = await open(password)
    const stream = streamName('account', newId())
    expect(E.isRight(await store.append(stream, 'none', [someEvent()])())).toBe(true)
    expect(await store.readStream(stream, -1, 10)()).toMatchObject(
      E.right({ events: [{ stream }] }),
    )
    expect(await store.readAll(beforeFirst, 10)()).toMatchObject(E.right({ isEnd: true }))

    const user = new EventStoreDBClient(
      { endpoint: `localhost:${server.port}` },
      { rootCertificate: Buffer.from(server.certificate ?? '') },
      { username: 'patina', password },
    )
    await expect(user.deleteStream(stream)).rejects.toMatchObject({ type: 'access-denied' })
    await expect(user.tombstoneStream(stream)).rejects.toMatchObject({ type: 'access-denied' })
    await expect(user.setStreamMetadata(stream, { maxCount: 1 })).rejects.toMatchObject({
      type: 'access-denied',
    })
    await user.dispose()
  })

  test('with a wrong password is denied, and no password is in the error', async () => {
    const store = await open('wrong-secret')
    const appended = await store.append(streamName('account', newId()), 'none', [someEvent()])()
    expect(appended).toMatchObject(E.left({ reason: 'denied' }))
    expect(JSON.stringify([appended, await store.head()])).not.toContain('wrong-secret')
  })

  test('does not talk to a server whose certificate he cannot check', async () => {
    const store = await open(password, '')
    const appended = await store.append(streamName('account', newId()), 'none', [someEvent()])()
    expect(appended).toMatchObject(
      E.left({ reason: 'unreachable', cause: { type: 'certificate' } }),
    )
    expect(await store.head()).toMatchObject(E.left({ cause: { type: 'certificate' } }))
    expect(JSON.stringify(appended)).not.toContain(password)
  })
})
