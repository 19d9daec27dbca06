// The days of lots that live by what their account does: they stand once for all lots of a group.
import { type CivilDate, plusMonths } from '../shared/civil-date.js'
import type { Opened } from './account.js'
import type { HasLots } from './buckets.js'

/** Moves the days of all lots that live by what the account does; a day that has passed stays. */
export const active = (account: Opened, onDay: CivilDate): Opened =>
  account.groups.length === 0
    ? account
    : {
        ...account,
        groups: account.groups.map((group) => {
          if (group.lastDay < onDay || group.isFixed === true) return group
          const lastDay = plusMonths(onDay, group.months)
          return lastDay > group.lastDay ? { ...group, lastDay } : group
        }),
      }

interface Dated {
  readonly lastDay?: CivilDate
  readonly rolls?: number
}

/** The group that a lot with such a day belongs to, made where there is none. */
export const grouped = <A extends HasLots>(
  account: A,
  { lastDay, rolls: months }: Dated,
): readonly [account: A, group: number | undefined] => {
  if (months === undefined || lastDay === undefined) return [account, undefined]
  const isIt = (one: { readonly months: number; readonly lastDay: CivilDate }): boolean =>
    one.months === months && one.lastDay === lastDay
  const found = account.groups.findIndex(isIt)
  return found >= 0
    ? [account, found]
    : [{ ...account, groups: [...account.groups, { months, lastDay }] }, account.groups.length]
}
