import { type Capability, type StreamName, streamName } from '@patina/eventsourcing'
import { returnIdOf, saleIdOf } from '../shared/derived-ids.js'
import { commandCodecs, eventCodecs } from './codec.js'
import type { SalesCommand } from './commands.js'
import { decide } from './decide/index.js'
import type { SalesEvent } from './events.js'
import { productSalesView } from './product-sales.codec.js'
import type { SalesRejection } from './rejections.js'
import { returnsView } from './returns.codec.js'
import { salesByMonthView } from './sales-by-month.codec.js'
import { type Document, evolve, initial } from './state.js'

/** The stream that a command about a document is decided on: the sale's, or the return document's own. */
export const streamOf = (command: SalesCommand): StreamName => {
  switch (command.type) {
    case 'RecordSale':
      return streamName('sale', saleIdOf(command.storeId, command.documentNumber))
    case 'ReturnLines':
    case 'VoidSale':
    case 'ClaimSale':
    case 'DecideSaleErasure':
    case 'ConcludeSaleErasure':
      return streamName('sale', command.saleId)
    case 'RecordReturnWithoutSale':
      return streamName('return', returnIdOf(command.storeId, command.returnDocument))
  }
}

/** Sales records: what was sold, what came back of it, and what came back without a sale. */
export const sales: Capability<SalesCommand, Document, SalesEvent, SalesRejection> = {
  name: 'sales',
  streamOf,
  decider: { initial, decide, evolve },
  commands: commandCodecs,
  events: eventCodecs,
  views: [productSalesView, returnsView, salesByMonthView],
  reactions: [],
}
