// A lending library: a small domain of its own, so that the laws are judged on projections that Patina's own domain knows
// nothing of. Every projection here is right, some of them in an odd way. It is one story, and as long as that.
import {
  type Branded,
  flag,
  integer,
  type LogEvent,
  list,
  optional,
  type Projection,
  record,
  refined,
  type Tagged,
  text,
  uuidCodec,
  type ViewSpec,
  view,
} from '@patina/eventsourcing'
import { type AnyKeptView, entriesOf, fewIds, type HistoryEntry } from '@patina/testing'
import fc from 'fast-check'
import * as t from 'io-ts'

export type ReaderId = Branded<string, 'ReaderId'>
export type BookId = Branded<string, 'BookId'>
export type Subject = Branded<string, 'Subject'>
/** `YYYY-MM-DD`. */
export type Day = Branded<string, 'Day'>

export type LibraryEvent =
  | ReaderJoined
  | BookLent
  | BookReturned
  | BookReserved
  | FineCharged
  | FinePaid
  | ReaderLeft

export interface ReaderJoined {
  readonly type: 'ReaderJoined'
  readonly readerId: ReaderId
  readonly branch: string
  readonly language?: string
}

export interface BookLent {
  readonly type: 'BookLent'
  readonly readerId: ReaderId
  readonly bookId: BookId
  /** As it stood on the slip. */
  readonly title?: string
  readonly subjects: ReadonlyArray<Subject>
  readonly onDay: Day
}

export interface BookReturned {
  readonly type: 'BookReturned'
  readonly readerId: ReaderId
  readonly bookId: BookId
  readonly onDay: Day
}

export interface BookReserved {
  readonly type: 'BookReserved'
  readonly readerId: ReaderId
  readonly bookId: BookId
  /** The last day that the book is kept back. */
  readonly untilDay: Day
}

export interface FineCharged {
  readonly type: 'FineCharged'
  readonly readerId: ReaderId
  readonly minor: number
}

export interface FinePaid {
  readonly type: 'FinePaid'
  readonly readerId: ReaderId
  readonly minor: number
}

/** Rare. */
export interface ReaderLeft {
  readonly type: 'ReaderLeft'
  readonly readerId: ReaderId
}

const days = fc.constantFrom<Day>(
  ...([
    '2025-01-31',
    '2025-02-01',
    '2025-02-01',
    '2025-03-15',
    '2026-07-01',
  ] as ReadonlyArray<string> as Day[]),
)
const titles = fc.constantFrom('Walden', 'walden', '紅樓夢', '😀', 'Émile', '__proto__')
const subjects = fc.constantFrom<Subject>(
  ...([
    'clocks',
    '歷史',
    'law',
    '😀',
    '__proto__',
    'constructor',
    '7',
  ] as ReadonlyArray<string> as Subject[]),
)
const books = fewIds(3).map((id) => id as BookId)
const amounts = fc.integer({ min: 1, max: 999 })
const maybe = <A>(one: fc.Arbitrary<A>): fc.Arbitrary<A | undefined> =>
  fc.option(one, { nil: undefined, freq: 2 })

type Kinds = {
  readonly [T in LibraryEvent['type']]: fc.Arbitrary<Extract<LibraryEvent, { type: T }>>
}

const kindsOf = (id: string): Kinds => {
  const readerId = id as ReaderId
  return {
    ReaderJoined: fc
      .tuple(fc.constantFrom('east', 'west', 'mobile'), maybe(fc.constantFrom('en', 'yue')))
      .map(([branch, language]) => ({
        type: 'ReaderJoined',
        readerId,
        branch,
        ...(language === undefined ? {} : { language }),
      })),
    BookLent: fc
      .tuple(books, maybe(titles), fc.array(subjects, { maxLength: 3 }), days)
      .map(([bookId, title, all, onDay]) => ({
        type: 'BookLent',
        readerId,
        bookId,
        ...(title === undefined ? {} : { title }),
        subjects: all,
        onDay,
      })),
    BookReturned: fc
      .tuple(books, days)
      .map(([bookId, onDay]) => ({ type: 'BookReturned', readerId, bookId, onDay })),
    BookReserved: fc
      .tuple(books, days)
      .map(([bookId, untilDay]) => ({ type: 'BookReserved', readerId, bookId, untilDay })),
    FineCharged: amounts.map((minor) => ({ type: 'FineCharged', readerId, minor })),
    FinePaid: amounts.map((minor) => ({ type: 'FinePaid', readerId, minor })),
    ReaderLeft: fc.constant({ type: 'ReaderLeft', readerId }),
  }
}

type Weights = Partial<Readonly<Record<LibraryEvent['type'], number>>>

const usual: Weights = {
  BookLent: 8,
  BookReturned: 4,
  BookReserved: 4,
  FineCharged: 4,
  FinePaid: 3,
  ReaderJoined: 3,
  ReaderLeft: 1,
}

interface Drawn {
  readonly type: 'Drawn'
  readonly events: readonly [LibraryEvent, ...LibraryEvent[]]
}

// Now and then one stored event was upcast to two of its type.
const drawnOf =
  (weights: Weights) =>
  (id: string): fc.Arbitrary<Drawn> => {
    const kinds: Readonly<Record<string, fc.Arbitrary<LibraryEvent>>> = kindsOf(id)
    const weighed = Object.entries(weights).map(([type, weight]) => {
      const event = kinds[type] as fc.Arbitrary<LibraryEvent>
      const events = fc.oneof(
        { weight: 6, arbitrary: event.map((one): Drawn['events'] => [one]) },
        { weight: 1, arbitrary: fc.tuple(event, event) },
      )
      return { weight, arbitrary: events.map((all): Drawn => ({ type: 'Drawn', events: all })) }
    })
    return fc.oneof(...weighed)
  }

const entryOf = ({
  stream,
  event: { events },
  occurredAt,
}: HistoryEntry<Drawn>): HistoryEntry<LibraryEvent> => {
  const [event, ...also] = events
  return {
    stream,
    event,
    ...(also.length === 0 ? {} : { also }),
    ...(occurredAt === undefined ? {} : { occurredAt }),
  }
}

const historiesWith = (weights: Weights): fc.Arbitrary<ReadonlyArray<HistoryEntry<LibraryEvent>>> =>
  fc.array(entriesOf('reader', drawnOf(weights)).map(entryOf), { maxLength: 12 })

/** Histories of a few readers and a few books. */
export const libraryHistories = historiesWith(usual)
/** Histories of fines, and of nothing else. */
export const fineHistories = historiesWith({ FineCharged: 2, FinePaid: 1 })

/**
 * Histories in which nobody returns a book that was not lent: in the order of the log, for some returns were written down
 * with a day before that of the loan.
 */
export const returnedHistories = historiesWith({ BookLent: 2, BookReturned: 1 }).map((entries) => {
  const out = new Map<string, number>()
  return entries.flatMap(({ also: _, ...entry }) => {
    const { event } = entry
    if (event.type !== 'BookLent' && event.type !== 'BookReturned') return []
    const before = out.get(event.bookId) ?? 0
    if (event.type === 'BookReturned' && before === 0) return []
    out.set(event.bookId, before + (event.type === 'BookLent' ? 1 : -1))
    return [entry]
  })
})

const dayCodec: t.Type<Day, unknown> = refined(
  'a day',
  (value): value is Day => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value),
)
const bookIdCodec = uuidCodec as unknown as t.Type<BookId, unknown>

type LendingEvent = BookLent | BookReturned

/** How often each book went out, and what the newest slip calls it. */
export interface Lendings {
  readonly lent: number
  readonly returned: number
  readonly title?: string
  readonly titledOn?: Day
}

type Titled = Pick<Lendings, 'title' | 'titledOn'>

// The newest slip names it, and of one day the later in the alphabet: no order of arrival.
export const newerTitle = (a: Titled, b: Titled): Titled => {
  const [first, second] = [a, b].map(({ title, titledOn }) => `${titledOn ?? ''} ${title ?? ''}`)
  const { title, titledOn } = (second as string) > (first as string) ? b : a
  return {
    ...(title === undefined ? {} : { title }),
    ...(titledOn === undefined ? {} : { titledOn }),
  }
}

const titleOf = (event: LendingEvent): Titled =>
  event.type === 'BookLent' && event.title !== undefined
    ? { title: event.title, titledOn: event.onDay }
    : {}

export const joinedLendings = (a: Lendings, b: Lendings): Lendings => ({
  lent: a.lent + b.lent,
  returned: a.returned + b.returned,
  ...newerTitle(a, b),
})

export const lendings: Projection<BookId, Lendings, LibraryEvent, LendingEvent> = {
  name: 'lendings',
  version: 1,
  types: ['BookLent', 'BookReturned'],
  parts: ({ event }) =>
    event.type === 'BookLent' || event.type === 'BookReturned' ? [[event.bookId, event]] : [],
  initial: () => ({ lent: 0, returned: 0 }),
  evolve: (before, event) => ({
    lent: before.lent + (event.type === 'BookLent' ? 1 : 0),
    returned: before.returned + (event.type === 'BookReturned' ? 1 : 0),
    ...newerTitle(before, titleOf(event)),
  }),
  combine: (members) => members.reduce(joinedLendings),
  occurredSafe: true,
}

export const lendingsCodec = record<Lendings>('Lendings', {
  lent: integer(0),
  returned: integer(0),
  title: optional(text(100)),
  titledOn: optional(dayCodec),
})

export const lendingsSpec = {
  codec: lendingsCodec,
  columns: {
    title: { kind: 'text', of: ({ title }: Lendings) => title ?? null },
    lent: { kind: 'integer', isIndexed: true, of: ({ lent }: Lendings) => lent },
  },
} as const

/** How many of each book are out: none is returned that was not lent, as long as nothing is left out. */
export const booksOut: Projection<BookId, { readonly out: number }, LibraryEvent, LendingEvent> = {
  name: 'books_out',
  version: 1,
  types: ['BookLent', 'BookReturned'],
  parts: lendings.parts,
  initial: () => ({ out: 0 }),
  evolve: ({ out }, event) => ({ out: out + (event.type === 'BookLent' ? 1 : -1) }),
  combine: (members) => ({ out: members.reduce((sum, { out }) => sum + out, 0) }),
}

export const booksOutSpec = {
  codec: record<{ readonly out: number }>('BooksOut', { out: integer(0) }),
  columns: { out: { kind: 'integer', isIndexed: true, of: ({ out }: { out: number }) => out } },
} as const

/** What a reader was charged and has paid, in minor units. A ledger: nothing may be left out of it. */
export interface Fines {
  readonly charged: number
  readonly paid: number
  readonly owed: number
}

export const joinedFines = (a: Fines, b: Fines): Fines => ({
  charged: a.charged + b.charged,
  paid: a.paid + b.paid,
  owed: a.owed + b.owed,
})

export const fines: Projection<ReaderId, Fines, LibraryEvent, FineCharged | FinePaid> = {
  name: 'fines',
  version: 1,
  types: ['FineCharged', 'FinePaid'],
  parts: ({ event }) =>
    event.type === 'FineCharged' || event.type === 'FinePaid' ? [[event.readerId, event]] : [],
  initial: () => ({ charged: 0, paid: 0, owed: 0 }),
  evolve: (before, { type, minor }) =>
    type === 'FineCharged'
      ? { ...before, charged: before.charged + minor, owed: before.owed + minor }
      : { ...before, paid: before.paid + minor, owed: before.owed - minor },
  combine: (members) => members.reduce(joinedFines),
}

export const finesCodec = record<Fines>('Fines', {
  charged: integer(0),
  paid: integer(0),
  owed: integer(),
})

export const finesSpec = {
  codec: finesCodec,
  columns: { owed: { kind: 'integer', isIndexed: true, of: ({ owed }: Fines) => owed } },
} as const

/** What a reader reads about: a set, kept as a sorted list. */
export interface Subjects {
  readonly subjects: ReadonlyArray<string>
}

const union = (...all: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> =>
  [...new Set(all.flat())].sort()

export const subjectsRead: Projection<ReaderId, Subjects, LibraryEvent, BookLent> = {
  name: 'subjects_read',
  version: 1,
  types: ['BookLent'],
  parts: ({ event }) => (event.type === 'BookLent' ? [[event.readerId, event]] : []),
  initial: () => ({ subjects: [] }),
  evolve: (before, event) => ({ subjects: union(before.subjects, event.subjects) }),
  combine: (members) => ({ subjects: union(...members.map((member) => member.subjects)) }),
  occurredSafe: true,
}

export const subjectsSpec = {
  codec: record<Subjects>('Subjects', { subjects: list(text(40)) }),
  columns: { first: { kind: 'text', of: ({ subjects: [first] }: Subjects) => first ?? null } },
} as const

/** The same as a real set, which is a list only where it is kept. */
export interface SubjectSet {
  readonly subjects: ReadonlySet<string>
}

export const subjectSet: Projection<ReaderId, SubjectSet, LibraryEvent, BookLent> = {
  name: 'subject_set',
  version: 1,
  types: ['BookLent'],
  parts: subjectsRead.parts,
  initial: () => ({ subjects: new Set() }),
  evolve: (before, event) => ({ subjects: new Set([...before.subjects, ...event.subjects]) }),
  combine: (members) => ({ subjects: new Set(members.flatMap((member) => [...member.subjects])) }),
  occurredSafe: true,
}

const keptSet = record<Subjects>('Subjects', { subjects: list(text(40)) })

export const subjectSetCodec = new t.Type<SubjectSet, unknown>(
  'SubjectSet',
  (value): value is SubjectSet => (value as SubjectSet).subjects instanceof Set,
  (value, context) => {
    const kept = keptSet.validate(value, context)
    return kept._tag === 'Left' ? kept : t.success({ subjects: new Set(kept.right.subjects) })
  },
  ({ subjects }) => ({ subjects: [...subjects].sort() }),
)

/** Books that are kept back for a reader, and how many were until it was too late. */
export interface Reservations {
  readonly held: ReadonlyArray<Held>
  readonly lapsed: number
}

export interface Held {
  readonly bookId: BookId
  readonly untilDay: Day
}

const placeOf = ({ untilDay, bookId }: Held): string => `${untilDay} ${bookId}`
export const inOrder = (all: ReadonlyArray<Held>): ReadonlyArray<Held> =>
  all.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : Number(placeOf(a) > placeOf(b))))

const dayOf = (at: string): Day => at.slice(0, 10) as Day

export const reservations: Projection<ReaderId, Reservations, LibraryEvent, BookReserved> = {
  name: 'reservations',
  version: 1,
  types: ['BookReserved'],
  parts: ({ event }) => (event.type === 'BookReserved' ? [[event.readerId, event]] : []),
  initial: () => ({ held: [], lapsed: 0 }),
  evolve: (before, { bookId, untilDay }) => ({
    ...before,
    held: inOrder([...before.held, { bookId, untilDay }]),
  }),
  combine: (members) => ({
    held: inOrder(members.flatMap(({ held }) => held)),
    lapsed: members.reduce((all, { lapsed }) => all + lapsed, 0),
  }),
  read: ({ held, lapsed }, at) => {
    const still = held.filter(({ untilDay }) => untilDay >= dayOf(at))
    return { held: still, lapsed: lapsed + held.length - still.length }
  },
}

export const reservationsCodec = record<Reservations>('Reservations', {
  held: list(record<Held>('Held', { bookId: bookIdCodec, untilDay: dayCodec })),
  lapsed: integer(0),
})

export const reservationsSpec = {
  codec: reservationsCodec,
  columns: {
    next_day: {
      kind: 'text',
      isIndexed: true,
      of: ({ held: [first] }: Reservations) => first?.untilDay ?? null,
    },
    held: { kind: 'integer', of: ({ held }: Reservations) => held.length },
  },
} as const

/** Where a reader goes: what was said last, by the order of the log. */
export interface Home {
  readonly branch?: string
  readonly language?: string
  /** Place in the log, then place among what one stored event was upcast to. */
  readonly saidAt?: string
}

const placeIn = ({ position, part }: LogEvent<unknown>): string => `${position}/${part}`

const later = (a: Home, b: Home): Home => ((b.saidAt ?? '') > (a.saidAt ?? '') ? b : a)

export const home: Projection<ReaderId, Home, LibraryEvent> = {
  name: 'home',
  version: 1,
  types: ['ReaderJoined'],
  parts: (recorded) =>
    recorded.event.type === 'ReaderJoined' ? [[recorded.event.readerId, recorded]] : [],
  initial: () => ({}),
  evolve: (before, recorded) => {
    if (recorded.event.type !== 'ReaderJoined') return before
    const { branch, language } = recorded.event
    return later(before, {
      branch,
      ...(language === undefined ? {} : { language }),
      saidAt: placeIn(recorded),
    })
  },
  combine: (members) => members.reduce(later),
  occurredSafe: true,
}

export const homeSpec = {
  codec: record<Home>('Home', {
    branch: optional(text(20)),
    language: optional(text(20)),
    saidAt: optional(text(40)),
  }),
  columns: { branch: { kind: 'text', isIndexed: true, of: ({ branch }: Home) => branch ?? null } },
  comparable: ({ branch, language }: Home) => ({ branch, language }),
} as const

/** What a reader did, line by line as it was recorded. */
export interface Diary {
  readonly lines: ReadonlyArray<Line>
  readonly isClosed: boolean
}

export interface Line {
  readonly type: string
  readonly id: string
  readonly part: number
  readonly happenedOn: Day
}

export const diary: Projection<ReaderId, Diary, LibraryEvent> = {
  name: 'diary',
  version: 1,
  types: [
    'ReaderJoined',
    'BookLent',
    'BookReturned',
    'BookReserved',
    'FineCharged',
    'FinePaid',
    'ReaderLeft',
  ],
  parts: (recorded) => [[recorded.event.readerId, recorded]],
  initial: () => ({ lines: [], isClosed: false }),
  evolve: ({ lines }, { id, part, event, metadata }) => ({
    lines: [...lines, { type: event.type, id, part, happenedOn: dayOf(metadata.occurredAt) }],
    isClosed: event.type === 'ReaderLeft',
  }),
}

export const diarySpec = {
  codec: record<Diary>('Diary', {
    lines: list(
      record<Line>('Line', {
        type: text(40),
        id: uuidCodec,
        part: integer(0),
        happenedOn: dayCodec,
      }),
    ),
    isClosed: flag,
  }),
  columns: { lines: { kind: 'integer', of: ({ lines }: Diary) => lines.length } },
} as const

/** How many loans each month saw: the view is a bare number. */
export const loansByMonth: Projection<string, number, LibraryEvent, number> = {
  name: 'loans_by_month',
  version: 1,
  types: ['BookLent'],
  parts: ({ event }) => (event.type === 'BookLent' ? [[event.onDay.slice(0, 7), 1]] : []),
  initial: () => 0,
  evolve: (before, one) => before + one,
  combine: (members) => members.reduce((a, b) => a + b),
  occurredSafe: true,
}

export const loansByMonthSpec = {
  codec: integer(0),
  columns: { loans: { kind: 'integer', of: (loans: number) => loans } },
} as const

/** The books of each subject; one loan touches as many views as the book has subjects, and some twice. */
export const booksBySubject: Projection<
  Subject,
  Readonly<Record<string, number>>,
  LibraryEvent,
  BookId
> = {
  name: 'books_by_subject',
  version: 1,
  types: ['BookLent'],
  parts: ({ event }) =>
    event.type === 'BookLent' ? event.subjects.map((subject) => [subject, event.bookId]) : [],
  initial: () => ({}),
  evolve: (before, bookId) => ({ ...before, [bookId]: (before[bookId] ?? 0) + 1 }),
  combine: (members) => {
    const sums = new Map<string, number>()
    for (const [id, n] of members.flatMap(Object.entries<number>))
      sums.set(id, (sums.get(id) ?? 0) + n)
    return Object.fromEntries(sums)
  },
  occurredSafe: true,
}

/** The last three readers of each book, by the order of the log: streams that share a key, and no order but that one. */
export const lastReaders: Projection<BookId, ReadonlyArray<ReaderId>, LibraryEvent, ReaderId> = {
  name: 'last_readers',
  version: 1,
  types: ['BookLent'],
  parts: ({ event }) => (event.type === 'BookLent' ? [[event.bookId, event.readerId]] : []),
  initial: () => [],
  evolve: (before, reader) => [reader, ...before].slice(0, 3),
}

export const lastReadersSpec = {
  codec: list(uuidCodec as unknown as t.Type<ReaderId, unknown>),
  columns: {},
}

/** Numbers as large as a double holds exactly. */
const largeNumbers: Projection<ReaderId, { readonly sum: number }, LibraryEvent, number> = {
  name: 'large_numbers',
  version: 1,
  types: ['FineCharged', 'FinePaid'],
  parts: ({ event }) =>
    event.type === 'FineCharged' || event.type === 'FinePaid'
      ? [[event.readerId, event.minor]]
      : [],
  initial: () => ({ sum: Number.MIN_SAFE_INTEGER }),
  evolve: ({ sum }, minor) => ({ sum: sum + minor }),
}

/** A right projection with one thing changed, kept as the right one is. */
export const changed = <Key extends string, View, Event extends Tagged, Part>(
  right: Projection<Key, View, Event, Part>,
  spec: ViewSpec<View>,
  change: Partial<Projection<NoInfer<Key>, NoInfer<View>, NoInfer<Event>, NoInfer<Part>>>,
): AnyKeptView => view({ ...right, ...change }, spec)

export const lendingsView = view(lendings, lendingsSpec)
export const finesView = view(fines, finesSpec)
export const subjectsView = view(subjectsRead, subjectsSpec)
export const subjectSetView = view(subjectSet, { codec: subjectSetCodec, columns: {} })
export const reservationsView = view(reservations, reservationsSpec)
export const homeView = view(home, homeSpec)
export const diaryView = view(diary, diarySpec)
export const loansByMonthView = view(loansByMonth, loansByMonthSpec)
const countsCodec = t.record(t.string, t.number) as t.Type<
  Readonly<Record<string, number>>,
  unknown
>
export const booksBySubjectSpec = { codec: countsCodec, columns: {} }
export const booksBySubjectView = view(booksBySubject, booksBySubjectSpec)
export const largeNumbersView = view(largeNumbers, {
  codec: record<{ readonly sum: number }>('Large', { sum: integer() }),
  columns: { sum: { kind: 'integer', of: ({ sum }) => sum } },
})
