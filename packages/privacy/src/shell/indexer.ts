import {
  decodeLogged,
  type EventReaders,
  type EventStore,
  type LogEvent,
  type Position,
  type StoreUnavailable,
  type Tagged,
  type UnreadableEvent,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Envelope } from '../envelope.js'
import type { AnyKind } from '../kind.js'
import { type AnyPersonal, contentOf } from '../personal.js'
import type { Asking } from '../purpose.js'
import type { KeyError, VaultError } from './errors.js'
import type { KeyVault } from './key-vault.js'
import {
  type Denied,
  mostPeople,
  type NotRecorded,
  type Opener,
  type Openings,
  type PersonalFields,
} from './open.js'
import type { Indexed, PersonIndex } from './person-index.js'
import type { Unit } from './vault-rows.js'

/** A kind that people can be found by: how its values are written in their one form. */
export interface IndexedKind {
  readonly kind: AnyKind
  /** `undefined` for what is no such value: it is left out, and nobody is found by it. */
  readonly normal: (value: string) => string | undefined
}

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

interface Found {
  readonly personal: AnyPersonal
  readonly envelope: Envelope
  readonly kind: string
}

// A value with the unit that its key is for.
interface Owned extends Found {
  readonly unit: Unit
}

const collect = (value: unknown, kinds: ReadonlySet<string>, found: Found[]): void => {
  if (typeof value !== 'object' || value === null) return
  const content = contentOf(value)
  if (content === undefined) {
    for (const member of Object.values(value)) collect(member, kinds, found)
    return
  }
  if (content._tag !== 'Sealed' || !kinds.has(content.kind.name)) return
  const { envelope, kind } = content
  found.push({ personal: value as AnyPersonal, envelope, kind: kind.name })
}

const textOf = ({ subject, class: of, scope }: Unit): string => JSON.stringify([subject, of, scope])

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

  // The rows for some people, in one entry of the access log.
  const open = async (
    values: ReadonlyArray<Owned>,
  ): Promise<E.Either<IndexingError, ReadonlyArray<Indexed | 'erased' | 'failed'>>> => {
    const bySubject = new Map<string, number[]>()
    for (const [at, { unit }] of values.entries()) {
      bySubject.set(unit.subject, [...(bySubject.get(unit.subject) ?? []), at])
    }
    const people = [...bySubject].map(([subject, places]) => ({
      subjects: [subject],
      fields: Object.fromEntries(places.map((at) => [String(at), values[at]?.personal])),
    }))
    const rows: (Indexed | 'erased' | 'failed')[] = values.map(() => 'failed')
    for (let from = 0; from < people.length; from += mostPeople) {
      const opened = await opener.openAll<PersonalFields>(
        asking,
        people.slice(from, from + mostPeople),
      )()
      if (E.isLeft(opened)) return opened
      for (const answers of opened.right) {
        for (const [at, result] of Object.entries(answers as Openings<Record<string, never>>)) {
          const { kind, unit } = values[Number(at)] as Owned
          const answer = result as E.Either<unknown, { _tag: string; value?: unknown }>
          if (E.isLeft(answer)) continue
          if (answer.right._tag === 'Erased') {
            rows[Number(at)] = 'erased'
            continue
          }
          const said = answer.right.value
          const value = typeof said === 'string' ? normalOf.get(kind)?.(said) : undefined
          if (value !== undefined) rows[Number(at)] = { kind, value, unit }
        }
      }
    }
    return E.right(rows)
  }

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
    const found = events.map(({ event }) => {
      const values: Found[] = []
      collect(event, names, values)
      return values
    })
    const keyIds = new Set(found.flat().map(({ envelope }) => envelope.key))
    const keys = keyIds.size === 0 ? undefined : await vault.openingKeys([...keyIds])()
    if (keys !== undefined && E.isLeft(keys)) return keys
    let values: Owned[] = []
    const forgotten: Unit[] = []
    let [erased, failed] = [0, 0]
    for (const [at, recorded] of events.entries()) {
      const gone = forgets?.(recorded) ?? []
      const texts = new Set(gone.map(textOf))
      if (gone.length > 0) values = values.filter(({ unit }) => !texts.has(textOf(unit)))
      forgotten.push(...gone)
      for (const one of found[at] ?? []) {
        const key = keys?.right.get(one.envelope.key)
        if (key?._tag === 'UsableKey') values.push({ ...one, unit: key.unit })
        else if (key?._tag === 'DeadKey') erased++
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
  let last: Promise<unknown> = Promise.resolve()
  return () => {
    const mine = last.then(catchUp, catchUp)
    last = mine
    return mine
  }
}
