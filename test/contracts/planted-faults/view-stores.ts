// The corpus that the contract of view stores is judged by: the view store in memory with one thing changed each.
import {
  beforeFirst,
  inMemoryViewStore,
  type KeptTable,
  type Scalar,
  type ViewRow,
  type ViewStore,
  type ViewTable,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'

/** A view store that breaks the contract. */
export interface FaultyViewStore {
  /** What is wrong, as the end of the sentence "a view store that …". */
  readonly that: string
  readonly make: () => ViewStore
  /** A check that must say so; others may as well. */
  readonly check: string
}

const wrapped = (
  that: string,
  check: string,
  wrap: (views: ViewStore) => Partial<ViewStore>,
): FaultyViewStore => ({
  that,
  make: () => {
    const views = inMemoryViewStore()
    return { ...views, ...wrap(views) }
  },
  check,
})

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const isSame = (a: ViewTable, b: ViewTable): boolean =>
  a.name === b.name && a.version === b.version && a.generation === b.generation

const tablesOf = async (views: ViewStore): Promise<ReadonlyArray<KeptTable>> => {
  const tables = await views.tables()
  return E.isRight(tables) ? tables.right : []
}

const checkpointOf = async (views: ViewStore, table: ViewTable): Promise<KeptTable['checkpoint']> =>
  (await tablesOf(views)).find((kept) => isSame(kept, table))?.checkpoint ?? beforeFirst

// Another order of what is listed; everything else as it is.
const listedBy = (
  that: string,
  check: string,
  order: (a: ViewRow, b: ViewRow, column: number, isDescending: boolean) => number,
): FaultyViewStore =>
  wrapped(that, check, ({ list }) => ({
    list: (table, query) => async () => {
      const { afterKey, ...whole } = query
      const rows = await list(table, { ...whole, limit: 10_000 })()
      if (E.isLeft(rows)) return rows
      const column = table.columns.findIndex(({ name }) => name === query.by)
      const sorted = rows.right.toSorted((a, b) => order(a, b, column, query.isDescending ?? false))
      const start = afterKey === undefined ? 0 : sorted.findIndex(({ key }) => key === afterKey) + 1
      return E.right(sorted.slice(start, start + query.limit))
    },
  }))

const compared = (a: Scalar, b: Scalar): number => {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? -1 : 1
  return a < b ? -1 : 1
}

const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

const inOrder = (a: Scalar, b: Scalar): number =>
  typeof a === 'string' && typeof b === 'string' ? bytes(a, b) : compared(a, b)

// The right order, with the column and the key compared by functions of one's own.
const ordered =
  (byColumn: (a: Scalar, b: Scalar) => number, byKey: (a: string, b: string) => number) =>
  (a: ViewRow, b: ViewRow, column: number, isDescending: boolean): number => {
    const direction = isDescending ? -1 : 1
    const [first, second] = [a.columns[column] ?? null, b.columns[column] ?? null]
    return direction * (byColumn(first, second) || byKey(a.key, b.key))
  }

/** Saves and their places. */
const saving: ReadonlyArray<FaultyViewStore> = [
  wrapped('saves from wherever it stands', '', (views) => ({
    save: (saves) => async () => {
      const moved = await Promise.all(
        saves.map(async (one) => ({ ...one, expected: await checkpointOf(views, one.table) })),
      )
      return views.save(moved)()
    },
  })),
  wrapped('says that it has saved what it has not', '', ({ save }) => ({
    save: (saves) =>
      TE.orElse((error: { readonly _tag: string }) =>
        error._tag === 'CheckpointMoved'
          ? TE.right<never, void>(undefined)
          : TE.left(error as never),
      )(save(saves)),
  })),
  wrapped('saves those tables whose place has not moved', '', (views) => ({
    save: (saves) => async () => {
      let answer: Awaited<ReturnType<ReturnType<ViewStore['save']>>> = E.right(undefined)
      for (const one of saves) {
        const saved = await views.save([one])()
        if (E.isLeft(saved)) answer = saved
      }
      return answer
    },
  })),
  wrapped('stops half-way at the first table whose place has moved', '', (views) => ({
    save: (saves) => async () => {
      for (const one of saves) {
        const saved = await views.save([one])()
        if (E.isLeft(saved)) return saved
      }
      return E.right(undefined)
    },
  })),
  wrapped('looks at the place first and saves later', '', (views) => ({
    save: (saves) => async () => {
      for (const { table, expected } of saves) {
        const found = await checkpointOf(views, table)
        if (found !== expected)
          return E.left({ _tag: 'CheckpointMoved', table: table.name, expected, found })
      }
      await tick()
      const moved = await Promise.all(
        saves.map(async (one) => ({ ...one, expected: await checkpointOf(views, one.table) })),
      )
      return views.save(moved)()
    },
  })),
  wrapped('saves rows and leaves the place where it was', '', ({ save }) => ({
    save: (saves) => save(saves.map((one) => ({ ...one, next: one.expected }))),
  })),
  wrapped('moves the place and saves no row that was there', '', (views) => ({
    save: (saves) => async () => {
      const fresh = await Promise.all(
        saves.map(async (one) => {
          const there = await views.load(
            one.table,
            one.rows.map(({ key }) => key),
          )()
          const isNew = (index: number): boolean =>
            E.isLeft(there) || there.right[index] === undefined
          return { ...one, rows: one.rows.filter((_, index) => isNew(index)) }
        }),
      )
      return views.save(fresh)()
    },
  })),
  wrapped('names the place that was expected as the one that it found', '', ({ save }) => ({
    save: (saves) =>
      TE.mapLeft((error: E.Left<object>['left']) =>
        'found' in error && 'expected' in error ? { ...error, found: error.expected } : error,
      )(save(saves)) as ReturnType<ViewStore['save']>,
  })),
  wrapped('saves no more than a thousand rows', '', ({ save }) => ({
    save: (saves) => save(saves.map((one) => ({ ...one, rows: one.rows.slice(0, 1000) }))),
  })),
  wrapped('saves the first of two rows of one key', '', ({ save }) => ({
    save: (saves) =>
      save(
        saves.map((one) => ({
          ...one,
          rows: one.rows.filter(
            ({ key }, index) => one.rows.findIndex((row) => row.key === key) === index,
          ),
        })),
      ),
  })),
  wrapped('prints views anew', '', ({ save }) => ({
    save: (saves) =>
      save(
        saves.map((one) => ({
          ...one,
          rows: one.rows.map((row) => ({ ...row, view: JSON.stringify(JSON.parse(row.view)) })),
        })),
      ),
  })),
  wrapped('cuts spaces off its keys', '', ({ save }) => ({
    save: (saves) =>
      save(
        saves.map((one) => ({
          ...one,
          rows: one.rows.map((row) => ({ ...row, key: row.key.trim() })),
        })),
      ),
  })),
  wrapped('keeps numbers as texts in its columns', '', ({ save }) => ({
    save: (saves) =>
      save(
        saves.map((one) => ({
          ...one,
          rows: one.rows.map((row) => ({
            ...row,
            columns: row.columns.map((value) =>
              typeof value === 'number' ? String(value) : value,
            ),
          })),
        })),
      ),
  })),
  wrapped('keeps columns as it kept them first', '', (views) => ({
    save: (saves) => async () => {
      const kept = await Promise.all(
        saves.map(async (one) => {
          const rows = await views.list(one.table, { limit: 10_000 })()
          const before = new Map(
            E.isRight(rows) ? rows.right.map((row) => [row.key, row.columns]) : [],
          )
          return {
            ...one,
            rows: one.rows.map((row) => ({ ...row, columns: before.get(row.key) ?? row.columns })),
          }
        }),
      )
      return views.save(kept)()
    },
  })),
  wrapped('saves as soon as it is told and not when it is asked', '', ({ save }) => ({
    save: (saves) => {
      const answer = save(saves)()
      return () => answer
    },
  })),
  wrapped('makes a table that is gone again by saving to it', '', (views) => ({
    save: (saves) => async () => {
      const there = await tablesOf(views)
      const gone = saves.filter(({ table }) => !there.some((one) => isSame(one, table)))
      await views.create(
        'again',
        gone.map(({ table }) => table),
      )()
      const moved = saves.map((one) =>
        gone.includes(one) ? { ...one, expected: beforeFirst } : one,
      )
      return views.save(moved)()
    },
  })),
]

/** What is loaded. */
const loading: ReadonlyArray<FaultyViewStore> = [
  wrapped('loads views in the order of its own', '', ({ load }) => ({
    load: (table, keys) => load(table, [...keys].sort()),
  })),
  wrapped('leaves out what is not there', '', ({ load }) => ({
    load: (table, keys) =>
      TE.map((views: ReadonlyArray<string | undefined>) =>
        views.filter((one) => one !== undefined),
      )(load(table, keys)),
  })),
  wrapped('loads a key that is asked for twice once', '', ({ load }) => ({
    load: (table, keys) => load(table, [...new Set(keys)]),
  })),
  wrapped('loads no more than nine hundred views', '', ({ load }) => ({
    load: (table, keys) => load(table, keys.slice(0, 900)),
  })),
  wrapped('does not tell large from small letters in a key', '', ({ load, save }) => ({
    load: (table, keys) =>
      load(
        table,
        keys.map((key) => key.toLowerCase()),
      ),
    save: (saves) =>
      save(
        saves.map((one) => ({
          ...one,
          rows: one.rows.map((row) => ({ ...row, key: row.key.toLowerCase() })),
        })),
      ),
  })),
  wrapped('loads from a table that is gone as if it were empty', '', ({ load }) => ({
    load: (table, keys) =>
      TE.orElse(() =>
        TE.right<never, ReadonlyArray<string | undefined>>(keys.map(() => undefined)),
      )(load(table, keys)),
  })),
]

const sameTable = (
  that: string,
  check: string,
  rename: (table: ViewTable) => ViewTable,
): FaultyViewStore =>
  wrapped(that, check, ({ load, list, save }) => ({
    load: (table, keys) => load(rename(table), keys),
    list: (table, query) => list(rename(table), query),
    save: (saves) =>
      save(
        saves.map((one) => ({
          ...one,
          table: { ...rename(one.table), columns: one.table.columns },
        })),
      ),
  }))

/** Tables. */
const tables: ReadonlyArray<FaultyViewStore> = [
  sameTable('keeps all generations in one table', '', (table) => ({ ...table, generation: 1 })),
  sameTable('keeps all versions in one table', '', (table) => ({ ...table, version: 1 })),
  wrapped('serves a table and leaves the others of its name', '', (views) => {
    const served = new Set<string>()
    const idOf = ({ name, version, generation }: ViewTable): string =>
      `${name} ${version} ${generation}`
    return {
      serve: (table) => async () => {
        served.add(idOf(table))
        return E.right(undefined)
      },
      tables: TE.map((all: ReadonlyArray<KeptTable>) =>
        all.map((one) => ({ ...one, isServed: served.has(idOf(one)) })),
      )(views.tables),
    }
  }),
  wrapped('drops the others first and serves a table later', '', (views) => ({
    serve: (table) => async () => {
      const others = (await tablesOf(views)).filter(
        (one) => one.name === table.name && !isSame(one, table),
      )
      for (const one of others) await views.drop(one)()
      await tick()
      return views.serve(table)()
    },
  })),
  wrapped('serves a table and drops those of every name', '', (views) => ({
    serve: (table) => async () => {
      const others = (await tablesOf(views)).filter((one) => !isSame(one, table))
      for (const one of others) await views.drop(one)()
      return views.serve(table)()
    },
  })),
  wrapped('serves a table that is not there', '', ({ serve }) => ({
    serve: (table) => TE.orElse(() => TE.right<never, void>(undefined))(serve(table)),
  })),
  wrapped('creates the tables that are not there yet when one is', '', (views) => ({
    create: (logId, wanted) => async () => {
      let answer: Awaited<ReturnType<ReturnType<ViewStore['create']>>> = E.right(undefined)
      for (const table of wanted) {
        const created = await views.create(logId, [table])()
        if (E.isLeft(created)) answer = created
      }
      return answer
    },
  })),
  wrapped('creates a table that is there anew', '', (views) => ({
    create: (logId, wanted) => async () => {
      for (const table of wanted) await views.drop(table)()
      return views.create(logId, wanted)()
    },
  })),
  wrapped('creates a table for two who ask at once', '', (views) => ({
    create: (logId, wanted) => async () => {
      const there = await tablesOf(views)
      const found = there.find((one) => wanted.some((table) => isSame(one, table)))
      if (found !== undefined) return views.create(logId, [found])()
      await tick()
      for (const table of wanted) await views.create(logId, [table])()
      return E.right(undefined)
    },
  })),
  wrapped('serves a table as soon as it is created', '', (views) => ({
    create: (logId, wanted) => async () => {
      const created = await views.create(logId, wanted)()
      for (const table of wanted) if (E.isRight(created)) await views.serve(table)()
      return created
    },
  })),
  wrapped('forgets of which log a table is', '', (views) => ({
    create: (_, wanted) => views.create('log', wanted),
  })),
  wrapped('keeps the rows of a table that was dropped', '', (views) => {
    const rowsOf = new Map<string, ReadonlyArray<ViewRow>>()
    return {
      drop: (table) => async () => {
        const rows = await views.list(table, { limit: 10_000 })()
        if (E.isRight(rows)) rowsOf.set(table.name, rows.right)
        return views.drop(table)()
      },
      create: (logId, wanted) => async () => {
        const created = await views.create(logId, wanted)()
        for (const table of wanted) {
          const rows = rowsOf.get(table.name) ?? []
          await views.save([{ table, expected: beforeFirst, next: beforeFirst, rows }])()
        }
        return created
      },
    }
  }),
  wrapped('drops nothing', '', () => ({ drop: () => TE.right(undefined) })),
  wrapped('drops all generations of a table', '', (views) => ({
    drop: (table) => async () => {
      for (const one of await tablesOf(views)) if (one.name === table.name) await views.drop(one)()
      return E.right(undefined)
    },
  })),
  wrapped('has no columns to tell of', '', (views) => ({
    tables: TE.map((all: ReadonlyArray<KeptTable>) => all.map((one) => ({ ...one, columns: [] })))(
      views.tables,
    ),
  })),
]

/** Lists. */
const listing: ReadonlyArray<FaultyViewStore> = [
  listedBy('lists texts by their UTF-16 units', '', ordered(compared, compared)),
  listedBy(
    'lists numbers as if they were texts',
    '',
    ordered((a, b) => inOrder(a === null ? null : String(a), b === null ? null : String(b)), bytes),
  ),
  listedBy(
    'lists nothing last',
    '',
    ordered((a, b) => (a === null || b === null ? -compared(a, b) : inOrder(a, b)), bytes),
  ),
  listedBy(
    'lists texts without telling large from small letters',
    '',
    ordered((a, b) => {
      const lower = (value: Scalar): Scalar =>
        typeof value === 'string' ? value.toLowerCase() : value
      return inOrder(lower(a), lower(b))
    }, bytes),
  ),
  listedBy('lists ties in one direction only', '', (a, b, column, isDescending) => {
    const direction = isDescending ? -1 : 1
    return (
      direction * inOrder(a.columns[column] ?? null, b.columns[column] ?? null) ||
      bytes(a.key, b.key)
    )
  }),
  listedBy('lists upwards only', '', (a, b, column) =>
    ordered(inOrder, bytes)(a, b, column, false),
  ),
  wrapped('lists from a row instead of after it', '', ({ list }) => ({
    list: (table, query) => async () => {
      const { afterKey, ...whole } = query
      const rows = await list(table, { ...whole, limit: 10_000 })()
      if (E.isLeft(rows)) return rows
      const start = afterKey === undefined ? 0 : rows.right.findIndex(({ key }) => key === afterKey)
      return E.right(rows.right.slice(Math.max(0, start), Math.max(0, start) + query.limit))
    },
  })),
  wrapped('lists one row too few', '', ({ list }) => ({
    list: (table, query) => list(table, { ...query, limit: Math.max(1, query.limit - 1) }),
  })),
  wrapped('lists by whatever it is asked for', '', ({ list }) => ({
    list: (table, { by, ...query }) =>
      list(table, {
        ...query,
        ...(by !== undefined &&
        table.columns.some(({ name, isIndexed }) => name === by && isIndexed)
          ? { by }
          : {}),
      }),
  })),
  wrapped('lists rows as they were first saved', '', (views) => {
    const first = new Map<string, ViewRow>()
    return {
      list: (table, query) =>
        TE.map((rows: ReadonlyArray<ViewRow>) =>
          rows.map((row) => {
            const id = `${table.name} ${table.version} ${table.generation} ${row.key}`
            const before = first.get(id) ?? row
            first.set(id, before)
            return before
          }),
        )(views.list(table, query)),
    }
  }),
]

export const faultyViewStores: ReadonlyArray<FaultyViewStore> = [
  ...saving,
  ...loading,
  ...tables,
  ...listing,
]
