import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type { SaleClaimed } from '../sales/events.js'
import type { NoteClaimedSale } from './commands.js'

type Reads = Readonly<Record<string, ViewRead>>

const react = (
  { event: { customerId, saleId, soldOn } }: LogEvent<SaleClaimed>,
  _: FactsOf<Reads>,
): ReadonlyArray<NoteClaimedSale> => [{ type: 'NoteClaimedSale', customerId, saleId, soldOn }]

/**
 * What privacy requests do about sales: a claim is noted where it is decided what of the customer is erased, for the buyer of a
 * sale to somebody unknown is sealed for the sale.
 */
export const claimsForPrivacy: Reaction<SaleClaimed, Reads, NoteClaimedSale> = {
  name: 'claims_for_privacy',
  types: ['SaleClaimed'],
  startsFrom: 'beginning',
  facts: () => ({}),
  react,
}
