import type { CivilDate, Currency, StoreId } from '@patina/crm'
import type { TradeEntry } from '@patina/crm/sales'
import type { Branded, LogEvent, Projection } from '@patina/eventsourcing'

/** What one shop took on one day in one currency, in minor units. */
export interface Till {
  readonly day: string
  readonly currency: string
  readonly storeId: string
  readonly sales: number
  readonly takenMinor: number
  readonly paidBackMinor: number
}

/** The day, the currency and the shop: `2025-03-01/HKD/HARBOUR`. */
export type TillId = Branded<string, 'TillId'>

/** The till of a shop on a day in a currency. */
export const tillId = (day: CivilDate, currency: Currency, storeId: StoreId): TillId =>
  `${day}/${currency}/${storeId}` as TillId

const emptyTill = (id: TillId): Till => ({
  day: id.slice(0, 10),
  currency: id.slice(11, 14),
  storeId: id.slice(15),
  sales: 0,
  takenMinor: 0,
  paidBackMinor: 0,
})

/** What one document changes in a till. */
type Change = Pick<Till, 'sales' | 'takenMinor' | 'paidBackMinor'>

const changeOf = ({ event }: LogEvent<TradeEntry>): readonly [TillId, Change] => {
  const { currency, storeId } = event
  switch (event.type) {
    case 'SaleRecorded':
      return [
        tillId(event.soldOn, currency, storeId),
        { sales: 1, takenMinor: event.totalMinor, paidBackMinor: 0 },
      ]
    case 'SaleVoided':
      return [
        tillId(event.soldOn, currency, storeId),
        { sales: -1, takenMinor: -event.totalMinor, paidBackMinor: 0 },
      ]
    case 'SaleLinesReturned':
    case 'UnmatchedReturnRecorded':
      return [
        tillId(event.returnedOn, currency, storeId),
        { sales: 0, takenMinor: 0, paidBackMinor: event.refundMinor },
      ]
  }
}

/** The till of each shop on each day. */
export const tills: Projection<TillId, Till, TradeEntry, Change> = {
  name: 'tills',
  version: 1,
  types: ['SaleRecorded', 'SaleVoided', 'SaleLinesReturned', 'UnmatchedReturnRecorded'],
  parts: (recorded) => [changeOf(recorded)],
  initial: emptyTill,
  evolve: (till, { sales, takenMinor, paidBackMinor }) => ({
    ...till,
    sales: till.sales + sales,
    takenMinor: till.takenMinor + takenMinor,
    paidBackMinor: till.paidBackMinor + paidBackMinor,
  }),
  occurredSafe: true,
}
