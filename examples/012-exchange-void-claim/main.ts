import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crm } from '@patina/crm'
import {
  cycleOf,
  preferences,
  purchaseDaysView,
  revealedView,
  sharesByUnits,
} from '@patina/crm/preferences'
import { isOpen, purchases, storeDayId, storeDaysView, unclaimedView } from '@patina/crm/sales'
import { instantOf, newId, ownViews } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import {
  claim,
  clockInstead,
  customer,
  harbour,
  ringBack,
  sale,
  saturday,
  typedTwice,
  voided,
} from './documents.js'

// Everything happens at noon of that Saturday.
const occurredAt = instantOf(Date.UTC(2025, 2, 1, 4))
const by = (actor: string) => ({ commandId: newId(), actor, occurredAt })
const dollars = (minor: number): string => `HK$${minor / 100}`

export const main = async (folder: string): Promise<void> => {
  const reports = ownViews('reports', [storeDaysView, unclaimedView])
  const app = await orThrow(open(embedded(folder), [...crm, preferences, reports]))

  await orThrow(app.send(sale, by('till-1')))
  await orThrow(app.send(typedTwice, by('till-1')))
  await orThrow(app.send(voided, by('manager-1')))

  // What is open comes first, the newest before: the sale that was voided is not.
  const newest = { by: 'open_since', isDescending: true, limit: 10 }
  const listed = await orThrow(app.list(unclaimedView, newest))
  for (const { view } of listed) if (isOpen(view)) console.log(`open: ${view.documentNumber}`)

  await orThrow(app.send(claim, by('clerk-7')))
  await orThrow(app.send(ringBack, by('clerk-7')))
  await orThrow(app.send(clockInstead, by('till-1')))

  const history = await orThrow(app.asOf(purchases, customer))
  for (const { kind, documentNumber, amountMinor } of history.documents) {
    console.log(`${kind} ${documentNumber}: ${dollars(amountMinor)}`)
  }

  const day = await orThrow(app.read(storeDaysView, storeDayId(harbour, saturday)))
  for (const { kind, amountMinor } of day?.tendered ?? []) {
    console.log(`by ${kind}: ${dollars(amountMinor)}`)
  }
  const shown = await orThrow(app.read(revealedView, customer))
  for (const { code, perMille } of sharesByUnits(shown?.brands ?? [])) {
    console.log(`${code}: ${perMille / 10} % of pieces`)
  }
  const days = await orThrow(app.read(purchaseDaysView, customer))
  console.log(JSON.stringify(cycleOf(days ?? { days: [] }, saturday)))
  await app.close()
}

if (process.argv[1] === import.meta.filename) {
  await main(process.argv[2] ?? mkdtempSync(join(tmpdir(), 'patina-')))
}
