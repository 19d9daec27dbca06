// The account again, as simply as it can be said: no persistent table, no order kept, everything looked for each time. What is
// asked of it has been decided already; where its points end up is its own reckoning.
import * as E from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import type { CivilDate } from '../../shared/civil-date.js'
import { adjustmentLotIdOf } from '../../shared/derived-ids.js'
import type { AdoptedRules } from '../../shared/programme-rules.js'
import type { PointsCommand } from '../commands.js'
import * as Points from '../index.js'
import type { Turn } from '../plays.arbitraries.js'

const payOut = 'pay out'

const sum = <A>(of: ReadonlyArray<A>, figure: (one: A) => number): number =>
  of.reduce((all, one) => all + figure(one), 0)

// Written out, for what it is compared with computes by another library.
const monthsAfter = (day: string, months: number): string => {
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(dayOfMonth, length))
  return first.toISOString().slice(0, 10)
}

// The same, of days in a zone: Swedish dates are written year, month, day.
const daysOf = (timeZone: string): ((at: string) => string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone })
  return (at) => format.format(new Date(at))
}

const rulesOf = ({ command }: Turn): ReadonlyArray<AdoptedRules> =>
  'rules' in command ? [command.rules] : []

interface PlainLot {
  readonly id: string
  readonly line: string
  readonly earnedOn: string
  lastDay: string
  /** Months after an activity at which it ends. */
  readonly rolls?: number | undefined
  readonly availableOn: string
  available: number
  pending: number
  held: number
  spent: number
  expired: number
  given: number
}

interface PlainHold {
  readonly endsAt: string
  readonly graceDays: number
  parts: { readonly lot: PlainLot; points: number }[]
}

/** What the balance of a play must be in the end, on the day of what was last carried out. */
export const plainBalance = (turns: ReadonlyArray<Turn>) => {
  const localDay = daysOf(turns.flatMap(rulesOf)[0]?.rules.zone ?? 'UTC')
  const lots: PlainLot[] = []
  const lines = new Map<
    string,
    { points: number; quantity: number; returned: number; isCarried: boolean }
  >()
  const spendings = new Map<string, { lot: PlainLot; points: number }[]>()
  const graceDays = new Map<string, number>()
  const holds = new Map<string, PlainHold>()
  let debt = 0
  let earned = 0
  let reversed = 0
  let absorbed = 0
  let forgiven = 0
  let adjusted = 0
  let clock = ''
  let settledAt = ''
  let end: { readonly policy: string; readonly until: string } | undefined
  const rests: { readonly from: string; to: string }[] = []
  const gifts = new Map<string, { lot: PlainLot; points: number }[]>()
  const lastDayOf = ({ lastDay }: PlainLot): string =>
    end !== undefined && end.until < lastDay ? end.until : lastDay
  // What an award, a redemption or a capture does to the lots that live by it.
  const stir = (today: string) => {
    for (const lot of lots) {
      if (lot.rolls === undefined || lot.lastDay < today || end?.policy === 'until') continue
      const later = monthsAfter(today, lot.rolls)
      if (later > lot.lastDay) lot.lastDay = later
    }
  }
  const lotWith = (
    lot: Pick<PlainLot, 'id' | 'line' | 'earnedOn' | 'lastDay' | 'rolls'>,
    points: number,
    availableOn: string,
    today: string,
  ): PlainLot => ({
    ...lot,
    availableOn,
    available: availableOn <= today ? points : 0,
    pending: availableOn <= today ? 0 : points,
    held: 0,
    spent: 0,
    expired: 0,
    given: 0,
  })
  const inOrder = () =>
    lots.toSorted((a, b) =>
      `${lastDayOf(a)}|${a.earnedOn}|${a.id}` < `${lastDayOf(b)}|${b.earnedOn}|${b.id}` ? -1 : 1,
    )
  const letGo = (id: string) => {
    for (const { lot, points } of holds.get(id)?.parts ?? []) {
      lot.held -= points
      lot.available += points
    }
    holds.delete(id)
  }
  // Every day on which points come and every moment at which a hold is over is a moment to settle at.
  const settleUntil = (at: string) => {
    const today = localDay(at)
    const ends = [...holds.values()].map(({ endsAt }) => endsAt).filter((one) => one <= at)
    const days = lots
      .filter(({ pending, availableOn }) => pending > 0 && availableOn <= today)
      .map(({ availableOn }) => availableOn)
    const steps = [
      ...[...new Set(ends)].map((one) => `${localDay(one)}|${one}`),
      ...[...new Set(days)].map((day) => `${day}|`),
    ]
    for (const step of steps.sort()) {
      const [day = '', moment] = step.split('|')
      for (const [id, { endsAt }] of [...holds]) if (endsAt === moment) letGo(id)
      settle(day)
    }
    settle(today)
  }
  const settle = (today: string) => {
    for (const lot of lots) {
      if (lot.availableOn <= today && lot.availableOn <= lastDayOf(lot)) {
        lot.available += lot.pending
        lot.pending = 0
      }
      if (lastDayOf(lot) >= today) continue
      lot.expired += lot.available + lot.pending
      lot.available = 0
      lot.pending = 0
    }
    for (const lot of inOrder()) {
      const part = Math.min(debt, lot.available)
      lot.available -= part
      debt -= part
      absorbed += part
    }
    if (end === undefined || end.policy === 'until') return
    for (const lot of inOrder()) {
      if (end.policy === 'forfeit') lot.expired += lot.available
      else if (lot.available > 0) {
        lot.spent += lot.available
        const paid = spendings.get(payOut) ?? []
        spendings.set(payOut, [...paid, { lot, points: lot.available }])
      }
      lot.expired += lot.pending
      lot.available = 0
      lot.pending = 0
    }
  }
  // Whether a sweep would have something to record: that points have come on their day is nothing.
  const isDue = (at: string): boolean => {
    const today = localDay(at)
    const isWoundUp = end !== undefined && end.policy !== 'until'
    const isFreeAndDue = (lot: PlainLot): boolean => {
      if (lot.available + lot.pending === 0) return false
      const hasCome = lot.available > 0 || lot.availableOn <= today
      return isWoundUp || lastDayOf(lot) < today || (debt > 0 && hasCome)
    }
    return [...holds.values()].some(({ endsAt }) => endsAt <= at) || lots.some(isFreeAndDue)
  }
  // Of the days on which the membership is not active; of an account that was closed, only its policy says what may be spent.
  const isResting = (today: string): boolean =>
    end === undefined && rests.some(({ from, to }) => from <= today && today < to)
  const isAsking = ({ type }: PointsCommand): boolean =>
    ['RedeemPoints', 'HoldPoints', 'AdjustPoints', 'TransferPoints'].includes(type)
  const carryOut = (command: PointsCommand, at: string, events: Turn['events']): void => {
    const today = localDay(at)
    if (isAsking(command)) expect(isResting(today)).toBe(false)
    switch (command.type) {
      case 'AwardPoints': {
        const { rules } = command.rules
        const [n, d] = rules.earn.pointsPerMinor
        // Which points a line gets is judged by a law of its own; here it is read from the event.
        const event = events.find((one) => one.type === 'PointsAwarded')
        const given = new Map(event?.lots.map(({ lineId, points }) => [lineId, points]))
        const raw = sum(command.lines, ({ basisMinor }) => basisMinor) * n
        expect(Math.abs(sum([...given.values()], (points) => points) * d - raw)).toBeLessThan(
          d * command.lines.length,
        )
        for (const { lineId, quantity } of command.lines) {
          const points = given.get(lineId) ?? 0
          const line = `${command.awardId}/${lineId}`
          lines.set(line, { points, quantity, returned: 0, isCarried: rules.deficit === 'carry' })
          earned += points
          if (points === 0) continue
          const id = Points.lotIdOf(command.awardId, lineId)
          const rolls = rules.expiry.type === 'inactivity' ? rules.expiry.months : undefined
          const from = command.earnedOn > today ? command.earnedOn : today
          const availableOn = event?.lots[0]?.availableOn
          const lastDay =
            rolls === undefined
              ? (Points.lastDayOf(rules.expiry, command.earnedOn, availableOn) ?? '~')
              : monthsAfter(from, rolls)
          const lot = { id, line, earnedOn: command.earnedOn, lastDay, rolls }
          lots.push(lotWith(lot, points, availableOn ?? '', today))
        }
        if (sum([...given.values()], (points) => points) > 0) stir(today)
        break
      }
      case 'ReverseAward': {
        let missing = 0
        let isCarried = true
        for (const { lineId, quantity } of command.lines) {
          const name = `${command.awardId}/${lineId}`
          const line = lines.get(name)
          if (line === undefined) throw new Error('a line that was never awarded came back')
          const kept = (pieces: number) =>
            Math.floor((line.points * (line.quantity - pieces)) / line.quantity)
          let claim = kept(line.returned) - kept(line.returned + quantity)
          line.returned += quantity
          isCarried = line.isCarried
          for (const lot of lots.filter((one) => one.line === name)) {
            for (const bucket of ['pending', 'available', 'expired'] as const) {
              const part = Math.min(claim, lot[bucket])
              lot[bucket] -= part
              claim -= part
              reversed += part
            }
          }
          missing += claim
        }
        if (isCarried) debt += missing
        else forgiven += missing
        break
      }
      case 'RedeemPoints': {
        let missing = command.points
        const spending: { lot: PlainLot; points: number }[] = []
        for (const lot of inOrder()) {
          const points = Math.min(missing, lot.available)
          if (points === 0) continue
          lot.available -= points
          lot.spent += points
          missing -= points
          spending.push({ lot, points })
        }
        expect(missing).toBe(0)
        stir(today)
        spendings.set(command.redemptionId, spending)
        graceDays.set(command.redemptionId, command.rules.rules.redemption.graceDays)
        break
      }
      case 'HoldPoints': {
        let missing = command.points
        const parts: PlainHold['parts'] = []
        for (const lot of inOrder()) {
          const points = Math.min(missing, lot.available)
          if (points === 0) continue
          lot.available -= points
          lot.held += points
          missing -= points
          parts.push({ lot, points })
        }
        expect(missing).toBe(0)
        const ends = Date.parse(at) + (command.minutes ?? 15) * 60_000
        const { graceDays } = command.rules.rules.redemption
        holds.set(command.holdId, { endsAt: new Date(ends).toISOString(), graceDays, parts })
        break
      }
      case 'CapturePoints': {
        const held = holds.get(command.holdId)
        if (held === undefined) throw new Error('what is not held was captured')
        let missing = command.points
        const spending: { lot: PlainLot; points: number }[] = []
        for (const part of held.parts) {
          const points = Math.min(missing, part.points)
          if (points === 0) continue
          part.points -= points
          part.lot.held -= points
          part.lot.spent += points
          missing -= points
          spending.push({ lot: part.lot, points })
        }
        expect(missing).toBe(0)
        letGo(command.holdId)
        stir(today)
        spendings.set(command.redemptionId, spending)
        graceDays.set(command.redemptionId, held.graceDays)
        break
      }
      case 'ReleasePoints':
        letGo(command.holdId)
        break
      case 'UndoRedemption': {
        let missing = command.points
        const spending = spendings.get(command.redemptionId) ?? []
        while (missing > 0) {
          const last = spending.at(-1)
          if (last === undefined) throw new Error('more was undone than was spent')
          const points = Math.min(missing, last.points)
          last.points -= points
          if (last.points === 0) spending.pop()
          missing -= points
          last.lot.spent -= points
          if (lastDayOf(last.lot) >= today) last.lot.available += points
          else {
            const grace = graceDays.get(command.redemptionId) ?? 0
            const lastDay = new Date(Date.parse(today) + grace * 86_400_000)
              .toISOString()
              .slice(0, 10)
            const id = events
              .flatMap((one) => (one.type === 'RedemptionUndone' ? one.graceLots : []))
              .find(({ from }) => from === last.lot.id)?.lotId
            const graced = {
              id: id ?? '',
              line: last.lot.line,
              earnedOn: last.lot.earnedOn,
              lastDay,
            }
            lots.push(lotWith(graced, points, '', today))
          }
        }
        break
      }
      case 'SettleAccount':
        break
      case 'AdjustPoints': {
        if (command.points > 0) {
          const { expiry } = command.rules.rules
          const made = {
            id: adjustmentLotIdOf(command.adjustmentId),
            line: command.adjustmentId,
            earnedOn: today,
            lastDay: Points.lastDayOf(expiry, today as CivilDate) ?? '~',
            rolls: expiry.type === 'inactivity' ? expiry.months : undefined,
          }
          lots.push(lotWith(made, command.points, '', today))
          adjusted += command.points
          break
        }
        let missing = -command.points
        for (const lot of inOrder()) {
          const points = Math.min(missing, lot.available)
          lot.available -= points
          missing -= points
          reversed += points
        }
        expect(missing).toBe(0)
        break
      }
      case 'TransferPoints': {
        let missing = command.points
        const gift: { lot: PlainLot; points: number }[] = []
        for (const lot of inOrder()) {
          const points = Math.min(missing, lot.available)
          if (points === 0) continue
          lot.available -= points
          lot.given += points
          missing -= points
          gift.push({ lot, points })
        }
        expect(missing).toBe(0)
        gifts.set(command.transferId, gift)
        break
      }
      case 'ReturnTransfer':
        for (const { lot, points } of gifts.get(command.transferId) ?? []) {
          lot.given -= points
          lot.available += points
        }
        gifts.delete(command.transferId)
        break
      case 'CloseAccount':
        for (const id of [...holds.keys()]) letGo(id)
        end = { policy: command.policy, until: command.until ?? '~' }
        break
      case 'RestAccount': {
        const open = rests.findIndex(({ to }) => to === '~')
        if (open >= 0) rests.splice(open, 1)
        rests.push({ from: command.fromDay, to: '~' })
        break
      }
      case 'ResumeAccount':
        for (const rest of rests) if (rest.to === '~') rest.to = command.fromDay
        break
      default:
        throw new Error(`no account alone is asked for ${command.type}`)
    }
  }
  // What has been done is not done again, and no time passes by it: an account knows of no moment but those of its events.
  const isDone = (command: PointsCommand): boolean =>
    (command.type === 'ReturnTransfer' && !gifts.has(command.transferId)) ||
    (command.type === 'CloseAccount' && end !== undefined) ||
    (command.type === 'ResumeAccount' && rests.every(({ to }) => to !== '~')) ||
    (command.type === 'RestAccount' &&
      rests.some(({ from, to }) => to === '~' && from <= command.fromDay))
  for (const { command, issued, outcome, events, before } of turns) {
    const moment = clock > issued.at ? clock : issued.at
    const isInactive = isAsking(command) && isResting(localDay(moment))
    expect(E.isLeft(outcome) && outcome.left._tag === 'MembershipNotActive').toBe(isInactive)
    if (E.isLeft(outcome) || (before._tag === 'NotOpened' && events.length === 0)) continue
    if (isDone(command)) {
      expect(events).toEqual([])
      continue
    }
    const at = moment
    if (command.type === 'SettleAccount' && events.length === 0) {
      expect(isDue(at)).toBe(false)
      continue
    }
    settleUntil(at)
    carryOut(command, at, events)
    settleUntil(at)
    settledAt = at
    if (events.length > 0) clock = at
  }
  const expiring = new Map<string, number>()
  for (const lot of lots) {
    const lastDay = lastDayOf(lot)
    if (lot.available > 0) expiring.set(lastDay, (expiring.get(lastDay) ?? 0) + lot.available)
  }
  const figures = {
    available: sum(lots, ({ available }) => available),
    expiries: [...expiring]
      .filter(([lastDay]) => lastDay !== '~')
      .sort()
      .map(([lastDay, points]) => ({ lastDay, points })),
    lasting: expiring.get('~') ?? 0,
    pending: sum(lots, ({ pending }) => pending),
    held: sum(lots, ({ held }) => held),
    earned,
    adjusted,
    received: 0,
    moved: 0,
    given: sum(lots, ({ given }) => given),
    spent: sum(lots, ({ spent }) => spent),
    expired: sum(lots, ({ expired }) => expired),
    reversed,
    absorbed,
    owed: debt,
    forgiven,
  }
  const onDay = settledAt === '' ? undefined : (localDay(settledAt) as CivilDate)
  return { onDay, figures }
}
