// What a process leaves behind, and what it keeps while it lives.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeFirst } from '@patina/eventsourcing'
import { startServer, type TestServer } from '@patina/eventstoredb-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until, write } from './load.js'
import { openLog } from './opening.js'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const visitor = fileURLToPath(new URL('../dist/visitor.js', import.meta.url))

describe('a process that has closed its store', () => {
  test.each(['good', 'hasty'])(
    'ends by itself, in its %s way',
    async (way) => {
      expect(existsSync(visitor), 'run `npx tsc -b test/eventstoredb` first').toBe(true)
      const child = spawn(process.execPath, [visitor, server.url, way], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const timer = setTimeout(() => child.kill('SIGKILL'), 100_000)
      let said = ''
      child.stdout.on('data', (text: Buffer) => {
        said += text.toString()
      })
      const code = await new Promise((resolve) => child.on('exit', (exitCode) => resolve(exitCode)))
      clearTimeout(timer)
      expect([said, code]).toEqual(['closed\n', 0])
    },
    120_000,
  )
})

describe('an open store', () => {
  test('leaves no call open on the server by reads and subscriptions that were given up [S9]', async () => {
    const { store } = await openLog(server.url)
    await write(store, { writers: 4, appends: 5 })
    for (let turn = 0; turn < 60; turn++) {
      await store.readAll(beforeFirst, 1)()
      const pages = store.subscribe(beforeFirst)[Symbol.asyncIterator]()
      await pages.next()
      await pages.return?.()
    }
    let open = -1
    const look = async (): Promise<void> => {
      const { openReads, openSubscriptions } = await server.stats()
      open = openReads + openSubscriptions
    }
    await until('the end of all calls', () => {
      void look()
      return open === 0
    })
    await store.close()
  })

  test('that is closed refuses everything, and closing again changes nothing', async () => {
    const { store } = await openLog(server.url)
    const [told] = await Promise.all([write(store, { writers: 2, appends: 1 }), store.close()])
    await store.close()
    expect(told.refused.length + told.acknowledged.length).toBeGreaterThan(0)
    expect(await store.head()).toMatchObject({ left: { reason: 'closed' } })
    expect(await store.readAll(beforeFirst, 1)()).toMatchObject({ left: { reason: 'closed' } })
    const { refused } = await write(store, { writers: 1, appends: 1 })
    expect(refused[0]?.error).toMatchObject({ reason: 'closed', outcome: 'not-written' })
    expect((await store.subscribe(beforeFirst)[Symbol.asyncIterator]().next()).done).toBe(true)
  })
})

test('the tree holds one copy of the client and of its messages, and none of its successor', () => {
  const lockfile = fileURLToPath(new URL('../../../pnpm-lock.yaml', import.meta.url))
  const text = readFileSync(lockfile, 'utf8')
  const versions = (name: string): ReadonlyArray<string> => [
    ...new Set(
      [...text.matchAll(new RegExp(`^  '?${name}@([0-9][^':(]*)`, 'gm'))].map(
        ([, version]) => version ?? '',
      ),
    ),
  ]
  expect(versions('@eventstore/db-client')).toEqual(['6.2.1'])
  expect(versions('google-protobuf')).toHaveLength(1)
  expect(text).not.toContain('@kurrent/kurrentdb-client')
})
