// Laws of a view that is kept: what is written can be read again and says the same, here and in another log.
import { canonical, instantOf } from '@patina/eventsourcing'
import { history } from '../history.js'
import { holds } from '../judgement.js'
import { foldAll, partsOf, viewIn } from './fold.js'
import { demandColumns, demandRoundTrip } from './keepable.js'
import type { LawTrial, ProjectionLaw } from './law.js'
import { momentsOf } from './moments.js'
import type { AnyKeptView, Subject } from './subject.js'

const isKept = ({ kept }: Subject): boolean => kept !== undefined

// Looks at every view that the history leads through, not only at the last ones.
const everyView = (
  { renew, log }: LawTrial,
  look: (kept: AnyKeptView, key: string, view: unknown) => void,
): void => {
  const subject = renew()
  const views = new Map<string, unknown>()
  for (const [key, part] of partsOf(subject, log)) {
    views.set(key, subject.projection.evolve(viewIn(subject, views, key), part))
    look(subject.kept as AnyKeptView, key, views.get(key))
  }
}

export const survivesItsCodec: ProjectionLaw = {
  name: 'a view that is kept comes back as it was',
  appliesTo: isKept,
  judge: (trial) => everyView(trial, demandRoundTrip),
}

export const columnsHoldWhatTheyDeclare: ProjectionLaw = {
  name: 'columns hold whole numbers and texts as declared',
  appliesTo: isKept,
  judge: (trial) => everyView(trial, demandColumns),
}

/** Who reads gets a view: what time has done to it is nothing that its codec would refuse. */
export const whatIsReadIsAView: ProjectionLaw = {
  name: 'what a reading gives is a view that could be kept',
  appliesTo: ({ projection, kept }) => kept !== undefined && projection.read !== undefined,
  judge: ({ renew, log }) => {
    const subject = renew()
    for (const [key, view] of foldAll(subject, log)) {
      for (const at of momentsOf(canonical(view))) {
        demandRoundTrip(subject.kept as AnyKeptView, key, subject.projection.read?.(view, at))
      }
    }
  },
}

const comparables = (subject: Subject, log: LawTrial['log']): ReadonlyMap<string, string> =>
  new Map(
    [...foldAll(subject, log)].map(([key, view]) => [
      key,
      canonical(JSON.parse((subject.kept as AnyKeptView).comparable(view))),
    ]),
  )

const hourMs = 3_600_000

type OtherTime = (recordedAt: number, place: number) => number

// When another store wrote the same down: by a calendar that is ahead; all at once, late at night, long after, as a log that
// was moved; long ago, each event at another hour. What hangs on a date, an hour, a pause or a delay hangs on one of them.
const otherTimes: ReadonlyArray<OtherTime> = [
  (recordedAt) => recordedAt + 40 * 24 * hourMs,
  () => Date.UTC(2099, 2, 1, 23, 30, 30, 500),
  (_, place) => Date.UTC(1999, 0, 1) + place * (31 * hourMs + 780_001),
]

/**
 * A view that keeps positions or recorded times says by `comparable` what is left without them: else two engines with one
 * history never agree. Ids, revisions and occurred times move with the events and may stay.
 */
export const comparesWithoutPlaceAndTime: ProjectionLaw = {
  name: 'what is compared across logs hangs on no position and no recorded time',
  appliesTo: isKept,
  judge: ({ renew, entries, log }) => {
    const moved = history(entries, (index) => (index % 2 === 0 ? 1_001 : 1))
    const places = [...new Set(log.map(({ position }) => position))]
    const here = comparables(renew(), log)
    for (const timeOf of otherTimes) {
      const elsewhere = moved.map(({ position }, index) => {
        const recorded = log[index] as (typeof log)[number]
        const place = places.indexOf(recorded.position)
        const recordedAt = instantOf(timeOf(Date.parse(recorded.recordedAt), place))
        return { ...recorded, position, recordedAt }
      })
      const there = comparables(renew(), elsewhere)
      for (const [key, expected] of here) {
        const found = there.get(key)
        holds(
          found === expected,
          `what is compared of ${JSON.stringify(key)} is ${expected}\n  and in another log ${found}`,
        )
      }
      holds(there.size === here.size, 'in another log there are views of other keys')
    }
  },
}
