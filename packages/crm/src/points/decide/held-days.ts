// Parts of holds whose last day stops moving with what the account does, or begins again, because their lots went or came back.
import type { LotId } from '../../shared/ids.js'
import { lookUp } from '../../shared/table.js'
import type { Opened } from '../account.js'
import type { HeldDays } from '../events.js'

type Turn = Pick<HeldDays, 'before' | 'after'>

/** What open holds have of lots whose days turn, summed up by hold and days, in the order of the holds. */
export const heldDaysOf = (
  { holds, openHolds }: Opened,
  turns: ReadonlyMap<LotId, Turn>,
): ReadonlyArray<HeldDays> => {
  const sums = new Map<string, { -readonly [Key in keyof HeldDays]: HeldDays[Key] }>()
  for (const { holdId } of openHolds) {
    for (const { lotId, points } of lookUp(holds, holdId)?.takes ?? []) {
      const turn = turns.get(lotId)
      if (turn === undefined) continue
      const { before, after } = turn
      const key = `${holdId} ${before.lastDay} ${before.rolls} ${after.lastDay} ${after.rolls}`
      const sum = sums.get(key)
      if (sum === undefined) sums.set(key, { holdId, points, before, after })
      else sum.points += points
    }
  }
  return [...sums.values()]
}
