// Which rules of a programme hold on a day.
import type { CivilDate } from './civil-date.js'
import type { ProgrammeId } from './ids.js'
import type { AdoptedRules } from './programme-rules.js'

/** Rules in the order of programme and version. */
export const inOrderOfVersion = (a: AdoptedRules, b: AdoptedRules): number => {
  if (a.programmeId !== b.programmeId) return a.programmeId < b.programmeId ? -1 : 1
  return a.rules.version - b.rules.version
}

/**
 * The rules of a programme that hold on a day, of those in the order of their versions: those that began last, and of two
 * that began on one day the later version. `undefined` before its first.
 */
export const inForceOn = (
  adopted: ReadonlyArray<AdoptedRules>,
  programme: ProgrammeId,
  day: CivilDate,
): AdoptedRules | undefined =>
  adopted
    .filter(({ programmeId, rules }) => programmeId === programme && rules.effectiveOn <= day)
    .reduce<AdoptedRules | undefined>(
      (last, one) =>
        last === undefined || one.rules.effectiveOn >= last.rules.effectiveOn ? one : last,
      undefined,
    )
