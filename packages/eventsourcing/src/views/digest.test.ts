import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  anyHistory,
  appendAll,
  jarReaders,
  jars,
  kept,
  must,
  shelves,
  type TrailProjection,
} from '../arbitraries.js'
import {
  type AnyView,
  beforeFirst,
  comparableDigest,
  inMemoryEventStore,
  inMemoryViewStore,
  startRunner,
  tableOf,
  type ViewRow,
  viewDigest,
} from '../index.js'

// The definition once more, by the plainest code.
const digestPlainly = (items: ReadonlyArray<string>): string => {
  const bytes = items.flatMap((item) => {
    const text = Buffer.from(item, 'utf8')
    const length = Buffer.alloc(4)
    length.writeUInt32BE(text.length)
    return [length, text]
  })
  return createHash('sha256').update(Buffer.concat(bytes)).digest('hex')
}

const filled = async (rows: ReadonlyArray<ViewRow>, projection: TrailProjection = jars) => {
  const views = inMemoryViewStore()
  const view = kept(projection)
  const table = tableOf(view, 1)
  await must(views.create('a log', [table]))
  await must(views.save([{ table, expected: beforeFirst, next: beforeFirst, rows }]))
  return { views, view, table }
}

const row = (key: string, coins: number): ViewRow => ({
  key,
  view: JSON.stringify({ coins, events: 1, trail: 1 }),
  columns: [coins],
})

describe('the digest of a view', () => {
  test('is over name, version, position and every row in the order of the keys', async () => {
    const { views, table } = await filled([row('b', 2), row('a', 1)])
    const [a, b] = [row('a', 1), row('b', 2)]
    expect(await must(viewDigest(views)(table, 'p' as never))).toBe(
      digestPlainly(['patina/view/v1', 'jars', '1', 'p', 'a', a.view, 'b', b.view]),
    )
  })

  test('sees every row of a long table', async () => {
    const many = Array.from({ length: 2500 }, (_, i) => row(String(i).padStart(5, '0'), i))
    const { views, table } = await filled(many)
    const all = many.flatMap(({ key, view }) => [key, view])
    expect(await must(viewDigest(views)(table, beforeFirst))).toBe(
      digestPlainly(['patina/view/v1', 'jars', '1', '', ...all]),
    )
  })

  test('differs when a character moves from a key to a view or from row to row', async () => {
    const digests = new Set<string>()
    const some = [
      [{ ...row('a', 1), view: 'bc' }],
      [{ ...row('ab', 1), view: 'c' }],
      [
        { ...row('a', 1), view: 'b' },
        { ...row('c', 1), view: '' },
      ],
      [],
    ]
    for (const rows of some) {
      const { views, table } = await filled(rows)
      digests.add(await must(viewDigest(views)(table, beforeFirst)))
    }
    expect(digests.size).toBe(some.length)
  })
})

const foldedInto = async (
  histories: Parameters<typeof appendAll>[1],
  projections: ReadonlyArray<TrailProjection>,
): Promise<string> => {
  const store = inMemoryEventStore()
  const views = inMemoryViewStore()
  await appendAll(store, histories)
  const keeps: ReadonlyArray<AnyView> = projections.map(kept)
  const runner = await must(startRunner({ store, views, readers: jarReaders, idleMs: 0 })(keeps))
  const tables = []
  for (const view of keeps) {
    const { table } = await must(runner.atLeast(view.name, await must(store.head)))
    tables.push({ view, table })
  }
  await runner.close()
  return must(comparableDigest(views)(tables))
}

describe('the comparable digest of views', () => {
  test('is the same for the same history in another log, whatever the order of the views', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory(12), async (history) => {
        const one = await foldedInto(history, [jars, shelves])
        expect(await foldedInto(history, [shelves, jars])).toBe(one)
        expect(
          await foldedInto(
            [
              ...history,
              { type: 'JarSealed', jar: '00000000-0000-4000-8000-00000000000a', shelf: 'top' },
            ],
            [jars, shelves],
          ),
        ).not.toBe(one)
      }),
      { numRuns: 15 },
    )
  })

  test('does not depend on how appends to different streams fell between each other', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory(12), async (history) => {
        // Each jar is one stream: sorted by jar, every stream keeps its own order.
        const byJar = history.toSorted((a, b) => (a.jar < b.jar ? -1 : Number(a.jar > b.jar)))
        expect(await foldedInto(byJar, [jars])).toBe(await foldedInto(history, [jars]))
      }),
      { numRuns: 15 },
    )
  })
})
