// Points of lots, as events say them, in the words of a balance, which keeps no lots: by their last day.
import type { CivilDate } from '../shared/civil-date.js'
import type { ComingPoints, Dated } from './dated-points.js'
import type { OfAccount, Take } from './events.js'

/** Points as events say them of a lot. */
export interface InLot {
  readonly points: number
  readonly lastDay?: CivilDate
  readonly rolls?: number
  readonly availableOn?: CivilDate
  readonly bucket?: Take['bucket']
}

const datedOf = ({ points, lastDay, rolls }: InLot, { membershipId }: OfAccount): Dated => ({
  points,
  ...(lastDay === undefined ? {} : { lastDay }),
  ...(rolls === undefined ? {} : { rolls: { membershipId, months: rolls } }),
})

const isFixed = (lot: InLot): lot is InLot & Dated => lot.rolls === undefined

/** Points of lots by their last day. Of most lots nothing needs to be said in other words. */
export const allDated = (lots: ReadonlyArray<InLot>, event: OfAccount): ReadonlyArray<Dated> =>
  lots.every(isFixed) ? lots : lots.map((lot) => datedOf(lot, event))

/** What was taken out of one bucket, by its last day. */
export const inBucket = (
  takes: ReadonlyArray<InLot>,
  bucket: Take['bucket'],
  event: OfAccount,
): ReadonlyArray<Dated> =>
  allDated(
    takes.filter((take) => take.bucket === bucket),
    event,
  )

/** What of them cannot be spent yet, by the day on which it can. */
export const comingIn = (
  lots: ReadonlyArray<InLot>,
  event: OfAccount,
): ReadonlyArray<ComingPoints> =>
  lots.flatMap((lot) =>
    lot.availableOn === undefined
      ? []
      : [
          {
            ...datedOf(lot, event),
            membershipId: event.membershipId,
            availableOn: lot.availableOn,
          },
        ],
  )
