import type { LogEvent, Projection } from '@patina/eventsourcing'
import type {
  CustomerRegistered,
  CustomerStatus,
  CustomerStatusChanged,
} from '../customers/events.js'
import type {
  MembershipClosed,
  TierChanged,
  TierGranted,
  TierOutlookChanged,
  TierRenewed,
  TierRulesApplied,
} from '../membership/events.js'
import type {
  SaleClaimed,
  SaleLinesReturned,
  SaleRecorded,
  SaleVoided,
  UnmatchedReturnRecorded,
} from '../sales/events.js'
import { type CivilDate, plusDays } from '../shared/civil-date.js'
import { appended, withMembers } from '../shared/copies.js'
import { dayInHongKong } from '../shared/hong-kong.js'
import type { CustomerId, EventId, ProgrammeId, SaleId } from '../shared/ids.js'
import type { TierStanding } from '../shared/tiers.js'
import type { CategoryEntry } from './events.js'
import type { CustomerFacts, GoodsBack, KnownFact, KnownTier, Purchase } from './facts.js'
import { withEntry } from './holdings.js'

/** The events that say where a membership stands, and where time will lead it. */
export type TierFact =
  | TierRulesApplied
  | TierGranted
  | TierChanged
  | TierRenewed
  | TierOutlookChanged

/** The events that facts follow from. */
export type FactEvent =
  | CategoryEntry
  | CustomerRegistered
  | CustomerStatusChanged
  | SaleClaimed
  | SaleLinesReturned
  | SaleRecorded
  | MembershipClosed
  | SaleVoided
  | TierFact
  | UnmatchedReturnRecorded

const nothing: CustomerFacts = { known: [], purchases: [], returns: [], tiers: [], holdings: [] }

const withKnown = (
  known: CustomerFacts['known'],
  ...facts: ReadonlyArray<KnownFact>
): CustomerFacts['known'] =>
  known.filter(({ fact }) => !facts.some((one) => one.fact === fact)).concat(facts)

const statusOf = (value: CustomerStatus, eventId: EventId): KnownFact => ({
  fact: 'status',
  value,
  eventId,
})

const bought = (
  { saleId, soldOn, currency, units, totalMinor }: SaleRecorded | SaleClaimed,
  eventId: EventId,
): Purchase => ({
  saleId,
  soldOn,
  currency,
  units,
  netMinor: totalMinor,
  because: [eventId],
})

const takenBack = (
  purchases: ReadonlyArray<Purchase>,
  saleId: SaleId,
  eventId: EventId,
  left: (purchase: Purchase) => Pick<Purchase, 'units' | 'netMinor'>,
): ReadonlyArray<Purchase> =>
  purchases.map((one) =>
    one.saleId === saleId ? { ...one, ...left(one), because: appended(one.because, eventId) } : one,
  )

const cameBack = (
  {
    type,
    returnId,
    returnedOn,
    currency,
    units,
    refundMinor,
  }: SaleLinesReturned | UnmatchedReturnRecorded,
  eventId: EventId,
): GoodsBack => ({
  returnId,
  returnedOn,
  currency,
  units,
  refundMinor,
  isOfSale: type === 'SaleLinesReturned',
  eventId,
})

const tierOf = (
  programmeId: ProgrammeId,
  fromDay: CivilDate,
  tier: string | undefined,
  eventId: EventId,
): KnownTier => ({ programmeId, fromDay, ...(tier === undefined ? {} : { tier }), eventId })

interface TierNews {
  readonly programmeId: ProgrammeId
  readonly onDay: CivilDate
  readonly standing: Pick<TierStanding, 'tier' | 'ahead'>
}

// What was so before the day stays; what lay ahead is as it is said now.
const withTier = (
  tiers: ReadonlyArray<KnownTier>,
  { programmeId, onDay, standing }: TierNews,
  eventId: EventId,
): ReadonlyArray<KnownTier> =>
  tiers
    .filter((one) => one.programmeId !== programmeId || one.fromDay < onDay)
    .concat(
      tierOf(programmeId, onDay, standing.tier, eventId),
      standing.ahead.map((one) => tierOf(programmeId, one.fromDay, one.tier, eventId)),
    )

// Who has left a programme has no tier in it, whatever time would have led to.
const withoutTier = (
  tiers: ReadonlyArray<KnownTier>,
  { programmeId, until }: MembershipClosed,
  eventId: EventId,
): ReadonlyArray<KnownTier> =>
  tiers.some((one) => one.programmeId === programmeId)
    ? withTier(tiers, { programmeId, onDay: plusDays(until, 1), standing: { ahead: [] } }, eventId)
    : tiers

const evolve = (
  facts: CustomerFacts,
  { event, id, metadata }: LogEvent<FactEvent>,
): CustomerFacts => {
  // The kernel has a plain text for it.
  const eventId = id as EventId
  switch (event.type) {
    case 'CustomerRegistered': {
      const { source, storeId, market, status } = event
      const said: ReadonlyArray<KnownFact> = [
        { fact: 'source', value: source, eventId },
        { fact: 'storeId', value: storeId, eventId },
        statusOf(status, eventId),
        ...(market === undefined ? [] : [{ fact: 'market' as const, value: market, eventId }]),
      ]
      const registered = { day: dayInHongKong(metadata.occurredAt), eventId }
      return withMembers(facts, { registered, known: withKnown(facts.known, ...said) })
    }
    case 'CustomerStatusChanged':
      return { ...facts, known: withKnown(facts.known, statusOf(event.to, eventId)) }
    case 'SaleRecorded':
    case 'SaleClaimed':
      return { ...facts, purchases: appended(facts.purchases, bought(event, eventId)) }
    case 'SaleLinesReturned': {
      const left = ({ units, netMinor }: Purchase) => ({
        units: units - event.units,
        netMinor: netMinor - event.refundMinor,
      })
      const purchases = takenBack(facts.purchases, event.saleId, eventId, left)
      return { ...facts, purchases, returns: appended(facts.returns, cameBack(event, eventId)) }
    }
    case 'UnmatchedReturnRecorded':
      return { ...facts, returns: appended(facts.returns, cameBack(event, eventId)) }
    case 'SaleVoided': {
      const left = () => ({ units: 0, netMinor: 0 })
      return { ...facts, purchases: takenBack(facts.purchases, event.saleId, eventId, left) }
    }
    case 'TierRulesApplied':
    case 'TierGranted':
    case 'TierChanged':
    case 'TierRenewed':
    case 'TierOutlookChanged':
      return { ...facts, tiers: withTier(facts.tiers, event, eventId) }
    case 'MembershipClosed':
      return { ...facts, tiers: withoutTier(facts.tiers, event, eventId) }
    case 'CategoryAssigned':
    case 'CategoryUnassigned':
    case 'CategoryEntered':
    case 'CategoryLeft':
      return { ...facts, holdings: withEntry(facts.holdings, event) }
  }
}

/** The facts of each customer, as rules ask them. Whoever evaluates a rule reads them as fresh as the event that it is for. */
export const customerFacts: Projection<CustomerId, CustomerFacts, FactEvent> = {
  name: 'category_facts',
  version: 4,
  types: [
    'CustomerRegistered',
    'CustomerStatusChanged',
    'SaleRecorded',
    'SaleClaimed',
    'SaleLinesReturned',
    'SaleVoided',
    'UnmatchedReturnRecorded',
    'TierRulesApplied',
    'TierGranted',
    'TierChanged',
    'TierRenewed',
    'TierOutlookChanged',
    'MembershipClosed',
    'CategoryAssigned',
    'CategoryUnassigned',
    'CategoryEntered',
    'CategoryLeft',
  ],
  keyStandsInEvent: true,
  parts: (recorded) => {
    const { customerId } = recorded.event
    return customerId === undefined ? [] : [[customerId, recorded]]
  },
  initial: () => nothing,
  evolve,
}
