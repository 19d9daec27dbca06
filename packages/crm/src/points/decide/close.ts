import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { CivilDate } from '../../shared/civil-date.js'
import type { Account, Opened } from '../account.js'
import type { CloseAccount } from '../commands.js'
import type { PointsAccountClosed, PointsEvent, Shortened, Take } from '../events.js'
import { applied } from '../state.js'
import { accountClosed, type Decision, momentOf, settledAround } from './around.js'
import { dated } from './leaving.js'
import { release } from './settle.js'
import { headOf, type Moment, takeComing, takeInOrder } from './takes.js'

/**
 * Closes an account, once. Open holds are released; what is free then makes good what is owed, and goes by the policy. An
 * account that never had a point has nothing to close.
 */
export const closeAccount = (command: CloseAccount, account: Account, issued: Issued): Decision => {
  if (account._tag === 'NotOpened') return E.right([])
  if (account.closed !== undefined) {
    const { policy, until } = account.closed
    return policy === command.policy && until === command.until
      ? E.right([])
      : E.left(accountClosed(account.closed))
  }
  const moment = momentOf(account, account.zone, issued)
  return settledAround(account, moment, (settled) => {
    const free = settled.openHolds.reduce<{
      readonly account: Opened
      readonly events: ReadonlyArray<PointsEvent>
    }>(
      ({ account: before, events }, { holdId }) => {
        const released = release(before, holdId, 'released', moment)
        return { account: released.reduce(applied, before), events: [...events, ...released] }
      },
      { account: settled, events: [] },
    )
    return E.right([...free.events, closing(command, free.account, moment)])
  })
}

const closing = (
  { policy, until, rules }: CloseAccount,
  account: Opened,
  moment: Moment,
): PointsAccountClosed => ({
  type: 'PointsAccountClosed',
  ...headOf(account, moment),
  policy,
  ...(until === undefined ? {} : { until }),
  shortened: until === undefined ? [] : shortenedBy(until, account),
  ...(policy !== 'payOut' || rules === undefined
    ? {}
    : {
        rules: { version: rules.rules.version, sha256: rules.sha256 },
        redemption: rules.rules.redemption,
        currency: rules.rules.currency,
      }),
})

// What would live longer, summed up by the days that it has. Lots of one day follow on one another, and one key does for all.
const shortenedBy = (until: CivilDate, account: Opened): ReadonlyArray<Shortened> => {
  const takes = [...takeInOrder(account, account.available), ...takeComing(account)]
  const sums = new Map<string, Mutable>()
  let last: Take | undefined
  let sum: Mutable | undefined
  for (const take of takes) {
    const { points, lastDay, rolls } = take
    if (lastDay !== undefined && lastDay <= until && rolls === undefined) continue
    if (last === undefined || sum === undefined || !haveSameDays(take, last)) {
      sum = sumWith(sums, take)
      last = take
    }
    sum.points += points
  }
  return [...sums.values()]
}

type Mutable = Shortened & { points: number }

const haveSameDays = (a: Take, b: Take): boolean =>
  a.bucket === b.bucket &&
  a.lastDay === b.lastDay &&
  a.rolls === b.rolls &&
  a.availableOn === b.availableOn

const sumWith = (
  sums: Map<string, Mutable>,
  { bucket, lastDay, rolls, availableOn }: Take,
): Mutable => {
  const key = `${bucket} ${lastDay} ${rolls} ${availableOn}`
  const known = sums.get(key)
  if (known !== undefined) return known
  const sum: Mutable = {
    points: 0,
    bucket: bucket === 'pending' ? 'pending' : 'available',
    ...dated({ lastDay, rolls, availableOn }),
  }
  sums.set(key, sum)
  return sum
}
