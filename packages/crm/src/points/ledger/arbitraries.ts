// Events and commands of what goes beyond earning and spending: well formed, and no more.
import { sealedPersonal } from '@patina/testing'
import fc from 'fast-check'
import {
  anyIds,
  customerIds,
  days,
  instants,
  programmeIds,
  programmeRules,
  reasonCodes,
  records,
  staffIds,
  zones,
} from '../../shared/arbitraries.js'
import type {
  AdjustmentId,
  AwardId,
  LotId,
  MembershipId,
  MoveId,
  PointsHoldId,
  ReturnId,
  TransferId,
} from '../../shared/ids.js'
import type { AdoptedRules } from '../../shared/programme-rules.js'
import type {
  AdjustPoints,
  CloseAccount,
  PointsCommand,
  RestAccount,
  ResumeAccount,
} from '../commands.js'
import type {
  AdjustedLot,
  Back,
  ClaimedLot,
  GivenLot,
  HeldDays,
  LotDay,
  MovedDebt,
  MovedLot,
  PointLotsMoved,
  PointLotsReturned,
  PointsAccountClosed,
  PointsAdjusted,
  PointsEvent,
  ReceivedLot,
  ReversalFollowed,
  Shortened,
  Take,
} from '../events.js'
import { pointsNote } from '../kinds.js'

const points = fc.integer({ min: 1, max: 1_000_000 })
const months = fc.integer({ min: 1, max: 36 })
const lotIds = anyIds<LotId>()
const memberships = anyIds<MembershipId>()
const some = <A>(one: fc.Arbitrary<A>): fc.Arbitrary<ReadonlyArray<A>> =>
  fc.array(one, { maxLength: 3 })
const atLeastOne = <A>(one: fc.Arbitrary<A>): fc.Arbitrary<ReadonlyArray<A>> =>
  fc.array(one, { minLength: 1, maxLength: 3 })

const ofAccount = {
  membershipId: memberships,
  customerId: customerIds,
  programmeId: programmeIds,
  at: instants,
  onDay: days,
}
const rulesRefs = fc.record({
  version: fc.integer({ min: 1, max: 99 }),
  sha256: fc.constant('ab'.repeat(32)),
})
const rules: fc.Arbitrary<AdoptedRules> = fc.record({
  programmeId: programmeIds,
  sha256: fc.constant('ab'.repeat(32)),
  rules: programmeRules,
})
const notes = sealedPersonal(
  pointsNote,
  fc.constantFrom('a note about nobody', '為了一個不存在的人'),
)
const takes: fc.Arbitrary<Take> = records<Take, 'lotId' | 'points' | 'bucket'>(
  { lotId: lotIds, points, bucket: fc.constantFrom('available', 'expired', 'held', 'pending') },
  { lastDay: days, rolls: months, availableOn: days },
)
const changes = fc.oneof(
  points,
  points.map((asked) => -asked),
)
const adjustedLots: fc.Arbitrary<AdjustedLot> = records<
  AdjustedLot,
  'lotId' | 'points' | 'earnedOn'
>({ lotId: lotIds, points, earnedOn: days }, { lastDay: days, rolls: months })
const givenLots: fc.Arbitrary<GivenLot> = records<
  GivenLot,
  'from' | 'lotId' | 'points' | 'earnedOn'
>({ from: lotIds, lotId: lotIds, points, earnedOn: days }, { lastDay: days, rolls: months })
const receivedLots: fc.Arbitrary<ReceivedLot> = records<
  ReceivedLot,
  'lotId' | 'points' | 'earnedOn'
>({ lotId: lotIds, points, earnedOn: days }, { lastDay: days })
const backs: fc.Arbitrary<Back> = records<Back, 'lotId' | 'points'>(
  { lotId: lotIds, points },
  { lastDay: days, rolls: months },
)
const shortened: fc.Arbitrary<Shortened> = records<Shortened, 'points' | 'bucket'>(
  { points, bucket: fc.constantFrom('available', 'pending') },
  { lastDay: days, rolls: months, availableOn: days },
)
const movedLots: fc.Arbitrary<MovedLot> = records<
  MovedLot,
  'lotId' | 'points' | 'bucket' | 'earnedOn' | 'origin'
>(
  {
    lotId: lotIds,
    points,
    bucket: fc.constantFrom('available', 'pending'),
    earnedOn: days,
    origin: memberships,
  },
  {
    availableOn: days,
    lastDay: days,
    rolls: months,
    awardId: anyIds<AwardId>(),
    root: lotIds,
    isGiven: fc.constant(true),
  },
)
const lotDays: fc.Arbitrary<LotDay> = records<LotDay, 'lastDay'>(
  { lastDay: days },
  { rolls: months },
)
const heldDays: fc.Arbitrary<ReadonlyArray<HeldDays>> = some(
  fc.record({ holdId: anyIds<PointsHoldId>(), points, before: lotDays, after: lotDays }),
)
const movedDebts: fc.Arbitrary<MovedDebt> = fc.record({
  awardId: anyIds<AwardId>(),
  returnId: anyIds<ReturnId>(),
  origin: memberships,
  points,
  arisenAt: instants,
})
const claims = {
  moveId: anyIds<MoveId>(),
  awardId: anyIds<AwardId>(),
  returnId: anyIds<ReturnId>(),
  origin: memberships,
  arisenAt: instants,
}
const claimedLots = atLeastOne(
  records<ClaimedLot, 'lotId' | 'points'>(
    { lotId: lotIds, points },
    { next: atLeastOne(fc.record({ membershipId: memberships, customerId: customerIds })) },
  ),
)
const causes = fc.constantFrom('accountClosed' as const, 'notAMember' as const)
const deficits = fc.constantFrom('carry' as const, 'forgive' as const)
const policies = fc.constantFrom('forfeit' as const, 'payOut' as const, 'until' as const)
const ofTransfer = {
  transferId: anyIds<TransferId>(),
  part: fc.integer({ min: 1, max: 3 }),
  other: memberships,
  otherCustomerId: customerIds,
  points,
}
const ofMove = {
  moveId: anyIds<MoveId>(),
  other: memberships,
  otherCustomerId: customerIds,
  points: fc.nat(1_000_000),
  lots: some(movedLots),
  debts: some(movedDebts),
}
const typed = <T extends string>(type: T): fc.Arbitrary<T> => fc.constant(type)

/** Any such event. */
export const ledgerEvents: fc.Arbitrary<PointsEvent> = fc.oneof(
  records<PointsAdjusted, Exclude<keyof PointsAdjusted, 'approver' | 'note' | 'lot'>>(
    {
      type: typed('PointsAdjusted'),
      ...ofAccount,
      adjustmentId: anyIds<AdjustmentId>(),
      zone: zones,
      points: changes,
      reasonCode: reasonCodes,
      rules: rulesRefs,
      takes: some(takes),
    },
    { approver: staffIds, note: notes, lot: adjustedLots },
  ),
  fc.record({
    type: typed('PointsTransferredOut'),
    ...ofAccount,
    ...ofTransfer,
    zone: zones,
    rules: rulesRefs,
    lots: atLeastOne(givenLots),
  }),
  fc.record({
    type: typed('PointsTransferredIn'),
    ...ofAccount,
    ...ofTransfer,
    zone: zones,
    lots: atLeastOne(receivedLots),
  }),
  fc.record({
    type: typed('PointsTransferRefused'),
    ...ofAccount,
    ...ofTransfer,
    zone: zones,
    because: causes,
  }),
  fc.record({
    type: typed('TransferReturned'),
    ...ofAccount,
    ...ofTransfer,
    because: causes,
    back: atLeastOne(backs),
  }),
  records<
    PointsAccountClosed,
    Exclude<keyof PointsAccountClosed, 'until' | 'rules' | 'redemption' | 'currency'>
  >(
    {
      type: typed('PointsAccountClosed'),
      ...ofAccount,
      policy: policies,
      shortened: some(shortened),
    },
    {
      until: days,
      rules: rulesRefs,
      redemption: programmeRules.map(({ redemption }) => redemption),
      currency: programmeRules.map(({ currency }) => currency),
    },
  ),
  fc.record({ type: typed('PointsAccountRested'), ...ofAccount, fromDay: days }),
  fc.record({ type: typed('PointsAccountResumed'), ...ofAccount, fromDay: days }),
  records<PointLotsMoved, Exclude<keyof PointLotsMoved, 'held'>>(
    {
      type: typed('PointLotsMoved'),
      ...ofAccount,
      ...ofMove,
      zone: zones,
      origins: atLeastOne(memberships),
    },
    { held: heldDays },
  ),
  fc.record({ type: typed('PointLotsReceived'), ...ofAccount, ...ofMove, zone: zones }),
  fc.record({
    type: typed('PointLotsRefused'),
    ...ofAccount,
    ...ofMove,
    zone: zones,
    because: causes,
  }),
  records<PointLotsReturned, Exclude<keyof PointLotsReturned, 'held'>>(
    { type: typed('PointLotsReturned'), ...ofAccount, ...ofMove, because: causes },
    { held: heldDays },
  ),
  fc.record({
    type: typed('ReversalForwarded'),
    ...ofAccount,
    ...claims,
    deficit: deficits,
    other: memberships,
    otherCustomerId: customerIds,
    points,
    lots: claimedLots,
    visited: atLeastOne(memberships),
  }),
  records<ReversalFollowed, Exclude<keyof ReversalFollowed, 'forwarded'>>(
    {
      type: typed('ReversalFollowed'),
      ...ofAccount,
      ...claims,
      points,
      takes: some(takes),
      owed: fc.nat(),
      forgiven: fc.nat(),
    },
    { forwarded: points },
  ),
)

const comingHere = {
  membershipId: memberships,
  customerId: customerIds,
  programmeId: programmeIds,
  zone: zones,
  fromMembershipId: memberships,
  fromCustomerId: customerIds,
  isMember: fc.boolean(),
}

const ofRest = {
  membershipId: memberships,
  customerId: customerIds,
  programmeId: programmeIds,
  fromDay: days,
}

/** Any such command. */
export const ledgerCommands: fc.Arbitrary<PointsCommand> = fc.oneof(
  // A note comes in clear words: what is sealed is in no command that anybody sends.
  records<Omit<AdjustPoints, 'note'>, Exclude<keyof AdjustPoints, 'approver' | 'note'>>(
    {
      type: typed('AdjustPoints'),
      customerId: customerIds,
      adjustmentId: anyIds<AdjustmentId>(),
      points: changes,
      reasonCode: reasonCodes,
      rules,
    },
    { approver: staffIds },
  ),
  fc.record({
    type: typed('TransferPoints'),
    membershipId: memberships,
    transferId: anyIds<TransferId>(),
    toCustomerId: customerIds,
    points,
    rules,
  }),
  fc.record({
    type: typed('ReceiveTransfer'),
    ...comingHere,
    transferId: anyIds<TransferId>(),
    part: fc.integer({ min: 1, max: 3 }),
    lots: atLeastOne(givenLots),
  }),
  fc.record({
    type: typed('ReturnTransfer'),
    membershipId: memberships,
    transferId: anyIds<TransferId>(),
    part: fc.integer({ min: 1, max: 3 }),
    because: causes,
  }),
  records<CloseAccount, Exclude<keyof CloseAccount, 'until' | 'rules'>>(
    { type: typed('CloseAccount'), membershipId: memberships, policy: policies },
    { until: days, rules },
  ),
  records<RestAccount, Exclude<keyof RestAccount, 'zone'>>(
    { type: typed('RestAccount'), ...ofRest },
    { zone: zones },
  ),
  records<ResumeAccount, Exclude<keyof ResumeAccount, 'zone'>>(
    { type: typed('ResumeAccount'), ...ofRest },
    { zone: zones },
  ),
  fc.record({
    type: typed('MoveLots'),
    membershipId: memberships,
    customerId: customerIds,
    programmeId: programmeIds,
    zone: zones,
    origins: atLeastOne(memberships),
    to: memberships,
    toCustomerId: customerIds,
  }),
  fc.record({
    type: typed('ReceiveLots'),
    ...comingHere,
    moveId: anyIds<MoveId>(),
    lots: some(movedLots),
    debts: some(movedDebts),
  }),
  fc.record({
    type: typed('ReturnLots'),
    membershipId: memberships,
    moveId: anyIds<MoveId>(),
    lots: some(movedLots),
    debts: some(movedDebts),
    otherMembershipId: memberships,
    otherCustomerId: customerIds,
    because: causes,
  }),
  fc.record({
    type: typed('FollowReversal'),
    membershipId: memberships,
    ...claims,
    deficit: deficits,
    lots: claimedLots,
    visited: atLeastOne(memberships),
  }),
)
