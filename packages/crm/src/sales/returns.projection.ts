import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import { appended, withMembers } from '../shared/copies.js'
import type { CustomerId, DocumentNumber, ReturnId, StoreId } from '../shared/ids.js'
import { addRefunded, type Turnover } from '../shared/money.js'
import type { DocumentEntry, SaleLinesReturned, UnmatchedReturnRecorded } from './events.js'

/** A return document: what came back on it, from whichever sales, and what no sale was found for. */
export interface ReturnDocument {
  readonly returnDocument?: DocumentNumber
  readonly storeId?: StoreId
  readonly returnedOn?: CivilDate
  /** The customers of the sales that it touches: one, if the shop keeps its documents apart. */
  readonly customerIds: ReadonlyArray<CustomerId>
  /** Sales that it touches. */
  readonly sales: number
  readonly matchedLines: number
  readonly unmatchedLines: number
  readonly units: number
  readonly refunds: ReadonlyArray<Turnover>
}

type ReturnEvent = SaleLinesReturned | UnmatchedReturnRecorded

const isReturn = (event: DocumentEntry): event is ReturnEvent =>
  event.type === 'SaleLinesReturned' || event.type === 'UnmatchedReturnRecorded'

const withCustomer = (
  known: ReadonlyArray<CustomerId>,
  customerId: CustomerId | undefined,
): ReadonlyArray<CustomerId> =>
  customerId === undefined || known.includes(customerId)
    ? known
    : appended(known, customerId).sort()

const evolve = (document: ReturnDocument, event: ReturnEvent): ReturnDocument => {
  const isMatched = event.type === 'SaleLinesReturned'
  const lines = event.lines.length
  return withMembers(document, {
    returnDocument: event.returnDocument,
    storeId: event.storeId,
    // Events of one document carry one day; if they do not, the first of the days stands, whichever comes first.
    returnedOn:
      document.returnedOn === undefined || event.returnedOn < document.returnedOn
        ? event.returnedOn
        : document.returnedOn,
    customerIds: withCustomer(document.customerIds, event.customerId),
    sales: document.sales + (isMatched ? 1 : 0),
    matchedLines: document.matchedLines + (isMatched ? lines : 0),
    unmatchedLines: document.unmatchedLines + (isMatched ? 0 : lines),
    units: document.units + event.units,
    refunds: addRefunded(document.refunds, event.currency, event.refundMinor),
  })
}

/** Return documents, so that they can be counted although each may touch several sales. */
export const returns: Projection<ReturnId, ReturnDocument, DocumentEntry, ReturnEvent> = {
  name: 'returns',
  version: 1,
  types: ['SaleLinesReturned', 'UnmatchedReturnRecorded'],
  parts: ({ event }: LogEvent<DocumentEntry>) => (isReturn(event) ? [[event.returnId, event]] : []),
  initial: () => ({
    customerIds: [],
    sales: 0,
    matchedLines: 0,
    unmatchedLines: 0,
    units: 0,
    refunds: [],
  }),
  evolve,
  occurredSafe: true,
}
