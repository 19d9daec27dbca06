// Laws of a projection as plain functions: the same every time, from their arguments alone, without a trace.
import { canonical } from '@patina/eventsourcing'
import { deepFreeze } from '../deep-freeze.js'
import { explain, fail, holds } from '../judgement.js'
import { inWorld, worlds } from '../world.js'
import {
  demandSameRows,
  foldAll,
  partsOf,
  type Rows,
  rowsAfter,
  rowsOf,
  type Views,
  viewIn,
  wantedOf,
} from './fold.js'
import type { LawTrial, ProjectionLaw } from './law.js'
import { momentsOf } from './moments.js'
import { readingsOf } from './readings.js'
import type { Subject } from './subject.js'

/** The same history, twice in one process and once in another, and two folds side by side. */
export const isDeterministic: ProjectionLaw = {
  name: 'the same history gives the same views',
  judge: ({ renew, log }) => {
    const subject = renew()
    const first = rowsAfter(subject, log)
    demandSameRows(first, rowsAfter(subject, log), 'folded a second time')
    demandSameRows(first, rowsAfter(renew(), log), 'folded by a new process')
    const parts = partsOf(subject, log)
    const sideBySide = [new Map<string, unknown>(), new Map<string, unknown>()]
    for (const [key, part] of parts) {
      for (const views of sideBySide) {
        views.set(key, subject.projection.evolve(viewIn(subject, views, key), part))
      }
    }
    for (const views of sideBySide) {
      demandSameRows(first, rowsOf(subject, views), 'folded beside another fold')
    }
  },
}

// What V8 says of frozen objects and lists. Any other TypeError is a fault of its own.
const isOfFrozen = (error: unknown): boolean =>
  error instanceof TypeError &&
  /^Cannot (?:assign to|delete|redefine|define|add) |not extensible/.test(error.message)

// Calls with frozen arguments, and looks whether they still say the same.
const untouched = <A>(what: string, given: ReadonlyArray<unknown>, call: () => A): A => {
  const before = given.map(canonical)
  for (const one of given) deepFreeze(one)
  try {
    return call()
  } catch (error) {
    if (isOfFrozen(error))
      fail(`${what} threw on frozen arguments, so it changes them: ${explain(error)}`, error)
    throw error
  } finally {
    for (const [index, one] of given.entries()) {
      const after = canonical(one)
      holds(
        after === before[index],
        `${what} changed its argument\n  from ${before[index]}\n  to   ${after}`,
      )
    }
  }
}

const foldFrozen = (subject: Subject, log: LawTrial['log']): Views => {
  const { projection } = subject
  const views = new Map<string, unknown>()
  for (const recorded of wantedOf(subject, log)) {
    const parts = untouched('parts', [recorded], () => projection.parts(recorded))
    for (const [key, part] of parts) {
      const before = viewIn(subject, views, key)
      views.set(
        key,
        untouched('evolve', [before, part], () => projection.evolve(before, part)),
      )
    }
  }
  return views
}

/** Arguments are frozen: whoever changes them is found even where nobody looks at them again. */
export const changesNothing: ProjectionLaw = {
  name: 'it changes no view, part or event that it is given',
  judge: ({ renew, log }) => {
    const subject = renew()
    const { projection, kept } = subject
    const views = foldFrozen(subject, log)
    for (const [key, view] of views) {
      untouched('encode', [view], () => kept?.encode(key, view))
      for (const at of momentsOf(canonical(view)))
        untouched('read', [view], () => projection.read?.(view, at))
    }
    const [first, ...rest] = views.values()
    if (first !== undefined)
      untouched('combine', [first, ...rest], () => projection.combine?.([first, ...rest]))
  },
}

const allThatItSays = (subject: Subject, log: LawTrial['log']): Rows => {
  const { projection } = subject
  const views = foldAll(subject, log)
  const says = new Map(rowsOf(subject, views))
  for (const [key, view] of views) {
    says.set(`${key} as read`, readingsOf(subject, view) ?? 'never read')
  }
  const [first, ...rest] = views.values()
  if (first !== undefined)
    says.set('all combined', canonical(projection.combine?.([first, ...rest])))
  return says
}

/** Clock, chance and zone are other ones for a while; who says the same in all worlds asked none of them. */
export const looksAtNothingElse: ProjectionLaw = {
  name: 'it reads no clock, no chance and no time zone',
  judge: ({ renew, log }) => {
    const here = allThatItSays(renew(), log)
    for (const world of worlds) {
      const there = inWorld(world, () => allThatItSays(renew(), log))
      const when = `at ${new Date(world.now).toISOString()} with chance ${world.chance} in ${world.zone}`
      demandSameRows(here, there, when)
    }
  },
}
