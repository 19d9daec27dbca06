// What the process asks of a gift, an allowance and a shelf: a refusal is an event there.
import { describe, expect, test } from 'vitest'
import { eventsOf, issuedAt, noon } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { staffId } from '../shared/ids.js'
import {
  customer,
  deliveryOf,
  gift,
  grantOf,
  hkd,
  item,
  listedAs,
  outcomeOf,
  reactionOf,
  requestOf,
  shop,
  told,
  umbrella,
} from './arbitraries.js'
import type { GiftsCommand, ReserveStock, TakeAllowance } from './commands.js'
import type { GiftStep, GiftsEvent, UnderTerms } from './events.js'
import * as Gifts from './index.js'

const day = civilDate
const usual = issuedAt(noon('2024-06-01'))

const typesOf = (events: ReadonlyArray<GiftsEvent>): ReadonlyArray<string> =>
  events.map(({ type }) => type)

const on = (step: GiftStep): GiftsCommand => ({ type: 'ContinueGift', giftId: gift(), step })
const off = (step: GiftStep): GiftsCommand => ({
  type: 'RefuseGift',
  giftId: gift(),
  step,
  reasons: [{ type: 'StockGone', onHand: 0, reserved: 0 }],
})
const cancel: GiftsCommand = { type: 'CancelGift', giftId: gift(), reasonCode: 'asked' as never }

describe('a gift for points', () => {
  const steps: ReadonlyArray<GiftStep> = ['points', 'allowance', 'stock', 'capture']

  test('goes from step to step, and is issued by the last', () => {
    expect(typesOf(told(requestOf(), ...steps.map(on)))).toEqual([
      'GiftRequested',
      'GiftPointsHeld',
      'GiftAllowed',
      'GiftReserved',
      'GiftIssued',
    ])
  })

  test('takes each answer once, however often and late it comes', () => {
    for (let done = 0; done <= steps.length; done++) {
      const before = told(requestOf(), ...steps.slice(0, done).map(on))
      for (const step of steps.slice(0, done)) {
        expect(outcomeOf(before, on(step))).toMatchObject({ right: [] })
      }
      const ended = told(requestOf(), ...steps.slice(0, done).map(on), cancel)
      for (const step of steps) {
        expect(outcomeOf(ended, on(step))).toMatchObject({ right: [] })
        expect(outcomeOf(ended, off(step))).toMatchObject({ right: [] })
      }
    }
  })

  test('leaves out no step', () => {
    expect(outcomeOf(told(requestOf()), on('capture'))).toMatchObject({
      left: { _tag: 'WrongStage', found: 'requested', expected: ['reserved'] },
    })
    expect(outcomeOf(told(requestOf(), on('points')), on('stock'))).toMatchObject({
      left: { _tag: 'WrongStage', found: 'pointsHeld', expected: ['allowed'] },
    })
  })

  test.each(steps)('does not come about when %s is refused', (step) => {
    const before = told(requestOf(), ...steps.slice(0, steps.indexOf(step)).map(on))
    expect(outcomeOf(before, off(step))).toMatchObject({
      right: [{ type: 'GiftRefused', step, reasons: [{ type: 'StockGone' }] }],
    })
  })

  test('ends at any step at which its points are lost, and not before it has any', () => {
    for (const done of [1, 2, 3]) {
      const before = told(requestOf(), ...steps.slice(0, done).map(on))
      expect(outcomeOf(before, off('capture'))).toMatchObject({ right: [{ type: 'GiftRefused' }] })
    }
    for (const before of [told(requestOf()), told(requestOf(), ...steps.map(on))]) {
      expect(outcomeOf(before, off('capture'))).toMatchObject({ right: [] })
    }
  })
})

describe('a gift without points', () => {
  test('is issued when a piece is put by for it', () => {
    expect(typesOf(told(grantOf(), on('allowance'), on('stock')))).toEqual([
      'GiftGranted',
      'GiftAllowed',
      'GiftReserved',
      'GiftIssued',
    ])
  })
})

describe('a step of the process', () => {
  const takeIt: TakeAllowance = {
    type: 'TakeAllowance',
    giftId: gift(),
    customerId: customer,
    itemId: item(),
    under: underOf({}),
    onDay: day('2024-06-01'),
  }
  const steps: ReadonlyArray<GiftsCommand> = [
    on('points'),
    off('stock'),
    takeIt,
    { type: 'GiveBackAllowance', giftId: gift(), customerId: customer },
    reserveOf(1),
    { type: 'IssueStock', itemId: item(), giftId: gift() },
    { type: 'PutBackStock', itemId: item(), giftId: gift(), condition: 'asNew' },
  ]

  test.each(steps)('is taken by nobody else: $type', (command) => {
    for (const by of ['staff-7', 'reaction:points_for_sales']) {
      expect(Gifts.decide(command, Gifts.initial, { ...usual, by })).toMatchObject({
        left: { _tag: 'OnlyByProcess', reaction: reactionOf(command) },
      })
    }
  })
})

function underOf(changes: Partial<UnderTerms>): UnderTerms {
  const limits = { perGiftMinor: 50_000, perYearMinor: 200_000 }
  return { version: 1, sha256: listedAs().sha256, worth: umbrella.worth, limits, ...changes }
}

function reserveOf(n: number, changes: Partial<ReserveStock> = {}): ReserveStock {
  const { version, sha256 } = listedAs()
  return {
    type: 'ReserveStock',
    itemId: item(),
    giftId: gift(n),
    storeId: shop,
    version,
    sha256,
    ...changes,
  }
}

const takeOf = (n: number, onDay: string, changes: Partial<UnderTerms> = {}): TakeAllowance => ({
  type: 'TakeAllowance',
  giftId: gift(n),
  customerId: customer,
  itemId: item(),
  under: underOf(changes),
  onDay: day(onDay),
})
const giveUp = (n: number): GiftsCommand => ({
  type: 'GiveBackAllowance',
  giftId: gift(n),
  customerId: customer,
})

describe('what a person may get', () => {
  test('is taken once, and refused once, whatever happens afterwards', () => {
    const cap = { capPerPerson: 1 }
    const full = told(takeOf(1, '2024-06-01', cap), takeOf(2, '2024-06-02', cap))
    expect(full).toMatchObject([
      { type: 'GiftAllowanceTaken', giftId: gift(1) },
      { type: 'GiftAllowanceRefused', reasons: [{ type: 'CapReached', cap: 1, taken: 1 }] },
    ])
    const free = [...full, ...eventsOf(outcomeOf(full, giveUp(1)))]
    expect(free.at(-1)).toMatchObject({ type: 'GiftAllowanceGivenBack', onDay: '2024-06-01' })
    for (const again of [takeOf(1, '2024-06-01', cap), takeOf(2, '2024-06-02', cap), giveUp(1)]) {
      expect(outcomeOf(free, again)).toMatchObject({ right: [] })
    }
    expect(outcomeOf(free, takeOf(3, '2024-06-03', cap))).toMatchObject({
      right: [{ type: 'GiftAllowanceTaken' }],
    })
  })

  test('of one item comes again on the day on which the months are over', () => {
    const months = { noRepeatMonths: 1 }
    const had = told(takeOf(1, '2024-01-31', months))
    const on28 = outcomeOf(had, takeOf(2, '2024-02-28', months))
    expect(on28).toMatchObject({
      right: [{ reasons: [{ type: 'RepeatTooSoon', months: 1, otherDay: '2024-01-31' }] }],
    })
    expect(outcomeOf(had, takeOf(2, '2024-02-29', months))).toMatchObject({
      right: [{ type: 'GiftAllowanceTaken' }],
    })
    // Entered late, it lies before the other one, and is too near all the same.
    expect(outcomeOf(had, takeOf(2, '2024-01-05', months))).toMatchObject({
      right: [{ type: 'GiftAllowanceRefused' }],
    })
    expect(outcomeOf(had, takeOf(2, '2023-12-31', months))).toMatchObject({
      right: [{ type: 'GiftAllowanceTaken' }],
    })
  })

  test('is worth so much a year, of one currency, unless somebody approved more', () => {
    const worth = { worth: { currency: hkd, minor: 150_000 } }
    const had = told(takeOf(1, '2024-12-31', worth))
    const more = (minor: number, onDay: string, changes: Partial<UnderTerms> = {}) =>
      outcomeOf(had, takeOf(2, onDay, { worth: { currency: hkd, minor }, ...changes }))
    expect(more(50_000, '2024-01-01')).toMatchObject({ right: [{ type: 'GiftAllowanceTaken' }] })
    expect(more(50_001, '2024-01-01')).toMatchObject({
      right: [
        {
          reasons: [
            {
              type: 'WorthAboveLimit',
              per: 'year',
              limitMinor: 200_000,
              takenMinor: 150_000,
              askedMinor: 50_001,
            },
          ],
        },
      ],
    })
    expect(more(50_001, '2025-01-01')).toMatchObject({ right: [{ type: 'GiftAllowanceTaken' }] })
    expect(more(50_001, '2024-01-01', { approver: staffId('staff-9') })).toMatchObject({
      right: [{ type: 'GiftAllowanceTaken', approver: 'staff-9' }],
    })
  })

  test('is refused for all reasons together', () => {
    const strict = {
      capPerPerson: 1,
      noRepeatMonths: 6,
      limits: { perGiftMinor: 50_000, perYearMinor: 30_000 },
    }
    const had = told(takeOf(1, '2024-06-01', strict))
    expect(outcomeOf(had, takeOf(2, '2024-07-01', strict))).toMatchObject({
      right: [
        {
          reasons: [
            { type: 'CapReached' },
            { type: 'RepeatTooSoon' },
            { type: 'WorthAboveLimit', takenMinor: 20_000, askedMinor: 20_000 },
          ],
        },
      ],
    })
  })
})

describe('a shelf', () => {
  const list: GiftsCommand = { type: 'ListGiftItem', itemId: item(), terms: umbrella }
  const stocked = told(list, deliveryOf(1))
  const issue: GiftsCommand = { type: 'IssueStock', itemId: item(), giftId: gift(1) }
  const back = (condition: 'asNew' | 'damaged'): GiftsCommand => ({
    type: 'PutBackStock',
    itemId: item(),
    giftId: gift(1),
    condition,
  })

  test('promises its last piece to one gift [L9]', () => {
    const promised = [...stocked, ...eventsOf(outcomeOf(stocked, reserveOf(1)))]
    expect(promised.at(-1)).toMatchObject({ type: 'GiftStockReserved', giftId: gift(1) })
    expect(outcomeOf(promised, reserveOf(1))).toMatchObject({ right: [] })
    const refused = outcomeOf(promised, reserveOf(2))
    expect(refused).toMatchObject({
      right: [
        { type: 'GiftStockRefused', reasons: [{ type: 'StockGone', onHand: 1, reserved: 1 }] },
      ],
    })
    // What was refused stays refused, though the piece is free again.
    const free = [
      ...promised,
      ...eventsOf(refused),
      ...eventsOf(outcomeOf(promised, back('asNew'))),
    ]
    expect(free.at(-1)).toMatchObject({ type: 'GiftStockReleased' })
    expect(outcomeOf(free, reserveOf(2))).toMatchObject({ right: [] })
    expect(outcomeOf(free, reserveOf(3))).toMatchObject({ right: [{ type: 'GiftStockReserved' }] })
  })

  test('of another shop helps nobody', () => {
    expect(outcomeOf(stocked, reserveOf(1, { storeId: 'HK2' as never }))).toMatchObject({
      right: [{ reasons: [{ type: 'StockGone', onHand: 0, reserved: 0 }] }],
    })
  })

  test('gives a piece away, and gets it back where it was unless it is damaged', () => {
    const gone = told(list, deliveryOf(1), reserveOf(1), issue)
    expect(gone.at(-1)).toMatchObject({ type: 'GiftStockIssued', storeId: shop })
    expect(outcomeOf(gone, issue)).toMatchObject({ right: [] })
    expect(outcomeOf(gone, back('damaged'))).toMatchObject({ right: [] })
    const returned = [...gone, ...eventsOf(outcomeOf(gone, back('asNew')))]
    expect(returned.at(-1)).toMatchObject({ type: 'GiftStockReturned', storeId: shop })
    expect(outcomeOf(returned, back('asNew'))).toMatchObject({ right: [] })
    expect(outcomeOf(returned, reserveOf(2))).toMatchObject({
      right: [{ type: 'GiftStockReserved' }],
    })
  })

  test('has nothing to put back, or to give away, for a gift that nothing was promised to', () => {
    for (const command of [issue, back('asNew')]) {
      expect(outcomeOf(stocked, command)).toMatchObject({ right: [] })
      expect(outcomeOf([], command)).toMatchObject({ right: [] })
    }
  })

  test('knows the terms: none are given under others, after a withdrawal, or of what was never listed', () => {
    const forged = reserveOf(1, { sha256: listedAs({ points: 1 }).sha256 })
    expect(outcomeOf(stocked, forged)).toMatchObject({
      right: [{ reasons: [{ type: 'ItemNotOffered', askedVersion: 1, listedVersion: 1 }] }],
    })
    const withdrawn = [
      ...stocked,
      ...eventsOf(
        outcomeOf(stocked, {
          type: 'WithdrawGiftItem',
          itemId: item(),
          reasonCode: 'ended' as never,
        }),
      ),
    ]
    const [event] = eventsOf(outcomeOf(withdrawn, reserveOf(1)))
    expect(event).toMatchObject({ reasons: [{ type: 'ItemNotOffered', askedVersion: 1 }] })
    const unknown = eventsOf(outcomeOf([], reserveOf(1)))
    expect(unknown).toMatchObject([
      { reasons: [{ type: 'ItemNotOffered' }, { type: 'StockGone', onHand: 0, reserved: 0 }] },
    ])
    expect(outcomeOf(unknown, reserveOf(1))).toMatchObject({ right: [] })
  })
})
