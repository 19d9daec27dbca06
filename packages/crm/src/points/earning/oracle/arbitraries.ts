// The sentences of docs/guide/points.md on earning and returns, as plainly as they can be counted out: whole numbers over one
// denominator, a list of purchases, nothing shared with the code. What the laws compare the code with; left out of the build.
import type { Conditions, Multiplier, Scope } from '../../../shared/earning-rules.js'
import type { AwardPoints, EarningLine, ReverseAward } from '../../commands.js'

interface BoughtLine {
  readonly id: string
  readonly quantity: number
  readonly points: number
  readonly basis: number
  readonly isOut: boolean
  back: number
}

interface Bought {
  readonly awardId: string
  readonly day: string
  readonly lines: BoughtLine[]
  readonly bonuses: {
    readonly id: string
    readonly points: number
    readonly least: number
    isGone: boolean
  }[]
}

/** All that was bought. */
export type OracleAccount = Bought[]

/** Points, or a numerator over `denominator`, of each line by its id; and of each bonus. */
export interface OracleAward {
  readonly lines: ReadonlyArray<readonly [string, number]>
  readonly bonuses: ReadonlyArray<readonly [string, number]>
}

// Days since 1 January 1970, a Thursday.
const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000
const weekday = (day: string): number => ((dayNumber(day) + 3) % 7) + 1

const isIn = (scope: Scope | undefined, line: EarningLine): boolean => {
  if (scope === undefined) return true
  for (const one of scope.skus ?? []) if (one === line.sku) return true
  for (const one of scope.brands ?? []) if (one === line.brand) return true
  for (const one of scope.categories ?? []) if (one === line.category) return true
  return false
}

const isMet = (rule: Conditions, { earnedOn, tier }: AwardPoints): boolean => {
  if (rule.tiers && !rule.tiers.some((one) => one === tier)) return false
  if (rule.from && dayNumber(earnedOn) < dayNumber(rule.from)) return false
  if (rule.until && dayNumber(earnedOn) > dayNumber(rule.until)) return false
  return !rule.weekdays || rule.weekdays.some((one) => one === weekday(earnedOn))
}

const keptOf = ({ points, quantity, back }: BoughtLine): number =>
  Math.floor((points * (quantity - back)) / quantity)

const netOf = ({ lines, bonuses }: Bought): number => {
  let net = 0
  for (const line of lines) net += keptOf(line)
  for (const { points, isGone } of bonuses) if (!isGone) net += points
  return net
}

// The membership year of a day, found by walking back to the last anniversary.
const yearOf = (day: string, since: string): string => {
  let at = dayNumber(day)
  for (;;) {
    const text = new Date(at * 86_400_000).toISOString().slice(0, 10)
    const isLeap = new Date(Date.UTC(Number(text.slice(0, 4)), 1, 29)).getUTCMonth() === 1
    const monthDay = since.endsWith('-02-29') && !isLeap ? '-02-28' : since.slice(4)
    if (text.endsWith(monthDay)) return text
    at--
  }
}

/** Of several exclusive multipliers the one that alone applies. */
const strongest = (all: ReadonlyArray<Multiplier>): Multiplier | undefined =>
  all.toSorted((a, b) => {
    if ((a.priority ?? 0) !== (b.priority ?? 0)) return (b.priority ?? 0) - (a.priority ?? 0)
    const [an, ad] = a.value
    const [bn, bd] = b.value
    if (an * bd !== bn * ad) return bn * ad - an * bd
    return a.ruleId < b.ruleId ? 1 : -1
  })[0]

/** What each line earns before rounding, as numerators over one denominator; and what its basis is. */
export const oracleRaw = (
  command: AwardPoints,
): {
  readonly d: bigint
  readonly lines: ReadonlyArray<{
    readonly n: bigint
    readonly basis: number
    readonly isOut: boolean
  }>
} => {
  const { earn } = command.rules.rules
  const base = (earn.baseRules ?? []).filter((rule) => isMet(rule, command))
  const times = (earn.multipliers ?? []).filter((rule) => isMet(rule, command))
  let over = BigInt(earn.pointsPerMinor[1])
  for (const { pointsPerMinor } of base) over *= BigInt(pointsPerMinor[1])
  let by = 1n
  for (const { value } of times) by *= BigInt(value[1])
  const lines = command.lines.map((line) => {
    const isOut = (earn.exclusions ?? []).some(({ scope }) => isIn(scope, line))
    let basis = line.basisMinor
    if (earn.grossBasis !== true) basis -= line.taxMinor ?? 0
    if (earn.earnOnPointsPaid !== true) basis -= line.paidByPointsMinor ?? 0
    if (basis < 0) basis = 0
    let rate = (BigInt(earn.pointsPerMinor[0]) * over) / BigInt(earn.pointsPerMinor[1])
    for (const { scope, pointsPerMinor } of base) {
      if (isIn(scope, line)) rate += (BigInt(pointsPerMinor[0]) * over) / BigInt(pointsPerMinor[1])
    }
    const matching = times.filter(({ scope }) => isIn(scope, line))
    const alone = strongest(matching.filter(({ exclusive }) => exclusive === true))
    let value = by
    for (const one of alone === undefined ? matching : [alone]) {
      value = (value * BigInt(one.value[0])) / BigInt(one.value[1])
    }
    return { n: isOut ? 0n : BigInt(basis) * rate * value, basis, isOut }
  })
  return { d: over * by, lines }
}

const shared = (total: number, weights: ReadonlyArray<number>): ReadonlyArray<number> => {
  const sum = BigInt(weights.reduce((all, one) => all + one, 0))
  const parts = weights.map((weight, n) => ({
    n,
    whole: (BigInt(total) * BigInt(weight)) / sum,
    rest: (BigInt(total) * BigInt(weight)) % sum,
  }))
  let left = BigInt(total) - parts.reduce((all, { whole }) => all + whole, 0n)
  for (const part of parts.toSorted((a, b) =>
    a.rest === b.rest ? a.n - b.n : a.rest > b.rest ? -1 : 1,
  )) {
    if (left-- > 0n) part.whole++
  }
  return parts.map(({ whole }) => Number(whole))
}

/** The whole number that `n`/`d` becomes. */
export const oracleRounded = (n: bigint, d: bigint, how: 'floor' | 'halfUp' | 'ceil'): bigint => {
  const down = n / d
  const rest = n - down * d
  if (how === 'ceil' && rest > 0n) return down + 1n
  return how === 'halfUp' && 2n * rest >= d ? down + 1n : down
}

/** What a purchase earns; the account keeps it. */
export const oracleAward = (known: OracleAccount, command: AwardPoints): OracleAward => {
  const { earn } = command.rules.rules
  const { d, lines: raw } = oracleRaw(command)
  const points = raw.map(({ n }) =>
    Number(oracleRounded(n, d, earn.place === 'line' ? earn.rounding : 'floor')),
  )
  if (earn.place === 'order') {
    const all = raw.reduce((sum, { n }) => sum + n, 0n)
    let left =
      Number(oracleRounded(all, d, earn.rounding)) - points.reduce((sum, one) => sum + one, 0)
    const order = raw.map(({ n }, at) => ({ at, rest: n % d }))
    for (const { at } of order.toSorted((a, b) =>
      a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1,
    )) {
      if (left-- > 0) points[at] = (points[at] ?? 0) + 1
    }
  }
  const counting = raw.filter(({ isOut }) => !isOut)
  const counts = counting.reduce((sum, { basis }) => sum + basis, 0)
  const bonuses = (earn.bonuses ?? []).filter(
    (bonus) =>
      counting.length > 0 &&
      isMet(bonus, command) &&
      counts >= (bonus.minimumMinor ?? 0) &&
      (bonus.campaign === undefined || bonus.campaign === command.campaign) &&
      (bonus.facts ?? []).every((fact) =>
        fact === 'firstPurchase' ? known.length === 0 : command.facts?.includes(fact),
      ),
  )
  const given = [...points, ...bonuses.map((bonus) => bonus.points)]
  const total = given.reduce((sum, one) => sum + one, 0)
  const since = command.memberSince ?? '0001-01-01'
  const used = (isSame: (day: string) => boolean) =>
    known.filter(({ day }) => isSame(day)).reduce((sum, one) => sum + netOf(one), 0)
  const { order, day, month, membershipYear } = earn.caps ?? {}
  const today = command.earnedOn
  let left = total
  if (order !== undefined) left = Math.min(left, order)
  if (day !== undefined) left = Math.min(left, day - used((one) => one === today))
  if (month !== undefined) {
    left = Math.min(left, month - used((one) => one.startsWith(today.slice(0, 7))))
  }
  if (membershipYear !== undefined) {
    const year = yearOf(today, since)
    left = Math.min(left, membershipYear - used((one) => yearOf(one, since) === year))
  }
  const final = left < total ? shared(Math.max(0, left), given) : given
  const lines = command.lines.map(({ lineId, quantity }, n) => ({
    id: lineId,
    quantity,
    points: final[n] ?? 0,
    basis: raw[n]?.basis ?? 0,
    isOut: raw[n]?.isOut ?? false,
    back: 0,
  }))
  const kept = bonuses.map(({ ruleId, minimumMinor = 0 }, n) => ({
    id: ruleId,
    points: final[lines.length + n] ?? 0,
    least: minimumMinor,
    isGone: false,
  }))
  known.push({ awardId: command.awardId, day: today, lines, bonuses: kept })
  return {
    lines: lines.map((line) => [line.id, line.points]),
    bonuses: kept.map((bonus) => [bonus.id, bonus.points]),
  }
}

/** What goods that come back take with them: of each line in the order of the return, and the bonuses that are lost. */
export const oracleReversal = (
  known: OracleAccount,
  { awardId, lines }: ReverseAward,
): {
  readonly lines: ReadonlyArray<number>
  readonly bonuses: ReadonlyArray<readonly [string, number]>
} => {
  const bought = known.find((one) => one.awardId === awardId)
  if (bought === undefined) throw new Error('what was never bought came back')
  const claims = lines.map(({ lineId, quantity }) => {
    const line = bought.lines.find(({ id }) => id === lineId)
    if (line === undefined) throw new Error('a line that was never bought came back')
    const before = keptOf(line)
    line.back += quantity
    return before - keptOf(line)
  })
  const counting = bought.lines.filter(({ isOut, quantity, back }) => !isOut && back < quantity)
  const counts = counting.reduce(
    (sum, { basis, quantity, back }) => sum + Math.floor((basis * (quantity - back)) / quantity),
    0,
  )
  const lost = bought.bonuses.filter(
    ({ isGone, least, points }) =>
      !isGone && points > 0 && (counting.length === 0 || counts < least),
  )
  for (const one of lost) one.isGone = true
  return { lines: claims, bonuses: lost.map(({ id, points }) => [id, points]) }
}
