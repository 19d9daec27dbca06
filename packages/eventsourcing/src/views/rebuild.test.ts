import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { integer, list, literal, record, text } from '../events/codec.js'
import { encodeEvent, eventCodec } from '../events/event.js'
import type { Instant } from '../instant.js'
import { beforeFirst, type EventStore } from '../ports.js'
import { inMemoryEventStore } from '../stores/in-memory-event-store.js'
import { inMemoryViewStore } from '../stores/in-memory-view-store.js'
import { streamName } from '../stream-name.js'
import { newId, uuidV5 } from '../uuid.js'
import { type FoldedTable, foldedTable } from './folded-table.js'
import { foldFromStart, type RebuildProgress } from './rebuild.js'
import { type AnyView, view } from './view.js'

interface Noted {
  readonly type: 'Noted'
  readonly page: string
  readonly words: string
}

const codec = eventCodec<Noted>(
  record<Noted>('Noted', { type: literal('Noted'), page: text(40), words: text(4000) }),
)
const readers = { Noted: codec }

const counts = view(
  {
    name: 'counts',
    version: 1,
    types: ['Noted'],
    parts: ({ event }: { readonly event: Noted }) => [[event.page, event]] as const,
    initial: () => ({ notes: 0 }),
    evolve: ({ notes }) => ({ notes: notes + 1 }),
  },
  { codec: record<{ readonly notes: number }>('Counts', { notes: integer(0) }), columns: {} },
)

interface Pages {
  readonly notes: ReadonlyArray<string>
}

const pages = view(
  {
    name: 'pages',
    version: 1,
    types: ['Noted'],
    parts: ({ event }: { readonly event: Noted }) => [[event.page, event]] as const,
    initial: (): Pages => ({ notes: [] }),
    evolve: ({ notes }: Pages, { words }: Noted): Pages => ({ notes: [...notes, words] }),
  },
  { codec: record<Pages>('Pages', { notes: list(text(4000)) }), columns: {} },
)

const namespace = '00000000-0000-4000-8000-000000000000'
const metadata = {
  occurredAt: '2025-01-01T00:00:00.000Z' as Instant,
  actor: 'clerk',
  correlationId: namespace,
  causationId: namespace,
  commandId: namespace,
}

const noteAll = async (store: EventStore, count: number, words: string): Promise<void> => {
  for (let note = 0; note < count; note++) {
    const page = `page ${note % 12}`
    const event = encodeEvent(codec, { type: 'Noted', page, words }, newId(), metadata)
    await store.append(streamName('notes', uuidV5(namespace, page)), 'any', [event])()
  }
}

// The store hands out small pages, so that there are moments to look at what has gathered.
const inSmallPages = (store: EventStore): EventStore => ({
  ...store,
  readAll: (after, limit) => store.readAll(after, Math.min(limit, 6)),
})

const keys = Array.from({ length: 12 }, (_, index) => `page ${index}`).sort()

interface Folded {
  readonly mostWaiting: number
  /** Whether some views were let go on the way. */
  readonly hasLetGo: boolean
  readonly rows: Readonly<Record<string, ReadonlyArray<unknown>>>
}

const fold = async (
  words: string,
  gatherLimit: number,
  wanted: ReadonlyArray<AnyView>,
): Promise<Folded> => {
  const store = inSmallPages(inMemoryEventStore())
  const views = inMemoryViewStore()
  await noteAll(store, 90, words)
  const tables: ReadonlyArray<FoldedTable> = wanted.map((one) => foldedTable(one, 1, beforeFirst))
  await views.create(
    store.logId,
    tables.map(({ table }) => table),
  )()
  const progress: RebuildProgress[] = []
  let hasLetGo = false
  const folded = await foldFromStart({ store, views, readers, gatherLimit }, tables, (one) => {
    progress.push(one)
    hasLetGo ||= tables.some(({ cache }) => cache.size() > 0 && !cache.isWhole())
  })
  expect(folded).toEqual(E.right(undefined))
  const rows: Record<string, ReadonlyArray<unknown>> = {}
  for (const { view: one, table } of tables) {
    const loaded = await views.load(table, keys)()
    if (E.isLeft(loaded)) throw new Error(loaded.left._tag)
    rows[one.name] = loaded.right.map((kept, index) => [keys[index], JSON.parse(kept ?? 'null')])
  }
  return { mostWaiting: Math.max(...progress.map(({ waiting }) => waiting)), hasLetGo, rows }
}

// 90 notes on 12 pages in turn: the first six have one more.
const notesOn = (key: string): number => (Number(key.slice(5)) < 6 ? 8 : 7)

const expectAll = ({ rows }: Folded, words: string): void => {
  if (rows['counts'] !== undefined) {
    expect(rows['counts']).toEqual(keys.map((key) => [key, { notes: notesOn(key) }]))
  }
  expect(rows['pages']).toEqual(
    keys.map((key) => [key, { notes: Array.from({ length: notesOn(key) }, () => words) }]),
  )
}

// As many notes as pages, in the order of no key.
const noteEach = async (store: EventStore, count: number): Promise<void> => {
  const events = Array.from({ length: count }, (_, note) =>
    encodeEvent(
      codec,
      { type: 'Noted', page: `page ${(note * 7919) % count}`, words: 'w' },
      newId(),
      metadata,
    ),
  )
  for (let at = 0; at < count; at += 500) {
    const [first, ...rest] = events.slice(at, at + 500)
    if (first !== undefined)
      await store.append(streamName('notes', newId()), 'any', [first, ...rest])()
  }
}

describe('views that are folded from the start', () => {
  test('are all saved, however many there are', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    const count = 10_007
    await noteEach(store, count)
    const table = foldedTable(counts, 1, beforeFirst)
    await views.create(store.logId, [table.table])()
    expect(await foldFromStart({ store, views, readers }, [table], () => undefined)).toEqual(
      E.right(undefined),
    )
    const everyKey = Array.from({ length: count }, (_, index) => `page ${index}`)
    const loaded = await views.load(table.table, everyKey)()
    expect(new Set(E.isRight(loaded) ? loaded.right : [])).toEqual(new Set(['{"notes":1}']))
    const kept = await views.tables()
    const head = await store.head()
    expect(kept).toMatchObject({ right: [{ checkpoint: E.isRight(head) && head.right }] })
  })
})

describe('a view that cannot be printed', () => {
  test('stops its table at the last event that changed it, and the others are saved', async () => {
    const store = inMemoryEventStore()
    const views = inMemoryViewStore()
    await noteEach(store, 20)
    const printing = (): never => {
      throw new RangeError('secret')
    }
    const unprintable = { ...counts, name: 'unprintable', encode: printing }
    const tables = [unprintable, counts].map((one) => foldedTable(one, 1, beforeFirst))
    await views.create(
      store.logId,
      tables.map(({ table }) => table),
    )()
    expect(await foldFromStart({ store, views, readers }, tables, () => undefined)).toEqual(
      E.right(undefined),
    )
    const head = await store.head()
    const position = E.isRight(head) && head.right
    expect(tables.map(({ stopped }) => stopped)).toMatchObject([
      { reason: { _tag: 'FoldThrew', error: 'RangeError' }, position },
      undefined,
    ])
    expect(await views.tables()).toMatchObject({
      right: [
        { name: 'unprintable', checkpoint: beforeFirst },
        { name: 'counts', checkpoint: position },
      ],
    })
  })
})

describe('what gathers in memory while views are folded from the start', () => {
  test('short views are folded together while they are no more than may gather', async () => {
    const folded = await fold('short', 24, [counts, pages])
    expect(folded).toMatchObject({ mostWaiting: 0, hasLetGo: false })
    expectAll(folded, 'short')
  })

  test('long views count as several: their table waits where short ones would not', async () => {
    const words = 'w'.repeat(2000)
    const folded = await fold(words, 24, [counts, pages])
    expect(folded.mostWaiting).toBe(1)
    expectAll(folded, words)
  })

  test('a table that is too large by itself comes and goes with its pages, and is whole at the end', async () => {
    const words = 'w'.repeat(2000)
    const folded = await fold(words, 24, [pages])
    expect(folded.mostWaiting).toBe(0)
    expect(folded.hasLetGo).toBe(true)
    expectAll(folded, words)
  })
})
