import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Tagged } from './codec.js'
import type { LogEvent } from './event.js'
import type { UnreadableView, ViewStopped } from './fold.js'
import { beforeFirst, type Position, type StoreUnavailable, type ViewStore } from './ports.js'
import type { Fact, ViewRead } from './reaction.js'
import type { Runner, RunnerClosed, Superseded, UnknownView } from './runner.js'
import type { AnyView } from './view.js'

/** An event that concerns a reaction, and what the reaction must know about it. */
export interface Asked {
  readonly recorded: LogEvent<Tagged>
  readonly reads: Readonly<Record<string, ViewRead>>
}

/** The facts of several events, by view and key. */
export type LoadedFacts = ReadonlyMap<string, Fact<unknown>>

/** Why the facts cannot be had. */
export type FactsError =
  | UnreadableView
  | ViewStopped
  | Superseded
  | UnknownView
  | RunnerClosed
  | StoreUnavailable

const factKey = (view: string, key: string): string => `${view} ${key}`

/** Loads what the events of a page ask for: each view once, at least as fresh as the last of the events, or as said. */
export const loadFacts = async (
  views: ViewStore,
  runner: Runner,
  keptViews: ReadonlyMap<string, AnyView>,
  asked: ReadonlyArray<Asked>,
  until: Position = asked.at(-1)?.recorded.position ?? beforeFirst,
): Promise<Either<FactsError, LoadedFacts>> => {
  const facts = new Map<string, Fact<unknown>>()
  const reads = asked.flatMap((one) => Object.values(one.reads))
  for (const name of new Set(reads.map(({ of }) => of.name))) {
    const view = keptViews.get(name)
    if (view === undefined) return E.left({ _tag: 'UnknownView', view: name })
    const standing = await runner.atLeast(name, until)()
    if (E.isLeft(standing)) return standing
    const keys = [...new Set(reads.filter(({ of }) => of.name === name).map(({ key }) => key))]
    const loaded = await views.load(standing.right.table, keys)()
    if (E.isLeft(loaded)) {
      if (loaded.left.reason === 'table-gone') await runner.lookAgain(standing.right.table)
      return loaded
    }
    for (const [index, text] of loaded.right.entries()) {
      const key = keys[index] as string
      const value = text === undefined ? E.right(undefined) : view.decode(text)
      if (E.isLeft(value)) {
        return E.left({ _tag: 'UnreadableView', view: name, key, problems: value.left })
      }
      facts.set(factKey(name, key), { value: value.right, asOf: standing.right.position })
    }
  }
  return E.right(facts)
}

/** The facts of one event under the names that its reaction gave them. */
export const factsFor = (
  { reads }: Asked,
  facts: LoadedFacts,
): Readonly<Record<string, Fact<unknown>>> =>
  Object.fromEntries(
    Object.entries(reads).map(([member, { of, key }]) => [
      member,
      facts.get(factKey(of.name, key)) as Fact<unknown>,
    ]),
  )
