import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crm } from '@patina/crm'
import { newId } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { embedded } from '@patina/sqlite'
import { isLeft } from 'fp-ts/lib/Either.js'
import { customerId, registration, sale } from './shop.js'
import { wishes, wishListView } from './wishes/index.js'

const by = (actor: string) => ({ commandId: newId(), actor })

export const main = async (folder: string): Promise<void> => {
  const app = await orThrow(open(embedded(folder), [...crm, wishes]))
  await orThrow(app.send(registration, by('web-1')))

  for (const sku of ['RING-3', 'CLOCK-7']) {
    await orThrow(app.send({ type: 'MakeWish', customerId, sku }, by('web-1')))
  }
  await orThrow(app.send(sale, by('till-2')))

  // The sale knows nothing of wishes. The reaction does: wait until it has seen the sale.
  await orThrow(app.settled)
  const list = await orThrow(app.read(wishListView, customerId))
  console.log(`Still wished for: ${list?.open.map(({ sku }) => sku).join(', ')}`)
  console.log(`Come true: ${list?.granted}`)

  for (let number = 1; ; number++) {
    const wish = { type: 'MakeWish', customerId, sku: `STONE-${number}` } as const
    const outcome = await app.send(wish, by('web-1'))()
    if (isLeft(outcome)) {
      console.log(`Wish ${number} more: ${JSON.stringify(outcome.left)}`)
      break
    }
  }
  await app.close()
}

if (process.argv[1] === import.meta.filename) {
  await main(process.argv[2] ?? mkdtempSync(join(tmpdir(), 'patina-')))
}
