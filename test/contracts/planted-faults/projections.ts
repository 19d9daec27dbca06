// The corpus that the laws are judged by. Every faulty projection is a right one with one thing changed, and each is said in
// a sentence; it is long because a corpus is. Whatever remembers anything is made anew by `make`, so that no fault of one
// seed reaches the next.

import { profile, profileView } from '@patina/crm/customers'
import { type Balance, balance, balanceView } from '@patina/crm/points'
import {
  type MonthOfSales,
  productSales,
  productSalesView,
  salesByMonth,
  salesByMonthView,
} from '@patina/crm/sales'
import {
  type AnyView,
  type Instant,
  newId,
  type Problem,
  type Projection,
  type Scalar,
  type ViewSpec,
  view,
} from '@patina/eventsourcing'
import type { Histories, Judged } from '@patina/testing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import {
  type BookId,
  booksOut,
  booksOutSpec,
  changed,
  type Day,
  type Diary,
  diary,
  diarySpec,
  type Fines,
  fineHistories,
  fines,
  finesCodec,
  finesSpec,
  home,
  homeSpec,
  inOrder,
  joinedFines,
  joinedLendings,
  type Lendings,
  type LibraryEvent,
  lastReaders,
  lastReadersSpec,
  lendings,
  lendingsCodec,
  lendingsSpec,
  libraryHistories,
  loansByMonth,
  loansByMonthSpec,
  newerTitle,
  type ReaderId,
  reservations,
  reservationsSpec,
  returnedHistories,
  type Subjects,
  subjectSet,
  subjectSetCodec,
  subjectsRead,
  subjectsSpec,
} from './library.js'
import { accountHistories, lateAccountHistories, profileHistories, salesHistories } from './shop.js'

/** The laws that are named here, as the kit names them. */
const laws = {
  parts: 'keys and parts follow from the event alone, whenever it is asked',
  types: 'it declares every type that it reacts to',
  names: 'the key of a view stands in every event that touches it',
  same: 'the same history gives the same views',
  unchanged: 'it changes no view, part or event that it is given',
  world: 'it reads no clock, no chance and no time zone',
  total: 'it never throws, in whatever order events come',
  fresh: 'every key begins afresh, whatever became of the others',
  codec: 'a view that is kept comes back as it was',
  columns: 'columns hold whole numbers and texts as declared',
  readable: 'what a reading gives is a view that could be kept',
  comparable: 'what is compared across logs hangs on no position and no recorded time',
  resume: 'stopping and resuming, at every cut, equals one pass [K7]',
  again: 'delivering events again changes nothing',
  several: 'an event that reads as several today counts as several [K7]',
  batches: 'the size of the batches changes nothing [P1]',
  gaps: 'positions are compared and never counted with',
  known: 'what was known at any moment is the fold of the log up to it [K14]',
  so: 'what was so at any moment is the fold of what had occurred, in the order of occurring [K14]',
  combine: 'combining views equals folding the interleaving of their events [I4] [I7]',
  groups: 'views combine in groups of any size to the same view',
  itself: 'a view combined with itself is that view',
  twice: 'reading twice at one moment is reading once',
  onTheWay: 'reading after the last event, and then later, is reading later',
} as const

/** A projection that breaks a law. */
export interface Fault {
  /** What is wrong, as the end of the sentence "a projection that …". */
  readonly that: string
  readonly make: () => Judged
  readonly histories: Histories
  /** A law that must say so; others may as well. */
  readonly law: string
}

const inLibrary = (that: string, law: string, make: () => Judged): Fault => ({
  that,
  make,
  histories: libraryHistories as Histories,
  law,
})

const inLedger = (that: string, law: string, make: () => Judged): Fault => ({
  that,
  make,
  histories: fineHistories as Histories,
  law,
})

const inShop = (that: string, law: string, histories: unknown, make: () => Judged): Fault => ({
  that,
  make,
  histories: histories as Histories,
  law,
})

// What is kept of a view with one member lost, or put in, on the way.
const recoded = <A>(
  codec: t.Type<A, unknown>,
  {
    encode = (kept) => kept,
    decode = (kept) => kept,
  }: Partial<Record<'encode' | 'decode', (kept: object) => unknown>>,
): t.Type<A, unknown> =>
  new t.Type<A, unknown>(
    codec.name,
    codec.is,
    (value, context) => codec.validate(decode(value as object), context),
    (value) => encode(codec.encode(value) as object),
  )

const without =
  (...names: ReadonlyArray<string>) =>
  (kept: object): object =>
    Object.fromEntries(Object.entries(kept).filter(([name]) => !names.includes(name)))

const anything = <A>(): t.Type<A, unknown> => t.unknown as unknown as t.Type<A, unknown>

/** Memories: what a projection knows beside the view and the part that it is given. */
const memories: ReadonlyArray<Fault> = [
  inLibrary('counts in a variable beside its views', laws.same, () => {
    let count = 0
    return changed(lendings, lendingsSpec, {
      evolve: (before, part) => ({ ...lendings.evolve(before, part), lent: ++count }),
    })
  }),
  inLibrary('counts in a variable beside its views, anew in each process', laws.same, () => () => {
    let count = 0
    return changed(lendings, lendingsSpec, {
      evolve: (before, part) => ({ ...lendings.evolve(before, part), lent: ++count }),
    })
  }),
  inLibrary('numbers its keys as they come', laws.fresh, () => {
    let rank = 0
    return changed(lendings, lendingsSpec, { initial: () => ({ lent: 0, returned: rank++ }) })
  }),
  inLibrary('numbers its keys as they come, from one in each process', laws.resume, () => () => {
    const ranks = new Map<string, number>()
    const rankOf = (key: string): number => {
      if (!ranks.has(key)) ranks.set(key, ranks.size)
      return ranks.get(key) as number
    }
    return changed(lendings, lendingsSpec, {
      initial: (key) => ({ lent: 0, returned: rankOf(key) }),
    })
  }),
  inLibrary('asks what it has seen of another stream before', laws.parts, () => () => {
    const branches = new Map<string, string>()
    return changed(loansByMonth, loansByMonthSpec, {
      types: ['BookLent', 'ReaderJoined'],
      parts: (recorded) => {
        const { event } = recorded
        if (event.type === 'ReaderJoined') branches.set(event.readerId, event.branch)
        return event.type === 'BookLent' ? [[branches.get(event.readerId) ?? 'none', 1]] : []
      },
    })
  }),
  inLibrary('says that its events name the key, which it puts together', laws.names, () =>
    changed(lastReaders, lastReadersSpec, {
      keyStandsInEvent: true,
      parts: ({ event }) =>
        event.type === 'BookLent'
          ? [[`${event.readerId}/${event.bookId}` as BookId, event.readerId]]
          : [],
    }),
  ),
  inLibrary('attributes an event to the key of the event before it', laws.parts, () => () => {
    let last: BookId | undefined
    return changed(lendings, lendingsSpec, {
      parts: (recorded) =>
        lendings.parts(recorded).map(([key, part]) => {
          const before = last ?? key
          last = key
          return [before, part] as const
        }),
    })
  }),
  inLibrary('remembers the ids that it has seen, so as to count each once', laws.same, () => {
    const seen = new Set<string>()
    return changed(diary, diarySpec, {
      parts: (recorded) => {
        const place = `${recorded.id}/${recorded.part}`
        if (seen.has(place)) return []
        seen.add(place)
        return diary.parts(recorded)
      },
    })
  }),
  inLibrary('remembers the ids that it has seen, until the process ends', laws.again, () => () => {
    const seen = new Set<string>()
    return changed(diary, diarySpec, {
      parts: (recorded) => {
        const place = `${recorded.id}/${recorded.part}`
        if (seen.has(place)) return []
        seen.add(place)
        return diary.parts(recorded)
      },
    })
  }),
  inLibrary('is read as of the newest event that its process has seen', laws.known, () => () => {
    let latest: Day | undefined
    return changed(reservations, reservationsSpec, {
      parts: (recorded) => {
        const parts = reservations.parts(recorded)
        for (const [, { untilDay }] of parts)
          latest = latest === undefined || untilDay > latest ? untilDay : latest
        return parts
      },
      read: (before, at) =>
        reservations.read?.(before, ((latest ?? '') > at ? latest : at) as typeof at) ?? before,
    })
  }),
  inLibrary('remembers something of a view by its identity', laws.batches, () => () => {
    const loans = new WeakMap<object, number>()
    return changed(lendings, lendingsSpec, {
      evolve: (before, part) => {
        const lent = (loans.get(before) ?? 0) + (part.type === 'BookLent' ? 1 : 0)
        const after = { ...lendings.evolve(before, part), lent }
        loans.set(after, lent)
        return after
      },
    })
  }),
  inLibrary('keeps something in a member that is not written', laws.resume, () => {
    const unwritten = Symbol('loans')
    type Marked = Lendings & { readonly [unwritten]?: number }
    return changed(lendings, lendingsSpec, {
      evolve: (before: Marked, part) => {
        const count = (before[unwritten] ?? 0) + 1
        return { ...lendings.evolve(before, part), returned: count, [unwritten]: count }
      },
    })
  }),
  inLibrary('keeps one answer for all of its calls', laws.parts, () => () => {
    let kept: readonly (readonly [ReaderId, never])[] | undefined
    return changed(subjectsRead, subjectsSpec, {
      parts: (recorded) => {
        kept ??= subjectsRead.parts(recorded) as typeof kept & {}
        return kept
      },
    })
  }),
]

/** Changes to what others hold. */
const changes: ReadonlyArray<Fault> = [
  inLibrary('changes the view that it is given', laws.unchanged, () =>
    changed(lendings, lendingsSpec, {
      evolve: (before, part) => Object.assign(before, lendings.evolve(before, part)),
    }),
  ),
  inLibrary('changes a list within the view that it is given', laws.unchanged, () =>
    changed(reservations, reservationsSpec, {
      evolve: (before, { bookId, untilDay }) => {
        ;(before.held as { bookId: BookId; untilDay: Day }[]).push({ bookId, untilDay })
        return { ...before, held: inOrder(before.held) }
      },
    }),
  ),
  inLibrary('sorts a list of the event in place', laws.unchanged, () =>
    changed(subjectsRead, subjectsSpec, {
      evolve: (before, event) =>
        subjectsRead.evolve(before, {
          ...event,
          subjects: (event.subjects as typeof event.subjects & never[]).sort(),
        }),
    }),
  ),
  inLibrary('adds a member to the event', laws.unchanged, () =>
    changed(fines, finesSpec, {
      parts: (recorded) => {
        ;(recorded.event as { seen?: true }).seen = true
        return fines.parts(recorded)
      },
    }),
  ),
  inLibrary('adds to the set in the view that it is given', laws.unchanged, () =>
    changed(
      subjectSet,
      { codec: subjectSetCodec, columns: {} },
      {
        evolve: (before, event) => {
          for (const subject of event.subjects) (before.subjects as Set<string>).add(subject)
          return before
        },
      },
    ),
  ),
  inLibrary(
    'adds to the set in the view that it is given, which all keys begin with',
    laws.fresh,
    () => () => {
      const empty = new Set<string>()
      return changed(
        subjectSet,
        { codec: subjectSetCodec, columns: {} },
        {
          initial: () => ({ subjects: empty }),
          evolve: (before, event) => {
            for (const subject of event.subjects) (before.subjects as Set<string>).add(subject)
            return { subjects: before.subjects }
          },
        },
      )
    },
  ),
  inLibrary('sorts a member in place when it combines', laws.unchanged, () =>
    changed(reservations, reservationsSpec, {
      combine: ([first, ...others]) => {
        const held = first.held as (typeof first.held)[number][]
        held.push(...others.flatMap((member) => member.held))
        return {
          held: inOrder(held),
          lapsed: others.reduce((all, { lapsed }) => all + lapsed, first.lapsed),
        }
      },
    }),
  ),
  inLibrary('takes what has lapsed out of the view that it reads', laws.unchanged, () =>
    changed(reservations, reservationsSpec, {
      read: (before, at) => {
        const held = before.held as (typeof before.held)[number][]
        const gone = held.filter(({ untilDay }) => untilDay < at.slice(0, 10)).length
        held.splice(0, gone)
        return { held, lapsed: before.lapsed + gone }
      },
    }),
  ),
]

/** What the machine says: its clock, its chance, its place. */
const surroundings: ReadonlyArray<Fault> = [
  inLibrary('asks the clock of the machine', laws.world, () =>
    changed(reservations, reservationsSpec, {
      evolve: (before, part) =>
        Date.parse(part.untilDay) < Date.now()
          ? { ...before, lapsed: before.lapsed + 1 }
          : reservations.evolve(before, part),
    }),
  ),
  inLibrary('asks the clock of the machine by making a date', laws.world, () =>
    changed(reservations, reservationsSpec, {
      evolve: (before, part) =>
        part.untilDay < new Date().toISOString()
          ? { ...before, lapsed: before.lapsed + 1 }
          : reservations.evolve(before, part),
    }),
  ),
  inLibrary('asks the clock of the machine when it is read', laws.world, () =>
    changed(reservations, reservationsSpec, {
      read: (before) => reservations.read?.(before, new Date().toISOString() as never) ?? before,
    }),
  ),
  inLibrary('throws a coin', laws.same, () =>
    changed(lendings, lendingsSpec, {
      evolve: (before, part) => ({
        ...lendings.evolve(before, part),
        returned: before.returned + (Math.random() < 0.5 ? 1 : 0),
      }),
    }),
  ),
  inLibrary('throws a coin that nearly always falls on one side', laws.world, () =>
    changed(lendings, lendingsSpec, {
      evolve: (before, part) => ({
        ...lendings.evolve(before, part),
        returned: before.returned + (Math.random() < 0.001 ? 1 : 0),
      }),
    }),
  ),
  inLibrary('draws a key for every event', laws.parts, () =>
    changed(lendings, lendingsSpec, {
      parts: (recorded) => lendings.parts(recorded).map(([, part]) => [newId() as BookId, part]),
    }),
  ),
  inLibrary('takes the month in the zone of the machine', laws.world, () =>
    changed(loansByMonth, loansByMonthSpec, {
      parts: ({ event }) => {
        if (event.type !== 'BookLent') return []
        const day = new Date(`${event.onDay}T00:00:00.000Z`)
        return [[`${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}`, 1]]
      },
    }),
  ),
  inLibrary('writes a day as the machine writes days', laws.world, () =>
    changed(loansByMonth, loansByMonthSpec, {
      parts: ({ event }) =>
        event.type === 'BookLent'
          ? [[new Intl.DateTimeFormat('en-GB').format(new Date(event.onDay)), 1]]
          : [],
    }),
  ),
  inLibrary('asks the clock once, when its process starts', laws.world, () => () => {
    const today = new Date().toISOString()
    return changed(reservations, reservationsSpec, {
      evolve: (before, part) =>
        part.untilDay < today
          ? { ...before, lapsed: before.lapsed + 1 }
          : reservations.evolve(before, part),
    })
  }),
]

/** What an event stands beside: its place in the log and the clock of the store. */
const places: ReadonlyArray<Fault> = [
  inLibrary('takes the month in which an event was recorded', laws.comparable, () =>
    changed(loansByMonth, loansByMonthSpec, {
      parts: ({ event, recordedAt }) =>
        event.type === 'BookLent' ? [[recordedAt.slice(0, 10), 1]] : [],
    }),
  ),
  inLibrary('decides by how long ago the last event was recorded', laws.comparable, () =>
    changed(diary, diarySpec, {
      evolve: (before, recorded) => ({
        ...diary.evolve(before, recorded),
        isClosed: recorded.recordedAt < '2026-01-08',
      }),
    }),
  ),
  inLibrary('decides by how soon one event was recorded after another', laws.comparable, () => {
    type Timed = Diary & { readonly last?: Instant }
    const spec = { ...diarySpec, codec: t.UnknownRecord as unknown as t.Type<Timed, unknown> }
    return changed(
      diary as Projection<ReaderId, Timed, LibraryEvent>,
      { ...spec, comparable: ({ isClosed }) => isClosed },
      {
        evolve: (before, recorded) => ({
          ...diary.evolve(before, recorded),
          isClosed: before.last === recorded.recordedAt,
          last: recorded.recordedAt,
        }),
      },
    )
  }),
  inLibrary('takes what was recorded at night for a mistake', laws.comparable, () =>
    changed(lendings, lendingsSpec, {
      parts: (recorded) =>
        recorded.recordedAt.slice(11, 13) < '06' ? [] : lendings.parts(recorded),
    }),
  ),
  inLibrary('passes over what was recorded long after it happened', laws.comparable, () =>
    changed(diary, diarySpec, {
      parts: (recorded) =>
        Date.parse(recorded.recordedAt) - Date.parse(recorded.metadata.occurredAt) > 86_400_000_000
          ? []
          : diary.parts(recorded),
    }),
  ),
  inLibrary('knows only what was recorded before a year far ahead', laws.comparable, () =>
    changed(diary, diarySpec, {
      parts: (recorded) => (recorded.recordedAt < '2060' ? diary.parts(recorded) : []),
    }),
  ),
  inLibrary('counts with positions', laws.gaps, () =>
    changed(home, homeSpec, {
      evolve: (before, recorded) => ({
        ...home.evolve(before, recorded),
        language: Number(recorded.position) % 2 === 0 ? 'en' : 'yue',
      }),
    }),
  ),
  inLibrary('compares places of one log with those of another', laws.comparable, () =>
    view(home, { ...homeSpec, comparable: ({ branch, saidAt }) => ({ branch, saidAt }) }),
  ),
  inLibrary('counts once what one stored event was upcast to', laws.several, () =>
    changed(diary, diarySpec, {
      evolve: (before, recorded) =>
        before.lines.some(({ id }) => id === recorded.id) ? before : diary.evolve(before, recorded),
    }),
  ),
]

/** Types and keys. */
const typesAndKeys: ReadonlyArray<Fault> = [
  inLibrary('forgets a type among those that it wants', laws.types, () =>
    changed(lendings, lendingsSpec, { types: ['BookLent'] }),
  ),
  inLibrary('has parts for a type that it does not want', laws.types, () =>
    changed(fines, finesSpec, {
      parts: ({ event }) =>
        event.type === 'BookReturned'
          ? [[event.readerId, { ...event, type: 'FineCharged' as const, minor: 0 }]]
          : fines.parts({ event } as never),
    }),
  ),
  inLibrary('throws at a rare event', laws.total, () =>
    changed(diary, diarySpec, {
      evolve: (before, recorded) => {
        if (recorded.event.type === 'ReaderLeft') throw new Error('nobody leaves')
        return diary.evolve(before, recorded)
      },
    }),
  ),
  inLibrary('throws at an event that has nothing in its list', laws.total, () =>
    changed(loansByMonth, loansByMonthSpec, {
      parts: ({ event }) =>
        event.type === 'BookLent'
          ? [[event.subjects.map(String).reduce((all, one) => `${all} ${one}`), 1]]
          : [],
    }),
  ),
  inLibrary('says nothing where it has nothing to say', laws.total, () =>
    changed(loansByMonth, loansByMonthSpec, {
      parts: ({ event }) =>
        (event.type === 'BookLent' && event.subjects.length > 0
          ? [[event.onDay, 1]]
          : undefined) as never,
    }),
  ),
  inLibrary('gives a number as a key', laws.parts, () =>
    changed(loansByMonth, loansByMonthSpec, {
      parts: ({ event }) =>
        event.type === 'BookLent' ? [[event.subjects.length as never, 1]] : [],
    }),
  ),
  inLibrary('cuts a character in half for a key', laws.parts, () =>
    changed(loansByMonth, loansByMonthSpec, {
      parts: ({ event }) =>
        event.type === 'BookLent' ? event.subjects.map((name) => [name.slice(0, 1), 1]) : [],
    }),
  ),
  inLibrary('gives a promise of a view', laws.total, () =>
    changed(lendings, lendingsSpec, { evolve: (async () => ({ lent: 0, returned: 0 })) as never }),
  ),
  inLibrary('gives nothing for one type', laws.total, () =>
    changed(lendings, lendingsSpec, {
      evolve: (before, part) =>
        (part.type === 'BookLent' ? lendings.evolve(before, part) : undefined) as Lendings,
    }),
  ),
]

/** Of people who turn out to be one. */
const combining: ReadonlyArray<Fault> = [
  inLibrary('combines to the largest where it counts', laws.combine, () =>
    changed(lendings, lendingsSpec, {
      combine: (members) => ({
        ...members.reduce(joinedLendings),
        lent: Math.max(...members.map(({ lent }) => lent)),
      }),
    }),
  ),
  inLedger('combines the first two of its members', laws.groups, () =>
    changed(fines, finesSpec, {
      combine: ([first, second]) => (second === undefined ? first : joinedFines(first, second)),
    }),
  ),
  inLibrary('takes the title of the first of its members', laws.combine, () =>
    changed(lendings, lendingsSpec, {
      combine: (members) =>
        members.reduce((a, b) => ({
          lent: a.lent + b.lent,
          returned: a.returned + b.returned,
          ...(a.title === undefined ? newerTitle(a, b) : newerTitle(a, {})),
        })),
    }),
  ),
  inLibrary('counts one more for whoever was combined, even alone', laws.combine, () =>
    changed(lendings, lendingsSpec, {
      combine: (members) => members.reduce(joinedLendings, { lent: 0, returned: 1 }),
    }),
  ),
  inLibrary('concatenates where it folds in an order', laws.combine, () =>
    changed(reservations, reservationsSpec, {
      combine: (members) => ({
        held: members.flatMap(({ held }) => held),
        lapsed: members.reduce((all, { lapsed }) => all + lapsed, 0),
      }),
    }),
  ),
  inLibrary('folds to the last statement and combines to the first', laws.combine, () =>
    changed(home, homeSpec, {
      combine: (members) => members.reduce((a, b) => ((b.saidAt ?? '') < (a.saidAt ?? '') ? b : a)),
    }),
  ),
  inLibrary(
    'folds in the order of the alphabet and combines in the order of the log',
    laws.combine,
    () =>
      changed(home, homeSpec, {
        evolve: (before, recorded) => {
          const next = home.evolve({}, recorded)
          return (next.branch ?? '') > (before.branch ?? '') ? next : before
        },
      }),
  ),
  inLibrary('loses what both members have', laws.combine, () =>
    changed(subjectsRead, subjectsSpec, {
      combine: (members) => ({
        subjects: members
          .flatMap(({ subjects }) => subjects)
          .filter(
            (one, _, all) => members.length === 1 || all.indexOf(one) === all.lastIndexOf(one),
          )
          .sort(),
      }),
    }),
  ),
  inLibrary('keeps doubles where it combines sets', laws.itself, () =>
    changed(subjectsRead, subjectsSpec, {
      combine: (members) => ({ subjects: members.flatMap(({ subjects }) => subjects).sort() }),
    }),
  ),
  inLedger('adds up fractions', laws.combine, () =>
    changed(
      fines,
      {
        codec: t.type({ charged: t.number, paid: t.number, owed: t.number }) as t.Type<
          Fines,
          unknown
        >,
        columns: {},
      },
      {
        evolve: (before, { type, minor }) =>
          type === 'FineCharged' ? { ...before, charged: before.charged + minor / 100 } : before,
      },
    ),
  ),
  inLedger('adds up to more than a double holds exactly', laws.combine, () =>
    changed(
      fines,
      {
        codec: t.type({ charged: t.number, paid: t.number, owed: t.number }) as t.Type<
          Fines,
          unknown
        >,
        columns: {},
      },
      {
        evolve: (before, { type, minor }) =>
          type === 'FineCharged'
            ? { ...before, charged: before.charged + minor * 4_503_599_627_370_497 }
            : before,
      },
    ),
  ),
  inLedger('throws when three are combined', laws.total, () =>
    changed(fines, finesSpec, {
      combine: (members) => {
        if (members.length > 2) throw new Error('two at a time')
        return members.reduce(joinedFines)
      },
    }),
  ),
]

/** How it is kept. */
const keeping: ReadonlyArray<Fault> = [
  inLibrary('loses an optional member where it is kept', laws.codec, () =>
    view(lendings, {
      ...lendingsSpec,
      codec: recoded(lendingsCodec, { encode: without('title') }),
    }),
  ),
  inLedger('loses a member where it is kept and makes it up again', laws.codec, () =>
    view(fines, {
      ...finesSpec,
      codec: recoded(finesCodec, {
        encode: without('paid'),
        decode: (kept) => ({ ...kept, paid: 0 }),
      }),
    }),
  ),
  inLibrary('cannot read what it has kept', laws.codec, () =>
    view(lendings, {
      ...lendingsSpec,
      codec: recoded(lendingsCodec, { encode: without('returned') }),
    }),
  ),
  inLibrary('keeps numbers as texts and cannot read them', laws.codec, () =>
    view(fines, {
      ...finesSpec,
      codec: recoded(finesCodec, {
        encode: (kept) => ({ ...kept, paid: String((kept as Fines).paid) }),
      }),
    }),
  ),
  inLibrary('keeps another text at each time', laws.same, () => {
    let times = 0
    return view(lendings, {
      ...lendingsSpec,
      codec: recoded(lendingsCodec, {
        encode: (kept) => ({ ...kept, times: times++ }),
        decode: without('times'),
      }),
    })
  }),
  inLedger('rounds where it is kept', laws.codec, () =>
    view(fines, {
      ...finesSpec,
      codec: recoded(finesCodec, {
        encode: (kept) => ({ ...kept, paid: Math.round((kept as Fines).paid / 10) * 10 }),
      }),
    }),
  ),
  inLibrary('takes other letters for the same where it is kept', laws.codec, () =>
    view(subjectsRead, {
      ...subjectsSpec,
      codec: recoded(subjectsSpec.codec, {
        encode: (kept) => ({ subjects: (kept as Subjects).subjects.map((one) => one.slice(0, 3)) }),
      }),
    }),
  ),
  inLibrary('tells a member that is undefined from one that is not there', laws.batches, () =>
    changed(
      lendings,
      { codec: anything(), columns: {} },
      {
        evolve: (before, part) => {
          const title = part.type === 'BookLent' ? part.title : undefined
          return 'title' in before
            ? { ...before, lent: before.lent + 1 }
            : ({ ...before, lent: before.lent + 1, title } as Lendings)
        },
      },
    ),
  ),
  inLibrary('has a list with a gap in it', laws.codec, () =>
    changed(
      subjectsRead,
      { codec: anything(), columns: {} },
      {
        evolve: (before, event) => ({
          subjects: [...before.subjects, event.subjects[0] as string],
        }),
      },
    ),
  ),
  inLibrary('has a number that is none', laws.codec, () =>
    changed(
      lendings,
      { codec: anything(), columns: {} },
      {
        evolve: (before, part) => {
          const { lent, returned } = lendings.evolve(before, part)
          return { lent, returned, share: returned / lent / (returned - lent) } as never
        },
      },
    ),
  ),
  inLibrary('has a map in it', laws.codec, () =>
    changed(
      lendings,
      { codec: anything(), columns: {} },
      {
        initial: () => new Map() as never,
        evolve: (before, part) => new Map(before as never).set(part.bookId, 1) as never,
      },
    ),
  ),
  inLibrary('has a date in it', laws.codec, () =>
    changed(
      lendings,
      { codec: anything(), columns: {} },
      { evolve: (before, part) => ({ ...before, on: new Date(part.onDay) }) as never },
    ),
  ),
  inLibrary(
    'is an object of a class, whose members are found by its prototype',
    laws.resume,
    () => {
      class Counted {
        readonly lent: number
        constructor(lent: number) {
          this.lent = lent
        }
        get isRead(): boolean {
          return this.lent > 0
        }
      }
      return changed(
        lendings,
        { codec: anything(), columns: {} },
        {
          initial: () => new Counted(0) as never,
          evolve: (before) => {
            const { lent, isRead } = before as unknown as Partial<Counted> & Pick<Counted, 'lent'>
            return new Counted(lent + (isRead === undefined ? 100 : 1)) as never
          },
        },
      )
    },
  ),
]

const columnOf = (kind: 'text' | 'integer', of: (fines: Fines) => unknown) => ({
  codec: finesCodec,
  columns: { owed: { kind, of: of as (fines: Fines) => Scalar } },
})

/** The columns that SQL sees. */
const columns: ReadonlyArray<Fault> = [
  inLibrary('puts a text into a column of integers', laws.columns, () =>
    view(
      fines,
      columnOf('integer', ({ owed }) => String(owed)),
    ),
  ),
  inLibrary('puts a number into a column of texts', laws.columns, () =>
    view(
      fines,
      columnOf('text', ({ owed }) => owed),
    ),
  ),
  inLibrary('puts a fraction into a column of integers', laws.columns, () =>
    view(
      fines,
      columnOf('integer', ({ owed }) => owed / 100),
    ),
  ),
  inLibrary('puts true and false into a column', laws.columns, () =>
    view(
      fines,
      columnOf('integer', ({ owed }) => owed > 0),
    ),
  ),
  inLibrary('puts an object into a column', laws.columns, () =>
    view(
      fines,
      columnOf('text', (whole) => whole),
    ),
  ),
  inLibrary('puts nothing into a column where it means null', laws.columns, () =>
    view(
      fines,
      columnOf('integer', ({ owed }) => (owed > 0 ? owed : undefined)),
    ),
  ),
  inLibrary('puts a number that is none into a column', laws.columns, () =>
    view(
      fines,
      columnOf('integer', ({ charged, paid }) => Math.trunc(charged / paid)),
    ),
  ),
  inLibrary('puts a number beyond the exact ones into a column', laws.columns, () =>
    view(
      fines,
      columnOf('integer', ({ charged }) => charged * 2 ** 53),
    ),
  ),
  inLibrary('throws in a column', laws.columns, () =>
    view(subjectsRead, {
      ...subjectsSpec,
      columns: {
        first: { kind: 'text', of: ({ subjects: [first] }) => (first as string).slice(0, 9) },
      },
    }),
  ),
  inLibrary('cuts a character in half in a column', laws.columns, () =>
    view(subjectsRead, {
      ...subjectsSpec,
      columns: { first: { kind: 'text', of: ({ subjects: [first = ''] }) => first.slice(0, 1) } },
    }),
  ),
  inLibrary('fills a column from what is not kept', laws.columns, () => {
    const when = new WeakMap<object, number>()
    let times = 0
    return view(
      fines,
      columnOf('integer', (whole) => {
        if (!when.has(whole)) when.set(whole, times++)
        return when.get(whole)
      }),
    )
  }),
]

/** Reading at a moment. */
const reading: ReadonlyArray<Fault> = [
  inLibrary('counts what has lapsed again at every reading', laws.twice, () =>
    changed(reservations, reservationsSpec, {
      read: (before, at) => {
        const gone = before.held.filter(({ untilDay }) => untilDay < at.slice(0, 10)).length
        return { ...before, lapsed: before.lapsed + gone }
      },
    }),
  ),
  inLibrary('goes by the first moment that it was read at', laws.onTheWay, () =>
    changed(reservations, reservationsSpec, {
      read: (before, at) =>
        before.lapsed > 0 ? before : (reservations.read?.(before, at) ?? before),
    }),
  ),
  inLibrary('brings back in every second month what had lapsed before', laws.onTheWay, () =>
    changed(reservations, reservationsSpec, {
      read: (before, at) =>
        Number(at.slice(5, 7)) % 2 === 1
          ? { held: before.held, lapsed: 0 }
          : (reservations.read?.(before, at) ?? before),
    }),
  ),

  inLibrary('throws when it is read at a moment before all others', laws.total, () =>
    changed(reservations, reservationsSpec, {
      read: (before, at) => {
        if (before.held.some(({ untilDay }) => untilDay >= at.slice(0, 10)))
          throw new Error('not yet')
        return reservations.read?.(before, at) ?? before
      },
    }),
  ),
  inLibrary('reads to something that it cannot keep', laws.readable, () =>
    changed(reservations, reservationsSpec, {
      read: (before, at) => ({ ...(reservations.read?.(before, at) ?? before), lapsed: -1 }),
    }),
  ),
]

/** What was so on a day. */
const occurred: ReadonlyArray<Fault> = [
  {
    that: 'says that it may be folded by occurred time, and is then less than none, which does not decode',
    make: () => view({ ...booksOut, occurredSafe: true }, booksOutSpec),
    histories: returnedHistories as Histories,
    law: laws.so,
  },
  inLibrary(
    'says that it may be folded by occurred time, and takes the title that arrived last',
    laws.so,
    () =>
      changed(lendings, lendingsSpec, {
        evolve: (before, part) => ({
          ...lendings.evolve(before, part),
          ...(part.type === 'BookLent' && part.title !== undefined ? { title: part.title } : {}),
        }),
      }),
  ),
  inLibrary(
    'says that it may be folded by occurred time, and keeps who came last of several streams',
    laws.so,
    () => changed(lastReaders, lastReadersSpec, { occurredSafe: true }),
  ),
]

/** How a view is kept, taken from the view itself: of one that is exported whole. */
const specOf = <View>(kept: Kept<View>): ViewSpec<View> => ({
  codec: codecOf(kept),
  columns: Object.fromEntries(
    kept.columns.map(({ name, kind }, index) => [
      name,
      { kind, of: (value: View) => kept.encode('', value).columns[index] ?? null },
    ]),
  ),
  comparable: (value) => JSON.parse(kept.comparable(value)) as unknown,
})

interface Kept<View> extends AnyView {
  decode(text: string): Either<ReadonlyArray<Problem>, View>
}

const codecOf = <View>(kept: Kept<View>): t.Type<View, unknown> =>
  new t.Type<View, unknown>(
    kept.name,
    (value): value is View => kept.decode(JSON.stringify(value))._tag === 'Right',
    (value, context) => {
      const decoded = kept.decode(JSON.stringify(value))
      return decoded._tag === 'Right' ? t.success(decoded.right) : t.failure(value, context)
    },
    (value) => JSON.parse(kept.encode('', value).view) as unknown,
  )

/** The same kinds of fault in projections of Patina's own domain. */
const inPatina: ReadonlyArray<Fault> = [
  inShop(
    'has a balance that changes its list of expiries in place',
    laws.unchanged,
    accountHistories,
    () =>
      changed(balance, specOf(balanceView), {
        evolve: (before, event) => {
          const after = balance.evolve(before, event)
          ;(before.expiries as Balance['expiries'][number][]).splice(0, Infinity, ...after.expiries)
          return { ...after, expiries: before.expiries }
        },
      }),
  ),
  inShop('has a balance that combines to the larger', laws.combine, accountHistories, () =>
    changed(balance, specOf(balanceView), {
      combine: (members) => ({
        ...(balance.combine?.(members) ?? members[0]),
        available: Math.max(...members.map(({ available }) => available)),
      }),
    }),
  ),
  inShop(
    'has a balance that expires points again at every reading',
    laws.twice,
    accountHistories,
    () =>
      changed(balance, specOf(balanceView), {
        read: (before, at) => ({
          ...(balance.read?.(before, at) ?? before),
          expiries: before.expiries,
        }),
      }),
  ),
  inShop(
    'has a ledger that says it may be folded by occurred time',
    laws.so,
    lateAccountHistories,
    () => changed(balance, specOf(balanceView), { occurredSafe: true }),
  ),
  inShop('has a balance that forgets that points are redeemed', laws.types, accountHistories, () =>
    changed(balance, specOf(balanceView), {
      types: balance.types.filter((type) => type !== 'PointsRedeemed'),
    }),
  ),

  inShop('has a balance whose zone is not kept', laws.codec, accountHistories, () =>
    view(balance, {
      codec: recoded(codecOf(balanceView), { encode: without('zone') }),
      columns: {},
    }),
  ),
  inShop('has an article named by whichever document came last', laws.so, salesHistories, () =>
    changed(productSales, specOf(productSalesView), {
      evolve: (before, part) => ({
        ...productSales.evolve(before, part),
        ...(part.name === undefined ? {} : { name: part.name, namedOn: part.day }),
      }),
    }),
  ),
  inShop(
    'has an article named as it was called before, by whatever it is',
    laws.parts,
    salesHistories,
    () => () => {
      let last: string | undefined
      return changed(productSales, specOf(productSalesView), {
        parts: (recorded) =>
          productSales.parts(recorded).map(([sku, part]) => {
            last = part.name ?? last
            return [sku, { ...part, name: last }] as const
          }),
      })
    },
  ),
  inShop('has a month of sales by the clock of the store', laws.comparable, salesHistories, () =>
    changed(salesByMonth, specOf(salesByMonthView), {
      parts: (recorded) =>
        salesByMonth
          .parts(recorded)
          .map(([, part]) => [recorded.recordedAt.slice(0, 10) as never, part]),
    }),
  ),
  inShop('has a month of sales with an average in a column', laws.columns, salesHistories, () =>
    view(salesByMonth, {
      codec: codecOf<MonthOfSales>(salesByMonthView),
      columns: { average: { kind: 'integer', of: ({ soldUnits, sales }) => soldUnits / sales } },
    }),
  ),
  inShop('has a profile that does not sort what it combines', laws.combine, profileHistories, () =>
    changed(profile, specOf(profileView), {
      combine: (members) => ({
        ...(profile.combine?.(members) ?? members[0]),
        turnover: members.flatMap(({ turnover }) => turnover),
      }),
    }),
  ),
  inShop(
    'has a profile that takes the market of the last of its members',
    laws.combine,
    profileHistories,
    () =>
      changed(profile, specOf(profileView), {
        combine: (members) => {
          const { market, ...rest } = profile.combine?.(members) ?? members[0]
          const last = members.at(-1)?.market ?? market
          return { ...rest, ...(last === undefined ? {} : { market: last }) }
        },
      }),
  ),

  inShop(
    'has a profile that knows no customer who bought before today',
    laws.world,
    profileHistories,
    () =>
      changed(profile, specOf(profileView), {
        evolve: (before, recorded) =>
          recorded.event.type === 'SaleRecorded' && recorded.event.soldOn < new Date().toISOString()
            ? before
            : profile.evolve(before, recorded),
      }),
  ),
]

export const faults: ReadonlyArray<Fault> = [
  ...memories,
  ...changes,
  ...surroundings,
  ...places,
  ...typesAndKeys,
  ...combining,
  ...keeping,
  ...columns,
  ...reading,
  ...occurred,
  ...inPatina,
]
