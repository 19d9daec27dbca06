// The lots that have points to spend, in the order in which they are spent.
import type { CivilDate } from '../shared/civil-date.js'
import type { LotId } from '../shared/ids.js'

/** What decides the place of a lot. */
export interface OpenLot {
  readonly lotId: LotId
  readonly earnedOn: CivilDate
  readonly lastDay?: CivilDate | undefined
  /** The lots that it has its last day with, where that moves with what the account does. */
  readonly group?: number | undefined
}

/**
 * The open lots in the order of spending, those of one last day and one day of earning together: an account of thousands of
 * lots has hundreds of such days, so a change copies little.
 */
export type OpenLots = ReadonlyArray<OpenDay>

export interface OpenDay {
  readonly earnedOn: CivilDate
  readonly lastDay?: CivilDate | undefined
  readonly group?: number | undefined
  /** In the order of the texts. */
  readonly lotIds: ReadonlyArray<LotId>
}

type Day = Pick<OpenLot, 'earnedOn' | 'lastDay' | 'group'>

// Stands after every day.
const never = '~'

// Lots whose day moves stand behind all others, each group for itself: what moves a day moves no lot then.
const byDay = (a: Day, b: Day): number => {
  if (a.group !== b.group) return (a.group ?? -1) - (b.group ?? -1)
  const lastA = a.lastDay ?? never
  const lastB = b.lastDay ?? never
  if (lastA !== lastB) return lastA < lastB ? -1 : 1
  if (a.earnedOn === b.earnedOn) return 0
  return a.earnedOn < b.earnedOn ? -1 : 1
}

/** Soonest last day first, none last; then the day of earning, then the id as text: an order without ties. */
export const inConsumptionOrder = (a: OpenLot, b: OpenLot): number => {
  const days = byDay(a, b)
  if (days !== 0 || a.lotId === b.lotId) return days
  return a.lotId < b.lotId ? -1 : 1
}

// The first place whose day does not come before this one.
const placeOf = (open: OpenLots, day: Day): number => {
  let low = 0
  let high = open.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (byDay(open[middle] as OpenDay, day) < 0) low = middle + 1
    else high = middle
  }
  return low
}

// Lots that stand together, in their order.
const byOpenDay = (lots: ReadonlyArray<OpenLot>): ReadonlyArray<OpenDay> => {
  const days: (Day & { lotIds: LotId[] })[] = []
  for (const lot of lots.toSorted(inConsumptionOrder)) {
    const { lotId, earnedOn, lastDay, group } = lot
    const day = days.at(-1)
    if (day !== undefined && byDay(day, lot) === 0) day.lotIds.push(lotId)
    else days.push({ earnedOn, lastDay, group, lotIds: [lotId] })
  }
  return days
}

// Two lists in order as one. A few ids are put in their places, for a day may have thousands that need no second look.
const merged = (
  standing: ReadonlyArray<LotId>,
  added: ReadonlyArray<LotId>,
): ReadonlyArray<LotId> => {
  if (added.length > 20) return standing.concat(added).sort()
  const ids = standing.slice()
  for (const id of added) {
    let low = 0
    let high = ids.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((ids[middle] as LotId) < id) low = middle + 1
      else high = middle
    }
    ids.splice(low, 0, id)
  }
  return ids
}

/** Puts lots in their places. */
export const withLots = (open: OpenLots, lots: ReadonlyArray<OpenLot>): OpenLots =>
  withOpenDays(open, byOpenDay(lots))

/** The same for lots that stand together already. */
export const withOpenDays = (open: OpenLots, added: ReadonlyArray<OpenDay>): OpenLots => {
  if (added.length === 0) return open
  const days = open.slice()
  for (const day of added) {
    const place = placeOf(days, day)
    const standing = days[place]
    if (standing !== undefined && byDay(standing, day) === 0) {
      days[place] = { ...day, lotIds: merged(standing.lotIds, day.lotIds) }
    } else {
      days.splice(place, 0, day)
    }
  }
  return days
}

/** Takes lots out. */
export const withoutLots = (open: OpenLots, lots: ReadonlyArray<OpenLot>): OpenLots => {
  if (lots.length === 0) return open
  const days = open.slice()
  for (const day of byOpenDay(lots)) {
    const place = placeOf(days, day)
    const standing = days[place]
    if (standing === undefined) continue
    const gone = new Set(day.lotIds)
    days[place] = { ...standing, lotIds: standing.lotIds.filter((lotId) => !gone.has(lotId)) }
  }
  return days.filter(({ lotIds }) => lotIds.length > 0)
}

/** The order of spending where days move or none may be later than one: each day as it stands, those that meet as one. */
export const inOrder = (open: OpenLots, dayOf: (day: Day) => CivilDate | undefined): OpenLots => {
  const days: OpenDay[] = []
  const standing = open.map(({ earnedOn, lastDay, group, lotIds }) => ({
    earnedOn,
    lastDay: dayOf({ earnedOn, lastDay, group }),
    lotIds,
  }))
  for (const day of standing.sort(byDay)) {
    const last = days.at(-1)
    if (last === undefined || byDay(last, day) !== 0) days.push(day)
    else days[days.length - 1] = { ...last, lotIds: merged(last.lotIds, day.lotIds) }
  }
  return days
}

/** Whether any of them has a day that moves. */
export const hasGroups = (open: OpenLots): boolean => open.at(-1)?.group !== undefined
