import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explain, type LogEvent, type Projection } from '../index.js'
import {
  anyMarks,
  bookIds,
  choicesThatDo,
  logOfMarks,
  type MarkMade,
  type Marks,
  marksBy,
  marksIn,
  numberOf,
} from './arbitraries.js'

const [book, other] = bookIds as [string, string, string]
const idsOf = (events: ReadonlyArray<{ readonly id: string }> | undefined) =>
  events?.map(({ id }) => id)
const witnessIn = (log: ReadonlyArray<LogEvent<MarkMade>>, ids: ReadonlyArray<string> = []) =>
  log.filter(({ id }) => ids.includes(id))

const last: Marks = { ...marksBy([]), evolve: (_, mark) => mark }
const sum: Marks = { ...marksBy([]), evolve: (before, mark) => before + mark - 1 }

describe('the witness of a figure', () => {
  test('is the smallest choice of up to ten events that makes it, and the earliest such one', () => {
    fc.assert(
      fc.property(anyMarks, marksIn([book], 0, 10), (marks, made) => {
        const log = logOfMarks(made)
        const { witness } = explain(marks, [book], log)
        expect(witness).toMatchObject({ tried: 'every-part', isNamed: false })
        const [first] = choicesThatDo(marks, book, log)
        expect(idsOf(witness?.events)).toEqual(idsOf(first))
      }),
    )
  })

  test('makes the figure, and none of its events can be left out, however many there are', () => {
    fc.assert(
      fc.property(fc.oneof(anyMarks, fc.constant(sum)), marksIn([book], 11, 40), (marks, made) => {
        const log = logOfMarks(made)
        const { witness } = explain(marks, [book], log)
        const ids = idsOf(witness?.events) ?? []
        const wanted = numberOf(marks, book, log)
        const some = witnessIn(log, ids)
        expect(numberOf(marks, book, some)).toBe(wanted)
        for (const one of some) {
          const without = some.filter(({ id }) => id !== one.id)
          expect(numberOf(marks, book, without)).not.toBe(wanted)
        }
        // Of few events every choice was tried.
        const least = some.length > 10 ? [some] : choicesThatDo(marks, book, some)
        expect(witness?.tried).toBe(some.length > 10 ? 'every-event' : 'every-part')
        expect(least[0]?.length).toBe(some.length)
      }),
      { numRuns: 60 },
    )
  })

  test('is the same whatever happens to others', () => {
    fc.assert(
      fc.property(anyMarks, marksIn([book, other], 0, 25), (marks, made) => {
        const log = logOfMarks(made)
        const alone = log.filter(({ event }) => event.book === book)
        expect(explain(marks, [book], log)).toEqual(explain(marks, [book], alone))
      }),
    )
  })

  test('has lost an event that could go only when another was gone', () => {
    // Of fourteen events: a door is opened, twelve come in, the door is closed. It was closed before.
    const doors: Marks = {
      ...sum,
      evolve: (before, mark) => (mark === 1 ? before + 10 : Math.floor(before / 10) * 10 + mark),
    }
    const coming = Array.from({ length: 12 }, () => [book, 1] as const)
    const log = logOfMarks([[book, 3], ...coming, [book, 0]])
    const { figure, witness } = explain(doors, [book], log)
    expect(figure).toBe(120)
    expect(idsOf(witness?.events)).toEqual(idsOf(log.slice(1, -1)))
  })

  test('is the latest statement where a later one replaces it, and the earliest where it only repeats it', () => {
    const log = logOfMarks([
      [book, 1],
      [book, 2],
      [book, 3],
      [book, 2],
    ])
    const { witness, statement } = explain(last, [book], log)
    expect(idsOf(witness?.events)).toEqual([log[1]?.id])
    expect(statement.map(({ before, after }) => [before, after])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 2],
    ])
  })

  test('is nothing where nothing has changed the figure', () => {
    const unmoved = { ...sum, evolve: (before: number) => before }
    const log = logOfMarks([
      [book, 1],
      [book, 2],
    ])
    expect(explain(unmoved, [book], log)).toMatchObject({
      figure: 0,
      touched: 2,
      statement: [],
      witness: { events: [] },
    })
    expect(explain(sum, [other], log)).toMatchObject({ touched: 0, witness: { events: [] } })
  })

  test('is not searched for among more events than were allowed', () => {
    const log = logOfMarks(Array.from({ length: 12 }, () => [book, 2] as const))
    const explained = explain(sum, [book], log, undefined, { mostToSearch: 11 })
    expect(explained.witness).toBeUndefined()
    expect(explained.statement).toHaveLength(12)
    const all = explain(sum, [book], log, undefined, { mostToSearch: 12 })
    expect(all.witness?.events).toHaveLength(12)
  })

  test('leaves out no half of what one stored event was upcast to', () => {
    const [first] = logOfMarks([[book, 1]]) as [LogEvent<MarkMade>]
    const second = { ...first, part: 1, event: { ...first.event, mark: 3 } }
    const { touched, statement, witness } = explain(sum, [book], [first, second])
    expect(touched).toBe(1)
    expect(statement.map(({ after }) => after)).toEqual([2])
    expect(idsOf(witness?.events)).toEqual([first.id])
  })
})

describe('the statement of a figure', () => {
  test('has every event that changed it and no other, each beginning where the one before ended', () => {
    fc.assert(
      fc.property(anyMarks, marksIn([book, other], 0, 25), (marks, made) => {
        const log = logOfMarks(made)
        const { figure, statement, touched } = explain(marks, [book], log)
        expect(figure).toBe(numberOf(marks, book, log))
        expect(touched).toBe(log.filter(({ event }) => event.book === book).length)
        const expected = log.flatMap(({ id, event }, at) => {
          const before = numberOf(marks, book, log.slice(0, at))
          const after = numberOf(marks, book, log.slice(0, at + 1))
          return event.book !== book || before === after ? [] : [{ id, before, after }]
        })
        expect(statement.map(({ by, before, after }) => ({ id: by.id, before, after }))).toEqual(
          expected,
        )
      }),
    )
  })

  test('says where each event stands and who recorded it, and not what it says', () => {
    const [event] = logOfMarks([[book, 2]]) as [LogEvent<MarkMade>]
    const { id, stream, revision, position, metadata, recordedAt } = event
    const { actor, occurredAt } = metadata
    expect(explain(sum, [book], [event]).statement[0]?.by).toEqual({
      id,
      stream,
      revision,
      position,
      type: 'MarkMade',
      actor,
      occurredAt,
      recordedAt,
    })
  })
})

describe('people who turned out to be one', () => {
  const joined: Marks = {
    ...sum,
    combine: (members) => members.reduce((all, one) => all + one),
  }
  const log = logOfMarks([
    [book, 3],
    [other, 2],
    [bookIds[2] as string, 3],
    [book, 0],
  ])

  test('have figures that are explained over all their records', () => {
    const { figure, witness, keys } = explain(joined, [book, other], log)
    expect(figure).toBe(2)
    expect(keys).toEqual([book, other])
    // The third of them takes back half of what the first gave, so only the first would be too much.
    expect(idsOf(witness?.events)).toEqual([log[0]?.id])
  })

  test('cannot be explained where their views cannot be combined', () => {
    const combined = () => explain(sum, [book, other], log)
    expect(combined).toThrow('views of marks are not combined, and 2 keys were given')
  })
})

interface Page {
  readonly marks: ReadonlyArray<number>
  readonly total: number
}

describe('a component of a view', () => {
  const pages: Projection<string, Page, MarkMade> = {
    name: 'pages',
    version: 1,
    types: ['MarkMade'],
    parts: (recorded) => [[recorded.event.book, recorded]],
    initial: () => ({ marks: [], total: 0 }),
    evolve: ({ marks, total }, { event }) => ({
      marks: [...marks, event.mark],
      total: total + event.mark - 1,
    }),
  }

  test('keeps events apart that cancel each other out in a sum', () => {
    const log = logOfMarks([
      [book, 3],
      [book, 1],
      [book, 0],
      [book, 0],
    ])
    const total = explain(pages, [book], log, { of: (page) => page.total })
    expect(total.witness?.events).toEqual([])
    expect(total.statement.map(({ after }) => after)).toEqual([2, 1, 0])
    const parts = explain(pages, [book], log, {
      of: ({ marks }) => ({
        up: marks.filter((mark) => mark > 1).length,
        down: marks.filter((mark) => mark < 1).length,
      }),
    })
    expect(idsOf(parts.witness?.events)).toEqual([log[0]?.id, log[2]?.id, log[3]?.id])
  })
})
