// A shop that outgrows one machine: its log moves from SQLite to EventStoreDB, and could move back.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crm } from '@patina/crm'
import { type Adapters, beforeFirst, newId, streamName } from '@patina/eventsourcing'
import { compareLogs, copyLog } from '@patina/eventstoredb'
import { startServer } from '@patina/eventstoredb-server'
import { open } from '@patina/patina'
import { embedded, openEventStore as openFile } from '@patina/sqlite'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { someEvent } from './load.js'
import { newLog, openLog } from './opening.js'
import { everybodyJoins, live, week } from './shop-week.js'
import { clusterWithViews } from './three-stores.js'

const logId = 'shop.example/log-1'

test('a log goes from a file to a cluster and back, with every id and text, though the link breaks [S15]', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'patina-copy-'))
  const server = await startServer()
  const open = async (name: string) => {
    const file = await openFile(join(folder, name), { logId })()
    if (E.isLeft(file)) throw new Error(JSON.stringify(file.left))
    return file.right
  }
  const [old, back] = [await open('old.db'), await open('back.db')]
  const log = await openLog(server.url, undefined, { firstWaitMs: 5, attempts: 8 }, logId)
  try {
    const streams = Array.from({ length: 7 }, () => streamName('account', newId()))
    for (let turn = 0; turn < 120; turn++) {
      const stream = streams[(turn * turn) % 7] ?? streamName('account', newId())
      await old.append(stream, 'any', [someEvent(), someEvent()])()
    }
    await server.tell({ type: 'TreatAppends', fate: 'CutAfterStoring', times: 2, after: 20 })
    expect(await copyLog(old, log.store)()).toMatchObject(E.right({ events: 240 }))
    expect(await compareLogs(old, log.store)()).toEqual(E.right(240))
    expect(await copyLog(old, log.store)()).toMatchObject(E.right({ events: 240 }))
    expect(await copyLog(log.store, back)()).toMatchObject(E.right({ events: 240 }))
    expect(await compareLogs(back, log.store)()).toEqual(E.right(240))
    const page = await log.store.readAll(beforeFirst, 500)()
    expect(E.isRight(page) && page.right.events).toHaveLength(240)
  } finally {
    await Promise.all([old.close(), back.close(), log.store.close()])
    await server.stop()
    await rm(folder, { recursive: true })
  }
}, 120_000)

test('a shop that has moved to a server has the views that it had in its folder, and has them again when it moves back [S15]', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'patina-move-'))
  const server = await startServer()
  const must = <A>(result: E.Either<unknown, A>): A => {
    if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
    return result.right
  }
  const digestOf = async (adapters: Adapters<unknown>): Promise<string> => {
    const shop = must(await open(adapters, crm)())
    must(await shop.settled())
    const { comparable } = must(await shop.digests())
    await shop.close()
    return comparable
  }
  try {
    const [home, away, back] = ['home', 'away', 'back'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    await mkdir(away)
    // Reactions begin again when views are folded anew. What they come to then is the same, for who bought was a member.
    const asked = [...everybodyJoins(), ...fc.sample(week, 10).flat()]
    const { comparableDigest } = await live(embedded(home, { logId }), asked)

    const namespace = await newLog(server.url)
    const cluster = clusterWithViews(server.url, away, namespace, {}, logId)
    const old = must(await openFile(join(home, 'log.db'), { logId })())
    const { store: moved } = await openLog(server.url, namespace, {}, logId)
    must(await copyLog(old, moved)())
    must(await compareLogs(old, moved)())
    await Promise.all([old.close(), moved.close()])
    expect(await digestOf(cluster)).toBe(comparableDigest)

    await mkdir(back)
    const again = must(await openFile(join(back, 'log.db'), { logId })())
    const { store: here } = await openLog(server.url, namespace, {}, logId)
    must(await copyLog(here, again)())
    await Promise.all([here.close(), again.close()])
    expect(await digestOf(embedded(back))).toBe(comparableDigest)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true })
  }
}, 120_000)
