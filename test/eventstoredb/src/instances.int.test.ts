// Two instances of an application on one log, who even share the file of their views. A save names the checkpoint that it
// begins at, so that one of two wins, and the other goes on from there.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRunner } from '@patina/eventsourcing'
import { startServer } from '@patina/eventstoredb-server'
import { openViewStore } from '@patina/sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { balanceView, codecs, openBank } from './accounts.js'
import { openLog } from './opening.js'

const must = <A>(result: E.Either<unknown, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

test('two runners of one view on one log count every event once, whichever of them saves [P7]', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'patina-instances-'))
  const server = await startServer()
  const log = await openLog(server.url)
  const other = await openLog(server.url, log.namespace)
  const files = [
    must(await openViewStore(join(folder, 'views.db'))()),
    must(await openViewStore(join(folder, 'views.db'))()),
  ] as const
  let moved = 0
  const watched = files.map((views) => ({
    ...views,
    save: (saves: Parameters<typeof views.save>[0]) => async () => {
      const saved = await views.save(saves)()
      if (E.isLeft(saved) && saved.left._tag === 'CheckpointMoved') moved++
      return saved
    },
  }))
  const bank = await openBank(log.store, 8)
  try {
    const runners = await Promise.all(
      watched.map(async (views, index) => {
        const { store } = index === 0 ? log : other
        return must(
          await startRunner({ store, views, readers: codecs, idleMs: 1 })([balanceView])(),
        )
      }),
    )
    for (let turn = 0; turn < 6; turn++) {
      await Promise.all(bank.streams.map((stream) => bank.deposit(stream)))
      const head = must(await log.store.head())
      const standings = await Promise.all(
        runners.map((runner) => runner.atLeast('balance', head)()),
      )
      for (const [index, standing] of standings.entries()) {
        const views = watched[index]
        const rows = await views?.load(must(standing).table, bank.streams)()
        const totals = rows && must(rows).map((text) => JSON.parse(text ?? '{}') as unknown)
        expect(totals).toEqual(bank.streams.map(() => ({ total: turn + 1 })))
      }
    }
    expect(moved).toBeGreaterThan(0)
    for (const runner of runners) await runner.close()
  } finally {
    await bank.close()
    for (const views of files) await views.close()
    await other.store.close()
    await log.store.close()
    await server.stop()
    await rm(folder, { recursive: true })
  }
}, 120_000)
