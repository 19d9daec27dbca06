import { comparePersonal } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { idOf, problemsOf, sampleProblems, spoiled, stored } from '../shared/arbitraries.js'
import {
  correctionOf,
  deliveryOf,
  gift,
  giftsCommands,
  giftsEvents,
  grantOf,
  item,
  requestOf,
  umbrella,
} from './arbitraries.js'
import { commandCodecs, eventCodecs } from './codec.js'

comparePersonal()

describe('the events of gifts', () => {
  test('come back from the store as they were, absent members included', () => {
    fc.assert(
      fc.property(giftsEvents, (event) => {
        expect(stored(eventCodecs, event)).toEqual(E.right(event))
      }),
      { numRuns: 500 },
    )
  })

  test('that were ever stored still decode', () => {
    const samples = import.meta.glob('./__stored__/*.json', { eager: true, import: 'default' })
    expect(sampleProblems(eventCodecs, samples)).toEqual([])
  })
})

const sha256 = 'ab'.repeat(32)
const limits = { perGiftMinor: 1, perYearMinor: 2 }
const under = { version: 1, sha256, worth: umbrella.worth, limits }

const commands = [
  { type: 'ListGiftItem', itemId: item(), terms: umbrella },
  { type: 'WithdrawGiftItem', itemId: item(), reasonCode: 'ended' },
  deliveryOf(5),
  correctionOf(-2),
  { ...requestOf(), limits, approver: 'staff-9' },
  { ...grantOf(), limits, approver: 'staff-9' },
  { type: 'OfferForCollection', giftId: gift(), collectByDay: '2024-07-01' },
  { type: 'CollectGift', giftId: gift(), proof: 'card' },
  { type: 'ShipGift', giftId: gift(), customerId: idOf('cust', 1), carrier: 'post' },
  { type: 'DeliverGift', giftId: gift() },
  { type: 'CancelGift', giftId: gift(), reasonCode: 'asked' },
  { type: 'ReturnGift', giftId: gift(), condition: 'asNew', reasonCode: 'faulty' },
  { type: 'LapseGift', giftId: gift() },
  { type: 'ContinueGift', giftId: gift(), step: 'capture', redemptionId: idOf('rede', 1) },
  {
    type: 'RefuseGift',
    giftId: gift(),
    step: 'stock',
    reasons: [{ type: 'StockGone', onHand: 0, reserved: 0 }],
  },
  {
    type: 'TakeAllowance',
    giftId: gift(),
    customerId: idOf('cust', 1),
    itemId: item(),
    under,
    onDay: '2024-06-01',
  },
  { type: 'GiveBackAllowance', giftId: gift(), customerId: idOf('cust', 1) },
  { type: 'ReserveStock', itemId: item(), giftId: gift(), storeId: 'HK1', version: 1, sha256 },
  { type: 'IssueStock', itemId: item(), giftId: gift() },
  { type: 'PutBackStock', itemId: item(), giftId: gift(), condition: 'damaged' },
]

const optional = ['limits', 'approver', 'collectByDay', 'redemptionId']

// What would spoil most commands and is well formed in one.
const fine = ['difference is -1']

describe('the commands about gifts', () => {
  test('are let in when they are well formed', () => {
    fc.assert(
      fc.property(giftsCommands, (command) => problemsOf(commandCodecs, command).length === 0),
    )
    expect(commands.flatMap((command) => problemsOf(commandCodecs, command))).toEqual([])
    expect(commands.map(({ type }) => type)).toEqual(Object.keys(commandCodecs))
  })

  for (const command of commands) {
    const mayLack = optional.filter((field) => field in command)
    test.each(spoiled(command, mayLack).filter(({ what }) => !fine.includes(what)))(
      `${command.type} is refused when $what`,
      ({ path, command }) => {
        const paths = problemsOf(commandCodecs, command).map((problem) => problem.path)
        expect(paths.length).toBeGreaterThan(0)
        for (const found of paths) expect(found.startsWith(path)).toBe(true)
      },
    )
  }

  const [list, , receive, correct] = commands

  test.each([
    [
      'a worth below nothing',
      { ...list, terms: { worth: { currency: 'HKD', minor: -1 } } },
      '/terms/worth/minor',
      'a whole number from 0 to 1000000000000',
      '-1',
    ],
    [
      'no points at all',
      { ...list, terms: { ...umbrella, points: 0 } },
      '/terms/points',
      'a whole number from 1 to 9007199254740991',
      '0',
    ],
    [
      'a tier that is listed twice',
      { ...list, terms: { ...umbrella, tiers: ['gold', 'gold'] } },
      '/terms/tiers',
      'a list of 1 to 100 different codes of 1 to 64 printable ASCII characters',
      'a list of 2',
    ],
    [
      'a day that does not exist',
      { ...list, terms: { ...umbrella, fromDay: '2024-02-30' } },
      '/terms/fromDay',
      'a day as YYYY-MM-DD, from 0001-01-01 to 9999-12-31',
      '2024-02-30',
    ],
    [
      'more pieces than any delivery has',
      { ...receive, count: 1_000_001 },
      '/count',
      'a whole number from 1 to 1000000',
      '1000001',
    ],
    [
      'more pieces than can be missing',
      { ...correct, difference: -1_000_001 },
      '/difference',
      'a whole number from -1000000 to 1000000',
      '-1000001',
    ],
    [
      'half a piece',
      { ...correct, difference: 0.5 },
      '/difference',
      'a whole number from -1000000 to 1000000',
      '0.5',
    ],
  ])(
    'say of %s where it is, what was expected and what was found',
    (_, command, path, expected, found) => {
      expect(problemsOf(commandCodecs, command)).toEqual([{ path, expected, found }])
    },
  )
})
