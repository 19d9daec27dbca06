// What an account owes: points that returns claimed after they were spent.
import type { Instant } from '@patina/eventsourcing'
import type { AwardId, MembershipId, ReturnId } from '../shared/ids.js'
import type { PaidDebt } from './events.js'

/** Points that a return claimed and that were spent already. */
export interface Debt {
  readonly awardId: AwardId
  readonly returnId: ReturnId
  /** The account that recorded the award. */
  readonly origin: MembershipId
  readonly points: number
  readonly arisenAt: Instant
}

/** What owes: an account. */
export interface HasDebts {
  /** Oldest first. */
  readonly debts: ReadonlyArray<Debt>
}

const oldestFirst = (a: Debt, b: Debt): number => {
  const keyOf = ({ arisenAt, returnId, awardId }: Debt): string =>
    `${arisenAt} ${returnId} ${awardId}`
  return keyOf(a) < keyOf(b) ? -1 : 1
}

const isOne = (
  a: Pick<Debt, 'awardId' | 'returnId'>,
  b: Pick<Debt, 'awardId' | 'returnId'>,
): boolean => a.awardId === b.awardId && a.returnId === b.returnId

/** The account with a debt more; what is owed for the same return of the same award is one debt. */
export const withDebt = <A extends HasDebts>(account: A, debt: Debt): A => {
  if (debt.points === 0) return account
  const standing = account.debts.find((one) => isOne(one, debt))
  const debts =
    standing === undefined
      ? [...account.debts, debt]
      : account.debts.map((one) =>
          one === standing ? { ...one, points: one.points + debt.points } : one,
        )
  return { ...account, debts: debts.sort(oldestFirst) }
}

/** The account without so much of its debts. */
export const paidOff = <A extends HasDebts>(account: A, paid: ReadonlyArray<PaidDebt>): A => ({
  ...account,
  debts: account.debts
    .map((debt) => ({
      ...debt,
      points: debt.points - (paid.find((one) => isOne(one, debt))?.points ?? 0),
    }))
    .filter(({ points }) => points > 0),
})
