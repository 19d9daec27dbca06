// How the erasure of the whole application follows what is decided here.
import type { DecidedErasure, ErasureDecisions } from '@patina/privacy'
import type { CustomerId, ErasureId } from '../shared/ids.js'
import type { ConcludeErasure } from './commands.js'
import type { ErasureConcluded, ErasureDecided } from './events.js'

// What was sealed for a sale is all of one class: the record of the sale.
const read = ({
  erasureId,
  why,
  customerId,
  classes,
  sales = [],
  exceptions,
}: ErasureDecided): DecidedErasure => ({
  erasureId,
  why,
  subject: customerId,
  parts: [
    ...classes.map((one) => ({ subject: customerId, class: one })),
    ...sales.map((saleId) => ({ subject: saleId, class: 'transaction' as const })),
  ],
  kept: exceptions,
})

/**
 * Hands what is decided on a request, or because it fell due, to the erasure of an application: what `privacy.decisions` of
 * `open` takes. An erasure begins by such a decision only, and ends with an `ErasureConcluded`.
 */
export const erasureDecisions: ErasureDecisions<ErasureDecided, ErasureConcluded, ConcludeErasure> =
  {
    decided: 'ErasureDecided',
    read,
    concluded: 'ErasureConcluded',
    concludes: 'ConcludeErasure',
    conclude: ({ erasureId, subject }, outcome) => ({
      type: 'ConcludeErasure',
      customerId: subject as CustomerId,
      erasureId: erasureId as ErasureId,
      outcome,
    }),
  }
