// What people do in a made-up shop, one step after the other.
import type { Tagged } from '@patina/eventsourcing'
import fc from 'fast-check'
import { nameRoles, scripts, sealedIdentifiers, sealedNames } from './customers/arbitraries.js'
import { sealedSaid } from './customers/statements/arbitraries.js'
import { sealedNumbers } from './membership/arbitraries.js'
import { sealedBuyers } from './sales/arbitraries.js'
import { idOf } from './shared/arbitraries.js'
import type { CivilDate } from './shared/civil-date.js'
import { type CustomerId, type ProgrammeId, storeId } from './shared/ids.js'
import type { Shop } from './shop.arbitraries.js'

export const programmes: ReadonlyArray<ProgrammeId> = [idOf('prog', 1), idOf('prog', 2)]
export const customers: ReadonlyArray<CustomerId> = [
  idOf('cust', 1),
  idOf('cust', 2),
  idOf('cust', 3),
]
export const store = storeId('HK1')

export type CustomerStep =
  | 'register'
  | 'status'
  | 'name'
  | 'identify'
  | 'verify'
  | 'invalid'
  | 'remove'
  | 'say'

export type MembershipStep =
  | 'card'
  | 'newCard'
  | 'block'
  | 'admit'
  | 'standing'
  | 'tier'
  | 'close'
  | 'newRules'

export type SalesStep = 'sell' | 'takeBack' | 'takeBackUnknown' | 'voidSale' | 'claimSale'

export type PointsStep = 'redeem' | 'undo' | 'settle'

/** One thing that somebody does, by small numbers: days since the last, who, and which. */
export interface Step {
  readonly kind: CustomerStep | MembershipStep | PointsStep | SalesStep
  readonly daysLater: number
  readonly who: number
  readonly which: number
  readonly amounts: ReadonlyArray<number>
  /** What a customer says of themselves, sealed already: the shop of the histories has no vault. */
  readonly person: Person
}

type Person = typeof people extends fc.Arbitrary<infer A> ? A : never

const people = fc.record({
  role: nameRoles,
  script: scripts,
  name: sealedNames,
  identifier: sealedIdentifiers,
  number: sealedNumbers,
  buyer: sealedBuyers,
  said: sealedSaid,
  // Relations need two sayings that meet.
  saying: fc.oneof(fc.nat(15), fc.constantFrom(6, 7)),
})

const times = (count: number, kind: Step['kind']): ReadonlyArray<Step['kind']> =>
  new Array<Step['kind']>(count).fill(kind)

const everyKind: ReadonlyArray<Step['kind']> = [
  'register',
  'status',
  ...times(2, 'name'),
  ...times(4, 'identify'),
  'verify',
  'invalid',
  'remove',
  ...times(6, 'say'),
  ...times(3, 'card'),
  'newCard',
  'block',
  'admit',
  ...times(4, 'standing'),
  ...times(4, 'tier'),
  'close',
  ...times(7, 'sell'),
  ...times(5, 'takeBack'),
  'takeBackUnknown',
  ...times(3, 'voidSale'),
  ...times(3, 'claimSale'),
  ...times(6, 'redeem'),
  ...times(4, 'undo'),
  'settle',
  'newRules',
]

// Days of few kinds of things: what follows only upon one another is rare where everything happens.
const atTheTill: ReadonlyArray<Step['kind']> = [
  ...times(4, 'sell'),
  ...times(2, 'voidSale'),
  ...times(2, 'claimSale'),
  ...times(2, 'takeBack'),
  'takeBackUnknown',
  'redeem',
  'undo',
]
const atTheDesk: ReadonlyArray<Step['kind']> = [
  ...times(2, 'identify'),
  'verify',
  'invalid',
  'remove',
  ...times(2, 'card'),
  'newCard',
  'block',
  ...times(3, 'standing'),
  ...times(3, 'tier'),
  'close',
  ...times(2, 'sell'),
]

const stepsOf = (
  kinds: ReadonlyArray<Step['kind']>,
  daysLater: ReadonlyArray<number> = [0, 0, 0, 1, 3, 20, 40, 400],
  who: ReadonlyArray<number> = [0, 0, 0, 1, 1, 2, 3],
): fc.Arbitrary<Step> =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    daysLater: fc.constantFrom(...daysLater),
    who: fc.constantFrom(...who),
    which: fc.nat(5),
    amounts: fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }),
    person: people,
  })

/** Of every kind. */
export const steps = stepsOf(everyKind)
/** A sale is taken back whole on its own day alone, and many who buy say not who they are. */
export const stepsAtTheTill = stepsOf(atTheTill, [0, 0, 0, 0, 0, 1, 20, 400], [0, 1, 2, 3, 3])
/** About members and their cards. */
export const stepsAtTheDesk = stepsOf(atTheDesk)

/** The moment in which somebody does it, and what is there by then. */
export interface Moment {
  readonly step: Step
  readonly shop: Shop
  readonly today: CivilDate
  /** Of the steps before this one: what is new is numbered by it. */
  readonly count: number
  readonly programme: ProgrammeId
  /** Absent: somebody who does not say who they are. */
  readonly customer: CustomerId | undefined
  /** The customer, or another one where it has to be somebody. */
  readonly known: CustomerId
  readonly amount: number
  /** One of what has happened, the last ones first: most of what is asked is about something that is there. */
  readonly earlier: <Event extends Tagged>(type: Event['type']) => Event | undefined
  /** The number of the next rules of the programme. */
  readonly nextVersion: () => number
}
