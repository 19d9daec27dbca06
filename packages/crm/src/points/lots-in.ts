import type { AwardedBonus, AwardedLot, PointsAwarded } from './events.js'

/** All lots of an award: those of its lines, then those of its bonuses. */
export const lotsIn = ({
  lots,
  bonuses,
}: PointsAwarded): ReadonlyArray<AwardedLot | AwardedBonus> =>
  bonuses === undefined ? lots : [...lots, ...bonuses]
