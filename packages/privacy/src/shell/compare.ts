// What a comparison of people reads: many sealed values, opened for somebody, on the record like any other.
import * as E from 'fp-ts/lib/Either.js'
import type { RowToCompare } from '../comparison.js'
import { type AnyPersonal, contentOf } from '../personal.js'
import type { Asking, Purpose } from '../purpose.js'
import type { VaultError } from './errors.js'
import {
  type Denied,
  mostPeople,
  type NotRecorded,
  type Opener,
  type Openings,
  type PersonalFields,
} from './open.js'

/** How many values were read, and how many could not be. */
export interface Coverage {
  readonly opened: number
  /** Nobody can read them any more. */
  readonly erased: number
  /** A guard forbids them for this purpose at the moment. */
  readonly denied: number
  /** The key or the value is not as it was written. */
  readonly failed: number
}

/** What was made of the rows of each person, by id. */
export interface RowsRead<Part> {
  readonly people: ReadonlyMap<string, ReadonlyArray<Part>>
  readonly coverage: Coverage
}

type Answer = E.Either<
  { readonly _tag: string },
  { readonly _tag: string; readonly value?: unknown }
>

const outcomeOf = (answer: Answer): keyof Coverage => {
  if (E.isLeft(answer)) return answer.left._tag === 'Denied' ? 'denied' : 'failed'
  return answer.right._tag === 'Value' ? 'opened' : 'erased'
}

/** Opens rows for a comparison. A kind that the purpose does not name is not asked for: it is compared by nothing. */
export const openRows =
  (opener: Opener, purposes: ReadonlyArray<Purpose>) =>
  async <Part>(
    asking: Asking,
    rows: ReadonlyArray<RowToCompare<Part>>,
  ): Promise<E.Either<Denied | VaultError | NotRecorded, RowsRead<Part>>> => {
    const purpose = purposes.find(({ name }) => name === asking.purpose)
    if (purpose === undefined || !purpose.roles.includes(asking.role)) {
      // The opener refuses, and puts the refusal on the record.
      const refused = await opener.openAll(asking, [])()
      return E.map(() => ({ people: new Map(), coverage: nothing }))(refused)
    }
    const isAllowed = (value: AnyPersonal): boolean =>
      purpose.kinds.includes(contentOf(value)?.kind.name ?? '')
    const bySubject = new Map<string, RowToCompare<Part>[]>()
    for (const row of rows) {
      const known = bySubject.get(row.subject)
      if (known === undefined) bySubject.set(row.subject, [row])
      else known.push(row)
    }
    const all = [...bySubject]
    const people = new Map<string, ReadonlyArray<Part>>()
    const coverage = { ...nothing }
    for (let from = 0; from < all.length; from += mostPeople) {
      const page = all.slice(from, from + mostPeople)
      const opened = await opener.openAll<PersonalFields>(
        asking,
        page.map(([subject, ofThem]) => ({
          subjects: [subject],
          fields: Object.fromEntries(
            ofThem.flatMap(({ values }, row) =>
              values.flatMap((value, at) => (isAllowed(value) ? [[`${row} ${at}`, value]] : [])),
            ),
          ),
        })),
      )()
      if (E.isLeft(opened)) return opened
      for (const [person, [subject, ofThem]] of page.entries()) {
        const answers = (opened.right[person] ?? {}) as Openings<Record<string, never>>
        const valueAt = (name: string): unknown => {
          const answer = answers[name] as Answer | undefined
          if (answer === undefined) return undefined
          const outcome = outcomeOf(answer)
          coverage[outcome]++
          return outcome === 'opened' && E.isRight(answer) ? answer.right.value : undefined
        }
        people.set(
          subject,
          ofThem.map(({ values, read }, row) =>
            read(values.map((_, at) => valueAt(`${row} ${at}`))),
          ),
        )
      }
    }
    return E.right({ people, coverage })
  }

const nothing: Coverage = { opened: 0, erased: 0, denied: 0, failed: 0 }
