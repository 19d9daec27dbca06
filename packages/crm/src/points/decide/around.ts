// What stands around every decision about an account: its moment, and what time has done by then.
import type { Issued } from '@patina/eventsourcing'
import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import { differencesBetween } from '../../shared/differences.js'
import { dayOf, type Zone, zone } from '../../shared/zone.js'
import type { Account, Opened } from '../account.js'
import type { Closed } from '../closing.js'
import type { PointsEvent } from '../events.js'
import type { AccountClosed, PointsRejection } from '../rejections.js'
import { settle, thenSettle } from './settle.js'
import type { Moment } from './takes.js'

export type Decision = Either<PointsRejection, ReadonlyArray<PointsEvent>>

/** The moment of a decision. The account's clock never goes back: what is entered late is decided after what was decided before. */
export const momentOf = (account: Account, within: Zone, { at }: Issued): Moment => {
  const { clock } = account
  const now = clock !== undefined && clock > at ? clock : at
  return { at: now, onDay: dayOf(now, within) }
}

// Where a programme has no rules yet, nothing says its zone.
const usualZone = zone('Asia/Hong_Kong')

/** The moment for an account that may not be opened yet, and then knows no zone of its own: `known` is that of its programme. */
export const momentOfAny = (account: Account, known: Zone | undefined, issued: Issued): Moment =>
  momentOf(account, account._tag === 'Opened' ? account.zone : (known ?? usualZone), issued)

/** Nothing where the same is recorded, and what differs where it is not. */
export const sameOr = (recorded: object, found: object): Decision => {
  const differences = differencesBetween(recorded, found)
  return differences.length === 0 ? E.right([]) : E.left({ _tag: 'RecordedOtherwise', differences })
}

/** What an account says to whatever would bring points in after it was closed. */
export const accountClosed = ({ policy, until }: Closed): AccountClosed => ({
  _tag: 'AccountClosed',
  policy,
  ...(until === undefined ? {} : { until }),
})

/** Settles, decides on what is left, and settles what has come of it. */
export const settledAround = (
  account: Opened,
  moment: Moment,
  decideOn: (account: Opened) => Decision,
): Decision => {
  const before = settle(account, moment)
  const decided = decideOn(before.account)
  return E.isLeft(decided)
    ? decided
    : E.right([...before.events, ...thenSettle(before.account, decided.right, moment)])
}
