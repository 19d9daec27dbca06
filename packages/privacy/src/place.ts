// Where sealed values stand. Each names its place; a reader that compares finds one that was moved, and needs no key.
import { below, type EventReader, type EventTexts, type Problem } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import { type Envelope, problemsOfEnvelope } from './envelope.js'

/** Where an event is stored. */
export interface StoredPlace {
  readonly stream: string
  readonly id: string
}

// One list for all that hold none: every event of a log is asked, and almost every one holds none.
const none: ReadonlyArray<Problem> = []

// Nothing in the text can be a member `sealed` unless the word is there, or a character is written as its number.
const mayHoldEnvelopes = (text: string): boolean => text.includes('sealed') || text.includes('\\u')

const check = (value: object, path: string, at: StoredPlace, problems: Problem[]): void => {
  if (!Array.isArray(value) && Object.hasOwn(value, 'sealed')) {
    const wrong = problemsOfEnvelope(path, value)
    if (wrong.length > 0) {
      problems.push(...wrong)
      return
    }
    const { stream, event, path: carried } = value as Envelope
    if (stream !== at.stream || event !== at.id || carried !== path) {
      problems.push({
        path,
        expected: 'a value that was sealed for this place',
        found: 'one that was sealed for another place',
      })
    }
    return
  }
  for (const name of Object.keys(value)) {
    const member = (value as Readonly<Record<string, unknown>>)[name]
    if (typeof member === 'object' && member !== null) {
      check(member, below(path, name), at, problems)
    }
  }
}

/**
 * The sealed values in the data of an event that were sealed for another place, and whatever looks like a sealed value
 * and is none. `text` is the data as it is stored, `data` what it parses to. Empty: all stand where they belong.
 */
export const misplacedIn = (
  text: string,
  data: object,
  at: StoredPlace,
): ReadonlyArray<Problem> => {
  if (!mayHoldEnvelopes(text)) return none
  const problems: Problem[] = []
  check(data, '', at, problems)
  return problems
}

/** What has an event decoded: its readers, or its codec. */
interface Reads<Event> {
  readonly decode: EventReader<Event>['decode']
  readonly upcast?: EventReader<Event>['upcast']
}

/**
 * The same reader or codec, which refuses an event with a sealed value that was moved. It compares the event as it is
 * stored, before it is upcast, and needs no key.
 */
export const inPlace = <Event, Reader extends Reads<Event>>(reader: Reader): Reader => {
  const { decode, upcast } = reader
  // What does not come from a log stands nowhere yet.
  const wrong = (data: unknown, stored: EventTexts | undefined): ReadonlyArray<Problem> =>
    stored === undefined ? none : misplacedIn(stored.data, data as object, stored)
  return {
    ...reader,
    decode: (data, stored) => {
      const problems = wrong(data, stored)
      return problems.length > 0 ? E.left(problems) : decode(data, stored)
    },
    ...(upcast === undefined
      ? {}
      : {
          upcast: (version, data, stored) => {
            const problems = wrong(data, stored)
            return problems.length > 0 ? E.left(problems) : upcast(version, data, stored)
          },
        }),
  }
}
