// Laws of a projection in the hands of a runner: stops, restarts, redeliveries, pages of any size, rebuilds.
import {
  beforeFirst,
  type Instant,
  instantOf,
  type LogEvent,
  type Position,
  type Tagged,
  uuidV5,
} from '@patina/eventsourcing'
import { canonical } from '../canonical.js'
import { deepFreeze } from '../deep-freeze.js'
import { groupBy } from '../group-by.js'
import { history } from '../history.js'
import { fail } from '../judgement.js'
import { differenceOf, foldAll, type Log, type Rows, rowsAfter, rowsOf, wantedOf } from './fold.js'
import { demandColumns, demandRoundTrip } from './keepable.js'
import type { ProjectionLaw } from './law.js'
import { createModelRunner, pagesOf } from './model-runner.js'
import type { Subject } from './subject.js'

const demandSame = (expected: Rows, found: Rows, when: string): void => {
  const difference = differenceOf(expected, found)
  if (difference !== undefined) fail(`${when}: ${difference}`)
}

const idToken = /[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g

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
      demandSame(expected, runner.rows(), `stopped after event ${cut}`)
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
      demandSame(expected, runner.rows(), `pages of ${size}, each delivered three times`)
    }
  },
}

// Names that parts get when each is an event of its own; as long as ids are, so that texts of a fixed length fit.
const ownIdOf = (id: string, part: number): string => uuidV5(id, `part ${part}`)

/**
 * An event that reads as several today has one id. Who takes an event for known by its id alone loses all but the first;
 * id and part together tell them apart.
 */
export const partsOfAnEventAllCount: ProjectionLaw = {
  name: 'an event that reads as several today counts as several [K7]',
  judge: ({ renew, log }) => {
    const ids = new Map<string, string>()
    const apart = deepFreeze(
      log.map((recorded) => {
        if (recorded.part === 0) return recorded
        const id = ownIdOf(recorded.id, recorded.part)
        ids.set(id, recorded.id)
        return { ...recorded, id }
      }),
    )
    if (ids.size === 0) return
    const rename = (text: string): string =>
      text.replaceAll(idToken, (token) => ids.get(token) ?? token)
    const found = [...rowsAfter(renew(), apart)].map(
      ([key, row]) => [rename(key), rename(row)] as const,
    )
    const expected = [...rowsAfter(renew(), log)]
    const [together, one] = [canonical(expected.toSorted()), canonical(found.toSorted())]
    if (together !== one) fail(`parts with one id give ${together}\n  with an id each  ${one}`)
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
        demandSame(expected, runner.rows(), `batches of ${size}, ${how}`)
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
    demandSame(rebuilt.rows(), live.rows(), 'rebuilt beside the live views')
    demandSame(rowsAfter(renew(), log), live.rows(), 'rebuilt by a new process')
  },
}

// Streams that touch a common view belong together; so do, by way of others, all that hang together.
const componentsOf = (subject: Subject, log: Log): ReadonlyMap<string, string> => {
  const parent = new Map<string, string>()
  const rootOf = (node: string): string => {
    const above = parent.get(node) ?? node
    return above === node ? node : rootOf(above)
  }
  const join = (a: string, b: string): void => void parent.set(rootOf(a), rootOf(b))
  for (const { stream } of log) join(`stream ${stream}`, `stream ${stream}`)
  for (const recorded of wantedOf(subject, log)) {
    for (const [key] of subject.projection.parts(recorded))
      join(`stream ${recorded.stream}`, `view ${key}`)
  }
  return new Map(log.map(({ stream }) => [stream, rootOf(`stream ${stream}`)]))
}

/**
 * Streams without a common view cannot matter to each other: each view is the same whether the others are there or not,
 * and whichever of them comes first.
 */
export const unrelatedStreamsDoNotMatter: ProjectionLaw = {
  name: 'streams that share no view may interleave in any way',
  judge: ({ renew, log }) => {
    const subject = renew()
    const expected = rowsAfter(subject, log)
    const components = componentsOf(subject, log)
    const groups = [...groupBy(log, ({ stream }) => components.get(stream)).values()]
    const alone = groups.flatMap((group) => [...rowsAfter(renew(), group)])
    demandSame(expected, new Map(alone), 'each related group of streams alone')
    for (const order of [groups, groups.toReversed()]) {
      demandSame(
        expected,
        rowsAfter(renew(), order.flat()),
        'one related group of streams after the other',
      )
    }
  },
}

const positionToken = /\d{20}/g

// The rows as they would be if every position had its name in another log.
const renamed = (rows: Rows, names: ReadonlyMap<string, string>): Rows =>
  new Map(
    [...rows].map(([key, row]) => [
      key.replaceAll(positionToken, (token) => names.get(token) ?? token),
      row.replaceAll(positionToken, (token) => names.get(token) ?? token),
    ]),
  )

/** A view may keep positions and compare them; how far apart they lie says nothing, and differs from store to store. */
export const gapsDoNotMatter: ProjectionLaw = {
  name: 'positions are compared and never counted with',
  judge: ({ renew, entries, log }) => {
    const otherwise = history(entries, (index) => (index % 2 === 0 ? 1_001 : 1))
    const names = new Map<string, string>(
      log.map(({ position }, index) => [position, (otherwise[index] as LogEvent<Tagged>).position]),
    )
    const expected = renamed(rowsAfter(renew(), log), names)
    demandSame(expected, rowsAfter(renew(), otherwise), 'in a log with other gaps')
  },
}

const shift = 7_000_000
const shiftedNumber = /\b7\d{6}\b/g

// Numbers that may be shifted revisions, as they would be without the shift. Done to both sides, so that other numbers of
// this size still compare.
const shiftedBack = (rows: Rows): Rows =>
  new Map(
    [...rows].map(([key, row]) => [
      key,
      row.replaceAll(shiftedNumber, (digits) => String(Number(digits) - shift)),
    ]),
  )

/**
 * Every other stream begins with millions of events of other types. A view may keep revisions; who compares those of two
 * streams, or waits for the next number, loses events as soon as several streams feed one view.
 */
export const revisionsBelongToTheirStream: ProjectionLaw = {
  name: 'revisions are compared within one stream and never counted with',
  judge: ({ renew, log }) => {
    const streams = [...new Set(log.map(({ stream }) => stream))]
    for (const parity of [0, 1]) {
      const shifted = deepFreeze(
        log.map((recorded) =>
          streams.indexOf(recorded.stream) % 2 === parity
            ? { ...recorded, revision: recorded.revision + shift }
            : recorded,
        ),
      )
      const [expected, found] = [rowsAfter(renew(), log), rowsAfter(renew(), shifted)]
      demandSame(
        shiftedBack(expected),
        shiftedBack(found),
        'with other events before those of some streams',
      )
    }
  },
}

/** What was known at any moment: the views as they stood then, untouched by all that came later. */
export const knownIsTheFoldOfThePrefix: ProjectionLaw = {
  name: 'what was known at any moment is the fold of the log up to it [K14]',
  judge: ({ renew, log }) => {
    const subject = renew()
    const { projection } = subject
    const views = new Map<string, unknown>()
    const snapshots: { readonly upTo: Position; readonly views: ReadonlyMap<string, unknown> }[] =
      []
    const wanted = new Set(wantedOf(subject, log))
    for (const page of pagesOf(log, 1)) {
      for (const recorded of page.filter((one) => wanted.has(one))) {
        for (const [key, part] of projection.parts(recorded)) {
          const before = views.has(key) ? views.get(key) : projection.initial(key)
          views.set(key, projection.evolve(before, part))
        }
      }
      snapshots.push({ upTo: page.at(-1)?.position ?? beforeFirst, views: new Map(views) })
    }
    for (const { upTo, views: then } of snapshots) {
      const prefix = log.filter(({ position }) => position <= upTo)
      demandSame(rowsAfter(renew(), prefix), rowsOf(subject, then), `as known at ${upTo}`)
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
        demandSame(expected, found, `so at ${at}, in the order of occurring`)
      }
    }
  },
}
