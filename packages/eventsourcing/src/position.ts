import type { Position } from './ports.js'

/** The earlier of two positions. Their texts have one width, so that text order is log order. */
export const earlier = (a: Position, b: Position): Position => {
  if (a < b) return a
  return b
}
