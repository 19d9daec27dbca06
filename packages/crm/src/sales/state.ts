import type { LineId } from '../shared/ids.js'
import type {
  SaleLinesReturned,
  SaleRecorded,
  SalesEvent,
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
}

export interface UnmatchedReturn {
  readonly _tag: 'UnmatchedReturn'
  readonly recorded: UnmatchedReturnRecorded
}

/** A document of which nothing is recorded. */
export const initial: Document = { _tag: 'NothingRecorded' }

/** The document after an event. Total: an event that makes no sense leaves the document as it was. */
export const evolve = (document: Document, event: SalesEvent): Document => {
  switch (event.type) {
    case 'SaleRecorded':
      return document._tag === 'NothingRecorded'
        ? { _tag: 'Sale', recorded: event, returns: [], hasBuyer: false }
        : document
    case 'SaleLinesReturned':
      return document._tag === 'Sale'
        ? { ...document, returns: [...document.returns, event] }
        : document
    case 'BuyerRecorded':
      return document._tag === 'Sale' ? { ...document, hasBuyer: true } : document
    case 'UnmatchedReturnRecorded':
      return document._tag === 'NothingRecorded'
        ? { _tag: 'UnmatchedReturn', recorded: event }
        : document
  }
}

/** How many pieces of each line came back. */
export const returnedByLine = ({ returns }: Sale): ReadonlyMap<LineId, number> => {
  const returned = new Map<LineId, number>()
  for (const { lines } of returns) {
    for (const { lineId, quantity } of lines) {
      returned.set(lineId, (returned.get(lineId) ?? 0) + quantity)
    }
  }
  return returned
}
