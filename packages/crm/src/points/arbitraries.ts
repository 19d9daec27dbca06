import { type Instant, type Issued, instantOf, type StreamName } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import {
  adopted,
  anyIds,
  codeTexts,
  customerIds,
  days,
  expiries,
  idOf,
  instants,
  issuedAt,
  lineIds,
  programmeIds,
  programmeRules,
  rationals,
  records,
  redemptionIds,
  undoIds,
  zones,
} from '../shared/arbitraries.js'
import { type CivilDate, plusDays } from '../shared/civil-date.js'
import type { AwardId, LotId, MembershipId, PointsHoldId, ReturnId, SaleId } from '../shared/ids.js'
import { type CustomerId, codeOf, lineId, reasonCode } from '../shared/ids.js'
import type { AdoptedRules, Expiry, ProgrammeRules } from '../shared/programme-rules.js'
import { emptyTable, lookUp, type Table } from '../shared/table.js'
import { dayOf } from '../shared/zone.js'
import type { Account, Opened } from './account.js'
import { linesOf } from './award-lines.js'
import type {
  AdjustPoints,
  AwardPoints,
  CapturePoints,
  CloseAccount,
  HoldForGift,
  HoldPoints,
  PointsCommand,
  RedeemPoints,
  ReleasePoints,
  RestAccount,
  ResumeAccount,
  ReverseAward,
  TransferPoints,
  UndoRedemption,
} from './commands.js'
import { awardedBonuses, circumstances, earningLines, explanations } from './earning/arbitraries.js'
import type {
  AwardedLot,
  Back,
  PointsAwarded,
  PointsEvent,
  PointsRedeemed,
  PointsReversed,
  Take,
} from './events.js'
import * as Points from './index.js'
import { ledgerCommands, ledgerEvents } from './ledger/arbitraries.js'

const points = fc.integer({ min: 1, max: 1_000_000 })
const quantities = fc.integer({ min: 1, max: 1000 })
const minors = fc.nat(1_000_000_000_000)
const currencies = fc
  .constantFrom('HKD', 'GBP')
  .map((code) => code as NonNullable<PointsRedeemed['value']>['currency'])
const hashes = fc.constant('ab'.repeat(32))

const ofAccount = {
  membershipId: anyIds<MembershipId>(),
  customerId: customerIds,
  programmeId: programmeIds,
  at: instants,
  onDay: days,
}
const months = fc.integer({ min: 1, max: 36 })
const lots: fc.Arbitrary<AwardedLot> = records<
  AwardedLot,
  Exclude<keyof AwardedLot, 'lastDay' | 'availableOn' | 'rolls'>
>(
  { lotId: anyIds<LotId>(), lineId: lineIds, quantity: quantities, basisMinor: minors, points },
  { lastDay: days, availableOn: days, rolls: months },
)
const takes: fc.Arbitrary<Take> = records<Take, 'lotId' | 'points' | 'bucket'>(
  {
    lotId: anyIds<LotId>(),
    points,
    bucket: fc.constantFrom('available', 'expired', 'held', 'pending'),
  },
  { lastDay: days, rolls: months, availableOn: days },
)
const backs: fc.Arbitrary<Back> = records<Back, 'lotId' | 'points'>(
  { lotId: anyIds<LotId>(), points },
  { lastDay: days, rolls: months },
)
const some = <A>(one: fc.Arbitrary<A>): fc.Arbitrary<ReadonlyArray<A>> =>
  fc.array(one, { maxLength: 3 })

/** Any event of any account: well formed, and no more. */
export const pointsEvents: fc.Arbitrary<PointsEvent> = fc.oneof(
  records<PointsAwarded, Exclude<keyof PointsAwarded, 'saleId' | 'bonuses' | 'explanation'>>(
    {
      type: fc.constant('PointsAwarded'),
      ...ofAccount,
      awardId: anyIds<AwardId>(),
      earnedOn: days,
      zone: zones,
      points,
      lots: some(lots),
      withoutPoints: some(fc.record({ lineId: lineIds, quantity: quantities, basisMinor: minors })),
      rules: fc.record({ version: fc.integer({ min: 1, max: 99 }), sha256: hashes }),
      earn: fc.record({
        pointsPerMinor: rationals,
        rounding: fc.constantFrom('floor', 'halfUp', 'ceil'),
        place: fc.constantFrom('line', 'order'),
      }),
      expiry: expiries,
      deficit: fc.constantFrom('carry', 'forgive'),
    },
    { saleId: anyIds<SaleId>(), bonuses: some(awardedBonuses), explanation: explanations },
  ),
  records<PointsReversed, Exclude<keyof PointsReversed, 'byBonus' | 'forwarded'>>(
    {
      type: fc.constant('PointsReversed'),
      ...ofAccount,
      awardId: anyIds<AwardId>(),
      returnId: anyIds<ReturnId>(),
      points: fc.nat(),
      byLine: some(fc.record({ lineId: lineIds, quantity: quantities, points: fc.nat() })),
      takes: some(takes),
      owed: fc.nat(),
      forgiven: fc.nat(),
    },
    { byBonus: some(fc.record({ ruleId: codeTexts, points })), forwarded: points },
  ),
  records<PointsRedeemed, Exclude<keyof PointsRedeemed, 'value' | 'holdId'>>(
    {
      type: fc.constant('PointsRedeemed'),
      ...ofAccount,
      redemptionId: redemptionIds,
      points,
      takes: some(takes),
      for: codeTexts,
      rules: fc.record({ version: fc.integer({ min: 1, max: 99 }), sha256: hashes }),
      graceDays: fc.integer({ min: 1, max: 3660 }),
    },
    {
      value: fc.record({ currency: currencies, minor: fc.nat() }),
      holdId: anyIds<PointsHoldId>(),
    },
  ),
  fc.record({
    type: fc.constant('RedemptionUndone' as const),
    ...ofAccount,
    redemptionId: redemptionIds,
    undoId: undoIds,
    points,
    back: some(backs),
    graceLots: some(
      fc.record({
        lotId: anyIds<LotId>(),
        from: anyIds<LotId>(),
        points,
        earnedOn: days,
        lastDay: days,
      }),
    ),
  }),
  fc.record({
    type: fc.constant('PointsExpired' as const),
    ...ofAccount,
    points,
    takes: some(takes),
  }),
  fc.record({
    type: fc.constant('DeficitAbsorbed' as const),
    ...ofAccount,
    points,
    takes: some(takes),
    debts: some(fc.record({ awardId: anyIds<AwardId>(), returnId: anyIds<ReturnId>(), points })),
  }),
  fc.record({
    type: fc.constant('PointsHeld' as const),
    ...ofAccount,
    holdId: anyIds<PointsHoldId>(),
    points,
    takes: some(takes),
    endsAt: instants,
    for: codeTexts,
    rules: fc.record({ version: fc.integer({ min: 1, max: 99 }), sha256: hashes }),
    redemption: programmeRules.map(({ redemption }) => redemption),
    currency: currencies,
  }),
  fc.record({
    type: fc.constant('PointsReleased' as const),
    ...ofAccount,
    holdId: anyIds<PointsHoldId>(),
    cause: fc.constantFrom('ended', 'released', 'captured'),
    points,
    takes: some(takes),
  }),
  fc.record({
    type: fc.constant('PointsHoldRefused' as const),
    ...ofAccount,
    holdId: anyIds<PointsHoldId>(),
    reason: codeTexts,
    points,
    available: fc.nat(),
  }),
  fc.record({
    type: fc.constant('PointsCaptureRefused' as const),
    ...ofAccount,
    holdId: anyIds<PointsHoldId>(),
    reason: codeTexts,
    points,
  }),
  ledgerEvents,
)

const anyRules: fc.Arbitrary<AdoptedRules> = fc.record({
  programmeId: programmeIds,
  sha256: hashes,
  rules: programmeRules,
})

/** Any command: well formed, and no more. */
export const pointsCommands: fc.Arbitrary<PointsCommand> = fc.oneof(
  records<AwardPoints, Exclude<keyof AwardPoints, 'saleId' | keyof typeof circumstances>>(
    {
      type: fc.constant('AwardPoints'),
      customerId: customerIds,
      awardId: anyIds<AwardId>(),
      earnedOn: days,
      lines: fc.array(earningLines, { minLength: 1, maxLength: 3 }),
      rules: anyRules,
    },
    { saleId: anyIds<SaleId>(), ...circumstances },
  ),
  fc.record({
    type: fc.constant('ReverseAward' as const),
    membershipId: anyIds<MembershipId>(),
    awardId: anyIds<AwardId>(),
    returnId: anyIds<ReturnId>(),
    lines: fc.array(fc.record({ lineId: lineIds, quantity: quantities }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  fc.record({
    type: fc.constant('RedeemPoints' as const),
    membershipId: anyIds<MembershipId>(),
    redemptionId: redemptionIds,
    points,
    for: codeTexts,
    rules: anyRules,
  }),
  fc.record({
    type: fc.constant('UndoRedemption' as const),
    membershipId: anyIds<MembershipId>(),
    undoId: undoIds,
    redemptionId: redemptionIds,
    points,
  }),
  records<HoldPoints, Exclude<keyof HoldPoints, 'minutes' | 'until'>>(
    {
      type: fc.constant('HoldPoints'),
      membershipId: anyIds<MembershipId>(),
      holdId: anyIds<PointsHoldId>(),
      points,
      for: codeTexts,
      rules: anyRules,
    },
    { minutes: fc.integer({ min: 1, max: 20_160 }), until: fc.constant('issue') },
  ),
  fc.record({
    type: fc.constant('CapturePoints' as const),
    membershipId: anyIds<MembershipId>(),
    holdId: anyIds<PointsHoldId>(),
    redemptionId: redemptionIds,
    points,
  }),
  fc.record({
    type: fc.constant('ReleasePoints' as const),
    membershipId: anyIds<MembershipId>(),
    holdId: anyIds<PointsHoldId>(),
  }),
  fc.record({ type: fc.constant('SettleAccount' as const), membershipId: anyIds<MembershipId>() }),
  records<HoldForGift, Exclude<keyof HoldForGift, 'rules'>>(
    {
      type: fc.constant('HoldForGift'),
      membershipId: anyIds<MembershipId>(),
      customerId: customerIds,
      programmeId: programmeIds,
      holdId: anyIds<PointsHoldId>(),
      points,
    },
    { rules: anyRules },
  ),
  fc.record({
    type: fc.constant('CaptureForGift' as const),
    membershipId: anyIds<MembershipId>(),
    holdId: anyIds<PointsHoldId>(),
    redemptionId: redemptionIds,
    points,
  }),
  fc.record({
    type: fc.constant('GiveBackForGift' as const),
    membershipId: anyIds<MembershipId>(),
    holdId: anyIds<PointsHoldId>(),
    redemptionId: redemptionIds,
    undoId: undoIds,
  }),
  ledgerCommands,
)

/** The account of most stories. */
export const customer = idOf<CustomerId>('cust', 1)
export const account: MembershipId = Points.streamOf({
  type: 'AwardPoints',
  customerId: customer,
  rules: adopted(),
} as AwardPoints).slice('points-'.length) as MembershipId

/** An award to it: the basis of each line, in HK$10 as a member would count, and its pieces. */
export const awardOf = (
  n: number,
  earnedOn: string,
  lines: ReadonlyArray<readonly [basis: number, quantity?: number]>,
  rules: AdoptedRules = adopted(),
): AwardPoints => ({
  type: 'AwardPoints',
  customerId: customer,
  awardId: idOf('awar', n),
  earnedOn: earnedOn as AwardPoints['earnedOn'],
  lines: lines.map(([basis, quantity = 1], index) => ({
    lineId: lineId(String(index + 1)),
    quantity,
    basisMinor: basis * 1000,
  })),
  rules,
})

export const reversalOf = (
  award: number,
  n: number,
  lines: ReadonlyArray<readonly [line: number, quantity: number]>,
): ReverseAward => ({
  type: 'ReverseAward',
  membershipId: account,
  awardId: idOf('awar', award),
  returnId: idOf('retu', n),
  lines: lines.map(([line, quantity]) => ({ lineId: lineId(String(line)), quantity })),
})

export const redemptionOf = (
  n: number,
  asked: number,
  rules: AdoptedRules = adopted(),
): RedeemPoints => ({
  type: 'RedeemPoints',
  membershipId: account,
  redemptionId: idOf('rede', n),
  points: asked,
  for: codeOf('voucher'),
  rules,
})

export const undoOf = (n: number, redemption: number, asked: number): UndoRedemption => ({
  type: 'UndoRedemption',
  membershipId: account,
  undoId: idOf('undo', n),
  redemptionId: idOf('rede', redemption),
  points: asked,
})

/** A hold of so many points, for 15 minutes unless said otherwise. */
export const holdOf = (
  n: number,
  asked: number,
  until: Pick<HoldPoints, 'minutes' | 'until'> = {},
  rules: AdoptedRules = adopted(),
): HoldPoints => ({
  type: 'HoldPoints',
  membershipId: account,
  holdId: idOf('hold', n),
  points: asked,
  for: codeOf('gift'),
  ...until,
  rules,
})

export const captureOf = (n: number, hold: number, asked: number): CapturePoints => ({
  type: 'CapturePoints',
  membershipId: account,
  holdId: idOf('hold', hold),
  redemptionId: idOf('rede', n),
  points: asked,
})

export const releaseOf = (hold: number): ReleasePoints => ({
  type: 'ReleasePoints',
  membershipId: account,
  holdId: idOf('hold', hold),
})

/** An adjustment of so many points, up or down. */
export const adjustmentOf = (
  n: number,
  asked: number,
  more: Pick<AdjustPoints, 'approver'> = {},
  rules: AdoptedRules = adopted(),
): AdjustPoints => ({
  type: 'AdjustPoints',
  customerId: customer,
  adjustmentId: idOf('adju', n),
  points: asked,
  reasonCode: reasonCode('goodwill'),
  ...more,
  rules,
})

/** A transfer to another customer. */
export const transferOf = (
  n: number,
  asked: number,
  to: CustomerId = idOf<CustomerId>('cust', 2),
  rules: AdoptedRules = adopted(),
): TransferPoints => ({
  type: 'TransferPoints',
  membershipId: account,
  transferId: idOf('tran', n),
  toCustomerId: to,
  points: asked,
  rules,
})

export const closeIt = (policy: CloseAccount['policy']): CloseAccount => ({
  type: 'CloseAccount',
  membershipId: account,
  policy,
})

export const restOf = (
  kind: 'rest' | 'resume',
  fromDay: CivilDate,
  { programmeId, rules: { zone } }: AdoptedRules = adopted(),
): RestAccount | ResumeAccount => ({
  type: kind === 'rest' ? 'RestAccount' : 'ResumeAccount',
  membershipId: account,
  customerId: customer,
  programmeId,
  zone,
  fromDay,
})

export const settleIt: PointsCommand = { type: 'SettleAccount', membershipId: account }

/** A command and when it is given. */
export interface Asked {
  readonly command: PointsCommand
  readonly issued: Issued
}

/** What a member does with an account over some years, under one set of rules. */
export interface Play {
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

const playedRules: fc.Arbitrary<Partial<ProgrammeRules>> = fc.record({
  expiry: fc.constantFrom<Expiry>(
    { type: 'never' },
    { type: 'afterDays', days: 0 },
    { type: 'afterDays', days: 10 },
    { type: 'afterMonths', months: 1 },
    { type: 'afterMonths', months: 9 },
    { type: 'monthEnd', months: 1 },
    { type: 'yearEnd', years: 1 },
    { type: 'inactivity', months: 1 },
    { type: 'inactivity', months: 9 },
  ),
  deficit: fc.constantFrom('carry', 'forgive'),
  earn: fc.record({
    pointsPerMinor: fc.constantFrom([1, 1000] as const, [2, 3000] as const),
    rounding: fc.constantFrom('floor', 'halfUp', 'ceil'),
    place: fc.constantFrom('line', 'order'),
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

// Most of what is asked can be done, for it is chosen from what there is; some of it asks for a little too much.
const commandOf = (
  { kind, daysLate, which, points: asked, lines }: Move,
  index: number,
  before: Account,
  { at }: Issued,
  rules: AdoptedRules,
): PointsCommand => {
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

const commandsOf = (all: ReadonlyArray<Move>, rules: AdoptedRules): ReadonlyArray<Asked> => {
  let now = Date.UTC(2024, 0, 28, 4)
  let account: Account = Points.initial
  return all.map((move, index) => {
    now += move.daysLater * 86_400_000
    const issued = issuedAt(instantOf(now + index))
    const command = commandOf(move, index, account, issued, rules)
    const outcome = Points.decide(command, account, issued)
    account = (E.isRight(outcome) ? outcome.right : []).reduce(Points.evolve, account)
    return { command, issued }
  })
}

/** Plays of up to so many moves. */
export const playsOf = (most = 16): fc.Arbitrary<Play> =>
  fc
    .tuple(fc.array(moves, { minLength: 1, maxLength: most, size: 'max' }), playedRules)
    .map(([all, changes]) => {
      const rules = adopted({
        ...changes,
        effectiveOn: '2023-01-01' as ProgrammeRules['effectiveOn'],
      })
      return { rules, asked: commandsOf(all, rules) }
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
