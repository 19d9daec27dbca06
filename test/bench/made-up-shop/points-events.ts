// What a made-up shop's loyalty programme records.
import type { AwardId, CivilDate, Code, LotId, ProgrammeId, RedemptionId, Zone } from '@patina/crm'
import type { ProgrammeRules, ProgrammeRulesAdopted } from '@patina/crm/membership'
import type {
  AwardedLot,
  LineWithoutPoints,
  OfAccount,
  PointsAwarded,
  PointsExpired,
  PointsRedeemed,
  PointsReversed,
  Take,
} from '@patina/crm/points'
import type { SaleLinesReturned, SaleRecorded } from '@patina/crm/sales'
import type { Instant } from '@patina/eventsourcing'
import { idOf } from './chance.js'
import { currency } from './sales-events.js'
import { type Shopper, takeFrom, tidy } from './shopper.js'

export const programmeId = 'c1b9a7f2-1d3e-4c5a-9b8f-7e6d5c4b3a29' as ProgrammeId

const rules: Omit<ProgrammeRules, 'version' | 'effectiveOn'> = {
  zone: 'Europe/London' as Zone,
  currency,
  earn: { pointsPerMinor: [1, 100], rounding: 'floor', place: 'line' },
  expiry: { type: 'monthEnd', months: 12 },
  deficit: 'carry',
  redemption: { step: 1, minimum: 1, minorPerPoint: [1, 1], graceDays: 30 },
}

const sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const ref = { version: 1, sha256 }

/** The programme has rules. */
export const rulesAdopted = (version: number, effectiveOn: CivilDate): ProgrammeRulesAdopted => ({
  type: 'ProgrammeRulesAdopted',
  programmeId,
  rules: { version, effectiveOn, ...rules },
  sha256,
})

const ofAccount = (
  { membershipId, customerId }: Shopper,
  at: Instant,
  onDay: CivilDate,
): OfAccount => ({ membershipId, customerId, programmeId, at, onDay })

const sumOf = (all: ReadonlyArray<{ readonly points: number }>): number =>
  all.reduce((sum, { points }) => sum + points, 0)

/** A point for every pound of each line. */
export const awarded = (
  number: number,
  one: Shopper,
  { saleId, lines, soldOn }: SaleRecorded,
  lastDay: CivilDate,
  at: Instant,
): PointsAwarded => {
  const lots: AwardedLot[] = []
  const withoutPoints: LineWithoutPoints[] = []
  for (const [index, { lineId, quantity, paidMinor: basisMinor }] of lines.entries()) {
    const points = Math.floor(basisMinor / 100)
    const lotId = idOf('lot', number * 8 + index) as LotId
    if (points === 0) withoutPoints.push({ lineId, quantity, basisMinor })
    else lots.push({ lotId, lineId, quantity, basisMinor, points, lastDay })
  }
  for (const { lotId, points } of lots) one.lots.push({ lotId, points, lastDay })
  return {
    type: 'PointsAwarded',
    ...ofAccount(one, at, soldOn),
    awardId: idOf('award', number) as AwardId,
    saleId,
    earnedOn: soldOn,
    zone: rules.zone,
    points: sumOf(lots),
    lots,
    withoutPoints,
    rules: ref,
    earn: rules.earn,
    expiry: rules.expiry,
    deficit: rules.deficit,
  }
}

/** What the first line of a sale had earned goes; what is spent already is owed. */
export const reversed = (
  one: Shopper,
  { awardId, lots }: PointsAwarded,
  { returnId, returnedOn, lines }: SaleLinesReturned,
  at: Instant,
): PointsReversed => {
  const lineId = lines[0]?.lineId
  const lot = lots.find((earned) => earned.lineId === lineId)
  const points = lot?.points ?? 0
  const open = one.lots.find(({ lotId }) => lotId === lot?.lotId)
  const take = open && takeFrom(open, points)
  tidy(one)
  return {
    type: 'PointsReversed',
    ...ofAccount(one, at, returnedOn),
    awardId,
    returnId,
    points,
    byLine: lot === undefined ? [] : [{ lineId: lot.lineId, quantity: lot.quantity, points }],
    takes: take === undefined ? [] : [take],
    owed: points - (take?.points ?? 0),
    forgiven: 0,
  }
}

/** The oldest lots are spent. Nothing when there are none. */
export const redeemed = (
  number: number,
  one: Shopper,
  at: Instant,
  onDay: CivilDate,
): PointsRedeemed | undefined => {
  const takes = one.lots.slice(0, 3).flatMap((lot) => takeFrom(lot, 50) ?? [])
  if (takes.length === 0) return undefined
  tidy(one)
  const points = sumOf(takes)
  return {
    type: 'PointsRedeemed',
    ...ofAccount(one, at, onDay),
    redemptionId: idOf('redemption', number) as RedemptionId,
    points,
    takes,
    value: { currency, minor: points },
    for: 'voucher' as Code,
    rules: ref,
    graceDays: 30,
  }
}

/** A sweep found points whose last day has passed. */
export const expired = (
  one: Shopper,
  takes: ReadonlyArray<Take>,
  at: Instant,
  onDay: CivilDate,
): PointsExpired => ({
  type: 'PointsExpired',
  ...ofAccount(one, at, onDay),
  points: sumOf(takes),
  takes,
})
