import type { Instant } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { account, settleIt } from './asking.arbitraries.js'
import { balance } from './balance.projection.js'
import type { PointsEvent } from './events.js'
import * as Points from './index.js'
import { playsOf, turnsOf } from './plays.arbitraries.js'
import {
  type Statement,
  type StatementLine,
  statement,
  statementAt,
} from './statement.projection.js'

const dayMs = 86_400_000

const fold = (events: ReadonlyArray<PointsEvent>): Statement =>
  events.reduce(statement.evolve, statement.initial(account))

const pointsByWhat = (lines: ReadonlyArray<StatementLine>): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>()
  for (const { what, points } of lines) {
    if (points !== 0) sums.set(what, (sums.get(what) ?? 0) + points)
  }
  return sums
}

interface Handed {
  readonly before: Statement
  readonly handed: Statement
  /** What a sweep at that moment records. */
  readonly swept: ReadonlyArray<PointsEvent>
  readonly events: ReadonlyArray<PointsEvent>
  readonly at: Instant
}

// Statements as they are handed out some days after the last thing that happened.
const overStatements = (judge: (handed: Handed) => void): void =>
  fc.assert(
    fc.property(playsOf(), fc.constantFrom(0, 1, 3, 14, 45, 700), (play, days) => {
      const turns = turnsOf(play)
      const last = turns.at(-1)
      if (last === undefined || last.after._tag === 'NotOpened') return
      const at = new Date(Date.parse(last.after.clock) + days * dayMs).toISOString() as Instant
      const events = turns.flatMap((turn) => turn.events)
      const before = fold(events)
      const settled = Points.decide(settleIt, last.after, { ...last.issued, at })
      const swept = E.isRight(settled) ? settled.right : expect.fail('a sweep that is refused')
      judge({ before, handed: statementAt(before, at), swept, events, at })
    }),
    { numRuns: 400 },
  )

test('a statement says line by line how the balance came to be what it is at that moment', () => {
  overStatements(({ before, handed, at }) => {
    let sum = 0
    for (const { points, balance: balanceThen } of handed.lines) {
      sum += points
      expect(balanceThen).toBe(sum)
    }
    const now = balance.read?.(before.standing, at)
    expect(handed.standing).toEqual(now)
    expect(sum).toBe(now?.available)
    expect(handed.lines.at(-1)?.owed ?? 0).toBe(now?.owed)
  })
})

test('a statement has the lines of the past, and of what time did the sums that a sweep would record', () => {
  overStatements(({ before, handed, swept, events, at }) => {
    const known = before.lines.length
    expect(handed.lines.slice(0, known)).toEqual(before.lines)
    const recorded = statementAt(fold([...events, ...swept]), at)
    expect(pointsByWhat(handed.lines.slice(known))).toEqual(
      pointsByWhat(recorded.lines.slice(known)),
    )
    expect(handed.lines.slice(known).every(({ points }) => points !== 0)).toBe(true)
  })
})
