import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  adjustmentId,
  civilDate,
  codeOf,
  crm,
  reasonCode,
  redemptionId,
  transferId,
} from '@patina/crm'
import {
  type Balance,
  earnRulesView,
  liability,
  liabilityOf,
  rulesInForce,
  type StatementLine,
  statement,
  statementAt,
} from '@patina/crm/points'
import { newId } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import {
  account,
  firstDay,
  friend,
  member,
  noon,
  programmeId,
  rules,
  saleOf,
  walkIn,
} from './shop.js'

const words: Partial<Record<StatementLine['what'], string>> = {
  PointsAwarded: 'earned',
  PointsBecameAvailable: 'can be spent now',
  PointsRedeemed: 'spent',
  PointsAdjusted: 'with our apologies',
  PointsTransferredOut: 'given to another member',
  PointsExpired: 'expired',
}

// What a shop would hand to a customer: one line for each change, and what is left of it until when.
const print = (lines: ReadonlyArray<StatementLine>, standing: Balance): void => {
  for (const { onDay, what, points, balance, pending } of lines) {
    const change = `${points > 0 ? '+' : ''}${points}`.padStart(5)
    const toCome = pending === undefined ? '' : `, ${pending} to come`
    console.log(
      `${onDay} ${change} ${String(balance).padStart(5)}  ${words[what] ?? what}${toCome}`,
    )
  }
  for (const { lastDay, points } of standing.expiries) console.log(`${points} until ${lastDay}`)
}

export const main = async (folder: string): Promise<void> => {
  const app = await orThrow(open(embedded(folder), crm))
  const on = (day: string) => ({ commandId: newId(), actor: 'clerk-7', occurredAt: noon(day) })

  await orThrow(app.send({ type: 'AdoptRules', programmeId, rules }, on(firstDay)))
  for (const customerId of [member, friend]) {
    await orThrow(app.send({ type: 'RegisterCustomer', customerId, ...walkIn }, on(firstDay)))
    const admit = { type: 'Admit', programmeId, customerId, since: firstDay } as const
    await orThrow(app.send(admit, on(firstDay)))
  }
  const day = civilDate('2024-03-01')
  await orThrow(app.send(saleOf('INV-1', day, 4800), on(day)))
  await orThrow(app.settled)

  const adopted = await orThrow(app.read(earnRulesView, 'all'))
  const inForce = adopted && rulesInForce(adopted, programmeId, day)
  if (inForce === undefined) throw new Error('the programme has no rules')

  // Something went wrong in the workshop, and the shop makes up for it.
  const adjustment = {
    type: 'AdjustPoints',
    customerId: member,
    adjustmentId: adjustmentId(newId()),
    points: 50,
    reasonCode: reasonCode('late-repair'),
    rules: inForce,
  } as const
  await orThrow(app.send(adjustment, on('2024-04-10')))

  const transfer = {
    type: 'TransferPoints',
    membershipId: account,
    transferId: transferId(newId()),
    toCustomerId: friend,
    points: 120,
    rules: inForce,
  } as const
  const tooEarly = await app.send(transfer, on('2024-05-20'))()
  console.log(JSON.stringify(tooEarly))
  await orThrow(app.send(transfer, on('2024-06-20')))

  const redeem = {
    type: 'RedeemPoints',
    membershipId: account,
    redemptionId: redemptionId(newId()),
    points: 200,
    for: codeOf('strap'),
    rules: inForce,
  } as const
  await orThrow(app.send(redeem, on('2024-11-02')))
  await orThrow(app.settled)

  const found = await orThrow(app.asOf(statement, account))
  const { lines, standing } = statementAt(found, noon('2024-11-03'))
  print(lines, standing)

  // What the shop owes all of its members, on a day after the last one that points could be spent on.
  for (const soAt of [noon('2024-11-03'), noon('2026-01-01')]) {
    const owed = await orThrow(app.asOf(liability, programmeId, { soAt }))
    const { points, valueMinor } = liabilityOf(owed, { minorPerPoint: [10, 1] })
    console.log(`${soAt.slice(0, 10)}: ${points} points outstanding, HK$${(valueMinor ?? 0) / 100}`)
  }
  await app.close()
}

if (process.argv[1] === import.meta.filename) {
  await main(process.argv[2] ?? mkdtempSync(join(tmpdir(), 'patina-')))
}
