// The shop on files in one folder, with a boundary before and after everything that it writes during an erasure.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EventStore } from '@patina/eventsourcing'
import { type DerivedPlace, orThrow } from '@patina/patina'
import { kekFromFile, type VaultRows } from '@patina/privacy/shell'
import { embedded, openVaultRows } from '@patina/sqlite'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { openShop, type Shop } from './shop.js'

/** Called at each boundary: the process may end there. */
export type Boundary = (what: string) => void

const around =
  <L, R>(boundary: Boundary, what: string, task: TE.TaskEither<L, R>) =>
  async () => {
    boundary(`before ${what}`)
    const result = await task()
    boundary(`after ${what}`)
    return result
  }

// What the rows walk through inside of a transaction: between two elements its pages are written in part.
const torn = <A>(boundary: Boundary, what: string, list: ReadonlyArray<A>): ReadonlyArray<A> => {
  const walked = [...list]
  walked[Symbol.iterator] = function* () {
    for (let at = 0; at < list.length; at++) {
      yield list[at] as A
      boundary(`inside ${what}`)
    }
  } as (typeof walked)[typeof Symbol.iterator]
  return walked
}

const rowsWith = (rows: VaultRows, boundary: Boundary): VaultRows => ({
  ...rows,
  carryOut: (expected, next, steps, record) =>
    around(
      boundary,
      'the vault',
      rows.carryOut(
        expected,
        next,
        steps.map((step) =>
          step.step === 'fence' ? { ...step, parts: torn(boundary, 'parts', step.parts) } : step,
        ),
        torn(boundary, 'record', record),
      ),
    ),
})

const storeWith = (store: EventStore, boundary: Boundary): EventStore => ({
  ...store,
  append: (stream, expected, events) =>
    around(boundary, `append ${events[0].type}`, store.append(stream, expected, events)),
})

export const directoryIn = (folder: string): string => join(folder, 'directory.json')

/** Those who stand in the directory, which is a file in the clear. */
export const readDirectory = (folder: string): Readonly<Record<string, string>> =>
  existsSync(directoryIn(folder))
    ? (JSON.parse(readFileSync(directoryIn(folder), 'utf8')) as Readonly<Record<string, string>>)
    : {}

const directory = (folder: string): DerivedPlace => ({
  name: 'directory',
  purge: (parts) => () => {
    const people = readDirectory(folder)
    const gone = new Set(parts.map(({ subject }) => subject))
    const left = Object.entries(people).filter(([id]) => !gone.has(id))
    writeFileSync(`${directoryIn(folder)}.new`, JSON.stringify(Object.fromEntries(left)))
    renameSync(`${directoryIn(folder)}.new`, directoryIn(folder))
    return TE.right(Object.keys(people).length - left.length)()
  },
})

/** Opens the shop of a folder. `close` closes the vault, too. */
export const openOnFiles = async (
  folder: string,
  boundary: Boundary = () => undefined,
): Promise<Shop> => {
  const kek = await orThrow(kekFromFile(join(folder, 'kek')))
  const rows = await orThrow(openVaultRows(join(folder, 'vault.db')))
  const stores = await orThrow(embedded(folder).open)
  const place = directory(folder)
  const close = async (): Promise<void> => {
    await stores.close()
    await rows.close()
  }
  const shop = await openShop(
    {
      store: storeWith(stores.store, boundary),
      views: stores.views,
      rows: rowsWith(rows, boundary),
      kek,
    },
    { places: [{ ...place, purge: (parts) => around(boundary, 'purge', place.purge(parts)) }] },
  ).catch(async (error: unknown) => {
    await close()
    throw error
  })
  return {
    ...shop,
    close: async () => {
      await shop.close()
      await close()
    },
  }
}
