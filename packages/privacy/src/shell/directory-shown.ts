// What a search shows is read from the log and opened anew: on the record, for whoever asks, and as the log stands now.
import {
  canonical,
  decodeStored,
  type EventReaders,
  type EventStore,
  type StoreUnavailable,
  type Tagged,
  type UnreadableEvent,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { AnyPersonal } from '../personal.js'
import type { Asking } from '../purpose.js'
import type { Remembered } from './directory-memory.js'
import type { VaultError } from './errors.js'
import type { Denied, NotRecorded, Opener, Openings, PersonalFields } from './open.js'
import { valuesIn } from './values-in-log.js'

/** What of a person was found: a value of a kind, and whether it is what was searched for. */
export interface ShownValue {
  readonly kind: string
  readonly value: unknown
  readonly isMatch: boolean
}

/** A person who was found, with the values that somebody gets to see. */
export interface PersonFound {
  readonly subject: string
  readonly values: ReadonlyArray<ShownValue>
}

/** A person to show: what matches, then what is shown besides. */
export interface PersonToShow {
  readonly subject: string
  readonly values: ReadonlyArray<{ readonly at: Remembered; readonly isMatch: boolean }>
}

/** Why nothing can be shown. */
export type ShowingError = Denied | VaultError | NotRecorded | StoreUnavailable | UnreadableEvent

/** What showing needs. */
export interface ShowingShell {
  readonly store: EventStore
  readonly readers: EventReaders<Tagged>
  readonly opener: Opener
}

/** Shows people. One of whom nothing that matches opens is left out: it was erased a moment ago, or may not be seen. */
export const showing = ({ store, readers, opener }: ShowingShell) => {
  const decode = decodeStored(readers)

  const sealedAt = async ({
    stream,
    revision,
    path,
    kind,
  }: Remembered): Promise<
    E.Either<StoreUnavailable | UnreadableEvent, AnyPersonal | undefined>
  > => {
    const page = await store.readStream(stream, revision - 1, 1)()
    if (E.isLeft(page)) return page
    for (const stored of page.right.events) {
      const decoded = decode(stored)
      if (E.isLeft(decoded)) return decoded
      for (const { event } of decoded.right) {
        const found = valuesIn(event, new Set([kind])).find((one) => one.envelope.path === path)
        if (found !== undefined) return E.right(found.personal)
      }
    }
    return E.right(undefined)
  }

  return async (
    asking: Asking,
    people: ReadonlyArray<PersonToShow>,
  ): Promise<E.Either<ShowingError, ReadonlyArray<PersonFound>>> => {
    const toOpen = []
    for (const { subject, values } of people) {
      const fields: Record<string, AnyPersonal> = {}
      for (const [index, { at }] of values.entries()) {
        const sealed = await sealedAt(at)
        if (E.isLeft(sealed)) return sealed
        if (sealed.right !== undefined) fields[String(index)] = sealed.right
      }
      toOpen.push({ subjects: [subject], fields })
    }
    if (toOpen.length === 0) return E.right([])
    const opened = await opener.openAll<PersonalFields>(asking, toOpen)()
    if (E.isLeft(opened)) return opened
    const shown = people.map(({ subject, values }, person): PersonFound => {
      const answers = (opened.right[person] ?? {}) as Openings<Record<string, never>>
      const seen = values.flatMap(({ at, isMatch }, index): ReadonlyArray<ShownValue> => {
        const answer = answers[String(index)] as
          | E.Either<unknown, { readonly _tag: string; readonly value?: unknown }>
          | undefined
        return answer !== undefined && E.isRight(answer) && answer.right._tag === 'Value'
          ? [{ kind: at.kind, value: answer.right.value, isMatch }]
          : []
      })
      // A name that stands in several events is shown once.
      const said = seen.map(({ kind, value }) => `${kind} ${canonical(value)}`)
      return { subject, values: seen.filter((_, at) => said.indexOf(said[at] ?? '') === at) }
    })
    return E.right(shown.filter(({ values }) => values.some(({ isMatch }) => isMatch)))
  }
}
