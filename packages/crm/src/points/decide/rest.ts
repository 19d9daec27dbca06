import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { Account } from '../account.js'
import type { RestAccount, ResumeAccount } from '../commands.js'
import type { PointsEvent } from '../events.js'
import { openRest, restEndedBy } from '../resting.js'
import { type Decision, momentOfAny } from './around.js'
import { aroundAny } from './receive.js'

/**
 * Lets an account rest from a day on, once. It may do so before its first point: what it is awarded then, for a sale of an
 * earlier day, cannot be spent either.
 */
export const restAccount = (command: RestAccount, account: Account, issued: Issued): Decision => {
  const open = openRest(account)
  return open !== undefined && open.fromDay <= command.fromDay
    ? E.right([])
    : told('PointsAccountRested', command, account, issued)
}

/**
 * Lets an account that rests go on from a day on; one that does not rest is left as it is. One that is to go on after the last
 * day of its membership can do so earlier.
 */
export const resumeAccount = (
  command: ResumeAccount,
  account: Account,
  issued: Issued,
): Decision =>
  restEndedBy(account, command.fromDay) === undefined
    ? E.right([])
    : told('PointsAccountResumed', command, account, issued)

const told = (
  type: 'PointsAccountRested' | 'PointsAccountResumed',
  command: RestAccount | ResumeAccount,
  account: Account,
  issued: Issued,
): Decision => {
  const { membershipId, customerId, programmeId, fromDay } = command
  const { at, onDay } = momentOfAny(account, command.zone, issued)
  const event: PointsEvent = { type, membershipId, customerId, programmeId, at, onDay, fromDay }
  return aroundAny(account, { at, onDay }, [event])
}
