// What is asked of one account, as stories ask it.
import { adopted, idOf } from '../shared/arbitraries.js'
import type { CivilDate } from '../shared/civil-date.js'
import { type CustomerId, codeOf, lineId, type MembershipId, reasonCode } from '../shared/ids.js'
import type { AdoptedRules } from '../shared/programme-rules.js'
import type {
  AdjustPoints,
  AwardPoints,
  CapturePoints,
  CloseAccount,
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
import * as Points from './index.js'

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
