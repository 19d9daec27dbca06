// Steps that only a process takes, and how they are told from what people ask for.
import type { Issued } from '@patina/eventsourcing'

/** A step of a process, which is taken when the one before it was: by hand it would tell of something that never happened. */
export interface OnlyByProcess {
  readonly _tag: 'OnlyByProcess'
  readonly reaction: string
}

/** Refuses what only a reaction of this name may ask for, when somebody else does. */
export const byHand = ({ by }: Issued, reaction: string): OnlyByProcess | undefined =>
  by === `reaction:${reaction}` ? undefined : { _tag: 'OnlyByProcess', reaction }

/** The reaction by which gifts move their own steps on. */
export const giftsForGiftsName = 'gifts_for_gifts'
/** The reaction by which gifts hear what became of points. */
export const giftsForPointsName = 'gifts_for_points'
/** The reaction by which points are put aside, captured and given back for gifts. */
export const pointsForGiftsName = 'points_for_gifts'
