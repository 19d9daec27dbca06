// Lots whose last day moves with what their account does, and stays once they have left it for another account of the same person.
import type { LotId } from '../shared/ids.js'
import type { HasLots } from './buckets.js'
import type { MovedLot } from './events.js'
import type { Lot } from './lot.js'
import { lotIn, putLots } from './lots.js'
import { withLots, withoutLots } from './open-lots.js'

// The lots that lived by the account when they left. Without them an event is of the time when their days went on moving.
const rolling = ({ lots, held }: Leaving): ReadonlyArray<MovedLot> =>
  held === undefined ? [] : lots.filter(({ rolls }) => rolls !== undefined)

interface Leaving {
  readonly lots: ReadonlyArray<MovedLot>
  readonly held?: ReadonlyArray<unknown>
}

const withDays = <A extends HasLots>(
  account: A,
  lotIds: ReadonlyArray<LotId>,
  dayOf: (lot: Lot) => Pick<Lot, 'lastDay' | 'group' | 'comes'>,
): A => {
  if (lotIds.length === 0) return account
  const before = lotIds.flatMap((lotId) => lotIn(account.lots, lotId) ?? [])
  const after = before.map((lot): Lot => ({ ...lot, ...dayOf(lot) }))
  const isOpen = ({ available }: Lot): boolean => available > 0
  return {
    ...account,
    lots: putLots(account.lots, after),
    open: withLots(withoutLots(account.open, before.filter(isOpen)), after.filter(isOpen)),
  }
}

/** The account after lots left whose days moved with what it did: they stay as they are, in what is left here, too. */
export const withKeptDays = <A extends HasLots>(account: A, event: Leaving): A => {
  const days = new Map(rolling(event).map(({ lotId, lastDay }) => [lotId, lastDay]))
  return withDays(account, [...days.keys()], ({ lotId, group, lastDay, comes }) => ({
    lastDay: group === undefined ? lastDay : days.get(lotId),
    group: undefined,
    comes: group === undefined ? comes : { ...comes, leftGroup: group },
  }))
}

/** The account after such lots came back that nobody took in: their days move as if they had stayed. */
export const withMovingDays = <A extends HasLots>(account: A, event: Leaving): A =>
  withDays(
    account,
    rolling(event).map(({ lotId }) => lotId),
    ({ group, lastDay, comes }) => {
      if (comes?.leftGroup === undefined) return { group, lastDay, comes }
      const { leftGroup, ...others } = comes
      return { group: leftGroup, lastDay: undefined, comes: others }
    },
  )
