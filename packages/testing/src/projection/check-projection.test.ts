import {
  type Instant,
  integer,
  type LogEvent,
  list,
  optional,
  type Projection,
  record,
  text,
  view,
} from '@patina/eventsourcing'
import fc from 'fast-check'
import * as RNEA from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as t from 'io-ts'
import { describe, expect, test } from 'vitest'
import { historiesOf } from '../history.js'
import { breaks, checkProjection, type Histories, lawsFor } from './check-projection.js'
import { projectionLaws } from './projection-laws.js'
import type { AnyKeptView, Judged } from './subject.js'

// A stamp card: stamps are given and taken back, and each counts until its last day.
type CardEvent = StampGiven | StampTaken
interface StampGiven {
  readonly type: 'StampGiven'
  readonly cardId: string
  readonly stampId: string
  readonly lastDay: string
}
interface StampTaken {
  readonly type: 'StampTaken'
  readonly cardId: string
  readonly stampId: string
}

interface Stamp {
  readonly stampId: string
  readonly lastDay: string
}
interface Card {
  readonly stamps: ReadonlyArray<Stamp>
  readonly taken: ReadonlyArray<string>
  readonly events: number
}

const cardCodec = record<Card>('Card', {
  stamps: list(record<Stamp>('Stamp', { stampId: text(40), lastDay: text(10) })),
  taken: list(text(40)),
  events: integer(0),
})

const sorted = (stamps: ReadonlyArray<Stamp>): ReadonlyArray<Stamp> =>
  stamps.toSorted((a, b) => (a.stampId < b.stampId ? -1 : 1))

const standing = (
  stamps: ReadonlyArray<Stamp>,
  taken: ReadonlyArray<string>,
): ReadonlyArray<Stamp> => {
  const byId = new Map(stamps.toReversed().map((stamp) => [stamp.stampId, stamp]))
  return sorted([...byId.values()].filter(({ stampId }) => !taken.includes(stampId)))
}

type Cards = Projection<string, Card, CardEvent>

const cards: Cards = {
  name: 'stamp_cards',
  version: 1,
  types: ['StampGiven', 'StampTaken'],
  parts: (recorded) => [[recorded.event.cardId, recorded]],
  initial: () => ({ stamps: [], taken: [], events: 0 }),
  evolve: (card, { event }) => {
    const events = card.events + 1
    switch (event.type) {
      case 'StampGiven':
        return {
          ...card,
          events,
          stamps: standing([...card.stamps, event], card.taken).map(({ stampId, lastDay }) => ({
            stampId,
            lastDay,
          })),
        }
      case 'StampTaken': {
        const taken = [...new Set([...card.taken, event.stampId])].toSorted()
        return { stamps: standing(card.stamps, taken), taken, events }
      }
    }
  },
  combine: (members) => {
    const taken = [...new Set(members.flatMap((card) => card.taken))].toSorted()
    const events = members.reduce((sum, card) => sum + card.events, 0)
    return {
      stamps: standing(
        members.flatMap(({ stamps }) => stamps),
        taken,
      ),
      taken,
      events,
    }
  },
  occurredSafe: true,
  read: (card, at) => ({
    ...card,
    stamps: card.stamps.filter(({ lastDay }) => lastDay >= at.slice(0, 10)),
  }),
}

const spec = {
  codec: cardCodec,
  columns: {
    stamps: { kind: 'integer', isIndexed: true, of: ({ stamps }: Card) => stamps.length },
  },
} as const

const kept = (changes: Partial<Cards>): AnyKeptView => view({ ...cards, ...changes }, spec)

// A stamp is given on one card only, on one day, so that nobody can give it twice.
const cardEvents = (cardId: string): fc.Arbitrary<CardEvent> => {
  const stamp = fc.nat(4).map((n) => ({
    stampId: `${cardId.slice(0, 4)}-${n}`,
    lastDay: `2026-01-0${n + 1}`,
  }))
  return fc.oneof(
    stamp.map((one) => ({ type: 'StampGiven' as const, cardId, ...one })),
    stamp.map(({ stampId }) => ({ type: 'StampTaken' as const, cardId, stampId })),
  )
}
const histories = historiesOf('card', cardEvents)

const lawsBroken = (judged: Judged): ReadonlyArray<string> =>
  checkProjection(judged, histories, { numRuns: 40 }).map(({ law }) => law)

describe('a correct projection', () => {
  projectionLaws(kept({}), histories)

  test('is accused of nothing, on many seeds', () => {
    for (let round = 0; round < 4; round++) {
      expect(checkProjection(kept({}), histories, { numRuns: 25 })).toEqual([])
    }
  })

  test('may take any event alike and rely on the types that it declares', () => {
    const ofGiven = kept({
      types: ['StampGiven'],
      parts: (recorded) => [[recorded.event.cardId, recorded]],
      evolve: (card) => ({ ...card, events: card.events + 1 }),
    })
    expect(lawsBroken(ofGiven)).toEqual([])
  })

  test('may read of several events that one stored event was upcast to', () => {
    expect(checkProjection(kept({}), upcastHistories, { numRuns: 40 })).toEqual([])
  })

  test('is not accused of being out of reach because few histories are drawn', () => {
    const rarely = fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: histories },
    )
    for (let round = 0; round < 10; round++) {
      expect(checkProjection(kept({}), rarely, { numRuns: 1 })).toEqual([])
    }
  })

  test('may name the events that made it', () => {
    const named = view<string, { readonly last?: string }, CardEvent, LogEvent<CardEvent>>(
      {
        name: 'last_stamps',
        version: 1,
        types: ['StampGiven', 'StampTaken'],
        parts: (recorded) => [[recorded.event.cardId, recorded]],
        initial: () => ({}),
        evolve: (_, { id }) => ({ last: id }),
        because: ({ last }) => ({ _tag: 'MadeBy', events: last === undefined ? [] : [last] }),
      },
      {
        codec: record<{ readonly last?: string }>('Last', { last: optional(text(40)) }),
        columns: {},
      },
    )
    expect(lawsBroken(named)).toEqual([])
  })

  test('is judged without a codec as well', () => {
    expect(lawsBroken(cards)).toEqual([])
  })
})

// Each fault with the law that names it; other laws may fall with it.
const upcastHistories = histories.map((entries) =>
  entries.map((entry) => ({ ...entry, also: [entry.event, entry.event] })),
)

const faults: ReadonlyArray<
  readonly [what: string, law: string, judged: Judged, histories?: Histories]
> = [
  [
    'counts beside the view, in the projection itself',
    'the same history gives the same views',
    (() => {
      let count = 0
      return kept({ evolve: (card) => ({ ...card, events: ++count }) })
    })(),
  ],
  [
    'changes the view that it is given',
    'it changes no view, part or event that it is given',
    kept({ evolve: (card) => Object.assign(card, { events: card.events + 1 }) }),
  ],
  [
    'shares one view among all keys',
    'every key begins afresh, whatever became of the others',
    (() => {
      const shared = { stamps: [], taken: [], events: 0 }
      return kept({
        initial: () => shared,
        evolve: (card) => Object.assign(card, { events: card.events + 1 }),
      })
    })(),
  ],
  [
    'asks the clock',
    'it reads no clock, no chance and no time zone',
    kept({ evolve: (card) => ({ ...card, events: Date.now() }) }),
  ],
  [
    'takes the day in the zone of the machine',
    'it reads no clock, no chance and no time zone',
    kept({
      evolve: (card, { recordedAt }) => ({ ...card, events: new Date(recordedAt).getDate() }),
    }),
  ],
  [
    'throws at what makes no sense',
    'it never throws, in whatever order events come',
    kept({
      evolve: (card, part) => {
        if (part.event.type === 'StampTaken' && card.stamps.length === 0)
          throw new Error('no such stamp')
        return cards.evolve(card, part)
      },
    }),
  ],
  [
    'forgets to declare a type',
    'it declares every type that it reacts to',
    kept({ types: ['StampGiven'] }),
  ],
  [
    'looks up in one event where another one belongs',
    'keys and parts follow from the event alone, whenever it is asked',
    () => {
      const cardOf = new Map<string, string>()
      return kept({
        parts: (recorded) => {
          const { event } = recorded
          if (event.type === 'StampGiven') cardOf.set(event.stampId, event.cardId)
          const key = cardOf.get(event.stampId)
          return key === undefined ? [] : [[key, recorded]]
        },
      })
    },
  ],
  [
    'remembers ids beside the view, so that a redelivered event is lost',
    'delivering events again changes nothing',
    () => {
      const seen = new Set<string>()
      const isFirst = (id: string): boolean => seen.size < seen.add(id).size
      return kept({ evolve: (card, part) => (isFirst(part.id) ? cards.evolve(card, part) : card) })
    },
  ],
  [
    'has a codec that loses a member',
    'a view that is kept comes back as it was',
    view<
      string,
      { readonly events: number; readonly last?: string },
      CardEvent,
      LogEvent<CardEvent>
    >(
      {
        name: 'last_stamps',
        version: 1,
        types: ['StampGiven'],
        parts: (recorded) =>
          recorded.event.type === 'StampGiven' ? [[recorded.event.cardId, recorded]] : [],
        initial: () => ({ events: 0 }),
        evolve: ({ events }, { id }) => ({ events: events + 1, last: id }),
      },
      { codec: t.strict({ events: t.number }), columns: {} },
    ),
  ],
  [
    'has a column that is not always there',
    'columns hold whole numbers and texts as declared',
    view(cards, {
      codec: cardCodec,
      columns: { first: { kind: 'text', of: ({ stamps }) => stamps[0]?.lastDay as string } },
    }),
  ],
  [
    'leaves the position in what is compared across logs',
    'what is compared across logs hangs on no position and no recorded time',
    view(
      {
        ...cards,
        evolve: (card, part) => ({ ...cards.evolve(card, part), taken: [part.position] }),
      },
      { ...spec, comparable: ({ events, taken }) => [events, taken] },
    ),
  ],
  [
    'combines by taking the longer one',
    'combining views equals folding the interleaving of their events [I4] [I7]',
    kept({ combine: (members) => members.reduce((a, b) => (b.events > a.events ? b : a)) }),
  ],
  [
    'combines with a mean of means',
    'views combine in groups of any size to the same view',
    kept({
      combine: (members) => ({
        ...RNEA.head(members),
        events: Math.floor(members.reduce((sum, { events }) => sum + events, 0) / members.length),
      }),
    }),
  ],
  [
    'is a ledger and says that it may be folded by occurred time',
    'what was so at any moment is the fold of what had occurred, in the order of occurring [K14]',
    kept({
      parts: (recorded) => [['all', recorded]],
      evolve: (card, { event }) => ({
        ...card,
        events: event.type === 'StampGiven' ? card.events + 1 : Math.max(0, card.events - 1),
      }),
    }),
  ],
  [
    'adds something at each reading',
    'reading twice at one moment is reading once',
    kept({ read: (card) => ({ ...card, events: card.events + 1 }) }),
  ],
  [
    'forgets at a reading what is to come',
    'reading after the last event, and then later, is reading later',
    kept({
      read: (card, at) => ({
        ...card,
        stamps: card.stamps
          .filter(({ lastDay }) => lastDay >= at.slice(0, 10))
          .map((stamp) => ({ ...stamp, lastDay: '2099-12-31' })),
      }),
    }),
  ],
  [
    'takes an event for known by its id',
    'an event that reads as several today counts as several [K7]',
    kept({
      evolve: (card, { id }) =>
        card.taken.includes(id)
          ? card
          : { ...card, taken: [...card.taken, id], events: card.events + 1 },
    }),
    upcastHistories,
  ],
  [
    'keeps the position and compares it across logs',
    'what is compared across logs hangs on no position and no recorded time',
    kept({ evolve: (card, { position }) => ({ ...card, taken: [position] }) }),
  ],
  [
    'reads to what its codec refuses',
    'what a reading gives is a view that could be kept',
    kept({ read: (card) => ({ ...card, events: -1 }) }),
  ],
  [
    'counts with positions',
    'positions are compared and never counted with',
    kept({ evolve: (card, { position }) => ({ ...card, events: Number(position) % 1_000 }) }),
  ],
  [
    'takes an event for known by its revision, whatever its stream',
    'revisions are compared within one stream and never counted with',
    kept({
      parts: (recorded) => [['all', recorded]],
      evolve: (card, { revision }) =>
        revision < card.events ? card : { ...card, events: revision + 1 },
    }),
  ],
  [
    'keeps something from one view for the next',
    'streams that share no view may interleave in any way',
    (() => {
      let lastStream = ''
      return kept({
        evolve: (card, { stream }) => {
          const isSame = stream === lastStream
          lastStream = stream
          return { ...card, events: card.events + (isSame ? 2 : 1) }
        },
      })
    })(),
  ],
  [
    'gives out a list that it goes on filling',
    'what was known at any moment is the fold of the log up to it [K14]',
    kept({
      evolve: (card, { event }) => {
        const taken = card.taken as string[]
        if (!taken.includes(event.stampId)) taken.push(event.stampId)
        return { ...card, taken }
      },
    }),
  ],
  [
    'takes the last event for the cause of everything',
    'every view is made by a few events, and what it names as causes makes it',
    kept({
      evolve: (card, part) => ({ ...cards.evolve(card, part), taken: [part.id] }),
      because: ({ taken }) => ({ _tag: 'MadeBy', events: taken }),
    }),
  ],
  [
    'names as a cause what is no event of its view',
    'every view is made by a few events, and what it names as causes makes it',
    kept({ because: () => ({ _tag: 'MadeBy', events: ['nobody has heard of this'] }) }),
  ],
  [
    'reacts to nothing',
    'some of the histories reach it, or nothing was judged',
    kept({ parts: () => [] }),
  ],
]

describe('a projection that', () => {
  const planted = faults.map(([what, name, judged, drawn = histories]) => ({
    what,
    name,
    judged,
    drawn,
  }))

  test.each(planted)('$what breaks the law: $name', ({ name, judged, drawn }) => {
    const law = lawsFor(judged).find((one) => one.name === name)
    expect(law && breaks(judged, drawn, law)?.law).toBe(name)
  })
})

test('a failure names the smallest history and the seed', () => {
  const seed = 7
  const reader = kept({ read: (card, at: Instant) => ({ ...card, taken: [...card.taken, at] }) })
  const [broken] = checkProjection(reader, histories, { seed })
  expect(broken?.failure).toContain('smallest history found, of 1 events (seed 7)')
  expect(broken?.failure).toContain('1. card-')
})

describe('a projection that throws', () => {
  const unset = undefined as unknown as { readonly of: { readonly things: number } }
  const broken = checkProjection(
    kept({
      evolve: (card, recorded) =>
        card.events > 1 ? { ...card, events: unset.of.things } : cards.evolve(card, recorded),
    }),
    histories,
    { numRuns: 40 },
  )

  test('is told so by every law, with the exception itself, whose trace leads to the place', () => {
    expect(broken.map(({ law }) => law)).toContain('it never throws, in whatever order events come')
    for (const { failure, cause } of broken) {
      expect(failure).toContain("Cannot read properties of undefined (reading 'of')")
      expect(cause).toBeInstanceOf(TypeError)
      expect((cause as Error).stack).toContain('check-projection.test.ts')
    }
  })

  test('is not accused of changing what it is given', () => {
    const found = broken.find(({ law }) => law.startsWith('it changes no view'))
    expect(found?.failure).toMatch(/^it threw, so this cannot be judged: /)
    expect(broken.map(({ failure }) => failure).join('\n')).not.toContain('so it changes them')
  })

  test('because it changes what it is given is told that, however it does', () => {
    const ways: ReadonlyArray<(card: { events: number; taken: string[] }) => unknown> = [
      (card) => card.events++,
      (card) => card.taken.push('more'),
      (card) => delete (card as { events?: number }).events,
      (card) => Object.defineProperty(card, 'more', { value: 1 }),
      (card) => Object.setPrototypeOf(card, {}),
    ]
    for (const change of ways) {
      const faulty = kept({
        evolve: (card, recorded) => {
          change(card as never)
          return cards.evolve(card, recorded)
        },
      })
      const only = ['it changes no view, part or event that it is given']
      const [found] = checkProjection(faulty, histories, { numRuns: 40, only })
      expect(found?.failure).toMatch(/^evolve threw on frozen arguments, so it changes them: /)
    }
  })
})

describe('laws that are asked for by name', () => {
  test('are asked and no others, where they can be asked', () => {
    const only = [
      'a view that is kept comes back as it was',
      'the same history gives the same views',
    ]
    expect(lawsFor(kept({}), { only }).map(({ name }) => name)).toEqual(only.toReversed())
    expect(lawsFor(cards, { only }).map(({ name }) => name)).toEqual([only[1]])
  })

  test('may be those that are asked besides the built-in ones', () => {
    const also = [{ name: 'it is never alone', judge: () => undefined }]
    expect(lawsFor(kept({}), { also, only: ['it is never alone'] })).toEqual(also)
  })

  test('must be there: a name that is mistyped would be a law that nothing breaks', () => {
    const only = ['the same history gives the same views', 'the same histories give the same views']
    const found = 'found "the same histories give the same views"; there are'
    expect(() => checkProjection(kept({}), histories, { only })).toThrow(found)
    expect(() => projectionLaws(kept({}), histories, { only })).toThrow(found)
  })
})
