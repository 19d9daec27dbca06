// Histories of Patina's own domain, so that the laws are judged on the projections that they were made for.
import {
  type CivilDate,
  type CustomerId,
  codeOf,
  currency,
  customerId,
  documentNumber,
  lineId,
  market,
  type ProgrammeId,
  programmeId,
  reasonCode,
  redemptionId,
  sku,
  storeId,
  undoId,
  zone,
} from '@patina/crm'
import { type CustomersEvent, streamOf as streamOfCustomer } from '@patina/crm/customers'
import { type AdoptedRules, type MembershipEvent, membershipIdOf } from '@patina/crm/membership'
import * as Points from '@patina/crm/points'
import { returnIdOf, type SaleRecorded, type SalesEvent, saleIdOf } from '@patina/crm/sales'
import { type Instant, instantOf, streamName } from '@patina/eventsourcing'
import type { HistoryEntry } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'

const idOf = (kind: number, n: number): string =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`

const customers: ReadonlyArray<CustomerId> = [1, 2, 3].map((n) => customerId(idOf(1, n)))
const programme: ProgrammeId = programmeId(idOf(2, 1))
const shop = storeId('HK1')

const someone = fc.constantFrom(...customers)
const documents = fc.nat(5).map((n) => documentNumber(`S${n}`))
const days = fc.constantFrom(
  '2024-12-31',
  '2025-01-31',
  '2025-02-01',
  '2026-02-28',
) as fc.Arbitrary<CivilDate>
const skus = fc.constantFrom(sku('W1'), sku('W2'), sku('錶'))
const names = fc.option(fc.constantFrom('Diver', 'Dress', '潛水錶'), { nil: undefined, freq: 3 })
const currencies = fc.constantFrom(currency('HKD'), currency('HKD'), currency('GBP'))

const lines = fc.array(
  fc.record({
    sku: skus,
    name: names,
    quantity: fc.integer({ min: 1, max: 4 }),
    minor: fc.nat(500_000),
  }),
  { minLength: 1, maxLength: 3 },
)

const named = (name: string | undefined): { readonly name?: string } =>
  name === undefined ? {} : { name }

/** Any documents in any order: a view is judged on what could be recorded, not on what is likely. */
const salesEvents: fc.Arbitrary<SalesEvent> = fc
  .record({
    kind: fc.constantFrom('sale', 'sale', 'return', 'unmatched'),
    document: documents,
    who: fc.option(someone, { nil: undefined, freq: 6 }),
    day: days,
    currency: currencies,
    lines,
  })
  .map(({ kind, document, who, day, currency, lines }): SalesEvent => {
    const known = who === undefined ? {} : { customerId: who }
    const units = lines.reduce((all, { quantity }) => all + quantity, 0)
    const minor = lines.reduce((all, line) => all + line.minor, 0)
    const ids = lines.map((_, index) => lineId(String(index + 1)))
    const idAt = (index: number): SaleRecorded['lines'][number]['lineId'] =>
      ids[index] ?? lineId('1')
    switch (kind) {
      case 'sale':
        return {
          type: 'SaleRecorded',
          saleId: saleIdOf(shop, document),
          documentNumber: document,
          storeId: shop,
          ...known,
          soldOn: day,
          currency,
          lines: lines.map(({ sku, name, quantity, minor }, index) => ({
            lineId: idAt(index),
            sku,
            ...named(name),
            quantity,
            unitMinor: minor,
            paidMinor: minor,
          })),
          units,
          totalMinor: minor,
        }
      case 'return':
        return {
          type: 'SaleLinesReturned',
          saleId: saleIdOf(shop, document),
          documentNumber: document,
          soldOn: day,
          ...known,
          returnId: returnIdOf(shop, document),
          returnDocument: document,
          storeId: shop,
          returnedOn: day,
          currency,
          lines: lines.map(({ sku, quantity, minor }, index) => ({
            lineId: idAt(index),
            sku,
            quantity,
            paidMinor: minor,
            refundMinor: minor,
          })),
          units,
          refundMinor: minor,
          reasonCode: reasonCode('unwanted'),
        }
      default:
        return {
          type: 'UnmatchedReturnRecorded',
          returnId: returnIdOf(shop, document),
          returnDocument: document,
          storeId: shop,
          ...known,
          returnedOn: day,
          currency,
          lines: lines.map(({ sku, name, quantity, minor }, index) => ({
            lineId: idAt(index),
            sku,
            ...named(name),
            quantity,
            refundMinor: minor,
          })),
          units,
          refundMinor: minor,
          reasonCode: reasonCode('unwanted'),
        }
    }
  })

const occurred: fc.Arbitrary<Instant | undefined> = fc.option(
  fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2026, 0, 4) }).map(instantOf),
  { nil: undefined, freq: 2 },
)

const saleEntries: fc.Arbitrary<HistoryEntry<SalesEvent>> = fc
  .tuple(salesEvents, occurred)
  .map(([event, occurredAt]) => {
    const id = event.type === 'UnmatchedReturnRecorded' ? event.returnId : event.saleId
    const when = occurredAt === undefined ? {} : { occurredAt }
    return { stream: streamName('sale', id), event, ...when }
  })

/** Documents of a shop. */
export const salesHistories = fc.array(saleEntries, { maxLength: 8 })

const customerEntries: fc.Arbitrary<HistoryEntry<CustomersEvent>> = fc
  .record({
    customerId: someone,
    isNew: fc.boolean(),
    to: fc.constantFrom('active' as const, 'blocked' as const),
    market: fc.option(fc.constantFrom(market('HK'), market('UK')), { nil: undefined, freq: 3 }),
  })
  .map(({ customerId, isNew, to, market }) => {
    const registered = {
      type: 'RegisterCustomer' as const,
      customerId,
      source: codeOf('walkIn'),
      storeId: shop,
    }
    const event: CustomersEvent = isNew
      ? {
          ...registered,
          type: 'CustomerRegistered',
          status: 'active',
          ...(market === undefined ? {} : { market }),
        }
      : {
          type: 'CustomerStatusChanged',
          customerId,
          from: 'prospect',
          to,
          reasonCode: reasonCode('said'),
        }
    return { stream: streamOfCustomer(registered), event }
  })

const membershipEntries: fc.Arbitrary<HistoryEntry<MembershipEvent>> = fc
  .record({ customerId: someone, isClosed: fc.boolean() })
  .map(({ customerId, isClosed }) => {
    const membershipId = membershipIdOf(programme, customerId)
    const of = {
      membershipId,
      programmeId: programme,
      customerId,
      since: '2024-01-01' as CivilDate,
    }
    const event: MembershipEvent = isClosed
      ? {
          type: 'MembershipClosed',
          ...of,
          until: '2025-06-30' as CivilDate,
          by: 'member',
          reasonCode: reasonCode('said'),
        }
      : { type: 'MembershipActivated', ...of }
    return { stream: streamName('membership', membershipId), event }
  })

/** Memberships of a few customers, each of which is closed once, whatever is heard of it later. */
export const membershipHistories = fc.array(membershipEntries, { maxLength: 10 })

/** What is known of a few customers, from three capabilities. */
export const profileHistories: fc.Arbitrary<
  ReadonlyArray<HistoryEntry<CustomersEvent | MembershipEvent | SalesEvent>>
> = fc.array(fc.oneof(saleEntries, customerEntries, membershipEntries), { maxLength: 8 })

const rules: AdoptedRules = {
  programmeId: programme,
  sha256: 'ab'.repeat(32),
  rules: {
    version: 1,
    effectiveOn: '2023-01-01' as CivilDate,
    zone: zone('Asia/Hong_Kong'),
    currency: currency('HKD'),
    earn: { pointsPerMinor: [1, 1000], rounding: 'floor', place: 'line' },
    expiry: { type: 'afterDays', days: 10 },
    deficit: 'carry',
    redemption: { step: 1, minimum: 1, graceDays: 3 },
  },
}

interface Move {
  readonly kind: 'award' | 'award' | 'redeem' | 'undo' | 'reverse' | 'settle'
  readonly who: number
  readonly daysLater: number
  readonly points: number
}

const moves: fc.Arbitrary<Move> = fc.record({
  kind: fc.constantFrom<Move['kind']>(
    'award',
    'award',
    'award',
    'redeem',
    'redeem',
    'undo',
    'reverse',
    'settle',
  ),
  who: fc.nat(1),
  daysLater: fc.constantFrom(0, 0, 1, 4, 12),
  points: fc.integer({ min: 1, max: 9 }),
})

const commandOf = (
  { kind, who, points }: Move,
  index: number,
  today: CivilDate,
): Points.PointsCommand => {
  const customer = customers[who] as CustomerId
  const membershipId = membershipIdOf(programme, customer)
  // What is undone or returned is one of the last few things that this member did, if it is anything at all.
  const before = index - 1 - (points % 3)
  const awardId = (n: number): Points.AwardPoints['awardId'] =>
    idOf(3, Math.max(0, n)) as Points.AwardPoints['awardId']
  switch (kind) {
    case 'award':
      return {
        type: 'AwardPoints',
        customerId: customer,
        awardId: awardId(index),
        earnedOn: today,
        lines: [
          { lineId: lineId('1'), quantity: 2, basisMinor: points * 2000 },
          { lineId: lineId('2'), quantity: 1, basisMinor: points * 500 },
        ],
        rules,
      }
    case 'redeem':
      return {
        type: 'RedeemPoints',
        membershipId,
        redemptionId: redemptionId(idOf(4, index)),
        points,
        for: codeOf('voucher'),
        rules,
      }
    case 'undo':
      return {
        type: 'UndoRedemption',
        membershipId,
        undoId: undoId(idOf(5, index)),
        redemptionId: redemptionId(idOf(4, Math.max(0, before))),
        points: 1,
      }
    case 'reverse':
      return {
        type: 'ReverseAward',
        membershipId,
        awardId: awardId(before),
        returnId: returnIdOf(shop, documentNumber(`R${index}`)),
        lines: [{ lineId: lineId('1'), quantity: 1 }],
      }
    case 'settle':
      return { type: 'SettleAccount', membershipId }
  }
}

const playedOut = (all: ReadonlyArray<Move>): ReadonlyArray<HistoryEntry<Points.PointsEvent>> => {
  const accounts = new Map<string, Points.Account>()
  let now = Date.UTC(2024, 0, 28, 4)
  return all.flatMap((move, index) => {
    now += move.daysLater * 86_400_000
    const at = instantOf(now)
    const command = commandOf(move, index, at.slice(0, 10) as CivilDate)
    const stream = Points.streamOf(command)
    const account = accounts.get(stream) ?? Points.initial
    const decision = Points.decide(command, account, {
      commandId: idOf(9, index),
      at,
      by: 'tester',
    })
    const events = E.isRight(decision) ? decision.right : []
    accounts.set(stream, events.reduce(Points.evolve, account))
    return events.map((event) => ({ stream, event, occurredAt: at }))
  })
}

/** Two points accounts, decided command by command: a ledger in which everything adds up. */
export const accountHistories = fc.array(moves, { maxLength: 12, size: 'max' }).map(playedOut)

/** The same, where some of it was heard of later than what came after it. */
export const lateAccountHistories = fc.tuple(accountHistories, fc.infiniteStream(fc.nat(9))).map(
  ([entries, draws]): ReadonlyArray<HistoryEntry<Points.PointsEvent>> =>
    entries.map((entry) => {
      const daysBefore = Number(draws.next().value) * 3
      const occurredAt = instantOf(Date.parse(entry.event.at) - daysBefore * 86_400_000)
      return { ...entry, occurredAt }
    }),
)
