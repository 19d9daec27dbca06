// Laws of what a projection declares and makes of single events.
import { canonical } from '@patina/eventsourcing'
import { fail, holds } from '../judgement.js'
import { foldAll, partsOf, storedTypes, type Views, wantedOf } from './fold.js'
import type { LawTrial, ProjectionLaw } from './law.js'
import { isStorableText } from './storable.js'
import type { Part, Subject } from './subject.js'

/** What a runner needs to know is there. */
export const isDeclaredSoundly: ProjectionLaw = {
  name: 'it has a name, a whole version and a type to fold',
  judge: ({ renew }) => {
    const { name, version, types } = renew().projection
    holds(/^[a-z][a-z0-9_]{0,62}$/.test(name), `its name is no word in lower case: ${name}`)
    holds(
      Number.isSafeInteger(version) && version > 0,
      `its version is no whole number from 1: ${version}`,
    )
    holds(types.length > 0, 'it declares no event type, so no event reaches it')
  },
}

const showParts = (parts: ReadonlyArray<Part>): string =>
  canonical(parts.map(([key, part]) => [key, part]))

/**
 * Asked backwards first: a projection that remembers one event in order to place a later one finds nothing then. With a
 * new process for each event, if there is a way to make one.
 */
export const partsFollowFromTheEvent: ProjectionLaw = {
  name: 'keys and parts follow from the event alone, whenever it is asked',
  judge: ({ renew, log }) => {
    const subject = renew()
    const wanted = wantedOf(subject, log)
    const backwards = wanted
      .toReversed()
      .map((recorded) => showParts(subject.projection.parts(recorded)))
      .toReversed()
    const alone = wanted.map((recorded) => showParts(renew().projection.parts(recorded)))
    const forwards = wanted.map((recorded) => showParts(subject.projection.parts(recorded)))
    foldAll(subject, log)
    const afterwards = wanted.map((recorded) => showParts(subject.projection.parts(recorded)))
    for (const [index, expected] of alone.entries()) {
      for (const found of [backwards[index], forwards[index], afterwards[index]]) {
        if (found !== expected) {
          fail(`event ${index + 1} gave other parts\n  alone ${expected}\n  later ${found}`)
        }
      }
    }
    for (const [key] of partsOf(subject, log)) {
      holds(
        typeof key === 'string' && isStorableText(key),
        `a key is no text that can be stored: ${canonical(key)}`,
      )
    }
  },
}

const nobodysType = 'NobodyHasHeardOfThis'

// What a projection makes of an event: keys, and what becomes of their views, as they begin and as the history left them.
const reactionTo = (
  { projection }: Subject,
  recorded: LawTrial['log'][number],
  views: Views,
): string | undefined => {
  try {
    const parts: unknown = projection.parts(recorded)
    if (!Array.isArray(parts) || parts.length === 0) return undefined
    return canonical(
      (parts as ReadonlyArray<Part>).map(([key, part]) => [
        key,
        projection.evolve(projection.initial(key), part),
        views.has(key) ? projection.evolve(views.get(key), part) : undefined,
      ]),
    )
  } catch {
    return undefined
  }
}

/**
 * The runner decodes no event that nobody asked for: what is not declared is lost in silence. A projection that takes any
 * event alike relies on that, and is right; one that makes something of an undeclared type which it does not make of a type
 * that nobody has heard of has forgotten to declare it.
 */
export const typesAreDeclared: ProjectionLaw = {
  name: 'it declares every type that it reacts to',
  judge: ({ renew, log }) => {
    const subject = renew()
    const views = foldAll(subject, log)
    const types = storedTypes(log)
    for (const [index, recorded] of log.entries()) {
      const type = types[index] as string
      if (subject.projection.types.includes(type)) continue
      const reaction = reactionTo(subject, recorded, views)
      const unheardOf = { ...recorded, event: { ...recorded.event, type: nobodysType } }
      const usual = reactionTo(subject, unheardOf, views)?.replaceAll(
        nobodysType,
        recorded.event.type,
      )
      holds(
        reaction === undefined || reaction === usual,
        `it makes something of ${type}, which it does not declare and never gets`,
      )
    }
  },
}

/**
 * A fold for one key passes over every event that does not name it, if the projection says that they all do. Judged on the
 * event as it is today; what an older version of it named, only its author knows.
 */
export const keysStandInTheirEvents: ProjectionLaw = {
  name: 'the key of a view stands in every event that touches it',
  appliesTo: ({ projection }) => projection.keyStandsInEvent === true,
  judge: ({ renew, log }) => {
    const subject = renew()
    for (const recorded of wantedOf(subject, log)) {
      const data = JSON.stringify(recorded.event)
      for (const [key] of subject.projection.parts(recorded)) {
        holds(
          recorded.stream.includes(key) || data.includes(JSON.stringify(key).slice(1, -1)),
          `the key ${canonical(key)} stands neither in the stream ${recorded.stream} nor in its ${recorded.event.type}`,
        )
      }
    }
  },
}
