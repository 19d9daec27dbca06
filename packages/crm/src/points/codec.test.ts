import { comparePersonal } from '@patina/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import {
  adopted,
  idOf,
  problemsOf,
  sampleProblems,
  spoiled,
  stored,
} from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { staffId } from '../shared/ids.js'
import { pointsCommands, pointsEvents } from './arbitraries.js'
import {
  account,
  adjustmentOf,
  awardOf,
  captureOf,
  closeIt,
  customer,
  holdOf,
  redemptionOf,
  releaseOf,
  restOf,
  reversalOf,
  settleIt,
  transferOf,
  undoOf,
} from './asking.arbitraries.js'
import { commandCodecs, eventCodecs } from './codec.js'

comparePersonal()

describe('the events of points', () => {
  test('come back from the store as they were, absent members included', () => {
    fc.assert(
      fc.property(pointsEvents, (event) => {
        expect(stored(eventCodecs, event)).toEqual(E.right(event))
      }),
    )
  })

  test('that were ever stored still decode', () => {
    const samples = import.meta.glob('./__stored__/*.json', { eager: true, import: 'default' })
    expect(sampleProblems(eventCodecs, samples)).toEqual([])
  })
})

const award = {
  ...awardOf(1, '2024-06-01', [[1]]),
  saleId: idOf('sale', 1),
  tier: 'gold',
  memberSince: '2024-01-01',
  facts: ['occasion'],
  campaign: 'spring',
}
const coming = {
  membershipId: account,
  customerId: customer,
  programmeId: adopted().programmeId,
  zone: 'Asia/Hong_Kong',
  fromMembershipId: idOf('memb', 2),
  fromCustomerId: idOf('cust', 2),
  isMember: true,
}
const ofTransfer = { membershipId: account, transferId: idOf('tran', 1), part: 1 }
const given = { from: idOf('lot', 1), lotId: idOf('lot', 2), points: 3, earnedOn: '2024-06-01' }
const receiving = { ...ofTransfer, ...coming, type: 'ReceiveTransfer', lots: [given] }
const commands = [
  { command: award, optional: ['saleId', 'tier', 'memberSince', 'facts', 'campaign'] },
  { command: reversalOf(1, 1, [[1, 1]]), optional: [] },
  { command: redemptionOf(1, 10), optional: [] },
  { command: holdOf(1, 10, { minutes: 20, until: 'issue' }), optional: ['minutes', 'until'] },
  { command: captureOf(1, 1, 10), optional: [] },
  { command: releaseOf(1), optional: [] },
  { command: undoOf(1, 1, 10), optional: [] },
  { command: settleIt, optional: [] },
  { command: adjustmentOf(1, 10, { approver: staffId('S-2') }), optional: ['approver'] },
  { command: transferOf(1, 10), optional: [] },
  { command: receiving, optional: [] },
  {
    command: { ...ofTransfer, type: 'ReturnTransfer', because: 'accountClosed' },
    optional: [],
  },
  {
    command: { ...closeIt('until'), until: '2025-06-30', rules: adopted() },
    optional: ['until', 'rules'],
  },
  { command: restOf('rest', civilDate('2024-06-01')), optional: ['zone'] },
  { command: restOf('resume', civilDate('2024-06-01')), optional: ['zone'] },
  {
    command: {
      type: 'MoveLots',
      membershipId: account,
      customerId: customer,
      programmeId: adopted().programmeId,
      zone: 'Asia/Hong_Kong',
      origins: [account],
      to: idOf('memb', 2),
      toCustomerId: idOf('cust', 2),
    },
    optional: [],
  },
  {
    command: { ...coming, type: 'ReceiveLots', moveId: idOf('move', 1), lots: [], debts: [] },
    optional: [],
  },
  {
    command: {
      type: 'ReturnLots',
      membershipId: account,
      moveId: idOf('move', 1),
      lots: [],
      debts: [],
      otherMembershipId: idOf('memb', 2),
      otherCustomerId: idOf('cust', 2),
      because: 'notAMember',
    },
    optional: [],
  },
  {
    command: {
      type: 'FollowReversal',
      membershipId: account,
      moveId: idOf('move', 1),
      awardId: idOf('awar', 1),
      returnId: idOf('retu', 1),
      origin: idOf('memb', 2),
      arisenAt: '2024-06-01T04:00:00.000Z',
      deficit: 'carry',
      lots: [{ lotId: idOf('lot', 1), points: 3 }],
      visited: [idOf('memb', 2)],
    },
    optional: [],
  },
]

// What is wrong for most fields is right for some: points are taken by figures below 0, a move may bring no debts.
const isFine = ({ command }: { readonly command: unknown }): boolean =>
  problemsOf(commandCodecs, command).length === 0
const fine = ['points is -1', 'isMember is true', 'lots is []', 'debts is []']

describe('the commands about points', () => {
  test('are let in when they are well formed', () => {
    fc.assert(
      fc.property(pointsCommands, (command) => problemsOf(commandCodecs, command).length === 0),
    )
  })

  for (const { command, optional } of commands) {
    const bad = spoiled(command, optional).filter(
      (one) => !(fine.includes(one.what) && isFine(one)),
    )
    test.each(bad)(`${command.type} is refused when $what`, ({ path, command }) => {
      const paths = problemsOf(commandCodecs, command).map((problem) => problem.path)
      expect(paths.length).toBeGreaterThan(0)
      for (const found of paths) expect(found.startsWith(path)).toBe(true)
    })
  }

  test.each([
    [
      'a negative basis',
      { lines: [{ lineId: '1', quantity: 1, basisMinor: -1 }] },
      '/lines/0/basisMinor',
      'a whole number from 0 to 1000000000000',
      '-1',
    ],
    [
      'no pieces',
      { lines: [{ lineId: '1', quantity: 0, basisMinor: 1 }] },
      '/lines/0/quantity',
      'a whole number from 1 to 1000000000',
      '0',
    ],
    ['no lines', { lines: [] }, '/lines', 'a list of 1 to 2000 entries', 'a list of 0'],
    [
      'a day that does not exist',
      { earnedOn: '2023-02-29' },
      '/earnedOn',
      'a day as YYYY-MM-DD, from 0001-01-01 to 9999-12-31',
      '2023-02-29',
    ],
    [
      'a hash in capitals',
      { rules: { ...adopted(), sha256: 'AB'.repeat(32) } },
      '/rules/sha256',
      '64 hexadecimal digits in lower case',
      'text of 64 characters',
    ],
  ])(
    'say of %s where it is, what was expected and what was found',
    (_, changes, path, expected, found) => {
      expect(problemsOf(commandCodecs, { ...award, ...changes })).toEqual([
        { path, expected, found },
      ])
    },
  )

  test.each([
    ['no time at all', { minutes: 0 }, '/minutes', 'a whole number from 1 to 20160', '0'],
    [
      'more than 14 days',
      { minutes: 20_161 },
      '/minutes',
      'a whole number from 1 to 20160',
      '20161',
    ],
    [
      'an end that nobody knows',
      { until: 'christmas' },
      '/until',
      '"issue"',
      'text of 9 characters',
    ],
  ])('say of %s to hold points for what was expected', (_, changes, path, expected, found) => {
    expect(problemsOf(commandCodecs, { ...holdOf(1, 10), ...changes })).toEqual([
      { path, expected, found },
    ])
  })

  test('have at most 2,000 lines', () => {
    const lines = Array.from({ length: 2001 }, (_, n) => ({
      lineId: String(n),
      quantity: 1,
      basisMinor: 1,
    }))
    expect(problemsOf(commandCodecs, { ...award, lines })).toHaveLength(1)
    expect(problemsOf(commandCodecs, { ...award, lines: lines.slice(1) })).toEqual([])
  })
})
