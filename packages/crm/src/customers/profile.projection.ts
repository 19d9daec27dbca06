import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { SaleClaimed, TradeEntry } from '../sales/events.js'
import type { CivilDate } from '../shared/civil-date.js'
import { present, withMembers } from '../shared/copies.js'
import { dayInHongKong } from '../shared/hong-kong.js'
import type { CustomerId, Market, StaffId, StoreId } from '../shared/ids.js'
import { standingTypes } from '../shared/membership-standing.js'
import { addRefunded, addSold, joinTurnovers, type Turnover } from '../shared/money.js'
import type { Correction, CustomersEvent } from './events.js'
import { changeOf, joinedPerson, type Person } from './person.js'
import { unpinned } from './pinned.js'
import {
  byMembership,
  type ProfileMembership,
  type ProfileTurn,
  withMembership,
} from './profile-memberships.js'
import { later, laterStatus, type Stated, type StatedStatus } from './stated.js'

/** What the shop knows of a customer: what was done in the clear, and what is personal sealed. */
export interface CustomerProfile extends Person {
  readonly market?: Stated<Market>
  /** Absent for a customer whom nobody has registered. */
  readonly status?: StatedStatus
  /** Who looks after the customer. */
  readonly owner?: Stated<ProfileOwner>
  /** How many preferences stand, needs are open and occasions are known: what they are is another view. */
  readonly preferences: number
  readonly openNeeds: number
  readonly occasions: number
  /** In the order of their ids. */
  readonly memberships: ReadonlyArray<ProfileMembership>
  /** Sales documents. */
  readonly sales: number
  readonly units: number
  /** Lines that came back, with or without a known sale. */
  readonly returnedLines: number
  readonly returnedUnits: number
  readonly turnover: ReadonlyArray<Turnover>
  readonly firstPurchaseOn?: CivilDate
  readonly lastPurchaseOn?: CivilDate
  /** The last day of any dealing: registered, became a member, bought or brought back. */
  readonly lastDealtOn?: CivilDate
}

export interface ProfileOwner {
  readonly ownerId: StaffId
  readonly storeId: StoreId
}

/** The events that a profile follows from. */
export type ProfileEvent =
  // What changes neither a count nor a field of the profile is none of it.
  | Exclude<
      CustomersEvent,
      {
        readonly type:
          | 'RelationRecorded'
          | 'RelationEnded'
          | 'AccuracyDoubted'
          | 'AccuracyConfirmed'
      }
    >
  | TradeEntry
  | SaleClaimed
  | ProfileTurn

const unknown: CustomerProfile = {
  names: [],
  identifiers: [],
  preferences: 0,
  openNeeds: 0,
  occasions: 0,
  memberships: [],
  sales: 0,
  units: 0,
  returnedLines: 0,
  returnedUnits: 0,
  turnover: [],
}

const firstOf = (a: CivilDate | undefined, b: CivilDate): CivilDate =>
  a === undefined || b < a ? b : a

const lastOf = (a: CivilDate | undefined, b: CivilDate): CivilDate =>
  a === undefined || b > a ? b : a

type Optionals = Pick<
  CustomerProfile,
  'market' | 'status' | 'owner' | 'firstPurchaseOn' | 'lastPurchaseOn' | 'lastDealtOn'
>

const joinedDay = (
  a: CivilDate | undefined,
  b: CivilDate | undefined,
  choose: typeof lastOf,
): CivilDate | undefined => (b === undefined ? a : choose(a, b))

// The members that may be absent, joined; one that neither side has stays absent.
const joinedOptionals = (a: Optionals, b: Optionals): Optionals => {
  const market = later(a.market, b.market)
  const status = laterStatus(a.status, b.status)
  const owner = later(a.owner, b.owner)
  const firstPurchaseOn = joinedDay(a.firstPurchaseOn, b.firstPurchaseOn, firstOf)
  const lastPurchaseOn = joinedDay(a.lastPurchaseOn, b.lastPurchaseOn, lastOf)
  const lastDealtOn = joinedDay(a.lastDealtOn, b.lastDealtOn, lastOf)
  return present({ market, status, owner, firstPurchaseOn, lastPurchaseOn, lastDealtOn })
}

// A correction takes the place of what it corrects, and is no further one.
const newOne = ({ correction }: { readonly correction?: Correction }): number =>
  correction === undefined ? 1 : 0

const evolve = (
  profile: CustomerProfile,
  { event, position: statedAt, metadata }: LogEvent<ProfileEvent>,
): CustomerProfile => {
  switch (event.type) {
    case 'CustomerRegistered': {
      const { status, market } = event
      const registered = {
        status: { value: status, statedAt, isFirst: true as const },
        ...(market === undefined ? {} : { market: { value: market, statedAt } }),
        lastDealtOn: dayInHongKong(metadata.occurredAt),
      }
      return withMembers(profile, joinedOptionals(profile, registered))
    }
    case 'CustomerStatusChanged':
      return withMembers(
        profile,
        joinedOptionals(profile, { status: { value: event.to, statedAt } }),
      )
    case 'OwnerAssigned': {
      const { ownerId, storeId } = event
      return withMembers(profile, { owner: { value: { ownerId, storeId }, statedAt } })
    }
    case 'PreferenceStated':
      return { ...profile, preferences: profile.preferences + newOne(event) }
    case 'NeedRecorded':
      return { ...profile, openNeeds: profile.openNeeds + newOne(event) }
    case 'NeedClosed':
      return { ...profile, openNeeds: profile.openNeeds - 1 }
    case 'OccasionRecorded':
      return { ...profile, occasions: profile.occasions + newOne(event) }
    case 'StatementRetracted':
      return event.what === 'preference'
        ? { ...profile, preferences: profile.preferences - 1 }
        : { ...profile, occasions: profile.occasions - 1 }
    case 'NameRecorded':
    case 'IdentifierAdded':
    case 'IdentifierVerified':
    case 'IdentifierFoundInvalid':
    case 'IdentifierRemoved':
      return { ...profile, ...changeOf(profile, event, statedAt) }
    case 'MembershipActivated':
      return withMembers(profile, {
        memberships: withMembership(profile.memberships, event),
        lastDealtOn: lastOf(profile.lastDealtOn, event.since),
      })
    case 'MembershipSuspended':
    case 'MembershipResumed':
    case 'MembershipRenewed':
    case 'MembershipLapsed':
    case 'MembershipClosed':
      return { ...profile, memberships: withMembership(profile.memberships, event) }
    // Of a sale that is claimed what had not come back by then.
    case 'SaleRecorded':
    case 'SaleClaimed': {
      const { soldOn } = event
      return withMembers(profile, {
        sales: profile.sales + 1,
        units: profile.units + event.units,
        turnover: addSold(profile.turnover, event.currency, event.totalMinor),
        firstPurchaseOn: firstOf(profile.firstPurchaseOn, soldOn),
        lastPurchaseOn: lastOf(profile.lastPurchaseOn, soldOn),
        lastDealtOn: lastOf(profile.lastDealtOn, soldOn),
      })
    }
    // The days of purchases keep the day of a sale that was voided on it.
    case 'SaleVoided':
      return {
        ...profile,
        sales: profile.sales - 1,
        units: profile.units - event.units,
        turnover: addSold(profile.turnover, event.currency, 0 - event.totalMinor),
      }
    case 'SaleLinesReturned':
    case 'UnmatchedReturnRecorded':
      return withMembers(profile, {
        returnedLines: profile.returnedLines + event.lines.length,
        returnedUnits: profile.returnedUnits + event.units,
        turnover: addRefunded(profile.turnover, event.currency, event.refundMinor),
        lastDealtOn: lastOf(profile.lastDealtOn, event.returnedOn),
      })
  }
}

const joined = (a: CustomerProfile, b: CustomerProfile): CustomerProfile => ({
  ...joinedOptionals(a, b),
  ...joinedPerson(a, b),
  preferences: a.preferences + b.preferences,
  openNeeds: a.openNeeds + b.openNeeds,
  occasions: a.occasions + b.occasions,
  memberships: [...a.memberships, ...b.memberships].sort(byMembership),
  sales: a.sales + b.sales,
  units: a.units + b.units,
  returnedLines: a.returnedLines + b.returnedLines,
  returnedUnits: a.returnedUnits + b.returnedUnits,
  turnover: joinTurnovers([a.turnover, b.turnover]),
})

/** The profile of each customer, over the events of customers, sales and membership. */
export const profile: Projection<CustomerId, CustomerProfile, ProfileEvent> = {
  name: 'customer_profile',
  version: 5,
  types: [
    'CustomerRegistered',
    'CustomerStatusChanged',
    'OwnerAssigned',
    'NameRecorded',
    'IdentifierAdded',
    'IdentifierVerified',
    'IdentifierFoundInvalid',
    'IdentifierRemoved',
    'PreferenceStated',
    'NeedRecorded',
    'NeedClosed',
    'OccasionRecorded',
    'StatementRetracted',
    ...standingTypes,
    'SaleRecorded',
    'SaleVoided',
    'SaleClaimed',
    'SaleLinesReturned',
    'UnmatchedReturnRecorded',
  ],
  parts: (recorded) => {
    const { customerId } = recorded.event
    return customerId === undefined ? [] : [[customerId, recorded]]
  },
  initial: () => unknown,
  evolve,
  combine: (members) => members.reduce(joined),
  unpinned,
  occurredSafe: true,
}
