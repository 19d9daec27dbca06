import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { crm } from '@patina/crm'
import { instant, newId, ownViews, systemClock } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import { harbour, hkd, returned, saturday, sold, sunday, voided } from './documents.js'
import { tillsView } from './tills.codec.js'
import { tillId, tills } from './tills.projection.js'

const at = (occurredAt: string) => ({
  commandId: newId(),
  actor: 'till-2',
  occurredAt: instant(occurredAt),
})

export const main = async (folder: string): Promise<void> => {
  const app = await orThrow(open(embedded(folder), [...crm, ownViews('tills', [tillsView])]))
  const till = tillId(saturday, hkd, harbour)

  await orThrow(app.send(sold('INV-1', saturday, 30_000), at('2025-03-01T02:00:00.000Z')))
  await orThrow(app.send(sold('INV-2', saturday, 12_000), at('2025-03-01T08:00:00.000Z')))
  // Typed once more, under another number.
  await orThrow(app.send(sold('INV-4', saturday, 12_000), at('2025-03-01T08:05:00.000Z')))
  await orThrow(app.send(voided('INV-4'), at('2025-03-01T08:10:00.000Z')))
  const view = await orThrow(app.read(tillsView, till))
  console.log(`Saturday: ${view?.sales} sales, ${view?.takenMinor} cents`)

  // A document of Saturday is found in a drawer, and something comes back on Sunday.
  const saturdayEvening = systemClock()
  await setTimeout(5)
  await orThrow(app.send(sold('INV-3', saturday, 5_000), at('2025-03-01T09:30:00.000Z')))
  await orThrow(
    app.send(returned('RET-1', 'INV-1', sunday, 30_000), at('2025-03-02T03:00:00.000Z')),
  )
  const newest = await orThrow(app.list(tillsView, { by: 'day', isDescending: true, limit: 10 }))
  for (const { view } of newest) {
    console.log(`${view.day}: took ${view.takenMinor} cents, paid ${view.paidBackMinor} back`)
  }

  const known = await orThrow(app.asOf(tills, till, { knownAt: saturdayEvening }))
  console.log(`Saturday, as it was known in the evening: ${known.takenMinor} cents`)
  const noon = instant('2025-03-01T04:00:00.000Z')
  const then = await orThrow(app.asOf(tills, till, { soAt: noon }))
  console.log(`Saturday, as it was at noon: ${then.takenMinor} cents`)

  const live = await orThrow(app.digests)
  await orThrow(app.rebuild(['tills']))
  const rebuilt = await orThrow(app.digests)
  console.log(`Rebuilt, and the same: ${rebuilt.views['tills'] === live.views['tills']}`)
  await app.close()
}

if (process.argv[1] === import.meta.filename) {
  await main(process.argv[2] ?? mkdtempSync(join(tmpdir(), 'patina-')))
}
