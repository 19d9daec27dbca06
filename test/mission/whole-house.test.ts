// Every capability of this library in one application: no two of them claim one name.
import { codeOf, crm, customerId, holdId, storeId } from '@patina/crm'
import { inMemory, newId } from '@patina/eventsourcing'
import { open, orThrow } from '@patina/patina'
import { inMemoryVaultRows, kekFromFunction, openVault } from '@patina/privacy/shell'
import { expect, test } from 'vitest'

test('the domain opens together with personal data, and holds of both say what they keep', async () => {
  const kek = await orThrow(
    kekFromFunction(() => Promise.resolve(globalThis.crypto.getRandomValues(new Uint8Array(32)))),
  )
  const vault = openVault({ rows: inMemoryVaultRows(), kek })
  const application = await orThrow(open(inMemory(), crm, { privacy: { vault, purposes: [] } }))
  const by = () => ({ commandId: newId(), actor: 'clerk-1' })
  const [customer, hold] = [customerId(newId()), holdId(newId())]
  await orThrow(
    application.send(
      {
        type: 'RegisterCustomer',
        customerId: customer,
        source: codeOf('walk-in'),
        storeId: storeId('SHOP-1'),
      },
      by(),
    ),
  )
  const law = codeOf('proceedings')
  const citation = codeOf('Case 1 of 2024')
  const kept = await orThrow(
    application.send(
      {
        type: 'PlaceHold',
        customerId: customer,
        holdId: hold,
        classes: ['transaction'],
        law,
        citation,
      },
      by(),
    ),
  )
  const side = application.privacy
  if (side === undefined) throw new Error('no privacy')
  const fenced = await orThrow(
    side.atFence(
      {
        type: 'PlaceLegalHold',
        logId: side.vault.logId,
        holdId: hold,
        subject: customer,
        classes: ['transaction'],
        why: 'dispute',
      },
      by(),
    ),
  )
  expect([kept._tag, fenced._tag]).toEqual(['Appended', 'Appended'])
  await orThrow(application.settled)
  await application.close()
})
