// What happened with one customer, as far as rules ask: few sales on few days, so that what comes back is of one of them.
import { type LogEvent, streamName } from '@patina/eventsourcing'
import { history } from '@patina/testing'
import fc from 'fast-check'
import type { CustomerRegistered } from '../../customers/events.js'
import type { TierChanged } from '../../membership/events.js'
import type { SaleLinesReturned, UnmatchedReturnRecorded } from '../../sales/events.js'
import { anyIds, idOf, issuedAt, noon } from '../../shared/arbitraries.js'
import { civilDate, plusDays } from '../../shared/civil-date.js'
import {
  type CustomerId,
  codeOf,
  documentNumber,
  type MembershipId,
  type ReturnId,
  reasonCode,
  type SaleId,
  storeId,
} from '../../shared/ids.js'
import { categoryEntries, currencies, days, programmes, tiers } from '../arbitraries.js'
import type { FactEvent } from '../facts.projection.js'

/** The day on which customers of these stories registered. */
export const registeredOn = civilDate('2024-05-25')

// No rule asks for any of it.
const ofSale = { documentNumber: documentNumber('S-1'), storeId: storeId('HK1'), lines: [] }
const ofReturn = {
  returnDocument: documentNumber('R-1'),
  storeId: storeId('HK1'),
  lines: [],
  reasonCode: reasonCode('unwanted'),
}

const sales = (customerId: CustomerId, type: 'SaleRecorded' | 'SaleClaimed') =>
  fc
    .record({
      saleId: anyIds<SaleId>(),
      soldOn: days,
      currency: currencies,
      units: fc.nat(3),
      totalMinor: fc.nat(300),
    })
    .map((sold): FactEvent => {
      const all = { ...ofSale, ...sold, customerId }
      return type === 'SaleRecorded'
        ? { type, ...all }
        : { type, ...all, claimedOn: sold.soldOn, proof: 'receipt' }
    })

// Few documents, so that one takes back goods of several sales; which sale it is, is put in later.
const returns = (
  customerId: CustomerId,
): fc.Arbitrary<SaleLinesReturned | UnmatchedReturnRecorded> =>
  fc
    .record({
      isOfSale: fc.boolean(),
      returnId: fc.nat(3).map((n) => idOf<ReturnId>('retu', n)),
      place: fc.nat(9),
      returnedOn: days,
      currency: currencies,
      units: fc.nat(3),
      refundMinor: fc.nat(200),
    })
    .map(({ isOfSale, place, ...back }) =>
      isOfSale
        ? {
            type: 'SaleLinesReturned',
            ...ofReturn,
            ...back,
            customerId,
            saleId: idOf<SaleId>('sale', place),
            documentNumber: documentNumber('S-1'),
            soldOn: back.returnedOn,
          }
        : { type: 'UnmatchedReturnRecorded', ...ofReturn, ...back, customerId },
    )

const tierChanges = (customerId: CustomerId): fc.Arbitrary<TierChanged> => {
  const may = fc.option(tiers, { nil: undefined })
  const ahead = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), may), { maxLength: 2 })
  return fc.tuple(programmes, days, may, ahead).map(([programmeId, onDay, tier, steps]) => ({
    type: 'TierChanged',
    membershipId: idOf<MembershipId>('memb', 1),
    programmeId,
    customerId,
    onDay,
    cause: 'earned',
    standing: {
      ...(tier === undefined ? {} : { tier }),
      earnsFrom: onDay,
      ahead: steps
        .map(([after, next]) => ({
          fromDay: plusDays(onDay, after),
          ...(next === undefined ? {} : { tier: next }),
        }))
        .sort((a, b) => (a.fromDay < b.fromDay ? -1 : a.fromDay > b.fromDay ? 1 : 0)),
    },
  }))
}

// A return or a void is of one of the sales, where there are any.
const ofEarlier = (event: FactEvent, earlier: ReadonlyArray<FactEvent>): FactEvent => {
  if (event.type !== 'SaleLinesReturned' && event.type !== 'SaleVoided') return event
  const sold = earlier.flatMap((one) =>
    one.type === 'SaleRecorded' || one.type === 'SaleClaimed' ? [one] : [],
  )
  const one = sold[Number(event.saleId.slice(-1)) % Math.max(1, sold.length)]
  return one === undefined ? event : { ...event, saleId: one.saleId, currency: one.currency }
}

/** What happened with one customer, in the order in which it was recorded. */
export const factEvents = (
  customerId: CustomerId = idOf('cust', 1),
): fc.Arbitrary<ReadonlyArray<FactEvent>> => {
  const registered: CustomerRegistered = {
    type: 'CustomerRegistered',
    customerId,
    source: codeOf('web'),
    storeId: storeId('HK1'),
    status: 'prospect',
  }
  const later: fc.Arbitrary<FactEvent> = fc.oneof(
    { weight: 4, arbitrary: sales(customerId, 'SaleRecorded') },
    sales(customerId, 'SaleClaimed'),
    { weight: 2, arbitrary: returns(customerId) },
    fc.tuple(fc.nat(9), days, currencies).map(([place, soldOn, currency]) => ({
      type: 'SaleVoided' as const,
      ...ofSale,
      customerId,
      saleId: idOf<SaleId>('sale', place),
      soldOn,
      currency,
      units: 1,
      totalMinor: 1,
      reasonCode: reasonCode('mistake'),
    })),
    fc.constantFrom('prospect' as const, 'active' as const).map((to) => ({
      type: 'CustomerStatusChanged' as const,
      customerId,
      from: 'active' as const,
      to,
      reasonCode: reasonCode('said'),
    })),
    tierChanges(customerId),
    categoryEntries(customerId),
  )
  return fc
    .tuple(fc.boolean(), fc.array(later, { maxLength: 16 }))
    .map(([isKnown, events]) => [
      ...(isKnown ? [registered] : []),
      ...events.map((event, index) => ofEarlier(event, events.slice(0, index))),
    ])
}

/** These events as a log holds them; whoever registered did so on the day of the stories. */
export const loggedFacts = (events: ReadonlyArray<FactEvent>): ReadonlyArray<LogEvent<FactEvent>> =>
  history(events.map((event) => ({ stream: streamName('facts', idOf('fact', 1)), event }))).map(
    (recorded) => ({
      ...recorded,
      metadata: { ...recorded.metadata, occurredAt: issuedAt(noon(registeredOn)).at },
    }),
  )
