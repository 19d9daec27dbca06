import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { MembershipActivated, MembershipClosed } from '../membership/events.js'
import type { SaleClaimed, TradeEntry } from '../sales/events.js'
import type { CivilDate } from '../shared/civil-date.js'
import type { CustomerId, Market, MembershipId, ProgrammeId } from '../shared/ids.js'
import { addRefunded, addSold, joinTurnovers, type Turnover } from '../shared/money.js'
import type { CustomerStatus, CustomersEvent } from './events.js'
import { changeOf, joinedPerson, type Person } from './person.js'
import { unpinned } from './pinned.js'
import { later, type Stated } from './stated.js'

/** What the shop knows of a customer: what was done in the clear, and what is personal sealed. */
export interface CustomerProfile extends Person {
  readonly market?: Stated<Market>
  /** Absent for a customer whom nobody has registered. */
  readonly status?: Stated<CustomerStatus>
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
}

export interface ProfileMembership {
  readonly membershipId: MembershipId
  readonly programmeId: ProgrammeId
  readonly since: CivilDate
  readonly until?: CivilDate
}

/** The events that a profile follows from. */
export type ProfileEvent =
  | CustomersEvent
  | TradeEntry
  | SaleClaimed
  | MembershipActivated
  | MembershipClosed

const unknown: CustomerProfile = {
  names: [],
  identifiers: [],
  memberships: [],
  sales: 0,
  units: 0,
  returnedLines: 0,
  returnedUnits: 0,
  turnover: [],
}

const least = <A extends string>(a: A | undefined, b: A | undefined): A | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a

const most = <A extends string>(a: A | undefined, b: A | undefined): A | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a

type Optionals = Pick<CustomerProfile, 'market' | 'status' | 'firstPurchaseOn' | 'lastPurchaseOn'>

// The members that may be absent, joined; one that neither side has stays absent.
const joinedOptionals = (a: Optionals, b: Optionals): Optionals => {
  const market = later(a.market, b.market)
  const status = later(a.status, b.status)
  const firstPurchaseOn = least(a.firstPurchaseOn, b.firstPurchaseOn)
  const lastPurchaseOn = most(a.lastPurchaseOn, b.lastPurchaseOn)
  return {
    ...(market === undefined ? {} : { market }),
    ...(status === undefined ? {} : { status }),
    ...(firstPurchaseOn === undefined ? {} : { firstPurchaseOn }),
    ...(lastPurchaseOn === undefined ? {} : { lastPurchaseOn }),
  }
}

const withOptionals = (profile: CustomerProfile, more: Optionals): CustomerProfile => ({
  ...profile,
  ...joinedOptionals(profile, more),
})

const byId = (a: ProfileMembership, b: ProfileMembership): number =>
  a.membershipId < b.membershipId ? -1 : 1

// Each event says all that is known of the membership but its end, so that their order does not matter.
const withMembership = (
  memberships: ReadonlyArray<ProfileMembership>,
  event: MembershipActivated | MembershipClosed,
): ReadonlyArray<ProfileMembership> => {
  const { membershipId, programmeId, since } = event
  const before = memberships.find((one) => one.membershipId === membershipId)
  const until = event.type === 'MembershipClosed' ? event.until : before?.until
  const membership = { membershipId, programmeId, since }
  const others = memberships.filter((one) => one !== before)
  return [...others, until === undefined ? membership : { ...membership, until }].sort(byId)
}

const evolve = (
  profile: CustomerProfile,
  { event, position: statedAt }: LogEvent<ProfileEvent>,
): CustomerProfile => {
  switch (event.type) {
    case 'CustomerRegistered': {
      const { status, market } = event
      return withOptionals(profile, {
        status: { value: status, statedAt },
        ...(market === undefined ? {} : { market: { value: market, statedAt } }),
      })
    }
    case 'CustomerStatusChanged':
      return withOptionals(profile, { status: { value: event.to, statedAt } })
    case 'NameRecorded':
    case 'IdentifierAdded':
    case 'IdentifierVerified':
    case 'IdentifierFoundInvalid':
    case 'IdentifierRemoved':
      return { ...profile, ...changeOf(profile, event, statedAt) }
    case 'MembershipActivated':
    case 'MembershipClosed':
      return { ...profile, memberships: withMembership(profile.memberships, event) }
    // Of a sale that is claimed what had not come back by then.
    case 'SaleRecorded':
    case 'SaleClaimed': {
      const { soldOn } = event
      const sold: CustomerProfile = {
        ...profile,
        sales: profile.sales + 1,
        units: profile.units + event.units,
        turnover: addSold(profile.turnover, event.currency, event.totalMinor),
      }
      return withOptionals(sold, { firstPurchaseOn: soldOn, lastPurchaseOn: soldOn })
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
      return {
        ...profile,
        returnedLines: profile.returnedLines + event.lines.length,
        returnedUnits: profile.returnedUnits + event.units,
        turnover: addRefunded(profile.turnover, event.currency, event.refundMinor),
      }
  }
}

const joined = (a: CustomerProfile, b: CustomerProfile): CustomerProfile => ({
  ...joinedOptionals(a, b),
  ...joinedPerson(a, b),
  memberships: [...a.memberships, ...b.memberships].sort(byId),
  sales: a.sales + b.sales,
  units: a.units + b.units,
  returnedLines: a.returnedLines + b.returnedLines,
  returnedUnits: a.returnedUnits + b.returnedUnits,
  turnover: joinTurnovers([a.turnover, b.turnover]),
})

/** The profile of each customer, over the events of customers, sales and membership. */
export const profile: Projection<CustomerId, CustomerProfile, ProfileEvent> = {
  name: 'customer_profile',
  version: 3,
  types: [
    'CustomerRegistered',
    'CustomerStatusChanged',
    'NameRecorded',
    'IdentifierAdded',
    'IdentifierVerified',
    'IdentifierFoundInvalid',
    'IdentifierRemoved',
    'MembershipActivated',
    'MembershipClosed',
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
