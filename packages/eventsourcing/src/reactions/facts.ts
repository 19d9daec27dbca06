import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Tagged } from '../events/codec.js'
import type { LogEvent } from '../events/event.js'
import type { AheadOfLog } from '../outage.js'
import { beforeFirst, type Position, type StoreUnavailable } from '../ports.js'
import type { UnreadableView, ViewStopped } from '../views/folded-table.js'
import type { Runner, RunnerClosed, Superseded, UnknownView } from '../views/standing.js'
import type { Fact, ViewRead } from './reaction.js'

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
  | AheadOfLog
  | StoreUnavailable

const factKey = (view: string, key: string): string => `${view} ${key}`

/** Loads what the events of a page ask for: each view once, at least as fresh as the last of the events, or as said. */
export const loadFacts = async (
  runner: Pick<Runner, 'inMemory'>,
  asked: ReadonlyArray<Asked>,
  until: Position = asked.at(-1)?.recorded.position ?? beforeFirst,
): Promise<Either<FactsError, LoadedFacts>> => {
  const facts = new Map<string, Fact<unknown>>()
  const reads = asked.flatMap((one) => Object.values(one.reads))
  for (const name of new Set(reads.map(({ of }) => of.name))) {
    const keys = [...new Set(reads.filter(({ of }) => of.name === name).map(({ key }) => key))]
    const found = await runner.inMemory(name, until, keys)()
    if (E.isLeft(found)) return found
    const { views, position: asOf } = found.right
    for (const [index, value] of views.entries()) {
      facts.set(factKey(name, keys[index] as string), { value, asOf })
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
