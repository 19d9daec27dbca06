// Several nodes: who leads is asked for, or told by a node that does not. The nodes of this test do not copy each other's log,
// which shows where an append went.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inMemoryViewStore, newId, type Position, streamName } from '@patina/eventsourcing'
import { cluster } from '@patina/eventstoredb'
import { type Member, startServer, type TestServer } from '@patina/eventstoredb-server'
import { openViewStore, type SqliteViewStore } from '@patina/sqlite'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { idsOnServer, someEvent } from './load.js'
import { newNamespace, type OpenedLog, openLog } from './opening.js'

let first: TestServer
let second: TestServer
let log: OpenedLog

const pace = { firstWaitMs: 5, longestWaitMs: 50, idleMs: 3_000, attempts: 8 }

beforeAll(async () => {
  ;[first, second] = await Promise.all([startServer(), startServer()])
})
afterAll(() => Promise.all([first.stop(), second.stop()]))
afterEach(() => log.store.close())

const member = ({ port }: TestServer, state: Member['state']): Member => ({
  host: '127.0.0.1',
  port,
  state,
  isAlive: true,
})

const lead = async (leader: TestServer): Promise<void> => {
  const follower = leader === first ? second : first
  const members = [member(leader, 'Leader'), member(follower, 'Follower')]
  for (const node of [first, second]) await node.tell({ type: 'Gossip', members })
  await leader.tell({ type: 'Follow', leader: undefined })
  await follower.tell({ type: 'Follow', leader: { host: '127.0.0.1', port: leader.port } })
}

const append = async (): Promise<string> => {
  const event = someEvent()
  const written = await log.store.append(streamName('account', newId()), 'none', [event])()
  expect(E.isRight(written)).toBe(true)
  return event.id
}

const seeds = (): string => `esdb://127.0.0.1:${first.port},127.0.0.1:${second.port}?tls=false`

test('an append to a node that follows goes to the leader that it names', async () => {
  await lead(second)
  log = await openLog(first.url, undefined, pace)
  const id = await append()
  expect(await idsOnServer(second, log)).toEqual([id])
  expect(await idsOnServer(first, log)).toEqual([])
})

test('of several hosts the leader is found, and found again when another one leads', async () => {
  await lead(first)
  log = await openLog(seeds(), undefined, pace)
  const before = await append()
  await lead(second)
  const after = await append()
  expect(await idsOnServer(first, log)).toEqual([before])
  expect(await idsOnServer(second, log)).toEqual([after])
})

test('a host that is away does no harm while another one answers', async () => {
  await lead(second)
  await first.tell({ type: 'GoAway' })
  try {
    log = await openLog(seeds(), undefined, pace)
    const id = await append()
    expect(await idsOnServer(second, log)).toEqual([id])
  } finally {
    await first.tell({ type: 'ComeBack', keepsIds: true })
  }
})

test('a cluster that cannot be reached at first is reached later by the same store', async () => {
  await lead(first)
  for (const node of [first, second]) await node.tell({ type: 'GoAway' })
  log = await openLog(`${seeds()}&maxDiscoverAttempts=1&discoveryInterval=10`, newNamespace(), {
    ...pace,
    attempts: 2,
  })
  const stream = streamName('account', newId())
  expect(await log.store.append(stream, 'none', [someEvent()])()).toMatchObject(
    E.left({ _tag: 'StoreUnavailable', reason: 'unreachable' }),
  )
  for (const node of [first, second]) await node.tell({ type: 'ComeBack', keepsIds: true })
  const id = await append()
  expect(await idsOnServer(first, log)).toEqual([id])
})

test('one process appends over one connection at a time, and reads over as many as it likes', async () => {
  await lead(first)
  await second.tell({ type: 'Follow', leader: undefined })
  log = await openLog(first.url, undefined, pace)
  const id = await append()
  const other = await openLog(second.url, undefined, pace)
  expect(E.isRight(await other.store.head())).toBe(true)
  const stream = streamName('account', newId())
  expect(await other.store.append(stream, 'none', [someEvent()])()).toEqual(
    E.left({ _tag: 'StoreUnavailable', reason: 'other-connection', outcome: 'not-written' }),
  )
  expect(await idsOnServer(first, log)).toEqual([id])
  await log.store.close()
  expect(E.isRight(await other.store.append(stream, 'none', [someEvent()])())).toBe(true)
  await other.store.close()
})

test('an application keeps its log on the cluster and its views in a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'patina-views-'))
  const namespace = newNamespace()
  const connection = first.url
  log = await openLog(connection, namespace, pace)

  const views = TE.map((store: SqliteViewStore) => ({ views: store, close: store.close }))(
    openViewStore(join(folder, 'views.db')),
  )
  const adapters = cluster(connection, { logId: 'shop.example/log-1', namespace, views })

  const opened = await adapters.open()
  expect(E.isRight(opened) && opened.right.store.logId).toBe('shop.example/log-1')
  if (E.isRight(opened)) await opened.right.close()
  await rm(folder, { recursive: true })
})

test('a cluster that does not answer, and a name that a log cannot have, are told when it is opened', async () => {
  log = await openLog(first.url, undefined, pace)
  const close = (): Promise<void> => Promise.resolve()
  const options = {
    logId: 'shop',
    pace: { ...pace, attempts: 2 },
    views: TE.right({ views: inMemoryViewStore(), close }),
  }
  const away = cluster('esdb://127.0.0.1:1?tls=false', options)
  expect(await away.open()).toMatchObject(E.left({ reason: 'unreachable' }))
  expect(await cluster(first.url, { ...options, namespace: 'no.such' }).open()).toEqual(
    E.left({ _tag: 'LogNameRefused', problem: 'Namespace' }),
  )
  expect(await cluster(first.url, { ...options, logId: '' }).open()).toEqual(
    E.left({ _tag: 'LogNameRefused', problem: 'LogId' }),
  )
  const beginsAfter = 'yesterday' as Position
  expect(await cluster(first.url, { ...options, beginsAfter }).open()).toEqual(
    E.left({ _tag: 'LogNameRefused', problem: 'BeginsAfter' }),
  )
})
