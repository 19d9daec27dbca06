// Steps that only a process takes, and how they are told from what people ask for.
import type { Issued } from '@patina/eventsourcing'

/** Whether a reaction of this name asks. By hand such a step would tell of something that never happened. */
export const isAskedBy = ({ by }: Issued, reaction: string): boolean =>
  by === `reaction:${reaction}`

/** The reaction by which gifts move their own steps on. */
export const giftsForGiftsName = 'gifts_for_gifts'
/** The reaction by which gifts hear what became of points. */
export const giftsForPointsName = 'gifts_for_points'
/** The reaction by which points are put aside, captured and given back for gifts. */
export const pointsForGiftsName = 'points_for_gifts'
