import type { LogEvent, Projection, Tagged } from '@patina/eventsourcing'
import type { PointsEvent } from '../points/events.js'
import { membershipIdOf } from '../shared/derived-ids.js'
import type { CustomerId, MembershipId, MergeId } from '../shared/ids.js'
import { emptyTable, lookUp, put, type Table } from '../shared/table.js'
import type { CustomersMerged, CustomersUnmerged } from './events.js'

/** What happened with two customers while a merge held them to be one person: what somebody looks at when it was wrong. */
export interface WhileMerged<Entry> {
  readonly standing: 'unknown' | 'merged' | 'undone'
  readonly survivorMembers: ReadonlyArray<CustomerId>
  readonly mergedMembers: ReadonlyArray<CustomerId>
  /** In the order of the log. */
  readonly entries: ReadonlyArray<MergedEntry<Entry>>
  /** By lot, or by award and return of a debt, the account that recorded it: of those that went from one to another. */
  readonly origins: Table<MembershipId>
}

/** One of those events, under the id that it was recorded for: there it stays when the merge is undone. */
export interface MergedEntry<Entry> {
  readonly customerId: CustomerId
  readonly side: Side
  readonly eventId: string
  readonly actor: string
  readonly shown: Entry
  /** Points of lots that the other side had earned, and that went here: the undoing does not bring them back. */
  readonly ofOthers: number
  /** Points by which a debt of the other side was made good here. */
  readonly forOthers: number
}

/** Which of the two people: who represents both while the merge stands, or who is represented. */
export type Side = 'survivor' | 'merged'

type Change = CustomersMerged | CustomersUnmerged
type Account = Extract<PointsEvent, { readonly membershipId: MembershipId }>

const sideOf = <Entry>(view: WhileMerged<Entry>, customer: CustomerId): Side | undefined => {
  if (view.survivorMembers.includes(customer)) return 'survivor'
  return view.mergedMembers.includes(customer) ? 'merged' : undefined
}

const debtKey = (of: { readonly awardId: string; readonly returnId: string }): string =>
  `${of.awardId} ${of.returnId}`

// Which account recorded what comes in from another one.
const withOrigins = (origins: Table<MembershipId>, event: Account): Table<MembershipId> => {
  if (event.type !== 'PointLotsReceived' && event.type !== 'PointLotsReturned') return origins
  const lots = event.lots.map(({ lotId, origin }) => [lotId, origin] as const)
  const debts = event.debts.map((debt) => [debtKey(debt), debt.origin] as const)
  return [...lots, ...debts].reduce((all, [key, origin]) => put(all, key, origin), origins)
}

const takenFrom = (event: Account): ReadonlyArray<readonly [key: string, points: number]> => {
  if (event.type === 'PointsTransferredOut') {
    return event.lots.map(({ from, points }) => [from, points])
  }
  return 'takes' in event && event.type !== 'PointsHeld'
    ? event.takes.map(({ lotId, points }) => [lotId, points])
    : []
}

const paidOf = (event: Account): ReadonlyArray<readonly [key: string, points: number]> =>
  event.type === 'DeficitAbsorbed' ? event.debts.map((debt) => [debtKey(debt), debt.points]) : []

// Points that the other side had earned, or owed.
const crossing = <Entry>(
  view: WhileMerged<Entry>,
  side: Side,
  { programmeId }: Account,
  moved: ReadonlyArray<readonly [key: string, points: number]>,
): number => {
  const others = side === 'survivor' ? view.mergedMembers : view.survivorMembers
  const accounts = others.map((one) => membershipIdOf(programmeId, one))
  return moved
    .filter(([key]) => {
      const origin = lookUp(view.origins, key)
      return origin !== undefined && accounts.includes(origin)
    })
    .reduce((sum, [, points]) => sum + points, 0)
}

const isAccount = (event: Tagged): event is Account =>
  'membershipId' in event && 'programmeId' in event && 'at' in event

/**
 * What was recorded of two customers while a merge held them to be one person, as entries of another projection by customer,
 * such as `timeline`. Once it is undone, what the accounts of one side still lose or pay of the other's is listed, too, until
 * it has gone back. Fold it with `asOf`; the key is the merge.
 */
export const whileMerged = <View, Event extends Tagged, Entry>(
  mergeId: MergeId,
  of: Projection<CustomerId, View, Event, Entry>,
): Projection<MergeId, WhileMerged<Entry>, Tagged, LogEvent<Tagged>> => {
  const shownTypes = new Set<string>(of.types)

  const changed = (view: WhileMerged<Entry>, event: Change): WhileMerged<Entry> => {
    if (event.mergeId !== mergeId) return view
    if (event.type === 'CustomersUnmerged') return { ...view, standing: 'undone' }
    const { survivorMembers, mergedMembers } = event
    return { ...view, standing: 'merged', survivorMembers, mergedMembers }
  }

  const entered = (view: WhileMerged<Entry>, recorded: LogEvent<Tagged>): WhileMerged<Entry> => {
    const { event, id: eventId, metadata } = recorded
    const entries = of
      .parts(recorded as LogEvent<Event>)
      .flatMap(([customerId, shown]): ReadonlyArray<MergedEntry<Entry>> => {
        const side = sideOf(view, customerId)
        if (side === undefined) return []
        const [ofOthers, forOthers] = isAccount(event)
          ? [
              crossing(view, side, event, takenFrom(event)),
              crossing(view, side, event, paidOf(event)),
            ]
          : [0, 0]
        if (view.standing === 'undone' && ofOthers + forOthers === 0) return []
        return [{ customerId, side, eventId, actor: metadata.actor, shown, ofOthers, forOthers }]
      })
    return entries.length === 0 ? view : { ...view, entries: [...view.entries, ...entries] }
  }

  return {
    name: 'while_merged',
    version: 1,
    types: [
      'CustomersMerged',
      'CustomersUnmerged',
      'PointLotsReceived',
      'PointLotsReturned',
      ...of.types,
    ],
    parts: (recorded) => [[mergeId, recorded]],
    initial: () => ({
      standing: 'unknown',
      survivorMembers: [],
      mergedMembers: [],
      entries: [],
      origins: emptyTable,
    }),
    evolve: (view, recorded) => {
      const { event } = recorded
      if (event.type === 'CustomersMerged' || event.type === 'CustomersUnmerged') {
        return changed(view, event as Change)
      }
      const known = isAccount(event) ? { ...view, origins: withOrigins(view.origins, event) } : view
      return known.standing === 'unknown' || !shownTypes.has(event.type)
        ? known
        : entered(known, recorded)
    },
  }
}
