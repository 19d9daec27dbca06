import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Because,
  explain,
  figureOf,
  integer,
  type Projection,
  record,
  view,
} from '../index.js'
import { bookIds, logOfMarks, type MarkMade, marksIn } from './arbitraries.js'

const [book] = bookIds as [string, string, string]

// A book is open until a mark of nothing closes it, and full from three marks on: the view knows which event did it.
interface Standing {
  readonly closedBy?: string
  readonly marks: number
}

const standing: Projection<string, Standing, MarkMade> = {
  name: 'standing',
  version: 1,
  types: ['MarkMade'],
  parts: (recorded) => [[recorded.event.book, recorded]],
  initial: () => ({ marks: 0 }),
  evolve: (before, { id, event }) => ({
    ...before,
    marks: before.marks + 1,
    ...(event.mark === 0 && before.closedBy === undefined ? { closedBy: id } : {}),
  }),
  because: ({ closedBy, marks }, path): Because | undefined => {
    if (path !== '/closedBy') return undefined
    return closedBy === undefined
      ? { _tag: 'NotSo', events: [], unmet: marks < 3 ? ['three-marks', 'closing'] : ['closing'] }
      : { _tag: 'MadeBy', events: [closedBy] }
  },
}

const closing = figureOf(standing, { path: '/closedBy' })

describe('a view that names its causes', () => {
  test('saves the search, and what it names is the witness where it does', () => {
    fc.assert(
      fc.property(marksIn([book], 0, 30), (made) => {
        const log = logOfMarks(made)
        const named = explain(standing, [book], log, closing)
        const { because: _, ...searching } = closing
        const searched = explain(standing, [book], log, searching)
        expect(named.witness).toEqual({ ...searched.witness, tried: 'every-part', isNamed: true })
        expect(named.unknownCauses).toEqual([])
      }),
    )
  })

  test('says what no event has met, and what forbids', () => {
    const open = explain(standing, [book], logOfMarks([[book, 1]]), closing)
    expect(open.whyNot).toEqual({ forbiddenBy: [], unmet: ['three-marks', 'closing'] })
    const log = logOfMarks([
      [book, 1],
      [book, 0],
    ])
    const refusing: typeof standing = {
      ...standing,
      because: ({ closedBy }) =>
        closedBy === undefined ? undefined : { _tag: 'NotSo', events: [closedBy], unmet: [] },
    }
    const refused = explain(refusing, [book], log, figureOf(refusing, { path: '/closedBy' }))
    expect(refused.whyNot?.forbiddenBy.map(({ id }) => id)).toEqual([log[1]?.id])
    expect(refused.whyNot?.unmet).toEqual([])
    expect(refused.witness).toMatchObject({ isNamed: true, events: [{ id: log[1]?.id }] })
  })

  test('is not believed: what does not make the figure, or is no event of the view, is searched', () => {
    const log = logOfMarks([
      [book, 1],
      [book, 0],
      [book, 2],
    ])
    const wrong = (events: ReadonlyArray<string>) =>
      explain(standing, [book], log, { ...closing, because: () => ({ _tag: 'MadeBy', events }) })
    const closed = { isNamed: false, events: [{ id: log[1]?.id }] }
    expect(wrong([log[0]?.id as string])).toMatchObject({ witness: closed, unknownCauses: [] })
    const stranger = '00000000-0000-4000-8000-00000000ffff'
    const both = wrong([stranger, log[1]?.id as string])
    expect(both).toMatchObject({ witness: closed, unknownCauses: [stranger] })
    // More than it takes is cut down to what it takes.
    const all = wrong(log.map(({ id }) => id))
    expect(all).toMatchObject({ witness: { ...closed, isNamed: true }, unknownCauses: [] })
  })
})

describe('the figure at a path', () => {
  interface Till {
    readonly taken: number
  }
  const till: Projection<string, Till, MarkMade> = {
    name: 'till',
    version: 1,
    types: ['MarkMade'],
    parts: (recorded) => [[recorded.event.book, recorded]],
    initial: () => ({ taken: 0 }),
    evolve: ({ taken }, { event }) => ({ taken: taken + event.mark }),
    read: (before, at) => (at >= '2026-02-01' ? { taken: 0 } : before),
  }
  const kept = view(till, { codec: record<Till>('Till', { taken: integer(0) }), columns: {} })
  const log = logOfMarks([
    [book, 2],
    [book, 3],
  ])

  test('is what is stored there of a kept view, and what stands there in memory of a projection', () => {
    for (const of of [till, kept]) {
      expect(explain(till, [book], log, figureOf(of)).figure).toEqual({ taken: 5 })
      expect(explain(till, [book], log, figureOf(of, { path: '/taken' })).figure).toBe(5)
      const nowhere = explain(till, [book], log, figureOf(of, { path: '/nowhere' }))
      expect(nowhere).toMatchObject({ figure: undefined, statement: [], witness: { events: [] } })
    }
  })

  test('is read for a moment where one is given', () => {
    const at = '2026-02-01T00:00:00.000Z' as never
    const later = explain(till, [book], log, figureOf(kept, { path: '/taken', at }))
    expect(later).toMatchObject({ figure: 0, touched: 2, statement: [], witness: { events: [] } })
  })
})
