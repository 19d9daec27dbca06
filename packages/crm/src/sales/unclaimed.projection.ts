import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { DocumentNumber, SaleId, StoreId } from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import type { SaleClaimed, SaleLinesReturned, SaleRecorded, SaleVoided } from './events.js'

/** A sale to somebody unknown, and what became of it. */
export interface UnclaimedSale {
  readonly documentNumber?: DocumentNumber
  readonly storeId?: StoreId
  readonly soldOn?: CivilDate
  readonly currency?: Currency
  readonly totalMinor: number
  readonly units: number
  /** Pieces that came back before anybody claimed the sale. */
  readonly returnedUnits: number
  readonly isClaimed: boolean
  readonly isVoid: boolean
}

type UnclaimedEvent = SaleRecorded | SaleLinesReturned | SaleVoided | SaleClaimed

/** Says whether there is still something that somebody could claim. */
export const isOpen = ({ isClaimed, isVoid, units, returnedUnits }: UnclaimedSale): boolean =>
  !isClaimed && !isVoid && returnedUnits < units

const evolve = (sale: UnclaimedSale, event: UnclaimedEvent): UnclaimedSale => {
  switch (event.type) {
    case 'SaleRecorded': {
      const { documentNumber, storeId, soldOn, currency, totalMinor, units } = event
      return { ...sale, documentNumber, storeId, soldOn, currency, totalMinor, units }
    }
    case 'SaleLinesReturned':
      return { ...sale, returnedUnits: sale.returnedUnits + event.units }
    case 'SaleVoided':
      return { ...sale, isVoid: true }
    case 'SaleClaimed':
      return { ...sale, isClaimed: true }
  }
}

// An event that names a customer is about a sale that is claimed, or never was anybody's but theirs.
const isOfNobody = (event: UnclaimedEvent): boolean =>
  event.type === 'SaleClaimed' || event.customerId === undefined

/** Sales to somebody unknown: those that are open can be claimed. */
export const unclaimed: Projection<SaleId, UnclaimedSale, UnclaimedEvent, UnclaimedEvent> = {
  name: 'unclaimed_sales',
  version: 1,
  types: ['SaleRecorded', 'SaleLinesReturned', 'SaleVoided', 'SaleClaimed'],
  parts: ({ event }: LogEvent<UnclaimedEvent>) =>
    isOfNobody(event) ? [[event.saleId, event]] : [],
  initial: () => ({ totalMinor: 0, units: 0, returnedUnits: 0, isClaimed: false, isVoid: false }),
  evolve,
  occurredSafe: true,
}
