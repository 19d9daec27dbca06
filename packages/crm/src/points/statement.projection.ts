import type { Instant, LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type {
  AdjustmentId,
  AwardId,
  Code,
  MembershipId,
  MoveId,
  PointsHoldId,
  ReasonCode,
  RedemptionId,
  ReturnId,
  SaleId,
  TransferId,
  UndoId,
} from '../shared/ids.js'
import { dayOf } from '../shared/zone.js'
import type { Balance } from './balance.js'
import { balance } from './balance.projection.js'
import { maturings } from './balance-in-time.js'
import type { PointsEvent, PointsMovement } from './events.js'
import { movesPoints } from './movements.js'

/** The lines of an account's statement, in the order in which they were recorded. */
export interface Statement {
  readonly lines: ReadonlyArray<StatementLine>
  /** The balance after the last line. */
  readonly standing: Balance
}

export interface StatementLine {
  readonly at: Instant
  readonly onDay: CivilDate
  /** The event, or that points which were still to come can be spent from that day on. */
  readonly what: PointsMovement['type'] | 'PointsBecameAvailable'
  /** What came to what can be spent, or left it below 0: points that are held leave it when they are put aside, not when spent. */
  readonly points: number
  /** What can be spent afterwards. */
  readonly balance: number
  /** What is owed afterwards. */
  readonly owed: number
  /** What is still to come afterwards; absent where that is nothing. */
  readonly pending?: number
  readonly awardId?: AwardId
  readonly saleId?: SaleId
  readonly returnId?: ReturnId
  readonly redemptionId?: RedemptionId
  readonly holdId?: PointsHoldId
  readonly undoId?: UndoId
  readonly adjustmentId?: AdjustmentId
  readonly transferId?: TransferId
  readonly moveId?: MoveId
  readonly for?: Code
  readonly reasonCode?: ReasonCode
}

type Reference = Omit<
  StatementLine,
  'at' | 'onDay' | 'what' | 'points' | 'balance' | 'owed' | 'pending'
>

const referenceOf = (event: PointsMovement): Reference => {
  switch (event.type) {
    case 'PointsAwarded': {
      const { awardId, saleId } = event
      return { awardId, ...(saleId === undefined ? {} : { saleId }) }
    }
    case 'PointsReversed': {
      const { awardId, returnId } = event
      return { awardId, returnId }
    }
    case 'PointsRedeemed': {
      const { redemptionId, holdId } = event
      const held = holdId === undefined ? {} : { holdId }
      return { redemptionId, ...held, for: event.for }
    }
    case 'RedemptionUndone': {
      const { redemptionId, undoId } = event
      return { redemptionId, undoId }
    }
    case 'PointsHeld':
      return { holdId: event.holdId, for: event.for }
    case 'PointsReleased':
      return { holdId: event.holdId }
    case 'PointsAdjusted': {
      const { adjustmentId, reasonCode } = event
      return { adjustmentId, reasonCode }
    }
    case 'PointsTransferredOut':
    case 'PointsTransferredIn':
    case 'PointsTransferRefused':
    case 'TransferReturned':
      return { transferId: event.transferId }
    case 'PointLotsMoved':
    case 'PointLotsReceived':
    case 'PointLotsRefused':
    case 'PointLotsReturned':
      return { moveId: event.moveId }
    case 'ReversalFollowed': {
      const { awardId, returnId, moveId } = event
      return { awardId, returnId, moveId }
    }
    case 'PointsExpired':
    case 'DeficitAbsorbed':
    case 'PointsAccountClosed':
      return {}
  }
}

const lineOf = (
  { at, onDay, what }: Pick<StatementLine, 'at' | 'onDay' | 'what'>,
  before: Balance,
  after: Balance,
  reference: Reference = {},
): StatementLine => ({
  at,
  onDay,
  what,
  ...reference,
  points: after.available - before.available,
  balance: after.available,
  owed: after.owed,
  ...(after.pending === 0 ? {} : { pending: after.pending }),
})

// Points that came between the last line and this day, a line for each day on which some did.
const comingUp = (statement: Statement, day: CivilDate): Statement =>
  maturings(statement.standing, day).reduce<Statement>(
    ({ lines, standing: before }, { onDay, at, after }) => {
      const line = lineOf({ at, onDay, what: 'PointsBecameAvailable' }, before, after)
      return { lines: [...lines, line], standing: after }
    },
    statement,
  )

const evolve = (before: Statement, event: PointsEvent): Statement => {
  if (!movesPoints(event)) return before
  const { lines, standing } = comingUp(before, event.onDay)
  const after = balance.evolve(standing, event)
  const { at, onDay, type: what } = event
  const line = lineOf({ at, onDay, what }, standing, after, referenceOf(event))
  return { lines: [...lines, line], standing: after }
}

/**
 * The statement as a customer is handed it at a moment: with a line for what time has done since the last one and nobody has
 * recorded, as a sweep at that moment would.
 */
export const statementAt = (statement: Statement, at: Instant): Statement => {
  const { zone } = statement.standing
  if (zone === undefined || balance.read === undefined) return statement
  const onDay = dayOf(at, zone)
  const { lines, standing } = comingUp(statement, onDay)
  const after = balance.read(statement.standing, at)
  const steps: ReadonlyArray<readonly [StatementLine['what'], number]> = [
    ['PointsReleased', standing.held - after.held],
    ['PointsExpired', standing.expired - after.expired + standing.pending - after.pending],
    ['DeficitAbsorbed', standing.absorbed - after.absorbed],
  ]
  let { available } = standing
  const more = steps.flatMap(([what, points]): StatementLine[] => {
    if (points === 0) return []
    available += points
    const { owed } = what === 'DeficitAbsorbed' ? after : standing
    return [{ at, onDay, what, points, balance: available, owed }]
  })
  return { lines: [...lines, ...more], standing: after }
}

/** The statement of a membership's account: made from its history when somebody asks, not kept. */
export const statement: Projection<MembershipId, Statement, PointsEvent, PointsEvent> = {
  name: 'points_statement',
  version: 3,
  types: balance.types,
  parts: ({ event }: LogEvent<PointsEvent>) =>
    movesPoints(event) ? [[event.membershipId, event]] : [],
  initial: (key) => ({ lines: [], standing: balance.initial(key) }),
  evolve,
}
