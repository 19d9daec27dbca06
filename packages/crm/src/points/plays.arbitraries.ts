// Accounts as members use them over some years.
import { type Instant, type Issued, instantOf, type StreamName } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { adopted, idOf, issuedAt } from '../shared/arbitraries.js'
import { civilDate, plusDays } from '../shared/civil-date.js'
import type { CustomerId, MembershipId, PointsHoldId } from '../shared/ids.js'
import type { AdoptedRules, Expiry, ProgrammeRules } from '../shared/programme-rules.js'
import { emptyTable, lookUp, type Table } from '../shared/table.js'
import { dayOf, zone } from '../shared/zone.js'
import type { Account, Opened } from './account.js'
import {
  account,
  adjustmentOf,
  awardOf,
  captureOf,
  closeIt,
  holdOf,
  redemptionOf,
  releaseOf,
  restOf,
  reversalOf,
  settleIt,
  transferOf,
  undoOf,
} from './asking.arbitraries.js'
import { linesOf } from './award-lines.js'
import type { PointsCommand } from './commands.js'
import type { PointsEvent } from './events.js'
import * as Points from './index.js'

/** A command and when it is given. */
export interface Asked {
  readonly command: PointsCommand
  readonly issued: Issued
}

/** What a member does with an account over some years, under rules that are changed once on the way. */
export interface Play {
  /** Those of the beginning. */
  readonly rules: AdoptedRules
  readonly asked: ReadonlyArray<Asked>
}

interface Move {
  readonly kind:
    | 'award'
    | 'reverse'
    | 'redeem'
    | 'hold'
    | 'capture'
    | 'release'
    | 'undo'
    | 'settle'
    | 'adjust'
    | 'give'
    | 'giveBack'
    | 'close'
    | 'rest'
    | 'resume'
  readonly daysLater: number
  readonly daysLate: number
  readonly which: number
  readonly points: number
  readonly lines: ReadonlyArray<readonly [basis: number, quantity: number]>
}

const moves: fc.Arbitrary<Move> = fc.record({
  kind: fc.constantFrom<Move['kind']>(
    'award',
    'award',
    'award',
    'reverse',
    'reverse',
    'redeem',
    'redeem',
    'hold',
    'hold',
    'capture',
    'release',
    'undo',
    'undo',
    'settle',
    'adjust',
    'adjust',
    'give',
    'give',
    'giveBack',
    'close',
    'rest',
    'resume',
  ),
  daysLater: fc.constantFrom(0, 0, 0, 1, 1, 2, 12, 31, -5),
  daysLate: fc.constantFrom(0, 0, 0, 0, 3, 40),
  which: fc.nat(7),
  points: fc.integer({ min: 1, max: 14 }),
  lines: fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 4 })), {
    minLength: 1,
    maxLength: 3,
  }),
})

const drawnRules = fc.record({
  zone: fc
    .constantFrom('Asia/Hong_Kong', 'Asia/Hong_Kong', 'America/New_York', 'Pacific/Apia')
    .map(zone),
  expiry: fc.constantFrom<Expiry>(
    { type: 'never' },
    { type: 'afterDays', days: 0 },
    { type: 'afterDays', days: 10 },
    { type: 'afterMonths', months: 1 },
    { type: 'afterMonths', months: 9 },
    { type: 'monthEnd', months: 1 },
    { type: 'yearEnd', years: 1 },
    { type: 'fixedDate', month: 3, day: 10 },
    { type: 'inactivity', months: 1 },
    { type: 'inactivity', months: 9 },
  ),
  deficit: fc.constantFrom('carry', 'forgive'),
  earn: fc.record({
    pointsPerMinor: fc.constantFrom([1, 1000] as const, [2, 3000] as const),
    rounding: fc.constantFrom('floor', 'halfUp', 'ceil'),
    place: fc.constantFrom('line', 'order'),
    pendingDays: fc.constantFrom(0, 0, 0, 2, 14),
  }),
  redemption: fc.record({
    step: fc.constant(1),
    minimum: fc.constant(1),
    minorPerPoint: fc.constant([10, 1] as const),
    graceDays: fc.constantFrom(1, 5),
  }),
  transfer: fc.constantFrom(
    { mostPoints: 1000, mostPointsAYear: 1000, leastDays: 0 },
    { mostPoints: 10, mostPointsAYear: 20, leastDays: 3 },
  ),
})

// Rules under which points lapse before they can be spent are not adopted.
const playedRules: fc.Arbitrary<Partial<ProgrammeRules>> = drawnRules.filter(
  ({ expiry, earn }) => expiry.type !== 'afterDays' || earn.pendingDays <= expiry.days,
)

// Where nothing is there to be done with, what leads to it is done instead: points come before they are spent, and are spent
// before they come back. Every fourth time it is asked for in spite of that.
const kindFor = ({ kind, points }: Move, index: number, before: Account): Move['kind'] => {
  if (points % 4 === 0) return kind
  const opened = before._tag === 'Opened' ? before : undefined
  const hasAny = (table: Table<unknown> | undefined, word: string): boolean =>
    awardsOf(index).some((n) => has(table ?? emptyTable, word, n))
  const spending = (one: Move['kind']): Move['kind'] =>
    (opened?.available ?? 0) > 0 ? one : 'award'
  switch (kind) {
    case 'reverse':
      return hasAny(opened?.awards, 'awar') ? kind : 'award'
    case 'redeem':
    case 'hold':
    case 'give':
      return spending(kind)
    case 'capture':
    case 'release':
      return openIn(opened).length > 0 ? kind : spending('hold')
    case 'undo':
      return hasAny(opened?.redemptions, 'rede') ? kind : spending('redeem')
    case 'giveBack':
      return hasAny(opened?.transfers, 'tran') ? kind : spending('give')
    case 'rest':
      return 'settle'
    default:
      return kind
  }
}

// Most of what is asked can be done, for it is chosen from what there is; some of it asks for a little too much.
const commandOf = (
  move: Move,
  index: number,
  before: Account,
  { at }: Issued,
  rules: AdoptedRules,
): PointsCommand => {
  const { daysLate, which, points: asked, lines } = move
  const kind = kindFor(move, index, before)
  const opened = before._tag === 'Opened' ? before : undefined
  const pick = <A>(all: ReadonlyArray<A>): A | undefined => all[which % Math.max(1, all.length)]
  switch (kind) {
    case 'award':
      return awardOf(index, plusDays(dayOf(at, rules.rules.zone), -daysLate), lines, rules)
    case 'reverse': {
      const award = pick(
        opened === undefined ? [] : awardsOf(index).filter((n) => has(opened.awards, 'awar', n)),
      )
      const known =
        award === undefined ? undefined : lookUp(opened?.awards ?? emptyTable, idOf('awar', award))
      const standing = known === undefined ? [] : linesOf(known)
      const back = standing.flatMap(({ quantity, returned }, n): [number, number][] => {
        const left = quantity - returned
        return left === 0 || (n + which) % 4 === 3
          ? []
          : [[n + 1, asked === 14 ? left + 1 : 1 + (asked % left)]]
      })
      const lineIds = standing.map(({ lineId }) => Number(lineId))
      return reversalOf(
        award ?? 0,
        index,
        back.length === 0 ? [[1, 1]] : back.map(([n, pieces]) => [lineIds[n - 1] ?? n, pieces]),
      )
    }
    case 'redeem':
      return redemptionOf(index, 1 + (asked % ((opened?.available ?? 0) + 1)), rules)
    case 'hold': {
      const minutes = [15, 1440, 4320, 20_160][which % 4] ?? 15
      // Often all there is, so that a return finds points held and makes a debt.
      const free = opened?.available ?? 0
      const asking = asked > 5 && free > 0 ? free : 1 + (asked % (free + 1))
      return holdOf(index, asking, { minutes, until: 'issue' }, rules)
    }
    case 'capture': {
      const held = pick(openIn(opened))
      const all = held === undefined ? 0 : (lookUp(opened?.holds ?? emptyTable, held)?.points ?? 0)
      return captureOf(index, numberOf(held), 1 + (asked % (all + 1)))
    }
    case 'release':
      return releaseOf(numberOf(pick(openIn(opened))))
    case 'undo': {
      const redemption = pick(
        opened === undefined
          ? []
          : awardsOf(index).filter((n) => has(opened.redemptions, 'rede', n)),
      )
      const known =
        redemption === undefined
          ? undefined
          : lookUp(opened?.redemptions ?? emptyTable, idOf('rede', redemption))
      const left = (known?.points ?? 0) - (known?.undone ?? 0)
      return undoOf(index, redemption ?? 0, 1 + (asked % (left + 1)))
    }
    case 'settle':
      return settleIt
    case 'adjust': {
      const free = opened?.available ?? 0
      return adjustmentOf(index, which % 3 > 0 ? asked : -1 - (asked % (free + 1)), {}, rules)
    }
    case 'give': {
      const asking = 1 + (asked % ((opened?.available ?? 0) + 1))
      return transferOf(index, asking, idOf<CustomerId>('cust', 2), rules)
    }
    case 'giveBack': {
      const given = awardsOf(index).filter((n) => has(opened?.transfers ?? emptyTable, 'tran', n))
      const because = 'accountClosed'
      const { transferId } = transferOf(pick(given) ?? 0, 1)
      return { type: 'ReturnTransfer', membershipId: account, transferId, part: 1, because }
    }
    case 'close': {
      // Rarely: nothing much comes after it.
      if (which > 3) return settleIt
      const policy = (['forfeit', 'payOut', 'until'] as const)[which % 3] ?? 'until'
      const until = plusDays(dayOf(at, rules.rules.zone), asked)
      return { ...closeIt(policy), rules, ...(policy === 'until' ? { until } : {}) }
    }
    // Often from a day that has not come yet.
    case 'rest':
    case 'resume':
      return restOf(kind, plusDays(dayOf(at, rules.rules.zone), (which % 4) - 1), rules)
  }
}

const openIn = (opened: Opened | undefined): ReadonlyArray<PointsHoldId> =>
  (opened?.openHolds ?? []).map(({ holdId }) => holdId)
const numberOf = (holdId: PointsHoldId | undefined): number => Number(holdId?.slice(-12) ?? 0)

// Awards and redemptions are numbered by the move that asked for them.
const awardsOf = (index: number): ReadonlyArray<number> =>
  Array.from({ length: index }, (_, n) => n)
const has = (table: Table<unknown>, kind: string, n: number): boolean =>
  lookUp(table, idOf(kind, n)) !== undefined

const commandsOf = (
  all: ReadonlyArray<Move>,
  rulesOf: (index: number) => AdoptedRules,
  start: number,
): ReadonlyArray<Asked> => {
  let now = start
  let account: Account = Points.initial
  return all.map((move, index) => {
    now += move.daysLater * 86_400_000
    const issued = issuedAt(instantOf(now + index))
    const command = commandOf(move, index, account, issued, rulesOf(index))
    const outcome = Points.decide(command, account, issued)
    account = (E.isRight(outcome) ? outcome.right : []).reduce(Points.evolve, account)
    return { command, issued }
  })
}

// At noon and right before midnight in Hong Kong, and in the night in which New York's clocks are put forward.
const starts = fc.constantFrom(
  Date.UTC(2024, 0, 28, 4),
  Date.UTC(2024, 0, 28, 15, 59, 59, 994),
  Date.UTC(2024, 2, 10, 6, 59, 59, 997),
)

/** Plays of up to so many moves. */
export const playsOf = (most = 16): fc.Arbitrary<Play> =>
  fc
    .record({
      all: fc.array(moves, { minLength: 1, maxLength: most, size: 'max' }),
      first: playedRules,
      later: playedRules,
      changedAt: fc.nat(2 * most),
      start: starts,
    })
    .map(({ all, first, later, changedAt, start }) => {
      const effectiveOn = civilDate('2023-01-01')
      const rules = adopted({ ...first, effectiveOn })
      const { zone } = rules.rules
      const changed = adopted({ ...later, zone, version: 2, effectiveOn })
      return {
        rules,
        asked: commandsOf(all, (index) => (index < changedAt ? rules : changed), start),
      }
    })

/** How a play goes: the account and the events after each move, and what came of it. */
export interface Turn extends Asked {
  readonly before: Account
  readonly after: Account
  readonly outcome: ReturnType<typeof Points.decide>
  readonly events: ReadonlyArray<PointsEvent>
}

/** Plays it. */
export const turnsOf = ({ asked }: Play): ReadonlyArray<Turn> => {
  let before: Account = Points.initial
  return asked.map(({ command, issued }) => {
    const outcome = Points.decide(command, before, issued)
    const events = E.isRight(outcome) ? outcome.right : []
    const after = events.reduce(Points.evolve, before)
    const turn: Turn = { command, issued, before, after, outcome, events }
    before = after
    return turn
  })
}

const eventsOf = (play: Play): ReadonlyArray<PointsEvent> =>
  turnsOf(play).flatMap(({ events }) => events)

/** Histories of a few accounts, as plays go. */
export const accountHistories: fc.Arbitrary<
  ReadonlyArray<{ stream: StreamName; event: PointsEvent; occurredAt: Instant }>
> = fc.array(playsOf(9), { minLength: 1, maxLength: 3 }).chain((plays) => {
  const histories = plays.map((play, n) =>
    eventsOf(play).map((event) => {
      const membershipId = idOf<MembershipId>('memb', n)
      return {
        stream: `points-${membershipId}` as StreamName,
        event: {
          ...event,
          membershipId,
          customerId: idOf<CustomerId>('cust', n),
          // Moves are numbered in each account, and a hold is known by its id alone.
          ...('holdId' in event ? { holdId: event.holdId.replace(/^.{8}/, `0000000${n}`) } : {}),
        } as PointsEvent,
        occurredAt: event.at,
      }
    }),
  )
  // Interleaved as lots are drawn: each account's own events stay in their order.
  const draws = histories.flatMap((history, n) => history.map(() => n))
  return fc
    .shuffledSubarray(draws, { minLength: draws.length, maxLength: draws.length })
    .map((order) => {
      const next = histories.map(() => 0)
      return order.flatMap((n) => {
        const entry = histories[n]?.[next[n] ?? 0]
        next[n] = (next[n] ?? 0) + 1
        return entry === undefined ? [] : [entry]
      })
    })
})
