import type { FactsOf, LogEvent, Reaction, ViewRead } from '@patina/eventsourcing'
import type {
  SaleClaimed,
  SaleLine,
  SaleLinesReturned,
  SaleRecorded,
  SaleVoided,
} from '../sales/events.js'
import { awardIdOf, returnUndoIdOf, voidIdOf } from '../shared/derived-ids.js'
import { isPlain } from '../shared/earning-rules.js'
import type { ReturnId } from '../shared/ids.js'
import type { AdoptedRules } from '../shared/programme-rules.js'
import { tierOn } from '../shared/tiers.js'
import type { AwardPoints, EarningLine, ReverseAward, UndoRedemption } from './commands.js'
import { earnRules, rulesInForce } from './earn-rules.projection.js'
import { covers, type MembershipPeriod, type Memberships, members } from './members.projection.js'

type Source = SaleRecorded | SaleClaimed | SaleLinesReturned | SaleVoided
type Effect = AwardPoints | ReverseAward | UndoRedemption

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
  { soldOn, currency }: SaleRecorded | SaleClaimed,
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

// What comes off the basis is said of every line. What an article is, only rules beyond the plain one ask.
const lineOf = (line: SaleLine, isWanted: boolean): EarningLine => {
  const { lineId, quantity, paidMinor, taxMinor, byPoints } = line
  const plain = { lineId, quantity, basisMinor: paidMinor }
  if (!isWanted && taxMinor === undefined && byPoints === undefined) return plain
  return {
    ...plain,
    ...(taxMinor === undefined ? {} : { taxMinor }),
    ...(byPoints === undefined ? {} : { paidByPointsMinor: byPoints.minor }),
    ...(isWanted ? articleOf(line) : {}),
  }
}

const articleOf = ({
  sku,
  article: { brand, category } = {},
}: SaleLine): Pick<EarningLine, 'sku' | 'brand' | 'category'> => ({
  sku,
  ...(brand === undefined ? {} : { brand }),
  ...(category === undefined ? {} : { category }),
})

// What only rules beyond the plain one ask of a sale and of its buyer.
const circumstancesOf = (
  sale: SaleRecorded | SaleClaimed,
  { membershipId, since, tiers = [] }: MembershipPeriod,
  { referred = [] }: Memberships,
): Pick<AwardPoints, 'tier' | 'memberSince' | 'facts' | 'campaign'> => {
  const tier = tierOn(tiers, sale.soldOn)
  const isReferred = referred.some(
    (one) => one.membershipId === membershipId && one.fromDay <= sale.soldOn,
  )
  const { occasion, campaignRef } = sale
  const facts = [
    ...(occasion === undefined ? [] : ['occasion' as const]),
    ...(isReferred ? ['referral' as const] : []),
  ]
  return {
    ...(tier === undefined ? {} : { tier }),
    memberSince: since,
    ...(facts.length === 0 ? {} : { facts }),
    ...(campaignRef === undefined ? {} : { campaign: campaignRef }),
  }
}

const award =
  (sale: SaleRecorded | SaleClaimed, known: Memberships | undefined) =>
  ({ membership, rules }: Earning): ReadonlyArray<AwardPoints> => {
    const { customerId, saleId, soldOn, lines } = sale
    if (customerId === undefined || known === undefined) return []
    const isWanted = !isPlain(rules.rules.earn)
    return [
      {
        type: 'AwardPoints',
        customerId,
        awardId: awardIdOf(membership.programmeId, saleId),
        saleId,
        earnedOn: soldOn,
        lines: lines.map((line) => lineOf(line, isWanted)),
        rules,
        ...(isWanted ? circumstancesOf(sale, membership, known) : {}),
      },
    ]
  }

const reverse =
  ({ saleId, lines }: SaleLinesReturned | SaleVoided, returnId: ReturnId) =>
  ({ membershipId, programmeId }: MembershipPeriod): ReverseAward => ({
    type: 'ReverseAward',
    membershipId,
    awardId: awardIdOf(programmeId, saleId),
    returnId,
    lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity })),
    mayBeUnknown: true,
  })

// What was paid with points goes back before what was earned is claimed, so that no debt arises that is made good at once. The
// account knows what the sale has earned: the days of a membership and its rules may have changed since, also backwards.
const takenBack = (
  event: SaleLinesReturned | SaleVoided,
  { memberships = [] }: Partial<Memberships>,
): ReadonlyArray<Effect> => {
  const returnId = event.type === 'SaleVoided' ? voidIdOf(event.saleId) : event.returnId
  const undone = (event.undone ?? []).map(
    ({ membershipId, redemptionId, points }): UndoRedemption => ({
      type: 'UndoRedemption',
      membershipId,
      undoId: returnUndoIdOf(returnId, event.saleId, redemptionId),
      redemptionId,
      points,
    }),
  )
  return [...undone, ...memberships.map(reverse(event, returnId))]
}

// A sale to somebody unknown earns nothing; but what came back of it may have been paid with the points of a member.
const facts = ({ event }: LogEvent<Source>): Reads | undefined => {
  const isUndone = 'undone' in event
  return event.customerId === undefined && !isUndone
    ? undefined
    : {
        // The id of a sale is that of no customer: nobody is looked up.
        members: { of: members, key: event.customerId ?? event.saleId },
        rules: { of: earnRules, key: 'all' },
      }
}

const react = ({ event }: LogEvent<Source>, found: FactsOf<Reads>): ReadonlyArray<Effect> => {
  const known = found.members.value
  return event.type === 'SaleRecorded' || event.type === 'SaleClaimed'
    ? earningOf(event, found).flatMap(award(event, known))
    : takenBack(event, known ?? {})
}

/**
 * What points does about sales: a sale earns in each membership of its customer that its day lies in, also when it is claimed
 * later; a return takes back what its lines had earned, a void all of it, and both give back what was paid with points. A sale
 * to somebody unknown earns nothing.
 */
export const pointsForSales: Reaction<Source, Reads, Effect> = {
  name: 'points_for_sales',
  types: ['SaleRecorded', 'SaleClaimed', 'SaleLinesReturned', 'SaleVoided'],
  startsFrom: 'beginning',
  // A sale earns at the tier that the sales before it have led to, and these may be imported in one go with it.
  after: ['tiers_for_sales'],
  facts,
  react,
}
