import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { civilDate, crm, currency, documentNumber, lineId, sku, storeId } from '@patina/crm'
import type { RecordSale } from '@patina/crm/sales'
import { type Context, instantOf, newId, systemClock } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import type { Said } from '@patina/privacy'
import { embedded } from '@patina/sqlite'
import { type Either, isLeft } from 'fp-ts/lib/Either.js'

const sale: Said<RecordSale> = {
  type: 'RecordSale',
  documentNumber: documentNumber('INV-2041'),
  storeId: storeId('HARBOUR'),
  soldOn: civilDate('2025-03-01'),
  currency: currency('HKD'),
  lines: [
    { lineId: lineId('1'), sku: sku('RING-3'), quantity: 2, unitMinor: 90_000, paidMinor: 180_000 },
  ],
}

const dearer: Said<RecordSale> = {
  ...sale,
  lines: [
    { lineId: lineId('1'), sku: sku('RING-3'), quantity: 2, unitMinor: 95_000, paidMinor: 190_000 },
  ],
}

// What arrives over a wire can be anything.
const malformed: Said<RecordSale> = JSON.parse(`{
  "type": "RecordSale",
  "documentNumber": " INV-2042",
  "storeId": "HARBOUR",
  "soldOn": "2025-02-30",
  "currency": "HKD",
  "colour": "red",
  "lines": []
}`)

const tell = (what: string, outcome: Either<unknown, unknown>): void => {
  const value = isLeft(outcome) ? outcome.left : outcome.right
  console.log(`\n${what}:\n${JSON.stringify(value, null, 2)}`)
}

export const main = async (folder: string): Promise<void> => {
  const context: Context = { commandId: newId(), actor: 'till-2' }
  const before = await orThrow(open(embedded(folder), crm))
  const receipt = await orThrow(before.send(sale, context))
  await before.close()

  // The till never saw the answer. After a restart it sends the same command under the same id.
  const app = await orThrow(open(embedded(folder), crm))
  const again = await orThrow(app.send(sale, context))
  console.log(`The same receipt: ${isDeepStrictEqual(again, receipt)}`)

  // Somebody types the same document once more: another command, and nothing to do.
  const typed = await orThrow(app.send(sale, { commandId: newId(), actor: 'office-1' }))
  console.log(`Typed once more: ${typed._tag}`)

  // The same document with another price cannot be right. What comes back is a value, not an exception.
  const refused = await app.send(dearer, { commandId: newId(), actor: 'office-1' })()
  tell('With another price', refused)

  const invalid = await app.send(malformed, { commandId: newId(), actor: 'web-1' })()
  tell('Malformed', invalid)

  const occurredAt = instantOf(Date.parse(systemClock()) + 3_600_000)
  const early = await app.send(sale, { commandId: newId(), actor: 'till-2', occurredAt })()
  console.log(`\nDated an hour from now: ${isLeft(early) ? early.left._tag : 'accepted'}`)

  const events = await orThrow(app.history(receipt.stream))
  console.log(`Events in the history of the sale: ${events.length}`)
  await app.close()
}

if (process.argv[1] === import.meta.filename) {
  await main(process.argv[2] ?? mkdtempSync(join(tmpdir(), 'patina-')))
}
