// Laws of a projection in the hands of a runner: stops, restarts, redeliveries, pages of any size, rebuilds, past moments.
// Long, because what the documents promise of views stands in one place.
import {
  beforeFirst,
  type Instant,
  instantOf,
  type LogEvent,
  type Position,
  type Tagged,
} from '@patina/eventsourcing'
import { holds } from '../judgement.js'
import {
  demandSameRows,
  foldAll,
  type Log,
  partsOf,
  rowsAfter,
  rowsOf,
  type Views,
  viewIn,
} from './fold.js'
import { demandColumns, demandRoundTrip } from './keepable.js'
import type { ProjectionLaw } from './law.js'
import { createModelRunner, pagesOf } from './model-runner.js'
import { readingsOf } from './readings.js'

const storedCount = (log: Log): number => pagesOf(log, 1).length

/** At every place between two stored events the process ends, and another goes on from what was kept. */
export const resumesAtEveryCut: ProjectionLaw = {
  name: 'stopping and resuming, at every cut, equals one pass [K7]',
  judge: ({ renew, log }) => {
    const expected = rowsAfter(renew(), log)
    const pages = pagesOf(log, 1)
    for (let cut = 0; cut <= pages.length; cut++) {
      const runner = createModelRunner(renew)
      runner.deliver(pages.slice(0, cut).flat())
      runner.save()
      runner.crash()
      runner.deliver(pages.slice(cut).flat())
      runner.save()
      demandSameRows(expected, runner.rows(), `stopped after event ${cut}`)
    }
  },
}

/** A page is folded and lost before it is saved, delivered again, and once more after it was saved. With and without a crash. */
export const redeliveryChangesNothing: ProjectionLaw = {
  name: 'delivering events again changes nothing',
  judge: ({ renew, log }) => {
    const expected = rowsAfter(renew(), log)
    for (const size of [1, 2, 3, storedCount(log)]) {
      const runner = createModelRunner(renew)
      for (const [index, page] of pagesOf(log, Math.max(1, size)).entries()) {
        runner.deliver(page)
        if (index % 2 === 0) runner.lose()
        else runner.crash()
        runner.deliver(page)
        runner.save()
        runner.deliver(page)
      }
      runner.deliver(log)
      runner.save()
      demandSameRows(expected, runner.rows(), `pages of ${size}, each delivered three times`)
    }
  },
}

/** Every page size, with views kept in memory and with views loaded anew, in log order and key by key. */
export const batchSizeChangesNothing: ProjectionLaw = {
  name: 'the size of the batches changes nothing [P1]',
  judge: ({ renew, log }) => {
    const expected = rowsAfter(renew(), log)
    for (let size = 1; size <= storedCount(log); size++) {
      for (const isByKey of [false, true]) {
        const runner = createModelRunner(renew, { isByKey })
        for (const [index, page] of pagesOf(log, size).entries()) {
          runner.deliver(page)
          if (index % 2 === 0) runner.save()
          else runner.forget()
        }
        runner.save()
        const how = isByKey ? 'key by key' : 'in log order'
        demandSameRows(expected, runner.rows(), `batches of ${size}, ${how}`)
      }
    }
  },
}

/** Kept live event by event through stops; then folded again by the same process in one batch, and by a new one. */
export const rebuildEqualsLive: ProjectionLaw = {
  name: 'a rebuild gives the very views that were kept live [P1] [P10]',
  judge: ({ renew, log }) => {
    let process = renew()
    const live = createModelRunner(() => {
      process = renew()
      return process
    })
    for (const [index, page] of pagesOf(log, 1).entries()) {
      live.deliver(page)
      if (index % 3 !== 1) live.save()
      if (index % 4 === 3) {
        live.crash()
        live.deliver(
          log.filter(({ position }) => position <= (page.at(-1) as LogEvent<Tagged>).position),
        )
      }
    }
    live.save()
    const rebuilt = createModelRunner(() => process)
    rebuilt.deliver(log)
    rebuilt.save()
    demandSameRows(rebuilt.rows(), live.rows(), 'rebuilt beside the live views')
    demandSameRows(rowsAfter(renew(), log), live.rows(), 'rebuilt by a new process')
  },
}

interface Snapshot {
  readonly upTo: Position
  readonly views: Views
  /** What the views that this event changed were read as, before anything that came later. */
  readonly readings: ReadonlyMap<string, string | undefined>
}

/**
 * What was known at any moment: the views as they stood then, and what they are read as, untouched by all that came later.
 * A process that has seen later events answers no other than one that has not.
 */
export const knownIsTheFoldOfThePrefix: ProjectionLaw = {
  name: 'what was known at any moment is the fold of the log up to it [K14]',
  judge: ({ renew, log }) => {
    const subject = renew()
    const { projection } = subject
    const views = new Map<string, unknown>()
    const snapshots: Snapshot[] = []
    for (const page of pagesOf(log, 1)) {
      const readings = new Map<string, string | undefined>()
      const parts = partsOf(subject, page)
      for (const [key, part] of parts) {
        views.set(key, projection.evolve(viewIn(subject, views, key), part))
      }
      for (const [key] of parts) readings.set(key, readingsOf(subject, views.get(key)))
      const upTo = page.at(-1)?.position ?? beforeFirst
      snapshots.push({ upTo, views: new Map(views), readings })
    }
    for (const { upTo, views: then, readings } of snapshots) {
      const fresh = renew()
      const known = foldAll(
        fresh,
        log.filter(({ position }) => position <= upTo),
      )
      const when = `as known at ${upTo}`
      demandSameRows(rowsOf(fresh, known), rowsOf(subject, then), when)
      for (const [key, said] of readings) {
        const [expected, later] = [
          readingsOf(fresh, known.get(key)),
          readingsOf(subject, then.get(key)),
        ]
        const what = `${when}: the view of ${JSON.stringify(key)}`
        holds(said === expected, `${what} was read as ${said}\n  by a new process as ${expected}`)
        holds(said === later, `${what} was read as ${said}\n  and after later events as ${later}`)
      }
    }
  },
}

// A stored event and what it was upcast to happened at one moment, so they stay together in a sort that is stable.
const byOccurrence = (log: Log): Log =>
  log.toSorted((a, b) => compareTexts(a.metadata.occurredAt, b.metadata.occurredAt))

const compareTexts = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

type Rank = (streamIndex: number, revision: number, streams: number) => number

// The last stream happened before all others; or all streams happened at the same time, the last of them a little before.
const ranks: ReadonlyArray<Rank> = [
  (stream, revision, streams) => (streams - stream) * 1_000 + revision,
  (stream, revision, streams) => revision * streams + (streams - stream),
]

// The same history, learned of in another order than it happened. Each stream happened in its own order, since each of its
// events was decided on those before it.
const learnedLate = (log: Log, rank: Rank): Log => {
  const streams = [...new Set(log.map(({ stream }) => stream))]
  const first = Date.parse(log[0]?.recordedAt ?? '2026-01-01T00:00:00.000Z') - 1_000_000
  return log.map((recorded) => {
    const { stream, revision, metadata } = recorded
    const place = rank(streams.indexOf(stream), revision, streams.length)
    return { ...recorded, metadata: { ...metadata, occurredAt: instantOf(first + place) } }
  })
}

const momentsIn = (log: Log): ReadonlySet<Instant> =>
  new Set(log.map(({ metadata }) => metadata.occurredAt))

/**
 * A projection that may be folded by occurred time gives a view that could be kept whatever is left out, and gives the same
 * in the order of the log and in the order in which things were so.
 */
export const soIsTheFoldOfWhatHadOccurred: ProjectionLaw = {
  name: 'what was so at any moment is the fold of what had occurred, in the order of occurring [K14]',
  appliesTo: ({ projection }) => projection.occurredSafe === true,
  judge: ({ renew, log }) => {
    const { kept } = renew()
    for (const at of momentsIn(log)) {
      const views = foldAll(
        renew(),
        log.filter(({ metadata }) => metadata.occurredAt <= at),
      )
      if (kept === undefined) continue
      for (const [key, view] of views) {
        demandRoundTrip(kept, key, view)
        demandColumns(kept, key, view)
      }
    }
    for (const version of ranks.map((rank) => learnedLate(log, rank))) {
      for (const at of momentsIn(version)) {
        const occurred = version.filter(({ metadata }) => metadata.occurredAt <= at)
        const [expected, found] = [
          rowsAfter(renew(), occurred),
          rowsAfter(renew(), byOccurrence(occurred)),
        ]
        demandSameRows(expected, found, `so at ${at}, in the order of occurring`)
      }
    }
  },
}
