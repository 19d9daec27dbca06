import type { SaleRecorded } from '@patina/crm/sales'
import { type LogEvent, reaction } from '@patina/eventsourcing'
import type { GrantWish } from './commands.js'
import { wishList } from './wish-list.projection.js'

/** A sale grants the wishes that its buyer had for what was sold. */
export const salesGrantWishes = reaction({
  name: 'wishes_sales',
  types: ['SaleRecorded'],
  startsFrom: 'beginning',
  facts: ({ event: { customerId } }: LogEvent<SaleRecorded>) =>
    customerId === undefined ? undefined : { list: { of: wishList, key: customerId } },
  react: ({ event, metadata }, { list }): ReadonlyArray<GrantWish> => {
    const { customerId, lines, saleId } = event
    if (customerId === undefined) return []
    const sold = new Set<string>(lines.map(({ sku }) => sku))
    // The list may be newer than the sale: a wish that was made afterwards was not granted by it.
    const granted = (list.value?.open ?? []).filter(
      ({ sku, madeAt }) => sold.has(sku) && madeAt <= metadata.occurredAt,
    )
    return granted.map(({ sku }) => ({ type: 'GrantWish', customerId, sku, saleId }))
  },
})
