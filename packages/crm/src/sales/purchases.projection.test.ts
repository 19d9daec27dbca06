import type { Tagged } from '@patina/eventsourcing'
import { projectionLaws } from '@patina/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shopHistories } from '../arbitraries.js'
import type { CustomerId } from '../shared/ids.js'
import { viewsAfter } from '../shared/views.arbitraries.js'
import type { SaleClaimed, TradeEntry } from './events.js'
import { purchasesView } from './purchases.codec.js'
import { type PurchaseHistory, purchases } from './purchases.projection.js'

projectionLaws(purchasesView, shopHistories, { numRuns: 30 })

type Recorded = TradeEntry | SaleClaimed

const isOfDocument = (event: Tagged): event is Recorded =>
  (purchases.types as ReadonlyArray<string>).includes(event.type)

const isBack = ({ type }: Recorded): boolean =>
  type === 'SaleLinesReturned' || type === 'UnmatchedReturnRecorded'

// What a document says, as its event has it, member by member.
const told = (event: Recorded): string => {
  const all = event as unknown as Record<string, unknown>
  const day = all[isBack(event) ? 'returnedOn' : 'soldOn']
  const number = all[isBack(event) ? 'returnDocument' : 'documentNumber']
  const lines = (all['lines'] as ReadonlyArray<Record<string, unknown>>).map((line) => {
    const { sku, name, article, quantity } = line
    return [sku, name, article, quantity, line[isBack(event) ? 'refundMinor' : 'paidMinor']]
  })
  return JSON.stringify([event.type, day, number, event.storeId, event.currency, lines])
}

const shown = ({ documents }: PurchaseHistory): ReadonlyArray<string> =>
  documents.map(({ kind, day, documentNumber, storeId, currency, lines }) =>
    JSON.stringify([
      kind,
      day,
      documentNumber,
      storeId,
      currency,
      lines.map((one) => [one.sku, one.name, one.article, one.quantity, one.amountMinor]),
    ]),
  )

test('purchases are each document of a customer as it was recorded, with what is known of its articles', () => {
  let articles = 0
  fc.assert(
    fc.property(shopHistories, (history) => {
      const events = history.map(({ event }) => event)
      const views = viewsAfter(purchases, events)
      const expected = new Map<CustomerId, string[]>()
      for (const event of events.filter(isOfDocument)) {
        if (event.customerId === undefined) continue
        articles += event.lines.filter((line) => 'article' in line).length
        expected.set(event.customerId, [...(expected.get(event.customerId) ?? []), told(event)])
      }
      expect(views.size).toBe(expected.size)
      for (const [customer, view] of views) {
        expect(shown(view).toSorted()).toEqual(expected.get(customer)?.sort())
        const days = view.documents.map(({ day }) => day)
        expect(days).toEqual(days.toSorted())
      }
    }),
  )
  expect(articles).toBeGreaterThan(0)
})
