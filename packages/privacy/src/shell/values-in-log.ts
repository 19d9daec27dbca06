// The sealed values of some kinds in events of the log, with whose they are: what the index of people and the directory are
// filled from.
import * as E from 'fp-ts/lib/Either.js'
import type { Envelope } from '../envelope.js'
import { type AnyPersonal, contentOf } from '../personal.js'
import type { Asking } from '../purpose.js'
import type { VaultError } from './errors.js'
import type { KeyVault } from './key-vault.js'
import {
  type Denied,
  mostPeople,
  type NotRecorded,
  type Opener,
  type Openings,
  type PersonalFields,
} from './open.js'
import type { Unit } from './vault-rows.js'

/** A sealed value as it stands in an event. */
export interface Found {
  readonly personal: AnyPersonal
  readonly envelope: Envelope
  /** The name of its kind. */
  readonly kind: string
}

/** A value with the unit that its key is for. */
export interface Owned extends Found {
  readonly unit: Unit
}

const collect = (value: unknown, kinds: ReadonlySet<string>, found: Found[]): void => {
  if (typeof value !== 'object' || value === null) return
  const content = contentOf(value)
  if (content === undefined) {
    for (const name in value) {
      collect((value as Readonly<Record<string, unknown>>)[name], kinds, found)
    }
    return
  }
  if (content._tag !== 'Sealed' || !kinds.has(content.kind.name)) return
  const { envelope, kind } = content
  found.push({ personal: value as AnyPersonal, envelope, kind: kind.name })
}

/** The values of these kinds in an event. */
export const valuesIn = (event: unknown, kinds: ReadonlySet<string>): ReadonlyArray<Found> => {
  const found: Found[] = []
  collect(event, kinds, found)
  return found
}

/** Whose each value is; `dead` for one whose key an erasure covers, `failed` for one whose key cannot be used. */
export const ownersOf = async (
  vault: KeyVault,
  found: ReadonlyArray<Found>,
): Promise<E.Either<VaultError, ReadonlyArray<Owned | 'dead' | 'failed'>>> => {
  const keyIds = new Set(found.map(({ envelope }) => envelope.key))
  if (keyIds.size === 0) return E.right([])
  const keys = await vault.openingKeys([...keyIds])()
  if (E.isLeft(keys)) return keys
  return E.right(
    found.map((one) => {
      const key = keys.right.get(one.envelope.key)
      if (key?._tag === 'UsableKey') return { ...one, unit: key.unit }
      return key?._tag === 'DeadKey' ? 'dead' : 'failed'
    }),
  )
}

/** What became of a value: its content, or why there is none. */
export type OpenedValue = { readonly value: unknown } | 'erased' | 'failed'

/** Opens values, each person's together, up to 500 people in one entry of the access log. Answers in their order. */
export const openOwned = async (
  opener: Opener,
  asking: Asking,
  values: ReadonlyArray<Owned>,
): Promise<E.Either<Denied | VaultError | NotRecorded, ReadonlyArray<OpenedValue>>> => {
  const bySubject = new Map<string, number[]>()
  for (const [at, { unit }] of values.entries()) {
    const places = bySubject.get(unit.subject)
    if (places === undefined) bySubject.set(unit.subject, [at])
    else places.push(at)
  }
  const people = [...bySubject].map(([subject, places]) => ({
    subjects: [subject],
    fields: Object.fromEntries(places.map((at) => [String(at), values[at]?.personal])),
  }))
  const results: OpenedValue[] = values.map(() => 'failed')
  for (let from = 0; from < people.length; from += mostPeople) {
    const opened = await opener.openAll<PersonalFields>(
      asking,
      people.slice(from, from + mostPeople),
    )()
    if (E.isLeft(opened)) return opened
    for (const answers of opened.right) {
      for (const [at, result] of Object.entries(answers as Openings<Record<string, never>>)) {
        const answer = result as E.Either<unknown, { _tag: string; value?: unknown }>
        if (E.isLeft(answer)) continue
        results[Number(at)] =
          answer.right._tag === 'Erased' ? 'erased' : { value: answer.right.value }
      }
    }
  }
  return E.right(results)
}

/** Two units are the same when their texts are. */
export const textOfUnit = ({ subject, class: of, scope }: Unit): string =>
  JSON.stringify([subject, of, scope])
