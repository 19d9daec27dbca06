import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type { SaleLinesReturned, SaleRecorded } from '../sales/events.js'
import { awardIdOf } from '../shared/derived-ids.js'
import type { AdoptedRules } from '../shared/programme-rules.js'
import type { AwardPoints, ReverseAward } from './commands.js'
import { earnRules, rulesInForce } from './earn-rules.projection.js'
import { covers, type MembershipPeriod, members } from './members.projection.js'

type Source = SaleRecorded | SaleLinesReturned

interface Reads extends Readonly<Record<string, ViewRead>> {
  readonly members: { readonly of: typeof members; readonly key: string }
  readonly rules: { readonly of: typeof earnRules; readonly key: string }
}

interface Earning {
  readonly membership: MembershipPeriod
  readonly rules: AdoptedRules
}

// The memberships that a sale counts in: its day lies within them, and rules of its currency are in force on it.
const earningOf = (
  { soldOn, currency }: Source,
  { members, rules }: FactsOf<Reads>,
): ReadonlyArray<Earning> => {
  const adopted = rules.value
  if (members.value === undefined || adopted === undefined) return []
  return members.value.memberships
    .filter((membership) => covers(membership, soldOn))
    .flatMap((membership) => {
      const inForce = rulesInForce(adopted, membership.programmeId, soldOn)
      return inForce?.rules.currency === currency ? [{ membership, rules: inForce }] : []
    })
}

const award =
  ({ customerId, saleId, soldOn, lines }: SaleRecorded) =>
  ({ membership, rules }: Earning): ReadonlyArray<AwardPoints> =>
    customerId === undefined
      ? []
      : [
          {
            type: 'AwardPoints',
            customerId,
            awardId: awardIdOf(membership.programmeId, saleId),
            saleId,
            earnedOn: soldOn,
            lines: lines.map(({ lineId, quantity, paidMinor }) => ({
              lineId,
              quantity,
              basisMinor: paidMinor,
            })),
            rules,
          },
        ]

const reverse =
  ({ saleId, returnId, lines }: SaleLinesReturned) =>
  ({ membership: { membershipId, programmeId } }: Earning): ReverseAward => ({
    type: 'ReverseAward',
    membershipId,
    awardId: awardIdOf(programmeId, saleId),
    returnId,
    lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity })),
  })

const facts = ({ event: { customerId } }: LogEvent<Source>): Reads | undefined =>
  customerId === undefined
    ? undefined
    : { members: { of: members, key: customerId }, rules: { of: earnRules, key: 'all' } }

const react = (
  { event }: LogEvent<Source>,
  found: FactsOf<Reads>,
): ReadonlyArray<AwardPoints | ReverseAward> => {
  const earning = earningOf(event, found)
  return event.type === 'SaleRecorded' ? earning.flatMap(award(event)) : earning.map(reverse(event))
}

/**
 * What points does about sales: a sale earns in each membership of its customer that its day lies in, a return takes back
 * what its lines had earned. A sale to somebody unknown earns nothing.
 */
export const pointsForSales: Reaction<Source, Reads, AwardPoints | ReverseAward> = {
  name: 'points_for_sales',
  types: ['SaleRecorded', 'SaleLinesReturned'],
  startsFrom: 'beginning',
  facts,
  react,
}
