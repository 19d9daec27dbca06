import type { AnyView, KeptView, People, ViewQuery } from '@patina/eventsourcing'
import type { Asking, Comparison, KnownPeople, Purpose, ViewToCompare } from '@patina/privacy'
import {
  type Coverage,
  type Denied,
  type NotRecorded,
  type Opener,
  openRows,
  type VaultError,
} from '@patina/privacy/shell'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Listed, ReadError, Reading } from './reading.js'

/** What was found, and in what it was looked for. */
export type Compared<Found> = Found & {
  /** How many people had a row in one of the views. */
  readonly people: number
  /** How many of their values were read, and how many could not be. */
  readonly values: Coverage
}

/** Compares the people of an application. */
export type ComparePeople = <Part, Options, Found extends object>(
  comparison: Comparison<Part, Options, Found>,
  asking: Asking,
  options?: Options,
) => TaskEither<ReadError | Denied | VaultError | NotRecorded, Compared<Found>>

/** What a comparison needs of the application around it. */
export interface ComparingShell {
  readonly people: People | undefined
  readonly views: ReadonlyMap<string, AnyView>
  readonly list: Reading['list']
  /** Absent where the application was opened without a vault: there is nothing to open then. */
  readonly opening:
    | { readonly opener: Opener; readonly purposes: ReadonlyArray<Purpose> }
    | undefined
}

const pageLimit = 500

/** Reads the views of a comparison page by page, opens them for whoever asks, and compares what it has read. */
export const comparingPeople = ({
  people,
  views,
  list,
  opening,
}: ComparingShell): ComparePeople => {
  // Every row of a view, a page at a time.
  const eachPage = async <Failure>(
    view: AnyView,
    take: (
      page: ReadonlyArray<Listed<string, unknown>>,
    ) => Either<Failure, void> | Promise<Either<Failure, void>>,
  ): Promise<Either<ReadError | Failure, void>> => {
    let afterKey: string | undefined
    for (;;) {
      const query: ViewQuery = {
        limit: pageLimit,
        ...(afterKey === undefined ? {} : { afterKey }),
      }
      const page = await list(view as KeptView<string, unknown, never>, query)()
      if (E.isLeft(page)) return page
      const taken = await take(page.right)
      if (E.isLeft(taken)) return taken
      if (page.right.length < pageLimit) return E.right(undefined)
      afterKey = page.right.at(-1)?.key
    }
  }

  const known = async (): Promise<Either<ReadError, KnownPeople>> => {
    const together = new Map<string, ReadonlyArray<string>>()
    const apart: (readonly [string, string])[] = []
    if (people === undefined) return E.right({ together: [], apart })
    const merged = await eachPage(people.view, (page) => {
      for (const { view } of page) {
        const { representative, members } = people.of(view)
        if (members.length > 1) together.set(representative, members)
      }
      return E.right(undefined)
    })
    if (E.isLeft(merged)) return merged
    const others = people.apart
    if (others !== undefined) {
      const looked = await eachPage(others.view, (page) => {
        for (const { key, view } of page) {
          for (const other of others.from(view)) if (key < other) apart.push([key, other])
        }
        return E.right(undefined)
      })
      if (E.isLeft(looked)) return looked
    }
    return E.right({ together: [...together.values()], apart })
  }

  return <Part, Options, Found extends object>(
    comparison: Comparison<Part, Options, Found>,
    asking: Asking,
    options: Options = {} as Options,
  ) =>
    async (): Promise<Either<ReadError | Denied | VaultError | NotRecorded, Compared<Found>>> => {
      if (opening === undefined) return E.left({ _tag: 'VaultUnavailable', reason: 'no-vault' })
      const open = openRows(opening.opener, opening.purposes)
      const allowed = await open(asking, [])
      if (E.isLeft(allowed)) return allowed
      const read = new Map<string, Part[]>()
      const values = { opened: 0, erased: 0, denied: 0, failed: 0 }
      const takeUp =
        ({ rowOf }: ViewToCompare<Part>) =>
        async (page: ReadonlyArray<Listed<string, unknown>>) => {
          const rows = page.flatMap(({ key, view }) => rowOf(key, view) ?? [])
          const opened = await open(asking, rows)
          if (E.isLeft(opened)) return opened
          for (const [subject, parts] of opened.right.people) {
            const before = read.get(subject)
            if (before === undefined) read.set(subject, [...parts])
            else before.push(...parts)
          }
          for (const outcome of ['opened', 'erased', 'denied', 'failed'] as const) {
            values[outcome] += opened.right.coverage[outcome]
          }
          return E.right(undefined)
        }
      for (const one of comparison.views) {
        const view = views.get(one.view)
        if (view === undefined) continue
        const taken = await eachPage(view, takeUp(one))
        if (E.isLeft(taken)) return taken
      }
      const who = await known()
      if (E.isLeft(who)) return who
      const found = comparison.find(read, who.right, options)
      return E.right({ ...found, people: read.size, values })
    }
}
