import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type { SaleClaimed, SaleLinesReturned, SaleRecorded, SaleVoided } from '../sales/events.js'
import { inForceOn } from '../shared/rules-in-force.js'
import type { AssessTier } from './commands.js'
import { tierRules } from './tier-rules.projection.js'
import { lookFor, type Told } from './tiers/asking.js'
import { memberTiers } from './tiers.projection.js'

type Source = SaleRecorded | SaleClaimed | SaleLinesReturned | SaleVoided

interface Reads extends Readonly<Record<string, ViewRead>> {
  readonly rules: { readonly of: typeof tierRules; readonly key: string }
  readonly tiers: { readonly of: typeof memberTiers; readonly key: string }
}

const facts = ({ event: { customerId } }: LogEvent<Source>): Reads | undefined =>
  customerId === undefined
    ? undefined
    : { rules: { of: tierRules, key: 'all' }, tiers: { of: memberTiers, key: customerId } }

const isSold = ({ type }: Source): boolean => type === 'SaleRecorded' || type === 'SaleClaimed'

// Each programme goes by its rules of the day of the sale, also for what comes back of it: nothing where these have no tiers,
// count points, which have events of their own, or are in another currency.
const react = (
  { event, position, metadata }: LogEvent<Source>,
  { rules, tiers }: FactsOf<Reads>,
): ReadonlyArray<AssessTier> => {
  const { customerId, soldOn: day, currency } = event
  const adopted = rules.value?.adopted ?? []
  if (customerId === undefined || !adopted.some((one) => one.rules.tiers !== undefined)) return []
  const { occurredAt } = metadata
  const type = isSold(event) ? 'earned' : 'return'
  const told: Told = { type, customerId, day, occurredAt, position }
  return [...new Set(adopted.map(({ programmeId }) => programmeId))].flatMap((programmeId) => {
    const inForce = inForceOn(adopted, programmeId, day)
    const isCounted = inForce?.rules.currency === currency
    return inForce === undefined || !isCounted || inForce.rules.tiers?.measure === 'points'
      ? []
      : lookFor(told, inForce, tiers.value, adopted)
  })
}

/**
 * What membership does about sales: what was paid, or that somebody bought, counts towards the tier in each programme that
 * has any, also when the sale is claimed later: what is left of it then. What comes back, or is voided, counts back on the day of
 * the sale. Where that can have changed the tier, somebody looks at it. Who is no member stays without.
 */
export const tiersForSales: Reaction<Source, Reads, AssessTier> = {
  name: 'tiers_for_sales',
  types: ['SaleRecorded', 'SaleClaimed', 'SaleLinesReturned', 'SaleVoided'],
  startsFrom: 'beginning',
  facts,
  react,
}
