import { join } from 'node:path'
import { apart } from '../apart.js'
import type { Case } from '../case.js'
import { compare, expectSame, median } from '../pairs.js'
import {
  copyRows,
  type ImportFigures,
  importInto,
  retailTasks,
  sample,
  sampleNotes,
} from '../retail-tasks.js'

const inSeconds = (seconds: number): string => `${seconds.toFixed(1)} s`

const run: Case['run'] = async ({ folder, scale, retailFile }) => {
  const file = retailFile ?? sample
  const firsts: ImportFigures[] = []
  const seconds: ImportFigures[] = []
  const nameless: ImportFigures[] = []
  const copies: number[] = []
  const { spread, ...compared } = await compare(
    folder,
    scale.longPairs,
    {
      ours: async (own) => {
        const withPeople = { folder: own, file, withPeople: true }
        const { result: first } = await apart(retailTasks, importInto, withPeople)
        const { result: again } = await apart(retailTasks, importInto, withPeople)
        const without = { folder: join(own, 'nameless'), file, withPeople: false }
        const { result: plain } = await apart(retailTasks, importInto, without)
        expectSame(
          'events but the personal ones',
          first.events - first.personalEvents,
          plain.events,
        )
        expectSame('personal events without people', plain.personalEvents, 0)
        nameless.push(plain)
        const { result: copied } = await apart(retailTasks, copyRows, { from: own, folder: own })
        expectSame('events after a second run', again.events, first.events)
        expectSame('the digest after a second run', again.digest, first.digest)
        expectSame(
          'the digest of an earlier import',
          first.digest,
          firsts[0]?.digest ?? first.digest,
        )
        expectSame('rows that were copied', copied.count, first.events)
        firsts.push(first)
        seconds.push(again)
        copies.push(copied.seconds)
        return first
      },
      // The rows of this import and no others: they were copied before the folder went.
      raw: async () => ({ seconds: copies.at(-1) ?? 0, count: firsts.at(-1)?.count ?? 0 }),
    },
    true,
  )
  const of = (
    figures: ReadonlyArray<ImportFigures>,
    figure: (one: ImportFigures) => number,
  ): number => median(figures.map(figure))
  const [first] = firsts
  return {
    ...compared,
    peakMegabytes: of(firsts, (one) => one.peakMegabytes),
    peers: {},
    notes: [
      ...sampleNotes(retailFile),
      `${first?.count} documents, ${first?.events} events, through commands, reactions and live views: ${inSeconds(of(firsts, (one) => one.seconds))}, of which ${inSeconds(of(firsts, (one) => one.sentAfter))} until all was acknowledged`,
      `${first?.personalEvents} of the events are names, numbers and addresses of customers, sealed; without them ${inSeconds(of(nameless, (one) => one.seconds))} and ${of(nameless, (one) => one.peakMegabytes).toFixed(0)} MB`,
      `the second run took ${inSeconds(of(seconds, (one) => one.seconds))} and added nothing`,
      `ratios ${spread}; raw writes only the very same rows of the log, 64 to a transaction, and decides nothing, parses no file and has no views`,
    ],
  }
}

/** A real shop's year through commands, with its reactions and views, and once more. */
export const importFile: Case = { unit: 'documents', run }
