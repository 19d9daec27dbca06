// The server's process is killed while many write, and started again on what it had kept. What was acknowledged is there.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '@patina/eventstoredb-server'
import { expect, test } from 'vitest'
import { faultsIn, idsOnServer, listen, until, write } from './load.js'
import { openLog } from './opening.js'

test('a server that is killed again and again loses nothing that it acknowledged, and nothing is there twice [K2] [S8]', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'patina-eventstoredb-'))
  const journal = join(folder, 'journal')
  let server = await startServer({ journal })
  const { port, url } = server
  const log = await openLog(url, undefined, {
    appendTimeoutMs: 1_000,
    idleMs: 2_000,
    patienceMs: 30_000,
    attempts: 12,
    firstWaitMs: 20,
    longestWaitMs: 500,
  })
  const ear = listen(log.store)
  try {
    const writing = write(log.store, { writers: 12, appends: 12 })
    for (let turn = 0; turn < 2; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 150))
      await server.kill()
      server = await startServer({ journal, port })
    }
    const told = await writing
    const held = await idsOnServer(server, log)
    expect(faultsIn(told, held)).toEqual([])
    expect(told.acknowledged).toHaveLength(12 * 12 * 2)
    await until('all events', () => ear.heard.length >= held.length)
    expect(ear.heard.map(({ id }) => id)).toEqual(held)
  } finally {
    await ear.stop()
    await log.store.close()
    await server.stop()
    await rm(folder, { recursive: true })
  }
}, 120_000)
