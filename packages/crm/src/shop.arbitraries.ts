// A small shop that really works: commands are decided, reactions react, and what comes of it is a history of all streams.
import type {
  FactsOf,
  Instant,
  LogEvent,
  Position,
  StreamName,
  Tagged,
} from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { CustomersCommand } from './customers/index.js'
import { crm } from './index.js'
import type {
  MembershipCommand,
  MembershipEvent,
  MemberTiers,
  TierSource,
} from './membership/index.js'
import { memberTiers, qualifyingIn, tiersForPoints, tiersForSales } from './membership/index.js'
import type { PointsCommand } from './points/index.js'
import { earnRules, members, pointsForSales, rulesInForce } from './points/index.js'
import type { SaleLinesReturned, SaleRecorded, SalesCommand } from './sales/index.js'
import { idOf, issuedAt } from './shared/arbitraries.js'
import type { CivilDate } from './shared/civil-date.js'
import type { CustomerId, ProgrammeId } from './shared/ids.js'
import type { AdoptedRules } from './shared/programme-rules.js'

/** What is done in the shop. */
export type ShopCommand = CustomersCommand | MembershipCommand | PointsCommand | SalesCommand

/** What has happened in a shop: one event of one stream. */
export interface ShopEntry {
  readonly stream: StreamName
  readonly event: Tagged
  readonly occurredAt: Instant
}

interface AnyDecider {
  readonly initial: unknown
  readonly decide: (
    command: ShopCommand,
    state: unknown,
    issued: unknown,
  ) => E.Either<unknown, ReadonlyArray<Tagged>>
  readonly evolve: (state: unknown, event: Tagged) => unknown
}

interface AnyOne {
  readonly commands: object
  readonly decider: AnyDecider
  readonly streamOf: (command: ShopCommand) => StreamName
}

/** A shop at work. */
export interface Shop {
  /** Sends a command; what is refused changes nothing. */
  readonly send: (command: ShopCommand, at: Instant) => ReadonlyArray<Tagged>
  readonly entries: () => ReadonlyArray<ShopEntry>
  readonly rulesOn: (programme: ProgrammeId, day: CivilDate) => ReturnType<typeof rulesInForce>
  readonly countedFor: (
    customer: CustomerId,
    rules: AdoptedRules,
  ) => ReturnType<typeof qualifyingIn>
}

const capabilityOf = (command: ShopCommand): AnyOne =>
  (crm as unknown as ReadonlyArray<AnyOne>).find(
    ({ commands }) => command.type in commands,
  ) as AnyOne

/** Opens a shop in which nothing has happened. */
export const openShop = (): Shop => {
  const entries: ShopEntry[] = []
  const states = new Map<StreamName, unknown>()
  let memberships = new Map<CustomerId, ReturnType<typeof members.initial>>()
  let tiers = new Map<CustomerId, MemberTiers>()
  let rules = earnRules.initial('all')
  let sent = 0

  const logged = <Event>(
    event: Event,
    occurredAt: Instant = '' as Instant,
    place = 0,
  ): LogEvent<Event> =>
    ({
      event,
      metadata: { occurredAt },
      position: String(place).padStart(8, '0'),
    }) as unknown as LogEvent<Event>
  const factsOf = (customer: CustomerId | undefined): FactsOf<Reads> => ({
    members: {
      value: customer === undefined ? undefined : memberships.get(customer),
      asOf: '' as Position,
    },
    rules: { value: rules, asOf: '' as Position },
  })

  const follow = (event: Tagged, at: Instant, place: number): void => {
    if (memberTiers.types.includes(event.type as 'TierChanged')) {
      for (const [key, part] of memberTiers.parts(logged(event as TierSource, at, place))) {
        tiers = new Map(tiers).set(
          key,
          memberTiers.evolve(tiers.get(key) ?? memberTiers.initial(key), part),
        )
      }
    }
    if (members.types.includes(event.type as 'MembershipActivated')) {
      for (const [key, part] of members.parts(logged(event as MembershipEvent))) {
        memberships = new Map(memberships).set(
          key,
          members.evolve(memberships.get(key) ?? members.initial(key), part),
        )
      }
    }
    if (event.type === 'ProgrammeRulesAdopted') {
      for (const [, part] of earnRules.parts(logged(event as MembershipEvent)))
        rules = earnRules.evolve(rules, part)
    }
    if (pointsForSales.types.includes(event.type as 'SaleRecorded')) {
      const recorded = logged(event as SaleRecorded | SaleLinesReturned)
      const { customerId } = recorded.event
      if (pointsForSales.facts(recorded) === undefined) return
      for (const command of pointsForSales.react(recorded, factsOf(customerId))) send(command, at)
    }
    for (const reaction of [tiersForPoints, tiersForSales] as ReadonlyArray<AnyReactionToTiers>) {
      const recorded = logged(event as SaleRecorded, at, place)
      const { customerId } = recorded.event
      if (!reaction.types.includes(event.type) || customerId === undefined) continue
      const asOf = '' as Position
      const facts = {
        rules: { value: rules, asOf },
        tiers: { value: tiers.get(customerId), asOf },
      }
      for (const command of reaction.react(recorded, facts)) send(command, at)
    }
  }

  const send = (command: ShopCommand, at: Instant): ReadonlyArray<Tagged> => {
    const { decider, streamOf } = capabilityOf(command)
    const stream = streamOf(command)
    const state = states.has(stream) ? states.get(stream) : decider.initial
    // Each command has an id of its own, and so has each event that names itself.
    const commandId = idOf<string>('sent', sent++)
    const decision = decider.decide(command, state, { ...issuedAt(at), commandId })
    if (E.isLeft(decision)) return []
    states.set(stream, decision.right.reduce(decider.evolve, state))
    const before = entries.length
    for (const event of decision.right) entries.push({ stream, event, occurredAt: at })
    for (const [place, event] of decision.right.entries()) follow(event, at, before + place)
    return decision.right
  }

  return {
    send,
    entries: () => entries,
    rulesOn: (programme, day) => rulesInForce(rules, programme, day),
    countedFor: (customer, adopted) => qualifyingIn(tiers.get(customer), customer, adopted),
  }
}

// A reaction that must know the rules of all programmes and the tiers of a customer.
interface AnyReactionToTiers {
  readonly types: ReadonlyArray<string>
  readonly react: (recorded: LogEvent<SaleRecorded>, facts: unknown) => ReadonlyArray<ShopCommand>
}

type Reads = Parameters<(typeof pointsForSales)['react']>[1] extends FactsOf<infer R> ? R : never
