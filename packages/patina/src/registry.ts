import {
  type AnyCapability,
  type AnyReaction,
  type AnyView,
  type EventReader,
  type People,
  reactionTable,
  type Tagged,
} from '@patina/eventsourcing'
import { inPlace } from '@patina/privacy'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'

/** Two capabilities claim the same name, or something is wanted that nobody offers. */
export interface CapabilitiesClash {
  readonly _tag: 'CapabilitiesClash'
  readonly clashes: ReadonlyArray<Clash>
}

/** One such: what kind of name, and which. */
export interface Clash {
  readonly kind:
    | 'capability named twice'
    | 'command named twice'
    | 'event named twice'
    | 'view named twice'
    | 'reaction named twice'
    | 'event type that no capability has'
    | 'reaction that comes after itself'
    | 'who is one person said twice'
  readonly name: string
}

/** Everything that the capabilities offer, by name. */
export interface Registry {
  readonly byCommand: ReadonlyMap<string, AnyCapability>
  readonly readers: Readonly<Record<string, EventReader<Tagged>>>
  readonly views: ReadonlyMap<string, AnyView>
  readonly reactions: ReadonlyArray<AnyReaction>
  readonly people: People | undefined
}

const twice = (kind: Clash['kind'], names: ReadonlyArray<string>): ReadonlyArray<Clash> =>
  names.filter((name, index) => names.indexOf(name) !== index).map((name) => ({ kind, name }))

// Whether a reaction waits for another one, at once or through others. Those that wait for each other wait for ever.
const isAfter = (
  reactions: ReadonlyArray<AnyReaction>,
  name: string,
  wanted: string,
  seen: ReadonlyArray<string> = [],
): boolean =>
  (reactions.find((one) => one.name === name)?.after ?? []).some(
    (before) =>
      before === wanted ||
      (!seen.includes(before) && isAfter(reactions, before, wanted, [...seen, before])),
  )

/** Folds capabilities into one registry, or tells every clash between them. */
export const register = (
  capabilities: ReadonlyArray<AnyCapability>,
): Either<CapabilitiesClash, Registry> => {
  const views = capabilities.flatMap((capability) => capability.views)
  const reactions = capabilities.flatMap((capability) => capability.reactions)
  const eventTypes = capabilities.flatMap(({ events }) => Object.keys(events))
  const wanted = [...views, ...reactions].flatMap(({ types }) => types)
  const people = capabilities.filter((one) => one.people !== undefined)
  const clashes = [
    ...twice(
      'capability named twice',
      capabilities.map(({ name }) => name),
    ),
    ...twice(
      'command named twice',
      capabilities.flatMap(({ commands }) => Object.keys(commands)),
    ),
    ...twice('event named twice', eventTypes),
    // A reaction keeps its place in a table of the same kind.
    ...twice('view named twice', [
      ...views.map(({ name }) => name),
      ...new Set(reactions.map(({ name }) => reactionTable(name).name)),
    ]),
    ...twice(
      'reaction named twice',
      reactions.map(({ name }) => name),
    ),
    ...[...new Set(wanted)]
      .filter((type) => !eventTypes.includes(type))
      .map((name): Clash => ({ kind: 'event type that no capability has', name })),
    ...reactions
      .filter(({ name }) => isAfter(reactions, name, name))
      .map(({ name }): Clash => ({ kind: 'reaction that comes after itself', name })),
    ...people.slice(1).map(({ name }): Clash => ({ kind: 'who is one person said twice', name })),
  ]
  if (clashes.length > 0) return E.left({ _tag: 'CapabilitiesClash', clashes })
  return E.right({
    byCommand: new Map(
      capabilities.flatMap((one) => Object.keys(one.commands).map((type) => [type, one] as const)),
    ),
    readers: Object.fromEntries(
      capabilities.flatMap(({ events }) =>
        Object.entries(events).map(([type, reader]) => [type, inPlace(reader)]),
      ),
    ),
    views: new Map(views.map((one) => [one.name, one])),
    reactions,
    people: people[0]?.people,
  })
}
