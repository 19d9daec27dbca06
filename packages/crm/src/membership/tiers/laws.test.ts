// Tiers against an oracle that knows no shortcut: it lives through every day, counts by looking at every entry, and finds the
// years of a membership by walking from anniversary to anniversary.
import type { Instant, LogEvent, Position } from '@patina/eventsourcing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { members } from '../../points/members.projection.js'
import { adopted, idOf, issuedAt, tierRules } from '../../shared/arbitraries.js'
import { type CivilDate, civilDate } from '../../shared/civil-date.js'
import { customerId, programmeId, reasonCode, staffId, type TierId } from '../../shared/ids.js'
import type { TierRules } from '../../shared/programme-rules.js'
import { tierOn } from '../../shared/tiers.js'
import type { MembershipCommand, TierSource } from '../index.js'
import * as Membership from '../index.js'
import { tiersForPoints } from '../points.reaction.js'
import { tiersForSales } from '../sales.reaction.js'
import { memberTiers, qualifyingIn } from '../tiers.projection.js'

const horizon = 900
const first = Date.UTC(2023, 11, 1)
const dayNumber = (n: number): CivilDate =>
  civilDate(new Date(first + n * 86_400_000).toISOString().slice(0, 10))

interface Happening {
  readonly kind: 'buy' | 'bringBack' | 'grant'
  readonly on: number
  /** How late it is recorded; which purchase came back; how long a grant lasts. */
  readonly figure: number
  readonly amount: number
}

interface World {
  readonly rules: TierRules
  readonly sinceDay: number
  readonly happenings: ReadonlyArray<Happening>
  readonly sweeps: 'daily' | 'never' | ReadonlyArray<number>
}

// --- The oracle ---------------------------------------------------------------------------------------------------------

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

const monthsOn = (day: string, months: number): string => {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const count = year * 12 + month - 1 + months
  const [y, m] = [Math.floor(count / 12), (count % 12) + 1]
  const length = new Date(Date.UTC(y, m, 0)).getUTCDate()
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${y}-${two(m)}-${two(Math.min(date, length))}`
}

const isAnniversary = (since: string, day: string, leapRule: string): boolean => {
  if (day <= since) return false
  if (day.slice(5) === since.slice(5)) return true
  if (since.slice(5) !== '02-29' || isLeap(Number(day.slice(0, 4)))) return false
  return day.slice(5) === (leapRule === 'feb28' ? '02-28' : '03-01')
}

interface Held {
  readonly rank: number
  readonly last?: string
}
interface Counted {
  readonly day: string
  net: number
}

const oracleOf = ({ rules, sinceDay, happenings }: Omit<World, 'sweeps'>) => {
  const since = dayNumber(sinceDay)
  const { levels, window, downgrade, leapRule } = rules
  const yearByDay = new Map<string, number>()
  let years = 0
  for (let n = sinceDay; n < horizon + 1600; n++) {
    if (isAnniversary(since, dayNumber(n), leapRule)) years++
    yearByDay.set(dayNumber(n), years)
  }
  const counts = (x: string, day: string): boolean => {
    if (window.type === 'calendarYear') return x.slice(0, 4) === day.slice(0, 4)
    if (window.type === 'membershipYear') return yearByDay.get(x) === yearByDay.get(day)
    return x <= day && x > monthsOn(day, -window.months)
  }
  const validThrough = (day: string): string => {
    if (window.type === 'calendarYear') return `${Number(day.slice(0, 4)) + 1}-12-31`
    if (window.type === 'rolling') return monthsOn(day, window.months)
    const year = yearByDay.get(day) as number
    return [...yearByDay].findLast(([, one]) => one === year + 1)?.[0] as string
  }
  const reached = (known: ReadonlyArray<Counted>, day: string): number => {
    const inside = known.filter((one) => one.net > 0 && counts(one.day, day))
    const measured =
      rules.measure === 'visits'
        ? new Set(inside.map((one) => one.day)).size
        : inside.reduce((sum, { net }) => sum + net, 0)
    return levels.filter(({ threshold }) => threshold <= measured).length - 1
  }
  const heldAs = (rank: number, last: string): Held | undefined => {
    if (rank < 0) return undefined
    return downgrade === 'keep' || levels[rank]?.threshold === 0 ? { rank } : { rank, last }
  }
  const best = (a: Held | undefined, b: Held | undefined): Held | undefined => {
    if (a === undefined || b === undefined) return a ?? b
    if (a.rank !== b.rank) return a.rank > b.rank ? a : b
    return a.last === undefined || (b.last !== undefined && a.last >= b.last) ? a : b
  }
  const down = (held: Held | undefined, known: ReadonlyArray<Counted>, day: string) => {
    if (held?.last === undefined || held.last >= day) return held
    const now = reached(known, held.last)
    const rank = downgrade === 'oneStep' ? Math.max(now, held.rank - 1) : now
    return heldAs(rank, validThrough(held.last))
  }
  const up = (held: Held | undefined, known: ReadonlyArray<Counted>, x: string, day: string) => {
    const now = reached(known, day)
    const rank = held?.rank ?? -1
    const through = validThrough(day)
    if (now > rank) return heldAs(now, through)
    const isLonger = held?.last !== undefined && held.last < through
    return now === rank && isLonger && counts(x, day) ? heldAs(rank, through) : held
  }
  // Lives through purchases alone, each as large as what was kept of it.
  const lived = (kept: ReadonlyArray<{ on: number; day: string; net: number }>, to: number) => {
    let held = heldAs(reached([], since), validThrough(since))
    const known: Counted[] = []
    for (let n = sinceDay; n <= to; n++) {
      held = down(held, known, dayNumber(n))
      for (const { day, net } of kept.filter(({ on, net }) => on === n && net > 0)) {
        known.push({ day, net })
        held = up(held, known, day, dayNumber(n))
      }
    }
    return held
  }
  const buys: { on: number; day: string; net: number }[] = []
  const days: { inForce: Held | undefined; earning: Held | undefined }[] = []
  let held = heldAs(reached([], since), validThrough(since))
  let granted: Held | undefined
  for (let n = sinceDay; n < horizon; n++) {
    const day = dayNumber(n)
    held = down(held, buys, day)
    if (granted?.last !== undefined && granted.last < day) granted = undefined
    const begun = held
    for (const { kind, figure, amount } of happenings.filter(({ on }) => on === n)) {
      if (kind === 'grant') {
        granted = { rank: amount % levels.length, last: dayNumber(n + figure) }
      } else if (kind === 'buy') {
        buys.push({ on: n, day: dayNumber(Math.max(n - figure, sinceDay)), net: amount })
        held = up(held, buys, buys.at(-1)?.day as string, day)
      } else {
        const bought = buys[figure % Math.max(1, buys.length)]
        if (bought === undefined) continue
        const was = lived(buys, n)
        bought.net = Math.max(0, bought.net - amount)
        const is = lived(buys, n)
        const isOther = was?.rank !== is?.rank || was?.last !== is?.last
        if (rules.returns === 'atOnce' && isOther && held !== undefined) {
          const isLower = (is?.rank ?? -1) < held.rank
          const isSooner =
            is?.rank === held.rank &&
            is.last !== undefined &&
            (held.last === undefined || is.last < held.last)
          if (isLower || isSooner) held = is
        }
      }
    }
    days[n] = { inForce: best(held, granted), earning: best(begun, granted) }
  }
  return days
}

// --- The play -----------------------------------------------------------------------------------------------------------

const programme = programmeId(idOf('prog', 1))
const customer = customerId(idOf('cust', 1))

interface Said {
  readonly day: number
  readonly logged: LogEvent<TierSource>
}

// What happens is recorded, and `page` happenings later the shop looks at what it asks of tiers, as one who lags behind the log
// does; whoever grants or assesses finds nothing left to do.
const played = (
  { rules: tiers, sinceDay, happenings, sweeps }: World,
  page: number,
): ReadonlyArray<Said> => {
  const rules = adopted({ tiers }, programme)
  const said: Said[] = []
  let state = Membership.initial
  let view = memberTiers.initial(customer)
  const instantAt = (day: number, hour: number): Instant =>
    new Date(first + day * 86_400_000 + (hour - 8) * 3_600_000).toISOString() as Instant
  const record = (event: TierSource, day: number, hour: number): LogEvent<TierSource> => {
    const position = String(said.length).padStart(6, '0') as Position
    const metadata = { occurredAt: instantAt(day, hour) }
    const logged = { event, position, metadata } as unknown as LogEvent<TierSource>
    said.push({ day, logged })
    view = memberTiers.evolve(view, logged)
    return logged
  }
  const send = (command: MembershipCommand, day: number, hour: number): void => {
    const decision = Membership.decide(command, state, issuedAt(instantAt(day, hour)))
    if (E.isLeft(decision)) throw new Error(JSON.stringify(decision.left))
    for (const event of decision.right) {
      state = Membership.evolve(state, event)
      record(event as TierSource, day, hour)
    }
  }
  let open: { readonly day: number; readonly logged: LogEvent<TierSource> }[] = []
  const lookUp = (): void => {
    const asOf = '' as Position
    const facts = {
      rules: { value: { adopted: [rules] }, asOf },
      tiers: { value: view, asOf },
    }
    const asked = open.map(({ day, logged }) => {
      const reaction = tiers.measure === 'points' ? tiersForPoints : tiersForSales
      return { day, commands: reaction.react(logged as never, facts) }
    })
    open = []
    for (const { day, commands } of asked) for (const one of commands) send(one, day, 12)
  }
  const happen = (event: object, day: number): void => {
    open.push({ day, logged: record({ ...party, ...event } as TierSource, day, 12) })
    if (open.length >= page) lookUp()
  }
  const judged = () => {
    lookUp()
    return { customerId: customer, rules, counted: qualifyingIn(view, customer, rules) }
  }
  const party = {
    membershipId: Membership.membershipIdOf(programme, customer),
    programmeId: programme,
    customerId: customer,
    currency: rules.rules.currency,
  }
  const since = dayNumber(sinceDay)
  send({ type: 'Admit', programmeId: programme, customerId: customer, since }, sinceDay, 1)
  send({ type: 'AssessTier', ...judged() }, sinceDay, 1)
  const days: CivilDate[] = []
  for (let n = sinceDay; n < horizon; n++) {
    if (sweeps === 'daily' || (sweeps !== 'never' && sweeps.includes(n))) {
      send({ type: 'AssessTier', ...judged() }, n, 1)
    }
    for (const { kind, figure, amount } of happenings.filter(({ on }) => on === n)) {
      if (kind === 'grant') {
        const tier = tiers.levels[amount % tiers.levels.length]?.tier as TierId
        const lastDay = dayNumber(n + figure)
        const approved = { reasonCode: reasonCode('said'), approver: staffId('manager-1') }
        send({ type: 'OverrideTier', ...judged(), tier, lastDay, ...approved }, n, 12)
      } else {
        const place = kind === 'buy' ? days.length : figure % Math.max(1, days.length)
        if (kind === 'buy') days.push(dayNumber(Math.max(n - figure, sinceDay)))
        const day = days[place]
        if (day === undefined) continue
        const [saleId, awardId] = [idOf<string>('sale', place), idOf<string>('awar', place)]
        const goods = { saleId, soldOn: day, units: amount, lines: [{ paidMinor: amount }] }
        const points = { awardId, earnedOn: day, points: amount }
        const [sold, back] = ['SaleRecorded', 'SaleLinesReturned']
        const [earned, claimed] = ['PointsAwarded', 'PointsReversed']
        if (tiers.measure === 'points') {
          happen({ type: kind === 'buy' ? earned : claimed, ...points }, n)
        } else {
          happen({ type: kind === 'buy' ? sold : back, ...goods }, n)
        }
      }
    }
  }
  lookUp()
  return said
}

const tiersAfter = (said: ReadonlyArray<Said>) =>
  said.reduce((view, { logged }) => memberTiers.evolve(view, logged), memberTiers.initial(customer))

const tiersKnown = (said: ReadonlyArray<Said>) =>
  said
    .flatMap(({ logged }) => members.parts(logged as never))
    .reduce((view, [, part]) => members.evolve(view, part), members.initial(customer))
    .memberships[0]?.tiers ?? []

const happenings: fc.Arbitrary<ReadonlyArray<Happening>> = fc
  .array(
    fc.record({
      kind: fc.constantFrom<Happening['kind']>('buy', 'buy', 'buy', 'bringBack', 'grant'),
      on: fc.integer({ min: 100, max: horizon - 1 }),
      figure: fc.oneof(fc.constant(0), fc.nat(9), fc.nat(60)),
      amount: fc.integer({ min: 1, max: 40 }),
    }),
    { maxLength: 14, size: 'max' },
  )
  // What a day grants comes before what it sells, for a grant counts from its own day on.
  .map((all) =>
    all.toSorted((a, b) => a.on - b.on || Number(b.kind === 'grant') - Number(a.kind === 'grant')),
  )

const worlds: fc.Arbitrary<Omit<World, 'sweeps'>> = fc.record({
  rules: tierRules,
  // 29 February 2024 among them.
  sinceDay: fc.constantFrom(0, 30, 62, 89, 90, 91, 99),
  happenings,
})

const daysToAsk = ({ happenings: all, sinceDay }: Omit<World, 'sweeps'>, also: number[]) =>
  [...all.flatMap(({ on, figure }) => [on - 1, on, on + 1, on + figure, on + figure + 1]), ...also]
    .flatMap((day) => [day, day + 365, day + 366])
    .filter((day) => day >= sinceDay && day < horizon)

describe('a tier', () => {
  test.each([['daily' as const], ['never' as const], ['now and then' as const]])(
    'assessed %s is on every day what somebody finds who lives through every day [L8]',
    (how) => {
      fc.assert(
        fc.property(
          worlds,
          fc.array(fc.nat(horizon - 1), { minLength: 12, maxLength: 12 }),
          fc.integer({ min: 1, max: 4 }),
          (world, chance, page) => {
            const sweeps = how === 'now and then' ? chance : how
            const said = played({ ...world, sweeps }, page)
            const expected = oracleOf(world)
            const { levels } = world.rules
            for (const day of new Set(daysToAsk(world, chance))) {
              const known = said.filter((one) => one.day <= day)
              const at = `${dayNumber(day)}T15:59:59.000Z`
              const { memberships } = memberTiers.read?.(tiersAfter(known), at as never) ?? {}
              const { inForce, earning } = expected[day] ?? {}
              expect([dayNumber(day), memberships?.[0]?.tier, memberships?.[0]?.lastDay]).toEqual([
                dayNumber(day),
                levels[inForce?.rank ?? -1]?.tier,
                inForce?.last,
              ])
              // What a day's sales earn at is known on the day, and never changes afterwards.
              for (const tiers of [tiersKnown(known), tiersKnown(said)]) {
                expect(tierOn(tiers, dayNumber(day))).toBe(levels[earning?.rank ?? -1]?.tier)
              }
            }
          },
        ),
        { numRuns: how === 'daily' ? 15 : 40 },
      )
    },
  )
})
