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
  reasonCode,
  sku,
  storeId,
} from '@patina/crm'
import { profileView } from '@patina/crm/customers'
import { inMemory, newId, systemClock } from '@patina/eventsourcing'
import { type Application, open, orThrow } from '@patina/patina'

type Shop = Application<typeof crm>

const by = () => ({ commandId: newId(), actor: 'clerk-1' })

// One watch, to whichever record was at hand.
const sell = (shop: Shop, customer: CustomerId, document: string) =>
  orThrow(
    shop.send(
      {
        type: 'RecordSale',
        documentNumber: documentNumber(document),
        storeId: storeId('SHOP-1'),
        customerId: customer,
        soldOn: civilDate('2026-01-15'),
        currency: currency('HKD'),
        lines: [
          {
            lineId: lineId('1'),
            sku: sku('W-1'),
            quantity: 1,
            unitMinor: 88_000,
            paidMinor: 88_000,
          },
        ],
      },
      by(),
    ),
  )

export const main = async (): Promise<void> => {
  const shop = await orThrow(open(inMemory(), crm))
  const [card, web] = [customerId(newId()), customerId(newId())]
  await sell(shop, card, 'S-1')
  await sell(shop, web, 'W-1')

  // What the two would be as one: nothing is written.
  const preview = await orThrow(shop.people.preview(profileView, [card, web]))
  console.log(`together ${preview?.sales} sales`)

  const merge = mergeId(newId())
  await orThrow(
    shop.send(
      {
        type: 'MergeCustomers',
        mergeId: merge,
        survivorId: card,
        mergedId: web,
        evidence: { method: codeOf('counter') },
      },
      by(),
    ),
  )
  await orThrow(shop.settled)

  // Either id leads to the person, and each record is still what it was.
  const person = await orThrow(shop.people.read(profileView, web))
  const record = await orThrow(shop.read(profileView, web))
  console.log(`the person ${person?.sales}, the record ${record?.sales}`)

  // An opt-out for one of the ids stands in the stream that answers for both.
  const stopped = await orThrow(
    shop.send(
      {
        type: 'OptOut',
        customerId: web,
        scope: { type: 'all' },
        of: 'both',
        channel: codeOf('web'),
        receivedAt: systemClock(),
      },
      by(),
    ),
  )
  console.log(`answered for by ${stopped.stream === `consent-${card}` ? 'the card' : 'the web'}`)
  await sell(shop, web, 'W-2')

  // They were two people after all: everything is where it would be without the merge.
  await orThrow(
    shop.send(
      { type: 'UnmergeCustomers', mergeId: merge, reasonCode: reasonCode('brothers') },
      by(),
    ),
  )
  await orThrow(shop.settled)
  for (const [name, id] of Object.entries({ card, web })) {
    const profile = await orThrow(shop.people.read(profileView, id))
    console.log(`${name} ${profile?.sales}`)
  }
  await shop.close()
}

if (process.argv[1] === import.meta.filename) await main()
