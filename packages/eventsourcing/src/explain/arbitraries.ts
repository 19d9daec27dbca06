// What the tests of explaining share: marks in books, and projections that are drawn at random.
import fc from 'fast-check'
import {
  type Instant,
  instantOf,
  type LogEvent,
  type Position,
  type Projection,
  streamName,
} from '../index.js'

export interface MarkMade {
  readonly type: 'MarkMade'
  readonly book: string
  readonly mark: number
}

export const bookIds = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`)

const day = (n: number): Instant => instantOf(Date.UTC(2026, 0, 1) + n * 86_400_000)

/** The log that these marks make: each in the stream of its book. */
export const logOfMarks = (
  marks: ReadonlyArray<readonly [book: string, mark: number]>,
): ReadonlyArray<LogEvent<MarkMade>> => {
  const revisions = new Map<string, number>()
  return marks.map(([book, mark], index) => {
    const revision = revisions.get(book) ?? 0
    revisions.set(book, revision + 1)
    const id = `10000000-0000-4000-8000-${`${book.at(-1)}${revision}`.padStart(12, '0')}`
    return {
      id,
      stream: streamName('book', book),
      revision,
      part: 0,
      event: { type: 'MarkMade', book, mark },
      metadata: {
        schemaVersion: 1,
        occurredAt: day(index),
        actor: 'clerk',
        correlationId: id,
        causationId: id,
        commandId: id,
      },
      recordedAt: day(index),
      position: String(index * 3).padStart(9, '0') as Position,
    }
  })
}

/** Any marks in these books. */
export const marksIn = (books: ReadonlyArray<string>, minLength: number, maxLength: number) =>
  fc.array(fc.tuple(fc.constantFrom(...books), fc.nat(3)), { minLength, maxLength })

export type Marks = Projection<string, number, MarkMade, number>

/** A projection that goes from one number to another at each mark, as a table of numbers says. */
export const marksBy = (table: ReadonlyArray<ReadonlyArray<number>>): Marks => ({
  name: 'marks',
  version: 3,
  types: ['MarkMade'],
  parts: ({ event }) => [[event.book, event.mark]],
  initial: () => 0,
  evolve: (before, mark) => table[before]?.[mark] ?? before,
})

/** Any such projection of four numbers: it may count, remember the last, alternate, stick, or nothing that has a name. */
export const anyMarks: fc.Arbitrary<Marks> = fc
  .array(fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 })
  .map(marksBy)

const parts = <A>(all: ReadonlyArray<A>, choice: number): ReadonlyArray<A> =>
  all.filter((_, place) => (choice & (1 << place)) !== 0)

/** The number of the same marks, without the code under test. */
export const numberOf = (
  { initial, evolve }: Marks,
  book: string,
  log: ReadonlyArray<LogEvent<MarkMade>>,
): number =>
  log
    .filter(({ event }) => event.book === book)
    .reduce((before, { event }) => evolve(before, event.mark), initial(book))

/** Every choice of some of these events that makes the same number: fewest first, of equally many the earliest. */
export const choicesThatDo = (
  marks: Marks,
  book: string,
  log: ReadonlyArray<LogEvent<MarkMade>>,
): ReadonlyArray<ReadonlyArray<LogEvent<MarkMade>>> => {
  const wanted = numberOf(marks, book, log)
  const places = (some: ReadonlyArray<LogEvent<MarkMade>>): string =>
    some.map((one) => one.position).join()
  return Array.from({ length: 2 ** log.length }, (_, choice) => parts(log, choice))
    .filter((some) => numberOf(marks, book, some) === wanted)
    .sort((a, b) => a.length - b.length || (places(a) < places(b) ? -1 : 1))
}
