import type { LineId } from '../../shared/ids.js'

/** The ids that more than one line has. */
export const twice = (lines: ReadonlyArray<{ readonly lineId: LineId }>): ReadonlyArray<LineId> => {
  const seen = new Set<LineId>()
  const again = new Set<LineId>()
  for (const { lineId } of lines) (seen.has(lineId) ? again : seen).add(lineId)
  return [...again]
}
