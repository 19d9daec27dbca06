import {
  decodeLogged,
  type EventReaders,
  type EventStore,
  type LogEvent,
  oneAtATime,
  type Position,
  type StoreUnavailable,
  type Tagged,
  type UnreadableEvent,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { IndexedKind } from '../directory-kind.js'
import type { Asking } from '../purpose.js'
import type { KeyError, VaultError } from './errors.js'
import type { KeyVault } from './key-vault.js'
import type { Denied, NotRecorded, Opener } from './open.js'
import type { Indexed, PersonIndex } from './person-index.js'
import {
  type OpenedValue,
  type Owned,
  openOwned,
  ownersOf,
  textOfUnit,
  valuesIn,
} from './values-in-log.js'
import type { Unit } from './vault-rows.js'

/** How far the index has come, and what became of the values on the way. */
export interface IndexProgress {
  /** The position of the log that it has reached. */
  readonly through: string
  /** Rows that are new. */
  readonly added: number
  /** Values of people who are erased. */
  readonly erased: number
  /** Values that do not open, or have no normal form: nobody is found by these. */
  readonly failed: number
}

/** Why the index cannot come further. What it has reached is kept. */
export type IndexingError =
  | VaultError
  | KeyError
  | Denied
  | NotRecorded
  | StoreUnavailable
  | UnreadableEvent

/** What the indexer needs of the world. */
export interface IndexerShell {
  readonly store: EventStore
  readonly readers: EventReaders<Tagged>
  readonly vault: KeyVault
  readonly index: PersonIndex
  readonly opener: Opener
  /** For whom and what for it opens: every opening is in the access log. */
  readonly asking: Asking
  readonly kinds: ReadonlyArray<IndexedKind>
  /** What an event makes obsolete: the values of a number that was removed. By default nothing. */
  readonly forgets?: (recorded: LogEvent<Tagged>) => ReadonlyArray<Unit>
}

const pageLimit = 500

/**
 * Fills the index of people from the log, page by page. Rows and checkpoint are saved at once, so it goes on where it
 * stopped; a page that is indexed twice is opened twice and adds nothing. Who is fenced is left out.
 */
export const indexer = ({
  store,
  readers,
  vault,
  index,
  opener,
  asking,
  kinds,
  forgets,
}: IndexerShell): TaskEither<IndexingError, IndexProgress> => {
  const decode = decodeLogged(readers)
  const normalOf = new Map(kinds.map(({ kind, normal }) => [kind.name, normal]))
  const names = new Set(normalOf.keys())

  // The rows for some people, in one entry of the access log for each 500.
  const open = async (
    values: ReadonlyArray<Owned>,
  ): Promise<E.Either<IndexingError, ReadonlyArray<Indexed | 'erased' | 'failed'>>> =>
    E.map((opened: ReadonlyArray<OpenedValue>) =>
      opened.map((one, at): Indexed | 'erased' | 'failed' => {
        if (typeof one === 'string') return one
        const { kind, unit } = values[at] as Owned
        const value = typeof one.value === 'string' ? normalOf.get(kind)?.(one.value) : undefined
        return value === undefined ? 'failed' : { kind, value, unit }
      }),
    )(await openOwned(opener, asking, values))

  interface Work {
    readonly values: ReadonlyArray<Owned>
    readonly forgotten: ReadonlyArray<Unit>
    readonly erased: number
    readonly failed: number
  }

  // What a page asks for: values whose keys are alive, without those that a later event of the page makes obsolete.
  const workOf = async (
    events: ReadonlyArray<LogEvent<Tagged>>,
  ): Promise<E.Either<VaultError, Work>> => {
    const found = events.map(({ event }) => valuesIn(event, names))
    const owners = await ownersOf(vault, found.flat())
    if (E.isLeft(owners)) return owners
    let values: Owned[] = []
    const forgotten: Unit[] = []
    let [erased, failed] = [0, 0]
    let next = 0
    for (const [at, recorded] of events.entries()) {
      const gone = forgets?.(recorded) ?? []
      const texts = new Set(gone.map(textOfUnit))
      if (gone.length > 0) values = values.filter(({ unit }) => !texts.has(textOfUnit(unit)))
      forgotten.push(...gone)
      for (const _ of found[at] ?? []) {
        const owner = owners.right[next++]
        if (typeof owner === 'object') values.push(owner)
        else if (owner === 'dead') erased++
        else failed++
      }
    }
    return E.right({ values, forgotten, erased, failed })
  }

  const catchUp = async (): Promise<E.Either<IndexingError, IndexProgress>> => {
    const reached = await index.through()
    if (E.isLeft(reached)) return reached
    let through = reached.right
    let [added, erased, failed] = [0, 0, 0]
    for (;;) {
      const page = await store.readAll(through as Position, pageLimit)()
      if (E.isLeft(page)) return page
      const events: LogEvent<Tagged>[] = []
      for (const stored of page.right.events) {
        if (readers[stored.type] === undefined) continue
        const decoded = decode(stored)
        if (E.isLeft(decoded)) return decoded
        events.push(...decoded.right)
      }
      const work = await workOf(events)
      if (E.isLeft(work)) return work
      const { values, forgotten } = work.right
      const opened = values.length === 0 ? E.right([]) : await open(values)
      if (E.isLeft(opened)) return opened
      erased += work.right.erased + opened.right.filter((row) => row === 'erased').length
      failed += work.right.failed + opened.right.filter((row) => row === 'failed').length
      if (page.right.events.length > 0) {
        const rows = opened.right.filter((row): row is Indexed => typeof row === 'object')
        const put = await index.index(page.right.next, rows, forgotten)()
        if (E.isLeft(put)) return put
        added += put.right
        through = page.right.next
      }
      if (page.right.isEnd) return E.right({ through, added, erased, failed })
    }
  }

  // One at a time: two would open every value twice.
  return oneAtATime(catchUp)
}
