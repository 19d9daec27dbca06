import { historiesOf, projectionLaws } from '@patina/testing'
import { expect, test } from 'vitest'
import { shopHistories } from '../arbitraries.js'
import { idOf } from '../shared/arbitraries.js'
import { civilDate } from '../shared/civil-date.js'
import type { SaleId } from '../shared/ids.js'
import { salesEvents } from './arbitraries.js'
import type { SalesEvent } from './events.js'
import { unclaimedView } from './unclaimed.codec.js'
import { eraseDueOn, type UnclaimedSale, unclaimed } from './unclaimed.projection.js'

projectionLaws(unclaimedView, shopHistories, { numRuns: 30 })

// What no shop of the histories lives to see: its sales are erased.
projectionLaws(
  unclaimedView,
  historiesOf('sale', (id) =>
    salesEvents.map(
      (event): SalesEvent => ('saleId' in event ? { ...event, saleId: id as SaleId } : event),
    ),
  ),
  { numRuns: 30 },
)

test('PDPO s.26: what was sealed for a sale falls due, unless it goes with a customer or is gone', () => {
  const saleId = idOf<SaleId>('sale', 1)
  const erasureId = idOf<never>('eras', 1)
  const on = civilDate('2031-06-01')
  const sold = {
    ...unclaimed.initial(saleId),
    soldOn: civilDate('2024-06-01'),
    units: 1,
  } satisfies UnclaimedSale
  const buyer = { type: 'BuyerRecorded', saleId } as never
  const decided = { type: 'SaleErasureDecided', saleId, erasureId, decidedOn: on } as const
  const concluded = {
    type: 'SaleErasureConcluded',
    saleId,
    erasureId,
    outcome: 'carriedOut',
    concludedOn: on,
  } as const
  const dueOf = (...events: ReadonlyArray<Parameters<typeof unclaimed.evolve>[1]>) =>
    eraseDueOn(events.reduce(unclaimed.evolve, sold))
  expect(dueOf()).toBeUndefined()
  expect(dueOf(buyer)).toBe('2031-06-01')
  expect(dueOf(buyer, { type: 'SaleClaimed' } as never)).toBeUndefined()
  expect(dueOf(buyer, decided)).toBeUndefined()
  expect(dueOf(buyer, decided, concluded)).toBeUndefined()
  expect(dueOf(buyer, decided, { ...concluded, outcome: 'held' })).toBe('2031-06-01')
  // A buyer named for a customer is not sealed for the sale.
  const parts = unclaimed.parts({
    event: { type: 'BuyerRecorded', saleId, customerId: idOf('cust', 1) },
  } as never)
  expect(parts).toEqual([])
})
