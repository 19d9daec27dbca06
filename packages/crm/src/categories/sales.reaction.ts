import type { Reaction } from '@patina/eventsourcing'
import type {
  SaleClaimed,
  SaleLinesReturned,
  SaleRecorded,
  SaleVoided,
  UnmatchedReturnRecorded,
} from '../sales/events.js'
import type { ApplyVerdict } from './commands.js'
import { factsFor, type RuleReads, verdictsAfter } from './evaluating.js'

/** What categories do about sales: after each the rules are asked again. */
export const categoriesForSales: Reaction<
  SaleRecorded | SaleLinesReturned | SaleClaimed | SaleVoided | UnmatchedReturnRecorded,
  RuleReads,
  ApplyVerdict
> = {
  name: 'categories_for_sales',
  types: [
    'SaleRecorded',
    'SaleLinesReturned',
    'SaleClaimed',
    'SaleVoided',
    'UnmatchedReturnRecorded',
  ],
  startsFrom: 'beginning',
  facts: factsFor,
  react: verdictsAfter,
}
