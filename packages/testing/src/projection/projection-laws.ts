import { describe, test } from 'vitest'
import { fail } from '../judgement.js'
import { breaks, type Histories, type LawOptions, lawsFor } from './check-projection.js'
import { type Judged, renewing } from './subject.js'

/**
 * Registers a test for every law of a projection, judged on generated histories. Give it
 * the view with its codec: a projection alone leaves out the laws of keeping. A function that makes the view anew finds
 * memories that a projection hides outside of its views across a restart as well.
 *
 * @example
 * describe('the balance of points', () =>
 *   projectionLaws(balance, historiesOf('points', (id) => pointsEvents(id))))
 */
export const projectionLaws = (
  judged: Judged,
  histories: Histories,
  options: LawOptions = {},
): void => {
  const { name, version } = renewing(judged)().projection
  const laws = lawsFor(judged, options)
  describe(`the laws of ${name}, version ${version}`, () => {
    for (const law of laws) {
      test(law.name, () => {
        const broken = breaks(judged, histories, law, options)
        if (broken === undefined) return
        if ('cause' in broken) fail(broken.failure, broken.cause)
        else fail(broken.failure)
      })
    }
  })
}
