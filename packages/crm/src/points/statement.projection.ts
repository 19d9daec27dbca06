import type { Instant, LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type {
  AwardId,
  Code,
  MembershipId,
  PointsHoldId,
  RedemptionId,
  ReturnId,
  SaleId,
  UndoId,
} from '../shared/ids.js'
import type { PointsEvent, PointsMovement, Take } from './events.js'

/** The lines of an account's statement, in the order in which they were recorded. */
export interface Statement {
  readonly lines: ReadonlyArray<StatementLine>
}

export interface StatementLine {
  readonly at: Instant
  readonly onDay: CivilDate
  readonly what: PointsMovement['type']
  /** What came to what can be spent, or left it below 0: points that are held leave it when they are put aside, not when spent. */
  readonly points: number
  /** What can be spent afterwards. */
  readonly balance: number
  /** What is owed afterwards. */
  readonly owed: number
  readonly awardId?: AwardId
  readonly saleId?: SaleId
  readonly returnId?: ReturnId
  readonly redemptionId?: RedemptionId
  readonly holdId?: PointsHoldId
  readonly undoId?: UndoId
  readonly for?: Code
}

type Change = Omit<StatementLine, 'at' | 'onDay' | 'what' | 'balance' | 'owed'> & {
  readonly owedMore: number
}

const availableIn = (takes: ReadonlyArray<Take>): number =>
  takes.filter(({ bucket }) => bucket === 'available').reduce((all, { points }) => all + points, 0)

const changeOf = (event: PointsMovement): Change => {
  switch (event.type) {
    case 'PointsAwarded': {
      const { points, awardId, saleId } = event
      return { points, owedMore: 0, awardId, ...(saleId === undefined ? {} : { saleId }) }
    }
    case 'PointsReversed': {
      const { awardId, returnId, owed } = event
      return { points: -availableIn(event.takes), owedMore: owed, awardId, returnId }
    }
    case 'PointsRedeemed': {
      const { redemptionId, holdId, takes } = event
      return {
        points: -availableIn(takes),
        owedMore: 0,
        redemptionId,
        ...(holdId === undefined ? {} : { holdId }),
        for: event.for,
      }
    }
    case 'RedemptionUndone': {
      const { points, redemptionId, undoId } = event
      return { points, owedMore: 0, redemptionId, undoId }
    }
    case 'PointsExpired':
      return { points: -event.points, owedMore: 0 }
    case 'DeficitAbsorbed':
      return { points: -event.points, owedMore: -event.points }
    case 'PointsHeld':
      return { points: -event.points, owedMore: 0, holdId: event.holdId, for: event.for }
    case 'PointsReleased':
      return { points: event.points, owedMore: 0, holdId: event.holdId }
  }
}

const evolve = ({ lines }: Statement, event: PointsEvent): Statement => {
  // What was refused moves nothing.
  if (event.type === 'PointsHoldRefused' || event.type === 'PointsCaptureRefused') return { lines }
  const before = lines.at(-1)
  const { owedMore, ...change } = changeOf(event)
  const line: StatementLine = {
    at: event.at,
    onDay: event.onDay,
    what: event.type,
    ...change,
    // Adding 0 turns the −0 of nothing taken into 0.
    points: change.points + 0,
    balance: (before?.balance ?? 0) + change.points,
    owed: (before?.owed ?? 0) + owedMore,
  }
  return { lines: [...lines, line] }
}

/** The statement of a membership's account: made from its history when somebody asks, not kept. */
export const statement: Projection<MembershipId, Statement, PointsEvent, PointsEvent> = {
  name: 'points_statement',
  version: 2,
  types: [
    'PointsAwarded',
    'PointsReversed',
    'PointsRedeemed',
    'RedemptionUndone',
    'PointsExpired',
    'DeficitAbsorbed',
    'PointsHeld',
    'PointsReleased',
  ],
  parts: ({ event }: LogEvent<PointsEvent>) => [[event.membershipId, event]],
  initial: () => ({ lines: [] }),
  evolve,
}
