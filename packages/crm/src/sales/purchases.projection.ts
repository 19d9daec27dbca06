import type { LogEvent, Projection } from '@patina/eventsourcing'
import type { CivilDate } from '../shared/civil-date.js'
import { appended } from '../shared/copies.js'
import type { CustomerId, DocumentNumber, ExchangeId, Sku, StoreId } from '../shared/ids.js'
import type { Currency } from '../shared/money.js'
import type { Article, SaleClaimed, TradeEntry } from './events.js'

/** What somebody has bought and given back, document by document, by their days. */
export interface PurchaseHistory {
  readonly documents: ReadonlyArray<PurchaseDocument>
}

/** One document, or what was done with one. */
export interface PurchaseDocument {
  readonly kind: (TradeEntry | SaleClaimed)['type']
  readonly day: CivilDate
  readonly documentNumber: DocumentNumber
  readonly storeId: StoreId
  readonly currency: Currency
  /** Pieces that came to the customer, below 0 for those that went back. */
  readonly units: number
  /** What the customer paid, or got back below 0. */
  readonly amountMinor: number
  readonly exchangeId?: ExchangeId
  readonly lines: ReadonlyArray<PurchaseLine>
}

export interface PurchaseLine {
  readonly sku: Sku
  readonly name?: string
  readonly article?: Article
  readonly quantity: number
  readonly amountMinor: number
}

type PurchaseEvent = TradeEntry | SaleClaimed

interface AnyLine {
  readonly sku: Sku
  readonly name?: string
  readonly article?: Article
  readonly quantity: number
}

const linesOf = <A extends AnyLine>(
  lines: ReadonlyArray<A>,
  amount: (line: A) => number,
): ReadonlyArray<PurchaseLine> =>
  lines.map((line) => ({
    sku: line.sku,
    ...(line.name === undefined ? {} : { name: line.name }),
    ...(line.article === undefined ? {} : { article: line.article }),
    quantity: line.quantity,
    amountMinor: amount(line),
  }))

const inExchange = (exchangeId: ExchangeId | undefined): Pick<PurchaseDocument, 'exchangeId'> =>
  exchangeId === undefined ? {} : { exchangeId }

const documentOf = (event: PurchaseEvent): PurchaseDocument => {
  const { type: kind, storeId, currency, units } = event
  const plain = { kind, storeId, currency }
  switch (event.type) {
    case 'SaleRecorded':
    case 'SaleClaimed':
    case 'SaleVoided': {
      const sign = event.type === 'SaleVoided' ? -1 : 1
      return {
        ...plain,
        day: event.soldOn,
        documentNumber: event.documentNumber,
        units: 0 + sign * units,
        // Added to 0, so that nothing is never printed as less than nothing.
        amountMinor: 0 + sign * event.totalMinor,
        ...inExchange(event.type === 'SaleRecorded' ? event.exchangeId : undefined),
        lines: linesOf(event.lines, ({ paidMinor }) => paidMinor),
      }
    }
    case 'SaleLinesReturned':
    case 'UnmatchedReturnRecorded':
      return {
        ...plain,
        day: event.returnedOn,
        documentNumber: event.returnDocument,
        units: 0 - units,
        amountMinor: 0 - event.refundMinor,
        ...inExchange(event.type === 'SaleLinesReturned' ? event.exchangeId : undefined),
        lines: linesOf<AnyLine & { readonly refundMinor: number }>(
          event.lines,
          ({ refundMinor }) => refundMinor,
        ),
      }
  }
}

const keyOf = (one: PurchaseDocument): string => JSON.stringify([one.day, one.storeId, one])

// By what the documents say alone, so that the order in which they were recorded does not matter.
const inOrder = (a: PurchaseDocument, b: PurchaseDocument): number => {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1
  const [one, other] = [keyOf(a), keyOf(b)]
  return one === other ? 0 : one < other ? -1 : 1
}

/** What each customer has bought and given back: made from the log when somebody asks, not kept. */
export const purchases: Projection<CustomerId, PurchaseHistory, PurchaseEvent, PurchaseDocument> = {
  name: 'purchases',
  version: 1,
  types: [
    'SaleRecorded',
    'SaleVoided',
    'SaleClaimed',
    'SaleLinesReturned',
    'UnmatchedReturnRecorded',
  ],
  keyStandsInEvent: true,
  parts: ({ event }: LogEvent<PurchaseEvent>) =>
    event.customerId === undefined ? [] : [[event.customerId, documentOf(event)]],
  initial: () => ({ documents: [] }),
  evolve: ({ documents }, document) => {
    const last = documents.at(-1)
    const all = appended(documents, document)
    return { documents: last === undefined || last.day < document.day ? all : all.sort(inOrder) }
  },
  combine: (members) => ({
    documents: members.flatMap(({ documents }) => documents).sort(inOrder),
  }),
  occurredSafe: true,
}
