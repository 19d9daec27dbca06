import type { CustomerId, ErasureId, LineId } from '../shared/ids.js'
import type {
  SaleClaimed,
  SaleErasureConcluded,
  SaleLinesReturned,
  SaleRecorded,
  SalesEvent,
  SaleVoided,
  UnmatchedReturnRecorded,
} from './events.js'

/** What decides the next command about a document. A stream holds either a sale or a return without one. */
export type Document = NothingRecorded | Sale | UnmatchedReturn

export interface NothingRecorded {
  readonly _tag: 'NothingRecorded'
}

export interface Sale {
  readonly _tag: 'Sale'
  readonly recorded: SaleRecorded
  readonly returns: ReadonlyArray<SaleLinesReturned>
  /** Whether the buyer is recorded: of the name nothing. */
  readonly hasBuyer: boolean
  /** Whether sizes are recorded: of them nothing. */
  readonly hasSizes: boolean
  /** What was decided to be erased, and what became of it. */
  readonly erasures: ReadonlyArray<SaleErasure>
  readonly claimed?: SaleClaimed
  readonly voided?: SaleVoided
}

/** A decision to erase what was sealed for a sale. Without an outcome it is on its way. */
export interface SaleErasure {
  readonly erasureId: ErasureId
  readonly outcome?: SaleErasureConcluded['outcome']
}

export interface UnmatchedReturn {
  readonly _tag: 'UnmatchedReturn'
  readonly recorded: UnmatchedReturnRecorded
}

/** A document of which nothing is recorded. */
export const initial: Document = { _tag: 'NothingRecorded' }

/** The document after an event. Total: an event that makes no sense leaves the document as it was. */
export const evolve = (document: Document, event: SalesEvent): Document => {
  if (document._tag === 'NothingRecorded') return begun(document, event)
  return document._tag === 'Sale' ? continued(document, event) : document
}

const begun = (nothing: NothingRecorded, event: SalesEvent): Document => {
  switch (event.type) {
    case 'SaleRecorded':
      return {
        _tag: 'Sale',
        recorded: event,
        returns: [],
        hasBuyer: false,
        hasSizes: false,
        erasures: [],
      }
    case 'UnmatchedReturnRecorded':
      return { _tag: 'UnmatchedReturn', recorded: event }
    default:
      return nothing
  }
}

const continued = (sale: Sale, event: SalesEvent): Sale => {
  switch (event.type) {
    case 'SaleLinesReturned':
      return { ...sale, returns: [...sale.returns, event] }
    case 'BuyerRecorded':
      return { ...sale, hasBuyer: true }
    case 'SizesRecorded':
      return { ...sale, hasSizes: true }
    case 'SaleClaimed':
      return { ...sale, claimed: event }
    case 'SaleVoided':
      return { ...sale, voided: event }
    case 'SaleErasureDecided':
      return { ...sale, erasures: [...sale.erasures, { erasureId: event.erasureId }] }
    case 'SaleErasureConcluded': {
      const { erasureId, outcome } = event
      const others = sale.erasures.filter((one) => one.erasureId !== erasureId)
      return { ...sale, erasures: [...others, { erasureId, outcome }] }
    }
    default:
      return sale
  }
}

/** Whose sale it is, by its document or by a claim; `undefined` for somebody unknown. */
export const ownerOf = ({ recorded, claimed }: Sale): CustomerId | undefined =>
  recorded.customerId ?? claimed?.customerId

/** What of a line came back, on all returns. */
export interface CameBack {
  readonly quantity: number
  readonly paidMinor: number
  readonly refundMinor: number
  /** What of the refunds was given in points, and how many these were. */
  readonly pointsMinor: number
  readonly points: number
}

const nothing: CameBack = { quantity: 0, paidMinor: 0, refundMinor: 0, pointsMinor: 0, points: 0 }

/** What of a line came back before. */
export const cameBack = (lineId: LineId, returned: ReadonlyMap<LineId, CameBack>): CameBack =>
  returned.get(lineId) ?? nothing

/** What came back of each line. */
export const returnedByLine = ({ returns }: Sale): ReadonlyMap<LineId, CameBack> => {
  const returned = new Map<LineId, CameBack>()
  for (const { lines } of returns) {
    for (const { lineId, quantity, paidMinor, refundMinor, byPoints } of lines) {
      const before = cameBack(lineId, returned)
      returned.set(lineId, {
        quantity: before.quantity + quantity,
        paidMinor: before.paidMinor + paidMinor,
        refundMinor: before.refundMinor + refundMinor,
        pointsMinor: before.pointsMinor + (byPoints?.minor ?? 0),
        points: before.points + (byPoints?.points ?? 0),
      })
    }
  }
  return returned
}
