import { below, type Placing, type Seal, type Tagged } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type AnyKind, labelOf } from '../kind.js'
import { type Clear, close, contentOf } from '../personal.js'
import { scopeOf } from '../retention.js'
import { sealText } from './cipher.js'
import type { AlreadySealed, ReservedMember, ScopeUnusable, SealError } from './errors.js'
import type { KeyVault, UsableKey } from './key-vault.js'
import type { Unit } from './vault-rows.js'

interface Found {
  readonly clear: Clear
  readonly path: string
  readonly eventId: string
  readonly eventType: string
  readonly unit: Unit
}

/** A value in the clear that is about to be sealed, and where. */
export interface AboutToSeal {
  readonly kind: AnyKind
  readonly value: unknown
  readonly path: string
  readonly eventId: string
  readonly eventType: string
  readonly unit: Unit
}

/** Asked before anything is sealed. Left: why nothing may be, and so nothing is appended. */
export type BeforeSealing = (
  at: Placing,
  values: ReadonlyArray<AboutToSeal>,
) => TE.TaskEither<SealError, void>

type Refusal = AlreadySealed | ReservedMember | ScopeUnusable

// Where in an event the walk is: printed only if something is there, for almost every event holds nothing personal.
interface Place {
  readonly above: Place | undefined
  readonly name: string
}

const pathOf = (place: Place | undefined): string =>
  place === undefined ? '' : below(pathOf(place.above), place.name)

// The clear values of an event in the order of the walk, or why it cannot be stored.
const collect = (
  value: object,
  place: Place | undefined,
  visit: (clear: Clear, path: string) => Refusal | undefined,
  eventType: string,
): Refusal | undefined => {
  const content = contentOf(value)
  if (content !== undefined) {
    const path = pathOf(place)
    return content._tag === 'Clear'
      ? visit(content, path)
      : { _tag: 'AlreadySealed', eventType, path }
  }
  if (!Array.isArray(value) && Object.hasOwn(value, 'sealed')) {
    return { _tag: 'ReservedMember', eventType, path: below(pathOf(place), 'sealed') }
  }
  for (const name in value) {
    const member: unknown = (value as Readonly<Record<string, unknown>>)[name]
    if (typeof member !== 'object' || member === null) continue
    const refusal = collect(member, { above: place, name }, visit, eventType)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

// The same value with each clear one replaced, in the order of the same walk. What holds none is shared, not copied.
const replace = (value: unknown, next: () => object): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (contentOf(value) !== undefined) return next()
  if (Array.isArray(value)) return value.map((member) => replace(member, next))
  const replaced: Record<string, unknown> = {}
  for (const name in value) {
    replaced[name] = replace((value as Readonly<Record<string, unknown>>)[name], next)
  }
  return replaced
}

const sealed = (logId: string, stream: string, found: Found, key: UsableKey): object => {
  const { clear, eventId, path } = found
  const { kind } = clear
  const text = JSON.stringify(kind.codec.encode(clear.value))
  const place = { stream, event: eventId, path, kind: labelOf(kind) }
  const envelope = sealText(logId, key, place, kind.bucket, text)
  return close({ _tag: 'Sealed', kind, envelope, sealedAs: clear.class })
}

// What a row of the vault can be found by.
const isUsable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

// The clear values of decided events, each with its place and the unit that its key will be for.
const clearIn = (
  { stream, ids, occurredAt, at: decidedAt }: Placing,
  events: ReadonlyArray<Tagged>,
): E.Either<Refusal, ReadonlyArray<Found>> => {
  const found: Found[] = []
  for (const [index, event] of events.entries()) {
    const eventId = ids[index] as string
    const visit = (clear: Clear, path: string): Refusal | undefined => {
      const { subject, class: of } = clear
      const scope = scopeOf(of, { named: clear.scope, stream, eventId, occurredAt, at: decidedAt })
      if (!isUsable(subject) || !isUsable(scope)) {
        return { _tag: 'ScopeUnusable', eventType: event.type, path }
      }
      found.push({
        clear,
        path,
        eventId,
        eventType: event.type,
        unit: { subject, class: of, scope },
      })
      return undefined
    }
    const refusal = collect(event, undefined, visit, event.type)
    if (refusal !== undefined) return E.left(refusal)
  }
  return E.right(found)
}

/**
 * Seals the personal values of decided events before they are stored: each under the key of its person, retention class
 * and scope, bound to the place where it will stand. Without keys nothing is sealed, and so nothing appended. `before` is
 * asked first, with the clear values, and may refuse.
 */
export const sealing =
  (vault: KeyVault, before?: BeforeSealing): Seal<SealError> =>
  (at, events) => {
    const clear = clearIn(at, events)
    if (E.isLeft(clear)) return TE.left(clear.left)
    const found = clear.right
    if (found.length === 0) return TE.right(events)
    const seal = TE.map((keys: ReadonlyArray<UsableKey>) => {
      let next = 0
      return events.map((event) =>
        replace(event, () => {
          const index = next++
          return sealed(vault.logId, at.stream, found[index] as Found, keys[index] as UsableKey)
        }),
      ) as unknown as typeof events
    })
    const sealAll = () => seal(vault.sealingKeys(found.map(({ unit }) => unit)))
    return before === undefined
      ? sealAll()
      : TE.flatMap<void, SealError, typeof events>(sealAll)(
          before(
            at,
            found.map(({ clear: { kind, value }, ...place }) => ({ ...place, kind, value })),
          ),
        )
  }

/** Seals nothing: events without personal values pass, others are refused. For an application without a vault. */
export const sealingWithoutVault: Seal<SealError> = (_, events) => {
  const found: string[] = []
  const visit = (_clear: Clear, path: string): undefined => {
    found.push(path)
  }
  for (const event of events) {
    const refusal = collect(event, undefined, visit, event.type)
    if (refusal !== undefined) return TE.left(refusal)
  }
  return found.length > 0
    ? TE.left({ _tag: 'VaultUnavailable', reason: 'no-vault' })
    : TE.right(events)
}
