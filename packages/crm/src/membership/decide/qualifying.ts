// What counts towards a tier, and what counts back.
import type { Issued } from '@patina/eventsourcing'
import * as E from 'fp-ts/lib/Either.js'
import type { CivilDate } from '../../shared/civil-date.js'
import { covers } from '../../shared/coverage.js'
import { lookUp, put, valuesOf } from '../../shared/table.js'
import { dayOf } from '../../shared/zone.js'
import type { RecordQualifying, ReverseQualifying } from '../commands.js'
import type { Membership } from '../state.js'
import {
  type Basis,
  type Claims,
  type Entry,
  isSame,
  nextStep,
  rankOf,
  reversedBy,
} from '../tiers/track.js'
import { courseOf, ruledBy } from './applying.js'
import { figuresOn, heldAfter, holding, moveTo, saidOn, settledTo } from './course.js'
import type { Decision } from './decision.js'

const laterOf = (...days: ReadonlyArray<CivilDate | undefined>): CivilDate =>
  days.filter((day) => day !== undefined).reduce((last, day) => (day > last ? day : last))

export const recordQualifying = (
  { customerId, qualifyingId, qualifiedOn, amount, rules }: RecordQualifying,
  { standing, tiers }: Membership,
  { at }: Issued,
): Decision => {
  const { version, tiers: wanted, zone } = rules.rules
  if (wanted === undefined) return E.left({ _tag: 'NoTiers', version })
  // A sale enrols nobody: who is no member on its day stays as they are.
  if (standing._tag === 'NoMember' || standing._tag === 'Applied') return E.right([])
  if (!covers(standing.days, qualifiedOn)) return E.right([])
  if (tiers !== undefined && lookUp(tiers.entries, qualifyingId) !== undefined) return E.right([])
  const day = laterOf(tiers?.clock, dayOf(at, zone), qualifiedOn)
  const before = ruledBy({ customerId, rules, standing, tiers }, day)
  const place = tiers?.counted ?? 0
  const entry = { qualifyingId, qualifiedOn, onDay: day, place, amount, reversed: 0 }
  const entries = [...before.basis.entries, { ...entry, reversalIds: [] }]
  const course = { ...before, basis: { ...before.basis, entries } }
  const figures = figuresOn(course.basis, day)
  const isNews = figures.window.fromDay <= qualifiedOn && qualifiedOn <= figures.window.toDay
  const held = heldAfter(course.basis, course.claims.held, day, isNews)
  const { events } = moveTo(course, holding(course.claims, held), 'earned', day, {
    about: (after) => ({
      type: 'QualifyingRecorded',
      ...saidOn(after, day),
      qualifyingId,
      qualifiedOn,
      amount,
    }),
    figures,
  })
  return E.right(events)
}

export const reverseQualifying = (
  command: ReverseQualifying,
  { standing, tiers }: Membership,
  { at }: Issued,
): Decision => {
  if (standing._tag === 'NoMember' || standing._tag === 'Applied') return E.right([])
  const entry = tiers === undefined ? undefined : lookUp(tiers.entries, command.qualifyingId)
  if (tiers === undefined || entry === undefined) return E.right([])
  const { qualifyingId, reversalId } = command
  const amount = Math.min(command.amount, entry.amount - entry.reversed)
  // What was never counted, or has come back already, changes nothing.
  if (amount === 0 || entry.reversalIds.includes(reversalId)) return E.right([])
  const day = laterOf(tiers.clock, dayOf(at, tiers.zone))
  const settled = settledTo(courseOf(command, tiers), day)
  const { rules, since } = settled.basis
  const reversed = put(tiers.entries, qualifyingId, reversedBy(entry, { reversalId, amount }))
  const basis: Basis = { rules, since, entries: valuesOf(reversed) }
  const held =
    rules.returns === 'atOnce'
      ? withoutReturned(settled.basis, basis, settled.claims.held, day)
      : settled.claims.held
  const course = { ...settled, basis }
  const { events } = moveTo(course, holding(course.claims, held), 'return', day, {
    about: (after) => ({
      type: 'QualifyingReversed',
      ...saidOn(after, day),
      qualifyingId,
      reversalId,
      qualifiedOn: entry.qualifiedOn,
      amount,
    }),
    figures: figuresOn(basis, day),
  })
  return E.right(events)
}

/**
 * What would be held if what came back had never been counted: told over again, entry by entry. It only ever takes away,
 * and only where the telling differs by the return: what older rules have given stays.
 */
const withoutReturned = (
  before: Basis,
  after: Basis,
  held: Claims['held'],
  day: CivilDate,
): Claims['held'] => {
  const [was, is] = [toldOver(before, day), toldOver(after, day)]
  if (isSame(was, is) || held === undefined) return held
  const below = rankOf(after.rules, is?.tier) - rankOf(after.rules, held.tier)
  if (below !== 0) return below < 0 ? is : held
  const isSooner =
    is?.lastDay !== undefined && (held.lastDay === undefined || is.lastDay < held.lastDay)
  return isSooner ? is : held
}

const toldOver = ({ rules, since, entries }: Basis, day: CivilDate): Claims['held'] => {
  const inOrder = entries.toSorted((a, b) => a.place - b.place)
  let known: ReadonlyArray<Entry> = []
  let held = heldAfter({ rules, since, entries: known }, undefined, since, false)
  const settle = (to: CivilDate): void => {
    const basis = { rules, since, entries: known }
    let step = nextStep(basis, held === undefined ? {} : { held })
    while (step !== undefined && step.fromDay <= to) {
      held = step.claims.held
      step = nextStep(basis, step.claims)
    }
  }
  for (const entry of inOrder) {
    settle(entry.onDay)
    known = [...known, entry]
    const basis = { rules, since, entries: known }
    const { fromDay, toDay } = figuresOn(basis, entry.onDay).window
    const { qualifiedOn, amount, reversed } = entry
    const isNews = fromDay <= qualifiedOn && qualifiedOn <= toDay && amount > reversed
    held = heldAfter(basis, held, entry.onDay, isNews)
  }
  settle(day)
  return held
}
