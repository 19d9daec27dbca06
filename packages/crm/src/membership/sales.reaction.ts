import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type {
  SaleClaimed,
  SaleLine,
  SaleLinesReturned,
  SaleRecorded,
  SaleVoided,
} from '../sales/events.js'
import { voidIdOf } from '../shared/derived-ids.js'
import type { CustomerId, QualifyingId, ReversalId } from '../shared/ids.js'
import type { AdoptedRules, TierMeasure } from '../shared/programme-rules.js'
import { inForceOn } from '../shared/rules-in-force.js'
import type { RecordQualifying, ReverseQualifying } from './commands.js'
import { tierRules } from './tier-rules.projection.js'

type Source = SaleRecorded | SaleClaimed | SaleLinesReturned | SaleVoided

interface Reads extends Readonly<Record<string, ViewRead>> {
  readonly rules: { readonly of: typeof tierRules; readonly key: string }
}

// What was paid in money: points that were spent have counted when they were earned.
const inMoney = ({ paidMinor, byPoints }: Pick<SaleLine, 'paidMinor' | 'byPoints'>): number =>
  paidMinor - (byPoints?.minor ?? 0)

// What a sale brings by the measure of a programme, or a return or a void takes: none where points are counted, for these
// have events of their own. A visit is said in pieces, so that it is taken back only when none of them is left.
const amountOf = ({ lines, units }: Source, measure: TierMeasure): number => {
  switch (measure) {
    case 'points':
      return 0
    case 'visits':
      return units
    case 'spend':
      return lines.reduce((sum, line) => sum + inMoney(line), 0)
  }
}

const facts = ({ event: { customerId } }: LogEvent<Source>): Reads | undefined =>
  customerId === undefined ? undefined : { rules: { of: tierRules, key: 'all' } }

type Counting = RecordQualifying | ReverseQualifying

// What one programme makes of it: nothing where its rules of that day have no tiers, or another currency.
const countedBy = (
  event: Source,
  customerId: CustomerId,
  rules: AdoptedRules | undefined,
): ReadonlyArray<Counting> => {
  if (rules?.rules.tiers === undefined || rules.rules.currency !== event.currency) return []
  const amount = amountOf(event, rules.rules.tiers.measure)
  if (amount === 0) return []
  const qualifyingId = event.saleId as string as QualifyingId
  if (event.type === 'SaleRecorded' || event.type === 'SaleClaimed') {
    const { soldOn: qualifiedOn } = event
    return [{ type: 'RecordQualifying', customerId, qualifyingId, qualifiedOn, amount, rules }]
  }
  const by = event.type === 'SaleVoided' ? voidIdOf(event.saleId) : event.returnId
  const reversalId = by as string as ReversalId
  const { programmeId } = rules
  return [{ type: 'ReverseQualifying', programmeId, customerId, qualifyingId, reversalId, amount }]
}

// A return counts back under the rules that its sale has counted under: those of the day of the sale.
const react = ({ event }: LogEvent<Source>, { rules }: FactsOf<Reads>): ReadonlyArray<Counting> => {
  const { customerId, soldOn } = event
  const adopted = rules.value?.adopted ?? []
  if (customerId === undefined || !adopted.some((one) => one.rules.tiers !== undefined)) return []
  return [...new Set(adopted.map(({ programmeId }) => programmeId))].flatMap((programmeId) =>
    countedBy(event, customerId, inForceOn(adopted, programmeId, soldOn)),
  )
}

/**
 * What membership does about sales: what was paid, or that somebody bought, counts towards the tier in each programme that
 * has any, also when the sale is claimed later: what is left of it then. What comes back, or is voided, counts back on the day of
 * the sale. Who is no member stays without.
 */
export const tiersForSales: Reaction<Source, Reads, Counting> = {
  name: 'tiers_for_sales',
  types: ['SaleRecorded', 'SaleClaimed', 'SaleLinesReturned', 'SaleVoided'],
  startsFrom: 'beginning',
  facts,
  react,
}
