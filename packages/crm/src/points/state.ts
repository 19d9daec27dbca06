import type { Instant } from '@patina/eventsourcing'
import { type CivilDate, plusMonths } from '../shared/civil-date.js'
import type {
  Code,
  CustomerId,
  LineId,
  LotId,
  PointsHoldId,
  ProgrammeId,
  ReasonCode,
  ReturnId,
  StaffId,
  UndoId,
} from '../shared/ids.js'
import type { DeficitPolicy } from '../shared/programme-rules.js'
import { emptyTable, lookUp, put, type Table } from '../shared/table.js'
import type { Zone } from '../shared/zone.js'
import {
  type HasLots,
  type Lot,
  lotOf,
  type Move,
  matured,
  moved,
  taken,
  withNewLots,
} from './buckets.js'
import { closed, type HasClosing } from './closing.js'
import { type HasDebts, paidOff, withDebt } from './debts.js'
import type {
  AwardedBonus,
  AwardedLot,
  PointsAccountRested,
  PointsAccountResumed,
  PointsAdjusted,
  PointsAwarded,
  PointsCaptureRefused,
  PointsEvent,
  PointsHoldRefused,
  PointsRedeemed,
  PointsReversed,
  RedemptionUndone,
  ReversedLine,
  Take,
} from './events.js'
import { captured, type HasHolds, held, released } from './holds.js'
import { lotsIn } from './lots-in.js'
import {
  cameHere,
  followed,
  forwarded,
  gotBack,
  type HasMoves,
  letGo,
  refusedMove,
} from './moves.js'
import { type HasRests, rested, resumed } from './resting.js'
import { cameIn, type HasTransfers, refused, returned, wentOut } from './transfers.js'

/** A points account. It opens with the first points that come in. */
export type Account = NotOpened | Opened

export interface NotOpened extends HasRefusals, HasRests {
  readonly _tag: 'NotOpened'
  /** The moment at which it was last told to rest or to go on; absent where it never was. */
  readonly clock?: Instant
}

/** What was refused to the process of gifts, by hold: absent where nothing was. */
export interface HasRefusals {
  readonly refused?: Table<'hold' | 'capture'>
}

export interface Opened
  extends HasHolds,
    HasTransfers,
    HasMoves,
    HasDebts,
    HasClosing,
    HasRefusals,
    HasRests {
  readonly _tag: 'Opened'
  readonly customerId: CustomerId
  readonly programmeId: ProgrammeId
  readonly zone: Zone
  /** The day of its first points; absent where all it has said is that none can come in. */
  readonly openedOn?: CivilDate
  /** The moment of the last event: no decision is taken before it. */
  readonly clock: Instant
  readonly awards: Table<Award>
  readonly redemptions: Table<Redemption>
  readonly adjustments: Table<Adjustment>
  /** The lots of grace that took over points of a lot, by that lot, in the order in which they came. */
  readonly graces: Table<ReadonlyArray<LotId>>
}

export interface Award {
  readonly earnedOn: CivilDate
  readonly deficit: DeficitPolicy
  readonly lines: ReadonlyArray<AwardLine>
  /** What the order as a whole earned; absent for nearly every award. */
  readonly bonuses?: ReadonlyArray<AwardBonus>
  readonly reversals: ReadonlyArray<Reversal>
}

export interface AwardBonus {
  readonly ruleId: Code
  readonly points: number
  /** It is taken back when less than this is left of what counts for it, or no piece that counts. */
  readonly minimumMinor?: number
  readonly lotId: LotId
  readonly graceLotIds?: ReadonlyArray<LotId>
  /** Whether it was taken back. */
  readonly isGone: boolean
}

export interface AwardLine {
  readonly lineId: LineId
  readonly quantity: number
  readonly points: number
  /** Pieces that came back. */
  readonly returned: number
  /** Its own lot; a line that earned nothing has none. */
  readonly lotId: LotId | undefined
  /** What it counts for the bonuses of its award; absent where there are none, and for lines that are excluded. */
  readonly countsMinor?: number
}

export interface Reversal {
  readonly returnId: ReturnId
  readonly byLine: ReadonlyArray<ReversedLine>
}

export interface Redemption {
  readonly for: Code
  /** The hold that it captured. */
  readonly holdId?: PointsHoldId
  readonly points: number
  /** In the order of spending. */
  readonly takes: ReadonlyArray<Take>
  readonly graceDays: number
  readonly undone: number
  readonly undos: ReadonlyArray<{ readonly undoId: UndoId; readonly points: number }>
}

export interface Adjustment {
  readonly points: number
  readonly reasonCode: ReasonCode
  readonly approver?: StaffId
}

/** The account of somebody who has never earned a point. */
export const initial: Account = { _tag: 'NotOpened' }

/** The account after an event. Total: an event that makes no sense leaves the account as it was. */
export const evolve = (account: Account, event: PointsEvent): Account => {
  if (account._tag === 'NotOpened' && isRefusal(event)) return withRefusal(account, event)
  if (account._tag === 'NotOpened' && isRest(event)) {
    return { ...withRest(account, event), clock: event.at }
  }
  const opened = account._tag === 'Opened' ? account : openedBy(event, account)
  if (opened === undefined) return account
  const next = applied(matured(opened, event.onDay), event)
  // An event that opens an account and says nothing more leaves it as it was.
  return account._tag === 'NotOpened' && next === opened ? account : next
}

type Refusal = PointsHoldRefused | PointsCaptureRefused

const isRefusal = (event: PointsEvent): event is Refusal =>
  event.type === 'PointsHoldRefused' || event.type === 'PointsCaptureRefused'

type Rest = PointsAccountRested | PointsAccountResumed

const isRest = (event: PointsEvent): event is Rest =>
  event.type === 'PointsAccountRested' || event.type === 'PointsAccountResumed'

const withRest = <A extends Account>(account: A, event: Rest): A =>
  event.type === 'PointsAccountRested' ? rested(account, event) : resumed(account, event)

const withRefusal = <A extends HasRefusals>(account: A, { type, holdId }: Refusal): A => {
  const what = type === 'PointsHoldRefused' ? 'hold' : 'capture'
  return {
    ...account,
    refused: put<'hold' | 'capture'>(account.refused ?? emptyTable, holdId, what),
  }
}

/** The same for an account that knows which points can be spent by then: time is dealt with elsewhere. */
export const applied = (account: Opened, event: PointsEvent): Opened => {
  const next = changed(account, event)
  return next === account || next.clock === event.at ? next : { ...next, clock: event.at }
}

const changed = (account: Opened, event: PointsEvent): Opened => {
  switch (event.type) {
    case 'PointsAwarded':
      return awarded(account, event)
    case 'PointsHoldRefused':
    case 'PointsCaptureRefused':
      return withRefusal(account, event)
    case 'PointsReversed':
      return reversed(account, event)
    case 'PointsRedeemed':
      return redeemed(active(account, event.onDay), event)
    case 'RedemptionUndone':
      return undone(account, event)
    case 'PointsExpired':
      return taken(account, event.takes, 'expired')
    case 'DeficitAbsorbed':
      return paidOff(taken(account, event.takes, 'absorbed'), event.debts)
    case 'PointsHeld':
      return held(account, event)
    case 'PointsReleased':
      return released(account, event)
    case 'PointsAdjusted':
      return adjusted(account, event)
    case 'PointsTransferredOut':
      return wentOut(account, event)
    case 'PointsTransferredIn':
      return cameIn(begun(account, event.onDay), event)
    case 'PointsTransferRefused':
      return refused(account, event)
    case 'TransferReturned':
      return returned(account, event)
    case 'PointsAccountClosed':
      return closed(account, event)
    case 'PointsAccountRested':
    case 'PointsAccountResumed':
      return withRest(account, event)
    case 'PointLotsMoved':
      return letGo(account, event)
    case 'PointLotsReceived':
      return cameHere(begun(account, event.onDay), event)
    case 'PointLotsRefused':
      return refusedMove(account, event)
    case 'PointLotsReturned':
      return gotBack(account, event)
    case 'ReversalForwarded':
      return forwarded(account, event)
    case 'ReversalFollowed':
      return followed(account, event)
  }
}

/** What the account owes. */
export const deficitOf = (account: Account): number =>
  account._tag === 'NotOpened' ? 0 : account.debts.reduce((all, { points }) => all + points, 0)

// Whatever says its zone may be the first that an account hears of.
const openedBy = (event: PointsEvent, before: NotOpened): Opened | undefined => {
  if (!('zone' in event)) return undefined
  const { membershipId, customerId, programmeId, zone, at } = event
  return {
    _tag: 'Opened',
    membershipId,
    customerId,
    programmeId,
    zone,
    clock: at,
    lots: emptyTable,
    open: [],
    coming: [],
    available: 0,
    groups: [],
    holds: emptyTable,
    openHolds: [],
    awards: emptyTable,
    redemptions: emptyTable,
    adjustments: emptyTable,
    graces: emptyTable,
    transfers: emptyTable,
    arrivals: emptyTable,
    elsewhere: [],
    moves: 0,
    lettings: emptyTable,
    whereabouts: emptyTable,
    debts: [],
    ...(before.refused === undefined ? {} : { refused: before.refused }),
    ...(before.rests === undefined ? {} : { rests: before.rests }),
  }
}

const begun = (account: Opened, openedOn: CivilDate): Opened =>
  account.openedOn === undefined ? { ...account, openedOn } : account

// Moves the days of all lots that live by what the account does; a day that has passed stays.
const active = (account: Opened, onDay: CivilDate): Opened =>
  account.groups.length === 0
    ? account
    : {
        ...account,
        groups: account.groups.map((group) => {
          if (group.lastDay < onDay || group.isFixed === true) return group
          const lastDay = plusMonths(onDay, group.months)
          return lastDay > group.lastDay ? { ...group, lastDay } : group
        }),
      }

interface Dated {
  readonly lastDay?: CivilDate
  readonly rolls?: number
}

// The group that a lot with such a day belongs to, made where there is none.
const grouped = <A extends HasLots>(
  account: A,
  { lastDay, rolls: months }: Dated,
): readonly [account: A, group: number | undefined] => {
  if (months === undefined || lastDay === undefined) return [account, undefined]
  const isIt = (one: { readonly months: number; readonly lastDay: CivilDate }): boolean =>
    one.months === months && one.lastDay === lastDay
  const found = account.groups.findIndex(isIt)
  return found >= 0
    ? [account, found]
    : [{ ...account, groups: [...account.groups, { months, lastDay }] }, account.groups.length]
}

const awarded = (before: Opened, event: PointsAwarded): Opened => {
  const { awardId, earnedOn, at, onDay, deficit, lots, points, withoutPoints, bonuses = [] } = event
  if (lookUp(before.awards, awardId) !== undefined) return before
  const [account, group] = grouped(
    points > 0 ? active(begun(before, onDay), onDay) : begun(before, onDay),
    lotsIn(event)[0] ?? {},
  )
  const lines: ReadonlyArray<AwardLine> = [
    ...lots.map((lot) => lineOf(lot, lot.points, lot.lotId)),
    ...withoutPoints.map((line) => lineOf(line, 0, undefined)),
  ]
  const award: Award =
    bonuses.length === 0
      ? { earnedOn, deficit, lines, reversals: [] }
      : { earnedOn, deficit, ...withBonuses(lines, bonuses, event), reversals: [] }
  const opened: Opened = {
    ...account,
    clock: at,
    awards: put(account.awards, awardId, award),
  }
  return withNewLots(
    opened,
    lotsIn(event).map(({ lotId, points: ofLot, lastDay, availableOn }) =>
      lotOf(
        {
          lotId,
          points: ofLot,
          earnedOn,
          lastDay: group === undefined ? lastDay : undefined,
          group,
          awardId,
          availableOn,
        },
        onDay,
      ),
    ),
  )
}

const adjusted = (before: Opened, event: PointsAdjusted): Opened => {
  const { adjustmentId, points, reasonCode, approver, lot, takes, onDay } = event
  const known = lookUp(before.adjustments, adjustmentId)
  const adjustment: Adjustment = {
    points: points + (known?.points ?? 0),
    reasonCode,
    ...(approver === undefined ? {} : { approver }),
  }
  const noted: Opened = {
    ...before,
    adjustments: put(before.adjustments, adjustmentId, adjustment),
  }
  if (lot === undefined) return taken(noted, takes, 'reversed')
  const [account, group] = grouped(begun(noted, onDay), lot)
  const { lotId, points: given, earnedOn, lastDay } = lot
  const made = { lotId, points: given, earnedOn, group }
  return withNewLots(account, [lotOf(group === undefined ? { ...made, lastDay } : made, onDay)])
}

const lineOf = (
  { lineId, quantity }: Pick<AwardedLot, 'lineId' | 'quantity'>,
  points: number,
  lotId: LotId | undefined,
): AwardLine => ({ lineId, quantity, points, returned: 0, lotId })

// Bonuses are decided again when goods come back, so their award keeps what its lines count for them.
const withBonuses = (
  lines: ReadonlyArray<AwardLine>,
  bonuses: ReadonlyArray<AwardedBonus>,
  { lots, withoutPoints, explanation }: PointsAwarded,
): Pick<Award, 'lines' | 'bonuses'> => {
  const counts = new Map([...lots, ...withoutPoints].map((one) => [one.lineId, one.basisMinor]))
  for (const { lineId, excludedBy } of explanation?.lines ?? []) {
    if (excludedBy !== undefined) counts.delete(lineId)
  }
  return {
    lines: lines.map((line) => {
      const countsMinor = counts.get(line.lineId)
      return countsMinor === undefined ? line : { ...line, countsMinor }
    }),
    bonuses: bonuses.map(({ ruleId, points, minimumMinor, lotId }) => ({
      ruleId,
      points,
      ...(minimumMinor === undefined ? {} : { minimumMinor }),
      lotId,
      isGone: false,
    })),
  }
}

/** Where the points of a lot may lie: in itself, then in lots of grace. */
export const lotsFrom = ({ graces }: Opened, lotId: LotId): ReadonlyArray<LotId> => [
  lotId,
  ...(lookUp(graces, lotId) ?? []),
]

const reversed = (account: Opened, event: PointsReversed): Opened => {
  const { awardId, returnId, at, byLine, byBonus = [], takes, owed } = event
  const award = lookUp(account.awards, awardId)
  if (award === undefined || award.reversals.some((one) => one.returnId === returnId)) {
    return account
  }
  const back = new Map(byLine.map(({ lineId, quantity }) => [lineId, quantity]))
  const lines = award.lines.map((line) => {
    const quantity = back.get(line.lineId)
    return quantity === undefined ? line : { ...line, returned: line.returned + quantity }
  })
  const reversals = [...award.reversals, { returnId, byLine }]
  const gone = new Set(byBonus.map(({ ruleId }) => ruleId))
  const bonuses = award.bonuses?.map((one) =>
    gone.has(one.ruleId) ? { ...one, isGone: true } : one,
  )
  const next = {
    ...taken(account, takes, 'reversed'),
    awards: put(account.awards, awardId, {
      ...award,
      lines,
      reversals,
      ...(bonuses === undefined ? {} : { bonuses }),
    }),
  }
  const { membershipId: origin } = account
  return withDebt(next, { awardId, returnId, origin, points: owed, arisenAt: at })
}

const redeemed = (account: Opened, event: PointsRedeemed): Opened => {
  const { redemptionId, holdId, takes, points, graceDays } = event
  const before = lookUp(account.redemptions, redemptionId)
  const redemption: Redemption =
    before === undefined
      ? {
          for: event.for,
          ...(holdId === undefined ? {} : { holdId }),
          points,
          takes,
          graceDays,
          undone: 0,
          undos: [],
        }
      : { ...before, points: before.points + points, takes: [...before.takes, ...takes] }
  return {
    ...captured(taken(account, takes, 'spent'), event),
    redemptions: put(account.redemptions, redemptionId, redemption),
  }
}

const undone = (account: Opened, event: RedemptionUndone): Opened => {
  const { redemptionId, undoId, points, back, graceLots } = event
  const redemption = lookUp(account.redemptions, redemptionId)
  if (redemption === undefined) return account
  const next = moved(account, [
    ...back.map(
      ({ lotId, points: some }): Move => ({ lotId, points: some, from: 'spent', to: 'available' }),
    ),
    ...graceLots.map(
      (one): Move => ({ lotId: one.from, points: one.points, from: 'spent', to: 'moved' }),
    ),
  ])
  return {
    ...graced(next, graceLots),
    redemptions: put(account.redemptions, redemptionId, {
      ...redemption,
      undone: redemption.undone + points,
      undos: withUndo(redemption.undos, undoId, points),
    }),
  }
}

// The undo of very many lots is several events of one undo.
const withUndo = (
  undos: Redemption['undos'],
  undoId: UndoId,
  points: number,
): Redemption['undos'] => {
  const last = undos.at(-1)
  return last?.undoId === undoId
    ? undos.with(-1, { undoId, points: last.points + points })
    : [...undos, { undoId, points }]
}

// A lot of grace belongs to the lot that its points were earned in, so that a claim finds them.
const graced = (account: Opened, graceLots: RedemptionUndone['graceLots']): Opened => {
  const added: Lot[] = []
  let { graces } = account
  for (const { lotId, from, points, earnedOn, lastDay } of graceLots) {
    const lapsed = lookUp(account.lots, from)
    if (lapsed === undefined) continue
    const { awardId, comes } = lapsed
    const root = comes?.root ?? from
    added.push(
      lotOf({ lotId, points, earnedOn, lastDay, awardId, comes: { ...comes, root } }, earnedOn),
    )
    graces = put(graces, root, [...(lookUp(graces, root) ?? []), lotId])
  }
  return withNewLots({ ...account, graces }, added)
}
