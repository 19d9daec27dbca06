import {
  type Context,
  decodeWith,
  type EventStore,
  type HandleError,
  newId,
  type Problem,
  type Receipt,
  valueAt,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { AccessCommand } from '../access/commands.js'
import { type Envelope, isEnvelope, isSameEnvelope } from '../envelope.js'
import { type AnyKind, codecOf } from '../kind.js'
import { type AnyPersonal, contentOf, type Personal } from '../personal.js'
import type { Asking, Purpose, Question, Rule } from '../purpose.js'
import { openText } from './cipher.js'
import type { OpeningError, SealError, VaultError } from './errors.js'
import type { DeadKey, FoundKey, KeyVault, UsableKey } from './key-vault.js'

/** It opened. */
export interface Value<A> {
  readonly _tag: 'Value'
  readonly value: A
}

/** It will never open again, and the log says why. */
export interface Erased {
  readonly _tag: 'Erased'
  readonly at: string
  readonly why: string
  readonly erasureId: string
}

/** The purpose, the role or the person does not allow it. It is recorded. */
export interface Denied {
  readonly _tag: 'Denied'
  readonly rule: Rule
  /** The kind of the value, where the rule is about it. */
  readonly kind?: string
}

/** The opening could not be recorded, so nothing is handed out. */
export interface NotRecorded {
  readonly _tag: 'NotRecorded'
  readonly error: HandleError | SealError
}

/** Fields by name, some of which may be absent. */
export type PersonalFields = Readonly<Record<string, AnyPersonal | undefined>>

/** What became of each field: the value, that it is erased, or why it does not open. */
export type Openings<Fields> = {
  readonly [K in keyof Fields]: undefined extends Fields[K]
    ? Opening<NonNullable<Fields[K]>> | undefined
    : Opening<Fields[K]>
}

/** What became of one field. */
export type Opening<Field> =
  Field extends Personal<infer A> ? E.Either<OpeningError | Denied, Value<A> | Erased> : never

/** Fields of one person. */
export interface PersonToOpen<Fields extends PersonalFields> {
  /** Whose the fields may be: the ids of the person, all that belong together. */
  readonly subjects: ReadonlyArray<string>
  readonly fields: Fields
}

/** Opens personal values for somebody who says who they are and what for. */
export interface Opener {
  /** Up to 500 people in one entry of the access log. Answers in their order. */
  readonly openAll: <Fields extends PersonalFields>(
    asking: Asking,
    people: ReadonlyArray<PersonToOpen<Fields>>,
  ) => TaskEither<Denied | VaultError | NotRecorded, ReadonlyArray<Openings<Fields>>>
  /** The same for one person. */
  readonly open: <Fields extends PersonalFields>(
    asking: Asking,
    person: PersonToOpen<Fields>,
  ) => TaskEither<Denied | VaultError | NotRecorded, Openings<Fields>>
}

/** What opening needs of the world. */
export interface OpenerShell {
  readonly vault: KeyVault
  readonly store: EventStore
  /** Carries out a command of the access log. */
  readonly record: (
    command: AccessCommand,
    context: Context,
  ) => TaskEither<HandleError | SealError, Receipt>
  readonly purposes: ReadonlyArray<Purpose>
  /** What forbids an answer now, if anything does. By default nothing but the purpose. */
  readonly forbids?: (question: Question) => TaskEither<VaultError, Rule | undefined>
}

/** How many people may be opened at once: one entry of the access log names them all. */
export const mostPeople = 500
const streamPage = 500

const tampered: OpeningError = { _tag: 'Tampered' }
const misplaced: OpeningError = { _tag: 'Misplaced' }

/**
 * Whether this very envelope stands in the log where it says that it does. Only then may it be called erased: else who
 * writes the name of a dead key into a view could make a value vanish.
 */
const standsInLog = async (
  store: EventStore,
  envelope: Envelope,
): Promise<E.Either<VaultError, boolean>> => {
  const stream = envelope.stream as Parameters<EventStore['readStream']>[0]
  let after = -1
  for (;;) {
    const page = await store.readStream(stream, after, streamPage)()
    if (E.isLeft(page)) return E.left({ _tag: 'VaultBehindLog', reason: page.left.reason })
    const event = page.right.events.find(({ id }) => id === envelope.event)
    if (event !== undefined) {
      let data: unknown
      try {
        data = JSON.parse(event.data)
      } catch {
        return E.right(false)
      }
      const found = valueAt(data, envelope.path)
      return E.right(isEnvelope(found) && isSameEnvelope(found, envelope))
    }
    if (page.right.isEnd) return E.right(false)
    after = page.right.next
  }
}

type One = E.Either<OpeningError | Denied, Value<unknown> | Erased>

const withoutWords = ({ path, expected }: Problem): Problem => ({
  path,
  expected,
  found: 'a value of another shape',
})

const openWith = (
  logId: string,
  kind: AnyKind,
  envelope: Envelope,
  { key }: UsableKey,
): E.Either<OpeningError, Value<unknown>> => {
  const text = openText(logId, key, envelope)
  if (text === undefined) return E.left(tampered)
  const codec = codecOf(kind, envelope.kind)
  if (codec === undefined) return E.left(misplaced)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return E.left({ _tag: 'Unreadable', problems: [] })
  }
  const decoded = decodeWith(codec)(json)
  return E.isLeft(decoded)
    ? E.left({ _tag: 'Unreadable', problems: decoded.left.map(withoutWords) })
    : E.right({ _tag: 'Value', value: decoded.right as unknown })
}

const erasedOr = async (
  store: EventStore,
  envelope: Envelope,
  { fenced }: DeadKey,
): Promise<One> => {
  const stands = await standsInLog(store, envelope)
  if (E.isLeft(stands)) return stands
  const { erasureId, why, at } = fenced
  return stands.right ? E.right({ _tag: 'Erased', at, why, erasureId }) : E.left(tampered)
}

// What is found, in the order in which it is looked for: whose key it is goes before everything that the key could do.
const openOne = (
  { store, vault }: OpenerShell,
  subjects: ReadonlyArray<string>,
  kind: AnyKind,
  envelope: Envelope,
  found: FoundKey,
): One | Promise<One> => {
  if (found._tag !== 'UsableKey' && found._tag !== 'DeadKey') return E.left(found)
  const isTheirs = found.unit === undefined || subjects.includes(found.unit.subject)
  if (!isTheirs || codecOf(kind, envelope.kind) === undefined) return E.left(misplaced)
  return found._tag === 'DeadKey'
    ? erasedOr(store, envelope, found)
    : openWith(vault.logId, kind, envelope, found)
}

interface Wanted {
  readonly person: number
  readonly name: string
  readonly kind: AnyKind
  readonly envelope: Envelope | undefined
}

const wantedOf = (people: ReadonlyArray<PersonToOpen<PersonalFields>>): ReadonlyArray<Wanted> =>
  people.flatMap(({ fields }, person) =>
    Object.entries(fields).flatMap(([name, field]): ReadonlyArray<Wanted> => {
      const content = contentOf(field)
      if (content === undefined) return []
      const { kind } = content
      const envelope = content._tag === 'Sealed' ? content.envelope : undefined
      return [{ person, name, kind, envelope }]
    }),
  )

const keyOfQuestion = ({ subjects, kind, eventId }: Question): string =>
  JSON.stringify([subjects, kind, eventId])

/** Opens personal values: for a purpose, on the record, and each with its own result. */
export const opener = (shell: OpenerShell): Opener => {
  const { vault, record, purposes, forbids } = shell
  const purposeOf = new Map(purposes.map((purpose) => [purpose.name, purpose]))

  const contextOf = ({ actor, purpose }: Asking): Context => ({
    commandId: newId(),
    actor,
    purpose,
  })

  const entryOf = (
    asking: Asking,
    people: ReadonlyArray<PersonToOpen<PersonalFields>>,
    wanted: ReadonlyArray<Wanted>,
  ) => ({
    accessId: newId(),
    ...asking,
    // Every id of theirs: whose record a value is of stands in its key, and is known when the entry is written already.
    subjects: [...new Set(people.flatMap(({ subjects }) => subjects))],
    kinds: [...new Set(wanted.map(({ kind }) => kind.name))].sort(),
  })

  const deny = async (
    asking: Asking,
    people: ReadonlyArray<PersonToOpen<PersonalFields>>,
    wanted: ReadonlyArray<Wanted>,
    rules: ReadonlyArray<Rule>,
  ): Promise<E.Either<NotRecorded, void>> => {
    const entry = entryOf(asking, people, wanted)
    const recorded = await record({ type: 'RecordDenial', ...entry, rules }, contextOf(asking))()
    return E.isLeft(recorded)
      ? E.left({ _tag: 'NotRecorded', error: recorded.left })
      : E.right(undefined)
  }

  // What forbids each value, by its place in the list.
  const rulesFor = async (
    asking: Asking,
    purpose: Purpose,
    people: ReadonlyArray<PersonToOpen<PersonalFields>>,
    wanted: ReadonlyArray<Wanted>,
  ): Promise<E.Either<VaultError, ReadonlyMap<number, Rule>>> => {
    const rules = new Map<number, Rule>()
    // An object of its own, so that who answers can tell the questions of this opening from those of the next.
    const asked = { ...asking }
    const answered = new Map<string, Rule | undefined>()
    for (const [index, { person, kind, envelope }] of wanted.entries()) {
      if (!purpose.kinds.includes(kind.name)) {
        rules.set(index, 'kind')
        continue
      }
      if (forbids === undefined) continue
      const question = {
        asking: asked,
        subjects: people[person]?.subjects ?? [],
        kind: kind.name,
        ...(envelope === undefined ? {} : { eventId: envelope.event }),
      }
      const key = keyOfQuestion(question)
      if (!answered.has(key)) {
        const answer = await forbids(question)()
        if (E.isLeft(answer)) return answer
        answered.set(key, answer.right)
      }
      const rule = answered.get(key)
      if (rule !== undefined) rules.set(index, rule)
    }
    return E.right(rules)
  }

  const openAll = async (
    asking: Asking,
    people: ReadonlyArray<PersonToOpen<PersonalFields>>,
  ): Promise<
    E.Either<Denied | VaultError | NotRecorded, ReadonlyArray<Readonly<Record<string, One>>>>
  > => {
    if (people.length > mostPeople) {
      throw new RangeError(`at most ${mostPeople} people are opened at once`)
    }
    const wanted = wantedOf(people)
    const purpose = purposeOf.get(asking.purpose)
    if (purpose === undefined || !purpose.roles.includes(asking.role)) {
      const rule = purpose === undefined ? 'unknown-purpose' : 'role'
      const denied = await deny(asking, people, wanted, [rule])
      return E.isLeft(denied) ? denied : E.left({ _tag: 'Denied', rule })
    }
    const rules = await rulesFor(asking, purpose, people, wanted)
    if (E.isLeft(rules)) return rules
    if (rules.right.size > 0) {
      const refused = wanted.filter((_, index) => rules.right.has(index))
      const denied = await deny(asking, people, refused, [...new Set(rules.right.values())])
      if (E.isLeft(denied)) return denied
    }
    const allowed = wanted.filter((_, index) => !rules.right.has(index))
    const names = allowed.flatMap(({ envelope }) => (envelope === undefined ? [] : [envelope.key]))
    const keys = await vault.openingKeys([...new Set(names)])()
    if (E.isLeft(keys)) return keys

    const results: Record<string, One>[] = people.map(() => ({}))
    const counts = { opened: 0, erased: 0, failed: 0 }
    for (const [index, { person, name, kind, envelope }] of wanted.entries()) {
      const rule = rules.right.get(index)
      const opening =
        rule !== undefined
          ? E.left<Denied>({ _tag: 'Denied', rule, kind: kind.name })
          : envelope === undefined
            ? E.left<OpeningError>({ _tag: 'NotSealedYet' })
            : openOne(
                shell,
                people[person]?.subjects ?? [],
                kind,
                envelope,
                keys.right.get(envelope.key) ?? { _tag: 'UnknownKey', keyId: envelope.key },
              )
      // Only what is erased is looked up in the log: a wait for each of thousands of values would cost more than opening it.
      const result = opening instanceof Promise ? await opening : opening
      ;(results[person] as Record<string, One>)[name] = result
      if (rule !== undefined) continue
      if (E.isLeft(result)) counts.failed++
      else counts[result.right._tag === 'Value' ? 'opened' : 'erased']++
    }
    if (allowed.length > 0) {
      const entry = entryOf(asking, people, allowed)
      const recorded = await record(
        { type: 'RecordAccess', ...entry, outcome: counts },
        contextOf(asking),
      )()
      if (E.isLeft(recorded)) return E.left({ _tag: 'NotRecorded', error: recorded.left })
    }
    return E.right(results)
  }

  return {
    openAll: (asking, people) => () =>
      openAll(asking, people) as Promise<E.Either<Denied | VaultError | NotRecorded, never>>,
    open: (asking, person) => async () => {
      const opened = await openAll(asking, [person])
      return E.map(([only]: ReadonlyArray<Readonly<Record<string, One>>>) => only as never)(opened)
    },
  }
}
