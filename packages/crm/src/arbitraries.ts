// A small shop that really works: commands are decided, reactions react, and what comes of it is a history of all streams.
import type {
  FactsOf,
  Instant,
  LogEvent,
  Position,
  StreamName,
  Tagged,
} from '@patina/eventsourcing'
import { instantOf } from '@patina/eventsourcing'
import { isPersonal } from '@patina/privacy'
import { entriesOf, type HistoryEntry } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { categoryEntries } from './categories/arbitraries.js'
import { entriesOfCustomer as consentEntries, noticeTerms } from './consent/arbitraries.js'
import { nameRoles, scripts, sealedIdentifiers, sealedNames } from './customers/arbitraries.js'
import type {
  CustomersCommand,
  CustomersEvent,
  IdentifierAdded,
  NeedRecorded,
  RelationRecorded,
} from './customers/index.js'
import { saidInShop, sealedSaid } from './customers/statements/arbitraries.js'
import { householdsEvents } from './households/arbitraries.js'
import { crm } from './index.js'
import { sealedNumbers } from './membership/arbitraries.js'
import type {
  CardIssued,
  MembershipCommand,
  MembershipEvent,
  MemberTiers,
  QualifyingRecorded,
  QualifyingReversed,
  TierOutlookChanged,
  TierSource,
} from './membership/index.js'
import {
  membershipIdOf,
  memberTiers,
  qualifyingIn,
  tiersForPoints,
  tiersForSales,
} from './membership/index.js'
import type { PointsCommand, PointsRedeemed } from './points/index.js'
import { earnRules, members, pointsForSales, rulesInForce } from './points/index.js'
import {
  breachEvents,
  entriesOfCustomer as privacyEntries,
} from './privacy-requests/arbitraries.js'
import { sealedBuyers } from './sales/arbitraries.js'
import type { Article, SaleLinesReturned, SaleRecorded, SalesCommand } from './sales/index.js'
import { saleIdOf } from './sales/index.js'
import { idOf, issuedAt, plainRules } from './shared/arbitraries.js'
import { type CivilDate, endOfMonth } from './shared/civil-date.js'
import {
  type BreachId,
  type CardId,
  type CustomerId,
  codeOf,
  documentNumber,
  type HouseholdId,
  lineId,
  type NoticeId,
  type ProgrammeId,
  type QualifyingId,
  reasonCode,
  sku,
  staffId,
  storeId,
  tierId,
} from './shared/ids.js'
import { type Currency, currency } from './shared/money.js'
import type { AdoptedRules, Expiry, ProgrammeRules } from './shared/programme-rules.js'
import { sha256Of } from './shared/sha256.js'
import { dayOf } from './shared/zone.js'

type Command = CustomersCommand | MembershipCommand | PointsCommand | SalesCommand

/** What has happened in a shop: one event of one stream. */
export interface ShopEntry {
  readonly stream: StreamName
  readonly event: Tagged
  readonly occurredAt: Instant
}

interface AnyDecider {
  readonly initial: unknown
  readonly decide: (
    command: Command,
    state: unknown,
    issued: unknown,
  ) => E.Either<unknown, ReadonlyArray<Tagged>>
  readonly evolve: (state: unknown, event: Tagged) => unknown
}

interface AnyOne {
  readonly commands: object
  readonly decider: AnyDecider
  readonly streamOf: (command: Command) => StreamName
}

/** A shop at work. */
export interface Shop {
  /** Sends a command; what is refused changes nothing. */
  readonly send: (command: Command, at: Instant) => ReadonlyArray<Tagged>
  readonly entries: () => ReadonlyArray<ShopEntry>
  readonly rulesOn: (programme: ProgrammeId, day: CivilDate) => ReturnType<typeof rulesInForce>
  readonly countedFor: (
    customer: CustomerId,
    rules: AdoptedRules,
  ) => ReturnType<typeof qualifyingIn>
}

const capabilityOf = (command: Command): AnyOne =>
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

  const send = (command: Command, at: Instant): ReadonlyArray<Tagged> => {
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
  readonly react: (recorded: LogEvent<SaleRecorded>, facts: unknown) => ReadonlyArray<Command>
}

type Reads = Parameters<(typeof pointsForSales)['react']>[1] extends FactsOf<infer R> ? R : never

const programmes: ReadonlyArray<ProgrammeId> = [idOf('prog', 1), idOf('prog', 2)]
const customers: ReadonlyArray<CustomerId> = [idOf('cust', 1), idOf('cust', 2), idOf('cust', 3)]

// One thing that somebody does, by small numbers: days since the last, who, and which.
interface Step {
  readonly kind:
    | 'register'
    | 'status'
    | 'name'
    | 'identify'
    | 'verify'
    | 'invalid'
    | 'remove'
    | 'say'
    | 'card'
    | 'newCard'
    | 'block'
    | 'admit'
    | 'standing'
    | 'tier'
    | 'close'
    | 'sell'
    | 'takeBack'
    | 'takeBackUnknown'
    | 'voidSale'
    | 'claimSale'
    | 'redeem'
    | 'undo'
    | 'settle'
    | 'newRules'
  readonly daysLater: number
  readonly who: number
  readonly which: number
  readonly amounts: ReadonlyArray<number>
  /** What a customer says of themselves, sealed already: the shop of the histories has no vault. */
  readonly person: Person
}

type Person = typeof people extends fc.Arbitrary<infer A> ? A : never

const people = fc.record({
  role: nameRoles,
  script: scripts,
  name: sealedNames,
  identifier: sealedIdentifiers,
  number: sealedNumbers,
  buyer: sealedBuyers,
  said: sealedSaid,
  // Relations need two sayings that meet.
  saying: fc.oneof(fc.nat(15), fc.constantFrom(6, 7)),
})

const times = (count: number, kind: Step['kind']): ReadonlyArray<Step['kind']> =>
  new Array<Step['kind']>(count).fill(kind)

const everyKind: ReadonlyArray<Step['kind']> = [
  'register',
  'status',
  ...times(2, 'name'),
  ...times(4, 'identify'),
  'verify',
  'invalid',
  'remove',
  ...times(6, 'say'),
  ...times(3, 'card'),
  'newCard',
  'block',
  'admit',
  ...times(4, 'standing'),
  ...times(4, 'tier'),
  'close',
  ...times(7, 'sell'),
  ...times(5, 'takeBack'),
  'takeBackUnknown',
  ...times(3, 'voidSale'),
  ...times(3, 'claimSale'),
  ...times(6, 'redeem'),
  ...times(4, 'undo'),
  'settle',
  'newRules',
]

// Days of few kinds of things: what follows only upon one another is rare where everything happens.
const atTheTill: ReadonlyArray<Step['kind']> = [
  ...times(4, 'sell'),
  ...times(2, 'voidSale'),
  ...times(2, 'claimSale'),
  ...times(2, 'takeBack'),
  'takeBackUnknown',
  'redeem',
  'undo',
]
const atTheDesk: ReadonlyArray<Step['kind']> = [
  ...times(2, 'identify'),
  'verify',
  'invalid',
  'remove',
  ...times(2, 'card'),
  'newCard',
  'block',
  ...times(3, 'standing'),
  ...times(3, 'tier'),
  'close',
  ...times(2, 'sell'),
]

const stepsOf = (
  kinds: ReadonlyArray<Step['kind']>,
  daysLater: ReadonlyArray<number> = [0, 0, 0, 1, 3, 20, 40, 400],
  who: ReadonlyArray<number> = [0, 0, 0, 1, 1, 2, 3],
): fc.Arbitrary<Step> =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    daysLater: fc.constantFrom(...daysLater),
    who: fc.constantFrom(...who),
    which: fc.nat(5),
    amounts: fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }),
    person: people,
  })

const steps = stepsOf(everyKind)
// A sale is taken back whole on its own day alone, and many who buy say not who they are.
const stepsAtTheTill = stepsOf(atTheTill, [0, 0, 0, 0, 0, 1, 20, 400], [0, 1, 2, 3, 3])
const stepsAtTheDesk = stepsOf(atTheDesk)

const expiries: ReadonlyArray<Expiry> = [
  { type: 'never' },
  { type: 'afterDays', days: 30 },
  { type: 'afterMonths', months: 2 },
  { type: 'yearEnd', years: 1 },
]

const rulesOf = (version: number, effectiveOn: CivilDate, which: number): ProgrammeRules => ({
  ...plainRules,
  version,
  effectiveOn,
  earn: {
    pointsPerMinor: [3, 2],
    rounding: which % 2 === 0 ? 'floor' : 'halfUp',
    place: which % 3 === 0 ? 'line' : 'order',
  },
  expiry: expiries[which % expiries.length] as Expiry,
  deficit: which % 2 === 0 ? 'carry' : 'forgive',
  redemption: { ...plainRules.redemption, step: 1, minimum: 1, graceDays: 1 + which },
  tiers: {
    levels: [30, 60, 90].map((threshold, index) => ({ tier: tierId(`tier-${index}`), threshold })),
    measure: 'spend',
    window: which % 2 === 0 ? { type: 'calendarYear' } : { type: 'rolling', months: 2 },
    downgrade: which % 3 === 0 ? 'oneStep' : 'toEarned',
    returns: which % 2 === 0 ? 'atPeriodEnd' : 'atOnce',
    leapRule: 'feb28',
  },
})

// What becomes of a membership after it has begun, or before, by small numbers. Whoever rests goes on the next time.
const standingCommand = (
  { which, who, amounts: [amount = 1] }: Step,
  shop: Shop,
  today: CivilDate,
): MembershipCommand => {
  const programmeId = programmes[0] as ProgrammeId
  const party = { programmeId, customerId: customers[amount % 2] as CustomerId }
  const terms = { version: 1 + (amount % 3), sha256: 'ab'.repeat(32) }
  switch (which) {
    case 0:
    case 1: {
      const turn = shop
        .entries()
        .map(({ event }) => event as MembershipEvent)
        .findLast(({ type }) => type === 'MembershipSuspended' || type === 'MembershipResumed')
      return turn?.type === 'MembershipSuspended'
        ? { type: 'Resume', programmeId, customerId: turn.customerId, fromDay: today }
        : { type: 'Suspend', ...party, fromDay: today, reasonCode: reasonCode('said') }
    }
    // The second customer is a member through a day, and nobody else.
    case 2: {
      const ending = { programmeId, customerId: customers[1] as CustomerId }
      return amount % 2 === 0
        ? { type: 'Lapse', ...ending, today }
        : { type: 'Renew', ...ending, fromDay: today, through: endOfMonth(today, 1 + amount) }
    }
    case 3:
      return { type: 'AcceptTerms', ...party, terms, acceptedOn: today }
    case 4: {
      const customerId = customers[who] ?? party.customerId
      const applying = programmes[1] as ProgrammeId
      return { type: 'Apply', programmeId: applying, customerId, appliedOn: today, terms }
    }
    default: {
      const byCustomerId = customers[(amount + 1) % 2] as CustomerId
      return { type: 'Refer', ...party, byCustomerId, areOneHousehold: false, referredOn: today }
    }
  }
}

const store = storeId('HK1')
const articleOf = (of: number): Article => ({
  brand: codeOf(`B${of % 2}`),
  ...(of % 4 === 0 ? {} : { category: codeOf(`C${of % 3}`) }),
})
const otherCurrency: Currency = currency('GBP')

const commandOf = (
  step: Step,
  shop: Shop,
  today: CivilDate,
  count: number,
  versions: Map<ProgrammeId, number>,
): Command => {
  const { kind, who, which, amounts } = step
  const programme = programmes[which === 5 ? 1 : 0] as ProgrammeId
  const customer = customers[who]
  const known = customer ?? (customers[0] as CustomerId)
  const account = membershipIdOf(programme, known)
  const amount = amounts[0] ?? 1
  const isOdd = which === 5
  // One of what has happened, the last ones first: most of what is asked is about something that is there.
  const earlier = <Event extends Tagged>(type: Event['type']): Event | undefined => {
    const all = shop
      .entries()
      .map(({ event }) => event as Event)
      .filter((event) => event.type === type)
    return all.at(-1 - (which % Math.max(1, Math.min(3, all.length))))
  }
  switch (kind) {
    case 'register':
      return {
        type: 'RegisterCustomer',
        customerId: known,
        source: codeOf('walkIn'),
        storeId: store,
      }
    case 'status':
      return {
        type: 'ChangeStatus',
        customerId: known,
        to: which % 2 === 0 ? 'active' : 'blocked',
        reasonCode: reasonCode('said'),
      }
    case 'name': {
      const { role, script, name } = step.person
      return { type: 'RecordName', customerId: known, role, script, order: 'familyFirst', name }
    }
    case 'identify':
      return {
        type: 'AddIdentifier',
        customerId: known,
        identifierId: idOf('iden', count),
        ...step.person.identifier,
        ...(amount % 2 === 0 ? { label: codeOf('home') } : {}),
        isPrimary: amount % 3 === 0,
      }
    case 'verify':
    case 'invalid':
    case 'remove': {
      const added = earlier<IdentifierAdded>('IdentifierAdded')
      const { customerId, identifierId } = added ?? {
        customerId: known,
        identifierId: idOf('iden', 0),
      }
      if (kind === 'remove') return { type: 'RemoveIdentifier', customerId, identifierId }
      return kind === 'verify'
        ? { type: 'VerifyIdentifier', customerId, identifierId, method: codeOf('code') }
        : { type: 'MarkInvalid', customerId, identifierId, cause: codeOf('bounced') }
    }
    case 'say': {
      const { said, saying } = step.person
      const ofCustomer = shop
        .entries()
        .map(({ event }) => event as CustomersEvent)
        .filter((event) => 'eventId' in event && 'customerId' in event)
      const statement = ofCustomer.at(-1 - (amount % 3))
      const need = earlier<NeedRecorded>('NeedRecorded')
      const relation = earlier<RelationRecorded>('RelationRecorded')
      return saidInShop(
        known,
        customers[(who + 1) % 3] as CustomerId,
        saying,
        (kind) => idOf(kind, count),
        said,
        {
          ...(statement === undefined ? {} : { statement }),
          ...(need === undefined ? {} : { need }),
          ...(relation === undefined ? {} : { relation }),
        },
      )
    }
    case 'card': {
      const { number } = step.person
      const cardId = idOf<CardId>('card', count)
      return { type: 'IssueCard', programmeId: programme, customerId: known, cardId, number }
    }
    case 'newCard':
    case 'block': {
      const of = earlier<CardIssued>('CardIssued')
      const card = {
        programmeId: of?.programmeId ?? programme,
        customerId: of?.customerId ?? known,
        cardId: of?.cardId ?? idOf<CardId>('card', 0),
        reasonCode: reasonCode('lost'),
      }
      if (kind === 'block') return { type: 'BlockCard', ...card }
      const { number } = step.person
      return { type: 'ReplaceCard', ...card, byCardId: idOf('card', count), number }
    }
    case 'admit':
      return {
        type: 'Admit',
        programmeId: programme,
        customerId: known,
        since: today,
        ...(amount % 2 === 0 ? { through: endOfMonth(today, 1) } : {}),
      }
    case 'standing':
      return standingCommand(step, shop, today)
    case 'tier': {
      const rules = shop.rulesOn(programmes[0] as ProgrammeId, today)
      if (rules === undefined) return { type: 'SettleAccount', membershipId: account }
      const counted = shop.countedFor(known, rules)
      return which % 2 === 0
        ? { type: 'AssessTier', customerId: known, rules, counted }
        : {
            type: which === 1 ? 'MatchTier' : 'OverrideTier',
            customerId: known,
            tier: tierId(`tier-${amount % 2}`),
            lastDay: endOfMonth(today, amount % 4),
            reasonCode: reasonCode('said'),
            approver: staffId('manager-1'),
            rules,
            counted,
          }
    }
    case 'close':
      return {
        type: 'Close',
        programmeId: programme,
        customerId: known,
        until: today,
        by: 'member',
        reasonCode: reasonCode('said'),
      }
    case 'sell':
      return {
        type: 'RecordSale',
        documentNumber: documentNumber(`S${count}`),
        storeId: store,
        ...(customer === undefined ? {} : { customerId: customer }),
        soldOn: today,
        currency: isOdd ? otherCurrency : plainRules.currency,
        ...(amount % 4 === 0 ? { buyer: step.person.buyer } : {}),
        ...(amount % 5 === 0 ? { giftFor: amount % 2 === 0 ? 'somebody' : known } : {}),
        lines: amounts.map((paid, index) => ({
          lineId: lineId(String(index + 1)),
          sku: sku(`W${paid % 3}`),
          ...(paid % 2 === 0 ? { name: `Watch ${paid % 5}` } : {}),
          quantity: 1 + (paid % 4),
          unitMinor: paid,
          paidMinor: paid,
          ...(paid % 3 === 0 ? {} : { article: articleOf(paid) }),
        })),
      }
    case 'voidSale':
      return {
        type: 'VoidSale',
        saleId:
          earlier<SaleRecorded>('SaleRecorded')?.saleId ?? saleIdOf(store, documentNumber('S0')),
        reasonCode: reasonCode('mistake'),
      }
    case 'claimSale': {
      const unclaimed = shop
        .entries()
        .flatMap(({ event }) => (event.type === 'SaleRecorded' ? [event as SaleRecorded] : []))
        .findLast(({ customerId }) => customerId === undefined)
      return {
        type: 'ClaimSale',
        saleId: unclaimed?.saleId ?? saleIdOf(store, documentNumber('S0')),
        customerId: known,
        proof: 'receipt',
        withinDays: 60,
      }
    }
    case 'takeBack':
      return {
        type: 'ReturnLines',
        saleId:
          earlier<SaleRecorded>('SaleRecorded')?.saleId ?? saleIdOf(store, documentNumber('S0')),
        storeId: store,
        returnDocument: documentNumber(`R${amount % 4}`),
        returnedOn: today,
        lines: amounts.map((refundMinor, index) => ({
          lineId: lineId(String(index + 1)),
          quantity: 1,
          refundMinor,
        })),
        reasonCode: reasonCode('unwanted'),
      }
    case 'takeBackUnknown':
      return {
        type: 'RecordReturnWithoutSale',
        storeId: store,
        returnDocument: documentNumber(`R${amount % 4}`),
        ...(customer === undefined ? {} : { customerId: customer }),
        returnedOn: today,
        currency: plainRules.currency,
        lines: amounts.map((refundMinor, index) => ({
          lineId: lineId(String(index + 1)),
          sku: sku(`W${refundMinor % 3}`),
          quantity: 1,
          refundMinor,
        })),
        reasonCode: reasonCode('noReceipt'),
      }
    case 'redeem': {
      const rules = shop.rulesOn(programme, today)
      return rules === undefined
        ? { type: 'SettleAccount', membershipId: account }
        : {
            type: 'RedeemPoints',
            membershipId: account,
            redemptionId: idOf('rede', count),
            points: 1 + (amount % 9),
            for: codeOf('voucher'),
            rules,
          }
    }
    case 'undo': {
      const redeemed = earlier<PointsRedeemed>('PointsRedeemed')
      return {
        type: 'UndoRedemption',
        membershipId: redeemed?.membershipId ?? account,
        undoId: idOf('undo', count),
        redemptionId: redeemed?.redemptionId ?? idOf('rede', 0),
        points: 1 + (amount % 5),
      }
    }
    case 'settle':
      return { type: 'SettleAccount', membershipId: account }
    case 'newRules': {
      const version = (versions.get(programme) ?? 0) + 1
      versions.set(programme, version)
      const effectiveOn = amount % 2 === 0 ? today : endOfMonth(today)
      return {
        type: 'AdoptRules',
        programmeId: programme,
        rules: rulesOf(version, effectiveOn, which),
      }
    }
  }
}

const start = Date.UTC(2024, 0, 1, 4)

const played = (all: ReadonlyArray<Step>, which: number): ReadonlyArray<ShopEntry> => {
  const shop = openShop()
  const versions = new Map<ProgrammeId, number>()
  let now = start
  const today = (): CivilDate => dayOf(instantOf(now), plainRules.zone)
  for (const programme of programmes) {
    versions.set(programme, 1)
    shop.send(
      { type: 'AdoptRules', programmeId: programme, rules: rulesOf(1, today(), which) },
      instantOf(now),
    )
  }
  for (const customerId of customers.slice(0, 2)) {
    const source = codeOf('walkIn')
    shop.send({ type: 'RegisterCustomer', customerId, source, storeId: store }, instantOf(now))
    shop.send(
      {
        type: 'Admit',
        programmeId: programmes[0] as ProgrammeId,
        customerId,
        since: today(),
        ...(customerId === customers[1] ? { through: endOfMonth(today(), 4) } : {}),
      },
      instantOf(now),
    )
  }
  for (const [count, step] of all.entries()) {
    now += step.daysLater * 86_400_000
    shop.send(commandOf(step, shop, today(), count, versions), instantOf(now + count))
  }
  return shop.entries()
}

const retold: ReadonlySet<string> = new Set(['TierChanged', 'TierRenewed', 'TierOutlookChanged'])

// As older logs say it: where a membership stands is told by what counts towards its tier, one thing after the other.
const toldBefore = (entries: ReadonlyArray<ShopEntry>): ReadonlyArray<ShopEntry> =>
  entries.map((entry, n) => {
    if (!retold.has(entry.event.type)) return entry
    const { membershipId, programmeId, customerId, onDay, standing } =
      entry.event as TierOutlookChanged
    const counted = {
      membershipId,
      programmeId,
      customerId,
      onDay,
      standing,
      qualifyingId: idOf<QualifyingId>('sale', n),
      qualifiedOn: onDay,
      amount: 1,
    }
    const event: QualifyingRecorded | QualifyingReversed =
      n % 2 === 0
        ? { ...counted, type: 'QualifyingReversed', reversalId: idOf('back', n) }
        : { ...counted, type: 'QualifyingRecorded' }
    return { ...entry, event }
  })

/**
 * Histories of a shop, a few customers, two programmes and what they do over some years. They hold events of every type that
 * trade leads to, for whatever view is judged on them: only so does a type show that a view has forgotten to declare.
 */
export const shopHistories: fc.Arbitrary<ReadonlyArray<ShopEntry>> = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.array(steps, { maxLength: 24, size: 'max' }) },
      fc.array(stepsAtTheTill, { maxLength: 24, size: 'max' }),
      fc.array(stepsAtTheDesk, { maxLength: 24, size: 'max' }),
    ),
    fc.nat(3),
  )
  .map(([all, which]) => (which === 3 ? toldBefore(played(all, which)) : played(all, which)))

// A preference or two, and then the doubts about them: what was doubted is confirmed only where little else is said between.
const doubted = (step: Step): Step => {
  const saying = [0, 1, 9, 10, 11, 11][step.which] ?? 0
  return { ...step, kind: 'say', person: { ...step.person, saying } }
}

/** The same of a shop in which people mostly talk: what they say of themselves is doubted, corrected and taken back. */
export const talkHistories: fc.Arbitrary<ReadonlyArray<ShopEntry>> = fc
  .tuple(
    fc.oneof(
      fc.array(
        steps.map((step) => (step.which === 0 ? step : { ...step, kind: 'say' as const })),
        { maxLength: 24, size: 'max' },
      ),
      fc.array(steps.map(doubted), { maxLength: 24, size: 'max' }),
    ),
    fc.nat(3),
  )
  .map(([all, which]) => played(all, which))

/** The same of a shop that mostly sells to people whom nobody knows, takes goods back and voids what was a mistake. */
export const counterHistories: fc.Arbitrary<ReadonlyArray<ShopEntry>> = fc
  .tuple(
    fc.array(
      fc
        .record({
          step: steps,
          kind: fc.constantFrom<Step['kind']>('sell', 'sell', 'takeBack', 'voidSale', 'claimSale'),
          who: fc.constantFrom(0, 3, 3),
        })
        .map(({ step, kind, who }) => ({ ...step, kind, who })),
      { maxLength: 24, size: 'max' },
    ),
    fc.nat(3),
  )
  .map(([all, which]) => played(all, which))

// Requests, consents, provisions and uses belong to one stream, so their ids end as that of the stream does.
const ownedBy = <Event extends object>(event: Event, id: string): Event => {
  const own = (value: unknown, key: string): unknown => {
    if (typeof value === 'string' && /^(?:request|consent|provision|use)Ids?$/.test(key)) {
      return `${value.slice(0, -8)}${id.slice(-8)}`
    }
    if (Array.isArray(value)) return value.map((one: unknown) => own(one, key))
    const isOpen = typeof value === 'object' && value !== null && !isPersonal(value)
    return isOpen ? ownedBy(value, id) : value
  }
  return Object.fromEntries(
    Object.entries(event).map(([key, value]) => [key, own(value, key)]),
  ) as Event
}

const said: fc.Arbitrary<HistoryEntry> = fc.oneof(
  {
    weight: 4,
    arbitrary: entriesOf('consent', (id) =>
      consentEntries(fc.constant(id as CustomerId)).map((event) => ownedBy(event, id)),
    ),
  },
  {
    weight: 4,
    arbitrary: entriesOf('privacyRequests', (id) =>
      privacyEntries(fc.constant(id as CustomerId)).map((event) => ownedBy(event, id)),
    ),
  },
  entriesOf('notice', (id) =>
    noticeTerms.map((drawn) => {
      const terms = { ...drawn, noticeId: id as NoticeId }
      return { type: 'NoticeAdopted' as const, terms, sha256: sha256Of(terms) }
    }),
  ),
  entriesOf('customerCategories', (id) => categoryEntries(id as CustomerId)),
  entriesOf('household', (id) => householdsEvents(id as HouseholdId)),
  entriesOf('breach', (id) => breachEvents(fc.constant(id as BreachId))),
)

/**
 * Histories of what people were told, have said and asked for, and of breaches, some of them behind those of a shop: events of
 * every type, for the views of consent and of requests about personal data.
 */
export const peopleHistories: fc.Arbitrary<ReadonlyArray<HistoryEntry>> = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: fc.constant<ReadonlyArray<ShopEntry>>([]) }, shopHistories),
    fc.array(said, { maxLength: 16, size: 'max' }),
  )
  .map(([trade, people]) => [...trade, ...people])
