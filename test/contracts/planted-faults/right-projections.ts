// Projections that break no law, some of them in an odd way: whoever accuses one of them is wrong.

import { profileView } from '@patina/crm/customers'
import { memberCardView } from '@patina/crm/membership'
import { balanceView, membersView, statementView } from '@patina/crm/points'
import { productSalesView, returnsView, salesByMonthView } from '@patina/crm/sales'
import {
  type Instant,
  instantCodec,
  integer,
  list,
  optional,
  type Projection,
  record,
  refined,
  text,
  view,
} from '@patina/eventsourcing'
import type { Histories, Judged } from '@patina/testing'
import * as t from 'io-ts'
import {
  type BookId,
  type BookLent,
  booksBySubject,
  booksBySubjectSpec,
  booksBySubjectView,
  booksOut,
  booksOutSpec,
  changed,
  type Day,
  diaryView,
  fines,
  finesView,
  homeView,
  joinedLendings,
  type Lendings,
  type LibraryEvent,
  largeNumbersView,
  lastReaders,
  lastReadersSpec,
  lendings,
  lendingsSpec,
  lendingsView,
  libraryHistories,
  loansByMonth,
  loansByMonthSpec,
  loansByMonthView,
  type ReaderId,
  reservations,
  reservationsCodec,
  reservationsView,
  returnedHistories,
  subjectSetView,
  subjectsRead,
  subjectsView,
} from './library.js'
import { accountHistories, membershipHistories, profileHistories, salesHistories } from './shop.js'

/** A projection that breaks no law. */
export interface Right {
  /** What it is, as the subject of a sentence. */
  readonly what: string
  readonly make: () => Judged
  readonly histories: Histories
  readonly isIdempotent?: true
}

const inLibrary = (what: string, make: () => Judged, isIdempotent?: true): Right => ({
  what,
  make,
  histories: libraryHistories as Histories,
  ...(isIdempotent === undefined ? {} : { isIdempotent }),
})

const inShop = (what: string, histories: unknown, judged: Judged): Right => ({
  what,
  make: () => judged,
  histories: histories as Histories,
})

// One row for each loan, by the id of its event.
const slips: Projection<string, { readonly bookId?: BookId }, LibraryEvent, BookLent> = {
  name: 'slips',
  version: 1,
  types: ['BookLent'],
  parts: ({ id, part, event }) => (event.type === 'BookLent' ? [[`${id}/${part}`, event]] : []),
  initial: () => ({}),
  evolve: (_, { bookId }) => ({ bookId }),
}

const lastSlip: Projection<BookId, object, LibraryEvent, BookLent> = {
  name: 'last_slip',
  version: 1,
  types: ['BookLent'],
  parts: ({ event }) => (event.type === 'BookLent' ? [[event.bookId, event]] : []),
  initial: () => ({}),
  evolve: (_, slip) => slip,
}

const tally: Projection<string, string, LibraryEvent, number> = {
  name: 'tally',
  version: 1,
  types: ['BookLent'],
  parts: loansByMonth.parts,
  initial: (key) => `${key}:`,
  evolve: (before) => `${before}|`,
}

interface Recorded {
  readonly times: number
  readonly last?: Instant
}

const recorded: Projection<ReaderId, Recorded, LibraryEvent> = {
  name: 'last_recorded',
  version: 1,
  types: ['BookLent', 'BookReturned'],
  parts: (event) =>
    event.event.type === 'BookLent' || event.event.type === 'BookReturned'
      ? [[event.event.readerId, event]]
      : [],
  initial: () => ({ times: 0 }),
  evolve: ({ times }, { recordedAt }) => ({ times: times + 1, last: recordedAt }),
}

interface Due {
  readonly days: ReadonlyArray<Day>
  readonly overdue: number
  readonly asOf?: string
}

// Answers anew at each moment, forwards and back.
const due: Projection<ReaderId, Due, LibraryEvent, Day> = {
  name: 'due',
  version: 1,
  types: ['BookReserved'],
  parts: ({ event }) => (event.type === 'BookReserved' ? [[event.readerId, event.untilDay]] : []),
  initial: () => ({ days: [], overdue: 0 }),
  evolve: (before, day) => ({ ...before, days: [...before.days, day].sort() }),
  read: ({ days }, at) => ({
    days,
    overdue: days.filter((day) => day < at.slice(0, 10)).length,
    asOf: at,
  }),
}

const bigSum: Projection<ReaderId, { readonly sum: bigint }, LibraryEvent, number> = {
  name: 'big_sum',
  version: 1,
  types: ['FineCharged'],
  parts: ({ event }) => (event.type === 'FineCharged' ? [[event.readerId, event.minor]] : []),
  initial: () => ({ sum: 2n ** 64n }),
  evolve: ({ sum }, minor) => ({ sum: sum * 3n + BigInt(minor) }),
}

const bigSumCodec = new t.Type<{ readonly sum: bigint }, unknown>(
  'BigSum',
  (value): value is { readonly sum: bigint } => typeof (value as { sum: unknown }).sum === 'bigint',
  (value, context) => {
    const { sum } = value as { sum: unknown }
    return typeof sum === 'string' ? t.success({ sum: BigInt(sum) }) : t.failure(value, context)
  },
  ({ sum }) => ({ sum: String(sum) }),
)

const loansOf: Projection<ReaderId, ReadonlyMap<BookId, number>, LibraryEvent, BookId> = {
  name: 'loans_of',
  version: 1,
  types: ['BookLent'],
  parts: ({ event }) => (event.type === 'BookLent' ? [[event.readerId, event.bookId]] : []),
  initial: () => new Map(),
  evolve: (before, id) => new Map(before).set(id, (before.get(id) ?? 0) + 1),
  combine: (members) =>
    members.reduce((all, one) => {
      const sum = new Map(all)
      for (const [id, n] of one) sum.set(id, (sum.get(id) ?? 0) + n)
      return sum
    }),
}

const mapCodec = new t.Type<ReadonlyMap<BookId, number>, unknown>(
  'Loans',
  (value): value is ReadonlyMap<BookId, number> => value instanceof Map,
  (value, context) =>
    Array.isArray(value)
      ? t.success(new Map(value as [BookId, number][]))
      : t.failure(value, context),
  (loans) => [...loans].sort(([a], [b]) => (a < b ? -1 : 1)),
)

const dated: Projection<BookId, { readonly last: Date }, LibraryEvent, Day> = {
  name: 'dated',
  version: 1,
  types: ['BookLent'],
  parts: ({ event }) => (event.type === 'BookLent' ? [[event.bookId, event.onDay]] : []),
  initial: () => ({ last: new Date(0) }),
  evolve: ({ last }, day) => {
    const on = new Date(`${day}T00:00:00.000Z`)
    return on > last ? { last: on } : { last }
  },
}

const datedCodec = new t.Type<{ readonly last: Date }, unknown>(
  'Dated',
  (value): value is { readonly last: Date } => (value as { last: unknown }).last instanceof Date,
  (value, context) => {
    const last = new Date((value as { last: string }).last)
    return Number.isNaN(last.getTime()) ? t.failure(value, context) : t.success({ last })
  },
  ({ last }) => ({ last: last.toISOString() }),
)

const anyText = refined('a text', (value): value is string => typeof value === 'string')

/** Right, and plain. */
const plain: ReadonlyArray<Right> = [
  inLibrary('a count with an optional title', () => lendingsView),
  inLibrary('a list whose key stands in every event', () =>
    changed(lastReaders, lastReadersSpec, { keyStandsInEvent: true }),
  ),
  inLibrary('a ledger', () => finesView),
  inLibrary('a set kept as a sorted list', () => subjectsView, true),
  inLibrary('what lapses with time', () => reservationsView),
  inLibrary('what was said last, and where in the log', () => homeView, true),
  {
    what: 'a stock that is never less than none, and is not folded by occurred time',
    make: () => view(booksOut, booksOutSpec),
    histories: returnedHistories as Histories,
  },
  inLibrary('a diary in the order of the log', () => diaryView),
]

/** Right, and odd. */
const odd: ReadonlyArray<Right> = [
  inLibrary('a set that is a set', () => subjectSetView, true),
  inLibrary('a view that is a number', () => loansByMonthView),
  inLibrary(
    'a view of odd keys, several of them for one event and some twice',
    () => booksBySubjectView,
  ),
  inLibrary('numbers at the end of the exact ones', () => largeNumbersView),
  inLibrary('a projection without codec', () => lendings),
  inLibrary('a projection without codec that combines and reads', () => reservations),
  inLibrary('a projection without codec, made anew', () => () => ({ ...fines })),
  inLibrary('a view that is made anew', () => () => view(lendings, lendingsSpec)),
  inLibrary('a row for each event', () =>
    view(slips, {
      codec: record<{ readonly bookId?: BookId }>('Slip', {
        bookId: optional(anyText as unknown as t.Type<BookId, unknown>),
      }),
      columns: { book_id: { kind: 'text', isIndexed: true, of: ({ bookId }) => bookId ?? null } },
    }),
  ),
  inLibrary('a recorded time that is left out of what is compared', () =>
    view(recorded, {
      codec: record<Recorded>('Recorded', { times: integer(0), last: optional(instantCodec) }),
      columns: { last: { kind: 'text', isIndexed: true, of: ({ last }) => last ?? null } },
      comparable: ({ times }) => times,
    }),
  ),
  inLibrary('an answer that is computed anew at each moment and names it', () =>
    view(due, {
      codec: record<Due>('Due', {
        days: list(text(10) as unknown as t.Type<Day, unknown>),
        overdue: integer(0),
        asOf: optional(anyText),
      }),
      columns: {},
    }),
  ),
  inLibrary('numbers without limit, kept as text', () =>
    view(bigSum, { codec: bigSumCodec, columns: {} }),
  ),
  inLibrary('a map, kept as a list of entries', () =>
    view(loansOf, { codec: mapCodec, columns: {} }),
  ),
  inLibrary('a date, kept as text', () => view(dated, { codec: datedCodec, columns: {} })),
  inLibrary('a memory of nothing but answers that would be the same', () => {
    const known = new Map<string, string>()
    return changed(loansByMonth, loansByMonthSpec, {
      parts: ({ event }) => {
        if (event.type !== 'BookLent') return []
        const month = known.get(event.onDay) ?? event.onDay.slice(0, 7)
        known.set(event.onDay, month)
        return [[month, 1]]
      },
    })
  }),
  inLibrary('a projection that has no answer for types that it does not want', () =>
    changed(lendings, lendingsSpec, {
      parts: ({ event }) => {
        if (event.type !== 'BookLent' && event.type !== 'BookReturned') throw new Error(event.type)
        return [[event.bookId, event]]
      },
    }),
  ),
  inLibrary('an evolve that gives the part itself', () =>
    view(lastSlip, { codec: t.UnknownRecord as t.Type<object, unknown>, columns: {} }),
  ),
  inLibrary('an evolve that gives the view itself where nothing changes', () =>
    changed(
      subjectsRead,
      { codec: record('Subjects', { subjects: list(anyText) }), columns: {} },
      {
        evolve: (before, event) =>
          event.subjects.every((one) => before.subjects.includes(one))
            ? before
            : subjectsRead.evolve(before, event),
      },
    ),
  ),
  inLibrary('a zero with a sign', () =>
    changed(
      fines,
      {
        codec: record('Fines', { charged: integer(), paid: integer(), owed: integer() }),
        columns: { owed: { kind: 'integer', of: ({ owed }) => owed } },
      },
      {
        combine: undefined as never,
        initial: () => ({ charged: 0, paid: 0, owed: -0 }),
        evolve: ({ charged, paid }, { minor }) => ({ charged, paid, owed: -1 * (minor % 2) }),
      },
    ),
  ),
  inLibrary('members that stand in another order after combining', () =>
    changed(lendings, lendingsSpec, {
      combine: (members) => {
        const { lent, returned, ...title } = members.reduce(joinedLendings)
        return { ...title, returned, lent } as Lendings
      },
    }),
  ),
  inLibrary('an object without a prototype', () =>
    changed(booksBySubject, booksBySubjectSpec, {
      evolve: (before, id) =>
        Object.assign(Object.create(null), before, { [id]: (before[id] ?? 0) + 1 }),
    }),
  ),
  inLibrary('a text as a view', () =>
    view(tally, { codec: anyText, columns: { tally: { kind: 'text', of: (marks) => marks } } }),
  ),
  inLibrary('a list as a view, the last of several streams by the order of the log', () =>
    view(lastReaders, lastReadersSpec),
  ),
  inLibrary('a reading that stays at the view where time changes nothing', () =>
    changed(reservations, { codec: reservationsCodec, columns: {} }, { read: (before) => before }),
  ),
]

/** Those of Patina. */
const inPatina: ReadonlyArray<Right> = [
  inShop('the balance of points', accountHistories, balanceView),
  inShop('the statement of points', accountHistories, statementView),
  inShop('the sales of an article', salesHistories, productSalesView),
  inShop('the sales of a month', salesHistories, salesByMonthView),
  inShop('the returns', salesHistories, returnsView),
  inShop('the profile of a customer', profileHistories, profileView),
  inShop('the card of a member', membershipHistories, memberCardView),
  inShop('the memberships of a customer', membershipHistories, membersView),
]

export const rightProjections: ReadonlyArray<Right> = [...plain, ...odd, ...inPatina]
