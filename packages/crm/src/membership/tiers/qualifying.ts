// What may count towards the tiers of a customer, as it was recorded, and what of it counts in one membership. Every figure is
// kept with its place in the log, so that whoever judges an event knows what had counted by then and nothing that came later.
import type { Instant, Position } from '@patina/eventsourcing'
import type { CivilDate } from '../../shared/civil-date.js'
import { type Coverage, covers } from '../../shared/coverage.js'
import type { AwardId, CustomerId, MembershipId, ProgrammeId, SaleId } from '../../shared/ids.js'
import type { Currency } from '../../shared/money.js'
import type { TierMeasure } from '../../shared/programme-rules.js'
import { dayOf, type Zone } from '../../shared/zone.js'

/** What may count towards the tiers of one customer. */
export interface TierRecord {
  readonly customerId: CustomerId
  /** In the order of their ids. */
  readonly memberships: ReadonlyArray<MembershipDays>
  /** In the order of the log, as are the awards. */
  readonly purchases: ReadonlyArray<Bought>
  readonly awards: ReadonlyArray<Earned>
  /** When the latest of it occurred; absent before the first sale. */
  readonly latestAt?: Instant
}

export interface MembershipDays extends Coverage {
  readonly membershipId: MembershipId
  readonly programmeId: ProgrammeId
}

/** A sale. */
export interface Bought extends Recorded, Goods {
  readonly saleId: SaleId
  readonly currency: Currency
  /** What came back of it; absent where nothing did. */
  readonly back?: ReadonlyArray<Back & Goods>
}

/** An award of points. */
export interface Earned extends Recorded {
  readonly awardId: AwardId
  readonly programmeId: ProgrammeId
  readonly points: number
  /** What was claimed back of it; absent where nothing was. */
  readonly back?: ReadonlyArray<Back & { readonly points: number }>
}

interface Recorded extends Back {
  /** The day that it counts on. */
  readonly day: CivilDate
  readonly occurredAt: Instant
}

interface Back {
  /** Where the log says so. */
  readonly position: Position
}

/** What was paid in money, in minor units, and for how many pieces. */
export interface Goods {
  readonly paidMinor: number
  readonly units: number
}

/** Something that counts towards a tier. */
export interface Qualifying {
  /** The day that it counts on. */
  readonly day: CivilDate
  /** The day that it was recorded on; never before that of something that was recorded earlier. */
  readonly onDay: CivilDate
  /** Minor units, points or pieces, by the measure of the rules: what is left of it. */
  readonly amount: number
}

/** Which events of the log count: all, or those up to a place. */
export type UpTo = (position: Position) => boolean

const all: UpTo = () => true

const goodsBy =
  (measure: TierMeasure) =>
  ({ paidMinor, units }: Goods): number =>
    measure === 'visits' ? units : paidMinor

/** What decides which of it counts in a programme. */
export interface Counting {
  readonly programmeId: ProgrammeId
  readonly measure: TierMeasure
  /** Absent where all currencies count. */
  readonly currency?: Currency
  readonly zone: Zone
}

/**
 * What counts in a programme, in the order of its recording: on days of the membership, in its currency, and what is left of
 * it. What has come back as a whole is left out.
 */
export const qualifyingOf = (
  record: TierRecord,
  counting: Counting,
  isKnown: UpTo = all,
): ReadonlyArray<Qualifying> => {
  const found: Qualifying[] = []
  let latest = '' as CivilDate
  for (const { day, occurredAt, amount } of countedOf(record, counting, isKnown)) {
    const recordedOn = dayOf(occurredAt, counting.zone)
    if (day > latest) latest = day
    if (recordedOn > latest) latest = recordedOn
    if (amount > 0) found.push({ day, onDay: latest, amount })
  }
  return found
}

type Amount = Pick<Recorded, 'day' | 'occurredAt'> & { readonly amount: number }

/** The same without the day of its recording, for whoever only adds it up. */
export const countedOf = (
  { memberships, purchases, awards }: TierRecord,
  { programmeId, measure, currency }: Counting,
  isKnown: UpTo = all,
): ReadonlyArray<Amount> => {
  const days = memberships.find((one) => one.programmeId === programmeId)
  if (days === undefined) return []
  const counted: Amount[] = []
  // In one go, without lists between: every purchase of a customer is looked at whenever there is another one.
  const count = <Figures>(one: Entry<Figures>, of: (figures: Figures) => number): void => {
    if (!isKnown(one.position) || !covers(days, one.day)) return
    counted.push({ day: one.day, occurredAt: one.occurredAt, amount: leftOf(one, of, isKnown) })
  }
  if (measure === 'points') {
    for (const one of awards) if (one.programmeId === programmeId) count(one, pointsOf)
  } else {
    const goods = goodsBy(measure)
    for (const one of purchases) if ((currency ?? one.currency) === one.currency) count(one, goods)
  }
  return counted
}

const pointsOf = ({ points }: { readonly points: number }): number => points

type Entry<Figures> = Recorded & Figures & { readonly back?: ReadonlyArray<Back & Figures> }

const leftOf = <Figures>(
  one: Entry<Figures>,
  of: (figures: Figures) => number,
  isKnown: UpTo,
): number => {
  let left = of(one)
  for (const some of one.back ?? []) {
    if (isKnown(some.position)) left = Math.max(0, left - of(some))
  }
  return left
}
