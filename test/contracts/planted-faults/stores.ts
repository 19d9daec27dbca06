// The corpus that the contract of event stores is judged by: right stores with one thing changed each, said in a sentence.
// It is long because a corpus is.
import {
  type AppendError,
  beforeFirst,
  type EventStore,
  type Instant,
  inMemoryEventStore,
  instantOf,
  judgeAppend,
  type LoggedEvent,
  newId,
  type Page,
  type Position,
  refusalOf,
  type StoredEvent,
  type StoreUnavailable,
  type Written,
} from '@patina/eventsourcing'
import type { StoreOptions } from '@patina/testing'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import {
  byPosition,
  type Disk,
  heldBack,
  newDisk,
  type Pieces,
  pageAfter,
  type Shell,
  storeOf,
  streamPageAfter,
} from './variant-store.js'

/** The checks that are named here, as the contract names them. */
const checks = {
  row2: 'row 2: expecting the last revision writes new events behind it',
  row3: 'row 3: expecting a revision beyond the last one conflicts [K3]',
  row4: 'row 4: the events of an older revision, sent again, answer as the first time [K1]',
  row5: 'row 5: an older revision whose next event is another one conflicts',
  row6: 'row 6: an older revision whose later events differ, or run past the end, conflicts',
  row7: 'row 7: at the last revision, an id that the stream holds is written only where ids are not exact',
  row8: 'row 8: expecting that a stream exists conflicts where there is no event',
  row9: 'row 9: without a revision, events that the stream holds are not written again',
  row10: 'row 10: without a revision, events are written whose first id the stream does not hold',
  row11: 'row 11: without a revision, a known id followed by an unknown one conflicts',
  otherStream: 'an id names an event of its stream only: in another stream it is another event',
  knownNew: 'only what was certainly not there before is called new',
  lazy: 'an append that nobody runs writes nothing, and one that is run twice writes once',
  empty: 'an append without events is refused',
  twice: 'an append with the same id twice is refused',
  limit: 'an event of 1 MiB is refused, in bytes and not in characters',
  belowLimit: 'an event just below the limit is kept to the byte',
  texts: 'a text that cannot be kept is refused: a lone surrogate, NUL',
  names: 'a stream, type or id that is no name is refused',
  leaveNothing: 'a conflict or refusal leaves nothing of its append behind',
  json: 'JSON texts come back to the byte, from the stream and from the log',
  otherJson: 'a text that is not as our encoders print it is kept to the byte, or refused',
  sameEvent: 'an event is the same in its stream and in the log, whenever it is read',
  instants: 'recorded times are instants in UTC with milliseconds',
  times: 'recorded times never fall along the log, though the clock does',
  noStream: 'a stream that does not exist reads as an empty last page',
  pages: 'the log is one order, read after any position in pages of any size',
  streamPages: 'a stream is read after a revision, from any revision, in pages of any size',
  positions: 'positions are texts of one width that rise along the log',
  head: 'the head is the position of the last event, and nothing lies behind it',
  readOn: 'who has read to the end and reads on finds only what came later',
  pageStays: 'a page that was read does not change, whatever is written later',
  logName: 'the log has a name',
  visible: 'an event that commits after a later one was read still arrives [S1]',
  interleavings:
    'in every interleaving of assigning, committing, rolling back and reading no event is missed or doubled [S2] [S3]',
  rolledBack: 'an append that is rolled back holds no reader up and leaves nothing behind [S4]',
  gaps: 'gaps of 1, 101 and 100,000 positions stop no reader [S5]',
  race: 'of writers who expect the same revision one wins and the others are told',
  slowRace:
    'of writers who expect the same revision one wins also while every commit takes its time',
  catchUp: 'a subscription catches up with what is there and goes on with what comes',
  busy: 'a subscription beside busy writers delivers each event once, in the order of the log',
  resumes:
    'a listener who is dropped after every event and resumes loses none and hears none twice [S12]',
  startsAfter: 'a subscription starts after its position, wherever that lies',
  strangers: 'two subscriptions do not know of each other',
  letsGo: 'a subscription ends at once when its listener returns, also while it waits',
  reopened: 'a log that is opened again holds the very same events',
  knownAgain: 'events that were written before a restart are not written again after it [K2]',
  goesOn: 'a log that is opened again goes on behind its last event, and still tells conflicts',
} as const

/** An event store, however it is opened. */
export type MakeStore = (shell: Shell) => EventStore

/** A store that breaks the contract. */
export interface FaultyStore {
  /** What is wrong, as the end of the sentence "a store that …". */
  readonly that: string
  readonly make: MakeStore
  /** A check that must say so; others may as well. */
  readonly check: string
}

/** A store on its disk. */
export interface OpenedVariant {
  readonly disk: Disk
  readonly store: EventStore
}

/** How the contract opens a store, in every way that there is. */
export const waysOf = (
  make: MakeStore,
): {
  readonly open: () => OpenedVariant
  readonly options: StoreOptions<OpenedVariant>
} => {
  const openedOn = (shell: Shell): OpenedVariant => ({ disk: shell.disk, store: make(shell) })
  return {
    open: () => openedOn({ disk: newDisk() }),
    options: {
      reopen: async ({ disk }) => openedOn({ disk }),
      openWithCommit: (commit) => openedOn({ disk: newDisk(), commit }),
      openWithClock: (clock) => openedOn({ disk: newDisk(), clock }),
    },
  }
}

const faulty = (that: string, check: string, pieces: Partial<Pieces>): FaultyStore => ({
  that,
  make: (shell) => storeOf(shell, pieces),
  check,
})

const wrapped = (
  that: string,
  check: string,
  wrap: (store: EventStore, shell: Shell) => Partial<EventStore>,
): FaultyStore => ({
  that,
  make: (shell) => {
    const store = storeOf(shell)
    return { ...store, ...wrap(store, shell) }
  },
  check,
})

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const unavailable: StoreUnavailable = {
  _tag: 'StoreUnavailable',
  reason: 'not-there',
  outcome: 'not-written',
}

/** What is expected of a stream, and which ids it holds. */
const judging: ReadonlyArray<FaultyStore> = [
  faulty('ignores the expected revision', checks.row5, {
    judge: (_, ids, stream) => judgeAppend('any', ids, stream),
  }),
  faulty('takes a revision beyond the last one for the last one', checks.row3, {
    judge: (expected, ids, stream) =>
      judgeAppend(
        typeof expected === 'number' && expected > stream.last && stream.last >= 0
          ? stream.last
          : expected,
        ids,
        stream,
      ),
  }),
  faulty('writes to a stream that never was, whatever revision is expected', checks.row3, {
    judge: (expected, ids, stream) =>
      stream.last < 0 && expected !== 'exists'
        ? { _tag: 'Write' }
        : judgeAppend(expected, ids, stream),
  }),
  faulty('takes none for any', checks.row5, {
    judge: (expected, ids, stream) =>
      judgeAppend(expected === 'none' ? 'any' : expected, ids, stream),
  }),
  faulty('takes exists for any', checks.row8, {
    judge: (expected, ids, stream) =>
      judgeAppend(expected === 'exists' ? 'any' : expected, ids, stream),
  }),
  faulty('compares the first id of a repeat and no other', checks.row6, {
    judge: (expected, ids, stream) => {
      const verdict = judgeAppend(expected, ids.slice(0, 1), stream)
      return verdict._tag === 'Already'
        ? { ...verdict, revision: Math.min(stream.last, verdict.revision + ids.length - 1) }
        : verdict
    },
  }),
  faulty('takes any older revision for a conflict', checks.row4, {
    judge: (expected, ids, stream) => {
      const after = expected === 'none' ? -1 : expected
      return typeof after === 'number' && after < stream.last
        ? { _tag: 'Conflict' }
        : judgeAppend(expected, ids, stream)
    },
  }),
  faulty('takes a repeat for one wherever in the stream the ids stand', checks.row5, {
    judge: (expected, ids, stream) => {
      const after = expected === 'none' ? -1 : expected
      return typeof after === 'number' && after < stream.last
        ? judgeAppend('any', ids, stream)
        : judgeAppend(expected, ids, stream)
    },
  }),
  faulty('stores an id again at the last revision', checks.row7, {
    judge: (expected, ids, stream) =>
      expected === stream.last ? { _tag: 'Write' } : judgeAppend(expected, ids, stream),
  }),
  faulty('stores an id again where any revision is expected', checks.row9, {
    judge: (expected, ids, stream) =>
      expected === 'any' ? { _tag: 'Write' } : judgeAppend(expected, ids, stream),
  }),
  faulty('writes whatever follows a first id that it does not know', checks.row10, {
    judge: (expected, ids, stream) =>
      expected === 'any' && stream.revisionOf(ids[0] as string) === undefined
        ? { _tag: 'Write' }
        : judgeAppend(expected, ids, stream),
  }),
  faulty('takes a known first id for all of them', checks.row11, {
    judge: (expected, ids, stream) => {
      const first = stream.revisionOf(ids[0] as string)
      return expected === 'any' && first !== undefined
        ? { _tag: 'Already', revision: first }
        : judgeAppend(expected, ids, stream)
    },
  }),
  faulty('answers a repeat with the last revision of the stream', checks.row4, {
    judge: (expected, ids, stream) => {
      const verdict = judgeAppend(expected, ids, stream)
      return verdict._tag === 'Already' ? { ...verdict, revision: stream.last } : verdict
    },
  }),
  faulty('answers a repeat with the revision of its first event', checks.row4, {
    judge: (expected, ids, stream) => {
      const verdict = judgeAppend(expected, ids, stream)
      return verdict._tag === 'Already'
        ? { ...verdict, revision: verdict.revision - ids.length + 1 }
        : verdict
    },
  }),
  faulty('takes an id of another stream for a known one', checks.otherStream, {
    judge: (expected, ids, stream, { log }) =>
      ids.every((id) => stream.revisionOf(id) === undefined && log.some((event) => event.id === id))
        ? { _tag: 'Conflict' }
        : judgeAppend(expected, ids, stream),
  }),
  faulty(
    'takes an id of another stream for a known one, in a stream that has begun',
    checks.otherStream,
    {
      judge: (expected, ids, stream, { log }) =>
        stream.last >= 0 &&
        ids.every(
          (id) => stream.revisionOf(id) === undefined && log.some((event) => event.id === id),
        )
          ? { _tag: 'Conflict' }
          : judgeAppend(expected, ids, stream),
    },
  ),
  wrapped('calls a repeat new', checks.knownNew, ({ append }) => ({
    append: (...of) =>
      TE.map((written: Written): Written => ({ ...written, isKnownNew: true }))(append(...of)),
  })),
  wrapped('answers with the position of the head', checks.row4, ({ append, head }) => ({
    append: (...of) =>
      TE.flatMap(append(...of), (written) =>
        TE.map((position: Position) => ({ ...written, position }))(head),
      ),
  })),
  wrapped('answers a conflict with the revision that comes next', checks.row3, ({ append }) => ({
    append: (...of) =>
      TE.mapLeft(
        (error: AppendError): AppendError =>
          error._tag === 'WrongExpectedRevision' && typeof error.actual === 'number'
            ? { ...error, actual: error.actual + 1 }
            : error,
      )(append(...of)),
  })),
  wrapped('names another expectation in a conflict', checks.row3, ({ append }) => ({
    append: (...of) =>
      TE.mapLeft(
        (error: AppendError): AppendError =>
          error._tag === 'WrongExpectedRevision' ? { ...error, expected: 'any' } : error,
      )(append(...of)),
  })),
]

const mebibyte = 1024 * 1024

const accepting = (problem: string): Partial<Pieces> => ({
  refuse: (stream, events) => {
    const refusal = refusalOf(stream, events)
    return refusal?.problem === problem ? undefined : refusal
  },
})

/** What is refused. */
const refusing: ReadonlyArray<FaultyStore> = [
  faulty('accepts an event of 1 MiB', checks.limit, accepting('TooLarge')),
  faulty('measures events in characters', checks.limit, {
    refuse: (stream, events) => {
      const refusal = refusalOf(stream, events)
      const isLong = events.some(({ data, metadata }) => data.length + metadata.length >= mebibyte)
      return refusal?.problem === 'TooLarge' && !isLong ? undefined : refusal
    },
  }),
  faulty('refuses events of half of what it must accept', checks.belowLimit, {
    refuse: (stream, events) => {
      const index = events.findIndex(({ data }) => data.length > mebibyte / 2)
      return index < 0
        ? refusalOf(stream, events)
        : { _tag: 'EventRefused', problem: 'TooLarge', index }
    },
  }),
  faulty('accepts the same id twice in one append', checks.twice, {
    ...accepting('IdTwice'),
    judge: (expected, ids, stream) => judgeAppend(expected, [...new Set(ids)], stream),
  }),
  faulty('accepts a text with NUL in it', checks.texts, accepting('NotText')),
  faulty('accepts any name', checks.names, accepting('BadName')),
  faulty('names the first event whichever it refuses', checks.texts, {
    refuse: (stream, events) => {
      const refusal = refusalOf(stream, events)
      return refusal === undefined ? undefined : { ...refusal, index: 0 }
    },
  }),
  wrapped(
    'answers an append without events as if it had written',
    checks.empty,
    ({ append, head }) => ({
      append: (stream, expected, events) =>
        (events.length as number) === 0
          ? TE.map((position: Position) => ({ revision: 0, position, isKnownNew: false }))(head)
          : append(stream, expected, events),
    }),
  ),
  wrapped('keeps what stands before a refused event', checks.leaveNothing, ({ append }) => ({
    append: (stream, expected, events) => async () => {
      const answer = await append(stream, expected, events)()
      if (E.isLeft(answer) && answer.left._tag === 'EventRefused' && answer.left.index > 0) {
        await append(stream, expected, events.slice(0, answer.left.index) as never)()
      }
      return answer
    },
  })),
  wrapped('keeps the new events of an append that conflicts', checks.row11, ({ append }) => ({
    append: (stream, expected, events) => async () => {
      const answer = await append(stream, expected, events)()
      const isMixed = events.length > 1 && expected !== 'none' && typeof expected !== 'number'
      if (E.isLeft(answer) && answer.left._tag === 'WrongExpectedRevision' && isMixed) {
        await append(stream, 'any', events.slice(-1) as never)()
      }
      return answer
    },
  })),
]

/** What is kept of an event. */
const keeping: ReadonlyArray<FaultyStore> = [
  faulty('prints the JSON of an event anew', checks.otherJson, {
    keep: (event) => ({ ...event, data: JSON.stringify(JSON.parse(event.data)) }),
  }),
  faulty('sorts the members of an event', checks.json, {
    keep: (event) => ({
      ...event,
      data: JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(event.data)).sort())),
    }),
  }),
  faulty('writes large and small numbers in another way', checks.json, {
    keep: (event) => ({ ...event, data: event.data.replace(/e([+-])/g, 'E$1') }),
  }),
  faulty('drops a member that is called __proto__', checks.json, {
    keep: (event) => ({
      ...event,
      data: JSON.stringify(
        JSON.parse(event.data, (name, value) => (name === '__proto__' ? undefined : value)),
      ),
    }),
  }),
  faulty('drops the metadata', checks.json, { keep: (event) => ({ ...event, metadata: '{}' }) }),
  faulty('drops what it does not know of the metadata', checks.json, {
    keep: (event) => {
      const { occurredAt } = JSON.parse(event.metadata) as { occurredAt?: string }
      return { ...event, metadata: JSON.stringify({ occurredAt }) }
    },
  }),
  faulty('composes letters', checks.json, {
    keep: (event) => ({ ...event, data: event.data.normalize('NFKC') }),
  }),
  faulty('replaces what lies outside of the basic plane', checks.json, {
    keep: (event) => ({ ...event, data: event.data.replace(/[\u{10000}-\u{10ffff}]/gu, '?') }),
  }),
  faulty('escapes what lies outside of ASCII', checks.json, {
    keep: (event) => ({
      ...event,
      data: event.data.replace(
        /[\u0080-\uffff]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    }),
  }),
  faulty('cuts an event off at 64 KiB', checks.belowLimit, {
    keep: (event) => ({ ...event, data: event.data.slice(0, 65_536) }),
  }),
  faulty('gives each event an id of its own', checks.row2, {
    keep: (event) => ({ ...event, id: newId() }),
  }),
  faulty('writes types in small letters', checks.sameEvent, {
    keep: (event) => ({ ...event, type: event.type.toLowerCase() }),
  }),
  faulty('records a time that is no instant', checks.instants, {
    keep: (event) => ({ ...event, recordedAt: event.recordedAt.slice(0, 19) as Instant }),
  }),
]

const readAs = (
  that: string,
  check: string,
  change: (
    page: Page<LoggedEvent, Position>,
    of: {
      readonly events: ReadonlyArray<LoggedEvent>
      readonly after: Position
      readonly limit: number
    },
  ) => Page<LoggedEvent, Position>,
): FaultyStore =>
  faulty(that, check, {
    page: (events, after, limit, known) =>
      change(pageAfter(events, after, limit, known), { events, after, limit }),
  })

const streamAs = (
  that: string,
  check: string,
  change: (
    page: Page<StoredEvent, number>,
    of: {
      readonly events: ReadonlyArray<StoredEvent>
      readonly after: number
      readonly limit: number
    },
  ) => Page<StoredEvent, number>,
): FaultyStore =>
  faulty(that, check, {
    streamPage: (events, after, limit) =>
      change(streamPageAfter(events, after, limit), { events, after, limit }),
  })

/** What is read. */
const reading: ReadonlyArray<FaultyStore> = [
  readAs('loses the last event of a full page of the log', checks.pages, (page, { limit }) =>
    page.events.length === limit && limit > 1
      ? { ...page, events: page.events.slice(0, -1) }
      : page,
  ),
  readAs('lets pages of the log overlap', checks.pages, (page, { limit }) =>
    page.events.length === limit && limit > 1
      ? { ...page, next: page.events.at(-2)?.position ?? page.next }
      : page,
  ),
  readAs('says too early that the log ends', checks.pages, (page, { limit }) => ({
    ...page,
    isEnd: page.isEnd || page.events.length === limit,
  })),
  readAs('never says that the log ends', checks.pages, (page) => ({ ...page, isEnd: false })),
  readAs('sends a reader who is at the end back to the beginning', checks.readOn, (page) =>
    page.events.length === 0 ? { ...page, next: beforeFirst } : page,
  ),
  readAs('gives more than was asked for', checks.pages, (_, { events, after, limit }) =>
    pageAfter(events, after, limit + 1, { disk: newDisk(), inFlight: new Set() }),
  ),
  readAs(
    'reads from a position instead of after it',
    checks.pages,
    (page, { events, after, limit }) => {
      const rest = events.filter(({ position }) => position >= after && after !== beforeFirst)
      return after === beforeFirst ? page : { ...page, events: rest.slice(0, limit) }
    },
  ),
  readAs('reads the log stream by stream', checks.pages, (page) => ({
    ...page,
    events: page.events.toSorted((a, b) =>
      a.stream === b.stream ? byPosition(a, b) : a.stream < b.stream ? -1 : 1,
    ),
  })),

  streamAs(
    'loses the last event of a full page of a stream',
    checks.streamPages,
    (page, { limit }) =>
      page.events.length === limit && limit > 1
        ? { ...page, events: page.events.slice(0, -1) }
        : page,
  ),
  streamAs('lets pages of a stream overlap', checks.streamPages, (page, { limit }) =>
    page.events.length === limit && limit > 1 ? { ...page, next: page.next - 1 } : page,
  ),
  streamAs('says too early that a stream ends', checks.streamPages, (page, { limit }) => ({
    ...page,
    isEnd: page.isEnd || page.events.length === limit,
  })),
  streamAs('never says that a stream ends', checks.streamPages, (page) => ({
    ...page,
    isEnd: false,
  })),
  streamAs(
    'reads from a revision instead of after it',
    checks.streamPages,
    (page, { events, after, limit }) => ({
      ...page,
      events: events.filter(({ revision }) => revision >= after).slice(0, limit),
    }),
  ),
  streamAs('counts revisions from one', checks.streamPages, (page) => ({
    ...page,
    events: page.events.map((event) => ({ ...event, revision: event.revision + 1 })),
  })),
  streamAs('reads a stream backwards', checks.streamPages, (page) => ({
    ...page,
    events: page.events.toReversed(),
  })),
  streamAs('gives the time of reading as the time of recording', checks.sameEvent, (page) => ({
    ...page,
    events: page.events.map((event) => ({
      ...event,
      recordedAt: instantOf(Date.now() + Math.floor(Math.random() * 1000)),
    })),
  })),
  wrapped('has no answer for a stream that is not there', checks.noStream, ({ readStream }) => ({
    readStream: (stream, after, limit) =>
      TE.flatMap(readStream(stream, after, limit), (page) =>
        page.events.length === 0 && after < 0 ? TE.left(unavailable) : TE.right(page),
      ),
  })),
  wrapped('throws where there is no stream', checks.noStream, ({ readStream }) => ({
    readStream: (stream, after, limit) => async () => {
      const page = await readStream(stream, after, limit)()
      if (E.isRight(page) && page.right.events.length === 0) throw new Error('no such stream')
      return page
    },
  })),
  faulty('gives positions of any width', checks.positions, {
    positionOf: (number) => String(number) as Position,
  }),
  faulty('gives an append one position', checks.positions, {
    keep: (event) => ({ ...event, position: `${event.position.slice(0, -2)}00` as Position }),
  }),
  faulty('gives positions that fall', checks.positions, {
    positionOf: (number) => String(1e9 - number).padStart(20, '0') as Position,
    page: (events, after, limit) => {
      const rest = events
        .toReversed()
        .filter(({ position }) => after === beforeFirst || position < after)
      const page = rest.slice(0, limit)
      return {
        events: page,
        next: page.at(-1)?.position ?? after,
        isEnd: page.length === rest.length,
      }
    },
  }),
  faulty('has a head that lags by one', checks.head, {
    head: (known) => heldBack(known).at(-2)?.position ?? beforeFirst,
  }),
  faulty('has no head', checks.head, { head: () => beforeFirst }),
  {
    that: 'records falling times when its clock falls',
    make: (shell) =>
      storeOf(shell, {
        keep: (event) => ({ ...event, recordedAt: shell.clock?.() ?? event.recordedAt }),
      }),
    check: checks.times,
  },
  wrapped('hands out the list that it goes on writing to', checks.pageStays, (_, { disk }) => ({
    readAll: (after, limit) => async () => {
      const page = pageAfter(disk.log, after, limit, { disk, inFlight: new Set() })
      return E.right(after === beforeFirst && page.isEnd ? { ...page, events: disk.log } : page)
    },
  })),
  wrapped('has a name that changes', checks.reopened, ({ logId }) => ({
    get logId() {
      return `${logId}${Math.random()}`
    },
  })),
  wrapped('has no name', checks.logName, () => ({ logId: '' })),
]

/** What is assigned and what is visible. */
const visibility: ReadonlyArray<FaultyStore> = [
  faulty('shows what has committed beside what has not', checks.visible, {
    visible: ({ disk }) => disk.log,
  }),
  faulty('has a head beyond what can be read', checks.interleavings, {
    head: ({ disk, inFlight }) =>
      [...inFlight, ...disk.log.map(({ position }) => position)].sort().at(-1) ?? beforeFirst,
  }),
  faulty('sends readers on beyond what is not visible yet', checks.interleavings, {
    page: (events, after, limit, known) => {
      const page = pageAfter(events, after, limit, known)
      const [next = page.next] = page.isEnd ? [...known.inFlight].sort().reverse() : []
      return next > page.next ? { ...page, next } : page
    },
  }),
  faulty('holds readers up at an append that was rolled back', checks.rolledBack, {
    rolledBack: () => undefined,
  }),
  faulty('keeps what was rolled back', checks.rolledBack, {
    rolledBack: ({ disk, inFlight }, events) => {
      for (const { position } of events) inFlight.delete(position)
      disk.log.push(...events)
    },
  }),
  faulty('keeps the first event of what was rolled back', checks.rolledBack, {
    rolledBack: ({ disk, inFlight }, events) => {
      for (const { position } of events) inFlight.delete(position)
      if (events.length > 1) disk.log.push(events[0] as LoggedEvent)
    },
  }),
  faulty('stops at a gap', checks.rolledBack, {
    visible: (known) => {
      const log = heldBack(known)
      const end = log.findIndex(({ position }, index) => Number(position) !== index + 1)
      return end < 0 ? log : log.slice(0, end)
    },
  }),
  faulty('stops at a gap of more than a hundred', checks.gaps, {
    visible: (known) => {
      const log = heldBack(known)
      const end = log.findIndex(
        ({ position }, index) => Number(position) - Number(log[index - 1]?.position ?? 0) > 100,
      )
      return end < 0 ? log : log.slice(0, end)
    },
  }),
  faulty('shows an append event by event', checks.busy, {
    show: async ({ log }, events) => {
      for (const event of events) {
        log.push(event)
        log.sort(byPosition)
        await tick()
      }
    },
    visible: ({ disk }) => disk.log,
  }),
  wrapped('throws when a commit fails', checks.rolledBack, ({ append }) => ({
    append:
      (...of) =>
      async () => {
        const answer = await append(...of)()
        if (E.isLeft(answer) && answer.left._tag === 'StoreUnavailable')
          throw new Error(answer.left.reason)
        return answer
      },
  })),
  wrapped(
    'answers an append that was rolled back as if it had written',
    checks.rolledBack,
    ({ append }) => ({
      append: (...of) =>
        TE.orElse(
          (error: AppendError): TE.TaskEither<AppendError, Written> =>
            error._tag === 'StoreUnavailable'
              ? TE.right({ revision: 0, position: '0'.repeat(20) as Position, isKnownNew: true })
              : TE.left(error),
        )(append(...of)),
    }),
  ),
  faulty('lets two writers of one stream pass at once', checks.slowRace, {
    turns: () => (_, task) => task(),
  }),
  faulty('lets two writers of one stream pass at once when it is busy', checks.race, {
    turns: () => async (_, task) => {
      await tick()
      return task()
    },
    show: async ({ log }, events) => {
      await tick()
      log.push(...events)
      log.sort(byPosition)
    },
  }),
  wrapped('appends before it is asked to', checks.lazy, ({ append }) => ({
    append: (...of) => {
      const answer = append(...of)()
      return () => answer
    },
  })),
]

/** Who listens. */
const listening: ReadonlyArray<FaultyStore> = [
  faulty('misses what is appended between catching up and listening', checks.catchUp, {
    subscribe: (readAll, after, listen) => ({
      async *[Symbol.asyncIterator]() {
        const page = await readAll(after, 10_000)()
        if (E.isLeft(page)) return
        let { next } = page.right
        if (page.right.events.length > 0) yield page
        await tick()
        const skipped = await readAll(next, 10_000)()
        if (E.isRight(skipped)) next = skipped.right.next
        for (;;) {
          let stop = (): void => undefined
          await new Promise<void>((resolve) => (stop = listen(resolve)))
          stop()
          const news = await readAll(next, 10_000)()
          if (E.isRight(news)) next = news.right.next
          yield news
        }
      },
    }),
  }),
  faulty('loses news that comes while it reads', checks.busy, {
    subscribe: (readAll, after, listen) => ({
      [Symbol.asyncIterator]: () => {
        let place = after
        let isStopped = false
        let hasNews = true
        let wake = (): void => undefined
        const unlisten = listen(() => {
          hasNews = true
          wake()
        })
        return {
          next: async () => {
            for (;;) {
              if (!hasNews && !isStopped) await new Promise<void>((resolve) => (wake = resolve))
              if (isStopped) return { done: true as const, value: undefined }
              const page = await readAll(place, 500)()
              await tick()
              hasNews = false
              if (E.isRight(page)) {
                place = page.right.next
                hasNews = !page.right.isEnd
                if (page.right.events.length === 0) continue
              }
              return { done: false as const, value: page }
            }
          },
          return: async () => {
            isStopped = true
            unlisten()
            wake()
            return { done: true as const, value: undefined }
          },
        }
      },
    }),
  }),
  wrapped('delivers the event again that a listener resumes after', checks.resumes, (store) => ({
    subscribe: (after) =>
      store.subscribe(
        (after === beforeFirst ? after : String(Number(after) - 1).padStart(20, '0')) as Position,
      ),
  })),
  wrapped(
    'loses the event after the one that a listener resumes after',
    checks.resumes,
    (store) => ({
      subscribe: (after) =>
        store.subscribe(
          (after === beforeFirst ? after : String(Number(after) + 1).padStart(20, '0')) as Position,
        ),
    }),
  ),
  wrapped('begins every subscription at the beginning', checks.startsAfter, (store) => ({
    subscribe: () => store.subscribe(beforeFirst),
  })),
  wrapped('begins every subscription at the end', checks.startsAfter, (store) => ({
    subscribe: (after) => ({
      [Symbol.asyncIterator]: () => {
        let inner: AsyncIterator<Awaited<ReturnType<ReturnType<EventStore['readAll']>>>> | undefined
        return {
          next: async () => {
            const head = await store.head()
            inner ??= store.subscribe(E.isRight(head) ? head.right : after)[Symbol.asyncIterator]()
            return inner.next()
          },
          return: async () => (await inner?.return?.()) ?? { done: true, value: undefined },
        }
      },
    }),
  })),
  faulty('does not let go of a listener who waits', checks.letsGo, {
    subscribe: (readAll, after, listen) => ({
      async *[Symbol.asyncIterator]() {
        let place = after
        let hasNews = true
        let wake = (): void => undefined
        const unlisten = listen(() => {
          hasNews = true
          wake()
        })
        try {
          for (;;) {
            if (!hasNews) await new Promise<void>((resolve) => (wake = resolve))
            hasNews = false
            const page = await readAll(place, 500)()
            if (E.isRight(page)) {
              place = page.right.next
              hasNews ||= !page.right.isEnd
              if (page.right.events.length === 0) continue
            }
            yield page
          }
        } finally {
          unlisten()
        }
      },
    }),
  }),
  faulty('ends a subscription at the end of the log', checks.catchUp, {
    subscribe: (readAll, after) => ({
      async *[Symbol.asyncIterator]() {
        let place = after
        for (;;) {
          const page = await readAll(place, 500)()
          if (E.isRight(page)) place = page.right.next
          yield page
          if (E.isRight(page) && page.right.isEnd) return
        }
      },
    }),
  }),
  wrapped('gives all subscriptions one place', checks.strangers, (store) => {
    let shared: AsyncIterable<never> | undefined
    let iterator: AsyncIterator<never> | undefined
    return {
      subscribe: (after) => {
        shared ??= store.subscribe(after) as AsyncIterable<never>
        return {
          [Symbol.asyncIterator]: () => {
            iterator ??= (shared as AsyncIterable<never>)[Symbol.asyncIterator]()
            return iterator
          },
        }
      },
    }
  }),
  wrapped('delivers every page twice', checks.catchUp, (store) => ({
    subscribe: (after) => ({
      [Symbol.asyncIterator]: () => {
        const inner = store.subscribe(after)[Symbol.asyncIterator]()
        let again: Awaited<ReturnType<typeof inner.next>> | undefined
        return {
          next: async () => {
            const given = again ?? (await inner.next())
            again = again === undefined && given.done !== true ? given : undefined
            return given
          },
          return: async () => (await inner.return?.()) ?? { done: true, value: undefined },
        }
      },
    }),
  })),
]

/** What a restart forgets. */
const reopening: ReadonlyArray<FaultyStore> = [
  faulty('forgets ids when it is opened again', checks.knownAgain, {
    revisionOf: ({ log }, stream, id, opened) =>
      log.slice(opened).find((event) => event.stream === stream && event.id === id)?.revision,
  }),
  {
    that: 'has another name when it is opened again',
    make: (shell) => ({ ...storeOf(shell), logId: newId() }),
    check: checks.reopened,
  },
  {
    that: 'loses the last event when it is opened again',
    make: (shell) => {
      shell.disk.log.pop()
      return storeOf(shell)
    },
    check: checks.reopened,
  },
  {
    that: 'gives positions out anew when it is opened again',
    make: (shell) => {
      shell.disk.assigned = 0
      return storeOf(shell)
    },
    check: checks.goesOn,
  },
  {
    that: 'prints events anew when it is opened again',
    make: (shell) => {
      for (const [index, event] of shell.disk.log.entries()) {
        shell.disk.log[index] = { ...event, data: `${event.data} ` }
      }
      return storeOf(shell)
    },
    check: checks.reopened,
  },
  {
    that: 'records the time of its opening',
    make: (shell) => {
      for (const [index, event] of shell.disk.log.entries()) {
        shell.disk.log[index] = { ...event, recordedAt: instantOf(Date.now() + 1) }
      }
      return storeOf(shell)
    },
    check: checks.reopened,
  },
]

export const faultyStores: ReadonlyArray<FaultyStore> = [
  ...judging,
  ...refusing,
  ...keeping,
  ...reading,
  ...visibility,
  ...listening,
  ...reopening,
]

/** A store that keeps the contract. */
export interface RightStore {
  readonly what: string
  readonly make: MakeStore
  /** Whether it has nothing that would survive a restart. */
  readonly isVolatile?: true
}

const at = (number: number): Position => String(number).padStart(20, '0') as Position

const slowly = (store: EventStore): EventStore => ({
  ...store,
  append:
    (...of) =>
    async () => {
      await tick()
      const answer = await store.append(...of)()
      await tick()
      return answer
    },
  readStream:
    (...of) =>
    async () => {
      await tick()
      return store.readStream(...of)()
    },
  readAll:
    (...of) =>
    async () => {
      const answer = await store.readAll(...of)()
      await tick()
      return answer
    },
})

// As EventStoreDB: what it remembers of ids is bounded, and a known id at the last revision is stored again.
const forgetful: MakeStore = (shell) => ({
  ...storeOf(shell, {
    judge: (expected, ids, stream) => {
      const revisions = ids.map(stream.revisionOf)
      if (expected === stream.last || (expected === 'none' && stream.last < 0))
        return { _tag: 'Write' }
      const isOpen = expected === 'any' || (expected === 'exists' && stream.last >= 0)
      return isOpen && revisions[0] === undefined
        ? { _tag: 'Write' }
        : judgeAppend(expected, ids, stream)
    },
  }),
  exactIds: false,
})

export const rightStores: ReadonlyArray<RightStore> = [
  {
    what: 'the log in memory',
    make: ({ disk: _, ...options }) => inMemoryEventStore(options),
    isVolatile: true,
  },
  {
    what: 'the log in memory, in which every commit takes its time',
    make: ({ clock, commit }) =>
      inMemoryEventStore({
        ...(clock === undefined ? {} : { clock }),
        commit: async () => {
          await commit?.()
          await tick()
        },
      }),
    isVolatile: true,
  },
  { what: 'the log that all faults here were put into', make: (shell) => storeOf(shell) },
  { what: 'a log that takes its time for every answer', make: (shell) => slowly(storeOf(shell)) },
  {
    what: 'a log with large gaps',
    make: (shell) =>
      storeOf(shell, {
        positionOf: (number) => String(number * 1_000_003).padStart(20, '0') as Position,
      }),
  },
  {
    what: 'a log whose positions are no numbers',
    make: (shell) =>
      storeOf(shell, {
        positionOf: (number) => `p${number.toString(36).padStart(11, '0')}/x` as Position,
      }),
  },
  {
    what: 'a log that learns of its end from an empty page',
    make: (shell) =>
      storeOf(shell, {
        page: (events, after, limit, known) => {
          const page = pageAfter(events, after, limit, known)
          return { ...page, isEnd: page.events.length < limit }
        },
        streamPage: (events, after, limit) => {
          const page = streamPageAfter(events, after, limit)
          return { ...page, isEnd: page.events.length < limit }
        },
      }),
  },
  {
    what: 'a log whose pages hold less than was asked for, and sometimes nothing',
    // Before each event stands one of the engine itself, which is left out of a page and counts towards its limit.
    make: (shell) =>
      storeOf(shell, {
        positionOf: (number) => at(2 * number),
        page: (events, after, limit) => {
          const places = events.flatMap(({ position }) => [at(Number(position) - 1), position])
          const rest = places.filter((place) => place > after)
          const page = rest.slice(0, limit)
          const next = page.at(-1) ?? after
          const found = events.filter(({ position }) => position > after && position <= next)
          return { events: found, next, isEnd: page.length === rest.length }
        },
      }),
  },
  { what: 'a log whose memory for ids is bounded', make: forgetful },
]
