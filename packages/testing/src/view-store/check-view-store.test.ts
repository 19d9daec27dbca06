import { inMemoryViewStore, type ViewStore } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { checkViewStore } from './check-view-store.js'
import { viewStoreContract } from './view-store-contract.js'

type Fault = (views: ViewStore) => ViewStore

// Looks at the checkpoint first and saves a moment later, from wherever it then is.
const savesWithoutLooking: Fault = (views) => ({
  ...views,
  save: (saves) => async () => {
    const tables = await views.tables()
    await new Promise((resolve) => setImmediate(resolve))
    if (E.isLeft(tables)) return tables
    const now = await views.tables()
    const moved = saves.map((save) => {
      const isSame = ({
        name,
        version,
        generation,
      }: {
        name: string
        version: number
        generation: number
      }): boolean =>
        name === save.table.name &&
        version === save.table.version &&
        generation === save.table.generation
      const before = tables.right.find(isSame)
      const found = E.isRight(now) ? now.right.find(isSame) : undefined
      return before?.checkpoint === save.expected && found !== undefined
        ? { ...save, expected: found.checkpoint }
        : save
    })
    return views.save(moved)()
  },
})

const savesTableByTable: Fault = (views) => ({
  ...views,
  save: (saves) =>
    TE.map(() => undefined)(
      TE.traverseSeqArray((save: (typeof saves)[number]) => views.save([save]))(saves),
    ),
})

const comparesKeysLoosely: Fault = (views) => ({
  ...views,
  load: (table, keys) =>
    views.load(
      table,
      keys.map((key) => key.trim()),
    ),
})

const losesTiesBetweenPages: Fault = (views) => ({
  ...views,
  list: (table, query) => async () => {
    const whole = await views.list(table, { ...query, limit: 10_000 })()
    const { by, afterKey } = query
    if (E.isLeft(whole) || by === undefined || afterKey === undefined)
      return views.list(table, query)()
    const column = table.columns.findIndex(({ name }) => name === by)
    const last = (await views.list(table, {
      by,
      limit: 10_000,
      isDescending: query.isDescending ?? false,
    })()) as typeof whole
    const value = last.right.find(({ key }) => key === afterKey)?.columns[column]
    return E.right(whole.right.filter((row) => row.columns[column] !== value).slice(0, query.limit))
  },
})

const leavesTheOthersWhenServing: Fault = (views) => ({
  ...views,
  serve: (table) => TE.map(() => undefined)(views.load(table, [])),
})

const faults: ReadonlyArray<readonly [string, Fault, check: string]> = [
  [
    'saves without looking',
    savesWithoutLooking,
    'of fifty savers from one checkpoint one wins and forty-nine are told [P5]',
  ],
  ['saves table by table', savesTableByTable, 'several tables are saved together or not at all'],
  ['compares keys loosely', comparesKeysLoosely, 'odd keys are keys like any other'],
  [
    'loses ties between pages',
    losesTiesBetweenPages,
    'pages of any size, one after the other, are the whole list, ties included',
  ],
  [
    'leaves the others when it serves',
    leavesTheOthersWhenServing,
    'serving a table takes its name over at once and drops the others of that name',
  ],
]

describe('the contract of view stores', () => {
  test('accuses a store without faults of nothing', async () => {
    expect(await checkViewStore(() => ({ views: inMemoryViewStore() }))).toEqual([])
  })

  test.each(faults)('finds a store that %s', async (_, fault, check) => {
    const failed = await checkViewStore(() => ({ views: fault(inMemoryViewStore()) }))
    expect(failed.map((one) => one.check)).toContain(check)
  })

  test('makes the checks that are named and no others', async () => {
    const only = ['odd keys are keys like any other']
    const open = () => ({ views: savesTableByTable(comparesKeysLoosely(inMemoryViewStore())) })
    expect((await checkViewStore(open, { only })).map(({ check }) => check)).toEqual(only)
  })

  test('refuses to make a check that there is not: a name that is mistyped would be one that every store passes', async () => {
    const open = () => ({ views: inMemoryViewStore() })
    const only = ['odd keys are keys like all others']
    const found = 'found "odd keys are keys like all others"; there are'
    await expect(checkViewStore(open, { only })).rejects.toThrow(found)
    expect(() => viewStoreContract('of nobody', open, { only })).toThrow(found)
  })
})
