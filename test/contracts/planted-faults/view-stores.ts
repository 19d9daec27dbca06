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

/** The checks that are named here, as the contract names them. */
const checks = {
  empty: 'a table is created empty, before the first event of its log, and not served',
  created: 'tables are created together, or none of them if one is there',
  atOnce: 'of those who create the same table at once one does and the others are told',
  generations: 'versions and generations of one name are tables of their own',
  serving: 'serving a table takes its name over at once and drops the others of that name',
  dropped: 'a table that is dropped is gone, and may come again empty',
  gone: 'whoever asks for a table that is not there hears that it is gone',
  loaded: 'what is saved is loaded in the order of the keys, with nothing where there is nothing',
  alone: 'a save without rows moves the checkpoint alone, and one without tables does nothing',
  oddKeys: 'odd keys are keys like any other',
  bytes: 'views and columns come back to the byte',
  thousands: 'thousands of rows are saved and loaded together',
  moved: 'a save from a checkpoint that has moved changes nothing and names where it is',
  together: 'several tables are saved together or not at all',
  fifty: 'of fifty savers from one checkpoint one wins and forty-nine are told [P5]',
  lazy: 'a task that nobody runs changes nothing',
  order:
    'lists come in the order of the keys or of an indexed column, nothing first, texts by their bytes, both ways',
  listPages: 'pages of any size, one after the other, are the whole list, ties included',
  follows: 'a list follows the last saved values',
  noIndex: 'a list by what is no indexed column is refused',
} as const

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

const sorted = (text: string): string => {
  const members = JSON.parse(text) as object
  return JSON.stringify(Object.fromEntries(Object.entries(members).sort()))
}

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
  wrapped('saves from wherever it stands', checks.moved, (views) => ({
    save: (saves) => async () => {
      const moved = await Promise.all(
        saves.map(async (one) => ({ ...one, expected: await checkpointOf(views, one.table) })),
      )
      return views.save(moved)()
    },
  })),
  wrapped('says that it has saved what it has not', checks.moved, ({ save }) => ({
    save: (saves) =>
      TE.orElse((error: { readonly _tag: string }) =>
        error._tag === 'CheckpointMoved'
          ? TE.right<never, void>(undefined)
          : TE.left(error as never),
      )(save(saves)),
  })),
  wrapped('saves those tables whose place has not moved', checks.together, (views) => ({
    save: (saves) => async () => {
      let answer: Awaited<ReturnType<ReturnType<ViewStore['save']>>> = E.right(undefined)
      for (const one of saves) {
        const saved = await views.save([one])()
        if (E.isLeft(saved)) answer = saved
      }
      return answer
    },
  })),
  wrapped('stops half-way at the first table whose place has moved', checks.together, (views) => ({
    save: (saves) => async () => {
      for (const one of saves) {
        const saved = await views.save([one])()
        if (E.isLeft(saved)) return saved
      }
      return E.right(undefined)
    },
  })),
  wrapped('looks at the place first and saves later', checks.fifty, (views) => ({
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
  wrapped('saves rows and leaves the place where it was', checks.alone, ({ save }) => ({
    save: (saves) => save(saves.map((one) => ({ ...one, next: one.expected }))),
  })),
  wrapped('moves the place and saves no row that was there', checks.together, (views) => ({
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
  wrapped(
    'names the place that was expected as the one that it found',
    checks.moved,
    ({ save }) => ({
      save: (saves) =>
        TE.mapLeft((error: E.Left<object>['left']) =>
          'found' in error && 'expected' in error ? { ...error, found: error.expected } : error,
        )(save(saves)) as ReturnType<ViewStore['save']>,
    }),
  ),
  wrapped('saves no more than a thousand rows', checks.thousands, ({ save }) => ({
    save: (saves) => save(saves.map((one) => ({ ...one, rows: one.rows.slice(0, 1000) }))),
  })),

  wrapped('sorts the members of a view', checks.bytes, ({ save }) => ({
    save: (saves) =>
      save(
        saves.map((one) => ({
          ...one,
          rows: one.rows.map((row) => ({ ...row, view: sorted(row.view) })),
        })),
      ),
  })),
  wrapped('cuts spaces off its keys', checks.oddKeys, ({ save }) => ({
    save: (saves) =>
      save(
        saves.map((one) => ({
          ...one,
          rows: one.rows.map((row) => ({ ...row, key: row.key.trim() })),
        })),
      ),
  })),
  wrapped('keeps numbers as texts in its columns', checks.bytes, ({ save }) => ({
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
  wrapped('keeps columns as it kept them first', checks.follows, (views) => ({
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
  wrapped('saves as soon as it is told and not when it is asked', checks.lazy, ({ save }) => ({
    save: (saves) => {
      const answer = save(saves)()
      return () => answer
    },
  })),
  wrapped('makes a table that is gone again by saving to it', checks.gone, (views) => ({
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
  wrapped('loads views in the order of its own', checks.loaded, ({ load }) => ({
    load: (table, keys) => load(table, [...keys].sort()),
  })),
  wrapped('leaves out what is not there', checks.loaded, ({ load }) => ({
    load: (table, keys) =>
      TE.map((views: ReadonlyArray<string | undefined>) =>
        views.filter((one) => one !== undefined),
      )(load(table, keys)),
  })),
  wrapped('loads a key that is asked for twice once', checks.loaded, ({ load }) => ({
    load: (table, keys) => load(table, [...new Set(keys)]),
  })),
  wrapped('loads no more than nine hundred views', checks.thousands, ({ load }) => ({
    load: (table, keys) => load(table, keys.slice(0, 900)),
  })),
  wrapped('does not tell large from small letters in a key', checks.oddKeys, ({ load, save }) => ({
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
  wrapped('loads from a table that is gone as if it were empty', checks.gone, ({ load }) => ({
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
  sameTable('keeps all generations in one table', checks.generations, (table) => ({
    ...table,
    generation: 1,
  })),
  sameTable('keeps all versions in one table', checks.generations, (table) => ({
    ...table,
    version: 1,
  })),
  wrapped('serves a table and leaves the others of its name', checks.serving, (views) => {
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
  wrapped('drops the others first and serves a table later', checks.serving, (views) => ({
    serve: (table) => async () => {
      const there = await tablesOf(views)
      if (!there.some((one) => isSame(one, table))) return views.serve(table)()
      for (const one of there) {
        if (one.name === table.name && !isSame(one, table)) await views.drop(one)()
      }
      await tick()
      return views.serve(table)()
    },
  })),
  wrapped('serves a table first and drops the others later', checks.serving, (views) => {
    const served: ViewTable[] = []
    return {
      serve: (table) => async () => {
        const there = await tablesOf(views)
        if (!there.some((one) => isSame(one, table))) return views.serve(table)()
        served.push(table)
        await tick()
        return views.serve(table)()
      },
      tables: TE.map((all: ReadonlyArray<KeptTable>) =>
        all.map((one) => ({
          ...one,
          isServed: one.isServed || served.some((two) => isSame(one, two)),
        })),
      )(views.tables),
    }
  }),
  wrapped('serves a table and drops those of every name', checks.serving, (views) => ({
    serve: (table) => async () => {
      const others = (await tablesOf(views)).filter((one) => !isSame(one, table))
      for (const one of others) await views.drop(one)()
      return views.serve(table)()
    },
  })),
  wrapped('serves a table that is not there', checks.gone, ({ serve }) => ({
    serve: (table) => TE.orElse(() => TE.right<never, void>(undefined))(serve(table)),
  })),
  wrapped('creates the tables that are not there yet when one is', checks.created, (views) => ({
    create: (logId, wanted) => async () => {
      let answer: Awaited<ReturnType<ReturnType<ViewStore['create']>>> = E.right(undefined)
      for (const table of wanted) {
        const created = await views.create(logId, [table])()
        if (E.isLeft(created)) answer = created
      }
      return answer
    },
  })),
  wrapped('creates a table that is there anew', checks.created, (views) => ({
    create: (logId, wanted) => async () => {
      for (const table of wanted) await views.drop(table)()
      return views.create(logId, wanted)()
    },
  })),
  wrapped('creates a table for two who ask at once', checks.atOnce, (views) => ({
    create: (logId, wanted) => async () => {
      const there = await tablesOf(views)
      const found = there.find((one) => wanted.some((table) => isSame(one, table)))
      if (found !== undefined) return views.create(logId, [found])()
      await tick()
      for (const table of wanted) await views.create(logId, [table])()
      return E.right(undefined)
    },
  })),
  wrapped('serves a table as soon as it is created', checks.empty, (views) => ({
    create: (logId, wanted) => async () => {
      const created = await views.create(logId, wanted)()
      for (const table of wanted) if (E.isRight(created)) await views.serve(table)()
      return created
    },
  })),
  wrapped('forgets of which log a table is', checks.empty, (views) => ({
    create: (_, wanted) => views.create('log', wanted),
  })),
  wrapped('keeps the rows of a table that was dropped', checks.dropped, (views) => {
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
  wrapped('drops nothing', checks.dropped, () => ({ drop: () => TE.right(undefined) })),
  wrapped('drops all generations of a table', checks.dropped, (views) => ({
    drop: (table) => async () => {
      for (const one of await tablesOf(views)) if (one.name === table.name) await views.drop(one)()
      return E.right(undefined)
    },
  })),
  wrapped('has no columns to tell of', checks.empty, (views) => ({
    tables: TE.map((all: ReadonlyArray<KeptTable>) => all.map((one) => ({ ...one, columns: [] })))(
      views.tables,
    ),
  })),
]

/** Lists. */
const listing: ReadonlyArray<FaultyViewStore> = [
  listedBy('lists texts by their UTF-16 units', checks.order, ordered(compared, compared)),
  listedBy(
    'lists numbers as if they were texts',
    checks.order,
    ordered((a, b) => inOrder(a === null ? null : String(a), b === null ? null : String(b)), bytes),
  ),
  listedBy(
    'lists nothing last',
    checks.order,
    ordered((a, b) => (a === null || b === null ? -compared(a, b) : inOrder(a, b)), bytes),
  ),
  listedBy(
    'lists texts without telling large from small letters',
    checks.order,
    ordered((a, b) => {
      const lower = (value: Scalar): Scalar =>
        typeof value === 'string' ? value.toLowerCase() : value
      return inOrder(lower(a), lower(b))
    }, bytes),
  ),
  listedBy('lists ties in one direction only', checks.order, (a, b, column, isDescending) => {
    const direction = isDescending ? -1 : 1
    // Without a column there are no ties, and the keys are in order.
    const ties = column < 0 ? direction : 1
    return (
      direction * inOrder(a.columns[column] ?? null, b.columns[column] ?? null) ||
      ties * bytes(a.key, b.key)
    )
  }),
  listedBy('lists upwards only', checks.order, (a, b, column) =>
    ordered(inOrder, bytes)(a, b, column, false),
  ),
  wrapped('lists from a row instead of after it', checks.listPages, ({ list }) => ({
    list: (table, query) => async () => {
      const { afterKey, ...whole } = query
      const rows = await list(table, { ...whole, limit: 10_000 })()
      if (E.isLeft(rows)) return rows
      const start = afterKey === undefined ? 0 : rows.right.findIndex(({ key }) => key === afterKey)
      return E.right(rows.right.slice(Math.max(0, start), Math.max(0, start) + query.limit))
    },
  })),
  wrapped('lists one row too few', checks.listPages, ({ list }) => ({
    list: (table, query) => list(table, { ...query, limit: Math.max(1, query.limit - 1) }),
  })),
  wrapped('lists by whatever it is asked for', checks.noIndex, ({ list }) => ({
    list: (table, { by, ...query }) =>
      list(table, {
        ...query,
        ...(by !== undefined &&
        table.columns.some(({ name, isIndexed }) => name === by && isIndexed)
          ? { by }
          : {}),
      }),
  })),
  wrapped('lists views as they were first saved', checks.follows, ({ save, list }) => {
    const first = new Map<string, string>()
    return {
      save: (saves) => {
        for (const { rows } of saves) {
          for (const { key, view } of rows) if (!first.has(key)) first.set(key, view)
        }
        return save(saves)
      },
      list: (table, query) =>
        TE.map((rows: ReadonlyArray<ViewRow>) =>
          rows.map((row) => ({ ...row, view: first.get(row.key) ?? row.view })),
        )(list(table, query)),
    }
  }),
  wrapped('answers a list that it has answered before from memory', checks.follows, ({ list }) => {
    const answers = new Map<string, ReturnType<ReturnType<ViewStore['list']>>>()
    return {
      list: (table, query) => () => {
        const { name, version, generation } = table
        const asked = JSON.stringify([name, version, generation, query])
        const answer = answers.get(asked) ?? list(table, query)()
        answers.set(asked, answer)
        return answer
      },
    }
  }),
]

export const faultyViewStores: ReadonlyArray<FaultyViewStore> = [
  ...saving,
  ...loading,
  ...tables,
  ...listing,
]

/** A view store that keeps the contract, some of them in an odd way. */
export interface RightViewStore {
  readonly what: string
  readonly make: () => ViewStore
}

const right = (what: string, wrap: (views: ViewStore) => Partial<ViewStore>): RightViewStore => ({
  what,
  make: () => {
    const views = inMemoryViewStore()
    return { ...views, ...wrap(views) }
  },
})

const slowly =
  <Err, A>(task: TE.TaskEither<Err, A>): TE.TaskEither<Err, A> =>
  async () => {
    await tick()
    const answer = await task()
    await tick()
    return answer
  }

export const rightViewStores: ReadonlyArray<RightViewStore> = [
  right('the view store in memory', () => ({})),
  right('a view store that takes its time for every answer', (views) => ({
    tables: slowly(views.tables),
    create: (...of) => slowly(views.create(...of)),
    load: (...of) => slowly(views.load(...of)),
    save: (...of) => slowly(views.save(...of)),
    list: (...of) => slowly(views.list(...of)),
    serve: (...of) => slowly(views.serve(...of)),
    drop: (...of) => slowly(views.drop(...of)),
  })),
  right('a view store that names its tables in another order', ({ tables }) => ({
    tables: TE.map((all: ReadonlyArray<KeptTable>) => all.toReversed())(tables),
  })),
  right('a view store that loads key by key', ({ load }) => ({
    load: (table, keys) => async () => {
      const views: (string | undefined)[] = []
      const there = await load(table, [])()
      if (E.isLeft(there)) return there
      for (const key of keys) {
        const one = await load(table, [key])()
        if (E.isLeft(one)) return one
        views.push(...one.right)
      }
      return E.right(views)
    },
  })),
  right('a view store that answers with copies', ({ tables, list }) => ({
    tables: TE.map((all: ReadonlyArray<KeptTable>) => structuredClone(all))(tables),
    list: (table, query) =>
      TE.map((rows: ReadonlyArray<ViewRow>) => structuredClone(rows))(list(table, query)),
  })),
]
