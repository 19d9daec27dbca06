import type { LogEvent, Projection } from '@patina/eventsourcing'
import { type Month, monthOf } from '../shared/civil-date.js'
import type { MembershipId, ProgrammeId } from '../shared/ids.js'
import { type Rational, scale } from '../shared/rational.js'
import { emptyTable, lookUp, put, putAll, type Table, valuesOf } from '../shared/table.js'
import type { Balance } from './balance.js'
import { balance } from './balance.projection.js'
import type { Dated } from './dated-points.js'
import type { PointsEvent } from './events.js'
import { movesPoints } from './movements.js'

/** What all accounts of a programme have: each is settled for itself, since a debt meets only the points of its own account. */
export interface Liability {
  readonly accounts: Table<AccountBalance>
}

export interface AccountBalance {
  readonly membershipId: MembershipId
  readonly balance: Balance
}

/** What a shop owes its members. Points, and minor units where points have a value. */
export interface LiabilityReport {
  /** By the month in which points end, soonest first, those that stay for good last. */
  readonly rows: ReadonlyArray<LiabilityRow>
  /** What members owe: points, and what they are worth, below 0. */
  readonly deficit: { readonly points: number; readonly valueMinor?: number }
  /** The points of all rows less the deficit. */
  readonly points: number
  /** The sum of the values of all rows and of the deficit. */
  readonly valueMinor?: number
  /** What of it will be redeemed, as far as can be told. */
  readonly expectedMinor?: number
}

export interface LiabilityRow {
  readonly month: Month | 'never'
  readonly available: number
  readonly pending: number
  readonly held: number
  readonly points: number
  /** Rounded down. */
  readonly valueMinor?: number
  /** `valueMinor` × (1 − breakage), rounded down. */
  readonly expectedMinor?: number
}

/** What the report values points by. */
export interface Valuation {
  /** Minor units for each point, as the redemption rule has it. Absent where points buy no money. */
  readonly minorPerPoint?: Rational
  /** Which part of the points will never be redeemed, from 0 to 1. Absent: none. */
  readonly breakage?: Rational
}

const evolve = ({ accounts }: Liability, event: PointsEvent): Liability => {
  const { membershipId } = event
  const before = lookUp(accounts, membershipId)?.balance ?? balance.initial(membershipId)
  const after = { membershipId, balance: balance.evolve(before, event) }
  return { accounts: put(accounts, membershipId, after) }
}

/** What the accounts of each programme have: made from the log when somebody asks, not kept. */
export const liability: Projection<ProgrammeId, Liability, PointsEvent, PointsEvent> = {
  name: 'points_liability',
  version: 2,
  types: balance.types,
  keyStandsInEvent: true,
  parts: ({ event }: LogEvent<PointsEvent>) =>
    movesPoints(event) ? [[event.programmeId, event]] : [],
  initial: () => ({ accounts: emptyTable }),
  evolve,
  read: ({ accounts }, at) => ({
    accounts: putAll(
      emptyTable,
      valuesOf(accounts).map(({ membershipId, balance: one }) => [
        membershipId,
        { membershipId, balance: balance.read?.(one, at) ?? one },
      ]),
    ),
  }),
}

type Bucket = 'available' | 'pending' | 'held'
type Counted = Record<Bucket, number>

// Points without a last day are those that the dated ones leave of their sum.
const datedIn = (one: Balance): ReadonlyArray<readonly [Bucket, Dated]> => [
  ...one.expiries.map((dated) => ['available', dated] as const),
  ['available', { points: one.lasting }],
  ...one.coming.map((dated) => ['pending', dated] as const),
  ...one.holds.flatMap(({ points, expiries }): ReadonlyArray<readonly [Bucket, Dated]> => {
    const ending = expiries.reduce((all, dated) => all + dated.points, 0)
    return [
      ...expiries.map((dated) => ['held', dated] as const),
      ['held', { points: points - ending }],
    ]
  }),
]

/**
 * What the accounts of a programme come to as they stand, which is as of the moment that they were read for: by month of
 * expiry the points that can be spent, are still to come or are held, with their value; deficits apart. Each row's value is
 * rounded down, and the total is their sum.
 */
export const liabilityOf = (
  { accounts }: Liability,
  { minorPerPoint, breakage = [0, 1] }: Valuation = {},
): LiabilityReport => {
  const months = new Map<Month | 'never', Counted>()
  const balances = valuesOf(accounts).map((one) => one.balance)
  for (const [bucket, { points, lastDay }] of balances.flatMap(datedIn)) {
    const month = lastDay === undefined ? 'never' : monthOf(lastDay)
    const counted = months.get(month) ?? { available: 0, pending: 0, held: 0 }
    counted[bucket] += points
    months.set(month, counted)
  }
  const [part, whole] = breakage
  const rows = [...months]
    .map(([month, counted]): LiabilityRow => {
      const points = counted.available + counted.pending + counted.held
      const row = { month, ...counted, points }
      if (minorPerPoint === undefined) return row
      const valueMinor = scale(points, minorPerPoint, 'floor')
      return {
        ...row,
        valueMinor,
        expectedMinor: scale(valueMinor, [whole - part, whole], 'floor'),
      }
    })
    .filter(({ points }) => points > 0)
    // No month is later than `never` as a text.
    .sort((a, b) => (a.month < b.month ? -1 : 1))
  return summedUp(
    rows,
    balances.reduce((all, { owed }) => all + owed, 0),
    minorPerPoint,
  )
}

const summedUp = (
  rows: ReadonlyArray<LiabilityRow>,
  owed: number,
  minorPerPoint: Rational | undefined,
): LiabilityReport => {
  const sum = (figure: (row: LiabilityRow) => number): number =>
    rows.reduce((all, row) => all + figure(row), 0)
  const points = sum((row) => row.points) - owed
  if (minorPerPoint === undefined) return { rows, deficit: { points: owed }, points }
  // Adding 0 turns the −0 of nothing owed into 0.
  const valueMinor = 0 - scale(owed, minorPerPoint, 'floor')
  return {
    rows,
    deficit: { points: owed, valueMinor },
    points,
    valueMinor: sum((row) => row.valueMinor ?? 0) + valueMinor,
    expectedMinor: sum((row) => row.expectedMinor ?? 0) + valueMinor,
  }
}
