// What a document of the file asks of the domain: commands, each with an id that follows from the document.
import {
  type CivilDate,
  type CustomerId,
  civilDate,
  type crm,
  documentNumber,
  lineId,
  market,
  sku,
} from '@patina/crm'
import type { CommandOf, Context } from '@patina/eventsourcing'
import type { Said } from '@patina/privacy'
import type {
  MatchedLine,
  MatchedSale,
  RetailDocument,
  Return,
  ReturnedLine,
  Sale,
} from './documents.js'
import {
  clubId,
  clubRules,
  commandIdOf,
  customerOf,
  firstDay,
  instantInShop,
  saleOf,
  shop,
} from './shop.js'

/** Any command of the capabilities, as it is said: what is personal is in the clear until its codec closes it. */
export type CrmCommand = Said<CommandOf<(typeof crm)[number]>>

/** A command and what comes with it. */
export interface Order {
  readonly command: CrmCommand
  readonly context: Context
}

const actor = 'import'

const dayOf = (document: RetailDocument): CivilDate =>
  civilDate(document.kind === 'sale' ? document.soldOn : document.returnedOn)

const customerIn = ({ customerId }: RetailDocument): { customerId?: CustomerId } =>
  customerId === undefined ? {} : { customerId: customerOf(customerId) }

/** What comes with a command about a document: when that was, and an id that follows from it. */
export const contextOf = (at: string, ...name: ReadonlyArray<string>): Context => ({
  commandId: commandIdOf(...name),
  actor,
  occurredAt: instantInShop(at),
})

/** Adopts the rules of the shop's programme: before anything else. */
export const adoptRules: Order = {
  command: { type: 'AdoptRules', programmeId: clubId, rules: clubRules },
  context: contextOf(`${firstDay}T00:00:00`, 'rules', '1'),
}

/** Registers the customer of a document and admits them to the programme, on the day of their first document. */
export const welcome = (document: RetailDocument, customer: string): ReadonlyArray<Order> => {
  const customerId = customerOf(customer)
  return [
    {
      command: {
        type: 'RegisterCustomer',
        customerId,
        source: shop.source,
        storeId: shop.storeId,
        market: market(document.country),
        status: 'active',
      },
      context: contextOf(document.at, 'register', customer),
    },
    {
      command: { type: 'Admit', programmeId: clubId, customerId, since: dayOf(document) },
      context: contextOf(document.at, 'admit', customer),
    },
  ]
}

/** Records a sale with all of its lines. */
export const recordSale = (sale: Sale): Order => ({
  command: {
    type: 'RecordSale',
    storeId: shop.storeId,
    documentNumber: documentNumber(sale.documentNumber),
    ...customerIn(sale),
    soldOn: dayOf(sale),
    currency: shop.currency,
    lines: sale.lines.map((line) => ({
      lineId: lineId(String(line.lineNumber)),
      sku: sku(line.sku),
      ...(line.description === '' ? {} : { name: line.description.normalize('NFC') }),
      quantity: line.quantity,
      unitMinor: line.unitPriceMinor,
      paidMinor: line.quantity * line.unitPriceMinor,
    })),
  },
  context: contextOf(sale.at, 'sale', sale.documentNumber),
})

// Two lines of a return may take from one line of the sale: the domain is told once, of both together.
const joined = (lines: ReadonlyArray<MatchedLine>): ReadonlyArray<MatchedLine> => {
  const bySaleLine = new Map<number, MatchedLine>()
  for (const line of lines) {
    const before = bySaleLine.get(line.saleLine)
    bySaleLine.set(line.saleLine, {
      ...line,
      quantity: line.quantity + (before?.quantity ?? 0),
      refundMinor: line.refundMinor + (before?.refundMinor ?? 0),
    })
  }
  return [...bySaleLine.values()]
}

const returnLines = (document: Return, { saleDocument, lines }: MatchedSale): Order => ({
  command: {
    type: 'ReturnLines',
    saleId: saleOf(saleDocument),
    storeId: shop.storeId,
    returnDocument: documentNumber(document.documentNumber),
    returnedOn: dayOf(document),
    lines: joined(lines).map(({ saleLine, quantity, refundMinor }) => ({
      lineId: lineId(String(saleLine)),
      quantity,
      refundMinor,
    })),
    reasonCode: shop.returned,
  },
  context: contextOf(document.at, 'return', document.documentNumber, saleDocument),
})

const returnWithoutSale = (document: Return, unmatched: ReadonlyArray<ReturnedLine>): Order => ({
  command: {
    type: 'RecordReturnWithoutSale',
    storeId: shop.storeId,
    returnDocument: documentNumber(document.documentNumber),
    ...customerIn(document),
    returnedOn: dayOf(document),
    currency: shop.currency,
    lines: unmatched.map(({ returnLine, sku: article, quantity, refundMinor }) => ({
      lineId: lineId(String(returnLine)),
      sku: sku(article),
      quantity,
      refundMinor,
    })),
    reasonCode: shop.returned,
  },
  context: contextOf(document.at, 'return', document.documentNumber),
})

/** Takes back what a return document names: of each sale that was found, and what none was found for. */
export const takeBack = (document: Return): ReadonlyArray<Order> => [
  ...document.matched.map((matched) => returnLines(document, matched)),
  ...(document.unmatched.length === 0 ? [] : [returnWithoutSale(document, document.unmatched)]),
]
