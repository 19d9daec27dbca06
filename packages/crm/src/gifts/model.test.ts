// Gifts one after the other against a naive book-keeper, who knows no events: a balance, a shelf, and a list of what each
// person has. What the process comes to, over four streams and three reactions, must be what he writes down at once.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { awardOf } from '../points/asking.arbitraries.js'
import { idOf } from '../shared/arbitraries.js'
import { dayInHongKong } from '../shared/hong-kong.js'
import { reasonCode, staffId } from '../shared/ids.js'
import { lookUp } from '../shared/table.js'
import {
  deliveryOf,
  gift,
  grantOf,
  hkd,
  item,
  listedAs,
  proof,
  requestOf,
  shop,
} from './arbitraries.js'
import { streamOf } from './capability.js'
import type { GiftsCommand } from './commands.js'
import type { GiftEntry } from './events.js'
import { type GiftStanding, standingAfter } from './gifts.projection.js'
import type { GiftHindrance } from './hindrances.js'
import type { GiftItem, GiftStage } from './state.js'
import { openWorld, rules, type World } from './world/arbitraries.js'
import { accountOf, people } from './world/plays/arbitraries.js'
import { giftsWorth } from './worth.projection.js'

const cap = 2
const months = 2
const limit = 100_000
const price = 100
const listed = listedAs({
  worth: { currency: hkd, minor: 40_000 },
  capPerPerson: cap,
  noRepeatMonths: months,
})
const limits = { perGiftMinor: 50_000, perYearMinor: limit }

type Move =
  | { readonly kind: 'earn' | 'deliver' | 'wait'; readonly who: number; readonly amount: number }
  | { readonly kind: 'request' | 'grant'; readonly who: number; readonly isApproved: boolean }
  | { readonly kind: 'cancel' | 'collect' | 'return' | 'damaged'; readonly which: number }

const moves: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: asked('request') },
  { weight: 2, arbitrary: asked('grant') },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('earn' as const, 'deliver' as const, 'wait' as const),
      who: fc.nat(1),
      amount: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'cancel' as const,
        'collect' as const,
        'return' as const,
        'damaged' as const,
      ),
      which: fc.nat(9),
    }),
  },
)

function asked<Kind extends 'request' | 'grant'>(kind: Kind) {
  return fc.record({ kind: fc.constant(kind), who: fc.nat(1), isApproved: fc.boolean() })
}

/** What the book-keeper knows. He changes it in place: it is a book. */
interface Book {
  readonly points: number[]
  shelf: number
  readonly gifts: {
    readonly number: number
    readonly who: number
    readonly isPaid: boolean
    /** Milliseconds since 1970 of the day, at midnight in UTC. */
    readonly day: number
    stage: GiftStage
    reasons: ReadonlyArray<string>
  }[]
}

const isTheirs = (stage: GiftStage): boolean => stage === 'issued' || stage === 'collected'

// A month later, or the last day of that month: by the calendar of the machine, in UTC.
const later = (day: number, more: number): number => {
  const date = new Date(day)
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + more, 1)
  const length = new Date(
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + more + 1, 0),
  ).getUTCDate()
  return first + (Math.min(date.getUTCDate(), length) - 1) * 86_400_000
}

const enter = (
  book: Book,
  move: Extract<Move, { isApproved: boolean }>,
  number: number,
  day: number,
) => {
  const { kind, who, isApproved } = move
  const isPaid = kind === 'request'
  const had = book.gifts.filter((one) => one.who === who && isTheirs(one.stage))
  const year = new Date(day).getUTCFullYear()
  const ofYear = had.filter((one) => new Date(one.day).getUTCFullYear() === year).length
  const reasons: string[] = []
  if (isPaid && (book.points[who] ?? 0) < price) reasons.push('PointsRefused')
  else {
    if (had.length >= cap) reasons.push('CapReached')
    if (had.some((one) => later(one.day, months) > day)) reasons.push('RepeatTooSoon')
    if (!isApproved && (ofYear + 1) * 40_000 > limit) reasons.push('WorthAboveLimit')
    if (reasons.length === 0 && book.shelf === 0) reasons.push('StockGone')
  }
  const stage = reasons.length === 0 ? 'issued' : 'refused'
  book.gifts.push({ number, who, isPaid, day, stage, reasons })
  if (stage === 'refused') return
  book.shelf--
  if (isPaid) book.points[who] = (book.points[who] ?? 0) - price
}

const end = (book: Book, which: number, kind: Extract<Move, { which: number }>['kind']): void => {
  const one = book.gifts[which % Math.max(1, book.gifts.length)]
  if (one === undefined) return
  if (kind === 'collect' && one.stage === 'issued') one.stage = 'collected'
  const isOver =
    kind === 'cancel'
      ? one.stage === 'issued'
      : (kind === 'return' || kind === 'damaged') && one.stage === 'collected'
  if (!isOver) return
  one.stage = kind === 'cancel' ? 'cancelled' : 'returned'
  if (kind !== 'damaged') book.shelf++
  if (one.isPaid) book.points[one.who] = (book.points[one.who] ?? 0) + price
}

const commandOf = (move: Move, number: number, book: Book, world: World) => {
  if ('which' in move) {
    const giftId = gift(book.gifts[move.which % Math.max(1, book.gifts.length)]?.number ?? 0)
    const why = reasonCode('asked')
    if (move.kind === 'cancel') return { type: 'CancelGift', giftId, reasonCode: why } as const
    if (move.kind === 'collect') return { type: 'CollectGift', giftId, proof } as const
    const condition = move.kind === 'return' ? 'asNew' : 'damaged'
    return { type: 'ReturnGift', giftId, condition, reasonCode: why } as const
  }
  const customerId = people[move.who] ?? idOf('cust', 0)
  if ('isApproved' in move) {
    const approver = move.isApproved ? { approver: staffId('staff-9') } : {}
    const of = { customerId, item: listed, limits, ...approver }
    return move.kind === 'request' ? requestOf(number, of) : grantOf(number, of)
  }
  if (move.kind === 'deliver') return deliveryOf(move.amount, number)
  const earned = awardOf(number, dayInHongKong(world.now()), [[move.amount * 60]], rules)
  return { ...earned, customerId }
}

const standingOf = (world: World, number: number): GiftStanding => {
  const stream = streamOf({ type: 'LapseGift', giftId: gift(number) } as GiftsCommand)
  return world
    .log()
    .filter((one) => one.stream === stream)
    .reduce<GiftStanding>((before, { event }) => standingAfter(before, event as GiftEntry), {})
}

const pointsOf = (world: World, who: number): number => {
  const account = world.states().get(`points-${accountOf(people[who] as never)}` as never)
  return (account as { readonly available?: number } | undefined)?.available ?? 0
}

const worthOf = (world: World, who: number): number =>
  world
    .log()
    .flatMap(({ event }) => giftsWorth.parts({ event } as never))
    .filter(([key]) => key === people[who])
    .reduce((view, [, part]) => giftsWorth.evolve(view, part), {
      ...giftsWorth.initial('' as never),
    })
    .years.reduce((all, { minor }) => all + minor, 0)

const histories: fc.Arbitrary<ReadonlyArray<Move>> = fc.array(moves, {
  minLength: 4,
  maxLength: 24,
  size: 'max',
})

// Chance comes to the cap too seldom: as many gifts as one person may have, far enough apart, and one more.
const toTheCap: ReadonlyArray<Move> = [
  { kind: 'deliver', who: 0, amount: 3 },
  ...Array.from(
    { length: cap + 1 },
    (): ReadonlyArray<Move> => [
      { kind: 'grant', who: 0, isApproved: true },
      ...Array.from({ length: months }, (): Move => ({ kind: 'wait', who: 0, amount: 3 })),
    ],
  ).flat(),
]

// Nor does one gift often go all the way.
const thereAndBack: ReadonlyArray<Move> = [
  { kind: 'deliver', who: 0, amount: 1 },
  { kind: 'earn', who: 0, amount: 3 },
  { kind: 'request', who: 0, isApproved: true },
  { kind: 'collect', which: 0 },
  { kind: 'return', which: 0 },
]

describe('gifts, one after the other', () => {
  test('come to what a naive book-keeper writes down, over all streams', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(histories, (todo) => {
        const world = openWorld()
        const book: Book = { points: [0, 0], shelf: 0, gifts: [] }
        world.ask({ type: 'ListGiftItem', itemId: item(), terms: listed.terms })
        for (const [number, move] of todo.entries()) {
          if (move.kind === 'wait') world.pass(move.amount * 13 * 86_400_000)
          else world.ask(commandOf(move, number, book, world))
          world.settle()
          const day = Date.parse(dayInHongKong(world.now()))
          if ('isApproved' in move) enter(book, move, number, day)
          else if ('which' in move) end(book, move.which, move.kind)
          else if (move.kind === 'deliver') book.shelf += move.amount
          else if (move.kind === 'earn') {
            book.points[move.who] = (book.points[move.who] ?? 0) + move.amount * 60
          }
          const state = world.states().get(streamOf(deliveryOf(1))) as GiftItem
          const onHand = lookUp(state.stores, shop)?.onHand ?? 0
          expect({ number, onHand }).toEqual({ number, onHand: book.shelf })
          for (const who of [0, 1]) {
            expect([number, who, pointsOf(world, who)]).toEqual([number, who, book.points[who]])
            const had = book.gifts.filter((one) => one.who === who && isTheirs(one.stage)).length
            expect(worthOf(world, who)).toBe(had * 40_000)
          }
        }
        for (const one of book.gifts) {
          const { stage, reasons = [] } = standingOf(world, one.number)
          const types = reasons.map(({ type }: GiftHindrance) => type)
          expect([one.number, stage, types]).toEqual([one.number, one.stage, one.reasons])
          for (const what of [one.stage, ...one.reasons]) seen.add(what)
        }
      }),
      { numRuns: 500, examples: [[toTheCap], [thereAndBack]] },
    )
    for (const what of [
      'issued',
      'cancelled',
      'returned',
      'PointsRefused',
      'CapReached',
      'RepeatTooSoon',
      'StockGone',
    ]) {
      expect([what, seen.has(what)]).toEqual([what, true])
    }
  })
})
