import { readFileSync } from 'node:fs'
import type { Measures, Outcome, Peer } from './peer.js'

export { isMeasured, type Measured, type Outcome, type Peer, type Unavailable } from './peer.js'
export { type Award, award } from './scenario.js'

interface About {
  readonly name: string
  readonly isDurable: boolean
  readonly settings: string
}

// The versions are pinned in one place only.
const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
)
const version = (name: string) => dependencies[name]?.replace(/^npm:/, '') ?? '(not installed)'

// What of a native module is not there shows only when it is imported: so a peer is imported by its
// first measure, and one that cannot be is reported.
const lazily = (about: About, load: () => Promise<{ readonly measures: Measures }>): Peer => {
  const measured = async (run: (measures: Measures) => Promise<Outcome>): Promise<Outcome> => {
    let measures: Measures
    try {
      ;({ measures } = await load())
    } catch (error) {
      return { unavailable: `cannot be loaded here: ${String(error)}` }
    }
    return run(measures)
  }
  return {
    ...about,
    sequentialCommands: (...run) => measured((peer) => peer.sequentialCommands(...run)),
    concurrentCommands: (...run) => measured((peer) => peer.concurrentCommands(...run)),
    bulkAppend: (...run) => measured((peer) => peer.bulkAppend(...run)),
    readStream: (...run) => measured((peer) => peer.readStream(...run)),
    rebuild: (...run) => measured((peer) => peer.rebuild(...run)),
  }
}

/** The libraries that a user of Patina would pick instead, each run as its documents say. */
export const peers: ReadonlyArray<Peer> = [
  lazily(
    {
      name: `emmett-sqlite ${version('@event-driven-io/emmett-sqlite')}`,
      isDurable: true,
      settings: [
        'WAL, synchronous=FULL (checked in the run), one connection kept open (`singleton`): the default',
        'opens one for each operation. Commands of `DeciderCommandHandler`; those under way at the same',
        'time wait for each other, because on one connection they would share a transaction and be',
        'acknowledged before it commits, and on several they fail. View: a `sqliteProjection`, one row per',
        'event and a checkpoint per event, by a consumer that takes up to 100,000 events at a time.',
        `emmett ${version('@event-driven-io/emmett')}, driver ${version('sqlite3')}: sqlite3 itself`,
        'downloads its binary in an install script, its fork carries it in the package.',
      ].join(' '),
    },
    () => import('./emmett-sqlite.js'),
  ),
  lazily(
    {
      name: `act-sqlite ${version('@rotorsoft/act-sqlite')}`,
      isDurable: true,
      settings: [
        'WAL, synchronous=FULL (both what `seed` leaves, checked in the run), the cache of folded states',
        'that is on by default (1,000 streams), log level error. Commands under way at the same time wait',
        'for each other: with the libSQL that it asks for all commits but one would fail with SQLITE_BUSY,',
        'and the first commits to a new stream are not checked against each other. Bulk',
        'appends go to the store, past validation. View: a batch projection into a table in a file of its',
        'own, rebuilt by `reset` and `settle`, 5,000 events at a time.',
        `act ${version('@rotorsoft/act')}, @libsql/client ${version('@libsql/client')}; both packages declare`,
        'Node >= 22.23, and run on 20 all the same.',
      ].join(' '),
    },
    () => {
      // By default act traces every command to the console. It reads this once, when it is imported.
      process.env['LOG_LEVEL'] ??= 'error'
      return import('./act-sqlite.js')
    },
  ),
  lazily(
    {
      name: `castore in memory ${version('@castore/core')}`,
      isDurable: false,
      settings: [
        'Arrays of the process, no serialisation: the ceiling of what a library itself costs, not a store.',
        'Commands of `Command`; every one folds its whole stream. Has no projections.',
        `Adapter ${version('@castore/event-storage-adapter-in-memory')}.`,
      ].join(' '),
    },
    () => import('./castore-in-memory.js'),
  ),
]
