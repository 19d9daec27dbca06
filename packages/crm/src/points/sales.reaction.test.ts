import type { FactsOf, LogEvent, Position } from '@patina/eventsourcing'
import { describe, expect, test } from 'vitest'
import type { SaleClaimed, SaleLinesReturned, SaleRecorded, SaleVoided } from '../sales/events.js'
import { adopted, idOf, plainRules } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import { returnUndoIdOf, voidIdOf } from '../shared/derived-ids.js'
import {
  type CustomerId,
  codeOf,
  documentNumber,
  lineId,
  type ProgrammeId,
  type RedemptionId,
  reasonCode,
  sku,
  storeId,
  tierId,
} from '../shared/ids.js'
import { currency } from '../shared/money.js'
import type { AdoptedRules } from '../shared/programme-rules.js'
import { openShop } from '../shop.arbitraries.js'
import * as Points from './index.js'
import type { MembershipPeriod, Memberships } from './members.projection.js'
import { pointsForSales } from './sales.reaction.js'

const customerId = idOf<CustomerId>('cust', 1)
const programmeId = idOf<ProgrammeId>('prog', 1)
const membershipId = Points.streamOf({
  type: 'AwardPoints',
  customerId,
  rules: adopted(),
} as Points.AwardPoints).slice('points-'.length) as MembershipPeriod['membershipId']

const sale: SaleRecorded = {
  type: 'SaleRecorded',
  saleId: idOf('sale', 1),
  documentNumber: documentNumber('A-1'),
  storeId: storeId('HK1'),
  customerId,
  soldOn: civilDate('2024-06-01'),
  currency: currency('HKD'),
  lines: [{ lineId: lineId('1'), sku: sku('W1'), quantity: 2, unitMinor: 9000, paidMinor: 15_000 }],
  units: 2,
  totalMinor: 15_000,
}
const returned: SaleLinesReturned = {
  type: 'SaleLinesReturned',
  saleId: sale.saleId,
  documentNumber: sale.documentNumber,
  soldOn: sale.soldOn,
  customerId,
  returnId: idOf('retu', 1),
  returnDocument: documentNumber('R-1'),
  storeId: storeId('HK2'),
  returnedOn: civilDate('2024-09-01'),
  currency: currency('HKD'),
  lines: [{ lineId: lineId('1'), sku: sku('W1'), quantity: 1, paidMinor: 7500, refundMinor: 7500 }],
  units: 1,
  refundMinor: 7500,
  reasonCode: reasonCode('faulty'),
}

const member: MembershipPeriod = { membershipId, programmeId, since: civilDate('2024-01-01') }

const react = (
  event: SaleRecorded | SaleClaimed | SaleLinesReturned | SaleVoided,
  memberships: ReadonlyArray<MembershipPeriod> | undefined = [member],
  rules: ReadonlyArray<AdoptedRules> | undefined = [adopted()],
  referred?: Memberships['referred'],
) => {
  const recorded = { event } as LogEvent<typeof event>
  const asOf = '' as Position
  const known = referred === undefined ? { memberships } : { memberships, referred }
  const facts: FactsOf<NonNullable<ReturnType<typeof pointsForSales.facts>>> = {
    members: { value: known, asOf },
    rules: { value: { adopted: rules }, asOf },
  }
  return pointsForSales.react(recorded, facts)
}

const award = {
  type: 'AwardPoints',
  customerId,
  awardId: Points.awardIdOf(programmeId, sale.saleId),
  saleId: sale.saleId,
  earnedOn: civilDate('2024-06-01'),
  lines: [{ lineId: lineId('1'), quantity: 2, basisMinor: 15_000 }],
  rules: adopted(),
}

describe('a sale', () => {
  test('earns on what was paid, line by line, under the rules of its day', () => {
    expect(react(sale)).toEqual([award])
  })

  test('to somebody unknown is none of the business of points', () => {
    const { customerId: _, ...unknown } = sale
    expect(pointsForSales.facts({ event: unknown } as LogEvent<SaleRecorded>)).toBeUndefined()
    expect(pointsForSales.facts({ event: sale } as LogEvent<SaleRecorded>)).toMatchObject({
      members: { key: customerId },
      rules: { key: 'all' },
    })
  })

  test('enrols nobody: who is no member earns nothing [L13]', () => {
    expect(react(sale, [])).toEqual([])
  })

  test.each([
    ['2024-06-01', '2024-06-01', true],
    ['2024-06-01', undefined, true],
    ['2024-06-02', undefined, false],
    ['2024-01-01', '2024-05-31', false],
  ])('of 1 June by a member from %s to %s earns: %s', (since, until, isEarning) => {
    const period = {
      ...member,
      since: civilDate(since),
      ...(until === undefined ? {} : { until: civilDate(until) }),
    }
    expect(react(sale, [period])).toHaveLength(isEarning ? 1 : 0)
  })

  test('earns nothing before the rules begin, or in another currency', () => {
    expect(react(sale, [member], [])).toEqual([])
    expect(react(sale, [member], [adopted({ effectiveOn: civilDate('2024-06-02') })])).toEqual([])
    expect(react(sale, [member], [adopted({ currency: currency('GBP') })])).toEqual([])
    expect(react(sale, [member], [adopted({}, idOf('prog', 2))])).toEqual([])
  })

  test('earns by the rules that began last, and of two that began on one day by the later version', () => {
    const of = (version: number, day: string) => adopted({ version, effectiveOn: civilDate(day) })
    const versionOf = (...rules: ReadonlyArray<AdoptedRules>) =>
      react(sale, [member], rules).map(
        (command) => 'rules' in command && command.rules.rules.version,
      )
    expect(versionOf(of(1, '2024-01-01'), of(2, '2024-06-01'), of(3, '2024-06-02'))).toEqual([2])
    expect(versionOf(of(1, '2024-05-01'), of(2, '2024-01-01'))).toEqual([1])
    expect(versionOf(of(1, '2024-06-01'), of(2, '2024-06-01'))).toEqual([2])
  })

  test('earns in each programme that its customer is a member of', () => {
    const other = {
      ...member,
      programmeId: idOf<ProgrammeId>('prog', 2),
      membershipId: idOf<MembershipPeriod['membershipId']>('memb', 2),
    }
    const commands = react(sale, [member, other], [adopted(), adopted({}, other.programmeId)])
    expect(commands).toHaveLength(2)
    expect(new Set(commands.map((command) => 'awardId' in command && command.awardId)).size).toBe(2)
  })
})

describe('goods that come back', () => {
  test('take back what they had earned, if they had, whatever became of the membership since', () => {
    const reversal = {
      type: 'ReverseAward',
      membershipId,
      awardId: award.awardId,
      returnId: returned.returnId,
      lines: [{ lineId: lineId('1'), quantity: 1 }],
      mayBeUnknown: true,
    }
    expect(react(returned)).toEqual([reversal])
    const days = [{ until: civilDate('2024-05-01') }, { since: civilDate('2024-07-01') }]
    for (const changed of days)
      expect(react(returned, [{ ...member, ...changed }])).toEqual([reversal])
    expect(react(returned, [])).toEqual([])
  })
})

const { customerId: _, ...toNobody } = sale
const undone = [{ membershipId, redemptionId: idOf<RedemptionId>('rede', 1), points: 30 }]
const voided: SaleVoided = { ...sale, type: 'SaleVoided', reasonCode: reasonCode('mistake') }

describe('a sale under rules beyond the plain one', () => {
  const earn = { ...plainRules.earn, bonuses: [{ ruleId: codeOf('hello'), points: 1 }] }
  const told: SaleRecorded = {
    ...sale,
    occasion: codeOf('wedding'),
    campaignRef: codeOf('spring'),
    lines: [
      {
        lineId: lineId('1'),
        sku: sku('W1'),
        quantity: 1,
        unitMinor: 15_000,
        paidMinor: 15_000,
        taxMinor: 1000,
        byPoints: { minor: 500, points: 50 },
        article: { brand: codeOf('example'), category: codeOf('watch') },
      },
    ],
  }
  const line = { lineId: '1', quantity: 1, basisMinor: 15_000 }

  test('brings with it all that they may ask of it and of its buyer', () => {
    const period: MembershipPeriod = {
      ...member,
      tiers: [
        { fromDay: civilDate('2024-01-01'), tier: tierId('silver') },
        { fromDay: civilDate('2024-06-02'), tier: tierId('gold') },
      ],
    }
    const referred = [{ membershipId, fromDay: civilDate('2024-01-01') }]
    expect(react(told, [period], [adopted({ earn })], referred)).toMatchObject([
      {
        tier: 'silver',
        memberSince: '2024-01-01',
        facts: ['occasion', 'referral'],
        campaign: 'spring',
        lines: [
          {
            ...line,
            taxMinor: 1000,
            paidByPointsMinor: 500,
            sku: 'W1',
            brand: 'example',
            category: 'watch',
          },
        ],
      },
    ])
    const later = [{ membershipId, fromDay: civilDate('2024-06-02') }]
    expect(react(told, [period], [adopted({ earn })], later)).toMatchObject([
      { facts: ['occasion'] },
    ])
  })

  test('brings to the plain one only what comes off the basis [L10]', () => {
    expect(react(told)).toEqual([
      { ...award, lines: [{ ...line, taxMinor: 1000, paidByPointsMinor: 500 }] },
    ])
  })
})

describe('a sale that is claimed', () => {
  test('earns as if its buyer had been known, on what is left of it', () => {
    const { documentNumber, storeId, saleId, soldOn, currency, lines, units, totalMinor } = sale
    const claimed: SaleClaimed = {
      type: 'SaleClaimed',
      ...{ documentNumber, storeId, saleId, soldOn, currency, lines, units, totalMinor },
      customerId,
      claimedOn: civilDate('2024-06-09'),
      proof: 'receipt',
    }
    expect(react(claimed)).toEqual([award])
  })
})

describe('a sale that is void', () => {
  test('takes back all that it had earned, under an id of its own [L4]', () => {
    const reversal = {
      type: 'ReverseAward',
      membershipId,
      awardId: award.awardId,
      returnId: voidIdOf(sale.saleId),
      lines: [{ lineId: '1', quantity: 2 }],
      mayBeUnknown: true,
    }
    expect(react(voided)).toEqual([reversal])
    expect(react({ ...voided, undone })).toMatchObject([{ type: 'UndoRedemption' }, reversal])
  })
})

describe('goods that were paid with points', () => {
  test('give these back when they come back, before what they had earned is claimed [L5]', () => {
    expect(react({ ...returned, undone })).toMatchObject([
      {
        type: 'UndoRedemption',
        membershipId,
        redemptionId: undone[0]?.redemptionId,
        undoId: returnUndoIdOf(returned.returnId, sale.saleId, idOf('rede', 1)),
        points: 30,
      },
      { type: 'ReverseAward', returnId: returned.returnId },
    ])
  })

  test('give them back whoever bought them', () => {
    const event: SaleVoided = { ...toNobody, type: 'SaleVoided', reasonCode: reasonCode('x') }
    const logged = (one: SaleVoided) => ({ event: one }) as LogEvent<SaleVoided>
    expect(pointsForSales.facts(logged(event))).toBeUndefined()
    expect(pointsForSales.facts(logged({ ...event, undone }))).toBeDefined()
    expect(react({ ...event, undone }, [])).toMatchObject([{ type: 'UndoRedemption', points: 30 }])
  })
})

describe('in the shop as a whole', () => {
  const at = (day: string, time = '04:00') =>
    `${day}T${time}:00.000Z` as Parameters<ReturnType<typeof openShop>['send']>[1]

  // A shop whose one customer was admitted in January.
  const shopOfMember = () => {
    const shop = openShop()
    shop.send({ type: 'AdoptRules', programmeId, rules: plainRules }, at('2024-01-01'))
    const since = civilDate('2024-01-01')
    shop.send({ type: 'Admit', programmeId, customerId, since }, at('2024-01-01'))
    return shop
  }

  const sell = (
    shop: ReturnType<typeof openShop>,
    document: string,
    minor: number,
    tenders?: SaleRecorded['tenders'],
  ): SaleRecorded => {
    const [recorded] = shop.send(
      {
        type: 'RecordSale',
        documentNumber: documentNumber(document),
        storeId: storeId('HK1'),
        customerId,
        soldOn: civilDate('2024-06-05'),
        currency: currency('HKD'),
        lines: [
          { lineId: lineId('1'), sku: sku('W1'), quantity: 1, unitMinor: minor, paidMinor: minor },
        ],
        ...(tenders === undefined ? {} : { tenders }),
      },
      at('2024-06-05'),
    )
    return recorded as SaleRecorded
  }

  const bringBack = (
    shop: ReturnType<typeof openShop>,
    { saleId }: SaleRecorded,
    document: string,
  ) =>
    shop.send(
      {
        type: 'ReturnLines',
        saleId,
        storeId: storeId('HK1'),
        returnDocument: documentNumber(document),
        returnedOn: civilDate('2024-06-20'),
        lines: [{ lineId: lineId('1'), quantity: 1 }],
        reasonCode: reasonCode('faulty'),
      },
      at('2024-06-20'),
    )

  const balanceIn = (shop: ReturnType<typeof openShop>): Points.Balance =>
    shop
      .entries()
      .map(({ event }) => event as Points.PointsEvent)
      .filter(({ type }) => Points.balance.types.includes(type))
      .reduce(Points.balance.evolve, Points.balance.initial(membershipId))

  const suspension = {
    type: 'Suspend',
    programmeId,
    customerId,
    fromDay: civilDate('2024-06-05'),
    reasonCode: reasonCode('disputed'),
  } as const
  const ending = {
    type: 'Close',
    programmeId,
    customerId,
    until: civilDate('2024-06-04'),
    by: 'member',
    reasonCode: reasonCode('moved'),
  } as const
  const goingOn = {
    type: 'Resume',
    programmeId,
    customerId,
    fromDay: civilDate('2024-06-10'),
  } as const

  test.each([
    ['nothing else', []],
    ['a suspension from the day of the sale', [suspension]],
    ['one that has ended', [suspension, goingOn]],
    ['an end before the sale', [ending]],
  ])('what a sale has earned is taken back when it comes back after %s', (_, commands) => {
    const shop = shopOfMember()
    const recorded = sell(shop, 'A-1', 100_000)
    for (const command of commands) {
      expect(shop.send(command, at('2024-06-10'))).toHaveLength(1)
    }
    expect(balanceIn(shop)).toMatchObject({ earned: 100, reversed: 0 })
    bringBack(shop, recorded, 'R-1')
    expect(balanceIn(shop)).toMatchObject({ earned: 100, reversed: 100, available: 0 })
  })

  test('one document returns goods of two sales that one redemption has paid, and all its points come back', () => {
    const shop = shopOfMember()
    sell(shop, 'A-0', 1_000_000)
    const rules = shop.rulesOn(programmeId, civilDate('2024-06-05'))
    if (rules === undefined) throw new Error('the programme has rules')
    const redemptionId = idOf<RedemptionId>('rede', 1)
    const spent = { membershipId, redemptionId, points: 300, for: codeOf('voucher'), rules }
    shop.send({ type: 'RedeemPoints', ...spent }, at('2024-06-05'))
    const paid = (points: number) => [
      {
        kind: codeOf('points'),
        amountMinor: points * 10,
        redemption: { membershipId, redemptionId, points },
      },
    ]
    const both = [sell(shop, 'A-1', 1500, paid(150)), sell(shop, 'A-2', 1500, paid(150))]
    for (const one of both) bringBack(shop, one, 'R-1')
    expect(balanceIn(shop)).toMatchObject({ spent: 0, available: 1000 })
  })
})

test('the shop as a whole: buy, spend, bring back, and owe what was spent [L4]', () => {
  const shop = openShop()
  const at = (day: string) => `${day}T04:00:00.000Z` as Parameters<typeof shop.send>[1]
  shop.send({ type: 'AdoptRules', programmeId, rules: plainRules }, at('2024-01-01'))
  shop.send(
    { type: 'Admit', programmeId, customerId, since: civilDate('2024-01-01') },
    at('2024-01-01'),
  )
  const recorded = shop.send(
    {
      type: 'RecordSale',
      documentNumber: documentNumber('A-1'),
      storeId: storeId('HK1'),
      customerId,
      soldOn: civilDate('2024-06-01'),
      currency: currency('HKD'),
      lines: [
        { lineId: lineId('1'), sku: sku('W1'), quantity: 2, unitMinor: 90_000, paidMinor: 150_000 },
      ],
    },
    at('2024-06-01'),
  )
  const rules = shop.rulesOn(programmeId, civilDate('2024-06-02'))
  if (rules === undefined) throw new Error('the programme has rules')
  shop.send(
    {
      type: 'RedeemPoints',
      membershipId,
      redemptionId: idOf('rede', 1),
      points: 100,
      for: codeOf('strap'),
      rules,
    },
    at('2024-06-02'),
  )
  shop.send(
    {
      type: 'ReturnLines',
      saleId: (recorded[0] as SaleRecorded).saleId,
      storeId: storeId('HK1'),
      returnDocument: documentNumber('R-1'),
      returnedOn: civilDate('2024-06-03'),
      lines: [{ lineId: lineId('1'), quantity: 1, refundMinor: 75_000 }],
      reasonCode: reasonCode('faulty'),
    },
    at('2024-06-03'),
  )
  const events = shop.entries().map(({ event }) => event as Points.PointsEvent)
  const balance = events
    .filter(({ type }) => Points.balance.types.includes(type))
    .reduce(Points.balance.evolve, Points.balance.initial(membershipId))
  expect(balance).toMatchObject({
    earned: 150,
    spent: 100,
    reversed: 50,
    available: 0,
    absorbed: 0,
    owed: 25,
  })
})
