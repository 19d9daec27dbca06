// How seldom what nobody waits for is saved, views and the places of reactions alike: a row that changes often is written seldom,
// and what a crash takes is folded, or dealt with, again.

/** After so many events. */
export const saveEvery = 5000

/** After so many milliseconds, where saving is quick. */
export const saveMs = 1000

/** After so many at the latest. */
const longestSaveMs = 5000

/** Saving takes no more than one part in so many of the time. */
const share = 30

/** How long to wait before the next time, in milliseconds, when the last took so long: who saves much does so seldom. */
export const pauseAfter = (tookMs: number): number =>
  Math.min(longestSaveMs, Math.max(saveMs, tookMs * share))
