import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crm, dayOf } from '@patina/crm'
import { membershipIdOf } from '@patina/crm/membership'
import { balanceView } from '@patina/crm/points'
import { newId, systemClock } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import { clockSale, customerId, hongKong, programmeId, rulesFrom, walkIn } from './shop.js'

const by = (actor: string) => ({ commandId: newId(), actor })

export const main = async (folder: string): Promise<void> => {
  const app = await orThrow(open(embedded(folder), crm))
  const today = dayOf(systemClock(), hongKong)

  await orThrow(app.send({ type: 'RegisterCustomer', customerId, ...walkIn }, by('clerk-7')))
  const rules = rulesFrom(today)
  await orThrow(app.send({ type: 'AdoptRules', programmeId, rules }, by('manager-1')))
  await orThrow(app.send({ type: 'Admit', programmeId, customerId, since: today }, by('clerk-7')))
  const sale = { type: 'RecordSale', ...clockSale, customerId, soldOn: today } as const
  await orThrow(app.send(sale, by('till-2')))

  // Points follow from the sale: wait until everything has been dealt with.
  await orThrow(app.settled)
  const balance = await orThrow(app.read(balanceView, membershipIdOf(programmeId, customerId)))
  console.log(`${balance?.available} points`)

  await app.close()
}

if (process.argv[1] === import.meta.filename) {
  await main(process.argv[2] ?? mkdtempSync(join(tmpdir(), 'patina-')))
}
