// How seldom what nobody waits for is saved, views and the places of reactions alike: a row that changes often is written seldom,
// and what a crash takes is folded, or dealt with, again.

/** After so many events. */
export const saveEvery = 5000

/** After so many milliseconds. */
export const saveMs = 1000
