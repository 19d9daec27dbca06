// The same in a shop: what its customers have said is sealed, opened for whoever looks, and nobody is merged.
import {
  codeOf,
  crm,
  customerId,
  emailAddress,
  identifierId,
  occasionId,
  phoneNumber,
  reasonCode,
  storeId,
} from '@patina/crm'
import { customerDuplicates, type OpenedCustomer } from '@patina/crm/duplicates'
import { inMemory, newId } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'
import type { Purpose } from '@patina/privacy'
import { inMemoryVaultRows, kekFromFunction, openVault } from '@patina/privacy/shell'
import { people, short } from './people.js'

type Shop = Application<typeof crm>

const by = () => ({ commandId: newId(), actor: 'clerk-1' })

const openShop = async (): Promise<Shop> => {
  const kek = await orThrow(
    kekFromFunction(() => Promise.resolve(globalThis.crypto.getRandomValues(new Uint8Array(32)))),
  )
  const vault = openVault({ rows: inMemoryVaultRows(), kek })
  const purposes: ReadonlyArray<Purpose> = [
    {
      name: 'review',
      kinds: ['name', 'mobile', 'email', 'occasion', 'occasionDate'],
      roles: ['office'],
      basis: 'accuracy',
    },
  ]
  return orThrow(open(inMemory(), crm, { privacy: { vault, purposes } }))
}

// Writes down what somebody has said of themselves.
const enter = async (shop: Shop, person: OpenedCustomer): Promise<void> => {
  const about = { customerId: person.customerId }
  const source = { source: codeOf('walk-in'), storeId: storeId('SHOP-1') }
  await orThrow(shop.send({ type: 'RegisterCustomer', ...about, ...source }, by()))
  const name = { type: 'RecordName', ...about, role: 'legal', order: 'familyFirst' } as const
  const latin = `${person.familyName} ${person.givenName}`
  await orThrow(shop.send({ ...name, script: 'Latn', name: latin }, by()))
  if (person.hanName !== undefined) {
    await orThrow(shop.send({ ...name, script: 'Hant', name: person.hanName }, by()))
  }
  const identifier = () =>
    ({ type: 'AddIdentifier', ...about, identifierId: identifierId(newId()) }) as const
  for (const phone of person.phones ?? []) {
    const value = phoneNumber(phone)
    await orThrow(shop.send({ ...identifier(), kind: 'phone', value }, by()))
  }
  for (const email of person.emails ?? []) {
    const value = emailAddress(email)
    await orThrow(shop.send({ ...identifier(), kind: 'email', value }, by()))
  }
  if (person.bornOn === undefined) return
  const birthday = { kind: 'birthday', date: person.bornOn, occasionId: occasionId(newId()) }
  await orThrow(shop.send({ type: 'RecordOccasion', ...about, ...birthday }, by()))
}

export const review = async (): Promise<void> => {
  const shop = await openShop()
  for (const person of people) await enter(shop, person)

  const asking = { purpose: 'review', actor: 'office-1', role: 'office' }
  const found = await orThrow(shop.people.duplicates(customerDuplicates, asking))
  console.log(`${found.people} customers, ${found.values.opened} values`)
  for (const { customerIds, verdict, parts } of found.candidates) {
    const [a, b] = customerIds.map(short)
    console.log(`${a} and ${b}: ${verdict}, ${parts.map(({ field }) => field).join(', ')}`)
  }

  // Somebody has asked: 3 and 4 are twins. That is remembered, and they do not come up again.
  const [twins] = found.candidates.filter(({ customerIds: [a] }) => short(a) === '3')
  if (twins === undefined) throw new Error('no twins')
  const [customer, otherId] = twins.customerIds
  const dismissal = { customerId: customerId(customer), otherId, reasonCode: reasonCode('twins') }
  await orThrow(shop.send({ type: 'DismissDuplicate', ...dismissal }, by()))
  const left = await orThrow(shop.people.duplicates(customerDuplicates, asking))
  console.log(`${left.candidates.length} of ${found.candidates.length} left`)
  await shop.close()
}
