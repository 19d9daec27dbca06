// What decisions about any document share.
import type { Instant, Issued } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { CivilDate } from '../../shared/civil-date.js'
import { differencesBetween } from '../../shared/differences.js'
import { dayInHongKong } from '../../shared/hong-kong.js'
import type { DocumentNumber, LineId } from '../../shared/ids.js'
import { mostMinor } from '../../shared/money.js'
import { dayOf, latestDayAt, type Zone } from '../../shared/zone.js'
import type { SalesEvent } from '../events.js'
import type { SalesRejection, TooLarge } from '../rejections.js'

export type Decision = Either<SalesRejection, ReadonlyArray<SalesEvent>>

export const sum = <A>(of: ReadonlyArray<A>, amount: (one: A) => number): number =>
  of.reduce((all, one) => all + amount(one), 0)

/** What is recorded already is compared as a whole: the same again is no news, another content is a contradiction. */
export const sameOr = (number: DocumentNumber, recorded: object, found: object): Decision => {
  const differences = differencesBetween(recorded, found)
  return differences.length === 0
    ? E.right([])
    : E.left({ _tag: 'DocumentAlreadyRecorded', documentNumber: number, differences })
}

/** What no document may have: a day that has begun nowhere, and two lines of one name. */
export const flawOf = (
  day: CivilDate,
  lines: ReadonlyArray<{ readonly lineId: LineId }>,
  { at }: Issued,
): SalesRejection | undefined => {
  const today = latestDayAt(at)
  if (day > today) return { _tag: 'DatedInFuture', day, today }
  const lineIds = twice(lines.map(({ lineId }) => lineId))
  return lineIds.length > 0 ? { _tag: 'LineIdTwice', lineIds } : undefined
}

/** What stands in a list more than once, each named once. */
export const twice = <A>(all: ReadonlyArray<A>): ReadonlyArray<A> => {
  const seen = new Set<A>()
  return [...new Set(all.filter((one) => seen.size === seen.add(one).size))]
}

export const tooLarge = (field: TooLarge['field'], found: number): TooLarge | undefined =>
  found > mostMinor ? { _tag: 'TooLarge', field, limit: mostMinor, found } : undefined

/** The day that it is where a shop is. */
export const shopDay = (at: Instant, zone: Zone | undefined): CivilDate =>
  zone === undefined ? dayInHongKong(at) : dayOf(at, zone)
