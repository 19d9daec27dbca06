import type { Instant } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type {
  AwardId,
  Code,
  CustomerId,
  LineId,
  LotId,
  MembershipId,
  PointsHoldId,
  ProgrammeId,
  ReturnId,
  UndoId,
} from '../shared/ids.js'
import type { DeficitPolicy } from '../shared/programme-rules.js'
import { emptyTable, lookUp, put, type Table } from '../shared/table.js'
import type { Zone } from '../shared/zone.js'
import { type Lot, lotOf, type Move, moved, taken, withNewLots } from './buckets.js'
import type {
  AwardedBonus,
  AwardedLot,
  DeficitAbsorbed,
  PointsAwarded,
  PointsCaptureRefused,
  PointsEvent,
  PointsHoldRefused,
  PointsMovement,
  PointsRedeemed,
  PointsReversed,
  RedemptionUndone,
  ReversedLine,
  Take,
} from './events.js'
import { captured, type HasHolds, held, released } from './holds.js'

/** A points account. It opens with its first award. */
export type Account = NotOpened | Opened

export interface NotOpened extends HasRefusals {
  readonly _tag: 'NotOpened'
}

/** What was refused to the process of gifts, by hold: absent where nothing was. */
export interface HasRefusals {
  readonly refused?: Table<'hold' | 'capture'>
}

export interface Opened extends HasHolds, HasRefusals {
  readonly _tag: 'Opened'
  readonly membershipId: MembershipId
  readonly customerId: CustomerId
  readonly programmeId: ProgrammeId
  readonly zone: Zone
  /** The moment of the last event: no decision is taken before it. */
  readonly clock: Instant
  readonly awards: Table<Award>
  readonly redemptions: Table<Redemption>
  /** Oldest first. */
  readonly debts: ReadonlyArray<Debt>
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
  /** Lots of grace that its points have moved to; absent for nearly every line. */
  readonly graceLotIds?: ReadonlyArray<LotId>
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

/** Points that a return claimed and that were spent already. */
export interface Debt {
  readonly awardId: AwardId
  readonly returnId: ReturnId
  readonly points: number
  readonly arisenAt: Instant
}

/** The account of somebody who has never earned a point. */
export const initial: Account = { _tag: 'NotOpened' }

/** The account after an event. Total: an event that makes no sense leaves the account as it was. */
export const evolve = (account: Account, event: PointsEvent): Account => {
  if (event.type === 'PointsAwarded') return awarded(account, event)
  if (event.type === 'PointsHoldRefused' || event.type === 'PointsCaptureRefused') {
    return withRefusal(account, event)
  }
  if (account._tag === 'NotOpened') return account
  const next = changed(account, event)
  return next === account ? account : { ...next, clock: event.at }
}

const withRefusal = (
  account: Account,
  { type, holdId, at }: PointsHoldRefused | PointsCaptureRefused,
): Account => {
  const what = type === 'PointsHoldRefused' ? 'hold' : 'capture'
  const refused = put<'hold' | 'capture'>(account.refused ?? emptyTable, holdId, what)
  return account._tag === 'NotOpened' ? { ...account, refused } : { ...account, refused, clock: at }
}

const changed = (account: Opened, event: Exclude<PointsMovement, PointsAwarded>): Opened => {
  switch (event.type) {
    case 'PointsReversed':
      return reversed(account, event)
    case 'PointsRedeemed':
      return redeemed(account, event)
    case 'RedemptionUndone':
      return undone(account, event)
    case 'PointsExpired':
      return taken(account, event.takes, 'expired')
    case 'DeficitAbsorbed':
      return absorbed(account, event)
    case 'PointsHeld':
      return held(account, event)
    case 'PointsReleased':
      return released(account, event)
  }
}

/** What the account owes. */
export const deficitOf = (account: Account): number =>
  account._tag === 'NotOpened' ? 0 : account.debts.reduce((all, { points }) => all + points, 0)

const openedBy = ({ membershipId, customerId, programmeId, zone, at }: PointsAwarded): Opened => ({
  _tag: 'Opened',
  membershipId,
  customerId,
  programmeId,
  zone,
  clock: at,
  lots: emptyTable,
  open: [],
  available: 0,
  holds: emptyTable,
  openHolds: [],
  awards: emptyTable,
  redemptions: emptyTable,
  debts: [],
})

const awarded = (before: Account, event: PointsAwarded): Account => {
  const account =
    before._tag === 'NotOpened' ? { ...openedBy(event), ...refusalsOf(before) } : before
  const { awardId, earnedOn, at, deficit, lots, withoutPoints, bonuses = [] } = event
  if (lookUp(account.awards, awardId) !== undefined) return account
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
  return withNewLots(opened, [
    ...lots.map((lot) => lotOf(lot, lot.lineId, awardId, earnedOn)),
    ...bonuses.map((bonus) => lotOf(bonus, undefined, awardId, earnedOn)),
  ])
}

const refusalsOf = ({ refused }: HasRefusals): HasRefusals =>
  refused === undefined ? {} : { refused }

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

/** Where the points of a line or of a bonus may lie: in its own lot, then in lots of grace. */
export const lotsOf = ({
  lotId,
  graceLotIds = [],
}: Pick<AwardLine, 'lotId' | 'graceLotIds'>): ReadonlyArray<LotId> =>
  lotId === undefined ? graceLotIds : [lotId, ...graceLotIds]

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
  return {
    ...taken(account, takes, 'reversed'),
    awards: put(account.awards, awardId, {
      ...award,
      lines,
      reversals,
      ...(bonuses === undefined ? {} : { bonuses }),
    }),
    debts:
      owed === 0
        ? account.debts
        : [...account.debts, { awardId, returnId, points: owed, arisenAt: at }].sort(oldestFirst),
  }
}

const oldestFirst = (a: Debt, b: Debt): number => {
  const keyOf = ({ arisenAt, returnId, awardId }: Debt): string =>
    `${arisenAt} ${returnId} ${awardId}`
  return keyOf(a) < keyOf(b) ? -1 : 1
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
    ...back.map((one): Move => ({ ...one, from: 'spent', to: 'available' })),
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

// A lot of grace belongs to the line or to the bonus of the lot that it comes from, so that a return finds its points.
const graced = (account: Opened, graceLots: RedemptionUndone['graceLots']): Opened => {
  const added: Lot[] = []
  let { awards } = account
  for (const grace of graceLots) {
    const { lotId, from, earnedOn } = grace
    const origin = lookUp(account.lots, from)
    const award = origin === undefined ? undefined : lookUp(awards, origin.awardId)
    if (origin === undefined || award === undefined) continue
    const { awardId, lineId } = origin
    added.push(lotOf(grace, lineId, awardId, earnedOn))
    const with_ = <A extends AwardLine | AwardBonus>(one: A): A =>
      lotsOf(one).includes(from)
        ? { ...one, graceLotIds: [...(one.graceLotIds ?? []), lotId] }
        : one
    awards = put(awards, awardId, {
      ...award,
      lines: award.lines.map(with_),
      ...(award.bonuses === undefined ? {} : { bonuses: award.bonuses.map(with_) }),
    })
  }
  return withNewLots({ ...account, awards }, added)
}

const absorbed = (account: Opened, { takes, debts: paid }: DeficitAbsorbed): Opened => {
  const paidOf = ({ awardId, returnId }: Debt): number =>
    paid.find((one) => one.awardId === awardId && one.returnId === returnId)?.points ?? 0
  const debts = account.debts
    .map((debt) => ({ ...debt, points: debt.points - paidOf(debt) }))
    .filter(({ points }) => points > 0)
  return { ...taken(account, takes, 'absorbed'), debts }
}
