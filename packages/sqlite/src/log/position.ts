// A position is the number of a row as 20 digits.
import { beforeFirst, type Position } from '@patina/eventsourcing'

const digits = 20
const zeros = '0'.repeat(digits)

/** The position of a row on the port. */
export const positionOf = (row: number): Position => {
  const text = String(row)
  return (zeros.slice(text.length) + text) as Position
}

const pattern = /^\d{20}$/

/**
 * The row of a position, 0 before the first one. Beyond what a number can hold there is no row, and the number need not be
 * exact. `undefined` for text that is no position of this kind of store.
 */
export const rowOf = (position: Position): number | undefined => {
  if (position === beforeFirst) return 0
  return pattern.test(position) ? Number(position) : undefined
}
