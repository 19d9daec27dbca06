import type { Account } from '../account.js'
import type { MembershipNotActive } from '../rejections.js'
import { restsOn } from '../resting.js'
import type { Moment } from './takes.js'

/**
 * Why nothing is redeemed, held, given or adjusted, before all other reasons. An award is not asked: which sales earn is
 * decided by the days of the membership, and what was bought before a rest may be awarded while it lasts.
 */
export const notActive = (account: Account, { onDay }: Moment): MembershipNotActive | undefined =>
  restsOn(account, onDay) ? { _tag: 'MembershipNotActive' } : undefined
