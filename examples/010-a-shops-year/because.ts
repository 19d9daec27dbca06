// Why a customer is in a category: what its rule says of them, part by part, and the events that it says so for.
import type { CustomerId, EventId } from '@patina/crm'
import {
  belongsOn,
  type CustomerFacts,
  categoryMembersView,
  customerFactsView,
  evaluate,
  memberKeyOf,
  type Rule,
  type RuleVerdict,
} from '@patina/crm/categories'
import { profileView } from '@patina/crm/customers'
import type { SalesEvent } from '@patina/crm/sales'
import { streamName } from '@patina/eventsourcing'
import { orThrow } from '@patina/patina'
import { everyView, type Shop } from './capabilities.js'
import { categoryOf, shopCategories } from './categories-of-shop.js'
import type { Season } from './season.js'

/** An event that a rule has named. */
export interface NamedEvent {
  readonly type: string
  readonly day: string
  readonly document: string
  readonly amountMinor: number
}

/** Why one customer is in a category. */
export interface Because {
  readonly code: string
  readonly customerId: CustomerId
  readonly rule: Rule
  readonly verdict: RuleVerdict
  /** In the order of their days. */
  readonly events: ReadonlyArray<NamedEvent>
}

const netOf = async (application: Shop, customerId: CustomerId): Promise<number> =>
  (await orThrow(application.read(profileView, customerId)))?.turnover[0]?.netMinor ?? 0

/** The member of a category by its rule who bought most. */
const bestMember = async (
  application: Shop,
  code: string,
  { sortedOn }: Season,
): Promise<CustomerId | undefined> => {
  let best: { readonly customerId: CustomerId; readonly net: number } | undefined
  for await (const { view } of everyView(application, categoryMembersView)) {
    const { holding, because } = view
    if (holding?.categoryId !== categoryOf(code) || because.length === 0) continue
    if (!belongsOn(holding, sortedOn)) continue
    const { customerId } = holding
    const net = await netOf(application, customerId)
    if (best === undefined || net > best.net) best = { customerId, net }
  }
  return best?.customerId
}

const namedEvent = (event: SalesEvent): NamedEvent | undefined => {
  switch (event.type) {
    case 'SaleRecorded': {
      const { type, soldOn: day, documentNumber: document, totalMinor: amountMinor } = event
      return { type, day, document, amountMinor }
    }
    case 'SaleLinesReturned': {
      const { type, returnedOn: day, returnDocument: document, refundMinor } = event
      return { type, day, document, amountMinor: 0 - refundMinor }
    }
    default:
      return undefined
  }
}

// What was written down when they entered names events by their ids; the sales that the facts name have these.
const eventsOf = async (
  application: Shop,
  { purchases }: CustomerFacts,
  because: ReadonlyArray<EventId>,
): Promise<ReadonlyArray<NamedEvent>> => {
  const named = new Set<string>(because)
  const found: NamedEvent[] = []
  for (const { saleId, because: ids } of purchases) {
    if (!ids.some((id) => named.has(id))) continue
    for (const { id, event } of await orThrow(application.history(streamName('sale', saleId)))) {
      const shown = named.has(id) ? namedEvent(event as SalesEvent) : undefined
      if (shown !== undefined) found.push(shown)
    }
  }
  return found.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}

/** Why the best customer of a category is in it; `undefined` when nobody is, by its rule. */
export const becauseOf = async (
  application: Shop,
  code: string,
  season: Season,
): Promise<Because | undefined> => {
  const rule = shopCategories.find((one) => one.code === code)?.rule
  const customerId = await bestMember(application, code, season)
  if (rule === undefined || customerId === undefined) return undefined
  const facts = await orThrow(application.read(customerFactsView, customerId))
  if (facts === undefined) return undefined
  const verdict = evaluate(rule, facts, season.sortedOn)
  const row = memberKeyOf(categoryOf(code), customerId)
  const member = await orThrow(application.read(categoryMembersView, row))
  const events = await eventsOf(application, facts, member?.because ?? [])
  return { code, customerId, rule, verdict, events }
}
