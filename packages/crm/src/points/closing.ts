// An account that takes no more points in.
import type { CivilDate } from '../shared/civil-date.js'
import type { Currency } from '../shared/money.js'
import type { RedemptionRule, RulesRef } from '../shared/programme-rules.js'
import type { Group, HasLots } from './buckets.js'
import type { ClosingPolicy, PointsAccountClosed } from './events.js'

/** How an account was closed. */
export interface Closed {
  readonly policy: ClosingPolicy
  readonly until?: CivilDate
  /** Under `payOut`: at what rate points are paid out. */
  readonly rules?: RulesRef
  readonly redemption?: RedemptionRule
  readonly currency?: Currency
}

/** What may be closed: an account. */
export interface HasClosing extends HasLots {
  readonly closed?: Closed
}

/** The account after it was closed, which happens once. */
export const closed = <A extends HasClosing>(account: A, event: PointsAccountClosed): A => {
  if (account.closed !== undefined) return account
  const { policy, until, rules, redemption, currency } = event
  return {
    ...account,
    closed: {
      policy,
      ...(until === undefined ? {} : { until }),
      ...(rules === undefined ? {} : { rules }),
      ...(redemption === undefined ? {} : { redemption }),
      ...(currency === undefined ? {} : { currency }),
    },
    ...(until === undefined
      ? {}
      : { until, groups: account.groups.map((group): Group => ({ ...group, isFixed: true })) }),
  }
}
