// Several accounts and the reactions between them, as a store would run them: each step may come late, and twice.
import {
  type FactsOf,
  type Instant,
  instantOf,
  type LogEvent,
  type Position,
  type StreamName,
  streamName,
} from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { CustomersMerged, CustomersUnmerged } from '../../../identity/events.js'
import { adopted, idOf, issuedAt } from '../../../shared/arbitraries.js'
import { civilDate, plusDays } from '../../../shared/civil-date.js'
import { membershipIdOf } from '../../../shared/derived-ids.js'
import { type CustomerId, codeOf, type MembershipId, type MergeId } from '../../../shared/ids.js'
import type { AdoptedRules, Expiry, ProgrammeRules } from '../../../shared/programme-rules.js'
import { lookUp } from '../../../shared/table.js'
import { dayOf } from '../../../shared/zone.js'
import type { Account } from '../../account.js'
import {
  adjustmentOf,
  awardOf,
  captureOf,
  holdOf,
  redemptionOf,
  releaseOf,
  reversalOf,
  transferOf,
  undoOf,
} from '../../asking.arbitraries.js'
import type { PointsCommand } from '../../commands.js'
import type { PointsEvent } from '../../events.js'
import * as Points from '../../index.js'
import { allLots } from '../../lots.js'

type IdentityEvent = CustomersMerged | CustomersUnmerged

/** What happened in the house: in the account of a customer, or to the question who is one person. */
export interface HouseEntry {
  readonly stream: StreamName
  readonly event: PointsEvent | IdentityEvent
  readonly at: Instant
}

/** Four customers, the last of whom is no member. */
export const customers: ReadonlyArray<CustomerId> = [1, 2, 3, 4].map((n) =>
  idOf<CustomerId>('cust', n),
)

/** The rules of the house: all may give at once. */
export const houseRules = (changes: Partial<ProgrammeRules> = {}): AdoptedRules =>
  adopted({
    effectiveOn: civilDate('2023-01-01'),
    redemption: { step: 1, minimum: 1, minorPerPoint: [10, 1], graceDays: 5 },
    transfer: { mostPoints: 1000, mostPointsAYear: 100_000, leastDays: 0 },
    ...changes,
  })

/** Rules of houses: points come at once or some days later, and end in several ways or never. */
export const anyHouseRules: fc.Arbitrary<AdoptedRules> = fc
  .record({
    pendingDays: fc.constantFrom(0, 0, 2),
    expiry: fc.constantFrom<Expiry>(
      { type: 'yearEnd', years: 1 },
      { type: 'afterDays', days: 8 },
      { type: 'inactivity', months: 1 },
      { type: 'never' },
    ),
    deficit: fc.constantFrom('carry', 'carry', 'forgive'),
    // A bonus is lost when too little of its sale is kept.
    bonuses: fc.constantFrom(
      {},
      {},
      { bonuses: [{ ruleId: codeOf('large'), points: 3, minimumMinor: 9000 }] },
    ),
  })
  .map(({ pendingDays, bonuses, ...changes }) =>
    houseRules({ ...changes, earn: { ...houseRules().rules.earn, pendingDays, ...bonuses } }),
  )

const { programmeId } = houseRules()
export const accountOf = (customer: CustomerId): MembershipId =>
  membershipIdOf(programmeId, customer)

/** A house in which things happen. */
export class House {
  readonly log: HouseEntry[] = []
  private readonly accounts = new Map<MembershipId, Account>()
  private readonly places = { identity: 0, points: 0 }
  private readonly edges: { mergeId: MergeId; from: CustomerId; to: CustomerId }[] = []
  private ids = 0

  account(customer: CustomerId): Account {
    return this.accounts.get(accountOf(customer)) ?? Points.initial
  }

  send(command: PointsCommand, at: Instant): ReturnType<typeof Points.decide> {
    const stream = Points.streamOf(command)
    const id = stream.slice('points-'.length) as MembershipId
    const before = this.accounts.get(id) ?? Points.initial
    const decided = Points.decide(command, before, issuedAt(at))
    if (E.isRight(decided)) {
      this.accounts.set(id, decided.right.reduce(Points.evolve, before))
      for (const event of decided.right) this.log.push({ stream, event, at })
    }
    return decided
  }

  representativeOf(customer: CustomerId): CustomerId {
    const edge = this.edges.find(({ from }) => from === customer)
    return edge === undefined ? customer : this.representativeOf(edge.to)
  }

  private tell(type: IdentityEvent['type'], edge: (typeof this.edges)[number], at: Instant): void {
    const isBelow = (one: CustomerId): boolean => {
      if (one === edge.from) return true
      const up = this.edges.find(({ from }) => from === one)
      return up !== undefined && isBelow(up.to)
    }
    const root = this.representativeOf(edge.to)
    const all = customers.filter((one) => this.representativeOf(one) === root || isBelow(one))
    const event = {
      type,
      mergeId: edge.mergeId,
      survivorId: root,
      mergedId: edge.from,
      survivorMembers: all.filter((one) => !isBelow(one)),
      mergedMembers: all.filter(isBelow),
      ...(type === 'CustomersMerged'
        ? { pins: [], evidence: { method: codeOf('phone') } }
        : { intoId: root, reasonCode: codeOf('mistake') }),
    } as unknown as IdentityEvent
    this.log.push({ stream: streamName('identity', idOf('orga', 1)), event, at })
  }

  /** Joins two people; nothing where they are one already. */
  merge(a: CustomerId, b: CustomerId, at: Instant): void {
    const [to, from] = [this.representativeOf(a), this.representativeOf(b)]
    if (to === from) return
    const edge = { mergeId: idOf<MergeId>('merg', this.ids++), from, to }
    this.tell('CustomersMerged', edge, at)
    this.edges.push(edge)
  }

  /** Undoes one of the merges that stand. */
  unmerge(which: number, at: Instant): void {
    const edge = this.edges[which % Math.max(1, this.edges.length)]
    if (edge === undefined) return
    this.edges.splice(this.edges.indexOf(edge), 1)
    this.tell('CustomersUnmerged', { ...edge, to: this.representativeOf(edge.to) }, at)
  }

  /** Lets a reaction see one more event, once or twice. False when it has seen all. */
  deliver(of: 'identity' | 'points', at: Instant, times = 1): boolean {
    const entry = this.log[this.places[of]]
    if (entry === undefined) return false
    this.places[of] += 1
    for (let n = 0; n < times; n++) {
      for (const command of this.reactionsTo(of, entry.event)) this.send(command, at)
    }
    return true
  }

  private reactionsTo(
    of: 'identity' | 'points',
    event: HouseEntry['event'],
  ): ReadonlyArray<PointsCommand> {
    const asOf = '' as Position
    const recorded = { event } as LogEvent<never>
    if (of === 'identity') {
      if (!(Points.pointsForIdentity.types as ReadonlyArray<string>).includes(event.type)) return []
      const facts = { rules: { value: { adopted: [houseRules()] }, asOf } }
      return Points.pointsForIdentity.react(recorded, facts as FactsOf<never>)
    }
    if (!(Points.pointsForPoints.types as ReadonlyArray<string>).includes(event.type)) return []
    const reads = Points.pointsForPoints.facts(recorded)
    if (reads === undefined) return []
    const isMember = reads.members.key !== customers[3]
    const membershipId = accountOf(reads.members.key as CustomerId)
    const since = civilDate('2023-01-01')
    const memberships = isMember ? [{ membershipId, programmeId, since }] : []
    return Points.pointsForPoints.react(recorded, {
      members: { value: { memberships }, asOf },
    } as FactsOf<never>)
  }

  /** Lets every reaction see everything, and what follows from it. */
  quiet(at: Instant): void {
    let steps = 0
    while (this.deliver('identity', at) || this.deliver('points', at)) {
      // What goes to and fro for ever would never be quiet.
      if (steps++ > 5000) throw new Error('the house does not come to rest')
    }
  }

  settle(at: Instant): void {
    for (const customer of customers) {
      this.send({ type: 'SettleAccount', membershipId: accountOf(customer) }, at)
    }
  }
}

/** Something that is done in a house. */
export interface HouseMove {
  readonly kind:
    | 'award'
    | 'reverse'
    | 'redeem'
    | 'hold'
    | 'capture'
    | 'release'
    | 'undo'
    | 'adjust'
    | 'give'
    | 'close'
    | 'merge'
    | 'unmerge'
    | 'deliver'
  readonly who: number
  readonly other: number
  readonly daysLater: number
  readonly which: number
  readonly points: number
  readonly quantity: number
  readonly times: number
}

/** Moves of some kinds. */
export const housePlays = (
  kinds: ReadonlyArray<HouseMove['kind']>,
  most = 24,
): fc.Arbitrary<ReadonlyArray<HouseMove>> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      who: fc.nat(2),
      other: fc.nat(3),
      daysLater: fc.constantFrom(0, 0, 0, 1, 2, 9),
      which: fc.nat(7),
      points: fc.integer({ min: 1, max: 14 }),
      quantity: fc.integer({ min: 1, max: 3 }),
      times: fc.constantFrom(1, 1, 1, 2),
    }),
    { minLength: 1, maxLength: most, size: 'max' },
  )

/** Every kind of move, those that lead to others more often. */
export const everyKind: ReadonlyArray<HouseMove['kind']> = [
  ...(['award', 'award', 'award', 'award', 'reverse', 'reverse', 'redeem', 'hold'] as const),
  ...(['capture', 'release', 'undo', 'adjust', 'give', 'give', 'close'] as const),
  ...(['merge', 'merge', 'unmerge', 'deliver', 'deliver', 'deliver', 'deliver'] as const),
]

/** What makes accounts move to one another and back, and claims follow. */
export const movingKinds: ReadonlyArray<HouseMove['kind']> = [
  ...(['award', 'award', 'award', 'reverse', 'reverse', 'undo', 'redeem', 'close'] as const),
  ...(['merge', 'merge', 'unmerge', 'deliver', 'deliver', 'deliver'] as const),
]

const start = Date.UTC(2024, 0, 28, 4)

// What there is to choose from is what the account has.
const commandOf = (
  { kind, other, which, points, quantity }: HouseMove,
  n: number,
  customerId: CustomerId,
  account: Account,
  at: Instant,
  rules: AdoptedRules,
): PointsCommand | undefined => {
  const membershipId = accountOf(customerId)
  const opened = account._tag === 'Opened' ? account : undefined
  const free = opened?.available ?? 0
  const numbers = Array.from({ length: n }, (_, index) => index)
  const pick = (ids: ReadonlyArray<number>): number => ids[which % Math.max(1, ids.length)] ?? 0
  const known = (table: 'awards' | 'redemptions' | 'holds', word: string): ReadonlyArray<number> =>
    numbers.filter(
      (one) =>
        opened !== undefined && lookUp<unknown>(opened[table], idOf(word, one)) !== undefined,
    )
  switch (kind) {
    case 'award': {
      const day = dayOf(at, rules.rules.zone)
      return { ...awardOf(n, day, [[points, quantity]], rules), customerId }
    }
    case 'reverse':
      return { ...reversalOf(pick(known('awards', 'awar')), n, [[1, quantity]]), membershipId }
    case 'redeem':
      return { ...redemptionOf(n, 1 + (points % (free + 1)), rules), membershipId }
    case 'hold': {
      const minutes = [15, 1440, 4320, 20_160][which % 4] ?? 15
      const asked = 1 + (points % (free + 1))
      return { ...holdOf(n, asked, { minutes, until: 'issue' }, rules), membershipId }
    }
    case 'capture':
      return { ...captureOf(n, pick(known('holds', 'hold')), points), membershipId }
    case 'release':
      return { ...releaseOf(pick(known('holds', 'hold'))), membershipId }
    case 'undo':
      return { ...undoOf(n, pick(known('redemptions', 'rede')), points), membershipId }
    case 'adjust': {
      const asked = which % 3 > 0 ? points : -points
      return { ...adjustmentOf(n, asked, {}, rules), customerId }
    }
    case 'give': {
      const to = customers[other] ?? customerId
      return { ...transferOf(n, 1 + (points % (free + 1)), to, rules), membershipId }
    }
    case 'close': {
      if (which > 1) return undefined
      const until = plusDays(dayOf(at, rules.rules.zone), points)
      const close = { type: 'CloseAccount', membershipId } as const
      return which === 0
        ? { ...close, policy: 'payOut', rules }
        : { ...close, policy: 'until', until }
    }
    default:
      return undefined
  }
}

/** Plays moves in a house, and says after each that it is done. */
export const playIn = (
  house: House,
  moves: ReadonlyArray<HouseMove>,
  rules: AdoptedRules,
  after: (at: Instant) => void = () => undefined,
): Instant => {
  let now = start
  for (const [n, move] of moves.entries()) {
    now += move.daysLater * 86_400_000 + 1
    const at = instantOf(now)
    const [who, other] = [customers[move.who], customers[move.other]]
    if (who === undefined || other === undefined) continue
    if (move.kind === 'merge') house.merge(who, other, at)
    else if (move.kind === 'unmerge') house.unmerge(move.which, at)
    else if (move.kind === 'deliver') {
      house.deliver('identity', at, move.times)
      for (let step = 0; step < move.points; step++) house.deliver('points', at, move.times)
    } else {
      const command = commandOf(move, n, who, house.account(who), at, rules)
      if (command !== undefined) house.send(command, at)
    }
    after(at)
  }
  return instantOf(now)
}

/** All lots of an account, by id, each with what is where. */
export const lotsOf = (account: Account) =>
  account._tag === 'NotOpened'
    ? []
    : allLots(account.lots).toSorted((a, b) => (a.lotId < b.lotId ? -1 : 1))

/** Histories of houses: several accounts, as their store would have them. */
export const houseHistories: fc.Arbitrary<
  ReadonlyArray<{ stream: StreamName; event: PointsEvent; occurredAt: Instant }>
> = fc
  .tuple(fc.oneof(housePlays(everyKind), housePlays(movingKinds)), anyHouseRules)
  .map(([moves, rules]) => {
    const house = new House()
    const end = playIn(house, moves, rules)
    house.quiet(end)
    return house.log.flatMap(({ stream, event, at }) =>
      stream.startsWith('points-') ? [{ stream, event: event as PointsEvent, occurredAt: at }] : [],
    )
  })
