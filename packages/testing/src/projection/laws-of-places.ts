// Laws of where events stand: in which stream, at which revision and position, beside which others. Little of it may matter.
import { canonical, type LogEvent, type Tagged, uuidV5 } from '@patina/eventsourcing'
import { deepFreeze } from '../deep-freeze.js'
import { groupBy } from '../group-by.js'
import { history } from '../history.js'
import { fail } from '../judgement.js'
import { demandSameRows, type Log, type Rows, rowsAfter, wantedOf } from './fold.js'
import type { ProjectionLaw } from './law.js'
import type { Subject } from './subject.js'

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
    demandSameRows(expected, new Map(alone), 'each related group of streams alone')
    for (const order of [groups, groups.toReversed()]) {
      demandSameRows(
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
    demandSameRows(expected, rowsAfter(renew(), otherwise), 'in a log with other gaps')
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
      demandSameRows(
        shiftedBack(expected),
        shiftedBack(found),
        'with other events before those of some streams',
      )
    }
  },
}

const idToken = /[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g

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
