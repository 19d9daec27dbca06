// A merge that was wrong: what somebody has to look at once it is undone, and nothing of it is lost.
import {
  type CustomerId,
  civilDate,
  codeOf,
  crm,
  currency,
  customerId,
  documentNumber,
  lineId,
  mergeId,
  programmeId,
  reasonCode,
  redemptionId,
  sku,
  storeId,
  zone,
} from '@patina/crm'
import { timeline } from '@patina/crm/customers'
import { whileMerged } from '@patina/crm/identity'
import { membershipIdOf, type ProgrammeRules } from '@patina/crm/membership'
import { balanceView, earnRulesView, rulesInForce } from '@patina/crm/points'
import { type Instant, inMemory, instantOf, newId } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import fc from 'fast-check'
import { expect, test } from 'vitest'

type Shop = Application<typeof crm>
type Command = Parameters<Shop['send']>[0]

const day = civilDate('2024-06-03')
const club = programmeId(newId())
const rules: ProgrammeRules = {
  version: 1,
  effectiveOn: day,
  zone: zone('Asia/Hong_Kong'),
  currency: currency('HKD'),
  earn: { pointsPerMinor: [1, 1], rounding: 'floor', place: 'line' },
  expiry: { type: 'never' },
  deficit: 'carry',
  redemption: { step: 1, minimum: 1, minorPerPoint: [1, 1], graceDays: 30 },
}
const openShop = async () => {
  let now = Date.UTC(2024, 5, 3, 4)
  const clock = (): Instant => {
    now += 1000
    return instantOf(now)
  }
  const shop = await orThrow(open(inMemory({ clock }), crm, { clock, idleMs: 1 }))
  const send = (command: Command) =>
    orThrow(shop.send(command, { commandId: newId(), actor: 'clerk-1' }))
  const [a, b] = [customerId(newId()), customerId(newId())]
  await send({ type: 'AdoptRules', programmeId: club, rules })
  for (const one of [a, b]) {
    await send({ type: 'Admit', programmeId: club, customerId: one, since: day })
  }
  let documents = 0
  const sell = async (of: CustomerId, paidMinor: number): Promise<void> => {
    documents++
    await send({
      type: 'RecordSale',
      documentNumber: documentNumber(`S-${documents}`),
      storeId: storeId('SHOP-1'),
      customerId: of,
      soldOn: day,
      currency: currency('HKD'),
      lines: [
        { lineId: lineId('1'), sku: sku('RING'), quantity: 1, unitMinor: paidMinor, paidMinor },
      ],
    })
    await orThrow(shop.settled)
  }
  // How many points that were, or none where there were not so many.
  const redeem = async (of: CustomerId, points: number): Promise<number> => {
    const adopted = await orThrow(shop.read(earnRulesView, 'all'))
    const inForce = adopted && rulesInForce(adopted, club, day)
    if (inForce === undefined) throw new Error('no rules')
    const sent = await shop.send(
      {
        type: 'RedeemPoints',
        membershipId: membershipIdOf(club, of),
        redemptionId: redemptionId(newId()),
        points,
        for: codeOf('voucher'),
        rules: inForce,
      },
      { commandId: newId(), actor: 'till-2' },
    )()
    await orThrow(shop.settled)
    if (sent._tag === 'Right') return points
    expect(sent.left._tag).toBe('InsufficientPoints')
    return 0
  }
  const available = async (of: CustomerId): Promise<number> =>
    (await orThrow(shop.read(balanceView, membershipIdOf(club, of))))?.available ?? 0
  const id = mergeId(newId())
  const merge = async (): Promise<void> => {
    const evidence = { method: codeOf('counter') }
    await send({ type: 'MergeCustomers', mergeId: id, survivorId: a, mergedId: b, evidence })
    await orThrow(shop.settled)
  }
  const unmerge = async (): Promise<void> => {
    await send({ type: 'UnmergeCustomers', mergeId: id, reasonCode: reasonCode('mistaken') })
    await orThrow(shop.settled)
  }
  const differences = () => orThrow(shop.asOf(whileMerged(id, timeline), id))
  return { shop, send, a, b, sell, redeem, available, merge, unmerge, differences }
}

test('what was recorded while two people were one is listed under the id that it stays with, and nothing else', async () => {
  const { shop, send, a, b, sell, redeem, merge, unmerge, differences } = await openShop()
  await sell(a, 10)
  expect(await differences()).toMatchObject({ standing: 'unknown', entries: [] })
  await merge()
  await sell(b, 20)
  await send({
    type: 'OptOut',
    customerId: b,
    scope: { type: 'all' },
    of: 'both',
    channel: codeOf('web'),
    receivedAt: '2024-06-03T04:00:00.000Z' as Instant,
  })
  await redeem(a, 30)
  await sell(customerId(newId()), 7)
  await unmerge()
  await sell(a, 40)
  const { standing, entries, survivorMembers, mergedMembers } = await differences()
  expect([standing, survivorMembers, mergedMembers]).toEqual(['undone', [a], [b]])
  const listed = entries.map(({ customerId: of, side, actor, shown, ofOthers }) => [
    of === a ? 'a' : 'b',
    side,
    actor,
    shown.kind,
    ofOthers,
  ])
  expect(listed).toEqual([
    ['b', 'merged', 'clerk-1', 'SaleRecorded', 0],
    ['b', 'merged', 'reaction:points_for_sales', 'PointsAwarded', 0],
    ['b', 'merged', 'clerk-1', 'MarketingOptedOut', 0],
    // Thirty points lay together, ten of them from sales to the one who stays.
    ['a', 'survivor', 'till-2', 'PointsRedeemed', 20],
  ])
  await shop.close()
})

test('the points that an undone merge does not give back are those that the other side has spent, whatever was done', async () => {
  const step = fc.record({
    what: fc.constantFrom('sell', 'redeem'),
    who: fc.nat(1),
    points: fc.integer({ min: 1, max: 60 }),
  })
  const some = fc.array(step, { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(some, some, async (before, between) => {
      const { shop, a, b, sell, redeem, available, merge, unmerge, differences } = await openShop()
      const left = [0, 0]
      // While they are one, all that there is lies in the account of who represents them, and is spent there.
      const play = async (all: typeof before): Promise<void> => {
        for (const { what, who, points } of all) {
          const of = who === 0 ? a : b
          if (what === 'sell') await sell(of, points)
          const change = what === 'sell' ? points : -(await redeem(of, points))
          left[who] = (left[who] ?? 0) + change
        }
      }
      await play(before)
      await merge()
      await play(between)
      await unmerge()
      const { entries } = await differences()
      const lost = entries.reduce((sum, { ofOthers }) => sum + ofOthers, 0)
      expect(await available(b)).toBe((left[1] ?? 0) - lost)
      expect(await available(a)).toBe((left[0] ?? 0) + lost)
      await shop.close()
    }),
    { numRuns: 25 },
  )
})
