import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf, crm, dayOf, documentNumber, reasonCode, redemptionId } from '@patina/crm'
import { profileView } from '@patina/crm/customers'
import { membershipIdOf } from '@patina/crm/membership'
import { balanceView, earnRulesView, rulesInForce } from '@patina/crm/points'
import { newId, systemClock } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import {
  clockSale,
  customerId,
  hongKong,
  programmeId,
  rulesFrom,
  walkIn,
} from '../001-enrol-and-earn/shop.js'

const by = (actor: string) => ({ commandId: newId(), actor })

export const main = async (folder: string): Promise<void> => {
  const app = await orThrow(open(embedded(folder), crm))
  const today = dayOf(systemClock(), hongKong)
  const membershipId = membershipIdOf(programmeId, customerId)
  const rules = rulesFrom(today)

  await orThrow(app.send({ type: 'RegisterCustomer', customerId, ...walkIn }, by('clerk-7')))
  await orThrow(app.send({ type: 'AdoptRules', programmeId, rules }, by('manager-1')))
  await orThrow(app.send({ type: 'Admit', programmeId, customerId, since: today }, by('clerk-7')))
  for (const number of ['INV-1', 'INV-2']) {
    const sale = { ...clockSale, documentNumber: documentNumber(number), soldOn: today }
    await orThrow(app.send({ type: 'RecordSale', customerId, ...sale }, by('till-2')))
  }
  await orThrow(app.settled)
  const adopted = await orThrow(app.read(earnRulesView, 'all'))
  const inForce = adopted && rulesInForce(adopted, programmeId, today)
  if (inForce === undefined) throw new Error('the programme has no rules')
  const redemption = { redemptionId: redemptionId(newId()), points: 300, for: codeOf('strap') }
  const redeem = { type: 'RedeemPoints', membershipId, ...redemption, rules: inForce } as const
  await orThrow(app.send(redeem, by('till-2')))

  const balance = await orThrow(app.explain(balanceView, membershipId, { path: '/available' }))
  console.log(`${balance.figure} points, after looking at ${balance.looked} events`)
  for (const { by, before, after } of balance.statement) {
    console.log(`  ${by.type} by ${by.actor}: ${before} to ${after}`)
  }

  const reason = reasonCode('no-answer')
  const change = { type: 'ChangeStatus', customerId, to: 'blocked', reasonCode: reason } as const
  await orThrow(app.send(change, by('clerk-9')))
  const status = await orThrow(app.explain(profileView, customerId, { path: '/status/value' }))
  const [cause] = status.witness?.events ?? []
  console.log(`${status.figure}, for ${cause?.actor} said so: ${cause?.type}`)
  console.log(
    `${status.touched} events are about the customer, ${status.statement.length} about it`,
  )

  await app.close()
}

if (process.argv[1] === import.meta.filename) {
  await main(process.argv[2] ?? mkdtempSync(join(tmpdir(), 'patina-')))
}
