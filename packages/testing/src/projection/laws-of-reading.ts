// Laws of what is done to views when they are read: by time, and for people who turned out to be one.
import type { Instant } from '@patina/eventsourcing'
import { canonical } from '@patina/eventsourcing'
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { holds } from '../judgement.js'
import { foldAll, partsOf, rowOf } from './fold.js'
import type { LawTrial, ProjectionLaw } from './law.js'
import { momentsOf } from './moments.js'
import type { AnyProjection, Subject } from './subject.js'

type Combine = NonNullable<AnyProjection['combine']>
type Read = NonNullable<AnyProjection['read']>

const combines = ({ projection }: Subject): boolean => projection.combine !== undefined

// Every pair of touched keys in both orders, and all of them, in both directions.
const clustersOf = (keys: ReadonlyArray<string>): ReadonlyArray<ReadonlyNonEmptyArray<string>> => {
  const clusters: ReadonlyArray<string>[] = [keys, keys.toReversed()]
  for (const a of keys) {
    clusters.push([a])
    for (const b of keys) if (a !== b) clusters.push([a, b])
  }
  return clusters.filter((cluster): cluster is ReadonlyNonEmptyArray<string> => cluster.length > 0)
}

const mostKeys = 5

const touchedKeys = (subject: Subject, log: LawTrial['log']): ReadonlyArray<string> =>
  [...new Set(partsOf(subject, log).map(([key]) => key))].slice(0, mostKeys)

/**
 * The views of a cluster, combined, are the view that one key would have had all along: its first member's, folded from
 * the events of all in log order.
 */
export const combiningIsFoldingTheInterleaving: ProjectionLaw = {
  name: 'combining views equals folding the interleaving of their events [I4] [I7]',
  appliesTo: combines,
  judge: ({ renew, log }) => {
    const subject = renew()
    const { projection } = subject
    const combine = projection.combine?.bind(projection) as Combine
    const parts = partsOf(subject, log)
    const views = foldAll(subject, log)
    for (const cluster of clustersOf(touchedKeys(subject, log))) {
      const [first, ...rest] = cluster
      const together = parts
        .filter(([key]) => cluster.includes(key))
        .reduce((view, [, part]) => projection.evolve(view, part), projection.initial(first))
      const combined = combine([views.get(first), ...rest.map((key) => views.get(key))])
      const [expected, found] = [rowOf(subject, first, together), rowOf(subject, first, combined)]
      holds(
        found === expected,
        `of ${cluster.join(' and ')}\n  folded together ${expected}\n  combined        ${found}`,
      )
    }
  },
}

/** A cluster grows one by one, in whatever order people are found to be the same. */
export const combiningGroupsInAnyWay: ProjectionLaw = {
  name: 'views combine in groups of any size to the same view',
  appliesTo: combines,
  judge: ({ renew, log }) => {
    const subject = renew()
    const combine = subject.projection.combine?.bind(subject.projection) as Combine
    const views = foldAll(subject, log)
    const keys = touchedKeys(subject, log)
    for (const [index, key] of keys.entries()) {
      const others = keys.toSpliced(index, 1)
      const [a, b, c] = [key, ...others].map((one) => views.get(one))
      if (c === undefined) continue
      const all = rowOf(subject, key, combine([a, b, c]))
      const left = rowOf(subject, key, combine([combine([a, b]), c]))
      const right = rowOf(subject, key, combine([a, combine([b, c])]))
      holds(left === all, `three at once gave ${all}\n  two and then the third ${left}`)
      holds(right === all, `three at once gave ${all}\n  the first and then two ${right}`)
    }
  },
}

/** Only where the integrator says so: counts add up, sets do not. */
export const combiningWithItselfChangesNothing: ProjectionLaw = {
  name: 'a view combined with itself is that view',
  appliesTo: (subject, { isIdempotent }) => combines(subject) && isIdempotent,
  judge: ({ renew, log }) => {
    const subject = renew()
    const combine = subject.projection.combine?.bind(subject.projection) as Combine
    for (const [key, view] of foldAll(subject, log)) {
      const [expected, found] = [
        rowOf(subject, key, view),
        rowOf(subject, key, combine([view, view])),
      ]
      holds(found === expected, `${expected}\n  combined with itself is ${found}`)
    }
  },
}

type Look = (read: Read, view: unknown, moments: ReadonlyArray<Instant>, key: string) => void

const lookAtReads = ({ renew, log }: LawTrial, look: Look): void => {
  const subject = renew()
  const read = subject.projection.read?.bind(subject.projection) as Read
  for (const [key, view] of foldAll(subject, log)) look(read, view, momentsOf(canonical(view)), key)
}

const reads = ({ projection }: Subject): boolean => projection.read !== undefined

/** What time does to a view is done once: reading again at that moment finds nothing left to do. */
export const readingTwiceIsReadingOnce: ProjectionLaw = {
  name: 'reading twice at one moment is reading once',
  appliesTo: reads,
  judge: (trial) =>
    lookAtReads(trial, (read, view, moments, key) => {
      for (const at of moments) {
        const once = read(view, at)
        const [expected, found] = [canonical(once), canonical(read(once, at))]
        holds(
          found === expected,
          `the view of ${key}, read at ${at}, is ${expected}\n  read twice ${found}`,
        )
      }
    }),
}

/**
 * What time takes away stays away, and what it will do later it still does. Only from the last event on: a reading before
 * it may hide what had not happened yet.
 */
export const readingOnTheWayChangesNothing: ProjectionLaw = {
  name: 'reading after the last event, and then later, is reading later',
  appliesTo: reads,
  judge: (trial) => {
    const happened = trial.log.flatMap(({ recordedAt, metadata }) => [
      recordedAt,
      metadata.occurredAt,
    ])
    const last = happened.toSorted().at(-1)
    lookAtReads(trial, (read, view, moments, key) => {
      const later = [...happened, ...moments]
        .filter((at) => last !== undefined && at >= last)
        .toSorted()
      for (const [index, first] of later.entries()) {
        const onTheWay = read(view, first)
        for (const second of later.slice(index + 1)) {
          const [expected, found] = [
            canonical(read(view, second)),
            canonical(read(onTheWay, second)),
          ]
          holds(
            found === expected,
            `the view of ${key}, read at ${first} and then at ${second}, is ${found}\n  read at ${second} alone ${expected}`,
          )
        }
      }
    })
  },
}
