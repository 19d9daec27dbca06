// The history of a shop that is made up: customers come, buy, take back, spend their points and stay away, as they do in a
// real one. The same numbers give the same history.
import type { CivilDate, Code, Market, ReasonCode } from '@patina/crm'
import type { CustomerRegistered, CustomerStatusChanged } from '@patina/crm/customers'
import type {
  MembershipActivated,
  MembershipClosed,
  ProgrammeRulesAdopted,
} from '@patina/crm/membership'
import type { PointsEvent } from '@patina/crm/points'
import type { DocumentEntry } from '@patina/crm/sales'
import type { Instant } from '@patina/eventsourcing'
import { days, expiries, momentOf } from './calendar.js'
import { chanceOf, wholeBelow } from './chance.js'
import { awarded, expired, programmeId, redeemed, reversed, rulesAdopted } from './points-events.js'
import { linesBack, sale, storeOf, unmatchedReturn } from './sales-events.js'
import { lapse, type Shopper, shopper } from './shopper.js'

/** What happens in trade. Of people nothing: what sealing costs has cases of its own. */
export type ShopEvent =
  | CustomerRegistered
  | CustomerStatusChanged
  | ProgrammeRulesAdopted
  | MembershipActivated
  | MembershipClosed
  | DocumentEntry
  | PointsEvent

/** An event, and when it occurred. */
export interface Happened {
  readonly event: ShopEvent
  readonly occurredAt: Instant
}

/** How large a history is. */
export interface ShopSize {
  readonly events: number
  readonly customers: number
  /** The chance that a customer stays away after a sale; with 0 everybody is as likely to come at any time. */
  readonly leaving?: number
}

const markets = ['United Kingdom', 'Ireland', 'Germany', 'France', 'Hong Kong SAR'] as Market[]

/** Makes a history up, event by event. */
export function* historyOf({
  events: total,
  customers,
  leaving = 0.2,
}: ShopSize): Generator<Happened, void, undefined> {
  const chance = chanceOf(20_240_101)
  const everybody: Shopper[] = []
  const regulars: Shopper[] = []
  // What follows from an event a little later: an award from a sale, a reversal from a return.
  const due: (() => ShopEvent | undefined)[] = []
  let dueNext = 0
  let made = 0
  let day = 0
  let number = 0

  const today = (): CivilDate => days[day] as CivilDate
  const now = (): Instant => momentOf(today(), chance())
  const oneOf = <A>(all: ReadonlyArray<A>): A => all[wholeBelow(chance, all.length)] as A
  const somebody = (): Shopper =>
    regulars.length === 0 || chance() < 0.05 ? oneOf(everybody) : oneOf(regulars)

  const register = (): ShopEvent => {
    const one = shopper(everybody.length)
    everybody.push(one)
    regulars.push(one)
    if (chance() < 0.7) due.push(() => activate(one))
    return {
      type: 'CustomerRegistered',
      customerId: one.customerId,
      source: 'shop' as Code,
      storeId: storeOf(chance),
      market: oneOf(markets),
      status: 'active',
    }
  }

  const activate = (one: Shopper): ShopEvent => {
    const { membershipId, customerId } = one
    one.since = today()
    return { type: 'MembershipActivated', membershipId, programmeId, customerId, since: today() }
  }

  const close = (one: Shopper): ShopEvent | undefined => {
    const { since, membershipId, customerId } = one
    if (since === undefined) return undefined
    one.since = undefined
    return {
      type: 'MembershipClosed',
      membershipId,
      programmeId,
      customerId,
      since,
      until: today(),
      by: 'member',
      reasonCode: 'asked' as ReasonCode,
    }
  }

  const stayAway = (): void => {
    const place = wholeBelow(chance, regulars.length)
    const last = regulars.pop()
    if (last !== undefined && place < regulars.length) regulars[place] = last
  }

  const sell = (): ShopEvent => {
    const buyer = chance() < 0.2 ? undefined : somebody()
    const sold = sale(chance, number++, today(), buyer)
    if (buyer === undefined) return sold
    buyer.lastSale = sold
    buyer.lastAward = undefined
    const at = number
    const lastDay = expiries[day] as CivilDate
    due.push(() => {
      if (buyer.since === undefined) return undefined
      const award = awarded(at, buyer, sold, lastDay, now())
      if (buyer.lastSale === sold) buyer.lastAward = award
      return award
    })
    if (chance() < leaving) stayAway()
    return sold
  }

  const takeBack = (one: Shopper): ShopEvent | undefined => {
    const { lastSale, lastAward } = one
    if (lastSale === undefined) return undefined
    const back = linesBack(chance, number++, today(), lastSale)
    one.lastSale = undefined
    if (lastAward !== undefined) due.push(() => reversed(one, lastAward, back, now()))
    return back
  }

  const spend = (one: Shopper): ShopEvent | undefined => {
    const takes = lapse(one, today())
    return takes.length > 0
      ? expired(one, takes, now(), today())
      : redeemed(number++, one, now(), today())
  }

  const changeStatus = ({ customerId }: Shopper): ShopEvent => ({
    type: 'CustomerStatusChanged',
    customerId,
    from: 'active',
    to: 'blocked',
    reasonCode: 'unpaid' as ReasonCode,
  })

  const whatHappens = (): ShopEvent => {
    const draw = chance()
    if (draw < 0.79) return sell()
    if (draw < 0.88) return takeBack(somebody()) ?? sell()
    if (draw < 0.96) return spend(somebody()) ?? sell()
    if (draw < 0.97) return unmatchedReturn(chance, number++, today(), somebody())
    return draw < 0.98 ? changeStatus(somebody()) : (close(somebody()) ?? sell())
  }

  const next = (): ShopEvent => {
    if (made % Math.ceil(total / 3) === 0) {
      return rulesAdopted(1 + Math.floor((made * 3) / total), today())
    }
    // All of the customers have come when four fifths of the history are over.
    const expectedBy = 1 + (customers * made) / (total * 0.8)
    if (everybody.length < Math.min(customers, expectedBy)) return register()
    const follows = dueNext < due.length && chance() < 0.6 ? due[dueNext++] : undefined
    return follows?.() ?? whatHappens()
  }

  for (; made < total; made++) {
    day = Math.floor((made * days.length) / total)
    const event = next()
    // What is done is let go now and then, and not each time.
    if (dueNext > 1000) {
      due.splice(0, dueNext)
      dueNext = 0
    }
    yield { event, occurredAt: now() }
  }
}
