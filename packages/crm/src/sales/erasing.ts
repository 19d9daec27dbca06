// How the erasure of the whole application follows what is decided about a sale to somebody unknown.
import type { ErasureDecisions } from '@patina/privacy'
import type { ErasureId, SaleId } from '../shared/ids.js'
import type { ConcludeSaleErasure } from './commands.js'
import type { SaleErasureConcluded, SaleErasureDecided } from './events.js'

/**
 * Hands what is decided about sales that nobody has claimed to the erasure of an application: one of those that
 * `privacy.decisions` of `open` takes. The subject is the sale; its buyer and its sizes are all that was sealed for it.
 */
export const saleErasureDecisions: ErasureDecisions<
  SaleErasureDecided,
  SaleErasureConcluded,
  ConcludeSaleErasure
> = {
  decided: 'SaleErasureDecided',
  read: ({ erasureId, saleId }) => ({
    erasureId,
    why: 'retention',
    subject: saleId,
    parts: [{ subject: saleId, class: 'transaction' }],
    kept: [],
  }),
  concluded: 'SaleErasureConcluded',
  concludes: 'ConcludeSaleErasure',
  conclude: ({ erasureId, subject }, outcome) => ({
    type: 'ConcludeSaleErasure',
    saleId: subject as SaleId,
    erasureId: erasureId as ErasureId,
    outcome,
  }),
}
