import type { Issued, LogEvent, Projection } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { SaleClaimed, SaleLinesReturned, SaleRecorded, SaleVoided } from '../sales/events.js'
import { membershipIdOf } from '../shared/derived-ids.js'
import type { CustomerId, MembershipId, ProgrammeId } from '../shared/ids.js'
import type { AdoptedRules } from '../shared/programme-rules.js'
import { emptyTable, lookUp, put, type Table, valuesOf } from '../shared/table.js'
import { type Account, initial } from './account.js'
import { decide } from './decide/index.js'
import type { PointsAwarded, PointsEvent, PointsReversed } from './events.js'
import { type Memberships, members } from './members.projection.js'
import { pointsForSales } from './sales.reaction.js'
import { evolve } from './state.js'

/** What sales have earned, and what was taken back of it. Points. */
export interface EarnedFigures {
  readonly earned: number
  readonly takenBack: number
}

/** What the sales of one customer have earned, and what they would have earned under the other rules. */
export interface CustomerWhatIf {
  readonly customerId: CustomerId
  readonly memberships: Memberships
  readonly recorded: EarnedFigures
  readonly otherwise: EarnedFigures
  readonly accounts: ReadonlyArray<OtherAccount>
}

/** An account as it would be if nothing had been spent. */
export interface OtherAccount {
  readonly membershipId: MembershipId
  readonly account: Account
}

export interface WhatIf {
  readonly customers: Table<CustomerWhatIf>
}

type Sale = SaleRecorded | SaleClaimed | SaleLinesReturned | SaleVoided
type Membership = Parameters<typeof members.parts>[0]['event']
type Replayed = Sale | Membership | PointsAwarded | PointsReversed

const isSale = ({ event }: LogEvent<Replayed>): boolean =>
  (pointsForSales.types as ReadonlyArray<string>).includes(event.type)
const isOfMember = ({ event }: LogEvent<Replayed>): boolean =>
  (members.types as ReadonlyArray<string>).includes(event.type)

const none: EarnedFigures = { earned: 0, takenBack: 0 }

const counted = ({ earned, takenBack }: EarnedFigures, event: PointsEvent): EarnedFigures => {
  switch (event.type) {
    case 'PointsAwarded':
      return { earned: earned + event.points, takenBack }
    case 'PointsReversed':
      return { earned, takenBack: takenBack + event.points }
    default:
      return { earned, takenBack }
  }
}

const firstOf = (customerId: CustomerId): CustomerWhatIf => ({
  customerId,
  memberships: members.initial(customerId),
  recorded: none,
  otherwise: none,
  accounts: [],
})

// What the reaction would ask of the accounts of points, decided on accounts that live in this view alone. Points are never
// spent here, so that a redemption has nothing to be undone.
const replayed = (
  before: CustomerWhatIf,
  recorded: LogEvent<Sale>,
  rules: ReadonlyArray<AdoptedRules>,
): CustomerWhatIf => {
  const { position: asOf, id: commandId, recordedAt: at, metadata } = recorded
  const facts = {
    members: { value: before.memberships, asOf },
    rules: { value: { adopted: rules }, asOf },
  }
  const issued: Issued = { commandId, at, by: metadata.actor }
  let standing = before
  for (const command of pointsForSales.react(recorded, facts)) {
    standing = carriedOut(standing, command, issued)
  }
  return standing
}

type Asked = ReturnType<typeof pointsForSales.react>[number]

const carriedOut = (standing: CustomerWhatIf, command: Asked, issued: Issued): CustomerWhatIf => {
  if (command.type === 'UndoRedemption') return standing
  const membershipId =
    command.type === 'AwardPoints'
      ? membershipIdOf(command.rules.programmeId, command.customerId)
      : command.membershipId
  const known = standing.accounts.find((one) => one.membershipId === membershipId)
  const decided = decide(command, known?.account ?? initial, issued)
  if (E.isLeft(decided)) return standing
  const account = decided.right.reduce(evolve, known?.account ?? initial)
  const others = standing.accounts.filter((one) => one !== known)
  return {
    ...standing,
    otherwise: decided.right.reduce(counted, standing.otherwise),
    accounts: [...others, { membershipId, account }],
  }
}

/**
 * The same sales under other rules: what every customer has earned, and what they would have. In: rules in the place of all
 * that the programmes had, each in force from its day on; a programme that they do not name is left out. The points of the
 * memberships, their tiers and referrals are those that are recorded; of spending and expiry nothing is told.
 *
 * It is folded when somebody asks, `app.asOf(whatIf(rules), 'all', moment)`, as of any moment and never further. A projection
 * can neither write nor send: what comes of it is in memory, and {@link whatIfReport} reads it.
 */
export const whatIf = (rules: ReadonlyArray<AdoptedRules>): Projection<'all', WhatIf, Replayed> => {
  const programmes = new Set<ProgrammeId>(rules.map(({ programmeId }) => programmeId))

  const after = (before: CustomerWhatIf, recorded: LogEvent<Replayed>): CustomerWhatIf => {
    if (isSale(recorded)) return replayed(before, recorded as LogEvent<Sale>, rules)
    if (isOfMember(recorded)) {
      const memberships = members
        .parts(recorded as LogEvent<Membership>)
        .reduce((all, [, part]) => members.evolve(all, part), before.memberships)
      return { ...before, memberships }
    }
    const event = recorded.event as PointsAwarded | PointsReversed
    return programmes.has(event.programmeId)
      ? { ...before, recorded: counted(before.recorded, event) }
      : before
  }

  return {
    name: 'points_what_if',
    version: 1,
    types: [...pointsForSales.types, ...members.types, 'PointsAwarded', 'PointsReversed'],
    parts: (recorded) => [['all', recorded]],
    initial: () => ({ customers: emptyTable }),
    evolve: ({ customers }, recorded) => {
      const { customerId } = recorded.event as { readonly customerId?: CustomerId }
      if (customerId === undefined) return { customers }
      const before = lookUp(customers, customerId) ?? firstOf(customerId)
      return { customers: put(customers, customerId, after(before, recorded)) }
    },
  }
}

/** What rules would change for one customer, or for all. `difference` is what they would have more, below 0 less. */
export interface WhatIfFigures {
  readonly recorded: EarnedFigures
  readonly otherwise: EarnedFigures
  readonly difference: number
}

export interface WhatIfReport {
  readonly total: WhatIfFigures
  /** Everybody who has earned, or would have, in the order of the ids. */
  readonly customers: ReadonlyArray<WhatIfFigures & { readonly customerId: CustomerId }>
}

const netOf = ({ earned, takenBack }: EarnedFigures): number => earned - takenBack

const figuresOf = (recorded: EarnedFigures, otherwise: EarnedFigures): WhatIfFigures => ({
  recorded,
  otherwise,
  difference: netOf(otherwise) - netOf(recorded),
})

const added = (a: EarnedFigures, b: EarnedFigures): EarnedFigures => ({
  earned: a.earned + b.earned,
  takenBack: a.takenBack + b.takenBack,
})

/** The differences that other rules make, customer by customer and in total. */
export const whatIfReport = ({ customers }: WhatIf): WhatIfReport => {
  const all = valuesOf(customers)
    .filter(({ recorded, otherwise }) => recorded.earned > 0 || otherwise.earned > 0)
    .toSorted((a, b) => (a.customerId < b.customerId ? -1 : 1))
  return {
    total: figuresOf(
      all.map(({ recorded }) => recorded).reduce(added, none),
      all.map(({ otherwise }) => otherwise).reduce(added, none),
    ),
    customers: all.map(({ customerId, recorded, otherwise }) => ({
      customerId,
      ...figuresOf(recorded, otherwise),
    })),
  }
}
