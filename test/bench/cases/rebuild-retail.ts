import { apart } from '../apart.js'
import type { Case } from '../case.js'
import { expectSame } from '../pairs.js'
import { digestOf, importInto, retailTasks, sample, sampleNotes } from '../retail-tasks.js'
import { compareRebuilds } from './rebuild.js'

const run: Case['run'] = async ({ folder, scale, retailFile }) => {
  const file = retailFile ?? sample
  const { result: imported } = await apart(retailTasks, importInto, {
    folder,
    file,
    withPeople: true,
  })
  const { spread, ...compared } = await compareRebuilds(folder, scale.longPairs, imported.events)
  const { result: digest } = await apart(retailTasks, digestOf, { folder })
  expectSame('the digest of the views that were folded again', digest, imported.digest)
  return {
    ...compared,
    peers: {},
    notes: [
      ...sampleNotes(retailFile),
      `ratios ${spread}; ${imported.events} events of ${imported.count} documents; the views have the digest that they had when they were folded live`,
    ],
  }
}

/** Every view of the domain again, from the log of a real shop's year: few events, with many lines. */
export const rebuildRetail: Case = { unit: 'events', goal: 0.35, run }
