import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import type { DocumentNumber, SaleId, StoreId } from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import { dueDayOf } from '../shared/retention.js'
import type {
  BuyerRecorded,
  SaleClaimed,
  SaleErasureConcluded,
  SaleErasureDecided,
  SaleLinesReturned,
  SaleRecorded,
  SaleVoided,
  SizesRecorded,
} from './events.js'

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
  /** Whether a buyer or sizes were sealed for the sale, as its document named no customer. */
  readonly isSealed: boolean
  /** Whether it was decided that these are erased, and the decision stands. */
  readonly isErased: boolean
}

type UnclaimedEvent =
  | SaleRecorded
  | BuyerRecorded
  | SizesRecorded
  | SaleLinesReturned
  | SaleVoided
  | SaleClaimed
  | SaleErasureDecided
  | SaleErasureConcluded

/** Says whether there is still something that somebody could claim. */
export const isOpen = ({ isClaimed, isVoid, units, returnedUnits }: UnclaimedSale): boolean =>
  !isClaimed && !isVoid && returnedUnits < units

/**
 * The day on which what was sealed for the sale falls due; `undefined` where there is nothing, or it was erased, or it goes with the
 * customer who has claimed the sale.
 */
export const eraseDueOn = ({
  soldOn,
  isSealed,
  isErased,
  isClaimed,
}: UnclaimedSale): CivilDate | undefined =>
  soldOn === undefined || !isSealed || isErased || isClaimed
    ? undefined
    : dueDayOf('transaction', soldOn)

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
    case 'BuyerRecorded':
    case 'SizesRecorded':
      return { ...sale, isSealed: true }
    case 'SaleErasureDecided':
      return { ...sale, isErased: true }
    case 'SaleErasureConcluded':
      return { ...sale, isErased: event.outcome === 'carriedOut' }
  }
}

// An event that names a customer is about a sale that is claimed, or never was anybody's but theirs.
const isOfNobody = (event: UnclaimedEvent): boolean =>
  event.type === 'SaleClaimed' || !('customerId' in event)

/** Sales to somebody unknown: those that are open can be claimed. */
export const unclaimed: Projection<SaleId, UnclaimedSale, UnclaimedEvent, UnclaimedEvent> = {
  name: 'unclaimed_sales',
  version: 2,
  types: [
    'SaleRecorded',
    'BuyerRecorded',
    'SizesRecorded',
    'SaleLinesReturned',
    'SaleVoided',
    'SaleClaimed',
    'SaleErasureDecided',
    'SaleErasureConcluded',
  ],
  parts: ({ event }: LogEvent<UnclaimedEvent>) =>
    isOfNobody(event) ? [[event.saleId, event]] : [],
  initial: () => ({
    totalMinor: 0,
    units: 0,
    returnedUnits: 0,
    isClaimed: false,
    isVoid: false,
    isSealed: false,
    isErased: false,
  }),
  evolve,
  occurredSafe: true,
}
