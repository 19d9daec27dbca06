import {
  decodeLogged,
  type EventReaders,
  type EventStore,
  type LogEvent,
  oneAtATime,
  type Position,
  type Tagged,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { DirectoryKind } from '../directory-kind.js'
import type { PartToErase } from '../fence/commands.js'
import type { ErasureBegun } from '../fence/events.js'
import type { Asking, Purpose } from '../purpose.js'
import { rememberedPeople } from './directory-memory.js'
import { type PersonFound, showing } from './directory-shown.js'
import type { IndexingError } from './indexer.js'
import type { KeyVault } from './key-vault.js'
import { mostPeople, type Opener } from './open.js'
import { type Found, openOwned, ownersOf, valuesIn } from './values-in-log.js'
import type { Unit } from './vault-rows.js'

/** What a search has found: the best first, and how many people there are besides who were not shown. */
export interface SearchResult {
  readonly people: ReadonlyArray<PersonFound>
  readonly more: number
}

/** How a search is answered. */
export interface SearchOptions {
  /** People at most, up to 500. Default 20. */
  readonly limit?: number
  /** Kinds to show besides those that match, such as the name of whom a number belongs to. By default none. */
  readonly show?: ReadonlyArray<string>
}

/** How far a directory has come, and what it has in memory. */
export interface DirectoryProgress {
  /** The position of the log that it has reached. */
  readonly through: string
  readonly people: number
  readonly values: number
  /** Values that do not open, or that nobody is found by. */
  readonly failed: number
}

/**
 * Finds people by a part of a name or of a number. It is in memory alone: values are opened once, when it is first asked, on
 * the record, then it follows the log; who is erased is dropped. What a search shows is opened anew, for whoever asks.
 */
export interface Directory {
  /** Brings it up to the end of the log. */
  readonly caughtUp: TaskEither<IndexingError, DirectoryProgress>
  /** One entry of the access log names the people who are shown. A kind that the purpose does not allow finds nobody. */
  readonly search: (
    asking: Asking,
    query: string,
    options?: SearchOptions,
  ) => TaskEither<IndexingError, SearchResult>
  /** Drops these parts of people at once, and says how many values that were. The log does it, too. */
  readonly purge: (parts: ReadonlyArray<PartToErase>) => number
  /** Forgets everything; the next question begins again. */
  readonly close: () => void
}

/** What a directory needs of the world. */
export interface DirectoryShell {
  readonly store: EventStore
  readonly readers: EventReaders<Tagged>
  readonly vault: KeyVault
  readonly kinds: ReadonlyArray<DirectoryKind>
  /** Opens what it searches in, and for whom and what for. */
  readonly filling: { readonly opener: Opener; readonly asking: Asking }
  /** Opens what it shows. */
  readonly opener: Opener
  readonly purposes: ReadonlyArray<Purpose>
  /** What an event makes obsolete: the values of a number that was removed. By default nothing. */
  readonly forgets?: (recorded: LogEvent<Tagged>) => ReadonlyArray<Unit>
}

const pageLimit = 1000
const defaultLimit = 20

type Gone = Omit<Unit, 'scope'> & { readonly scope?: string }

// A part of the log that is taken up at once: what it says, in its order.
type Step =
  | { readonly _tag: 'Put'; readonly found: Found; readonly recorded: LogEvent<Tagged> }
  | { readonly _tag: 'Drop'; readonly units: ReadonlyArray<Gone> }

// Of a class that is erased without scopes everything goes.
const goneWith = (parts: ReadonlyArray<PartToErase>): ReadonlyArray<Gone> =>
  parts.flatMap(({ subject, class: of, scopes }) =>
    scopes === undefined
      ? [{ subject, class: of }]
      : scopes.map((scope) => ({ subject, class: of, scope })),
  )

const erasedBy = ({ event }: LogEvent<Tagged>): ReadonlyArray<Gone> =>
  event.type === 'ErasureBegun' ? goneWith((event as ErasureBegun).parts) : []

/** A directory of the people of a log. */
export const directory = (shell: DirectoryShell): Directory => {
  const { store, readers, vault, kinds, filling, opener, purposes, forgets } = shell
  const decode = decodeLogged(readers)
  const byName = new Map(kinds.map((one) => [one.kind.name, one]))
  const names = new Set(byName.keys())
  let memory = rememberedPeople()
  let through = '' as Position
  let failed = 0

  const stepsOf = (recorded: LogEvent<Tagged>): ReadonlyArray<Step> => {
    const units = [...erasedBy(recorded), ...(forgets?.(recorded) ?? [])]
    const found = valuesIn(recorded.event, names)
    return [
      ...(units.length === 0 ? [] : [{ _tag: 'Drop', units } as const]),
      ...found.map((one): Step => ({ _tag: 'Put', found: one, recorded })),
    ]
  }

  // Opens what the steps bring, and only then takes them up, so that a page that fails is taken up whole the next time.
  const takeUp = async (steps: ReadonlyArray<Step>): Promise<E.Either<IndexingError, void>> => {
    const puts = steps.filter((step) => step._tag === 'Put')
    const owners = await ownersOf(
      vault,
      puts.map(({ found }) => found),
    )
    if (E.isLeft(owners)) return owners
    const owned = owners.right.filter((one) => typeof one === 'object')
    const opened = await openOwned(filling.opener, filling.asking, owned)
    if (E.isLeft(opened)) return opened
    let [nextOwner, nextOpened] = [0, 0]
    for (const step of steps) {
      if (step._tag === 'Drop') {
        memory.drop(step.units)
        continue
      }
      const owner = owners.right[nextOwner++]
      const result = typeof owner === 'object' ? opened.right[nextOpened++] : owner
      if (typeof owner !== 'object' || typeof result !== 'object') {
        if (result === 'failed') failed++
        continue
      }
      const { stream, revision } = step.recorded
      const { envelope, kind, unit } = owner
      const texts = byName.get(kind)?.texts(result.value) ?? []
      if (texts.length === 0) failed++
      else memory.put({ unit, kind, texts, stream, revision, path: envelope.path })
    }
    return E.right(undefined)
  }

  const catchUp = async (): Promise<E.Either<IndexingError, DirectoryProgress>> => {
    let steps: Step[] = []
    let reached = through
    for (;;) {
      const page = await store.readAll(reached, pageLimit)()
      if (E.isLeft(page)) return page
      for (const stored of page.right.events) {
        if (readers[stored.type] === undefined) continue
        const decoded = decode(stored)
        if (E.isLeft(decoded)) return decoded
        for (const recorded of decoded.right) steps.push(...stepsOf(recorded))
      }
      if (page.right.events.length > 0) reached = page.right.next
      // Enough to fill an entry of the access log, for a stream is rarely about more than one person.
      const streams = new Set(
        steps.map((step) => (step._tag === 'Put' ? step.recorded.stream : '')),
      )
      if (!page.right.isEnd && streams.size < mostPeople) continue
      const taken = await takeUp(steps)
      if (E.isLeft(taken)) return taken
      steps = []
      through = reached
      if (page.right.isEnd) return E.right({ through, ...memory.size(), failed })
    }
  }

  // One at a time: two would open every value twice.
  const caughtUp: Directory['caughtUp'] = oneAtATime(catchUp)
  const show = showing({ store, readers, opener })

  return {
    caughtUp,
    search:
      (asking, query, { limit = defaultLimit, show: also = [] } = {}) =>
      async () => {
        if (!Number.isInteger(limit) || limit < 1 || limit > mostPeople) {
          throw new RangeError(`a search shows 1 to ${mostPeople} people`)
        }
        const purpose = purposes.find(({ name }) => name === asking.purpose)
        if (purpose === undefined || !purpose.roles.includes(asking.role)) {
          // The opener refuses, and puts the refusal on the record.
          const refused = await opener.openAll(asking, [])()
          return E.isLeft(refused) ? refused : E.right({ people: [], more: 0 })
        }
        const reached = await caughtUp()
        if (E.isLeft(reached)) return reached
        const allowed = kinds.filter(({ kind }) => purpose.kinds.includes(kind.name))
        const wanted = new Map(allowed.map(({ kind, parts }) => [kind.name, parts(query)]))
        const hits = memory.search(wanted)
        const alsoShown = new Set(also.filter((name) => wanted.has(name)))
        const found = hits.slice(0, limit).map(({ subject, matches }) => ({
          subject,
          values: [
            ...matches.map((at) => ({ at, isMatch: true })),
            ...memory
              .of(subject)
              .filter((at) => alsoShown.has(at.kind) && !matches.includes(at))
              .map((at) => ({ at, isMatch: false })),
          ],
        }))
        const shown = await show(asking, found)
        return E.isLeft(shown)
          ? shown
          : E.right({ people: shown.right, more: hits.length - found.length })
      },
    purge: (parts) => memory.drop(goneWith(parts)),
    close: () => {
      memory = rememberedPeople()
      through = '' as Position
      failed = 0
    },
  }
}
