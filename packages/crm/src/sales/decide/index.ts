import type { Issued } from '@patina/eventsourcing'
import type { SalesCommand } from '../commands.js'
import type { Document } from '../state.js'
import { claimSale } from './claim.js'
import type { Decision } from './documents.js'
import { concludeSaleErasure, decideSaleErasure } from './erase.js'
import { recordSale } from './record.js'
import { returnLines } from './return.js'
import { recordReturnWithoutSale } from './unmatched.js'
import { voidSale } from './void.js'

/**
 * What follows from a command about a document. Left `DocumentAlreadyRecorded` when it is recorded with other content, of
 * which a buyer and sizes are none: what was not recorded yet is added. `AnotherSale` when the id of the sale is not that of its
 * document, `DatedInFuture`, `LineIdTwice`, `TotalsDoNotAdd`, `SaleRefused` and `TooLarge` when it cannot be right, `UnknownSale`
 * when there is no sale, `ReturnRefused`, `VoidRefused`, `ClaimRefused` and `SaleErasureRefused` when what is asked does not
 * fit it, `UnknownErasure` when nobody decided what is concluded.
 */
export const decide = (command: SalesCommand, document: Document, issued: Issued): Decision => {
  switch (command.type) {
    case 'RecordSale':
      return recordSale(command, document, issued)
    case 'ReturnLines':
      return returnLines(command, document, issued)
    case 'VoidSale':
      return voidSale(command, document, issued)
    case 'ClaimSale':
      return claimSale(command, document, issued)
    case 'DecideSaleErasure':
      return decideSaleErasure(command, document, issued)
    case 'ConcludeSaleErasure':
      return concludeSaleErasure(command, document, issued)
    case 'RecordReturnWithoutSale':
      return recordReturnWithoutSale(command, document, issued)
  }
}
